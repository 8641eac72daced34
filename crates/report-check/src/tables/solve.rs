//! Which reading of digits that ran together is the only one under which the report's sums hold.

use super::linear::Linear;
use super::search::{Search, Sum};
use super::splits::{Piece, readings};
use super::value::Value;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// A row whose figures ran together.
pub(super) struct Unsure<'f> {
    /// Codes of its cells.
    pub(super) cells: Vec<&'f str>,
    /// Which of them hold money.
    pub(super) money: Vec<bool>,
    /// What is printed.
    pub(super) pieces: Vec<Piece>,
    /// Numbers the sentences of the report give for the row.
    pub(super) told: BTreeSet<Decimal>,
}

/// What was made of such a row.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Solved {
    /// Each cell, and of those that can be read in more than one way, nothing; with the number of ways the row can be read.
    Read(Vec<Option<Value>>, usize),
    /// The digits cannot be parted into the cells.
    Unreadable,
}

/// Values by code.
pub(super) type Values<'f> = BTreeMap<&'f str, Value>;

/// Solves all rows together, given the cells that are certain.
pub(super) fn solve<'f>(rows: &[Unsure<'f>], known: &Values<'f>, sums: &[Linear<'f>]) -> Vec<Solved> {
    let mut solved: Vec<Solved> = vec![Solved::Unreadable; rows.len()];
    for group in groups(rows, sums) {
        let rows: Vec<&Unsure<'f>> = group.iter().map(|at| &rows[*at]).collect();
        for (at, result) in group.iter().zip(solve_group(&rows, known, sums)) {
            solved[*at] = result;
        }
    }
    solved
}

/// The rows that share a sum, as groups.
fn groups(rows: &[Unsure<'_>], sums: &[Linear<'_>]) -> Vec<Vec<usize>> {
    let mut group: Vec<usize> = (0..rows.len()).collect();
    for sum in sums {
        let touched = |row: &Unsure<'_>| row.cells.iter().any(|cell| sum.terms.contains_key(cell));
        let joined: Vec<usize> =
            (0..rows.len()).filter(|at| touched(&rows[*at])).map(|at| group[at]).collect();
        if let Some(first) = joined.iter().min() {
            for of in &mut group {
                if joined.contains(of) {
                    *of = *first;
                }
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, of) in group.into_iter().enumerate() {
        groups.entry(of).or_default().push(at);
    }
    groups.into_values().collect()
}

fn solve_group<'f>(rows: &[&Unsure<'f>], known: &Values<'f>, sums: &[Linear<'f>]) -> Vec<Solved> {
    let cells: BTreeSet<&str> = rows.iter().flat_map(|row| row.cells.iter().copied()).collect();
    let touched: Vec<&Linear<'f>> =
        sums.iter().filter(|sum| sum.terms.keys().any(|code| cells.contains(code))).collect();
    let strict: Vec<_> = rows.iter().map(|row| of_row(row, known, &touched)).collect();
    let mut search = Search::new(compile(rows, known, &touched), strict, false);
    search.run();
    if search.solutions.is_empty() && !search.gave_up {
        let loose = rows.iter().map(|row| of_row(row, known, &[])).collect();
        search = Search::new(compile(rows, known, &touched), loose, true);
        search.run();
    }
    rows.iter().enumerate().map(|(at, row)| search.result(at, row.cells.len(), &row.told)).collect()
}

/// The readings of a row under the sums that need nothing but it and what is certain.
fn of_row<'f>(row: &Unsure<'f>, known: &Values<'f>, sums: &[&Linear<'f>]) -> (Vec<Vec<Value>>, bool) {
    let own = |code: &str| row.cells.iter().position(|cell| *cell == code);
    let within: Vec<(usize, &Linear<'f>)> = sums
        .iter()
        .filter(|sum| sum.terms.keys().all(|code| own(code).is_some()))
        .map(|sum| (sum.terms.keys().filter_map(|code| own(code)).max().unwrap_or(0), *sum))
        .collect();
    let fits = |values: &[Value]| {
        let value = |code: &str| match own(code) {
            Some(at) => values.get(at).copied(),
            None => known.get(code).copied(),
        };
        within
            .iter()
            .filter(|(last, _)| last + 1 == values.len())
            .all(|(_, sum)| sum.holds(&value) != Some(false))
    };
    let found = readings(&row.pieces, &row.money, &fits);
    (found.all, found.more)
}

/// The sums over the cells of these rows, with what is certain added up; one over a blank cell is left out.
fn compile<'f>(rows: &[&Unsure<'f>], known: &Values<'f>, sums: &[&Linear<'f>]) -> Vec<Sum> {
    let mut places = BTreeMap::new();
    for (row, of) in rows.iter().enumerate() {
        for (cell, code) in of.cells.iter().enumerate() {
            places.insert(*code, (row, cell));
        }
    }
    let compiled = |sum: &&Linear<'f>| {
        let mut result = Sum { terms: Vec::new(), constant: sum.constant, at_most: sum.at_most };
        for (code, factor) in &sum.terms {
            match (places.get(code), known.get(code)) {
                (Some((row, cell)), _) => result.terms.push((*row, *cell, *factor)),
                (None, Some(Value::Number(number))) => result.constant += number.checked_mul(*factor)?,
                (None, Some(Value::NotApplicable)) => {}
                (None, Some(Value::Blank) | None) => return None,
            }
        }
        Some(result)
    };
    sums.iter().filter_map(compiled).collect()
}
