//! A report that has been read and not yet tested: what is kept of it when its document is let go.

use crate::prose::{self, Passage};
use crate::{Checked, Finding, FindingKind, Place, Reading, Side, tables};
use gongkai_documents::{Block, Document};
use gongkai_domain::reports::Format;
use std::collections::BTreeMap;

/// What was read of one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ReadReport {
    /// What it says.
    pub(crate) reading: Reading,
    /// Its sentences.
    pub(crate) passages: Vec<Passage>,
    /// What was wrong with its tables as tables.
    pub(crate) findings: Vec<Finding>,
    /// The line each table of the document begins at, by its number.
    pub(crate) tables: BTreeMap<usize, usize>,
}

impl ReadReport {
    /// Reads a document; last year's report helps to read digits that ran together.
    pub(crate) fn of(document: &Document, formats: &[Format], previous: Option<&Reading>) -> Self {
        let tabled = tables::read(document, formats, previous);
        let passages = prose::passages(document, &tabled.taken);
        let mut read =
            Self { reading: tabled.reading, passages, findings: tabled.findings, tables: begin_at(document) };
        let mut figures = std::mem::take(&mut read.reading.figures);
        figures.extend(prose::figures(&read.passages));
        figures.sort_by_key(|figure| read.order_of(figure.place));
        read.reading.figures = figures;
        read
    }

    /// Everything wrong with it, in no order.
    pub(crate) fn test(&self, formats: &[Format], previous: Option<&Reading>) -> Vec<Finding> {
        let format = formats.iter().find(|format| Some(&format.id) == self.reading.format.as_ref());
        let mut findings = self.findings.clone();
        findings.extend(tables::test(&self.reading, format, previous));
        let of_prose = prose::test(&self.passages, &self.reading, format);
        let doubled = |finding: &Finding| findings.iter().any(|known| says_already(known, finding));
        let new: Vec<Finding> = of_prose.into_iter().filter(|finding| !doubled(finding)).collect();
        findings.extend(new);
        findings
    }

    /// The report with what is wrong with it: gravest first, then in reading order.
    pub(crate) fn checked(&self, mut findings: Vec<Finding>) -> Checked {
        findings.sort_by_key(|finding| (finding.severity, self.order_of(finding.place)));
        Checked { reading: self.reading.clone(), findings }
    }

    /// What places are sorted by to stand in reading order; cells of a table the document does not have come last.
    fn order_of(&self, place: Place) -> (usize, Place) {
        let line = match place {
            Place::Line { line } => line,
            Place::Cell { table, row, .. } => {
                self.tables.get(&table).map_or(usize::MAX, |first| first + row - 1)
            }
        };
        (line, place)
    }
}

/// Whether a misnamed label is the slip of the pen that was found in its words.
fn says_already(label: &Finding, slip: &Finding) -> bool {
    let (Some(Side::Text(printed)), Some(Side::Text(words))) = (&label.left, &slip.left) else {
        return false;
    };
    (label.kind, slip.kind, label.place) == (FindingKind::Label, FindingKind::Typo, slip.place)
        && printed.contains(words.as_str())
}

fn begin_at(document: &Document) -> BTreeMap<usize, usize> {
    let tables = document.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some((table.number, table.line)),
        Block::Paragraph(_) => None,
    });
    tables.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_in_reading_order() {
        let read = ReadReport { tables: BTreeMap::from([(1, 10), (2, 30)]), ..ReadReport::default() };
        let cell = |table, row| Place::Cell { table, row, column: 1 };
        let mut places =
            vec![cell(9, 1), Place::Line { line: 29 }, cell(2, 1), cell(1, 3), Place::Line { line: 4 }];
        places.sort_by_key(|place| read.order_of(*place));
        assert_eq!(
            places,
            [Place::Line { line: 4 }, cell(1, 3), Place::Line { line: 29 }, cell(2, 1), cell(9, 1)]
        );
    }
}
