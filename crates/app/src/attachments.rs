//! Attachments (附件): files published beside a text, from upload to the public address.
//!
//! [`receive`] looks at a file, has it scanned, makes a copy without what names persons behind it, and keeps both: the
//! copy, which the public may get under its digest, and the sealed original. A draft uses files under names of its own
//! ([`attach`], [`arrange`]); publication hands them on to an edition of the item. What a file says is read before every
//! step of a draft, like the text.

mod describing;
mod reading;
mod receiving;
mod scanner;
mod store;
mod sweeping;
mod using;
mod waiting;

pub(crate) use describing::file_name;
pub use describing::{Attachment, Scan};
pub(crate) use reading::{faults, findings};
pub use receiving::{receive, receive_file};
pub use scanner::{Clamd, ScanFault, ScannerAddress, Verdict};
pub use store::{Incoming, Store};
pub(crate) use store::{copy_checked, digest_of};
pub use sweeping::{look, sweep};
pub use using::{Arrange, DraftAttachment, arrange, attach, file_of_draft, of_draft};
pub(crate) use using::{handed_on, taken_over};
pub use waiting::scan_waiting;

pub use gongkai_attachments::{AttachmentFault, HiddenKind, Kind, LARGEST};
pub use gongkai_storage::attachments::EditionFile;

use crate::sealing::FileFault;
use gongkai_storage::StorageError;
use std::io;
use std::path::PathBuf;
use tokio::sync::Semaphore;

/// How many files are looked at at the same time: each stands in memory whole while it is.
const AT_ONCE: usize = 2;

/// Where an installation keeps files, and who scans them.
#[derive(Debug)]
pub struct Keeping {
    /// The files.
    pub store: Store,
    /// The virus scanner; none where none is configured.
    pub scanner: Option<Clamd>,
    places: Semaphore,
}

impl Keeping {
    /// Keeps files in a store; a scanner that is given must have seen a file before it is published.
    pub fn new(store: Store, scanner: Option<Clamd>) -> Self {
        Self { store, scanner, places: Semaphore::new(AT_ONCE) }
    }
}

/// Why a file is not kept. Nothing of it stays.
#[derive(Debug, thiserror::Error)]
pub enum AttachmentError {
    /// It is not fit to be published.
    #[error(transparent)]
    Refused(#[from] AttachmentFault),
    /// The scanner found something in it.
    #[error(
        "查出病毒“{0}”，没有收；请先在自己的电脑上查杀 / the scanner found “{0}” in it; it was not taken"
    )]
    Infected(String),
    /// This installation keeps no files.
    #[error(
        "没有设附件目录，收不了附件；请和系统管理员联系 / this installation has no folder for attachments"
    )]
    NoStore,
    /// A file of the store cannot be read or written.
    #[error("附件存不下来（“{0}”：{1}）；请和系统管理员联系 / the attachment cannot be kept (“{0}”: {1})")]
    File(PathBuf, io::Error),
    /// The original could not be sealed or opened.
    #[error("附件原件的加密出错：{0} / the original cannot be sealed or opened: {0}")]
    Sealing(FileFault),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}
