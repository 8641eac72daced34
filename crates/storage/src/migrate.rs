//! Migrations: one folder, applied in order, all that are missing in one transaction.

use crate::db::on;
use crate::sql::{execute as run_query, fetch};
use crate::tables::{SqlKind, columns_in_database};
use crate::{Db, Engine, StorageError, Tx};
use sqlx::Row;
use std::collections::BTreeMap;

/// Every migration with its version; texts never change once released.
const MIGRATIONS: &[(i64, &str)] = &[
    (1, include_str!("../migrations/0001_audit.sql")),
    (2, include_str!("../migrations/0002_registers.sql")),
    (3, include_str!("../migrations/0003_editions_and_events.sql")),
    (4, include_str!("../migrations/0004_frozen_reports.sql")),
    (5, include_str!("../migrations/0005_power_items.sql")),
    (6, include_str!("../migrations/0006_item_relations.sql")),
    (7, include_str!("../migrations/0007_people.sql")),
    (8, include_str!("../migrations/0008_saved_views.sql")),
    (9, include_str!("../migrations/0009_drafts.sql")),
    (10, include_str!("../migrations/0010_report_work.sql")),
    (11, include_str!("../migrations/0011_audit_browsing.sql")),
    (12, include_str!("../migrations/0012_attachments.sql")),
    (13, include_str!("../migrations/0013_channels.sql")),
    (14, include_str!("../migrations/0014_old_addresses.sql")),
    (15, include_str!("../migrations/0015_retention.sql")),
];

/// Version of the schema this program makes.
pub(crate) fn known() -> i64 {
    MIGRATIONS.last().map_or(0, |(version, _)| *version)
}

/// Applies what is missing up to `wanted`. Where nothing is, it does not wait for another process that is writing.
pub(crate) async fn up_to(db: &Db, wanted: i64) -> Result<(), StorageError> {
    if has_reached(found(&mut db.read().await?).await?, wanted)? {
        return Ok(());
    }
    let mut tx = db.write().await?;
    one_at_a_time(&mut tx).await?;
    execute(&mut tx, "create table if not exists schema_version (version bigint primary key)").await?;
    let found = version(&mut tx).await?;
    if has_reached(found, wanted)? {
        return Ok(());
    }
    for (version, text) in MIGRATIONS.iter().filter(|(version, _)| (found + 1..=wanted).contains(version)) {
        execute(&mut tx, text).await?;
        on!(&mut tx, connection => sqlx::query("insert into schema_version (version) values ($1)")
            .bind(*version).execute(connection).await.map(drop))?;
    }
    sort_by_code_point(&mut tx).await?;
    tx.commit().await
}

/// Whether nothing is missing; refuses what only a newer program understands.
fn has_reached(found: i64, wanted: i64) -> Result<bool, StorageError> {
    if found > known() {
        return Err(StorageError::Newer { found, known: known() });
    }
    Ok(found >= wanted)
}

/// Lets processes that start together migrate one after the other; SQLite has one writer anyway.
async fn one_at_a_time(tx: &mut Tx) -> Result<(), StorageError> {
    if tx.engine() == Engine::Postgres {
        // not portable: a lock of PostgreSQL that ends with the transaction; the number is ours alone
        execute(tx, "select pg_advisory_xact_lock(20080501)").await?;
    }
    Ok(())
}

/// Makes text sort by code point, as SQLite sorts it, whatever the PostgreSQL database was made to sort by.
///
/// The digests of the audit trail and the files of a backup are fed in this order, and lists should come in the same
/// order on both engines.
async fn sort_by_code_point(tx: &mut Tx) -> Result<(), StorageError> {
    if tx.engine() == Engine::Sqlite {
        return Ok(());
    }
    // not portable: only PostgreSQL lets a database choose its order; older servers have no provider but libc
    let sql = "select cast(c.table_name as text), cast(c.column_name as text) from information_schema.columns c \
               join pg_database d on d.datname = current_database() \
               where c.table_schema = current_schema() and c.data_type = 'text' and c.collation_name is null \
               and not (d.datcollate in ('C', 'POSIX') and coalesce(to_jsonb(d) ->> 'datlocprovider', 'c') = 'c') \
               order by c.table_name, c.ordinal_position";
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in fetch(tx, sql, &[], &[SqlKind::Text, SqlKind::Text]).await? {
        let column = format!("alter column \"{}\" type text collate \"C\"", row[1].to_plain());
        tables.entry(row[0].to_plain()).or_default().push(column);
    }
    for (table, columns) in tables {
        run_query(tx, format!("alter table {table} {}", columns.join(", ")), &[]).await?;
    }
    Ok(())
}

/// Version of the schema as it is; 0 for an empty database.
pub(crate) async fn found(tx: &mut Tx) -> Result<i64, StorageError> {
    if columns_in_database(tx, "schema_version").await?.is_empty() { Ok(0) } else { version(tx).await }
}

async fn version(tx: &mut Tx) -> Result<i64, StorageError> {
    Ok(on!(tx, connection => sqlx::query("select coalesce(max(version), 0) from schema_version")
        .fetch_one(connection).await?.try_get::<i64, _>(0)?))
}

async fn execute(tx: &mut Tx, text: &'static str) -> Result<(), StorageError> {
    on!(tx, connection => sqlx::raw_sql(text).execute(connection).await.map(drop))?;
    Ok(())
}
