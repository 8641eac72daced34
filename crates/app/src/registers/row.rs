//! One row: what it holds, what happened to it, and its personal data for whoever keeps the register.

use super::{masked, may_keep};
use crate::import::By;
use crate::people::{Officer, name_of};
use crate::rows::opened;
use crate::{Installation, StorageError};
use gongkai_domain::digest::Digest;
use gongkai_domain::people::Permission;
use gongkai_domain::registers::{Column, Kind, Register, Row, Value};
use gongkai_storage::Tx;
use gongkai_storage::audit::{self, Act};
use gongkai_storage::registers::{self, Stored};
use jiff::Timestamp;
use serde_json::json;

/// Rows whose key was changed are followed this far back.
const EARLIER_KEYS: usize = 20;

/// One row with its history.
#[derive(Clone, Debug)]
pub struct OneRow {
    /// The register.
    pub register: &'static Register,
    /// The row, its personal values masked; of a row that was removed what is left of it, without them.
    pub row: Row,
    /// Whether it is there; otherwise it was removed.
    pub is_there: bool,
    /// Stands for the row as it is: whoever changes it says with this what they have seen.
    pub seen: String,
    /// What happened to it, the newest first.
    pub history: Vec<Change>,
}

/// One change of a row.
#[derive(Clone, Debug)]
pub struct Change {
    /// Place of its entry in the audit trail.
    pub sequence: i64,
    /// When.
    pub at: Timestamp,
    /// Who, by name.
    pub who: String,
    /// What the entry calls the act.
    pub act: String,
    /// `added`, `changed` or `removed`.
    pub kind: String,
    /// Why, where a reason was given.
    pub reason: Option<String>,
    /// The columns that differ: before and after.
    pub columns: Vec<(&'static Column, Value, Value)>,
    /// Personal columns that differ; what they held is not kept.
    pub personal: Vec<&'static Column>,
}

/// A row with its personal values, opened for somebody.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The row in plain text.
    pub row: Row,
    /// Stands for the row as it is.
    pub seen: String,
}

/// A row somebody may read, with its history; `None` when there is none in their reach.
pub async fn one(
    office: &Installation,
    officer: &Officer,
    register: &'static Register,
    key: &str,
) -> Result<Option<OneRow>, StorageError> {
    let mut tx = office.db.read().await?;
    let stored = registers::load(&mut tx, register, &[key]).await?.pop();
    let changes = audit::history(&mut tx, register.code, key).await?;
    let (row, is_there, seen) = match stored {
        Some(stored) => {
            let seen = seen_of(&stored);
            (masked(register, stored), true, seen)
        }
        None => match changes.last().and_then(|last| what_was_removed(register, last)) {
            Some(row) => (row, false, String::new()),
            None => return Ok(None),
        },
    };
    if !officer.may_for(Permission::Read, row.body(register)) {
        return Ok(None);
    }
    let history = history(&mut tx, register, &row, changes).await?;
    Ok(Some(OneRow { register, row, is_there, seen, history }))
}

/// Opens the personal values of a row for whoever may keep its register; it is recorded that they were read.
pub async fn open_personal(
    office: &Installation,
    officer: &Officer,
    register: &'static Register,
    key: &str,
    by: &By,
) -> Result<Option<Opened>, StorageError> {
    let mut tx = office.db.write().await?;
    let Some(stored) = registers::load(&mut tx, register, &[key]).await?.pop() else { return Ok(None) };
    if !may_keep(officer, register, stored.row.body(register)) {
        return Ok(None);
    }
    let seen = seen_of(&stored);
    let row =
        opened(office, register, &stored).map_err(|fault| StorageError::Unreadable(fault.to_string()))?;
    if register.has_personal() {
        let head = audit::take_place(&mut tx).await?;
        let facts = json!({ "opened": register.code, "key": key }).to_string();
        let act = Act { at: by.at, actor: &by.actor, act: "open-personal", article: "", facts: &facts };
        audit::append(&mut tx, &head, act, &mut []).await?;
        tx.commit().await?;
    }
    Ok(Some(Opened { row, seen }))
}

/// Stands for a row as it is stored: sealed values go in as they are sealed, so that it tells nothing of them.
pub(super) fn seen_of(stored: &Stored) -> String {
    let mut digest = Digest::new();
    digest.field(&stored.row.key);
    for value in &stored.row.values {
        value.digest(&mut digest);
    }
    digest.finish()
}

/// The row a removal took away, as far as its change keeps it.
pub(super) fn what_was_removed(register: &Register, change: &audit::StoredChange) -> Option<Row> {
    if change.act != "removed" {
        return None;
    }
    let before = before_of(change)?;
    let value = |column: &Column| {
        before
            .get(column.code)
            .and_then(|plain| plain.as_str())
            .map_or(Value::Absent, |plain| of_plain(column, plain))
    };
    Some(Row { key: change.key.clone(), values: register.columns.iter().map(value).collect() })
}

pub(super) fn before_of(change: &audit::StoredChange) -> Option<serde_json::Map<String, serde_json::Value>> {
    serde_json::from_str(change.before.as_deref()?).ok()
}

/// A value from what [`Value::to_plain`] made of it.
pub(super) fn of_plain(column: &Column, plain: &str) -> Value {
    if plain.is_empty() {
        return Value::Absent;
    }
    match column.kind {
        Kind::Date => plain.parse().map_or(Value::Absent, Value::Date),
        Kind::Year | Kind::Integer | Kind::Money => plain.parse().map_or(Value::Absent, Value::Integer),
        Kind::Boolean => Value::Boolean(plain == "true"),
        Kind::Text | Kind::LongText | Kind::Code(_) | Kind::Body => Value::Text(plain.to_owned()),
    }
}

/// The history of a row, the newest first, also under the keys it had before.
async fn history(
    tx: &mut Tx,
    register: &'static Register,
    row: &Row,
    mut changes: Vec<audit::StoredChange>,
) -> Result<Vec<Change>, StorageError> {
    let mut now = row.values.clone();
    let mut told = Vec::new();
    for _ in 0..EARLIER_KEYS {
        let mut was = None;
        for change in changes.iter().rev() {
            let Some(entry) = audit::entry(tx, change.sequence).await? else { continue };
            let facts: serde_json::Value = serde_json::from_str(&entry.facts).unwrap_or_default();
            was = facts["was"].as_str().map(str::to_owned);
            let (columns, personal) = differences(register, change, &mut now);
            told.push(Change {
                sequence: change.sequence,
                at: entry.at.parse().unwrap_or(Timestamp::UNIX_EPOCH),
                who: name_of(tx, &entry.actor).await?,
                act: entry.act,
                kind: change.act.clone(),
                reason: facts["reason"].as_str().map(str::to_owned),
                columns,
                personal,
            });
        }
        let Some(was) = was else { break };
        changes = audit::history(tx, register.code, &was).await?;
        // The removal under the old key is the same act as the addition under the new one.
        changes.pop();
    }
    Ok(told)
}

/// The columns a change touched, before and after; `now` goes back to what it was before.
fn differences(
    register: &'static Register,
    change: &audit::StoredChange,
    now: &mut [Value],
) -> (Vec<(&'static Column, Value, Value)>, Vec<&'static Column>) {
    let before = match change.act.as_str() {
        "changed" => before_of(change).unwrap_or_default(),
        _ => serde_json::Map::new(),
    };
    let mut columns = Vec::new();
    for (column, now) in register.columns.iter().zip(now) {
        if let Some(plain) = before.get(column.code).and_then(|plain| plain.as_str()) {
            let was = of_plain(column, plain);
            let after = std::mem::replace(now, was.clone());
            columns.push((column, was, after));
        }
    }
    let named = before.get("personal").and_then(|named| named.as_array()).cloned().unwrap_or_default();
    let personal = named.iter().filter_map(|code| register.column(code.as_str()?)).collect();
    (columns, personal)
}
