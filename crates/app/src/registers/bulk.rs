//! Changing many rows at once (批量修改): the same columns of each row set to the same values, as one act.

use super::browsing::Asked;
use super::{FieldFault, may_keep};
use crate::import::{Amendment, Comparison, ImportError, Ledger, foresee};
use crate::people::Officer;
use crate::rows::opened;
use crate::{Installation, StorageError};
use gongkai_domain::registers::{Column, Fault, Key, Place, Register, Row, RowChecks, Severity, Value};
use gongkai_domain::says::Says;
use gongkai_storage::registers::{self, Page};
use serde_json::{Map, json};

/// Most rows changed at once.
pub const MOST_AT_ONCE: i64 = 10_000;

/// Which rows are to be changed.
#[derive(Clone, Debug)]
pub enum Picked {
    /// Those with these keys.
    Keys(Vec<String>),
    /// All that a list means.
    Listed(Asked),
}

/// A change of many rows, and what it would do.
#[derive(Clone, Debug)]
pub struct Bulk {
    /// The change.
    pub amendment: Amendment,
    /// What it would do.
    pub comparison: Comparison,
    /// Rows that cannot be changed so, each with why.
    pub faults: Vec<Fault>,
}

/// Why rows were not changed; nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum BulkError {
    /// No row was picked, or none that somebody may keep.
    #[error("没有选中可以修改的行 / no row is picked that may be changed")]
    Nothing,
    /// More rows than are changed at once.
    #[error("选中 {0} 行，一次最多 {MOST_AT_ONCE} 行 / {0} rows are picked; at most {MOST_AT_ONCE} at once")]
    TooMany(i64),
    /// A value cannot be read.
    #[error("有 {} 处要改 / {} things to correct", .0.len(), .0.len())]
    Fields(Vec<FieldFault>),
    /// The change could not be worked out.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// The columns that may be set on many rows: those that tell rows apart, personal ones and those worked out may not.
/// None where rows are told by what they hold.
pub fn settable(register: &'static Register) -> Vec<&'static Column> {
    let Key::Columns(key) = register.key else { return Vec::new() };
    let may_set = |column: &&Column| {
        let is_key = key.contains(&column.code) || column.code == register.body_column();
        !is_key && !column.personal && !column.computed
    };
    register.columns.iter().filter(may_set).collect()
}

/// Works out what setting these columns on the rows picked would do; of rows in nobody's keeping nothing is told.
///
/// # Errors
/// See [`BulkError`].
pub async fn set_on_many(
    office: &Installation,
    officer: &Officer,
    register: &'static Register,
    picked: &Picked,
    set: &[(&'static Column, Value)],
) -> Result<Bulk, BulkError> {
    let mut rows = rows(office, officer, register, picked).await?;
    let allowed = settable(register);
    for row in &mut rows {
        for (column, value) in set.iter().filter(|(column, _)| allowed.contains(column)) {
            if let Some(at) = register.position(column.code) {
                row.values[at] = value.clone();
            }
        }
    }
    let faults = broken(office, register, &rows);
    let places = rows.iter().map(|row| Place::row(&row.key.as_str().into(), &"".into(), 0)).collect();
    let ledger = Ledger { register, rows, places, files: Vec::new(), lacking: Vec::new(), replace: None };
    let columns: Vec<&str> = set.iter().map(|(column, _)| column.code).collect();
    let facts = Map::from_iter([("columns".to_owned(), json!(columns))]);
    let amendment = Amendment { ledger, gone: Vec::new(), act: "change-rows", facts };
    match foresee(office, &amendment).await {
        Ok(comparison) => Ok(Bulk { amendment, comparison, faults }),
        Err(ImportError::Faults(problems)) => {
            let faults = problems.into_iter().map(|problem| problem.fault).collect();
            let comparison = Comparison {
                added: 0,
                fresh: Vec::new(),
                changed: Vec::new(),
                unchanged: 0,
                removed: Vec::new(),
                remarks: Vec::new(),
                digest: String::new(),
            };
            Ok(Bulk { amendment, comparison, faults })
        }
        Err(error) => Err(error.into()),
    }
}

/// The rows picked that somebody may keep, opened.
async fn rows(
    office: &Installation,
    officer: &Officer,
    register: &'static Register,
    picked: &Picked,
) -> Result<Vec<Row>, BulkError> {
    let stored = match picked {
        Picked::Keys(keys) if keys.len() as i64 > MOST_AT_ONCE => {
            return Err(BulkError::TooMany(keys.len() as i64));
        }
        Picked::Keys(keys) => {
            let mut keys: Vec<&str> = keys.iter().map(String::as_str).collect();
            keys.sort_unstable();
            keys.dedup();
            registers::load(&mut office.db.read().await?, register, &keys).await?
        }
        Picked::Listed(asked) => listed(office, officer, asked).await?,
    };
    let mut rows = Vec::with_capacity(stored.len());
    for stored in stored.iter().filter(|stored| may_keep(officer, register, stored.row.body(register))) {
        let row = opened(office, register, stored);
        rows.push(row.map_err(|fault| StorageError::Unreadable(fault.to_string()))?);
    }
    if rows.is_empty() { Err(BulkError::Nothing) } else { Ok(rows) }
}

async fn listed(
    office: &Installation,
    officer: &Officer,
    asked: &Asked,
) -> Result<Vec<registers::Stored>, BulkError> {
    let selection = asked.selection(officer).ok_or(BulkError::Nothing)?;
    let columns = super::browsing::text_columns(asked.register);
    let sought = registers::Sought { selection: &selection, words: &asked.words, columns: &columns };
    let all = office.cache.tally(office, asked.register).await?.count(&selection);
    if all > MOST_AT_ONCE {
        return Err(BulkError::TooMany(all));
    }
    let mut tx = office.db.read().await?;
    let page = Page { offset: 0, limit: MOST_AT_ONCE };
    Ok(registers::browse(&mut tx, &sought, all, registers::Order::Key, page).await?)
}

/// What the rows would break of their register's own rules.
fn broken(office: &Installation, register: &'static Register, rows: &[Row]) -> Vec<Fault> {
    let checks = RowChecks::new(register, &office.law.codes);
    let of_row = |row: &Row| {
        let mut faults: Vec<Fault> = Vec::new();
        for fault in checks.faults(&row.values).into_iter().filter(|fault| fault.severity == Severity::Error)
        {
            faults.push(fault_of(register, row, fault.column, fault.says, fault.remedy));
        }
        for (column, value) in register.columns.iter().zip(&row.values) {
            if column.required && !column.computed && value.is_absent() {
                let (says, remedy) = (
                    Says::new("没有填写", "it is not filled in"),
                    Says::new("这一项必须填", "it must be filled in"),
                );
                faults.push(fault_of(register, row, column.code, says, remedy));
            }
        }
        faults
    };
    rows.iter().flat_map(of_row).collect()
}

fn fault_of(register: &'static Register, row: &Row, column: &str, says: Says, remedy: Says) -> Fault {
    let named = register.column(column);
    let value = named
        .filter(|column| !column.personal)
        .map(|column| row.value(register, column.code).to_ledger(column.kind));
    Fault {
        place: Place::row(&row.key.as_str().into(), &"".into(), 0).at(named.map_or("", |column| column.zh)),
        value: value.unwrap_or_default(),
        says,
        remedy,
        severity: Severity::Error,
    }
}
