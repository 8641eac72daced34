//! Tables of no known format: their labelled figures, and whether named parts fit their whole.
//!
//! Two containers are read: tables of the document, and rows run into text below a head that names its unit and columns
//! (`指标名称计量单位2012年度历年累计`). Where digits of several columns ran together, the sums that must hold in any such
//! table tell how to part them: parts do not exceed their whole, nor a year what has accumulated.

mod grid;
mod parts;
mod running;

use super::marks::Marks;
use crate::{Finding, Place, Reading, TextFigure};
use gongkai_documents::Document;
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use std::ops::Range;

use parts::accumulate;

/// A row of such a table.
#[derive(Clone, Debug, Default, PartialEq)]
struct ForeignRow {
    /// Its label without number.
    label: String,
    /// The number of the label.
    number: Option<String>,
    /// Whether it is called a part of the row before it (其中).
    part: bool,
    /// Its unit.
    unit: String,
    /// The row as printed.
    quote: String,
    /// One figure for each column; nothing where there is none, or where it cannot be told.
    values: Vec<Option<(Decimal, Place)>>,
}

/// A table of no known format.
#[derive(Clone, Debug, Default, PartialEq)]
struct ForeignTable {
    /// The heads of its columns of figures.
    columns: Vec<String>,
    /// Its rows.
    rows: Vec<ForeignRow>,
}

/// What was read.
#[derive(Default)]
pub(super) struct Foreign {
    /// The figures.
    pub(super) figures: Vec<TextFigure>,
    /// What is wrong within the tables.
    pub(super) findings: Vec<Finding>,
    /// The marks that belong to such tables.
    pub(super) marks: Vec<Range<usize>>,
}

/// Reads the tables whose marks are not in `known`, and whose numbers are not in `used`.
pub(super) fn read(
    document: &Document,
    marks: &Marks<'_>,
    known: &[Range<usize>],
    used: &BTreeSet<usize>,
) -> Foreign {
    let mut foreign = Foreign::default();
    let mut tables = grid::tables(document, used);
    for (range, table) in running::tables(marks, known, &mut foreign.findings) {
        foreign.marks.push(range);
        tables.push(table);
    }
    for table in &tables {
        foreign.figures.extend(figures(table));
        foreign.findings.extend(parts::test(table));
    }
    foreign
}

/// The figures of a table, each called by its row and, of several columns, by its column.
fn figures(table: &ForeignTable) -> Vec<TextFigure> {
    let mut figures = Vec::new();
    for row in &table.rows {
        for (column, value) in row.values.iter().enumerate() {
            let Some((value, place)) = value else { continue };
            let head = table.columns.get(column).map_or("", String::as_str);
            let label = called(&row.label, head, table.columns.len());
            let (value, unit, quote) = (*value, row.unit.clone(), row.quote.clone());
            figures.push(TextFigure { label, value, unit, quote, place: *place });
        }
    }
    figures
}

/// What a figure is called: `LABEL`, or `LABEL（COLUMN）` where there are several columns.
fn called(label: &str, column: &str, columns: usize) -> String {
    if columns < 2 || column.is_empty() { label.to_owned() } else { format!("{label}（{column}）") }
}

/// Tests what has accumulated against last year's report.
pub(super) fn test(reading: &Reading, previous: Option<&Reading>) -> Vec<Finding> {
    previous.map_or_else(Vec::new, |previous| accumulate(reading, previous))
}
