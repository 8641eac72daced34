//! Tables of a document that are of no known format.

use super::super::numerals;
use super::super::rows::UNITS;
use super::super::value::Value;
use super::{ForeignRow, ForeignTable};
use crate::Place;
use gongkai_documents::{Block, Cell, Document, Table};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// The most rows that are read of a table, and the most columns.
const ROWS: usize = 2000;
const COLUMNS: usize = 40;

/// The figures of a row by column.
type Figures = BTreeMap<usize, (Decimal, Place)>;

/// The tables whose numbers are not in `used`.
pub(super) fn tables(document: &Document, used: &BTreeSet<usize>) -> Vec<ForeignTable> {
    let tables = document.blocks.iter().filter_map(|block| match block {
        Block::Table(table) if !used.contains(&table.number) => Some(foreign(table)),
        Block::Table(_) | Block::Paragraph(_) => None,
    });
    tables.filter(|table| !table.rows.is_empty()).collect()
}

fn foreign(table: &Table) -> ForeignTable {
    let figured: BTreeSet<usize> = table
        .rows
        .iter()
        .take(ROWS)
        .flatten()
        .filter(|cell| number(&cell.text).is_some())
        .map(|cell| cell.column)
        .collect();
    let mut labels: BTreeMap<usize, (usize, &Cell)> = BTreeMap::new();
    let mut rows: Vec<(ForeignRow, Figures)> = Vec::new();
    for cells in table.rows.iter().take(ROWS) {
        let mut row = ForeignRow::default();
        let mut values = Figures::new();
        for cell in cells.iter().filter(|cell| cell.column <= COLUMNS) {
            let place = Place::Cell { table: table.number, row: cell.row, column: cell.column };
            match number(&cell.text) {
                Some(value) => {
                    values.insert(cell.column, (value, place));
                }
                None if UNITS.contains(&cell.text.trim()) => cell.text.trim().clone_into(&mut row.unit),
                None if !cell.text.trim().is_empty() => {
                    labels.insert(cell.column, (cell.row + cell.rows, cell));
                }
                None => {}
            }
        }
        // A serial number before the label is no figure.
        let Some(label) = label_of(cells, &labels, &values) else { continue };
        values.retain(|column, _| *column > label.column);
        if values.is_empty() {
            continue;
        }
        let (number, words) = numerals::split(&label.text);
        row.part = label.text.trim_start().starts_with("其中");
        (row.number, row.label) = (number, words.split_whitespace().collect());
        row.quote = cells
            .iter()
            .map(|cell| cell.text.trim())
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        rows.push((row, values));
    }
    let columns: BTreeSet<usize> = rows.iter().flat_map(|(_, values)| values.keys().copied()).collect();
    let heads = columns.iter().map(|column| head(table, *column, &figured)).collect();
    let filled = |(mut row, values): (ForeignRow, Figures)| {
        row.values = columns.iter().map(|column| values.get(column).copied()).collect();
        row
    };
    ForeignTable { rows: rows.into_iter().map(filled).collect(), columns: heads }
}

/// The label of a row: the last words before its last run of figures, in the row itself or reaching down into it.
fn label_of<'t>(
    cells: &[Cell],
    labels: &BTreeMap<usize, (usize, &'t Cell)>,
    values: &Figures,
) -> Option<&'t Cell> {
    let row = cells.first()?.row;
    let last = values.keys().next_back()?;
    let reaching = labels.iter().filter(|(column, (until, _))| *column < last && *until > row);
    reaching.map(|(_, (_, cell))| *cell).next_back()
}

/// The words above a column.
fn head(table: &Table, column: usize, figured: &BTreeSet<usize>) -> String {
    let first = table
        .rows
        .iter()
        .flatten()
        .filter(|cell| figured.contains(&cell.column) && number(&cell.text).is_some());
    let until = first.map(|cell| cell.row).min().unwrap_or(1);
    let mut above = table.rows.iter().take(ROWS).flatten().filter(|cell| {
        cell.row < until
            && cell.column <= column
            && column < cell.column + cell.columns
            && !cell.text.trim().is_empty()
    });
    above.next_back().map_or_else(String::new, |cell| cell.text.split_whitespace().collect())
}

/// The number a cell says.
fn number(text: &str) -> Option<Decimal> {
    match Value::of_cell(text)?.0 {
        Value::Number(number) => Some(number),
        Value::NotApplicable | Value::Blank => None,
    }
}
