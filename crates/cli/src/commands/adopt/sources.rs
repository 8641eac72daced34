//! What an old site comes from: folders, ZIP files, crawls.

use anyhow::{Context, Result};
use gongkai_adopting::{Archive, Head, LARGEST, METADATA, Met, Source, Warc, is_safe_path, is_warc};
use gongkai_domain::digest::FileDigest;
use gongkai_domain::says::Says;
use gongkai_ledgers::Sheet;
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

/// Several sources, one after another.
pub struct Sources {
    parts: Vec<Part>,
    /// Names of what was given, with the SM3 digest of each file.
    pub files: Vec<(String, String)>,
}

struct Part {
    source: Box<dyn Source>,
    /// Whether a table of metadata may lie in it: not in a crawl.
    holds_files: bool,
}

impl Sources {
    /// Opens what was given; each file is told by its first bytes.
    pub fn open(paths: &[PathBuf]) -> Result<Self> {
        let mut sources = Self { parts: Vec::new(), files: Vec::new() };
        for path in paths {
            let unreadable = || format!("{} 打不开 / cannot be opened", path.display());
            let name = path
                .file_name()
                .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
            if fs::metadata(path).with_context(unreadable)?.is_dir() {
                sources.push(Box::new(Folder { root: path.clone() }), true);
                continue;
            }
            let is_crawl = begins_as_crawl(path).with_context(unreadable)?;
            sources.files.push((name.clone(), digest(path).with_context(unreadable)?));
            if is_crawl {
                let path = path.clone();
                let open = move || Ok(Box::new(File::open(&path)?) as Box<dyn Read>);
                sources.push(Box::new(Warc::new(&name, open)), false);
            } else {
                let file = BufReader::new(File::open(path).with_context(unreadable)?);
                let archive = Archive::open(file).with_context(|| {
                    format!("{} 不是文件夹、ZIP 或 WARC / is no folder, ZIP or WARC file", path.display())
                })?;
                sources.push(Box::new(archive), true);
            }
        }
        Ok(sources)
    }

    fn push(&mut self, source: Box<dyn Source>, holds_files: bool) {
        self.parts.push(Part { source, holds_files });
    }

    /// The tables of metadata that lie among the files: their names and sheets.
    pub fn metadata(&mut self) -> Result<Vec<(String, Vec<Sheet>)>> {
        let mut found = Vec::new();
        for part in self.parts.iter_mut().filter(|part| part.holds_files) {
            let is_table = |head: &Head| {
                let name = head.place.rsplit('/').next().unwrap_or_default().to_lowercase();
                METADATA.contains(&name.as_str())
            };
            part.source.each(&mut |head| is_table(head), &mut |met| {
                if let Met::File(head, bytes) = met {
                    found.push((head.place, bytes));
                }
            })?;
        }
        let read =
            |(name, bytes): (String, Vec<u8>)| Ok((name.clone(), gongkai_ledgers::read(bytes, &name)?));
        found.into_iter().map(read).collect()
    }
}

impl Source for Sources {
    fn each(&mut self, wanted: &mut dyn FnMut(&Head) -> bool, take: &mut dyn FnMut(Met)) -> io::Result<()> {
        for part in &mut self.parts {
            part.source.each(wanted, take)?;
        }
        Ok(())
    }
}

/// Whether a file is a crawl, plain or gzipped.
fn begins_as_crawl(path: &Path) -> io::Result<bool> {
    let mut beginning = Vec::new();
    File::open(path)?.take(64 << 10).read_to_end(&mut beginning)?;
    if beginning.starts_with(&[0x1f, 0x8b]) {
        let mut unpacked = Vec::new();
        let unpacking = flate2::read::MultiGzDecoder::new(beginning.as_slice());
        // The beginning alone is no whole member; what comes before it ends is enough.
        let _ = unpacking.take(16).read_to_end(&mut unpacked);
        return Ok(is_warc(&unpacked));
    }
    Ok(is_warc(&beginning))
}

/// The SM3 digest of a file, however large.
fn digest(path: &Path) -> io::Result<String> {
    let mut digest = FileDigest::default();
    let mut file = File::open(path)?;
    let mut buffer = vec![0; 1 << 20];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(digest.finish()),
            count => digest.add(&buffer[..count]),
        }
    }
}

/// A folder with everything below it. Links are not followed, hidden files are not seen.
struct Folder {
    root: PathBuf,
}

impl Source for Folder {
    fn each(&mut self, wanted: &mut dyn FnMut(&Head) -> bool, take: &mut dyn FnMut(Met)) -> io::Result<()> {
        let mut waiting = vec![self.root.clone()];
        while let Some(path) = waiting.pop() {
            let place = place_of(&self.root, &path);
            if path == self.root || fs::symlink_metadata(&path)?.is_dir() {
                let mut inside: Vec<PathBuf> = Vec::new();
                for entry in fs::read_dir(&path)? {
                    let entry = entry?;
                    if !entry.file_name().to_string_lossy().starts_with(['.', '~']) {
                        inside.push(entry.path());
                    }
                }
                inside.sort();
                waiting.extend(inside.into_iter().rev());
                continue;
            }
            let broken = |zh: &str, en: &str| Met::Broken { place: place.clone(), why: Says::new(zh, en) };
            let kind = fs::symlink_metadata(&path)?;
            if kind.is_symlink() {
                take(broken("是链接，没有跟随", "it is a link and was not followed"));
                continue;
            }
            if !kind.is_file() || !is_safe_path(&place) {
                take(broken("不是普通文件，没有读", "it is no ordinary file and was not read"));
                continue;
            }
            let head = Head { place: place.clone(), address: None, media: String::new() };
            if !wanted(&head) {
                continue;
            }
            let mut bytes = Vec::new();
            match File::open(&path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes)) {
                Ok(_) if bytes.len() as u64 > LARGEST => {
                    take(broken("文件过大，没有读", "it is too large and was not read"));
                }
                Ok(_) => take(Met::File(head, bytes)),
                Err(error) => {
                    take(broken(&format!("打不开：{error}"), &format!("it cannot be opened: {error}")));
                }
            }
        }
        Ok(())
    }
}

/// The path below the folder with forward slashes; names in GBK, as old servers keep them, in letters.
fn place_of(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts = below.components().map(|part| {
        let bytes = part.as_os_str().as_encoded_bytes();
        gongkai_documents::letters(bytes, Some("gbk"))
            .unwrap_or_else(|| part.as_os_str().to_string_lossy().into_owned())
    });
    parts.collect::<Vec<_>>().join("/")
}
