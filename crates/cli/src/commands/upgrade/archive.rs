//! The offline archive: every file in it against its checksums, and the program out of it.

use crate::said::bad_use;
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

/// The list of checksums, as `sha256sum -c` reads it.
const SUMS: &str = "SHA256SUMS";
/// The program.
const PROGRAM: &str = "gongkai";

/// Checksums by the path of the file.
type Sums = BTreeMap<String, String>;

/// Reads an archive to its end and gives the program in it, once every file has the checksum the archive's own list
/// gives it, and no file is missing or unlisted. A file `ARCHIVE.sha256` beside the archive is held against it too.
///
/// # Errors
/// Bad use, naming the file that is not as listed.
pub fn program_in(path: &Path) -> Result<Vec<u8>> {
    beside(path)?;
    let (mut found, kept) = entries(path)?;
    let [program, sums] = [PROGRAM, SUMS].map(|name| kept.get(name).filter(|bytes| !bytes.is_empty()));
    let (Some(program), Some(sums)) = (program, sums) else {
        return Err(refused(path, "里面没有程序或校验值表", "holds no program or no list of checksums"));
    };
    found.remove(SUMS);
    let listed = listed(&String::from_utf8_lossy(sums));
    let differs = listed.iter().find(|(name, sum)| found.get(*name) != Some(*sum)).map(|(name, _)| name);
    let unlisted = found.keys().find(|name| !listed.contains_key(*name));
    match differs.or(unlisted) {
        None => Ok(program.clone()),
        Some(name) => Err(refused(
            path,
            &format!("里的 {name} 与校验值不符，包不完整或被改动过；请重新拷贝"),
            &format!("is incomplete or was altered: {name} is not as listed; copy it again"),
        )),
    }
}

/// Checksums of every file by its path below the archive's folder, and the bytes of the two that are needed.
fn entries(path: &Path) -> Result<(Sums, BTreeMap<String, Vec<u8>>)> {
    let file = File::open(path).map_err(|error| refused(path, &error.to_string(), &error.to_string()))?;
    let unreadable = |error: std::io::Error| {
        refused(path, &format!("读不出：{error}"), &format!("cannot be read: {error}"))
    };
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(BufReader::new(file)));
    let (mut found, mut kept) = (BTreeMap::new(), BTreeMap::new());
    for entry in archive.entries().map_err(unreadable)? {
        let mut entry = entry.map_err(unreadable)?;
        if entry.header().entry_type().is_dir() {
            continue;
        }
        let name = entry.path().map_err(unreadable)?.components().skip(1).collect::<std::path::PathBuf>();
        let name = name.to_string_lossy().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).map_err(unreadable)?;
        found.insert(name.clone(), hex::encode(Sha256::digest(&bytes)));
        if name == PROGRAM || name == SUMS {
            kept.insert(name, bytes);
        }
    }
    Ok((found, kept))
}

/// Holds the archive against a file with its checksum, where one lies beside it.
fn beside(path: &Path) -> Result<()> {
    let mut name = path.as_os_str().to_owned();
    name.push(".sha256");
    let Ok(told) = std::fs::read_to_string(&name) else { return Ok(()) };
    let mut digest = Sha256::new();
    let mut file = File::open(path).with_context(|| path.display().to_string())?;
    let mut part = vec![0; 1 << 20];
    loop {
        let read = file.read(&mut part)?;
        if read == 0 {
            break;
        }
        digest.update(&part[..read]);
    }
    if told.split_whitespace().next() == Some(hex::encode(digest.finalize()).as_str()) {
        return Ok(());
    }
    Err(refused(
        path,
        "与旁边 .sha256 文件里的校验值不符；请重新拷贝",
        "is not as its .sha256 file says; copy it again",
    ))
}

fn listed(sums: &str) -> Sums {
    let lines = sums.lines().filter_map(|line| line.split_once("  "));
    lines.map(|(sum, name)| (name.trim_start_matches("./").to_owned(), sum.to_owned())).collect()
}

fn refused(path: &Path, zh: &str, en: &str) -> anyhow::Error {
    bad_use(format!("安装包“{}”{zh}", path.display()), format!("the archive “{}” {en}", path.display()))
}
