//! Why something about people was not done.

use crate::sealing::SealingError;
use gongkai_domain::says::Says;
use gongkai_storage::StorageError;

/// Why an account, a role or a session was not changed. Nothing was written but, after a wrong password, that it was
/// wrong.
#[derive(Debug, thiserror::Error)]
pub enum PeopleError {
    /// A field that cannot be taken, and why.
    #[error("{} / {}", .1.zh, .1.en)]
    Field(&'static str, Says),
    /// It may not be done, and why.
    #[error("{} / {}", .0.zh, .0.en)]
    Refused(Says),
    /// There is nobody with this id, or nobody whom whoever asks may see.
    #[error("没有这个账号 / there is no such account")]
    Unknown,
    /// The account is closed.
    #[error("这个账号已经停用 / this account is closed")]
    Closed,
    /// The machine gave no randomness.
    #[error("操作系统未能提供随机数 / the operating system gave no random numbers")]
    NoRandomness,
    /// A secret could not be sealed or opened.
    #[error(transparent)]
    Sealing(#[from] SealingError),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl PeopleError {
    /// A refusal in both languages.
    pub(super) fn refused(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Refused(Says::new(zh, en))
    }

    /// A fault of a field in both languages.
    pub(super) fn field(name: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Field(name, Says::new(zh, en))
    }
}
