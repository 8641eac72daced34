//! A ZIP of an old site, unpacked in memory file by file within bounds; nothing is written anywhere.

use crate::source::{Head, LARGEST, MOST_FILES, Met, Source, is_safe_path, too_large};
use gongkai_domain::says::Says;
use std::io::{self, Read, Seek};
use zip::ZipArchive;

/// Most bytes all files of an archive may unpack to: 8 GB.
const MOST_UNPACKED: u64 = 8 << 30;
/// How many times its size a file may unpack to.
const LARGEST_RATIO: u64 = 500;

/// A ZIP file.
#[derive(Debug)]
pub struct Archive<R>(ZipArchive<R>);

impl<R: Read + Seek> Archive<R> {
    /// Opens an archive.
    ///
    /// # Errors
    /// What is no ZIP file, is damaged, or holds too many files.
    pub fn open(file: R) -> io::Result<Self> {
        let archive = ZipArchive::new(file).map_err(|error| io::Error::other(error.to_string()))?;
        if archive.len() > MOST_FILES {
            return Err(io::Error::other(format!(
                "压缩包里的文件超过 {MOST_FILES} 个 / too many files in the archive"
            )));
        }
        Ok(Self(archive))
    }
}

/// The name of a file: in UTF-8 where it says so, otherwise most likely in GBK.
fn name_of(raw: &[u8]) -> String {
    let name = gongkai_documents::letters(raw, Some("gbk"));
    name.unwrap_or_else(|| String::from_utf8_lossy(raw).into_owned())
}

impl<R: Read + Seek> Source for Archive<R> {
    fn each(&mut self, wanted: &mut dyn FnMut(&Head) -> bool, take: &mut dyn FnMut(Met)) -> io::Result<()> {
        let mut left = MOST_UNPACKED;
        for at in 0..self.0.len() {
            let broken = |place: &str, zh: &str, en: &str| Met::Broken {
                place: place.to_owned(),
                why: Says::new(zh, en),
            };
            let mut file = match self.0.by_index(at) {
                Ok(file) => file,
                Err(error) => {
                    take(broken(&format!("#{at}"), "压缩包里的这个文件打不开", &error.to_string()));
                    continue;
                }
            };
            let name = name_of(file.name_raw());
            if file.is_dir() || name.ends_with('/') {
                continue;
            }
            if !is_safe_path(&name) {
                take(broken(
                    &name,
                    "文件名指向文件夹之外，没有读",
                    "its name leads out of its folder; not read",
                ));
                continue;
            }
            if file.is_symlink() {
                take(broken(&name, "是链接，没有跟随", "it is a link and was not followed"));
                continue;
            }
            let head = Head { place: name.clone(), address: None, media: String::new() };
            if !wanted(&head) {
                continue;
            }
            let most =
                LARGEST.min(left).min(file.compressed_size().saturating_mul(LARGEST_RATIO).max(1 << 20));
            let mut bytes = Vec::new();
            let read = (&mut file).take(most + 1).read_to_end(&mut bytes);
            left = left.saturating_sub(bytes.len() as u64);
            if bytes.len() as u64 > most {
                take(Met::Broken { place: name, why: too_large() });
            } else if read.is_err() {
                take(broken(&name, "压缩包里的这个文件已损坏", "this file in the archive is damaged"));
            } else {
                take(Met::File(head, bytes));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn walked(files: &[(&str, &[u8])]) -> (Vec<(String, usize)>, Vec<String>) {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        let bytes = writer.finish().unwrap().into_inner();
        let (mut taken, mut broken) = (Vec::new(), Vec::new());
        let mut archive = Archive::open(Cursor::new(bytes)).unwrap();
        let take = &mut |met| match met {
            Met::File(head, bytes) => taken.push((head.place, bytes.len())),
            Met::Broken { place, .. } => broken.push(place),
            Met::Forward { .. } => {}
        };
        archive.each(&mut |_| true, take).unwrap();
        (taken, broken)
    }

    #[test]
    fn files_are_read_and_what_is_dangerous_is_told() {
        let bomb = vec![0; 60 << 20];
        let (taken, broken) = walked(&[
            ("甲/a.html", b"<p>x"),
            ("../../etc/passwd", b"x"),
            ("C:/a.html", b"x"),
            ("bomb.html", &bomb),
        ]);
        assert_eq!(taken, [("甲/a.html".to_owned(), 4)]);
        assert_eq!(broken, ["../../etc/passwd", "C:/a.html", "bomb.html"]);
        assert!(Archive::open(Cursor::new(b"PK no archive".to_vec())).is_err());
    }
}
