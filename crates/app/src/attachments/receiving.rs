//! Taking a file in: scanned, looked at, stripped into a copy that opens and is looked at again, the original sealed.
//! The row is written when both files are on the disk.

use super::describing::{Attachment, Scan};
use super::store::Incoming;
use super::{AttachmentError, Keeping, ScanFault, Verdict};
use crate::Installation;
use crate::import::By;
use crate::sealing::{FileFault, InstallationKey, seal_file};
use gongkai_attachments::{AttachmentFault, Examined, Hidden, HiddenKind, examine, stripped};
use gongkai_domain::digest::of_bytes;
use gongkai_storage::{StorageError, attachments as stored};
use std::io::{self, BufWriter, Write};
use std::sync::Arc;

/// Most bytes of a file's text that are kept and read.
const LONGEST_TEXT: usize = 8 << 20;

/// Takes a file in; `name` is what it was called where it came from.
///
/// The same file twice is kept once. Until a draft or an edition uses it, it may go again after a day.
///
/// # Errors
/// Why it cannot be published, what the scanner found, or that it could not be kept. Nothing of it stays.
pub async fn receive(
    office: &Installation,
    name: &str,
    bytes: Vec<u8>,
    by: &By,
) -> Result<Attachment, AttachmentError> {
    let keeping = keeping(office)?;
    let _place = keeping.places.acquire().await.map_err(|_| AttachmentError::NoStore)?;
    take_in(office, keeping, name, bytes, by).await
}

/// The same for a file that was written into the store as it came; it stands in memory only when its turn comes.
///
/// # Errors
/// As [`receive`].
pub async fn receive_file(
    office: &Installation,
    name: &str,
    incoming: Incoming,
    by: &By,
) -> Result<Attachment, AttachmentError> {
    let keeping = keeping(office)?;
    let _place = keeping.places.acquire().await.map_err(|_| AttachmentError::NoStore)?;
    let path = incoming.path().to_owned();
    let read = aside(move || incoming.bytes()).await?;
    let bytes = read.map_err(|error| AttachmentError::File(path, error))?;
    take_in(office, keeping, name, bytes, by).await
}

fn keeping(office: &Installation) -> Result<&Arc<Keeping>, AttachmentError> {
    office.files.as_ref().ok_or(AttachmentError::NoStore)
}

async fn take_in(
    office: &Installation,
    keeping: &Arc<Keeping>,
    name: &str,
    bytes: Vec<u8>,
    by: &By,
) -> Result<Attachment, AttachmentError> {
    if bytes.len() > gongkai_attachments::LARGEST {
        return Err(AttachmentFault::TooLarge(gongkai_attachments::LARGEST >> 20).into());
    }
    let scan = scanned(keeping, &bytes).await?;
    let (store, key, name) = (Arc::clone(keeping), Arc::clone(&office.key), name.to_owned());
    let prepared = aside(move || prepared(&store, &key, &name, &bytes)).await??;
    let row = stored::Attachment {
        digest: prepared.digest.clone(),
        kind: prepared.copy.kind.ending().to_owned(),
        size: prepared.size,
        original: prepared.original.clone(),
        parts: json(&prepared.copy.parts),
        hidden: json(&prepared.copy.hidden),
        removed: json(&prepared.removed),
        scan: scan.code().to_owned(),
        scan_says: scan.words().to_owned(),
        scanned_at: matches!(scan, Scan::Clean).then_some(by.at),
        received_by: by.actor.clone(),
        received_at: by.at,
    };
    record(office, keeping, row, &prepared, &scan, by).await
}

/// Writes the row, once both files are there.
async fn record(
    office: &Installation,
    keeping: &Arc<Keeping>,
    row: stored::Attachment,
    prepared: &Prepared,
    scan: &Scan,
    by: &By,
) -> Result<Attachment, AttachmentError> {
    let mut tx = office.db.write().await?;
    match stored::load(&mut tx, &row.digest).await? {
        None => stored::insert(&mut tx, &row, &prepared.copy.text).await?,
        Some(known) => {
            stored::receive_again(&mut tx, &row.digest, by.at).await?;
            if !keeping.store.has(&known.original) {
                stored::set_original(&mut tx, &row.digest, &row.original).await?;
            }
            if *scan == Scan::Clean && known.scan != scan.code() {
                stored::set_scan(&mut tx, &row.digest, scan.code(), "", by.at).await?;
            }
        }
    }
    let kept = stored::load(&mut tx, &row.digest).await?;
    tx.commit().await?;
    // Whoever sweeps the store may have taken a file that nobody needed until now; sending it again mends that.
    let kept = kept.ok_or_else(|| StorageError::Unreadable(row.digest))?;
    for file in [&kept.digest, &kept.original] {
        if !keeping.store.has(file) {
            let folder = keeping.store.folder().to_owned();
            return Err(AttachmentError::File(folder, io::ErrorKind::NotFound.into()));
        }
    }
    Attachment::of(&kept).ok_or_else(|| StorageError::Unreadable(kept.digest).into())
}

/// What the scanner says of a file, where there is one.
async fn scanned(keeping: &Keeping, bytes: &[u8]) -> Result<Scan, AttachmentError> {
    let Some(scanner) = &keeping.scanner else { return Ok(Scan::NotAsked) };
    match scanner.scan(bytes).await {
        Ok(Verdict::Clean) => Ok(Scan::Clean),
        Ok(Verdict::Infected(found)) => Err(AttachmentError::Infected(found)),
        Err(fault @ (ScanFault::Unreachable(_) | ScanFault::Refused(_))) => {
            Ok(Scan::Waiting(fault.to_string()))
        }
    }
}

/// A file made ready, with both its files in the store.
struct Prepared {
    digest: String,
    size: i64,
    original: String,
    copy: Examined,
    removed: Vec<Hidden>,
}

fn prepared(
    keeping: &Keeping,
    key: &InstallationKey,
    name: &str,
    bytes: &[u8],
) -> Result<Prepared, AttachmentError> {
    let examined = examine(name, bytes)?;
    let copy = stripped(examined.kind, bytes)?;
    let mut looked_at = examine(name, &copy)?;
    if looked_at.kind != examined.kind {
        return Err(AttachmentFault::Broken.into());
    }
    let gone = |hidden: &Hidden| hidden.kind.is_stripped() && !looked_at.hidden.contains(hidden);
    let removed = examined.hidden.into_iter().filter(gone);
    // What it said is what had to go; only its name is kept.
    let removed = removed.map(|hidden| Hidden { text: String::new(), ..hidden }).collect();
    shorten(&mut looked_at);
    let digest = of_bytes(&copy);
    let file = |error| AttachmentError::File(keeping.store.folder().to_owned(), error);
    let original = sealed(keeping, key, &digest, bytes)?;
    let mut incoming = keeping.store.begin().map_err(file)?;
    incoming.write_all(&copy).map_err(file)?;
    keeping.store.put(incoming).map_err(file)?;
    Ok(Prepared { digest, size: copy.len() as i64, original, copy: looked_at, removed })
}

fn sealed(
    keeping: &Keeping,
    key: &InstallationKey,
    digest: &str,
    bytes: &[u8],
) -> Result<String, AttachmentError> {
    let file = |error| AttachmentError::File(keeping.store.folder().to_owned(), error);
    let mut incoming = keeping.store.begin().map_err(file)?;
    let mut buffered = BufWriter::new(&mut incoming);
    seal_file(key, digest, bytes, &mut buffered).map_err(|fault| match fault {
        FileFault::File(error) => file(error),
        fault @ FileFault::Sealing(_) => AttachmentError::Sealing(fault),
    })?;
    buffered.flush().map_err(file)?;
    drop(buffered);
    keeping.store.put(incoming).map_err(file)
}

/// Keeps the text within bounds; where some is left out, somebody must look.
fn shorten(examined: &mut Examined) {
    // The one character no database takes.
    if examined.text.contains('\0') {
        examined.text = examined.text.replace('\0', " ");
    }
    if examined.text.len() > LONGEST_TEXT {
        examined.text.truncate(examined.text.floor_char_boundary(LONGEST_TEXT));
        examined.hidden.push(Hidden {
            kind: HiddenKind::Unread,
            name: String::new(),
            text: "文字太多，后面的没有读 / there is more text than is read".to_owned(),
        });
    }
}

/// Runs what keeps a core or a disk busy where nobody waits for it.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, AttachmentError> {
    // A parser that panicked was given a broken file.
    tokio::task::spawn_blocking(work).await.map_err(|_| AttachmentFault::Broken.into())
}

fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
