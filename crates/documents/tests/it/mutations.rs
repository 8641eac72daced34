//! Files damaged at random, the same way every time: whatever comes, a reader of ours answers soon and does not panic.
//!
//! Libraries may panic; that is caught and the file called broken.

use crate::office::{cell, document, package, paragraph, table};
use crate::shown::{assert_grid, tables};
use crate::{pdf, xlsx};
use gongkai_documents::read;
use std::sync::{Mutex, Once};
use std::time::{Duration, Instant};

/// Longest any damaged file may take, in a build that is not optimised and on a busy machine.
const LONGEST: Duration = Duration::from_secs(11);

/// Where this crate panicked.
static PANICS: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Xorshift: the same numbers from the same seed.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// The bytes with a few flips, cuts, splices and repeats.
    fn damaged(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        for _ in 0..=self.below(6) {
            let at = self.below(bytes.len());
            let length = self.below(40).min(bytes.len() - at);
            match self.below(8) {
                0..3 => {
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte ^= 1 << self.below(8);
                    }
                }
                3 => drop(bytes.drain(at..at + length)),
                4 => {
                    let piece = bytes[at..at + length].to_vec();
                    let to = self.below(bytes.len());
                    drop(bytes.splice(to..to, piece));
                }
                5 => {
                    let piece = bytes[at..at + length].repeat(self.below(30));
                    drop(bytes.splice(at..at, piece));
                }
                6 => {
                    let number = [b"0".as_slice(), b"-1", b"65536", b"4294967296", b"1e30", b"\0\xff"];
                    let number = number[self.below(6)];
                    let end = at + number.len().min(bytes.len() - at);
                    drop(bytes.splice(at..end, number.iter().copied()));
                }
                _ if self.below(8) == 0 => bytes.truncate(at),
                _ => {
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte = self.next() as u8;
                    }
                }
            }
        }
        bytes
    }
}

/// Reads a file damaged `rounds` times over; `built` makes the file of what was damaged.
fn survive(name: &str, whole: &[u8], rounds: usize, built: impl Fn(Vec<u8>) -> Vec<u8>) {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let place = panic.location().map(ToString::to_string).unwrap_or_default();
            if place.contains("crates/documents/src") {
                PANICS.lock().unwrap().push(format!("{place}: {panic}"));
            }
            // Those of libraries on threads that read are expected.
            if std::thread::current().name() != Some("document") {
                usual(panic);
            }
        }));
    });
    assert!(read(name, &built(whole.to_vec())).is_ok(), "{name} cannot be read before it is damaged");
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for round in 0..rounds {
        let bytes = built(random.damaged(whole));
        let start = Instant::now();
        if let Ok(document) = read(name, &bytes) {
            assert!(!document.blocks.is_empty());
            tables(&document).into_iter().for_each(assert_grid);
        }
        assert!(start.elapsed() < LONGEST, "{name}, round {round}: {:?}", start.elapsed());
    }
    let panics = PANICS.lock().unwrap();
    assert!(panics.is_empty(), "{panics:#?}");
}

#[test]
fn damaged_text() {
    let text = "一、总体情况\n| 信息内容 | 件数 |\n|---|---|\n| 规章 | 0 |\n".repeat(20);
    survive("a.txt", text.as_bytes(), 2_000, |bytes| bytes);
    let gbk = encoding_rs::GBK.encode(&text).0.into_owned();
    survive("a.txt", &gbk, 1_000, |bytes| bytes);
}

#[test]
fn damaged_pages() {
    survive("a.html", include_bytes!("fixtures/report.html"), 700, |bytes| bytes);
}

fn docx_body() -> String {
    let rows = [
        vec![cell("<w:gridSpan w:val=\"2\"/>", "指标"), cell("", "数量")],
        vec![cell("<w:vMerge w:val=\"restart\"/>", "结果"), cell("", "予以公开"), cell("", "9")],
        vec![cell("<w:vMerge/>", ""), cell("", "部分公开"), cell("", "2")],
    ];
    document(&(paragraph("一、总体情况") + &table(&rows) + &paragraph("末")).repeat(5))
}

#[test]
fn damaged_word_files() {
    survive("a.docx", docx_body().as_bytes(), 700, |main| package(&[("word/document.xml", &main)]));
    let whole = package(&[("word/document.xml", docx_body().as_bytes())]);
    survive("a.docx", &whole, 500, |bytes| bytes);
}

#[test]
fn damaged_workbooks() {
    survive("a.xlsx", &xlsx::workbook(), 250, |bytes| bytes);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(xlsx::workbook())).unwrap();
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut bytes).unwrap();
        parts.push((part.name().unwrap().into_owned(), bytes));
    }
    for damaged in ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"] {
        let whole = &parts.iter().find(|(name, _)| name == damaged).unwrap().1;
        survive("a.xlsx", whole, 100, |bytes| {
            let part = |(name, whole): &(String, Vec<u8>)| {
                (name.clone(), if name == damaged { bytes.clone() } else { whole.clone() })
            };
            let parts: Vec<(String, Vec<u8>)> = parts.iter().map(part).collect();
            let parts: Vec<(&str, &[u8])> =
                parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
            package(&parts)
        });
    }
}

#[test]
fn damaged_pdf_files() {
    let page = pdf::page();
    survive("a.pdf", &pdf::drawn(&[&page, &page]), 100, |bytes| bytes);
    survive("a.pdf", &page, 100, |page| pdf::drawn(&[&page]));
    survive("a.pdf", pdf::CHROMIUM, 15, |bytes| bytes);
    survive("a.pdf", pdf::LIBREOFFICE, 15, |bytes| bytes);
}
