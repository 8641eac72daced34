//! A format for one body and one year: exactly which rows stand behind each cell.

use super::cell::{Cell, Holds, Names, Record};
use super::format::Format;
use super::rows::Rows;
use super::territory::Territory;
use crate::bodies::BODIES;
use crate::registers::{Column, Register, Row, Selection, Value};
use crate::says::Says;
use std::collections::BTreeSet;

/// A format for one body and one year.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan<'f> {
    pub(super) format: &'f Format,
    pub(super) territory: Territory,
    pub(super) body: String,
    pub(super) year: i16,
}

/// Why there can be no report.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanRefusal {
    /// No body has this code.
    #[error("机构名录里没有代码 {0} / no body has the code {0}")]
    UnknownBody(String),
}

/// A list of values to fetch for a cell: the rows of a selection, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct WantedList {
    /// Code of the cell.
    pub cell: String,
    /// The rows.
    pub selection: Selection,
    /// The columns to fetch of each row, in this order.
    pub columns: Vec<&'static Column>,
    /// Column to sort by, absent values last, then by natural key; by natural key alone where there is none.
    pub sort: Option<&'static Column>,
}

/// A question to ask for a cell: which of these columns does any of the rows fill in.
#[derive(Clone, Debug, PartialEq)]
pub struct WantedFilled {
    /// Code of the cell.
    pub cell: String,
    /// The rows.
    pub selection: Selection,
    /// The columns asked about.
    pub columns: Vec<&'static Column>,
}

/// What a cell means and what stands behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// Code of the cell.
    pub code: String,
    /// What it is called.
    pub label: String,
    /// Its unit.
    pub unit: String,
    /// Its definition in words, for this body and year.
    pub definition: Says,
    /// What stands behind it.
    pub behind: Behind,
}

/// What stands behind a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Behind {
    /// These rows, each counted once or added up.
    Rows(Selection),
    /// The different values of a dimension among these rows: each is a thing counted, with its own rows.
    Things {
        /// The rows.
        selection: Selection,
        /// The dimension.
        column: &'static Column,
    },
    /// Other cells.
    Cells(Vec<String>),
    /// The rows whose columns are listed.
    List {
        /// The rows.
        selection: Selection,
        /// The first filled of these columns is shown.
        columns: Vec<&'static Column>,
        /// Column the rows are sorted by.
        sort: Option<&'static Column>,
    },
    /// The rows of which any may fill in one of the columns.
    Filled {
        /// The rows.
        selection: Selection,
        /// The columns asked about.
        columns: Vec<&'static Column>,
    },
    /// The row of the reporting body in the register of bodies.
    Body(Selection),
    /// The report itself, or the office's own words at a place.
    Record(Record),
}

impl<'f> Plan<'f> {
    /// A plan for a body and year; `bodies` are the rows of the register of bodies.
    pub fn new(format: &'f Format, bodies: &[Row], body: &str, year: i16) -> Result<Self, PlanRefusal> {
        let territory = Territory::of(bodies, body, &format.excluded_kinds)
            .ok_or_else(|| PlanRefusal::UnknownBody(body.to_owned()))?;
        Ok(Self { format, territory, body: body.to_owned(), year })
    }

    /// The format.
    pub const fn format(&self) -> &'f Format {
        self.format
    }

    /// Code of the reporting body.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// Full name of the reporting body.
    pub fn body_name(&self) -> String {
        self.territory.body_name()
    }

    /// The year reported on.
    pub const fn year(&self) -> i16 {
        self.year
    }

    /// The registers that must be tallied, each once.
    pub fn registers(&self) -> Vec<&'static Register> {
        let mut registers: Vec<&'static Register> = Vec::new();
        for rows in self.format.cells.iter().filter_map(Cell::rows) {
            if registers.iter().all(|known| known.code != rows.register.code) {
                registers.push(rows.register);
            }
        }
        registers
    }

    /// The bodies whose rows of a register any cell looks at, each once.
    pub fn bodies(&self, register: &Register) -> Vec<String> {
        let cells = self
            .format
            .cells
            .iter()
            .filter_map(Cell::rows)
            .filter(|rows| rows.register.code == register.code);
        let bodies: BTreeSet<String> =
            cells.flat_map(|rows| self.selection(rows).bodies.unwrap_or_default()).collect();
        bodies.into_iter().collect()
    }

    /// The lists that must be fetched.
    pub fn lists(&self) -> Vec<WantedList> {
        let wanted = |cell: &Cell, rows: &Rows, names: &Names| WantedList {
            cell: cell.code.clone(),
            selection: self.selection(rows),
            columns: names.columns.clone(),
            sort: names.sort,
        };
        let lists = self.format.cells.iter().filter_map(|cell| match (&cell.holds, &cell.names) {
            (Holds::List(rows, names), _) | (Holds::Count(rows) | Holds::Sum(rows, ..), Some(names)) => {
                Some(wanted(cell, rows, names))
            }
            _ => None,
        });
        lists.collect()
    }

    /// The questions about filled columns that must be asked.
    pub fn filled(&self) -> Vec<WantedFilled> {
        let wanted = self.format.cells.iter().filter_map(|cell| match &cell.holds {
            Holds::Filled(rows, columns) => Some(WantedFilled {
                cell: cell.code.clone(),
                selection: self.selection(rows),
                columns: columns.clone(),
            }),
            _ => None,
        });
        wanted.collect()
    }

    /// The rows of every cell that is about rows, by the cell's place in the format.
    pub fn selections(&self) -> Vec<(usize, Selection)> {
        let of_cell = |cell: &Cell| match self.behind(cell) {
            Behind::Rows(selection)
            | Behind::Things { selection, .. }
            | Behind::List { selection, .. }
            | Behind::Filled { selection, .. }
            | Behind::Body(selection) => Some(selection),
            Behind::Cells(_) | Behind::Record(_) => None,
        };
        let cells = self.format.cells.iter().enumerate();
        cells.filter_map(|(at, cell)| Some((at, of_cell(cell)?))).collect()
    }

    /// What a cell means and what stands behind it; `None` when the format has no such cell.
    pub fn explain(&self, code: &str) -> Option<Explanation> {
        let cell = self.format.cell(code)?;
        Some(Explanation {
            code: cell.code.clone(),
            label: cell.label.clone(),
            unit: cell.unit.clone(),
            definition: self.definition(cell),
            behind: self.behind(cell),
        })
    }

    fn behind(&self, cell: &Cell) -> Behind {
        match &cell.holds {
            Holds::Count(rows) | Holds::Sum(rows, ..) => Behind::Rows(self.selection(rows)),
            Holds::Distinct(rows, column) => Behind::Things { selection: self.selection(rows), column },
            Holds::List(rows, names) => Behind::List {
                selection: self.selection(rows),
                columns: names.columns.clone(),
                sort: names.sort,
            },
            Holds::Filled(rows, columns) => {
                Behind::Filled { selection: self.selection(rows), columns: columns.clone() }
            }
            Holds::Record(Record::Body(_)) => Behind::Body(Selection {
                register: &BODIES,
                bodies: Some(vec![self.body.clone()]),
                conditions: Vec::new(),
            }),
            Holds::Record(record) => Behind::Record(record.clone()),
            Holds::Formula(formula) => {
                let mut codes: Vec<String> = Vec::new();
                for (code, _) in formula.cells() {
                    if codes.iter().all(|known| known != code) {
                        codes.push(code.to_owned());
                    }
                }
                Behind::Cells(codes)
            }
        }
    }

    /// The rows of a cell for this body and year.
    pub(super) fn selection(&self, rows: &Rows) -> Selection {
        let mut bodies = self.territory.within(rows.scope);
        if !rows.of_body.is_empty() {
            bodies.retain(|code| self.meets(code, &rows.of_body));
        }
        rows.selection(bodies, self.year)
    }

    /// Whether the reporting body has what a cell is about.
    pub(super) fn applies(&self, cell: &Cell) -> bool {
        self.meets(&self.body, &cell.applies_to)
    }

    fn meets(&self, body: &str, clauses: &[super::rows::Clause]) -> bool {
        let row = self.territory.row(body);
        clauses.iter().all(|clause| {
            let value = row.map_or(&Value::Absent, |row| row.value(&BODIES, clause.column.code));
            clause.condition(self.year).test.passes(value)
        })
    }

    /// The same plan for the year before.
    pub(super) fn year_before(&self) -> Self {
        Self { year: self.year - 1, ..self.clone() }
    }
}
