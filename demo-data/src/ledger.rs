//! Ledgers in the making: rows of one register, and the file that will carry them.

use crate::look::Look;
use gongkai_domain::registers::{Register, Value};
use jiff::civil::Date;

/// A value on its way into a row.
#[derive(Clone, Debug)]
pub struct Cell(pub Value);

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self(if text.is_empty() { Value::Absent } else { Value::Text(text.to_owned()) })
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self(Value::Integer(number))
    }
}

impl From<bool> for Cell {
    fn from(yes: bool) -> Self {
        Self(Value::Boolean(yes))
    }
}

impl From<Date> for Cell {
    fn from(date: Date) -> Self {
        Self(Value::Date(date))
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(cell: Option<T>) -> Self {
        cell.map_or(Self(Value::Absent), Into::into)
    }
}

/// One row: a value for each column of the register, in its order.
pub type Row = Vec<Value>;

/// Rows of one register.
#[derive(Clone, Debug)]
pub struct Rows {
    /// The register.
    pub register: &'static Register,
    /// The rows, in ledger order.
    pub rows: Vec<Row>,
}

impl Rows {
    /// No rows yet.
    pub fn of(register: &'static Register) -> Self {
        Self { register, rows: Vec::new() }
    }

    /// Adds a row; columns not named stay empty.
    ///
    /// # Panics
    /// When the register has no such column: a slip in this crate, found by any run of it.
    pub fn add<const N: usize>(&mut self, cells: [(&str, Cell); N]) {
        let mut row = vec![Value::Absent; self.register.columns.len()];
        for (code, cell) in cells {
            let Some(at) = self.register.position(code) else {
                panic!("register {} has no column {code}", self.register.code)
            };
            row[at] = cell.0;
        }
        self.rows.push(row);
    }

    /// The value of a column in a row.
    pub fn value<'a>(&self, row: &'a Row, code: &str) -> &'a Value {
        static ABSENT: Value = Value::Absent;
        self.register.position(code).and_then(|at| row.get(at)).unwrap_or(&ABSENT)
    }

    /// The rows of which `keep` holds, as rows of their own; the others stay.
    #[must_use]
    pub fn split_off(&mut self, keep: impl Fn(&Self, &Row) -> bool) -> Self {
        let (taken, left) = std::mem::take(&mut self.rows).into_iter().partition(|row| keep(self, row));
        self.rows = left;
        Self { register: self.register, rows: taken }
    }
}

/// One ledger file: its rows, and how the office that kept it wrote them down.
#[derive(Clone, Debug)]
pub struct LedgerFile {
    /// Path below the demo folder, with forward slashes.
    pub path: String,
    /// The rows, all of one register.
    pub rows: Rows,
    /// How they are written.
    pub look: Look,
}

/// `(column, value)` pairs for [`Rows::add`], written as `cells! { body: "x", fine: 100 }`.
macro_rules! cells {
    ($($column:ident : $value:expr),* $(,)?) => {
        [$((stringify!($column), $crate::ledger::Cell::from($value))),*]
    };
}
pub(crate) use cells;
