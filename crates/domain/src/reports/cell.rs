//! A cell of a format: its code, what it holds, how it is printed.

use super::formula::Formula;
use super::rows::{Clause, Rows};
use crate::registers::Column;
use crate::says::Says;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// One cell as the format declares it.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Permanent code.
    pub code: String,
    /// What it is called.
    pub label: String,
    /// Its unit; empty for lists and words.
    pub unit: String,
    /// What it holds.
    pub holds: Holds,
    /// How it is printed.
    pub print: Print,
    /// How the text names the rows behind it, if it does.
    pub names: Option<Names>,
    /// Definition in words written by hand, in place of the generated one.
    pub definition: Option<Says>,
    /// What is added to the definition, generated or not.
    pub remark: Option<Says>,
    /// Conditions on the reporting body; where they do not hold the cell is not applicable.
    pub applies_to: Vec<Clause>,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Holds {
    /// How many rows.
    Count(Rows),
    /// How many different values of a dimension.
    Distinct(Rows, &'static Column),
    /// Total of a column; `Decimal` is the number of the column's units in one unit of the cell (100 fen in 元).
    Sum(Rows, &'static Column, Decimal),
    /// The values of a column, in order, each once.
    List(Rows, Names),
    /// The labels of the columns which any of the rows fills in.
    Filled(Rows, Vec<&'static Column>),
    /// Something of the report itself or of the body's own record.
    Record(Record),
    /// Worked out from other cells.
    Formula(Formula),
}

/// A value that is not counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    /// The year reported on.
    Year,
    /// How many tables the format has.
    Tables,
    /// A column of the reporting body's row in the register of bodies.
    Body(&'static Column),
    /// The office's own words at a place.
    Own(String),
    /// How many headings （一）（二）… the office's own words at a place have.
    Headings(String),
}

/// How rows are named: the first filled of these columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Names {
    /// The columns, tried in turn.
    pub columns: Vec<&'static Column>,
    /// Column the rows are sorted by; by natural key where there is none.
    pub sort: Option<&'static Column>,
    /// Chinese words for the codes of these columns, by column and code.
    pub words: BTreeMap<(&'static str, String), String>,
    /// Marks before and after each name, such as 《 and 》.
    pub quote: Option<(String, String)>,
    /// What stands between two names.
    pub join: String,
    /// What stands before the last name, where it differs.
    pub last_join: Option<String>,
}

/// How a value is printed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Print {
    /// Round half up to at most so many decimals; unrounded when absent.
    pub digits: Option<u32>,
    /// Round down to a multiple of this and add 多 where something was cut off.
    pub round_down_to: Option<Decimal>,
    /// Print 全部 where the value equals this cell's and is not 0.
    pub all_of: Option<String>,
}

impl Cell {
    /// The rows it is about, unless it is a record or a formula.
    pub const fn rows(&self) -> Option<&Rows> {
        match &self.holds {
            Holds::Count(rows)
            | Holds::Distinct(rows, _)
            | Holds::Sum(rows, _, _)
            | Holds::List(rows, _)
            | Holds::Filled(rows, _) => Some(rows),
            Holds::Record(_) | Holds::Formula(_) => None,
        }
    }

    /// Whether its value is a number, so that formulas and checks may use it.
    pub const fn is_number(&self) -> bool {
        match &self.holds {
            Holds::Count(_) | Holds::Distinct(..) | Holds::Sum(..) | Holds::Formula(_) => true,
            Holds::Record(record) => {
                matches!(record, Record::Year | Record::Tables | Record::Headings(_))
            }
            Holds::List(..) | Holds::Filled(..) => false,
        }
    }
}
