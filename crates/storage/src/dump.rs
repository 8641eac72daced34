//! Whole tables out and in again, the same on both engines: what backup and restore are made of.

use crate::sql::{Cell, execute, insert_many, number};
use crate::tables::Table;
use crate::walking::{Walk, walk};
use crate::{StorageError, Tx};
use gongkai_domain::registers::Value;

/// Every row of a table by its primary key, one value a column.
pub async fn each_row<E: From<StorageError>>(
    tx: &mut Tx,
    table: &Table,
    take: impl FnMut(Vec<Value>) -> Result<(), E>,
) -> Result<(), E> {
    let names: Vec<String> = table.columns.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    let columns: Vec<&str> = names.iter().map(String::as_str).collect();
    let kinds: Vec<_> = table.columns.iter().map(|(_, kind)| *kind).collect();
    let place = |of: &String| table.columns.iter().position(|(name, _)| name == of);
    let key: Vec<usize> = table.key.iter().filter_map(place).collect();
    walk(tx, &Walk { from: &table.name, columns: &columns, kinds: &kinds, key: &key }, take).await
}

/// Adds rows as they were dumped.
pub async fn add_rows(tx: &mut Tx, table: &Table, rows: &[Vec<Value>]) -> Result<(), StorageError> {
    let names: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
    let cells = rows
        .iter()
        .flat_map(|row| table.columns.iter().zip(row).map(|((_, kind), value)| Cell::of(*kind, value)));
    insert_many(tx, &table.name, &names, cells, "").await
}

/// Empties a table.
pub async fn clear(tx: &mut Tx, table: &Table) -> Result<(), StorageError> {
    execute(tx, format!("delete from {}", table.name), &[]).await.map(drop)
}

/// How many rows a table has.
pub async fn count(tx: &mut Tx, table: &Table) -> Result<i64, StorageError> {
    number(tx, format!("select count(*) from {}", table.name), &[]).await
}
