//! Files that are to be published beside a text: what each is, what it says, what it holds that nobody sees, and a copy
//! of it without that.
//!
//! [`examine`] tells the kind of a file by its bytes, refuses one whose name says another or that could do something
//! when it is opened, and gives its text and everything hidden in it: properties that name a person, comments, tracked
//! changes, hidden sheets, notes, embedded files. [`Examined::read`] is all of it read for personal data and marks of
//! secrecy. [`stripped`] makes the copy that may be published.

mod archive;
mod examined;
mod fault;
mod kind;
mod ofd;
mod office;
mod package;
mod pdf;
mod picture;
mod xml;

pub use examined::{Examined, Found, Hidden, HiddenKind, Part, PartName, Whereabouts};
pub use fault::AttachmentFault;
pub use kind::Kind;

use gongkai_documents::{Block, Document, DocumentFault, FileKind};

/// Largest file that is examined, in bytes.
pub const LARGEST: usize = 200 << 20;

/// Examines a file; `name` is what it was called where it came from.
///
/// # Errors
/// Empty, too large, encrypted, broken, of a kind that is not published, or called another than it is: each says what
/// to do.
pub fn examine(name: &str, bytes: &[u8]) -> Result<Examined, AttachmentFault> {
    if bytes.is_empty() {
        return Err(AttachmentFault::Empty);
    }
    if bytes.len() > LARGEST {
        return Err(AttachmentFault::TooLarge(LARGEST >> 20));
    }
    let kind = kind::of(bytes)?;
    kind::is_called(kind, name)?;
    let mut hidden = Vec::new();
    let mut parts = Vec::new();
    let text = match kind {
        Kind::Pdf => {
            pdf::look(bytes, &mut hidden)?;
            document(name, bytes, &mut hidden, &mut parts)?
        }
        Kind::Docx | Kind::Xlsx => {
            office::look(kind, bytes, &mut hidden)?;
            document(name, bytes, &mut hidden, &mut parts)?
        }
        Kind::Pptx => {
            office::look(kind, bytes, &mut hidden)?;
            office::slides(bytes, &mut parts)?
        }
        Kind::Ofd => ofd::look(bytes, &mut hidden)?,
        Kind::Png | Kind::Jpeg => {
            picture::look(kind, bytes, &mut hidden)?;
            String::new()
        }
        Kind::Zip => archive::look(bytes, &mut hidden, &mut parts)?,
    };
    Ok(Examined { name: name.to_owned(), kind, text, parts, hidden })
}

/// A copy of a file without what names persons behind it: properties of a document, places of a photograph. What is part
/// of its content — comments, hidden sheets, tracked changes — stays, and stays a finding: who wrote the file must
/// decide about it.
///
/// # Errors
/// As [`examine`]; also where the copy could not be made.
pub fn stripped(kind: Kind, bytes: &[u8]) -> Result<Vec<u8>, AttachmentFault> {
    match kind {
        Kind::Pdf => pdf::stripped(bytes),
        Kind::Docx | Kind::Xlsx | Kind::Pptx => office::stripped(bytes),
        Kind::Ofd => ofd::stripped(bytes),
        Kind::Png | Kind::Jpeg => picture::stripped(kind, bytes),
        Kind::Zip => archive::stripped(bytes),
    }
}

/// The text of a document; where there is none that a machine can read, somebody must look.
fn document(
    name: &str,
    bytes: &[u8],
    hidden: &mut Vec<Hidden>,
    parts: &mut Vec<Part>,
) -> Result<String, AttachmentFault> {
    match gongkai_documents::read(name, bytes) {
        Ok(document) => Ok(text_of(&document, parts)),
        Err(DocumentFault::Empty) => Ok(String::new()),
        Err(DocumentFault::Encrypted) => Err(AttachmentFault::Encrypted),
        Err(
            fault @ (DocumentFault::Scanned
            | DocumentFault::TooLarge(_)
            | DocumentFault::TooMuch
            | DocumentFault::TooSlow(_)),
        ) => {
            hidden.push(Hidden::new(HiddenKind::Unread, "", fault.to_string()));
            Ok(String::new())
        }
        Err(_) => Err(AttachmentFault::Broken),
    }
}

fn text_of(document: &Document, parts: &mut Vec<Part>) -> String {
    let mut text = String::new();
    let mut lines = 1;
    let mut pages = document.pages.iter().zip(1..).peekable();
    for (at, block) in document.blocks.iter().enumerate() {
        while let Some((_, page)) = pages.next_if(|(before, _)| **before <= at) {
            parts.push(Part { line: lines, name: PartName::Page(page) });
        }
        let begins = text.len();
        match block {
            Block::Paragraph(paragraph) => {
                // In a workbook, a paragraph is the name of the sheet that follows.
                if document.kind == FileKind::Xlsx {
                    parts.push(Part { line: lines, name: PartName::Sheet(paragraph.text.clone()) });
                }
                text.push_str(&paragraph.text);
            }
            Block::Table(table) => {
                let rows = table
                    .rows
                    .iter()
                    .map(|row| row.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("\t"));
                text.push_str(&rows.collect::<Vec<_>>().join("\n"));
            }
        }
        text.push('\n');
        lines += text[begins..].matches('\n').count();
    }
    text
}

#[cfg(test)]
mod tests;
