//! Changing a database behind the program's back, as somebody with its password could.

use gongkai_storage::{Db, StorageError, Tx};
use sqlx::AssertSqlSafe;

/// Runs statements, parted by semicolons, in one transaction; tells how many rows they touched.
///
/// # Errors
/// What the database answers.
pub async fn tamper(db: &Db, sql: &str) -> Result<u64, StorageError> {
    let mut tx = db.write().await?;
    let mut touched = 0;
    for statement in sql.split(';').map(str::trim).filter(|statement| !statement.is_empty()) {
        let statement = AssertSqlSafe(statement.to_owned());
        touched += match &mut tx {
            Tx::Sqlite(tx) => sqlx::query(statement).execute(&mut **tx).await?.rows_affected(),
            Tx::Postgres(tx) => sqlx::query(statement).execute(&mut **tx).await?.rows_affected(),
        };
    }
    tx.commit().await?;
    Ok(touched)
}
