//! What the figures of the vocabulary come to in the tables of a report.

use super::vocabulary::Figure;
use crate::{CellState, Reading};
use gongkai_domain::reports::{Amount, Format, Holds};
use rust_decimal::Decimal;

/// The cells of a report.
pub(super) struct Cells<'a> {
    pub(super) reading: &'a Reading,
    pub(super) format: &'a Format,
}

impl Cells<'_> {
    /// What a figure comes to in the tables, in single units.
    pub(super) fn worth(&self, figure: &Figure) -> Option<Decimal> {
        let codes = figure.cells.get(&self.format.id)?;
        codes.iter().map(|code| self.cell(code)).try_fold(Decimal::ZERO, |sum, cell| sum.checked_add(cell?))
    }

    /// The codes of a figure's cells.
    pub(super) fn codes(&self, figure: &Figure) -> Vec<String> {
        figure.cells.get(&self.format.id).cloned().unwrap_or_default()
    }

    fn cell(&self, code: &str) -> Option<Decimal> {
        let cell = self.format.cell(code)?;
        let factor = match cell.unit.chars().next() {
            Some('万') => Decimal::from(10_000),
            Some('亿') => Decimal::from(100_000_000),
            _ => Decimal::ONE,
        };
        let value = match self.reading.cells.get(code).map(|cell| cell.state) {
            Some(CellState::Number(value)) => value,
            Some(_) => return None,
            None => self.computed(&cell.holds)?,
        };
        value.checked_mul(factor)
    }

    fn computed(&self, holds: &Holds) -> Option<Decimal> {
        let Holds::Formula(formula) = holds else { return None };
        let mut value = |code: &str, previous: bool| match self.reading.cells.get(code).map(|cell| cell.state)
        {
            Some(CellState::Number(value)) if !previous => Amount::Number(value),
            Some(CellState::NotApplicable) if !previous => Amount::NotApplicable,
            _ => Amount::Undefined,
        };
        formula.evaluate(&mut value).number()
    }
}
