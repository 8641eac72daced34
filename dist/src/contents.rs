//! What is in the archive.

use crate::packages::Package;
use crate::{licences, pages, parts, root};
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The files of the archive by path, sorted.
pub type Files = BTreeMap<String, File>;

/// One file.
#[derive(Clone, Debug)]
pub struct File {
    /// What it holds.
    pub bytes: Vec<u8>,
    /// Whether it is a program.
    pub runs: bool,
}

impl From<Vec<u8>> for File {
    fn from(bytes: Vec<u8>) -> Self {
        Self { bytes, runs: false }
    }
}

/// The folders that are in the archive as they are; fonts only where the program has some of its own.
const FOLDERS: &[&str] = &["law", "demo", "fonts", "docs"];
/// The page of the manual that is the guide of the archive.
const GUIDE: &str = "install.md";

/// Everything but the checksums.
pub fn gather(program: &Path, packages: &[Package], target: &str) -> Result<Files> {
    let mut files = Files::new();
    for folder in FOLDERS {
        if root().join(folder).is_dir() {
            add_below(&mut files, folder)?;
        }
    }
    let manual = root().join("docs/src");
    for (name, page) in pages::render(&manual)? {
        files.insert(format!("docs/{name}"), page.into_bytes().into());
    }
    let guide = fs::read_to_string(manual.join(GUIDE)).context(GUIDE)?;
    files.insert("安装.md".to_owned(), pages::beside_the_manual(&guide).into_bytes().into());
    files.insert("LICENSE".to_owned(), fs::read(root().join("LICENSE"))?.into());
    let licences = licences::text(packages, target)?;
    files.insert("THIRD-PARTY-LICENCES".to_owned(), licences.into_bytes().into());
    let parts = serde_json::to_vec_pretty(&parts::list(packages, target)?)?;
    files.insert("sbom.cdx.json".to_owned(), parts.into());
    files.insert("gongkai".to_owned(), File { bytes: fs::read(program)?, runs: true });
    Ok(files)
}

fn add_below(files: &mut Files, folder: &str) -> Result<()> {
    for entry in fs::read_dir(root().join(folder)).with_context(|| folder.to_owned())? {
        let entry = entry?;
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            // What mdbook renders is made anew here.
            if path != "docs/book" {
                add_below(files, &path)?;
            }
        } else {
            files.insert(path, fs::read(entry.path())?.into());
        }
    }
    Ok(())
}
