//! A sheet of a ledger file: rows of cells, before anybody knows what they mean.

use crate::read::text::{Record, Splitter};
use jiff::civil::Date;
use std::sync::Arc;

/// What stands in one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing.
    Empty,
    /// Text.
    Text(&'a str),
    /// A number, in plain decimal digits.
    Number(&'a str),
    /// A number of more digits than its file keeps: the last ones are wrong.
    Lossy(&'a str),
    /// A date.
    Date(Date),
    /// Yes or no.
    Boolean(bool),
    /// No value: the error of a formula, or something that is no cell.
    Error(&'a str),
}

/// A cell as a workbook or JSON file is held in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Stored {
    #[default]
    Empty,
    Text(Arc<str>),
    Number(Box<str>),
    Lossy(Box<str>),
    Date(Date),
    Boolean(bool),
    Error(Box<str>),
}

impl Stored {
    fn cell(&self) -> Cell<'_> {
        match self {
            Self::Empty => Cell::Empty,
            Self::Text(text) => Cell::Text(text),
            Self::Number(text) => Cell::Number(text),
            Self::Lossy(text) => Cell::Lossy(text),
            Self::Date(date) => Cell::Date(*date),
            Self::Boolean(yes) => Cell::Boolean(*yes),
            Self::Error(text) => Cell::Error(text),
        }
    }
}

/// One row of a workbook.
#[derive(Clone, Debug, Default)]
pub(crate) struct GridRow {
    /// As the spreadsheet counts, from 1.
    pub number: u32,
    pub hidden: bool,
    pub cells: Vec<Stored>,
    /// Columns whose value comes from a merged cell that begins further left or further up.
    pub filled: Vec<Filled>,
}

/// A cell that repeats the value of a merged area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Filled {
    pub column: usize,
    /// Whether the area begins in a row further up.
    pub from_above: bool,
}

/// Where the rows of a sheet come from.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// Delimited text, split while reading.
    Text { text: String, delimiter: u8 },
    /// Rows in memory.
    Grid(Vec<GridRow>),
}

/// One sheet of a ledger file.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Name of the file.
    pub file: Arc<str>,
    /// Name of the sheet; empty for CSV and JSON.
    pub name: Arc<str>,
    /// Whether the workbook hides it; hidden sheets are not imported.
    pub hidden: bool,
    /// Code of the register the file says it holds (our own JSON does).
    pub register: Option<String>,
    /// Days to add to bare serial numbers: 1462 in workbooks of the 1904 date system.
    pub(crate) serial_offset: i32,
    pub(crate) content: Content,
}

impl Sheet {
    /// The rows, one after another, without holding more than one.
    pub fn rows(&self) -> Rows<'_> {
        Rows(match &self.content {
            Content::Text { text, delimiter } => {
                Source::Text(Splitter::new(text, *delimiter), Record::default())
            }
            Content::Grid(rows) => Source::Grid(rows.iter()),
        })
    }
}

/// The rows of a sheet; each is lent until the next is asked for.
#[derive(Debug)]
pub struct Rows<'a>(Source<'a>);

#[derive(Debug)]
enum Source<'a> {
    Text(Splitter<'a>, Record<'a>),
    Grid(std::slice::Iter<'a, GridRow>),
}

impl Rows<'_> {
    /// The next row, blank rows included.
    pub fn advance(&mut self) -> Option<SheetRow<'_>> {
        match &mut self.0 {
            Source::Text(splitter, record) => {
                splitter.advance(record).ok()?.then_some(SheetRow(Held::Text(record)))
            }
            Source::Grid(rows) => rows.next().map(|row| SheetRow(Held::Grid(row))),
        }
    }
}

/// One row of a sheet.
#[derive(Clone, Copy, Debug)]
pub struct SheetRow<'a>(Held<'a>);

#[derive(Clone, Copy, Debug)]
enum Held<'a> {
    Text(&'a Record<'a>),
    Grid(&'a GridRow),
}

impl<'a> SheetRow<'a> {
    /// Number of the row as a spreadsheet counts, from 1.
    pub fn number(&self) -> u32 {
        match self.0 {
            Held::Text(record) => record.number(),
            Held::Grid(row) => row.number,
        }
    }

    /// Whether the workbook hides the row.
    pub fn is_hidden(&self) -> bool {
        matches!(self.0, Held::Grid(row) if row.hidden)
    }

    /// How many cells there are.
    pub fn width(&self) -> usize {
        match self.0 {
            Held::Text(record) => record.width(),
            Held::Grid(row) => row.cells.len(),
        }
    }

    /// The cell at a column, from 0; empty beyond the end. Text of blanks only is empty.
    pub fn cell(&self, column: usize) -> Cell<'a> {
        match self.0 {
            Held::Text(record) => match record.field(column) {
                Some(text) if !text.trim().is_empty() => Cell::Text(text),
                _ => Cell::Empty,
            },
            Held::Grid(row) => match row.cells.get(column).map_or(Cell::Empty, Stored::cell) {
                Cell::Text(text) if text.trim().is_empty() => Cell::Empty,
                cell => cell,
            },
        }
    }

    /// Whether every cell is empty, or only repeats a merged area that begins further up.
    pub fn is_blank(&self) -> bool {
        (0..self.width()).all(|column| {
            self.cell(column) == Cell::Empty || self.filled(column).is_some_and(|filled| filled.from_above)
        })
    }

    /// How the cell repeats a merged area, if it does.
    pub(crate) fn filled(&self, column: usize) -> Option<Filled> {
        match self.0 {
            Held::Text(_) => None,
            Held::Grid(row) => row.filled.iter().copied().find(|filled| filled.column == column),
        }
    }
}

impl Cell<'_> {
    /// The cell as text, for messages, headings and rejected rows.
    pub fn to_text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Number(text) | Self::Lossy(text) | Self::Error(text) => {
                (*text).to_owned()
            }
            Self::Date(date) => date.to_string(),
            Self::Boolean(yes) => if *yes { "是" } else { "否" }.to_owned(),
        }
    }
}

/// Letters of a column, from 0: `A`, `Z`, `AA`.
pub(crate) fn column_letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.push(b'A' + digit as u8);
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().map(|letter| char::from(*letter)).collect()
}
