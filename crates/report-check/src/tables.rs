//! The statutory tables of a report: which format they are of, the figure of every cell, and what is wrong with them.
//!
//! Whatever the container (a grid, one cell to a line, everything run into one paragraph, the text layer of a PDF), a
//! document is first turned into [`marks`] and these into [`tokens`]: labels the format knows, figures, other words.
//! A label and the figures after it are a [`rows::Row`]; [`align`] finds which row of the format each is, by its label
//! where it has one and by its place between others where it has none. [`cells`] fills the cells from the figures; where
//! digits ran together, [`solve`] looks for the only reading under which the format's checks hold.

mod align;
mod aside;
mod cells;
mod checks;
mod crossed;
mod foreign;
mod linear;
mod marks;
mod numerals;
mod recognise;
mod rows;
mod search;
mod sections;
mod sentences;
mod shape;
mod solve;
mod splits;
mod taken;
mod template;
#[cfg(test)]
mod tests;
mod tokens;
mod value;
mod words;

use crate::{CellState, Finding, Place, Reading};
use align::{Found, Known};
use gongkai_documents::Document;
use gongkai_domain::reports::Format;
use marks::Marks;
use rows::Row;
use rust_decimal::Decimal;
use shape::Shape;
use std::collections::BTreeSet;
use std::ops::Range;
use template::Template;
use tokens::Token;

/// What was made of the tables.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Tabled {
    /// Format, body, year and cells; `figures` holds those of tables that are of no format.
    pub(crate) reading: Reading,
    /// What is wrong with the tables as tables, and with the template: rows repeated, missing or misnamed, blanks, sections.
    pub(crate) findings: Vec<Finding>,
    /// What of the document is no prose: rows of a table that were run into text, and lists that explain figures.
    pub(crate) taken: Vec<Taken>,
}

/// A stretch of a paragraph that is a table and no prose, or a table that lists figures with what explains them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Taken {
    /// Which block of the document, from 0.
    pub(crate) block: usize,
    /// Bytes of the paragraph's text; of a table all is meant.
    pub(crate) bytes: Range<usize>,
}

/// Reads the tables; last year's report helps to read digits that ran together.
pub(crate) fn read(document: &Document, formats: &[Format], previous: Option<&Reading>) -> Tabled {
    let marks = Marks::of(document);
    let itself = recognise::itself(document);
    let mut tabled = Tabled::default();
    tabled.reading.body = itself.body;
    tabled.reading.year = itself.year;
    let fitting = formats.iter().filter_map(|format| Fit::of(format, document, &marks));
    let excerpt = marks.sources.iter().any(|source| says_left_out(source.text));
    let fit = fitting.max_by_key(|fit| fit.score);
    let mut known = Vec::new();
    if let Some(fit) = &fit {
        known = taken::regions(&fit.template, &fit.tokens, &fit.rows, &fit.found);
        fit.read(document, &marks, previous, excerpt, &mut tabled);
        let place = tabled.reading.cells.values().map(|cell| cell.place).min();
        let place = place.unwrap_or(Place::Line { line: 1 });
        tabled.findings.extend(sections::template_of_year(fit, formats, tabled.reading.year, place));
    }
    let used: BTreeSet<usize> =
        tabled.reading.cells.values().filter_map(|cell| of_table(cell.place)).collect();
    let foreign = foreign::read(document, &marks, &known, &used);
    known.extend(foreign.marks);
    for range in known {
        taken::add(&marks, range, &mut tabled.taken);
    }
    tabled.reading.figures = foreign.figures;
    tabled.findings.extend(foreign.findings);
    if let Some(fit) = &fit {
        let lists = aside::lists(document, fit.template.format);
        tabled.taken.extend(lists.map(|block| Taken { block, bytes: 0..0 }));
    }
    let in_table: BTreeSet<usize> = tabled.taken.iter().map(|taken| taken.block).collect();
    let is_table = |block: usize| in_table.contains(&block);
    tabled.findings.extend(sections::findings(document, fit.as_ref(), excerpt, &is_table));
    tabled
}

/// The table a place is in.
const fn of_table(place: Place) -> Option<usize> {
    match place {
        Place::Cell { table, .. } => Some(table),
        Place::Line { .. } => None,
    }
}

/// Whether a text says that something is left out of it.
fn says_left_out(text: &str) -> bool {
    ["[…]", "[...]", "[……]", "（下略）", "（以下略）", "（中略）"].iter().any(|mark| text.contains(mark))
}

/// Whether a reading is that of the year before another, as far as both say.
fn follows(reading: &Reading, previous: &Reading) -> bool {
    match (reading.year, previous.year) {
        (Some(year), Some(before)) => year == before + 1,
        _ => true,
    }
}

/// What last year's report says in the cell that answers to `code`.
fn last_year(format: &Format, previous: &Reading, code: &str) -> Option<Decimal> {
    let code = format.previous_code(previous.format.as_deref()?, code)?;
    match previous.cells.get(&code)?.state {
        CellState::Number(number) => Some(number),
        CellState::NotApplicable | CellState::Blank | CellState::Ambiguous(_) => None,
    }
}

/// A format laid over a document.
struct Fit<'f> {
    template: Template<'f>,
    tokens: Vec<Token>,
    rows: Vec<Row>,
    found: Vec<Found>,
    /// Rows without a label of which it cannot be told which they are.
    uncertain: Vec<Found>,
    /// The tables that repeat figures in another shape.
    aside: BTreeSet<usize>,
    score: i32,
}

impl<'f> Fit<'f> {
    /// The fit, if enough of one table of the format is found to say that the report has it.
    fn of(format: &'f Format, document: &Document, marks: &Marks<'_>) -> Option<Self> {
        const ROWS: usize = 4;
        let template = Template::of(format);
        let tokens = tokens::tokens(marks, &template);
        let aside = aside::tables(document, format);
        let mut rows = rows::rows(marks, &tokens);
        rows.retain(|row| {
            let source = marks.source(row.marks.start);
            source.and_then(|source| of_table(source.place)).is_none_or(|table| !aside.contains(&table))
        });
        let (found, uncertain) = align::align(&template, marks, &rows);
        let enough = (0..format.tables.len()).any(|table| {
            let of_table = template.rows.iter().filter(|row| row.table == table).count();
            let known = |found: &&Found| found.by > Known::Place && template.rows[found.row].table == table;
            let known = found.iter().filter(known).count();
            known >= ROWS && known * 10 >= of_table * 6
        });
        let score = align::worth(&template, marks, &rows, &tokens, &found);
        enough.then_some(Self { template, tokens, rows, found, uncertain, aside, score })
    }

    /// Reads the cells, and says what is wrong with the tables.
    fn read(
        &self,
        document: &Document,
        marks: &Marks<'_>,
        previous: Option<&Reading>,
        excerpt: bool,
        tabled: &mut Tabled,
    ) {
        let format = self.template.format;
        let previous = previous.filter(|previous| follows(&tabled.reading, previous));
        let last = |code: &str| last_year(format, previous?, code);
        let cells = cells::read(self, document, marks, &last);
        tabled.findings = Shape { fit: self, marks, cells: &cells, excerpt }.findings();
        tabled.reading.format = Some(format.id.clone());
        tabled.reading.cells = cells.read;
    }
}

/// Tests the cells against the format's checks, and against last year's.
pub(crate) fn test(reading: &Reading, format: Option<&Format>, previous: Option<&Reading>) -> Vec<Finding> {
    let previous = previous.filter(|previous| follows(reading, previous));
    let mut findings = foreign::test(reading, previous);
    let Some(format) = format else { return findings };
    let last = |code: &str| last_year(format, previous?, code);
    findings.extend(checks::test(&Template::of(format), reading, &last));
    findings
}
