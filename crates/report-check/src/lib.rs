//! What is wrong with a published annual report (年度报告), whoever wrote it.
//!
//! [`Reading`] is what a report says: its format, body and year, the figure of every cell of the statutory tables that
//! could be read, and the figures its sentences state, each with its place. [`check`] tests it against the same format file
//! the report engine counts with, against itself, and against last year's; what does not agree is a [`Finding`].
//!
//! Many reports are checked at once by [`together()`], which finds last year's among them.
//!
//! Tables are read first ([`tables`]), because what belongs to none of them is prose ([`prose`]).

mod finding;
mod json;
mod place;
mod prose;
mod quote;
mod read_report;
mod reading;
mod tables;
mod together;
mod words;

pub use finding::{Finding, FindingKind, Severity, Side};
pub use json::to_json;
pub use place::Place;
pub use quote::Piece;
pub use reading::{CellState, ReadCell, Reading, TextFigure};
pub use together::{CheckedFile, follows, odd_pair, together, worst_first};
pub use words::SUMMARY_TITLE;

use read_report::ReadReport;

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

/// What a report says, not tested.
pub fn read(document: &Document, formats: &[Format]) -> Reading {
    ReadReport::of(document, formats, None).reading
}

/// Reads a report and tests it; `previous` is that of the same body for the year before, where it is at hand.
pub fn check(document: &Document, formats: &[Format], previous: Option<&Reading>) -> Checked {
    let report = ReadReport::of(document, formats, previous);
    let findings = report.test(formats, previous);
    report.checked(findings)
}
