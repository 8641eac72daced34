//! Which files are meant, and opening them.

use crate::said::bad_use;
use anyhow::{Context, Result};
use gongkai_documents::{Block, Document};
use gongkai_domain::says::Says;
use gongkai_report_check::SUMMARY_TITLE;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Endings of the files a folder is searched for.
const ENDINGS: [&str; 6] = ["docx", "pdf", "html", "htm", "txt", "xlsx"];
/// Largest file that is opened, in megabytes.
const MEGABYTES: u64 = 100;

/// A file that was named or found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it is.
    path: PathBuf,
    /// What it is called to people: its path as it was given.
    pub name: String,
    /// Whether it was named, not found in a folder.
    named: bool,
}

/// Why a file is not checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It is a summary this program wrote into the folder.
    Own,
    /// It cannot be read; what to do.
    Fault(Says),
}

/// The files meant: those named, and those of known endings below the folders named, each folder in order of names.
/// Files the program is about to write are none.
pub fn found(named: &[PathBuf], own: &[&Path]) -> Result<Vec<Found>> {
    let own: Vec<PathBuf> = own.iter().filter_map(|path| fs::canonicalize(path).ok()).collect();
    let mut found: Vec<Found> = Vec::new();
    for path in named {
        let kind = fs::metadata(path).map_err(|error| {
            bad_use(
                format!("{} 打不开：{error}", path.display()),
                format!("{} cannot be opened", path.display()),
            )
        })?;
        if kind.is_dir() {
            let below = below(path)?.into_iter().filter(|path| !is_one_of(&own, path));
            found.extend(below.map(|path| Found::of(path, false)));
        } else {
            found.push(Found::of(path.clone(), true));
        }
    }
    Ok(found)
}

fn is_one_of(own: &[PathBuf], path: &Path) -> bool {
    !own.is_empty() && fs::canonicalize(path).is_ok_and(|path| own.contains(&path))
}

/// The files of known endings below a folder, without hidden ones and without following links.
fn below(folder: &Path) -> Result<Vec<PathBuf>> {
    let (mut folders, mut files) = (vec![folder.to_owned()], Vec::new());
    while let Some(folder) = folders.pop() {
        let unreadable = || format!("文件夹 {} 读不出 / this folder cannot be read", folder.display());
        for entry in fs::read_dir(&folder).with_context(unreadable)? {
            let entry = entry.with_context(unreadable)?;
            let (path, kind) = (entry.path(), entry.file_type().with_context(unreadable)?);
            // Office programs leave ~$name beside a document that is open.
            if entry.file_name().to_string_lossy().starts_with(['.', '~']) {
                continue;
            }
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() && is_known(&path) {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

fn is_known(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

impl Found {
    fn of(path: PathBuf, named: bool) -> Self {
        Self { name: path.display().to_string(), path, named }
    }

    /// Reads the file as text and tables.
    pub fn open(&self) -> Result<Document, Unread> {
        let fault = |zh: String, en: String| Unread::Fault(Says::new(zh, en));
        let mut bytes = Vec::new();
        File::open(&self.path)
            .and_then(|file| file.take((MEGABYTES << 20) + 1).read_to_end(&mut bytes))
            .map_err(|error| fault(format!("打不开：{error}"), format!("it cannot be opened: {error}")))?;
        if bytes.len() as u64 > MEGABYTES << 20 {
            return Err(fault(
                format!("超过 {MEGABYTES} MB；请只留年度报告本身，另存后再核对"),
                format!("it is larger than {MEGABYTES} MB; please save the report alone"),
            ));
        }
        let document = gongkai_documents::read(&self.name, &bytes)
            .map_err(|fault| Unread::Fault(Says::of_both(&fault.to_string())))?;
        if !self.named && is_summary(&document) { Err(Unread::Own) } else { Ok(document) }
    }
}

/// Whether a document is a summary this program wrote.
fn is_summary(document: &Document) -> bool {
    let titled = |text: &str| text.trim() == SUMMARY_TITLE;
    document.title.as_deref().is_some_and(titled)
        || document.blocks.iter().any(|block| match block {
            Block::Paragraph(paragraph) => titled(&paragraph.text),
            Block::Table(table) => table.rows.iter().flatten().any(|cell| titled(&cell.text)),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_walked_in_order_without_what_is_hidden_linked_or_ours() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("乙/子")).unwrap();
        fs::create_dir_all(root.join(".git")).unwrap();
        for name in [
            "乙/子/b.PDF",
            "甲.docx",
            "c.txt",
            "汇总.html",
            "~$甲.docx",
            ".git/d.txt",
            "e.doc",
            ".f.txt",
            "g.csv",
        ] {
            fs::write(root.join(name), "x").unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(root.join("甲.docx"), root.join("link.docx")).unwrap();
        let own = root.join("汇总.html");
        let found = found(&[root.to_owned(), root.join("e.doc")], &[&own]).unwrap();
        let names: Vec<_> =
            found.iter().map(|found| found.path.strip_prefix(root).unwrap().to_owned()).collect();
        assert_eq!(names, ["c.txt", "乙/子/b.PDF", "甲.docx", "e.doc"].map(PathBuf::from));
        assert_eq!(found.iter().filter(|found| found.named).count(), 1);
        assert!(super::found(&[root.join("none.txt")], &[]).is_err());
    }
}
