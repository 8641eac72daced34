//! Views of registers kept by name (保存的视图).

use crate::sql::{Cell, execute, fetch};
use crate::tables::SqlKind;
use crate::{StorageError, Tx};
use gongkai_domain::registers::Value;
use jiff::Timestamp;

/// A view of a register kept by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedView {
    /// Permanent id.
    pub id: String,
    /// Code of the register.
    pub register: String,
    /// Id of whoever keeps it.
    pub staff: String,
    /// Code of the body they worked at.
    pub body: String,
    /// What it is called.
    pub name: String,
    /// What stands after the `?` of its address.
    pub query: String,
    /// Whether everybody of the body is shown it.
    pub shared: bool,
    /// When it was made.
    pub made_at: Timestamp,
}

/// The views of a register that a person of a body is shown: their own, and those shared with the body, by name.
pub async fn of_register(
    tx: &mut Tx,
    register: &str,
    staff: &str,
    body: &str,
) -> Result<Vec<SavedView>, StorageError> {
    use SqlKind::{Boolean, Text, Timestamptz};
    let sql = "select id, register, staff, body, name, query, shared, made_at from saved_view \
               where register = $1 and (staff = $2 or (shared and body = $3)) order by name, id";
    let kinds = [Text, Text, Text, Text, Text, Text, Boolean, Timestamptz];
    let rows = fetch(tx, sql, &[register.into(), staff.into(), body.into()], &kinds).await?;
    Ok(rows.into_iter().map(|row| view_of(&row)).collect())
}

/// Keeps a view.
pub async fn add(tx: &mut Tx, view: &SavedView) -> Result<(), StorageError> {
    let sql = "insert into saved_view (id, register, staff, body, name, query, shared, made_at) \
               values ($1, $2, $3, $4, $5, $6, $7, $8)";
    let cells = [
        Cell::from(view.id.as_str()),
        Cell::from(view.register.as_str()),
        Cell::from(view.staff.as_str()),
        Cell::from(view.body.as_str()),
        Cell::from(view.name.as_str()),
        Cell::from(view.query.as_str()),
        Cell::Boolean(Some(view.shared)),
        Cell::Instant(Some(view.made_at)),
    ];
    execute(tx, sql, &cells).await.map(drop)
}

/// Forgets a view of a person; answers whether it was there.
pub async fn remove(tx: &mut Tx, staff: &str, id: &str) -> Result<bool, StorageError> {
    let sql = "delete from saved_view where staff = $1 and id = $2";
    Ok(execute(tx, sql, &[staff.into(), id.into()]).await? > 0)
}

fn view_of(row: &[Value]) -> SavedView {
    SavedView {
        id: row[0].to_plain(),
        register: row[1].to_plain(),
        staff: row[2].to_plain(),
        body: row[3].to_plain(),
        name: row[4].to_plain(),
        query: row[5].to_plain(),
        shared: row[6] == Value::Boolean(true),
        made_at: crate::people::instant(&row[7]).unwrap_or(Timestamp::UNIX_EPOCH),
    }
}
