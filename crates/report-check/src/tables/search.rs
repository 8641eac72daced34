//! The search through the readings of some rows for those under which the fewest sums fail, within bounds.

use super::solve::Solved;
use super::value::Value;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// The most steps of a search, and the most solutions it tells apart.
const STEPS: usize = 20_000;
const SOLUTIONS: usize = 400;

/// A sum over cells that are not certain: row, cell of the row, factor.
pub(super) struct Sum {
    /// The cells.
    pub(super) terms: Vec<(usize, usize, Decimal)>,
    /// What is added to them.
    pub(super) constant: Decimal,
    /// Whether the sum may also be below 0.
    pub(super) at_most: bool,
}

/// The least and the most a cell can be, over the readings of its row; `None` where one leaves it blank.
type Bounds = Option<(Decimal, Decimal)>;

/// A search.
pub(super) struct Search {
    sums: Vec<Sum>,
    readings: Vec<Vec<Vec<Value>>>,
    bounds: Vec<Vec<Bounds>>,
    order: Vec<usize>,
    chosen: Vec<Option<usize>>,
    failing_allowed: bool,
    best: usize,
    steps: usize,
    /// For each solution the reading of each row.
    pub(super) solutions: Vec<Vec<usize>>,
    /// Whether there were too many readings to try.
    pub(super) gave_up: bool,
}

impl Search {
    /// Prepares a search; of a row's readings, `true` says that there are more than those.
    pub(super) fn new(sums: Vec<Sum>, readings: Vec<(Vec<Vec<Value>>, bool)>, failing_allowed: bool) -> Self {
        let gave_up = readings.iter().any(|(_, more)| *more);
        let readings: Vec<_> = readings.into_iter().map(|(all, _)| all).collect();
        let order = (0..readings.len()).filter(|at| !readings[*at].is_empty()).collect();
        let best = if failing_allowed { usize::MAX } else { 0 };
        let chosen = vec![None; readings.len()];
        let (bounds, solutions) = (Vec::new(), Vec::new());
        Self { sums, readings, bounds, order, chosen, failing_allowed, best, steps: 0, solutions, gave_up }
    }

    /// Searches.
    pub(super) fn run(&mut self) {
        if self.gave_up || (!self.failing_allowed && self.readings.iter().any(Vec::is_empty)) {
            return;
        }
        self.bound();
        if !self.failing_allowed {
            self.narrow();
        }
        self.order.sort_by_key(|at| self.readings[*at].len());
        self.descend(0);
    }

    fn bound(&mut self) {
        self.bounds = self.readings.iter().map(|readings| bounds(readings)).collect();
    }

    /// Drops readings with which some sum can never hold, as long as that drops any.
    fn narrow(&mut self) {
        loop {
            let mut dropped = false;
            for at in 0..self.readings.len() {
                let mut readings = std::mem::take(&mut self.readings[at]);
                let before = readings.len();
                readings.retain(|reading| {
                    self.sums.iter().all(|sum| {
                        let touched = sum.terms.iter().any(|(row, ..)| *row == at);
                        !touched || self.possible(sum, |row| (row == at).then_some(reading.as_slice()))
                    })
                });
                dropped |= readings.len() < before;
                self.readings[at] = readings;
            }
            if !dropped {
                return;
            }
            self.bound();
        }
    }

    /// Whether a sum can hold, given the reading of some rows.
    fn possible<'r>(&'r self, sum: &Sum, reading: impl Fn(usize) -> Option<&'r [Value]>) -> bool {
        let (mut low, mut high) = (sum.constant, sum.constant);
        for (row, cell, factor) in &sum.terms {
            let between = match reading(*row) {
                Some(values) => worth(values[*cell]).map(|number| (number, number)),
                None => self.bounds[*row].get(*cell).copied().flatten(),
            };
            let Some((least, most)) = between else { return true };
            let (Some(one), Some(other)) = (least.checked_mul(*factor), most.checked_mul(*factor)) else {
                return true;
            };
            low += one.min(other);
            high += one.max(other);
        }
        low <= Decimal::ZERO && (sum.at_most || high >= Decimal::ZERO)
    }

    fn descend(&mut self, depth: usize) {
        self.steps += 1;
        if self.steps > STEPS || self.solutions.len() > SOLUTIONS {
            self.gave_up = true;
            return;
        }
        let chosen = |row: usize| Some(self.readings[row].get(self.chosen[row]?)?.as_slice());
        let failing = self.sums.iter().filter(|sum| !self.possible(sum, chosen)).count();
        if failing > self.best {
            return;
        }
        let Some(at) = self.order.get(depth).copied() else {
            if failing < self.best {
                self.best = failing;
                self.solutions.clear();
            }
            self.solutions.push(self.chosen.iter().map(|chosen| chosen.unwrap_or(0)).collect());
            return;
        };
        for reading in 0..self.readings[at].len() {
            self.chosen[at] = Some(reading);
            self.descend(depth + 1);
        }
        self.chosen[at] = None;
    }

    /// What was made of a row of so many cells; of several readings those win that hold most of what sentences tell.
    pub(super) fn result(&self, at: usize, cells: usize, told: &BTreeSet<Decimal>) -> Solved {
        let all = &self.readings[at];
        if all.is_empty() {
            return Solved::Unreadable;
        }
        let ways: BTreeSet<usize> = if self.gave_up || self.solutions.is_empty() {
            (0..all.len()).collect()
        } else {
            self.solutions.iter().map(|solution| solution[at]).collect()
        };
        let hits = |way: usize| {
            let told = |value: &&Value| matches!(value, Value::Number(number) if told.contains(number));
            all[way].iter().filter(told).count()
        };
        let most = ways.iter().map(|way| hits(*way)).max().unwrap_or(0);
        let ways: BTreeSet<usize> = ways.into_iter().filter(|way| hits(*way) == most).collect();
        let cell = |cell: usize| {
            let values: BTreeSet<Value> = ways.iter().map(|way| all[*way][cell]).collect();
            (values.len() == 1).then(|| values.first().copied()).flatten()
        };
        Solved::Read((0..cells).map(cell).collect(), ways.len())
    }
}

fn worth(value: Value) -> Option<Decimal> {
    match value {
        Value::Number(number) => Some(number),
        Value::NotApplicable => Some(Decimal::ZERO),
        Value::Blank => None,
    }
}

fn bounds(readings: &[Vec<Value>]) -> Vec<Bounds> {
    let cells = readings.first().map_or(0, Vec::len);
    let of_cell = |cell: usize| {
        let numbers: Option<Vec<Decimal>> = readings.iter().map(|reading| worth(reading[cell])).collect();
        let numbers = numbers?;
        Some((numbers.iter().min().copied()?, numbers.iter().max().copied()?))
    };
    (0..cells).map(of_cell).collect()
}
