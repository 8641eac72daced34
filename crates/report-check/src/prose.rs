//! The sentences of a report: the figures they state, and whether these agree with one another and with the tables.

use crate::tables::Taken;
use crate::{Finding, Reading, TextFigure};
use gongkai_documents::Document;
use gongkai_domain::reports::Format;

/// Text that is read as one piece: a paragraph, or several where the layout broke one apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Passage {
    /// Its text.
    pub(crate) text: String,
    /// Where each line begins in it: byte and line, in order; the first byte is 0.
    pub(crate) lines: Vec<(usize, usize)>,
}

/// What is left of the document when its tables are taken out.
pub(crate) fn passages(document: &Document, taken: &[Taken]) -> Vec<Passage> {
    let _ = (document, taken);
    Vec::new()
}

/// The figures the sentences state, in reading order.
pub(crate) fn figures(passages: &[Passage]) -> Vec<TextFigure> {
    let _ = passages;
    Vec::new()
}

/// Tests the sentences against one another and against the cells.
pub(crate) fn test(passages: &[Passage], reading: &Reading, format: Option<&Format>) -> Vec<Finding> {
    let _ = (passages, reading, format);
    Vec::new()
}
