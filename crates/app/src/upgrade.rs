//! Bringing the database of an older program up to this one's schema, so that nothing is lost whatever happens.
//!
//! First a verified backup (which, restored under the new schema, is also the rehearsal), then the migrations in one
//! transaction, then the whole trail is verified again. Stopped at any moment the database is either as it was or
//! migrated whole; the next run goes on from there.

use crate::backups::{KeepError, Kept, Record, keep};
use crate::verify::verify;
use crate::{Installation, durable, upkeep};
use gongkai_domain::says::Says;
use gongkai_storage::{StorageError, health};
use jiff::Zoned;
use serde::Serialize;
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// Folder of the data directory for the backups made before upgrades.
pub const BEFORE_UPGRADE: &str = "before-upgrade";
/// How many of them are kept.
const KEPT: NonZeroUsize = NonZeroUsize::MIN.saturating_add(2);
/// How many times its own size an upgrade needs beside a SQLite database: backup, rehearsal, copy.
const ROOM: u64 = 3;

/// Schema of a database, and of this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Versions {
    /// Version of the schema as it is; 0 for an empty database.
    pub found: i64,
    /// Version this program works with.
    pub known: i64,
}

/// What has been done so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A backup was written, restored under the new schema, and verified.
    BackedUp(PathBuf),
    /// The SQLite file was copied, to be put back if need be.
    Copied,
    /// The migrations have been committed.
    Migrated,
    /// The chain and every row were walked and hold.
    Verified,
}

/// What has become of the database after a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    /// Nothing was changed: the migrations are one transaction.
    Unchanged,
    /// The file from before was put back.
    PutBack,
    /// It has the new schema; on PostgreSQL, or when the file is in use, the backup must be restored by hand.
    Migrated,
}

/// Why a database was not upgraded, and how it stands now.
#[derive(Debug, thiserror::Error)]
pub enum UpgradeError {
    /// A newer program made the database, or it cannot be read.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Another upgrade is under way.
    #[error("另一个升级正在进行，请等它结束 / another upgrade is under way; wait until it has ended")]
    UnderWay,
    /// The disk has no room for the backup and the copy.
    #[error(
        "升级前要备份，“{folder}”所在的盘要有 {need} 兆字节，只剩 {free}；请先腾出地方，什么都没有改动 / the backup before the upgrade needs {need} MB on the disk of “{folder}”, {free} are free; make room first, nothing was changed"
    )]
    Room {
        /// Where.
        folder: PathBuf,
        /// Megabytes needed.
        need: u64,
        /// Megabytes free.
        free: u64,
    },
    /// A file cannot be read or written.
    #[error("“{0}”：{1}")]
    File(PathBuf, std::io::Error),
    /// No verified backup could be made, or the new schema does not hold the old rows; nothing was changed.
    #[error(
        "升级前的备份没有做成，数据库没有改动 / no backup could be made, the database was not changed: {0}"
    )]
    Backup(#[from] KeepError),
    /// The migrations or the verification after them failed.
    #[error("升级没有成功：{cause}。{left}", left = told(left, backup.as_deref()))]
    Failed {
        /// What went wrong.
        cause: String,
        /// How the database stands.
        left: Left,
        /// The backup made before, where one was needed.
        backup: Option<PathBuf>,
    },
}

fn told(left: &Left, backup: Option<&Path>) -> String {
    let backup = backup.map(|path| path.display().to_string()).unwrap_or_default();
    match left {
        Left::Unchanged => format!(
            "升级在一个事务里，数据库没有任何改动；备份在“{backup}” / the upgrade failed: it is one transaction, so nothing was changed; there is a backup in “{backup}”"
        ),
        Left::PutBack => format!(
            "已自动换回升级前的数据库文件；备份在“{backup}”。请换回原来的程序 / the upgrade failed: the database file from before was put back; there is a backup in “{backup}”; go back to the old program"
        ),
        Left::Migrated => format!(
            "数据库已是新的结构；请停下服务，把备份“{backup}”恢复到空的数据库（gongkai restore），换回原来的程序 / the upgrade failed and the database has the new schema: stop the service, restore the backup “{backup}” into an empty database and go back to the old program"
        ),
    }
}

/// Which versions stand against each other.
///
/// # Errors
/// [`StorageError::Newer`] when a newer program made the database.
pub async fn versions(office: &Installation) -> Result<Versions, UpgradeError> {
    let (found, known) = health::versions(&mut office.db.read().await?).await?;
    if found > known {
        Err(StorageError::Newer { found, known }.into())
    } else {
        Ok(Versions { found, known })
    }
}

/// Brings the installation in `data_dir` up to date and tells each step; `at` is the time in the office's zone.
/// Closes the database when it puts the old file back.
///
/// # Errors
/// [`UpgradeError`] says how the database stands.
pub async fn upgrade(
    office: &Installation,
    data_dir: &Path,
    at: &Zoned,
    tell: &(dyn Fn(&Step) + Sync),
) -> Result<Versions, UpgradeError> {
    // Migrations touch no file of an attachment; copying and reading all of them would take hours where there are many.
    let office = &office.without_files();
    let path = data_dir.join(".upgrade-lock");
    let lock = durable::lock(&path).map_err(|error| UpgradeError::File(path, error))?;
    let Some(_lock) = lock else { return Err(UpgradeError::UnderWay) };
    let versions = versions(office).await?;
    let copy = office.db.file().map(|file| file.with_extension("db.before-upgrade"));
    let copied = copy.filter(|copy| versions.found < versions.known || copy.exists());
    let mut backup = None;
    if versions.found < versions.known {
        let kept = back_up(office, data_dir, at).await?;
        tell(&Step::BackedUp(kept.path.clone()));
        backup = Some(kept.path);
        if let Some(copy) = &copied {
            copy_file(office, copy).await?;
            tell(&Step::Copied);
        }
        if let Err(error) = office.db.migrate().await {
            return Err(UpgradeError::Failed { cause: error.to_string(), left: Left::Unchanged, backup });
        }
        tell(&Step::Migrated);
    } else if copied.is_none() {
        return Ok(versions);
    }
    // A copy that is still there was left by an upgrade that was stopped before it had verified.
    if let Err(cause) = holds(office).await {
        return Err(UpgradeError::Failed { cause, left: put_back(office, copied.as_deref()).await, backup });
    }
    if let Some(copy) = copied {
        fs::remove_file(&copy).map_err(|error| UpgradeError::File(copy, error))?;
    }
    tell(&Step::Verified);
    Ok(versions)
}

async fn back_up(office: &Installation, data_dir: &Path, at: &Zoned) -> Result<Kept, UpgradeError> {
    if let Some(file) = office.db.file() {
        let length = |path: &Path| fs::metadata(path).map_or(0, |found| found.len());
        let size = length(&file) + length(&journal_of(&file));
        let (need, free) = (size * ROOM, upkeep::free_bytes(data_dir).unwrap_or(u64::MAX));
        if free < need {
            let folder = data_dir.to_owned();
            return Err(UpgradeError::Room { folder, need: need / 1_000_000, free: free / 1_000_000 });
        }
    }
    let kept = keep(office, &data_dir.join(BEFORE_UPGRADE), KEPT, at).await?;
    Record::note_in_folder(&kept, KEPT)?;
    Ok(kept)
}

async fn copy_file(office: &Installation, copy: &Path) -> Result<(), UpgradeError> {
    if copy.exists() {
        fs::remove_file(copy).map_err(|error| UpgradeError::File(copy.to_owned(), error))?;
    }
    office.db.copy_file(copy).await?;
    Ok(())
}

/// Walks the chain and every row under the new schema; answers the first thing that does not hold.
async fn holds(office: &Installation) -> Result<(), String> {
    match verify(office).await {
        Ok(verified) => match verified.faults.into_iter().next() {
            Some(Says { zh, .. }) => Err(zh),
            None => Ok(()),
        },
        Err(error) => Err(error.to_string()),
    }
}

/// Puts the file from before in the place of the migrated one. The journal beside it must be gone first: it belongs
/// to the migrated file, and closing the last connection folds it in.
async fn put_back(office: &Installation, copy: Option<&Path>) -> Left {
    let (Some(file), Some(copy)) = (office.db.file(), copy) else { return Left::Migrated };
    office.db.close().await;
    if fs::metadata(journal_of(&file)).is_ok_and(|found| found.len() > 0) {
        return Left::Migrated;
    }
    match durable::rename(copy, &file) {
        Ok(()) => Left::PutBack,
        Err(_) => Left::Migrated,
    }
}

/// The journal that SQLite keeps beside a database file.
fn journal_of(file: &Path) -> PathBuf {
    let mut journal = file.as_os_str().to_owned();
    journal.push("-wal");
    PathBuf::from(journal)
}
