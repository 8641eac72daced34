//! The archive itself: sorted, with one time for all, so that the same contents give the same bytes.

use crate::contents::Files;
use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Name of the list of checksums, as `sha256sum -c` reads it.
const SUMS: &str = "SHA256SUMS";

/// Writes `NAME.tar.gz` with every file below a folder `name`, the checksums among them, and `NAME.tar.gz.sha256`.
pub fn write(folder: &Path, name: &str, mut files: Files, time: u64) -> Result<PathBuf> {
    let mut sums = String::new();
    for (path, file) in &files {
        writeln!(sums, "{}  {path}", sum(&file.bytes))?;
    }
    files.insert(SUMS.to_owned(), sums.into_bytes().into());
    let bytes = pack(name, &files, time)?;
    fs::create_dir_all(folder)?;
    let path = folder.join(format!("{name}.tar.gz"));
    fs::write(&path, &bytes).with_context(|| path.display().to_string())?;
    fs::write(folder.join(format!("{name}.tar.gz.sha256")), format!("{}  {name}.tar.gz\n", sum(&bytes)))?;
    Ok(path)
}

fn pack(name: &str, files: &Files, time: u64) -> Result<Vec<u8>> {
    let mut archive = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::best()));
    for (path, file) in files {
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(tar::EntryType::Regular);
        header.set_size(file.bytes.len() as u64);
        header.set_mode(if file.runs { 0o755 } else { 0o644 });
        header.set_mtime(time);
        header.set_uid(0);
        header.set_gid(0);
        archive.append_data(&mut header, format!("{name}/{path}"), file.bytes.as_slice())?;
    }
    let mut packed = archive.into_inner()?;
    packed.flush()?;
    Ok(packed.finish()?)
}

fn sum(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::write;
    use crate::contents::{File, Files};
    use std::fs;
    use std::process::Command;

    fn files() -> Files {
        let long = format!("docs/{}/页.html", "很长的名字".repeat(12));
        Files::from([
            ("gongkai".to_owned(), File { bytes: b"#!/bin/sh\n".to_vec(), runs: true }),
            ("安装.md".to_owned(), b"# \n".to_vec().into()),
            (long, b"<p>".to_vec().into()),
        ])
    }

    #[test]
    fn the_same_files_give_the_same_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let once = fs::read(write(&folder.path().join("1"), "g-1", files(), 1_700_000_000).unwrap()).unwrap();
        let again =
            fs::read(write(&folder.path().join("2"), "g-1", files(), 1_700_000_000).unwrap()).unwrap();
        assert_eq!(once, again);
    }

    #[test]
    fn an_administrator_unpacks_and_checks_it_with_what_every_system_has() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "g-1", files(), 1_700_000_000).unwrap();
        for (program, arguments, place) in [
            ("sha256sum", &["--check", "g-1.tar.gz.sha256"][..], ""),
            ("tar", &["xzf", "g-1.tar.gz"], ""),
            ("sha256sum", &["--check", "SHA256SUMS"], "g-1"),
            ("./gongkai", &[], "g-1"),
        ] {
            let ran = Command::new(program)
                .args(arguments)
                .current_dir(folder.path().join(place))
                .output()
                .unwrap();
            assert!(ran.status.success(), "{program}: {}", String::from_utf8_lossy(&ran.stderr));
        }
    }
}
