//! The statutory tables of a report: which format they are of, the figure of every cell, and what is wrong with them.

use crate::{Finding, Reading};
use gongkai_documents::Document;
use gongkai_domain::reports::Format;
use std::ops::Range;

/// What was made of the tables.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Tabled {
    /// Format, body, year and cells; `figures` holds those of tables that are of no format.
    pub(crate) reading: Reading,
    /// What is wrong with the tables as tables, and with the template: rows repeated, missing or misnamed, blanks, sections.
    pub(crate) findings: Vec<Finding>,
    /// What of the document's paragraphs belongs to a table whose rows were run into text.
    pub(crate) taken: Vec<Taken>,
}

/// A stretch of a paragraph that is a table and no prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Taken {
    /// Which block of the document, from 0; always a paragraph.
    pub(crate) block: usize,
    /// Bytes of its text.
    pub(crate) bytes: Range<usize>,
}

/// Reads the tables.
pub(crate) fn read(document: &Document, formats: &[Format]) -> Tabled {
    let _ = (document, formats);
    Tabled::default()
}

/// Tests the cells against the format's checks, and against last year's.
pub(crate) fn test(reading: &Reading, format: Option<&Format>, previous: Option<&Reading>) -> Vec<Finding> {
    let _ = (reading, format, previous);
    Vec::new()
}
