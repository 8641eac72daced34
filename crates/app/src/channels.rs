//! Channels (公开渠道): placing items by hand, sending them to accounts of the body, printing issues of them.
//!
//! However an item gets into a channel, it becomes one row of the register of placements, written by the code that imports
//! ledgers, and evidence kept beside it. What is sent is queued in the same transaction that asks for it and sent later,
//! so that nobody waits for a service.

mod accounts;
mod board;
mod choosing;
mod deciding;
mod picturing;
mod placing;
mod printing;
mod queue;

pub use accounts::{Account, NewAccount, Opened, accounts, keep_account, open_account};
pub use board::{Board, BoardLine, ItemChannels, Mark, PlacementLine, Sending, board, of_item};
pub use choosing::{Choice, choices, choose, records_website, set_records_website};
pub use deciding::{Decision, decide};
pub use placing::{ByHand, place_by_hand};
pub use printing::{PrintError, Printed, Wanted, assemble, issue_file, issues, keep_issue};
pub use queue::{Taken, Task, queue, settle, take};

pub(crate) use choosing::after_publication;
pub use gongkai_storage::channels::Evidence;

use crate::import::ImportError;
use crate::people::Officer;
use crate::sealing::SealingError;
use gongkai_domain::catalogue::ITEMS;
use gongkai_domain::people::Permission;
use gongkai_domain::says::Says;
use gongkai_storage::registers::{self, Stored};
use gongkai_storage::{StorageError, Tx, catalogue};

/// Why something about channels was not done. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum ChannelError {
    /// There is no such thing in reach.
    #[error("没有这一件 / there is no such thing")]
    Unknown,
    /// Fields that cannot be taken, each with why.
    #[error("有 {} 处要改 / {} things to correct", .0.len(), .0.len())]
    Fields(Vec<(&'static str, Says)>),
    /// It cannot be done as things stand.
    #[error("{} / {}", .0.zh, .0.en)]
    Refused(Says),
    /// The register did not take the row.
    #[error(transparent)]
    Register(#[from] ImportError),
    /// A secret could not be sealed or opened.
    #[error(transparent)]
    Sealing(#[from] SealingError),
    /// The machine gave no randomness.
    #[error("操作系统未能提供随机数 / the operating system gave no random numbers")]
    NoRandomness,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl ChannelError {
    fn refused(zh: &str, en: &str) -> Self {
        Self::Refused(Says::new(zh, en))
    }
}

/// A published item, for somebody who may do this for its body.
async fn item(
    tx: &mut Tx,
    officer: &Officer,
    permission: Permission,
    short_id: &str,
) -> Result<Stored, ChannelError> {
    let key = catalogue::key_of_short_id(tx, short_id).await?.ok_or(ChannelError::Unknown)?;
    let item = registers::load(tx, &ITEMS, &[&key]).await?.pop().ok_or(ChannelError::Unknown)?;
    if officer.may_for(permission, item.row.body(&ITEMS)) { Ok(item) } else { Err(ChannelError::Unknown) }
}

/// Whether an item is open to the public now: only that is sent and printed.
fn is_open(item: &Stored) -> bool {
    item.row.value(&ITEMS, "class").as_text() == Some("proactive")
        && item.row.value(&ITEMS, "withdrawn_on").is_absent()
}
