//! Migrations: one folder, applied in order, all that are missing in one transaction.

use crate::db::on;
use crate::{Db, StorageError, Tx};
use sqlx::Row;

/// Every migration with its version; texts never change once released.
const MIGRATIONS: &[(i64, &str)] = &[
    (1, include_str!("../migrations/0001_audit.sql")),
    (2, include_str!("../migrations/0002_registers.sql")),
    (3, include_str!("../migrations/0003_editions_and_events.sql")),
];

/// Version of the schema this program makes.
pub(crate) fn known() -> i64 {
    MIGRATIONS.last().map_or(0, |(version, _)| *version)
}

/// Applies what is missing.
pub(crate) async fn run(db: &Db) -> Result<(), StorageError> {
    let mut tx = db.write().await?;
    execute(&mut tx, "create table if not exists schema_version (version bigint primary key)").await?;
    let found = version(&mut tx).await?;
    if found > known() {
        return Err(StorageError::Newer { found, known: known() });
    }
    for (version, text) in MIGRATIONS.iter().filter(|(version, _)| *version > found) {
        execute(&mut tx, text).await?;
        on!(&mut tx, connection => sqlx::query("insert into schema_version (version) values ($1)")
            .bind(*version).execute(connection).await.map(drop))?;
    }
    tx.commit().await
}

/// Version of the schema as it is; 0 for an empty database.
pub(crate) async fn version(tx: &mut Tx) -> Result<i64, StorageError> {
    Ok(on!(tx, connection => sqlx::query("select coalesce(max(version), 0) from schema_version")
        .fetch_one(connection).await?.try_get::<i64, _>(0)?))
}

async fn execute(tx: &mut Tx, text: &'static str) -> Result<(), StorageError> {
    on!(tx, connection => sqlx::raw_sql(text).execute(connection).await.map(drop))?;
    Ok(())
}
