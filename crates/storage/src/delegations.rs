//! Who stands in for whom during a leave.

use crate::people::instant;
use crate::sql::{Cell, execute, fetch};
use crate::tables::SqlKind;
use crate::{StorageError, Tx};
use gongkai_domain::registers::Value;
use jiff::Timestamp;
use jiff::civil::Date;

/// One person standing in for another on some days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delegation {
    /// Id.
    pub id: String,
    /// Who is away.
    pub from_staff: String,
    /// Who stands in.
    pub to_staff: String,
    /// First day.
    pub first_day: Date,
    /// Last day.
    pub last_day: Date,
    /// Why.
    pub reason: String,
    /// Who arranged it.
    pub made_by: String,
    /// When.
    pub made_at: Timestamp,
    /// When it was ended early.
    pub ended_at: Option<Timestamp>,
}

const COLUMNS: &str = "id, from_staff, to_staff, first_day, last_day, reason, made_by, made_at, ended_at";

const KINDS: [SqlKind; 9] = {
    use SqlKind::{Date, Text, Timestamptz};
    [Text, Text, Text, Date, Date, Text, Text, Timestamptz, Timestamptz]
};

/// Adds one.
pub async fn add(tx: &mut Tx, new: &Delegation) -> Result<(), StorageError> {
    let sql = format!("insert into delegation ({COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
    let cells = [
        Cell::from(new.id.as_str()),
        Cell::from(new.from_staff.as_str()),
        Cell::from(new.to_staff.as_str()),
        Cell::Date(Some(new.first_day)),
        Cell::Date(Some(new.last_day)),
        Cell::from(new.reason.as_str()),
        Cell::from(new.made_by.as_str()),
        Cell::Instant(Some(new.made_at)),
        Cell::Instant(new.ended_at),
    ];
    execute(tx, sql, &cells).await.map(drop)
}

/// Those a person takes part in that were not ended and are not over on a day, the earliest first.
pub async fn open_of(tx: &mut Tx, staff: &str, today: Date) -> Result<Vec<Delegation>, StorageError> {
    let sql = format!(
        "select {COLUMNS} from delegation where (from_staff = $1 or to_staff = $1) and ended_at is null \
         and last_day >= $2 order by first_day, id"
    );
    let rows = fetch(tx, sql, &[staff.into(), Cell::Date(Some(today))], &KINDS).await?;
    Ok(rows.into_iter().filter_map(|row| delegation_of(&row)).collect())
}

/// Ends one; answers whether it was still open.
pub async fn end(tx: &mut Tx, id: &str, at: Timestamp) -> Result<bool, StorageError> {
    let sql = "update delegation set ended_at = $2 where id = $1 and ended_at is null";
    Ok(execute(tx, sql, &[id.into(), Cell::Instant(Some(at))]).await? > 0)
}

fn delegation_of(row: &[Value]) -> Option<Delegation> {
    Some(Delegation {
        id: row[0].to_plain(),
        from_staff: row[1].to_plain(),
        to_staff: row[2].to_plain(),
        first_day: row[3].as_date()?,
        last_day: row[4].as_date()?,
        reason: row[5].to_plain(),
        made_by: row[6].to_plain(),
        made_at: instant(&row[7])?,
        ended_at: instant(&row[8]),
    })
}
