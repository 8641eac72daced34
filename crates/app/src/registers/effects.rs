//! What an import changes in the report: the figures that count its rows, now and afterwards.

use crate::import::{Comparison, Ledger};
use crate::people::Officer;
use crate::{Installation, StorageError, reports};
use gongkai_domain::people::Permission;
use gongkai_domain::registers::{Register, Row, Selection, dimensions_of};
use gongkai_domain::reports::{Holds, Plan};
use gongkai_storage::registers;
use std::collections::BTreeMap;

/// One figure an import changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// Code of the cell.
    pub code: String,
    /// What it is called.
    pub label: String,
    /// Its unit.
    pub unit: String,
    /// What it comes to now: rows, or the total in the column's own unit (fen).
    pub now: i64,
    /// What it comes to afterwards.
    pub then: i64,
    /// Whether it adds up money.
    pub is_money: bool,
}

/// The body and the year most rows of a ledger are of, with the figures of that report which it changes. Counted are
/// the rows somebody may read: what bodies below add to a report is nobody else's business yet.
pub async fn effects(
    office: &Installation,
    officer: &Officer,
    ledger: &Ledger,
    comparison: &Comparison,
) -> Result<Option<(String, i16, Vec<Effect>)>, StorageError> {
    let register = ledger.register;
    let Some((body, year)) = most_of(ledger) else { return Ok(None) };
    let Some(format) = office.law.formats_of(year).next() else { return Ok(None) };
    let tally = office.cache.tally(office, register).await?;
    let mut tx = office.db.read().await?;
    let bodies = reports::bodies(&mut tx).await?;
    let Ok(plan) = Plan::new(format, &bodies, &body, year) else { return Ok(None) };
    let keys: Vec<&str> = comparison.changed.iter().map(|row| row.key.as_str()).collect();
    let before = registers::load(&mut tx, register, &keys).await?;
    let by_key: BTreeMap<&str, &Row> = ledger.rows.iter().map(|row| (row.key.as_str(), row)).collect();
    let coming: Vec<&Row> = comparison
        .fresh
        .iter()
        .filter_map(|at| ledger.rows.get(*at))
        .chain(keys.iter().filter_map(|key| by_key.get(key).copied()))
        .collect();
    let reach = officer.bodies(Permission::Read);
    let mut effects = Vec::new();
    for (at, mut selection) in plan.selections() {
        selection.bodies.get_or_insert_with(|| reach.clone()).retain(|body| reach.contains(body));
        let cell = &format.cells[at];
        let column = match &cell.holds {
            Holds::Count(_) => None,
            Holds::Sum(_, column, _) => Some(*column),
            _ => continue,
        };
        if selection.register.code != register.code {
            continue;
        }
        let code = column.map(|column| column.code);
        let now = match code {
            None => tally.count(&selection),
            Some(code) => tally.sum(&selection, code).map_or(0, |(total, _)| total),
        };
        let gone = total(register, &selection, before.iter().map(|stored| &stored.row), code);
        let then = now - gone + total(register, &selection, coming.iter().copied(), code);
        if then != now {
            effects.push(Effect {
                code: cell.code.clone(),
                label: cell.label.clone(),
                unit: cell.unit.clone(),
                now,
                then,
                is_money: column.is_some_and(|column| column.kind == gongkai_domain::registers::Kind::Money),
            });
        }
    }
    Ok(Some((plan.body_name(), year, effects)))
}

fn most_of(ledger: &Ledger) -> Option<(String, i16)> {
    let mut counts: BTreeMap<(&str, i16), usize> = BTreeMap::new();
    for row in &ledger.rows {
        if let Some(year) = row.year(ledger.register) {
            *counts.entry((row.body(ledger.register), year)).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|(_, rows)| *rows).map(|((body, year), _)| (body.to_owned(), year))
}

/// How many of these rows a selection takes in, or what a column of theirs adds up to.
fn total<'r>(
    register: &'static Register,
    selection: &Selection,
    rows: impl Iterator<Item = &'r Row>,
    column: Option<&str>,
) -> i64 {
    let takes = selection.taker();
    let taken = rows.filter(|row| takes(&dimensions_of(register, row)));
    taken.map(|row| column.map_or(1, |code| row.value(register, code).as_integer().unwrap_or_default())).sum()
}
