//! One installation: its database, its law, its key.

use crate::LawBook;
use crate::attachments::Keeping;
use crate::public::Cache;
use crate::registers::Works;
use crate::sealing::InstallationKey;
use gongkai_storage::{Db, StorageError, settings};
use std::sync::Arc;

/// What every use case works on.
#[derive(Clone, Debug)]
pub struct Installation {
    /// The database.
    pub db: Db,
    /// The law.
    pub law: Arc<LawBook>,
    /// The installation key, which opens personal columns; it lies outside database and backup.
    pub key: Arc<InstallationKey>,
    /// What was counted already.
    pub cache: Arc<Cache>,
    /// Changes of many rows that are being carried out.
    pub works: Arc<Works>,
    /// Where attachments are kept; none where none can be taken.
    pub files: Option<Arc<Keeping>>,
}

/// Why an installation cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum Opening {
    /// The key is not the one this database was made with.
    #[error(
        "这把安装密钥（{found}）不是本数据库的（{wanted}）；请换用当初的密钥文件 / this installation key ({found}) is not the one of this database ({wanted}); give the original key file"
    )]
    WrongKey {
        /// Fingerprint of the key given.
        found: String,
        /// Fingerprint of the key the database was made with.
        wanted: String,
    },
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Name of the setting that holds the fingerprint of the installation key.
pub const KEY_FINGERPRINT: &str = "installation-key";

impl Installation {
    /// Opens a migrated database with its key; the first key ever used becomes the database's own.
    ///
    /// # Errors
    /// [`Opening::WrongKey`] when the database was made with another key.
    pub async fn open(db: Db, law: Arc<LawBook>, key: InstallationKey) -> Result<Self, Opening> {
        let found = key.fingerprint();
        let mut wanted = settings::get(&mut db.read().await?, KEY_FINGERPRINT).await?;
        if wanted.is_none() {
            // Only now is the writer waited for, which another process may hold for long.
            let mut tx = db.write().await?;
            wanted = settings::get(&mut tx, KEY_FINGERPRINT).await?;
            if wanted.is_none() {
                settings::set(&mut tx, KEY_FINGERPRINT, &found).await?;
                tx.commit().await?;
                wanted = Some(found.clone());
            }
        }
        match wanted {
            Some(wanted) if wanted != found => return Err(Opening::WrongKey { found, wanted }),
            _ => {}
        }
        Ok(Self { db, law, key: Arc::new(key), cache: Arc::default(), works: Arc::default(), files: None })
    }

    /// The same installation with a place for attachments.
    #[must_use]
    pub fn keeping(self, files: Keeping) -> Self {
        Self { files: Some(Arc::new(files)), ..self }
    }

    /// The same installation seen without its attachments, where only the database matters.
    #[must_use]
    pub(crate) fn without_files(&self) -> Self {
        Self { files: None, ..self.clone() }
    }
}
