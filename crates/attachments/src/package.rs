//! A ZIP container, read within bounds and written again.

use crate::AttachmentFault;
use std::io::{Cursor, Read, Write};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Most bytes a container may unpack to.
const MOST_UNPACKED: u64 = 512 << 20;
/// Most entries it may have.
const MOST_ENTRIES: usize = 10_000;

/// A container whose entries are unpacked when they are asked for.
pub(crate) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Names as compared: lower case, forward slashes.
    names: Vec<String>,
    left: u64,
}

impl<'b> Package<'b> {
    pub(crate) fn open(bytes: &'b [u8]) -> Result<Self, AttachmentFault> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| AttachmentFault::Broken)?;
        if archive.len() > MOST_ENTRIES {
            return Err(AttachmentFault::TooMuch);
        }
        let names = archive.file_names().map(|name| compared(name.unwrap_or_default())).collect();
        Ok(Self { archive, names, left: MOST_UNPACKED })
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.names.iter().any(|known| known == name)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// The bytes of an entry by its compared name; `None` where there is none.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, AttachmentFault> {
        let Some(at) = (0..self.archive.len()).find(|at| self.name_at(*at).as_deref() == Some(name)) else {
            return Ok(None);
        };
        self.at(at).map(|(_, bytes)| Some(bytes))
    }

    /// Names of the XML parts of which `is` holds.
    pub(crate) fn parts(&self, is: impl Fn(&str) -> bool) -> Vec<String> {
        self.names()
            .filter_map(|name| name.strip_suffix(".xml"))
            .filter(|name| is(name))
            .map(|name| format!("{name}.xml"))
            .collect()
    }

    /// Every entry that is a file, with its name as it is written.
    pub(crate) fn each(
        &mut self,
        mut take: impl FnMut(&str, Vec<u8>) -> Result<(), AttachmentFault>,
    ) -> Result<(), AttachmentFault> {
        for at in 0..self.archive.len() {
            let (name, bytes) = self.at(at)?;
            if !name.ends_with('/') {
                take(&name, bytes)?;
            }
        }
        Ok(())
    }

    /// The container written again, each entry as `change` gives it: other bytes, or `None` to leave it as it is.
    pub(crate) fn rewritten(
        &mut self,
        mut change: impl FnMut(&str, &[u8]) -> Result<Option<Vec<u8>>, AttachmentFault>,
    ) -> Result<Vec<u8>, AttachmentFault> {
        let broken = |_| AttachmentFault::Broken;
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for at in 0..self.archive.len() {
            let (name, bytes) = self.at(at)?;
            let changed = change(&compared(&name), &bytes)?;
            if let Some(changed) = changed {
                writer.start_file(&*name, SimpleFileOptions::default()).map_err(broken)?;
                writer.write_all(&changed).map_err(|_| AttachmentFault::Broken)?;
            } else {
                let entry = self.archive.by_index_raw(at).map_err(broken)?;
                writer.raw_copy_file(entry).map_err(broken)?;
            }
        }
        writer.finish().map(Cursor::into_inner).map_err(broken)
    }

    fn name_at(&mut self, at: usize) -> Option<String> {
        self.archive.by_index_raw(at).ok().and_then(|entry| entry.name().ok().map(|name| compared(&name)))
    }

    fn at(&mut self, at: usize) -> Result<(String, Vec<u8>), AttachmentFault> {
        let entry = self.archive.by_index(at).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => AttachmentFault::Encrypted,
            _ => AttachmentFault::Broken,
        })?;
        let name = entry.name().map_err(|_| AttachmentFault::Broken)?.into_owned();
        let mut bytes = Vec::new();
        // What an entry says of its own size is not believed.
        entry.take(self.left + 1).read_to_end(&mut bytes).map_err(|_| AttachmentFault::Broken)?;
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or(AttachmentFault::TooMuch)?;
        Ok((name, bytes))
    }
}

fn compared(name: impl AsRef<str>) -> String {
    name.as_ref().replace('\\', "/").trim_start_matches('/').to_lowercase()
}
