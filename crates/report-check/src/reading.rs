//! What a report says, before anything is tested.

use crate::Place;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// What a report says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Id of its format; absent where it has no statutory table (`narrative`).
    pub format: Option<String>,
    /// The body that reports, as it calls itself.
    pub body: Option<String>,
    /// The year it reports on.
    pub year: Option<i16>,
    /// The cells of the format that stand in its tables, by code.
    pub cells: BTreeMap<String, ReadCell>,
    /// The figures its sentences state, and those of tables that are of no known format, in reading order.
    pub figures: Vec<TextFigure>,
}

/// A cell as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadCell {
    /// What it says.
    pub state: CellState,
    /// As it is printed; the whole run of digits where they ran together.
    pub printed: String,
    /// Where.
    pub place: Place,
}

/// What a cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellState {
    /// A number, in the unit of the format's cell.
    Number(Decimal),
    /// `/`, `-` or `—`: not applicable.
    NotApplicable,
    /// Nothing.
    Blank,
    /// Digits that ran together and can be read in so many ways.
    Ambiguous(usize),
}

/// A figure a sentence states.
#[derive(Clone, Debug, PartialEq)]
pub struct TextFigure {
    /// What it counts: the words before it in its sentence that name it (`主动公开政府信息`).
    pub label: String,
    /// The number, as printed: 1.2万元 is 1.2.
    pub value: Decimal,
    /// Its unit (`条`, `件`, `万元`, `%`); empty where it has none.
    pub unit: String,
    /// The clause it stands in, as printed.
    pub quote: String,
    /// Where.
    pub place: Place,
}
