//! The files of attachments in a backup: each under its digest, read and compared on the way in and on the way out.

use super::{BackupError, Manifest};
use crate::Installation;
use crate::attachments::{Store, copy_checked, digest_of};
use gongkai_storage::tables::columns_in_database;
use gongkai_storage::{StorageError, Tx, attachments};
use jiff::Timestamp;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Folder of the files.
const FILES: &str = "files";

/// The store of a backup.
pub(crate) fn store_of(folder: &Path) -> Store {
    Store::new(folder.join(FILES))
}

/// Copies every file an attachment needs into the backup; answers how many, or nothing for an installation seen
/// without its files.
pub(super) async fn back_up(
    office: &Installation,
    tx: &mut Tx,
    folder: &Path,
    earlier: Option<&Path>,
) -> Result<Option<u64>, BackupError> {
    let Some(keeping) = &office.files else { return Ok(None) };
    let mut digests = Vec::new();
    // A database an older program made has no attachments yet.
    if !columns_in_database(tx, "attachment").await?.is_empty() {
        attachments::each(tx, |digest, _, original| {
            digests.extend([digest, original]);
            Ok::<(), StorageError>(())
        })
        .await?;
    }
    digests.sort();
    digests.dedup();
    let (from, to) = (keeping.store.clone(), store_of(folder));
    let earlier = earlier.map(store_of);
    let count = digests.len() as u64;
    aside(move || {
        for digest in &digests {
            copy(&from, digest, &to, earlier.as_ref())?;
        }
        drop(fs::remove_dir(to.folder().join("incoming")));
        Ok(())
    })
    .await?;
    Ok(Some(count))
}

fn copy(from: &Store, digest: &str, to: &Store, earlier: Option<&Store>) -> Result<(), BackupError> {
    let shared = earlier.and_then(|earlier| earlier.path(digest)).filter(|path| is_whole(path, digest));
    if let (Some(shared), Some(target)) = (shared, to.path(digest)) {
        let folder = target.parent().unwrap_or(to.folder());
        if fs::create_dir_all(folder).and_then(|()| fs::hard_link(&shared, &target)).is_ok() {
            return Ok(());
        }
    }
    let path = from.path(digest).ok_or_else(|| BackupError::Lost(digest.to_owned()))?;
    match copy_checked(&path, digest, to) {
        Ok(true) => Ok(()),
        Ok(false) => Err(BackupError::Lost(digest.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(BackupError::Lost(digest.to_owned())),
        Err(error) => Err(BackupError::File(path, error)),
    }
}

fn is_whole(path: &Path, digest: &str) -> bool {
    digest_of(path).is_ok_and(|found| found == digest)
}

/// Puts the files of a backup into a store, before its database is restored; answers how many.
///
/// # Errors
/// [`BackupError::Lost`] when one is not what it is called by, [`BackupError::Damaged`] when some are not there. Files
/// that were put already stay; nobody needs them, and they go again after a day.
pub async fn restore_files(folder: &Path, manifest: &Manifest, store: &Store) -> Result<u64, BackupError> {
    let Some(told) = manifest.files else { return Ok(0) };
    let (from, to) = (store_of(folder), store.clone());
    let put = aside(move || {
        let named = |error| BackupError::File(from.folder().to_owned(), error);
        let digests = from.older_than(Timestamp::MAX).map_err(named)?;
        for digest in &digests {
            copy(&from, digest, &to, None)?;
        }
        Ok(digests.len() as u64)
    })
    .await?;
    if put == told { Ok(put) } else { Err(BackupError::Damaged(FILES.to_owned(), put)) }
}

async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BackupError> + Send + 'static,
) -> Result<T, BackupError> {
    let stopped =
        |error: tokio::task::JoinError| BackupError::File(PathBuf::from(FILES), io::Error::other(error));
    tokio::task::spawn_blocking(work).await.map_err(stopped)?
}
