//! Retention and archiving (保管期限与归档): how long each item is kept, what keeps it longer, and disposition runs.
//!
//! The term of an item is worked out by the rules of the law book when it is published ([`reckoning`]) and kept with the
//! rule it came from. What is over is proposed by one person and carried out by another ([`running`]), in one act that
//! leaves a certificate ([`certificates`]). Archiving takes an item out of lists; it never changes a count.

mod certificates;
mod holding;
mod listing;
mod reckoning;
mod running;

pub use certificates::{Paper, certificate, csv, keep_pdf, kept_pdf, package};
pub use holding::{HoldLine, holds, lift, place};
pub use listing::{ItemRetention, Overview, RunLine, YearLine, of_item, overview};
pub(crate) use reckoning::reckon_within;
pub use reckoning::{keep_up, reckon_anew};
pub use running::{Confirmation, DueItem, Run, RunItem, carry_out, drop_run, due, propose, run};

use crate::import::ImportError;
use crate::people::Officer;
use gongkai_domain::people::Permission;
use gongkai_domain::says::Says;
use gongkai_storage::StorageError;

/// On whose authority something is done.
#[derive(Clone, Copy, Debug)]
pub enum Authority<'a> {
    /// Whoever runs the program on its machine.
    Machine,
    /// Somebody signed in.
    Officer(&'a Officer),
}

/// Why nothing was done. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum RetentionError {
    /// There is none, or none this officer may know of.
    #[error("没有这一项 / there is no such thing")]
    Unknown,
    /// It cannot be done, for this reason; the field of the form it is about.
    #[error("{} / {}", .1.zh, .1.en)]
    Refused(&'static str, Says),
    /// Somebody has changed it since it was looked at.
    #[error("刚才有人改过，请看过再办 / somebody has changed it since; look at it again")]
    Changed,
    /// The machine gave no randomness.
    #[error("操作系统未能提供随机数 / the operating system gave no random numbers")]
    NoRandomness,
    /// The rows were not taken by the register.
    #[error(transparent)]
    Register(#[from] ImportError),
    /// A package could not be put together.
    #[error("移交包没有做成：{0} / the package could not be made: {0}")]
    Package(String),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl RetentionError {
    fn refused(field: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Refused(field, Says::new(zh, en))
    }
}

impl Authority<'_> {
    fn may(self, permission: Permission, body: &str) -> bool {
        match self {
            Self::Machine => true,
            Self::Officer(officer) => officer.may_for(permission, body),
        }
    }

    /// Refuses what may not be done; of what they may not see, not even that it is there.
    fn must(self, permission: Permission, body: &str) -> Result<(), RetentionError> {
        if !self.may(Permission::Read, body) {
            return Err(RetentionError::Unknown);
        }
        if self.may(permission, body) {
            return Ok(());
        }
        let name = permission.name();
        Err(RetentionError::refused(
            "",
            format!("你对这个机构没有“{}”的权限", name.zh),
            format!("you may not {} for this body", name.en),
        ))
    }
}
