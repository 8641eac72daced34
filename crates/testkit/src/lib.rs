//! Test equipment: a real SQLite file and a real PostgreSQL database, made for one test and removed after it.
//!
//! PostgreSQL is used where `GONGKAI_TEST_POSTGRES_URL` names a server, which `cargo xtask test` starts.

#[expect(clippy::unwrap_used, reason = "a journey that cannot go on should stop")]
pub mod browser;
pub mod files;
mod older;
mod rows;
mod tampering;

pub use older::as_an_older_program_left_it;
pub use rows::{Cells, rows};
pub use tampering::tamper;

use gongkai_storage::{Db, Engine, StorageError};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A database of one test, already migrated.
#[derive(Debug)]
pub struct TestDb {
    /// The database.
    pub db: Db,
    /// What to give `--database`.
    pub url: String,
    /// A folder of its own, for a data directory.
    pub folder: TempDir,
}

impl TestDb {
    /// Which engine it is, for messages.
    pub fn engine(&self) -> Engine {
        self.db.engine()
    }
}

/// Runs a test on every engine there is, each time on a fresh database.
///
/// # Errors
/// What the databases answer; the test itself panics where it fails.
pub async fn on_each_engine<F, Fut>(test: F) -> Result<(), StorageError>
where
    F: Fn(Arc<TestDb>) -> Fut,
    Fut: Future<Output = ()>,
{
    test(Arc::new(sqlite().await?)).await;
    if let Some(database) = postgres().await? {
        test(Arc::new(database)).await;
    }
    Ok(())
}

/// A fresh SQLite file.
pub async fn sqlite() -> Result<TestDb, StorageError> {
    let folder = folder()?;
    let file = folder.path().join("gongkai.db");
    let db = Db::sqlite_read_by(&file, 1).await?;
    db.migrate().await?;
    Ok(TestDb { db, url: format!("sqlite:{}", file.display()), folder })
}

/// A fresh PostgreSQL database, where there is a server.
pub async fn postgres() -> Result<Option<TestDb>, StorageError> {
    let Some(url) = empty_postgres().await? else { return Ok(None) };
    let db = Db::postgres(&url).await?;
    db.migrate().await?;
    Ok(Some(TestDb { db, url, folder: folder()? }))
}

/// The address of an empty PostgreSQL database, where there is a server.
pub async fn empty_postgres() -> Result<Option<String>, StorageError> {
    let Some((server, name, url)) = next_postgres() else { return Ok(None) };
    gongkai_storage::make_postgres_database(&server, &name).await?;
    Ok(Some(url))
}

/// An empty database that sorts Chinese text by its reading, as an administrator may have made it; where there is a
/// server.
pub async fn postgres_sorting_by_reading() -> Result<Option<TestDb>, StorageError> {
    let Some((server, name, url)) = next_postgres() else { return Ok(None) };
    let made = format!(
        "create database {name} template template0 encoding 'UTF8' locale_provider icu icu_locale 'zh' \
         lc_collate 'C' lc_ctype 'C'"
    );
    let mut connection = PgConnection::connect(&server).await?;
    sqlx::raw_sql(AssertSqlSafe(made)).execute(&mut connection).await?;
    connection.close().await?;
    let db = Db::postgres(&url).await?;
    db.migrate().await?;
    Ok(Some(TestDb { db, url, folder: folder()? }))
}

/// The test server, the name of a database not yet made on it, and its address.
#[expect(clippy::disallowed_methods, reason = "the address of the test server can only come from outside")]
fn next_postgres() -> Option<(String, String, String)> {
    let server = std::env::var("GONGKAI_TEST_POSTGRES_URL").ok()?;
    let name = format!("gongkai_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let base = server.rsplit_once('/').map_or(server.as_str(), |(base, _)| base);
    let url = format!("{base}/{name}");
    Some((server, name, url))
}

fn folder() -> Result<TempDir, StorageError> {
    tempfile::tempdir().map_err(|error| StorageError::Unavailable(error.to_string()))
}
