//! The sentences of a report: the figures they state, and whether these agree with one another and with the tables.
//!
//! A [`Passage`] is read as a [`text::Text`]: widths evened out, layout spaces dropped. [`numbers`] finds the numbers in it,
//! [`stated`] what each of them counts, [`partitions`] which of them are said to be parts of which. The words that tie a
//! sentence to a cell, the scopes and the partitions that are law are data: [`vocabulary`].

mod announced;
mod bodies;
mod cells;
mod completeness;
pub(crate) mod copies;
mod dates;
mod denials;
mod identities;
mod naming;

mod numbers;
mod numerals;
mod partitions;
mod passages;
mod percents;
mod runs;
mod shares;
mod slips;
mod spelling;
mod stated;
mod sums;
mod text;
mod ties;
mod twice;
mod vocabulary;

#[cfg(test)]
mod tests;

pub(crate) use passages::passages;

use crate::{Finding, FindingKind, Place, Reading, Severity, Side, TextFigure};
use gongkai_domain::reports::Format;
use gongkai_domain::says::Says;
use stated::Prose;
use std::ops::Range;
use text::Text;
use vocabulary::Vocabulary;

/// Text that is read as one piece: a paragraph, or several where the layout broke one apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Passage {
    /// Its text.
    pub(crate) text: String,
    /// Where each line begins in it: byte and line, in order; the first byte is 0.
    pub(crate) lines: Vec<(usize, usize)>,
}

/// The figures the sentences state, in reading order.
pub(crate) fn figures(passages: &[Passage]) -> Vec<TextFigure> {
    let prose = Prose::read(passages);
    prose.stated.iter().map(|stated| stated.as_figure(&prose)).collect()
}

/// Tests the sentences against one another and against the cells.
pub(crate) fn test(passages: &[Passage], reading: &Reading, format: Option<&Format>) -> Vec<Finding> {
    let Some(words) = Vocabulary::built_in() else { return Vec::new() };
    let prose = Prose::read(passages);
    let groups = partitions::groups(&prose, words);
    let mut findings = sums::test(&prose, &groups, words);
    findings.extend(percents::test(&prose, &groups));
    findings.extend(shares::test(&prose, words));
    findings.extend(identities::test(&prose, words));
    let tied = ties::tie(&prose, reading, words);
    findings.extend(ties::test(&prose, &tied, reading, format, words));
    findings.extend(twice::test(&prose, &tied, &groups, words));
    findings.extend(completeness::test(&prose, &tied, reading, format, words));
    findings.extend(slips::test(&prose, words));
    findings.extend(spelling::test(&prose, words));
    findings.extend(dates::test(&prose, reading));
    findings.extend(bodies::test(&prose, reading));
    findings
}

/// What every rule of this module says of a stretch of text.
struct Remark {
    severity: Severity,
    kind: FindingKind,
    left: Option<Side>,
    right: Option<Side>,
    cells: Vec<String>,
    says: Says,
}

impl Remark {
    /// A remark about words only.
    fn of_words(severity: Severity, kind: FindingKind, says: Says) -> Self {
        Self { severity, kind, left: None, right: None, cells: Vec::new(), says }
    }

    /// The finding at these characters of the text.
    fn at(self, text: &Text<'_>, at: Range<usize>) -> Finding {
        Finding {
            severity: self.severity,
            kind: self.kind,
            place: Place::Line { line: text.line(at.start) },
            left: self.left,
            right: self.right,
            quote: text.quote(at),
            cells: self.cells,
            says: self.says,
        }
    }
}
