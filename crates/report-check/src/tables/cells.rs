//! The cells of the template with what the document says in them.

use super::Fit;
use super::crossed;
use super::linear::Linear;
use super::marks::{Marks, fold};
use super::numerals;
use super::rows::{Printed, Row};
use super::solve::{Solved, Unsure, Values, solve};
use super::splits::Piece;
use super::template::{Template, TemplateRow};
use super::tokens::Figure;
use super::value::Value;
use crate::{CellState, Place, ReadCell};
use gongkai_documents::{Block, Cell, Document, Table};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// The cells that were read.
#[derive(Default)]
pub(super) struct Cells {
    /// By code.
    pub(super) read: BTreeMap<String, ReadCell>,
    /// Rows whose digits ran together and can be read in several ways.
    pub(super) ambiguous: Vec<Ambiguous>,
}

/// A row whose digits ran together and can be read in several ways.
pub(super) struct Ambiguous {
    /// Which row of the template.
    pub(super) row: usize,
    /// In how many ways.
    pub(super) ways: usize,
    /// As printed.
    pub(super) printed: String,
    /// Where.
    pub(super) place: Place,
}

/// Reads the cells of the rows found; `previous` gives last year's number for a code of the format.
pub(super) fn read(
    fit: &Fit<'_>,
    document: &Document,
    marks: &Marks<'_>,
    previous: &impl Fn(&str) -> Option<Decimal>,
) -> Cells {
    let Fit { template, rows, found, aside, .. } = fit;
    let mut cells = Cells::default();
    let mut known = Values::new();
    let (mut unsure, mut unsure_at) = (Vec::new(), Vec::new());
    for here in found {
        let (row, wanted) = (&rows[here.at], &template.rows[here.row]);
        match filling(template, document, marks, row, wanted) {
            Filling::Cells(printed) => {
                for (code, printed) in wanted.cells.iter().zip(printed) {
                    let unit = template.format.cell(code).map_or("", |cell| &cell.unit);
                    if let Some((value, cell)) = printed.and_then(|printed| read_one(marks, printed, unit)) {
                        known.insert(code, value);
                        cells.read.insert((*code).to_owned(), cell);
                    }
                }
            }
            Filling::Together => {
                unsure.push(Unsure {
                    cells: wanted.cells.clone(),
                    money: wanted.money.clone(),
                    pieces: row.figures.iter().map(piece).collect(),
                    told: told(template, marks, rows, wanted),
                });
                unsure_at.push(*here);
            }
            Filling::Nothing => {}
        }
    }
    for wanted in &template.rows {
        if wanted.cells.iter().all(|code| !known.contains_key(code))
            && !unsure.iter().any(|row: &Unsure<'_>| row.cells == wanted.cells)
            && let Some(found) = crossed::cells(template, document, aside, wanted)
        {
            take_crossed(template, wanted, &found, &mut known, &mut cells);
        }
    }
    let sums: Vec<Linear<'_>> =
        template.format.checks.iter().filter_map(|check| Linear::of(check, previous)).collect();
    for (solved, here) in solve(&unsure, &known, &sums).into_iter().zip(unsure_at) {
        take_solved(template, marks, &rows[here.at], here.row, solved, &mut cells);
    }
    cells
}

fn piece(printed: &Printed) -> Piece {
    Piece { figure: printed.figure.clone(), whole: printed.whole }
}

/// Numbers of two digits and more that sentences give right after the words of a row.
fn told(
    template: &Template<'_>,
    marks: &Marks<'_>,
    rows: &[Row],
    wanted: &TemplateRow<'_>,
) -> BTreeSet<Decimal> {
    let about = |row: &&Row| {
        let letters = match &row.label {
            Some(label) => template.entries[label.entry].core.clone(),
            None => row.named(marks).1,
        };
        row.prose && wanted.cores.iter().any(|core| letters.ends_with(core))
    };
    let numbers = rows.iter().filter(about).filter_map(|row| row.figures.first()?.figure.number());
    numbers.filter(|number| *number >= Decimal::TEN).collect()
}

fn read_one(marks: &Marks<'_>, printed: &Printed, unit: &str) -> Option<(Value, ReadCell)> {
    let value = Value::of(&printed.figure)?.in_unit(printed.unit.as_deref(), unit);
    let state = state(value);
    let words =
        if printed.figure == Figure::Blank { String::new() } else { marks.printed(printed.marks.clone()) };
    Some((value, ReadCell { state, printed: words, place: printed.place }))
}

const fn state(value: Value) -> CellState {
    match value {
        Value::Number(number) => CellState::Number(number),
        Value::NotApplicable => CellState::NotApplicable,
        Value::Blank => CellState::Blank,
    }
}

/// Takes cells found by their heads on both sides.
fn take_crossed<'f>(
    template: &Template<'f>,
    wanted: &TemplateRow<'f>,
    found: &[(usize, &Cell)],
    known: &mut Values<'f>,
    cells: &mut Cells,
) {
    for (code, (table, cell)) in wanted.cells.iter().zip(found) {
        let unit = template.format.cell(code).map_or("", |cell| &cell.unit);
        let place = Place::Cell { table: *table, row: cell.row, column: cell.column };
        let Some(value) =
            Value::of_cell(&cell.text).map(|(value, printed)| value.in_unit(printed.as_deref(), unit))
        else {
            continue;
        };
        known.insert(code, value);
        let printed = cell.text.trim().to_owned();
        cells.read.insert((*code).to_owned(), ReadCell { state: state(value), printed, place });
    }
}

fn take_solved(
    template: &Template<'_>,
    marks: &Marks<'_>,
    row: &Row,
    of: usize,
    solved: Solved,
    cells: &mut Cells,
) {
    let (Some(first), Some(last)) = (row.figures.first(), row.figures.last()) else { return };
    let printed = marks.printed(first.marks.start..last.marks.end);
    let (values, ways) = match solved {
        Solved::Read(values, ways) => (values, ways),
        Solved::Unreadable => (vec![None; template.rows[of].cells.len()], 0),
    };
    for (code, value) in template.rows[of].cells.iter().zip(&values) {
        let unit = template.format.cell(code).map_or("", |cell| &cell.unit);
        let state = match value {
            Some(value) => state(value.in_unit(last.unit.as_deref(), unit)),
            None => CellState::Ambiguous(ways),
        };
        let cell = ReadCell { state, printed: printed.clone(), place: first.place };
        cells.read.insert((*code).to_owned(), cell);
    }
    if values.contains(&None) {
        cells.ambiguous.push(Ambiguous { row: of, ways, printed, place: first.place });
    }
}

/// How the figures of a row fill its cells.
enum Filling<'r> {
    /// One each.
    Cells(Vec<Option<&'r Printed>>),
    /// Digits ran together.
    Together,
    /// There are none.
    Nothing,
}

fn filling<'r>(
    template: &Template<'_>,
    document: &Document,
    marks: &Marks<'_>,
    row: &'r Row,
    wanted: &TemplateRow<'_>,
) -> Filling<'r> {
    let (all, cells) = (row.figures.len(), wanted.cells.len());
    if all == 0 {
        return Filling::Nothing;
    }
    if let Some(by_head) = by_heads(template, document, marks, row, wanted) {
        return Filling::Cells(by_head);
    }
    let blanks = row.figures.iter().rev().take_while(|printed| printed.figure == Figure::Blank).count();
    if all < cells && !row.in_table && blanks < all {
        return Filling::Together;
    }
    if all > cells && cells == 1 && blanks < all {
        let first = row.figures.iter().find(|printed| printed.figure != Figure::Blank);
        return Filling::Cells(vec![first]);
    }
    let mut figures = row.figures.iter();
    Filling::Cells((0..cells).map(|_| figures.next()).collect())
}

/// The figures below the heads the template has over its cells, where every one of them has exactly one.
fn by_heads<'r>(
    template: &Template<'_>,
    document: &Document,
    marks: &Marks<'_>,
    row: &'r Row,
    wanted: &TemplateRow<'_>,
) -> Option<Vec<Option<&'r Printed>>> {
    if !row.in_table || wanted.cells.len() < 2 && row.figures.len() < 2 {
        return None;
    }
    let first = marks.source(row.marks.start)?;
    let Some(Block::Table(table)) = document.blocks.get(first.block) else { return None };
    let above: Vec<Vec<Vec<char>>> =
        row.figures.iter().map(|printed| heads_above(table, marks, printed)).collect();
    let mut taken = Vec::new();
    for path in &wanted.columns {
        let called = |at: &usize, head: &str| {
            let others = template.format.aliases.get(head).into_iter().flatten().map(String::as_str);
            std::iter::once(head).chain(others).any(|word| above[*at].contains(&core(word)))
        };
        let mut fitting: Vec<usize> = (0..row.figures.len()).filter(|at| called(at, path[0])).collect();
        for head in path.iter().skip(1).take_while(|_| path.len() > 1) {
            if fitting.len() > 1 {
                fitting.retain(|at| called(at, head));
            }
        }
        let [at] = fitting[..] else { return None };
        if taken.contains(&at) {
            return None;
        }
        taken.push(at);
    }
    Some(taken.into_iter().map(|at| row.figures.get(at)).collect())
}

/// A head without its number and its remark in brackets.
fn core(head: &str) -> Vec<char> {
    let (_, words) = numerals::split(head);
    fold(words.split(['（', '(']).next().unwrap_or(words))
}

fn heads_above(table: &Table, marks: &Marks<'_>, printed: &Printed) -> Vec<Vec<char>> {
    let Some(cell) = marks.source(printed.marks.start).and_then(|source| source.cell) else {
        return Vec::new();
    };
    let above = table.rows.iter().take(cell.row.saturating_sub(1)).flatten().filter(|head| {
        head.row < cell.row && head.column <= cell.column && cell.column < head.column + head.columns
    });
    let heads = above.map(|head| core(&head.text));
    heads.filter(|head| head.iter().any(|letter| letter.is_alphabetic())).collect()
}
