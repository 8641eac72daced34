//! Which backups are known to be good: told in the folder of the backups and in the data directory.

use super::{KeepError, Kept};
use crate::durable;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// Name of the file, in either place.
pub const RECORD: &str = "backups.json";

/// The last backup that was restored and verified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoodBackup {
    /// Name of its folder.
    pub name: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// Last audit entry in it.
    pub last_entry: i64,
    /// Hash of that entry: the head of the chain, noted outside the database.
    pub last_hash: String,
}

/// One folder of dated backups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolderRecord {
    /// Where it is.
    pub folder: PathBuf,
    /// How many backups are kept.
    pub keep: NonZeroUsize,
    /// The last good one.
    pub last: GoodBackup,
}

/// Every folder that backups of this installation went to, as `backups.json` of the data directory holds it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The folders, in the order they were first used.
    pub folders: Vec<FolderRecord>,
}

impl Record {
    /// What the data directory tells; nothing when backups were never set up.
    ///
    /// # Errors
    /// [`KeepError::File`] when the file is there and cannot be read.
    pub fn read(data_dir: &Path) -> Result<Self, KeepError> {
        let path = data_dir.join(RECORD);
        match fs::read(&path) {
            Ok(text) => serde_json::from_slice(&text).map_err(|error| KeepError::File(path, error.into())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(KeepError::File(path, error)),
        }
    }

    /// Notes a good backup, in its folder and in the data directory.
    ///
    /// # Errors
    /// [`KeepError::File`] when a note cannot be written; the backup itself is good.
    pub fn note(data_dir: &Path, kept: &Kept, keep: NonZeroUsize) -> Result<Self, KeepError> {
        let noted = Self::note_in_folder(kept, keep)?;
        // An unreadable record is written anew: what it told is in the folders too.
        let mut record = Self::read(data_dir).unwrap_or_default();
        match record.folders.iter_mut().find(|known| known.folder == noted.folder) {
            Some(known) => *known = noted,
            None => record.folders.push(noted),
        }
        let path = data_dir.join(RECORD);
        durable::write_json(&path, &record).map_err(|error| KeepError::File(path, error))?;
        Ok(record)
    }

    /// Notes a good backup in its folder only.
    ///
    /// # Errors
    /// [`KeepError::File`] when the note cannot be written; the backup itself is good.
    pub fn note_in_folder(kept: &Kept, keep: NonZeroUsize) -> Result<FolderRecord, KeepError> {
        let folder = kept.path.parent().unwrap_or(Path::new("."));
        let folder = folder.canonicalize().map_err(|error| KeepError::File(folder.to_owned(), error))?;
        let last = GoodBackup {
            name: kept.path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            made_at: kept.manifest.made_at.parse().unwrap_or_default(),
            last_entry: kept.manifest.last_entry,
            last_hash: kept.manifest.last_hash.clone(),
        };
        let path = folder.join(RECORD);
        let noted = FolderRecord { folder, keep, last };
        durable::write_json(&path, &noted).map_err(|error| KeepError::File(path, error))?;
        Ok(noted)
    }

    /// The newest good backup and the folder it lies in.
    pub fn newest(&self) -> Option<&FolderRecord> {
        self.folders.iter().max_by_key(|folder| folder.last.made_at)
    }
}
