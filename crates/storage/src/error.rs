//! What can go wrong below the use cases.

/// A failure of the database.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// A row with this key is there already, or was changed by someone else meanwhile.
    #[error("the row is there already or was changed meanwhile: {0}")]
    Conflict(String),
    /// The database cannot be reached or is busy.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// The database answered with something this program does not expect.
    #[error("the database failed: {0}")]
    Broken(#[source] sqlx::Error),
    /// The database was made by a newer program.
    #[error("the database is at version {found}, this program knows up to {known}; use the newer program")]
    Newer {
        /// Version of the database.
        found: i64,
        /// Last version this program knows.
        known: i64,
    },
    /// A stored value cannot be read back.
    #[error("stored value cannot be read: {0}")]
    Unreadable(String),
}

impl From<sqlx::Error> for StorageError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(cause) if cause.is_unique_violation() => {
                Self::Conflict(cause.message().to_owned())
            }
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => {
                Self::Unavailable(error.to_string())
            }
            _ => Self::Broken(error),
        }
    }
}
