//! Writing rows in bulk: many rows a statement, so that an import costs few round trips.

use super::Written;
use crate::sql::{Cell, execute, insert_many, marks};
use crate::tables::{self, SqlKind};
use crate::{StorageError, Tx};
use gongkai_domain::registers::{Register, Value};

/// Adds rows.
///
/// # Errors
/// [`StorageError::Conflict`] when a key is there already.
pub async fn insert(tx: &mut Tx, register: &Register, rows: &[Written<'_>]) -> Result<(), StorageError> {
    write(tx, register, rows, "").await
}

/// Adds rows, or replaces the columns of rows whose key is there; what is never replaced is an item's short id.
pub async fn upsert(tx: &mut Tx, register: &Register, rows: &[Written<'_>]) -> Result<(), StorageError> {
    let sets: Vec<String> = tables::of_register(register)
        .columns
        .iter()
        .filter(|(name, _)| name != "key" && name != "short_id")
        .map(|(name, _)| format!("\"{name}\" = excluded.\"{name}\""))
        .collect();
    write(tx, register, rows, &format!(" on conflict (\"key\") do update set {}", sets.join(", "))).await
}

/// Removes the rows with these keys.
pub async fn remove(tx: &mut Tx, register: &Register, keys: &[&str]) -> Result<(), StorageError> {
    for chunk in keys.chunks(500) {
        let sql = format!(
            "delete from {} where \"key\" in ({})",
            register.table,
            marks(tx.engine(), 0, chunk.len())
        );
        let cells: Vec<Cell<'_>> = chunk.iter().map(|key| Cell::from(*key)).collect();
        execute(tx, sql, &cells).await?;
    }
    Ok(())
}

async fn write(
    tx: &mut Tx,
    register: &Register,
    rows: &[Written<'_>],
    conflict: &str,
) -> Result<(), StorageError> {
    let table = tables::of_register(register);
    let sources: Vec<Source> =
        table.columns.iter().map(|(name, kind)| Source::of(register, name, *kind)).collect();
    let names: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
    let cells = rows.iter().flat_map(|written| sources.iter().map(move |source| source.cell(written)));
    insert_many(tx, &table.name, &names, cells, conflict).await
}

/// Where the value of a table's column comes from in a [`Written`] row.
enum Source {
    Key,
    Column(usize, SqlKind),
    YearOf(usize),
    Edition,
    ShortId,
    DataKey,
}

impl Source {
    fn of(register: &Register, name: &str, kind: SqlKind) -> Self {
        match name {
            "key" => Self::Key,
            "edition" => Self::Edition,
            "short_id" => Self::ShortId,
            "data_key" => Self::DataKey,
            _ => match register.position(name) {
                Some(at) => Self::Column(at, kind),
                None => Self::YearOf(
                    name.strip_suffix("_year").and_then(|date| register.position(date)).unwrap_or(0),
                ),
            },
        }
    }

    fn cell<'a>(&self, written: &'a Written<'_>) -> Cell<'a> {
        match self {
            Self::Key => Cell::Text(Some(&written.row.key)),
            Self::Column(at, kind) => Cell::of(*kind, &written.row.values[*at]),
            Self::YearOf(at) => Cell::Bigint(match &written.row.values[*at] {
                Value::Date(date) => Some(i64::from(date.year())),
                _ => None,
            }),
            Self::Edition => Cell::Bigint(written.edition.as_ref().map(|(number, _)| *number)),
            Self::ShortId => Cell::Text(written.edition.as_ref().map(|(_, short_id)| short_id.as_str())),
            Self::DataKey => Cell::Text(written.data_key.as_deref()),
        }
    }
}
