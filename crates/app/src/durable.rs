//! Files that are whole or not there, also after a power failure; locks that end with the program.

use serde::Serialize;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::Path;

/// Writes `facts` as JSON in place of the file at `path`.
pub(crate) fn write_json(path: &Path, facts: &impl Serialize) -> io::Result<()> {
    let half = path.with_extension("json.unfinished");
    let mut file = File::create(&half)?;
    file.write_all(&serde_json::to_vec_pretty(facts)?)?;
    file.sync_all()?;
    rename(&half, path)
}

/// Gives a file or folder its new name, and waits until the disk knows it.
pub(crate) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)?;
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

/// Holds the file at `path` until it is dropped, also by the end of the program; nothing while another holds it.
pub(crate) fn lock(path: &Path) -> io::Result<Option<File>> {
    let file = File::create(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}
