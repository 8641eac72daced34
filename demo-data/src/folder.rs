//! The folder `demo/`: writing it, and telling whether it still is what would be written.

use crate::ledger::LedgerFile;
use crate::world::World;
use crate::writing;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Read as _};
use std::path::Path;

const README: &str = include_str!("../words/README.md");

/// The whole folder: bytes by path below it, with forward slashes.
pub fn contents(world: &World, files: &[LedgerFile]) -> Result<BTreeMap<String, Vec<u8>>> {
    let vocabulary = world.vocabulary();
    let mut contents = BTreeMap::new();
    contents.insert("ledgers.toml".to_owned(), order(files).into_bytes());
    contents.insert("README.md".to_owned(), README.as_bytes().to_vec());
    for file in files {
        contents.insert(file.path.clone(), writing::bytes(file, &vocabulary)?);
    }
    Ok(contents)
}

/// The order file: what to import, as which register, in which order.
fn order(files: &[LedgerFile]) -> String {
    let mut text = String::from(
        "# 示例台账及其导入次序：文件、台账代码，以及台账本身没有写明的机构和年度。\n\
         # The ledgers of the demo in the order they are imported.\n",
    );
    for file in files {
        let register = file.rows.register;
        let _ = write!(
            text,
            "\n[[ledger]]\nfile = \"{}\"\nregister = \"{}\" # {}\n",
            file.path, register.code, register.zh
        );
        if let Some(body) = file.look.body {
            let _ = writeln!(text, "body = \"{body}\"");
        }
        if let Some(year) = file.look.year {
            let _ = writeln!(text, "year = {year}");
        }
    }
    text
}

/// Writes the folder; files that no longer belong to it are removed.
pub fn write(folder: &Path, contents: &BTreeMap<String, Vec<u8>>) -> Result<()> {
    for stray in strays(folder, contents)? {
        std::fs::remove_file(folder.join(&stray)).with_context(|| format!("cannot remove {stray}"))?;
    }
    for (path, bytes) in contents {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// What differs between the folder and what would be written, one line a file.
///
/// Workbooks are compared by what they hold: the same rows may be compressed differently on another processor.
pub fn differences(folder: &Path, contents: &BTreeMap<String, Vec<u8>>) -> Result<Vec<String>> {
    let mut differences: Vec<String> =
        strays(folder, contents)?.into_iter().map(|path| format!("{path}: is not generated")).collect();
    for (path, bytes) in contents {
        match std::fs::read(folder.join(path)) {
            Err(error) => differences.push(format!("{path}: {error}")),
            Ok(found) if found == *bytes => {}
            Ok(found) if is_workbook(path) && members(&found)? == members(bytes)? => {}
            Ok(_) => differences.push(format!("{path}: differs")),
        }
    }
    Ok(differences)
}

fn is_workbook(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "xlsx")
}

/// The files inside a workbook.
fn members(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))?;
    let mut members = BTreeMap::new();
    for at in 0..archive.len() {
        let mut member = archive.by_index(at)?;
        let mut text = Vec::new();
        member.read_to_end(&mut text)?;
        members.insert(member.name()?.into_owned(), text);
    }
    Ok(members)
}

/// Files in the folder that are not among `contents`.
fn strays(folder: &Path, contents: &BTreeMap<String, Vec<u8>>) -> Result<Vec<String>> {
    let mut strays = Vec::new();
    let mut open = vec![String::new()];
    while let Some(below) = open.pop() {
        let Ok(entries) = std::fs::read_dir(folder.join(&below)) else { continue };
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if below.is_empty() { name } else { format!("{below}/{name}") };
            if entry.file_type()?.is_dir() {
                open.push(path);
            } else if !contents.contains_key(&path) {
                strays.push(path);
            }
        }
    }
    strays.sort();
    Ok(strays)
}
