//! What can go wrong below the use cases.

/// A failure of the database.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// A row with this key is there already, or was changed by someone else meanwhile.
    #[error("这一行已经有了，或同时被别人改动：{0} / the row is there already or was changed meanwhile: {0}")]
    Conflict(String),
    /// The database cannot be reached or is busy.
    #[error("数据库连不上或正忙：{0} / the database cannot be reached or is busy: {0}")]
    Unavailable(String),
    /// The database answered with something this program does not expect.
    #[error("数据库出错：{0} / the database failed: {0}")]
    Broken(#[source] sqlx::Error),
    /// The database was made by a newer program.
    #[error(
        "数据库结构是第 {found} 版，本程序（{program}）只认得到第 {known} 版；请换用做成它的那一版或更新的程序，或者把升级前的备份恢复到空的数据目录 / the database is at schema version {found}, this program ({program}) knows up to {known}; use the program that made it or a newer one, or restore the backup made before the upgrade into an empty data directory",
        program = env!("CARGO_PKG_VERSION")
    )]
    Newer {
        /// Version of the database.
        found: i64,
        /// Last version this program knows.
        known: i64,
    },
    /// A stored value cannot be read back.
    #[error("存储的值读不出：{0} / stored value cannot be read: {0}")]
    Unreadable(String),
}

impl From<sqlx::Error> for StorageError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(cause) if cause.is_unique_violation() => {
                Self::Conflict(cause.message().to_owned())
            }
            // SQLITE_BUSY and its kinds: another process is writing.
            sqlx::Error::Database(cause) if matches!(cause.code().as_deref(), Some("5" | "261" | "517")) => {
                Self::Unavailable(cause.message().to_owned())
            }
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => {
                Self::Unavailable(error.to_string())
            }
            _ => Self::Broken(error),
        }
    }
}
