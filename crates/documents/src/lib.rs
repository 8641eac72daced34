//! Files that people wrote, read as text and tables: TXT, HTML, DOCX, PDF with a text layer, XLSX.
//!
//! [`read`] takes the bytes of any of them and gives a [`Document`]: paragraphs and tables in the order they are read in.
//! Nothing is interpreted here; what a number means is told by those who read the document. A file that cannot be read is
//! refused with a [`DocumentFault`], within seconds and within a bounded amount of memory, whatever it holds.
//!
//! Each kind has one reader (`text`, `html`, `docx`, `pdf`, `xlsx`). They put what they find into `blocks::Blocks`, which
//! gives every paragraph and table its place, and lay cells out on a `grid::Grid`.

mod blocks;
mod document;
mod docx;
mod encoding;
mod fault;
mod flow;
mod grid;
mod guard;
mod html;
mod kind;
mod open_table;
mod package;
mod pdf;
mod text;
mod xlsx;
mod xml;

pub use document::{Block, Cell, Document, FileKind, Paragraph, Table};
pub use fault::{DocumentFault, OtherKind};

use kind::Content;
use std::sync::Arc;

/// Largest file that is read, in bytes.
pub const LARGEST_FILE: usize = 50 << 20;

/// Reads a file. Its kind is told by its bytes; `name` decides only where they leave it open.
///
/// # Errors
/// Empty, too large, encrypted, scanned, broken or of another kind: each says what to do.
pub fn read(name: &str, bytes: &[u8]) -> Result<Document, DocumentFault> {
    if bytes.is_empty() {
        return Err(DocumentFault::Empty);
    }
    if bytes.len() > LARGEST_FILE {
        return Err(DocumentFault::TooLarge(LARGEST_FILE >> 20));
    }
    let (name, bytes): (String, Arc<[u8]>) = (name.to_owned(), bytes.into());
    guard::guarded(kind::spoken(&bytes), guard::LONGEST, move || read_unguarded(&name, &bytes))
}

/// The letters of a text or a web page: a byte order mark decides, then what the bytes can be, then what was named, by the
/// page itself or by whoever sent it (`named`, a label such as `gb2312`). `None` where it is no text.
pub fn letters(bytes: &[u8], named: Option<&str>) -> Option<String> {
    let sent = named.and_then(|label| encoding_rs::Encoding::for_label(label.trim().as_bytes()));
    encoding::decode(bytes, html::named_encoding(bytes).or(sent))
}

fn read_unguarded(name: &str, bytes: &Arc<[u8]>) -> Result<Document, DocumentFault> {
    match kind::content(name, bytes)? {
        Content::Pdf => pdf::read(bytes),
        Content::Docx(package) => docx::read(&package),
        Content::Xlsx(package) => xlsx::read(bytes, &package),
        Content::Letters => {
            let letters = encoding::decode(bytes, html::named_encoding(bytes));
            let letters = letters.ok_or(DocumentFault::UnknownKind)?;
            match kind::of_letters(name, &letters)? {
                FileKind::Html => html::read(&letters),
                _ => text::read(&letters),
            }
        }
    }
}
