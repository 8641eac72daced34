//! What is wrong with a published annual report (年度报告), whoever wrote it.
//!
//! [`Reading`] is what a report says: its format, body and year, the figure of every cell of the statutory tables that
//! could be read, and the figures its sentences state, each with its place. [`check`] tests it against the same format file
//! the report engine counts with, against itself, and against last year's; what does not agree is a [`Finding`].
//!
//! Tables are read first ([`tables`]), because what belongs to none of them is prose ([`prose`]).

mod finding;
mod place;
mod prose;
mod reading;
mod tables;

pub use finding::{Finding, FindingKind, Severity, Side};
pub use place::Place;
pub use reading::{CellState, ReadCell, Reading, TextFigure};

use gongkai_documents::Document;
use gongkai_domain::reports::Format;

/// A report as it was read, with what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checked {
    /// What it says.
    pub reading: Reading,
    /// What does not agree: gravest first, then in reading order.
    pub findings: Vec<Finding>,
}

/// Reads a report and tests it; `previous` is that of the same body for the year before, where it is at hand.
pub fn check(document: &Document, formats: &[Format], previous: Option<&Reading>) -> Checked {
    let tabled = tables::read(document, formats, previous);
    let passages = prose::passages(document, &tabled.taken);
    let mut reading = tabled.reading;
    reading.figures.extend(prose::figures(&passages));
    reading.figures.sort_by_key(|figure| figure.place);
    let format = formats.iter().find(|format| Some(&format.id) == reading.format.as_ref());
    let mut findings = tabled.findings;
    findings.extend(tables::test(&reading, format, previous));
    findings.extend(prose::test(&passages, &reading, format));
    findings.sort_by_key(|finding| (finding.severity, finding.place));
    Checked { reading, findings }
}
