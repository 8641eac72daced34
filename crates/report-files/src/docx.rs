//! DOCX: the report as it is handed in, set as official documents are (GB/T 9704-2012), with real headings and tables.
//!
//! Written by hand over [`xml`], because what an office needs of it — heads repeated on every page, language, the
//! properties of the file, odd and even feet — is a small part of the format, and must be the same bytes every time.
//! Charts are left out: each stands beside a table that has the same numbers.

mod appendix;
mod body;
mod cover;
mod ending;
mod package;
mod page;
mod styles;
mod tables;
mod widths;
mod xml;

use crate::{FileFault, Printing, Publication};
use body::Document;

/// A report as a word-processor document.
///
/// The checking copy has every figure lead to a list at its end, which says its code, its exact value and what it
/// means, and the verdicts of the checks.
pub fn docx(publication: &Publication, printing: Printing) -> Result<Vec<u8>, FileFault> {
    let mut document = Document::new(publication, printing);
    cover::write(&mut document);
    document.sections();
    ending::write(&mut document);
    if printing == Printing::Checking {
        appendix::write(&mut document);
    }
    package::pack(publication, document)
}
