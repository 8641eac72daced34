//! The store: a folder of files by what is in them.
//!
//! A file is called by the SM3 digest of its bytes, `ab/cdef…`; the same bytes are kept once. What is being written has a
//! name of its own under `incoming` until it lies whole on the disk, so that no file of the store is ever half there.

use crate::durable;
use getrandom::fill;
use gongkai_storage::StorageError;
use jiff::Timestamp;
use rustix::fs::{Timespec, Timestamps, UTIME_NOW, futimens};
use sm3::{Digest, Sm3};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Folder of what is being written.
const INCOMING: &str = "incoming";

/// A folder of files by their digests. Several nodes may share it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Store {
    folder: PathBuf,
}

/// A file being written; dropped before it is put into the store, it is gone.
#[derive(Debug)]
pub struct Incoming {
    file: File,
    path: PathBuf,
    digest: Sm3,
    size: u64,
}

impl Store {
    /// The store in this folder, which is made when the first file comes.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the file with this digest lies, if it is there; nothing for what is no digest.
    pub fn path(&self, digest: &str) -> Option<PathBuf> {
        is_digest(digest).then(|| self.folder.join(&digest[..2]).join(&digest[2..]))
    }

    /// Whether the file with this digest is there.
    pub fn has(&self, digest: &str) -> bool {
        self.path(digest).is_some_and(|path| path.is_file())
    }

    /// Begins a file.
    pub fn begin(&self) -> io::Result<Incoming> {
        let folder = self.folder.join(INCOMING);
        fs::create_dir_all(&folder)?;
        let mut random = [0; 16];
        fill(&mut random).map_err(io::Error::other)?;
        let path = folder.join(hex::encode(random));
        let file = File::options().read(true).write(true).create_new(true).open(&path)?;
        Ok(Incoming { file, path, digest: Sm3::new(), size: 0 })
    }

    /// Keeps a file that was written; answers its digest. When this returns, the disk has it.
    pub fn put(&self, incoming: Incoming) -> io::Result<String> {
        let digest = hex::encode(incoming.digest.clone().finalize());
        let path = self.path(&digest).ok_or(io::ErrorKind::InvalidInput)?;
        // One that is there and whole only gets a new date, so that nobody takes it for one left over.
        if digest_of(&path).is_ok_and(|found| found == digest) {
            let now = Timespec { tv_sec: 0, tv_nsec: UTIME_NOW };
            futimens(File::open(&path)?, &Timestamps { last_access: now, last_modification: now })?;
            return Ok(digest);
        }
        incoming.file.sync_all()?;
        if let Some(folder) = path.parent()
            && !folder.is_dir()
        {
            fs::create_dir_all(folder)?;
            File::open(&self.folder)?.sync_all()?;
        }
        durable::rename(&incoming.path, &path)?;
        Ok(digest)
    }

    /// Digests of all files that were written before an instant.
    pub fn older_than(&self, instant: Timestamp) -> io::Result<Vec<String>> {
        let mut digests = Vec::new();
        for folder in entries(&self.folder)? {
            let first = folder.file_name().to_string_lossy().into_owned();
            if first == INCOMING {
                continue;
            }
            for file in entries(&folder.path())? {
                let digest = first.clone() + &file.file_name().to_string_lossy();
                if is_digest(&digest) && is_older(&file.path(), instant) {
                    digests.push(digest);
                }
            }
        }
        digests.sort();
        Ok(digests)
    }

    /// Removes what was being written before an instant and never got done; answers how many files.
    pub fn drop_unfinished(&self, instant: Timestamp) -> io::Result<usize> {
        let mut dropped = 0;
        for file in entries(&self.folder.join(INCOMING))? {
            if is_older(&file.path(), instant) {
                fs::remove_file(file.path())?;
                dropped += 1;
            }
        }
        Ok(dropped)
    }

    /// Takes a file out of the store, to be dropped or put back; nothing where it is not there.
    pub(super) fn lay_aside(&self, digest: &str) -> io::Result<Option<LaidAside>> {
        let Some(path) = self.path(digest) else { return Ok(None) };
        let aside = self.folder.join(INCOMING).join(digest);
        fs::create_dir_all(self.folder.join(INCOMING))?;
        match durable::rename(&path, &aside) {
            Ok(()) => Ok(Some(LaidAside { path, aside })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// A file taken out of the store; dropped, it is gone.
#[derive(Debug)]
pub(super) struct LaidAside {
    path: PathBuf,
    aside: PathBuf,
}

impl LaidAside {
    /// Puts it back where it was.
    pub(super) fn put_back(self) -> io::Result<()> {
        durable::rename(&self.aside, &self.path)
    }
}

impl Drop for LaidAside {
    fn drop(&mut self) {
        // Put back, it has its old name already.
        drop(fs::remove_file(&self.aside));
    }
}

impl Incoming {
    /// Bytes written so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// All that was written.
    pub(super) fn bytes(&self) -> io::Result<Vec<u8>> {
        fs::read(&self.path)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Write for Incoming {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.digest.update(&bytes[..written]);
        self.size += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        // Put into the store, it has another name already.
        drop(fs::remove_file(&self.path));
    }
}

/// The digest of a file's bytes.
pub(crate) fn digest_of(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut digest = Sm3::new();
    let mut part = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut part)?;
        if read == 0 {
            return Ok(hex::encode(digest.finalize()));
        }
        digest.update(&part[..read]);
    }
}

/// Copies a file into a store, if its bytes are what it is called by; answers whether they are.
pub(crate) fn copy_checked(from: &Path, digest: &str, to: &Store) -> io::Result<bool> {
    let mut incoming = to.begin()?;
    io::copy(&mut File::open(from)?, &mut incoming)?;
    if hex::encode(incoming.digest.clone().finalize()) != digest {
        return Ok(false);
    }
    to.put(incoming).map(|_| true)
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|letter| letter.is_ascii_digit() || (b'a'..=b'f').contains(&letter))
}

fn is_older(path: &Path, instant: Timestamp) -> bool {
    let changed = fs::metadata(path).and_then(|found| found.modified()).map(Timestamp::try_from);
    matches!(changed, Ok(Ok(changed)) if changed < instant)
}

/// What lies in a folder; nothing where there is no folder.
fn entries(folder: &Path) -> io::Result<Vec<fs::DirEntry>> {
    match fs::read_dir(folder) {
        Ok(entries) => entries.collect(),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(Vec::new())
        }
        Err(error) => Err(error),
    }
}

/// What a failure of the store is to the database's callers.
pub(super) fn unreadable(error: io::Error) -> StorageError {
    StorageError::Unavailable(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_domain::digest::of_bytes;

    fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().join("files"));
        (folder, store)
    }

    fn put(store: &Store, bytes: &[u8]) -> String {
        let mut incoming = store.begin().unwrap();
        incoming.write_all(bytes).unwrap();
        store.put(incoming).unwrap()
    }

    #[test]
    fn the_same_bytes_are_kept_once_and_a_damaged_file_is_mended() {
        let (_folder, store) = store();
        let digest = put(&store, b"abc");
        assert_eq!(digest, of_bytes(b"abc"));
        assert_eq!(put(&store, b"abc"), digest);
        assert_eq!(store.older_than(Timestamp::MAX).unwrap(), std::slice::from_ref(&digest));
        assert_eq!(store.older_than(Timestamp::UNIX_EPOCH).unwrap(), Vec::<String>::new());
        let path = store.path(&digest).unwrap();
        fs::write(&path, b"abd").unwrap();
        put(&store, b"abc");
        assert_eq!(fs::read(&path).unwrap(), b"abc");
        store.lay_aside(&digest).unwrap().unwrap().put_back().unwrap();
        assert!(store.has(&digest));
        drop(store.lay_aside(&digest).unwrap());
        assert!(!store.has(&digest) && store.lay_aside(&digest).unwrap().is_none());
        assert_eq!(store.drop_unfinished(Timestamp::MAX).unwrap(), 0);
    }

    #[test]
    fn what_is_not_finished_leaves_nothing() {
        let (_folder, store) = store();
        let mut cut_off = store.begin().unwrap();
        cut_off.write_all(b"half").unwrap();
        let path = cut_off.path().to_owned();
        assert!(path.is_file());
        drop(cut_off);
        assert!(!path.exists());
        // A program that was killed drops nothing itself.
        fs::write(&path, b"half").unwrap();
        assert_eq!(store.drop_unfinished(Timestamp::UNIX_EPOCH).unwrap(), 0);
        assert_eq!(store.drop_unfinished(Timestamp::MAX).unwrap(), 1);
        assert!(!path.exists());
        assert_eq!(store.older_than(Timestamp::MAX).unwrap(), Vec::<String>::new());
    }

    #[test]
    fn only_digests_lead_to_files() {
        let (_folder, store) = store();
        for name in ["", "..", "../../etc/passwd", &"A".repeat(64), &"/".repeat(64), &"0".repeat(65)] {
            assert_eq!(store.path(name), None, "{name}");
        }
    }
}
