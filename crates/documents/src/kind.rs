//! What kind of file it is: by its content, and by its name only where the content leaves it open.

use crate::fault::OtherKind;
use crate::package::Package;
use crate::{DocumentFault, FileKind};

/// Files that begin unlike anything that is read.
const BEGINNINGS: [(&[u8], OtherKind); 17] = [
    (b"\x89PNG", OtherKind::Picture),
    (b"\xff\xd8\xff", OtherKind::Picture),
    (b"GIF8", OtherKind::Picture),
    (b"BM", OtherKind::Picture),
    (b"II*\0", OtherKind::Picture),
    (b"MM\0*", OtherKind::Picture),
    (b"RIFF", OtherKind::Picture),
    (b"Rar!", OtherKind::Archive),
    (b"7z\xbc\xaf\x27\x1c", OtherKind::Archive),
    (b"\x1f\x8b", OtherKind::Archive),
    (b"BZh", OtherKind::Archive),
    (b"\xfd7zXZ", OtherKind::Archive),
    (b"PK\x05\x06", OtherKind::Archive),
    (b"{\\rtf", OtherKind::RichText),
    (b"MIME-Version:", OtherKind::WebArchive),
    (b"From: <Saved by", OtherKind::WebArchive),
    (b"SQLite format 3", OtherKind::Data),
];

/// The container of Office before 2007.
const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// What a file is, opened as far as it took to tell.
#[derive(Debug)]
pub(crate) enum Content {
    /// A PDF, its heading found at the beginning.
    Pdf,
    /// A Word document.
    Docx(Package),
    /// A workbook.
    Xlsx(Package),
    /// Anything made of letters.
    Letters,
}

/// Tells what a file is.
pub(crate) fn content(name: &str, bytes: &[u8]) -> Result<Content, DocumentFault> {
    // A PDF may have other bytes before its heading, as mail programs leave them.
    let head = &bytes[..bytes.len().min(1_024)];
    if head.windows(5).any(|window| window == b"%PDF-") {
        return Ok(Content::Pdf);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return packaged(Package::open(bytes)?);
    }
    if bytes.starts_with(COMPOUND) {
        return Err(compound(name, bytes));
    }
    // Two letters are a word as well as a picture; the picture has a length behind them.
    let is_bitmap = |kind: &[u8]| kind != b"BM" || bytes.get(6..10) == Some(&[0; 4]);
    let other = BEGINNINGS.iter().find(|(beginning, _)| bytes.starts_with(beginning) && is_bitmap(beginning));
    match other {
        Some((_, kind)) => Err(DocumentFault::OtherKind(*kind)),
        None => Ok(Content::Letters),
    }
}

/// What to call a file that turns out to be broken.
pub(crate) fn spoken(bytes: &[u8]) -> &'static str {
    if bytes.starts_with(b"PK") {
        "ZIP"
    } else if bytes.starts_with(b"%PDF") {
        "PDF"
    } else {
        "HTML"
    }
}

/// What a ZIP file holds.
fn packaged(package: Package) -> Result<Content, DocumentFault> {
    let other = if package.has("word/document.xml") {
        return Ok(Content::Docx(package));
    } else if package.has("xl/workbook.xml") {
        return Ok(Content::Xlsx(package));
    } else if package.has("OFD.xml") {
        OtherKind::Ofd
    } else if package.has("xl/workbook.bin") {
        OtherKind::BinaryWorkbook
    } else if package.has("ppt/presentation.xml") {
        OtherKind::Slides
    } else if package.has("content.xml") {
        OtherKind::OpenDocument
    } else if package.has("[Content_Types].xml") {
        // Word may name its main part as it likes, and says in the types which it is.
        return Ok(Content::Docx(package));
    } else {
        OtherKind::Archive
    };
    Err(DocumentFault::OtherKind(other))
}

/// What an OLE container holds, by the names in its directory, which are in UTF-16.
fn compound(name: &str, bytes: &[u8]) -> DocumentFault {
    let holds = |stream: &str| {
        let wide: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    if holds("EncryptedPackage") || holds("EncryptionInfo") {
        return DocumentFault::Encrypted;
    }
    DocumentFault::OtherKind(if ending(name) == "wps" {
        OtherKind::Wps
    } else if holds("WordDocument") {
        OtherKind::OldWord
    } else if holds("Workbook") {
        OtherKind::OldExcel
    } else {
        OtherKind::OldOffice
    })
}

/// Whether letters are a web page or plain text.
pub(crate) fn of_letters(name: &str, text: &str) -> Result<FileKind, DocumentFault> {
    let start = text.trim_start_matches(crate::blocks::is_blank);
    let head: String = start.chars().take(4_000).flat_map(char::to_lowercase).collect();
    let tags = [
        "<!doctype html",
        "<html",
        "<table",
        "<head",
        "<body",
        "<div",
        "<p>",
        "<p ",
        "<br",
        "<span",
        "<meta",
    ];
    let tagged = tags.iter().any(|tag| head.contains(tag));
    let named = matches!(ending(name).as_str(), "html" | "htm" | "shtml" | "xhtml");
    if tagged && (head.starts_with('<') || named) {
        return Ok(FileKind::Html);
    }
    if head.starts_with("<?xml")
        || ((head.starts_with('{') || head.starts_with('[')) && ending(name) == "json")
    {
        return Err(DocumentFault::OtherKind(OtherKind::Data));
    }
    // A page whose first screen is one long script still begins with a bracket.
    if named && head.starts_with('<') { Ok(FileKind::Html) } else { Ok(FileKind::Text) }
}

/// What a name ends in, in small letters.
fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
}
