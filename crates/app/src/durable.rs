//! Files that are whole or not there, also after a power failure; locks that end with the program.

use serde::Serialize;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::Path;

/// Writes `facts` as JSON in place of the file at `path`.
pub(crate) fn write_json(path: &Path, facts: &impl Serialize) -> io::Result<()> {
    write(path, &serde_json::to_vec_pretty(facts)?)
}

/// Writes `bytes` in place of the file at `path`: under another name first, so that a full disk leaves what was there.
///
/// A link is followed; what is no file, such as a pipe, is written to as it is.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if fs::metadata(path).is_ok_and(|there| !there.is_file()) {
        return fs::write(path, bytes);
    }
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".unfinished");
    let half = path.with_file_name(name);
    let written = File::create(&half).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.and_then(|()| rename(&half, &path)).inspect_err(|_| drop(fs::remove_file(&half)))
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
