//! Writing rows in bulk: many rows a statement, so that an import costs few round trips.

use super::{Stored, places};
use crate::sql::{Cell, execute};
use crate::tables::{self, SqlKind};
use crate::{StorageError, Tx};
use gongkai_domain::registers::{Register, Value};

/// Most arguments a statement may have: SQLite allows 32 766, PostgreSQL 65 535.
const MOST_ARGUMENTS: usize = 30_000;
const MOST_ROWS: usize = 400;

/// How many rows of `columns` columns go into one statement.
pub(crate) const fn rows_a_statement(columns: usize) -> usize {
    let rows = MOST_ARGUMENTS / columns;
    if rows > MOST_ROWS { MOST_ROWS } else { rows }
}

/// Adds rows.
///
/// # Errors
/// [`StorageError::Conflict`] when a key is there already.
pub async fn insert(tx: &mut Tx, register: &Register, rows: &[Stored]) -> Result<(), StorageError> {
    write(tx, register, rows, "").await
}

/// Adds rows, or replaces the columns of rows whose key is there; what is never replaced is an item's short id.
pub async fn upsert(tx: &mut Tx, register: &Register, rows: &[Stored]) -> Result<(), StorageError> {
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
        let sql = format!("delete from {} where \"key\" in ({})", register.table, places(1, chunk.len()));
        let cells: Vec<Cell<'_>> = chunk.iter().map(|key| Cell::from(*key)).collect();
        execute(tx, sql, &cells).await?;
    }
    Ok(())
}

async fn write(
    tx: &mut Tx,
    register: &Register,
    rows: &[Stored],
    conflict: &str,
) -> Result<(), StorageError> {
    let table = tables::of_register(register);
    let sources: Vec<Source> =
        table.columns.iter().map(|(name, kind)| Source::of(register, name, *kind)).collect();
    for chunk in rows.chunks(rows_a_statement(sources.len())) {
        let sql = insert_text(
            &table.name,
            table.columns.iter().map(|(name, _)| name.as_str()),
            chunk.len(),
            conflict,
        );
        let mut cells = Vec::with_capacity(chunk.len() * sources.len());
        for stored in chunk {
            cells.extend(sources.iter().map(|source| source.cell(stored)));
        }
        execute(tx, sql, &cells).await?;
    }
    Ok(())
}

/// `insert into t (…) values (…), (…)…` for `rows` rows.
pub(crate) fn insert_text<'a>(
    table: &str,
    columns: impl Iterator<Item = &'a str>,
    rows: usize,
    conflict: &str,
) -> String {
    let names: Vec<String> = columns.map(|name| format!("\"{name}\"")).collect();
    let mut sql = format!("insert into {table} ({}) values ", names.join(", "));
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        sql.push_str(&places(1 + row * names.len(), names.len()));
        sql.push(')');
    }
    sql.push_str(conflict);
    sql
}

/// Where the value of a table's column comes from in a [`Stored`] row.
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

    fn cell<'a>(&self, stored: &'a Stored) -> Cell<'a> {
        match self {
            Self::Key => Cell::Text(Some(&stored.row.key)),
            Self::Column(at, kind) => Cell::of(*kind, &stored.row.values[*at]),
            Self::YearOf(at) => Cell::Bigint(match &stored.row.values[*at] {
                Value::Date(date) => Some(i64::from(date.year())),
                _ => None,
            }),
            Self::Edition => Cell::Bigint(stored.edition.as_ref().map(|(number, _)| *number)),
            Self::ShortId => Cell::Text(stored.edition.as_ref().map(|(_, short_id)| short_id.as_str())),
            Self::DataKey => Cell::Text(stored.data_key.as_deref()),
        }
    }
}
