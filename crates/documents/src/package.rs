//! The ZIP container of Word and Excel files, unpacked within bounds.

use crate::DocumentFault;
use std::collections::HashMap;
use std::io::{Cursor, Read};
use std::sync::Arc;
use zip::ZipArchive;
use zip::result::ZipError;

/// Most bytes all XML parts of a file may unpack to.
const MOST_UNPACKED: u64 = 192 << 20;
/// Most entries a container may have.
const MOST_ENTRIES: usize = 10_000;

/// The parts of a container. Pictures and other attachments are never unpacked.
#[derive(Debug)]
pub(crate) struct Package {
    parts: HashMap<String, Vec<u8>>,
    names: Vec<String>,
}

impl Package {
    /// Opens a container and unpacks its XML.
    pub(crate) fn open(bytes: &[u8]) -> Result<Self, DocumentFault> {
        let bytes: Arc<[u8]> = bytes.into();
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| DocumentFault::Broken("ZIP"))?;
        if archive.len() > MOST_ENTRIES {
            return Err(DocumentFault::TooMuch);
        }
        let (mut parts, mut names) = (HashMap::new(), Vec::new());
        let mut left = MOST_UNPACKED;
        for at in 0..archive.len() {
            let part = match archive.by_index(at) {
                Ok(part) => part,
                Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                    return Err(DocumentFault::Encrypted);
                }
                Err(_) => continue,
            };
            let Ok(name) = part.name() else { continue };
            let name = name.replace('\\', "/").trim_start_matches('/').to_lowercase();
            names.push(name.clone());
            if !is_xml(&name) {
                continue;
            }
            let mut unpacked = Vec::new();
            // What a part says of its own size is not believed; one that ends early may still hold most of a report.
            let _ = part.take(left + 1).read_to_end(&mut unpacked);
            left = left.checked_sub(unpacked.len() as u64).ok_or(DocumentFault::TooMuch)?;
            parts.insert(name, unpacked);
        }
        Ok(Self { parts, names })
    }

    /// Whether there is a part of this name, whatever its case.
    pub(crate) fn has(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.names.contains(&name)
    }

    /// An XML part, whatever the case of its name.
    pub(crate) fn part(&self, name: &str) -> Option<&[u8]> {
        self.parts.get(&name.to_lowercase()).map(Vec::as_slice)
    }
}

fn is_xml(name: &str) -> bool {
    [".xml", ".rels"].iter().any(|ending| name.ends_with(ending))
}
