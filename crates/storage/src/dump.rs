//! Whole tables out and in again, the same on both engines: what backup and restore are made of.

use crate::registers::{places, rows_a_statement};
use crate::sql::{Cell, execute, for_each, number};
use crate::tables::Table;
use crate::{StorageError, Tx};
use gongkai_domain::registers::Value;

/// Every row of a table by its primary key, one value a column.
pub async fn each_row<E: From<StorageError>>(
    tx: &mut Tx,
    table: &Table,
    take: impl FnMut(Vec<Value>) -> Result<(), E>,
) -> Result<(), E> {
    let kinds: Vec<_> = table.columns.iter().map(|(_, kind)| *kind).collect();
    let sql = format!(
        "select {} from {} order by {}",
        quoted(table.columns.iter().map(|(name, _)| name)),
        table.name,
        quoted(&table.key)
    );
    for_each(tx, sql, &[], &kinds, take).await
}

/// Adds rows as they were dumped.
pub async fn add_rows(tx: &mut Tx, table: &Table, rows: &[Vec<Value>]) -> Result<(), StorageError> {
    for chunk in rows.chunks(rows_a_statement(table.columns.len())) {
        let names = quoted(table.columns.iter().map(|(name, _)| name));
        let mut sql = format!("insert into {} ({names}) values ", table.name);
        let mut cells = Vec::with_capacity(chunk.len() * table.columns.len());
        for (at, row) in chunk.iter().enumerate() {
            sql.push_str(if at == 0 { "(" } else { ", (" });
            sql.push_str(&places(1 + at * table.columns.len(), table.columns.len()));
            sql.push(')');
            cells.extend(table.columns.iter().zip(row).map(|((_, kind), value)| Cell::of(*kind, value)));
        }
        execute(tx, sql, &cells).await?;
    }
    Ok(())
}

/// Empties a table.
pub async fn clear(tx: &mut Tx, table: &Table) -> Result<(), StorageError> {
    execute(tx, format!("delete from {}", table.name), &[]).await.map(drop)
}

/// How many rows a table has.
pub async fn count(tx: &mut Tx, table: &Table) -> Result<i64, StorageError> {
    number(tx, format!("select count(*) from {}", table.name), &[]).await
}

fn quoted<'a>(names: impl IntoIterator<Item = &'a String>) -> String {
    names.into_iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}
