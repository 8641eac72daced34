//! A folder of dated backups (定期备份): each one is restored and verified before it gets its name, and only then does
//! the oldest go.
//!
//! Whatever moment the program is stopped at, every folder named `gongkai-…` is whole and verified; what was under way
//! lies in a folder whose name begins with a dot, which the next run removes.

mod record;

pub use record::{FolderRecord, GoodBackup, RECORD, Record};

use crate::Installation;
use crate::attachments::Keeping;
use crate::backup::{BackupError, Manifest, backup_beside, manifest, restore, store_of};
use crate::durable;
use crate::verify::{Verified, verify};
use gongkai_domain::says::Says;
use gongkai_storage::{Db, StorageError};
use jiff::Zoned;
use std::fs::{self, File};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How the name of a backup begins; its time follows.
const NAMED: &str = "gongkai-";
/// What is under way.
const UNFINISHED: &str = ".gongkai-unfinished";
/// Where it is restored to be verified.
const REHEARSAL: &str = ".gongkai-rehearsal";
/// One that is being removed.
const GOING: &str = ".gongkai-going";

/// A backup that was kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Its folder.
    pub path: PathBuf,
    /// What it says of itself.
    pub manifest: Manifest,
    /// What was walked when it was verified.
    pub verified: Verified,
    /// Names of the older ones that were removed.
    pub removed: Vec<String>,
}

/// Why no backup was kept. Those that were there are still there.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// Another backup into the same folder is under way.
    #[error(
        "另一个备份正在往“{0}”里写；请等它结束 / another backup into “{0}” is under way; wait until it has ended"
    )]
    UnderWay(PathBuf),
    /// The backup was written and restored, and does not verify.
    #[error(
        "备份写好后恢复出来核验不过，没有保留；请先运行 gongkai verify，它会说出哪里不符：{} / the backup does not verify and was not kept; gongkai verify tells what does not hold: {}",
        first(.0).zh, first(.0).en
    )]
    Unsound(Vec<Says>),
    /// A file cannot be read or written.
    #[error("“{0}”：{1}")]
    File(PathBuf, std::io::Error),
    /// It could not be written or restored.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

fn first(faults: &[Says]) -> Says {
    faults.first().cloned().unwrap_or_default()
}

/// Makes a backup in `folder`, verifies it, gives it its name by `at` (in the office's time zone), and then removes
/// all but the newest `keep`.
///
/// # Errors
/// [`KeepError`]; nothing that was in the folder is lost by any of them.
pub async fn keep(
    office: &Installation,
    folder: &Path,
    keep: NonZeroUsize,
    at: &Zoned,
) -> Result<Kept, KeepError> {
    fs::create_dir_all(folder).map_err(|error| KeepError::File(folder.to_owned(), error))?;
    let _alone = alone(folder)?;
    for left in [UNFINISHED, REHEARSAL, GOING] {
        remove(&folder.join(left))?;
    }
    let path = free_name(folder, &at.strftime(&format!("{NAMED}%Y-%m-%dT%H%M%S")).to_string());
    let unfinished = folder.join(UNFINISHED);
    let earlier = names(folder)?.pop().map(|name| folder.join(name));
    let manifest = backup_beside(office, &unfinished, at.timestamp(), earlier.as_deref()).await?;
    let rehearsal = folder.join(REHEARSAL);
    let verified = rehearse(office, &unfinished, &rehearsal).await;
    remove(&rehearsal)?;
    let verified = verified?;
    durable::rename(&unfinished, &path).map_err(|error| KeepError::File(path.clone(), error))?;
    let removed = remove_all_but(folder, keep)?;
    Ok(Kept { path, manifest, verified, removed })
}

/// The name by the time; a second backup of the same second (after a stop and a quick restart) gets a number.
fn free_name(folder: &Path, name: &str) -> PathBuf {
    let mut path = folder.join(name);
    let mut number = 2;
    while path.exists() {
        path = folder.join(format!("{name}-{number}"));
        number += 1;
    }
    path
}

/// Restores a backup of `office` into a database of its own in the folder `rehearsal` and walks its chain and every
/// row, under this program's schema: what it holds can be opened, and could be brought up to date.
///
/// # Errors
/// [`KeepError::Unsound`] when something does not hold.
pub async fn rehearse(office: &Installation, backup: &Path, rehearsal: &Path) -> Result<Verified, KeepError> {
    fs::create_dir_all(rehearsal).map_err(|error| KeepError::File(rehearsal.to_owned(), error))?;
    let db = Db::sqlite(&rehearsal.join("gongkai.db")).await?;
    let walked = walk(office, &db, backup).await;
    db.close().await;
    let verified = walked?;
    if verified.faults.is_empty() { Ok(verified) } else { Err(KeepError::Unsound(verified.faults)) }
}

async fn walk(office: &Installation, db: &Db, backup: &Path) -> Result<Verified, KeepError> {
    restore(db, backup).await?;
    // Its files are read where they lie in the backup.
    let kept_files = manifest(backup)?.files.map(|_| Arc::new(Keeping::new(store_of(backup), None)));
    let restored =
        Installation { db: db.clone(), cache: Arc::default(), files: kept_files, ..office.clone() };
    Ok(verify(&restored).await?)
}

/// Keeps every other backup out of the folder until it is dropped, also by the end of the program.
fn alone(folder: &Path) -> Result<File, KeepError> {
    let path = folder.join(".gongkai-lock");
    match durable::lock(&path) {
        Ok(Some(lock)) => Ok(lock),
        Ok(None) => Err(KeepError::UnderWay(folder.to_owned())),
        Err(error) => Err(KeepError::File(path, error)),
    }
}

/// Removes the oldest by name, which is by time. Each gets another name first: half a backup never looks like one.
fn remove_all_but(folder: &Path, keep: NonZeroUsize) -> Result<Vec<String>, KeepError> {
    let mut names = names(folder)?;
    names.truncate(names.len().saturating_sub(keep.get()));
    for name in &names {
        let going = folder.join(GOING);
        durable::rename(&folder.join(name), &going)
            .map_err(|error| KeepError::File(folder.join(name), error))?;
        remove(&going)?;
    }
    Ok(names)
}

/// Names of the backups in a folder, oldest first; other files are none of ours.
pub fn names(folder: &Path) -> Result<Vec<String>, KeepError> {
    let named = |error| KeepError::File(folder.to_owned(), error);
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(named)? {
        let entry = entry.map_err(named)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let dated =
            name.strip_prefix(NAMED).is_some_and(|time| time.starts_with(|c: char| c.is_ascii_digit()));
        if dated && entry.path().join("manifest.json").is_file() {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn remove(path: &Path) -> Result<(), KeepError> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(KeepError::File(path.to_owned(), error))
        }
        _ => Ok(()),
    }
}
