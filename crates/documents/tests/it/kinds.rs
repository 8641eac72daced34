//! What a file is, and what is said of one that is not read.

use crate::office::package;
use gongkai_documents::{DocumentFault, FileKind, LARGEST_FILE, OtherKind, read};
use std::time::{Duration, Instant};

fn fault(name: &str, bytes: &[u8]) -> DocumentFault {
    read(name, bytes).unwrap_err()
}

#[test]
fn empty_and_enormous_files_are_refused_at_once() {
    assert_eq!(fault("a.docx", b""), DocumentFault::Empty);
    assert_eq!(fault("a.txt", " \n\u{feff}\u{3000}".as_bytes()), DocumentFault::Empty);
    let enormous = vec![b'a'; 200 << 20];
    let start = Instant::now();
    assert_eq!(fault("a.pdf", &enormous), DocumentFault::TooLarge(LARGEST_FILE >> 20));
    assert!(start.elapsed() < Duration::from_millis(200));
}

#[test]
fn files_that_hold_too_much_are_refused() {
    let too_much = |name: &str, piece: &str, times: usize| {
        assert_eq!(fault(name, piece.repeat(times).as_bytes()), DocumentFault::TooMuch, "{name}");
    };
    too_much("lines.txt", "a\n", 550_000);
    too_much("cells.txt", "|||||||||||||||||||||||||||||||||\n", 65_000);
    too_much("tags.html", "<html>", 1_100_000);
}

#[test]
fn content_counts_and_the_name_does_not() {
    assert_eq!(read("报告.pdf", "一、总体情况".as_bytes()).unwrap().kind, FileKind::Text);
    assert_eq!(read("报告.txt", b"<html><p>a</html>").unwrap().kind, FileKind::Html);
    assert_eq!(read("报告.txt", "2 < 3，见<br>一栏".as_bytes()).unwrap().kind, FileKind::Text);
    assert_eq!(read("报告.html", "一<br>二".as_bytes()).unwrap().kind, FileKind::Html);
}

#[test]
fn kinds_that_are_not_read_are_named() {
    let compound = |stream: &str| {
        let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
        bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    let holding = |name: &str| package(&[(name, b"<x/>")]);
    let cases: [(&str, Vec<u8>, OtherKind); 14] = [
        ("a.docx", compound("WordDocument"), OtherKind::OldWord),
        ("a.wps", compound("WordDocument"), OtherKind::Wps),
        ("a.doc", compound("Workbook"), OtherKind::OldExcel),
        ("a.doc", compound("other"), OtherKind::OldOffice),
        ("a.ofd", holding("OFD.xml"), OtherKind::Ofd),
        ("a.odt", holding("content.xml"), OtherKind::OpenDocument),
        ("a.pptx", holding("ppt/presentation.xml"), OtherKind::Slides),
        ("a.xlsb", holding("xl/workbook.bin"), OtherKind::BinaryWorkbook),
        ("a.zip", holding("report.xml"), OtherKind::Archive),
        ("a.jpg", b"\xff\xd8\xff\xe0\0".to_vec(), OtherKind::Picture),
        ("a.rar", b"Rar!\x1a\x07".to_vec(), OtherKind::Archive),
        ("a.rtf", b"{\\rtf1".to_vec(), OtherKind::RichText),
        ("a.mht", b"MIME-Version: 1.0\r\n".to_vec(), OtherKind::WebArchive),
        ("a.json", b"{\"a\":1}".to_vec(), OtherKind::Data),
    ];
    for (name, bytes, kind) in cases {
        assert_eq!(fault(name, &bytes), DocumentFault::OtherKind(kind), "{name}");
    }
    assert_eq!(fault("a.docx", &compound("EncryptedPackage")), DocumentFault::Encrypted);
    let noise: Vec<u8> = (0..3_000u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 11) as u8).collect();
    assert_eq!(fault("a.txt", &noise), DocumentFault::UnknownKind);
    assert_eq!(
        fault("a.doc", &compound("WordDocument")).to_string(),
        "这是旧版 Word 文件（.doc），请另存为 .docx / this is an old Word file (.doc); save it as .docx"
    );
}
