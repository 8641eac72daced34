//! Files that people wrote, read as text and tables: TXT, HTML, DOCX, PDF with a text layer, XLSX.
//!
//! [`read`] takes the bytes of any of them and gives a [`Document`]: paragraphs and tables in the order they are read in.
//! Nothing is interpreted here; what a number means is told by those who read the document. A file that cannot be read is
//! refused with a [`DocumentFault`], within seconds and within a bounded amount of memory, whatever it holds.

mod document;
mod fault;

pub use document::{Block, Cell, Document, FileKind, Paragraph, Table};
pub use fault::DocumentFault;

/// Reads a file. Its kind is told by its bytes; `name` decides only where they leave it open.
///
/// # Errors
/// Empty, too large, encrypted, scanned, broken or of another kind: each says what to do.
pub fn read(name: &str, bytes: &[u8]) -> Result<Document, DocumentFault> {
    let _ = (name, bytes);
    Err(DocumentFault::Empty)
}
