//! The two engines and a transaction on either.

use crate::StorageError;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, PgConnection, PgPool, Postgres, Sqlite, SqlitePool, Transaction};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A database: writers and readers apart.
///
/// SQLite has one writer connection whose transactions begin `immediate`, and a pool of read-only connections, so
/// that pages never queue behind an import. PostgreSQL has two pools, the reading one read-only.
#[derive(Clone, Debug)]
pub struct Db {
    write: Pool,
    read: Pool,
}

#[derive(Clone, Debug)]
enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// How many connections a pool has open, and how many of them nobody uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connections {
    /// Open now, used or not.
    pub open: u32,
    /// Open and waiting for somebody to use them.
    pub idle: u32,
}

/// Which engine a database is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// One file in the data directory.
    Sqlite,
    /// A server.
    Postgres,
}

/// A transaction on either engine; dropped without [`Tx::commit`] it leaves nothing behind.
#[derive(Debug)]
pub enum Tx {
    /// On SQLite.
    Sqlite(Transaction<'static, Sqlite>),
    /// On PostgreSQL.
    Postgres(Transaction<'static, Postgres>),
}

/// Runs the same expression on the connection of either engine.
macro_rules! on {
    ($tx:expr, $connection:ident => $body:expr) => {
        match $tx {
            $crate::Tx::Sqlite(transaction) => {
                let $connection = &mut **transaction;
                $body
            }
            $crate::Tx::Postgres(transaction) => {
                let $connection = &mut **transaction;
                $body
            }
        }
    };
}
pub(crate) use on;

impl Db {
    /// Opens (and where missing makes) the SQLite database in `file`, every commit durable when it returns.
    pub async fn sqlite(file: &Path) -> Result<Self, StorageError> {
        Self::sqlite_read_by(file, 4).await
    }

    /// As [`Db::sqlite`], with so many connections that read. With a single one, whoever asks for a second while holding
    /// the first waits in vain: tests have one, so that nobody writes what stands still under load.
    pub async fn sqlite_read_by(file: &Path, readers: u32) -> Result<Self, StorageError> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .pragma("cache_size", "-64000")
            .statement_cache_capacity(200);
        let write = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
        let reading = options.create_if_missing(false).read_only(true).pragma("cache_size", "-8000");
        let read = SqlitePoolOptions::new()
            .min_connections(0)
            .max_connections(readers)
            .acquire_timeout(Duration::from_secs(10))
            .connect_lazy_with(reading);
        Ok(Self { write: Pool::Sqlite(write), read: Pool::Sqlite(read) })
    }

    /// Connects to the PostgreSQL database at `url`.
    pub async fn postgres(url: &str) -> Result<Self, StorageError> {
        let options: PgConnectOptions = url.parse().map_err(StorageError::from)?;
        // A pool would try for ten seconds and then not tell why.
        PgConnection::connect_with(&options).await?.close().await?;
        let write = PgPoolOptions::new()
            .max_connections(8)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options.clone())
            .await?;
        let readers = options.options([("default_transaction_read_only", "on")]);
        let read = PgPoolOptions::new()
            .max_connections(8)
            .acquire_timeout(Duration::from_secs(10))
            .connect_lazy_with(readers);
        Ok(Self { write: Pool::Postgres(write), read: Pool::Postgres(read) })
    }

    /// Opens what `url` names: `postgres://…`, or `sqlite:` with a path.
    pub async fn open(url: &str) -> Result<Self, StorageError> {
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            return Self::postgres(url).await;
        }
        let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:")).unwrap_or(url);
        Self::sqlite(Path::new(path)).await
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        match self.write {
            Pool::Sqlite(_) => Engine::Sqlite,
            Pool::Postgres(_) => Engine::Postgres,
        }
    }

    /// The connections for reading, and those for writing.
    pub fn connections(&self) -> [Connections; 2] {
        [&self.read, &self.write].map(|pool| {
            let (open, idle) = match pool {
                Pool::Sqlite(pool) => (pool.size(), pool.num_idle()),
                Pool::Postgres(pool) => (pool.size(), pool.num_idle()),
            };
            Connections { open, idle: u32::try_from(idle).unwrap_or(open) }
        })
    }

    /// The file of a SQLite database; PostgreSQL has none of ours.
    pub fn file(&self) -> Option<PathBuf> {
        match &self.write {
            Pool::Sqlite(pool) => Some(pool.connect_options().get_filename().to_owned()),
            Pool::Postgres(_) => None,
        }
    }

    /// A transaction that may write. On SQLite it waits for the one writer.
    pub async fn write(&self) -> Result<Tx, StorageError> {
        Ok(match &self.write {
            Pool::Sqlite(pool) => Tx::Sqlite(pool.begin_with("begin immediate").await?),
            Pool::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// A transaction that only reads and sees one state of the database throughout.
    pub async fn read(&self) -> Result<Tx, StorageError> {
        Ok(match &self.read {
            Pool::Sqlite(pool) => Tx::Sqlite(pool.begin().await?),
            Pool::Postgres(pool) => Tx::Postgres(
                pool.begin_with("begin transaction isolation level repeatable read read only").await?,
            ),
        })
    }

    /// Brings the schema up to this program's version; does nothing when it is there.
    ///
    /// # Errors
    /// [`StorageError::Newer`] when a newer program made the database.
    pub async fn migrate(&self) -> Result<(), StorageError> {
        crate::migrate::up_to(self, crate::migrate::known()).await
    }

    /// Brings the schema up to `version` and no further, as a program of that version made it: what a backup from
    /// that time is loaded into before the later migrations see its rows.
    ///
    /// # Errors
    /// [`StorageError::Newer`] when a newer program made the database.
    pub async fn migrate_to(&self, version: i64) -> Result<(), StorageError> {
        crate::migrate::up_to(self, version).await
    }

    /// Writes the SQLite database as one state of it into the new file `copy`; on PostgreSQL, which has no file of
    /// its own, it does nothing and answers `false`.
    pub async fn copy_file(&self, copy: &Path) -> Result<bool, StorageError> {
        let Pool::Sqlite(pool) = &self.write else { return Ok(false) };
        // not portable: only SQLite is one file
        sqlx::query("vacuum into $1").bind(copy.display().to_string()).execute(pool).await?;
        Ok(true)
    }

    /// Tells the planner how the tables are filled; worth doing after a large import.
    pub async fn analyze(&self) -> Result<(), StorageError> {
        match &self.write {
            Pool::Sqlite(pool) => sqlx::raw_sql("analyze").execute(pool).await.map(drop)?,
            Pool::Postgres(pool) => sqlx::raw_sql("analyze").execute(pool).await.map(drop)?,
        }
        Ok(())
    }

    /// Closes every connection, so that the files can be moved.
    pub async fn close(&self) {
        for pool in [&self.read, &self.write] {
            match pool {
                Pool::Sqlite(pool) => pool.close().await,
                Pool::Postgres(pool) => pool.close().await,
            }
        }
    }
}

impl Tx {
    /// Makes everything of this transaction permanent.
    pub async fn commit(self) -> Result<(), StorageError> {
        match self {
            Self::Sqlite(transaction) => transaction.commit().await?,
            Self::Postgres(transaction) => transaction.commit().await?,
        }
        Ok(())
    }

    /// Which engine this is on.
    pub fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }
}

/// Makes an empty database with the C collation on the server at `server`.
pub async fn make_postgres_database(server: &str, name: &str) -> Result<(), StorageError> {
    let pool = PgPoolOptions::new().max_connections(1).connect(server).await?;
    let name: String =
        name.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '_').collect();
    let sql =
        format!("create database {name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'");
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&pool).await?;
    pool.close().await;
    Ok(())
}
