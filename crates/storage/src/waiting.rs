//! Ledgers sent in the browser that wait to be confirmed; their files arrive and leave in sealed parts.

use crate::sql::{Cell, execute, fetch};
use crate::tables::SqlKind;
use crate::{StorageError, Tx};
use jiff::Timestamp;

/// A ledger that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingLedger {
    /// Permanent id.
    pub id: String,
    /// Code of the register.
    pub register: String,
    /// Id of whoever sent it.
    pub staff: String,
    /// What was said of it, as JSON, without what its files hold.
    pub facts: String,
    /// Key of its parts, wrapped by the installation key.
    pub data_key: String,
    /// When it was sent.
    pub made_at: Timestamp,
}

/// Keeps a ledger; its parts follow.
pub async fn add(tx: &mut Tx, waiting: &WaitingLedger) -> Result<(), StorageError> {
    let sql = "insert into waiting_ledger (id, register, staff, facts, data_key, made_at) \
               values ($1, $2, $3, $4, $5, $6)";
    let cells = [
        Cell::from(waiting.id.as_str()),
        Cell::from(waiting.register.as_str()),
        Cell::from(waiting.staff.as_str()),
        Cell::from(waiting.facts.as_str()),
        Cell::from(waiting.data_key.as_str()),
        Cell::Instant(Some(waiting.made_at)),
    ];
    execute(tx, sql, &cells).await.map(drop)
}

/// Keeps one sealed part of a file of a ledger.
pub async fn add_part(
    tx: &mut Tx,
    ledger: &str,
    (file, part): (i64, i64),
    content: &str,
) -> Result<(), StorageError> {
    let sql = "insert into waiting_part (ledger, file, part, content) values ($1, $2, $3, $4)";
    execute(tx, sql, &[ledger.into(), file.into(), part.into(), content.into()]).await.map(drop)
}

/// A ledger of a person, sent after `since`.
pub async fn get(
    tx: &mut Tx,
    staff: &str,
    id: &str,
    since: Timestamp,
) -> Result<Option<WaitingLedger>, StorageError> {
    use SqlKind::{Text, Timestamptz};
    let sql = "select id, register, staff, facts, data_key, made_at from waiting_ledger \
               where staff = $1 and id = $2 and made_at > $3";
    let cells = [staff.into(), id.into(), Cell::Instant(Some(since))];
    let rows = fetch(tx, sql, &cells, &[Text, Text, Text, Text, Text, Timestamptz]).await?;
    Ok(rows.first().map(|row| WaitingLedger {
        id: row[0].to_plain(),
        register: row[1].to_plain(),
        staff: row[2].to_plain(),
        facts: row[3].to_plain(),
        data_key: row[4].to_plain(),
        made_at: crate::people::instant(&row[5]).unwrap_or(Timestamp::UNIX_EPOCH),
    }))
}

/// The sealed parts of one file of a ledger, in order.
pub async fn parts(tx: &mut Tx, ledger: &str, file: i64) -> Result<Vec<String>, StorageError> {
    let sql = "select content from waiting_part where ledger = $1 and file = $2 order by part";
    let rows = fetch(tx, sql, &[ledger.into(), file.into()], &[SqlKind::Text]).await?;
    Ok(rows.iter().map(|row| row[0].to_plain()).collect())
}

/// Forgets what a person has waiting for a register, and whatever was sent before `before`.
pub async fn forget(tx: &mut Tx, staff: &str, register: &str, before: Timestamp) -> Result<(), StorageError> {
    let old = "(select id from waiting_ledger where (staff = $1 and register = $2) or made_at <= $3)";
    let cells = [Cell::from(staff), register.into(), Cell::Instant(Some(before))];
    execute(tx, format!("delete from waiting_part where ledger in {old}"), &cells).await?;
    execute(tx, format!("delete from waiting_ledger where id in {old}"), &cells).await.map(drop)
}
