//! The format's checks on the cells that were read, one finding for each cause.

use super::linear::Linear;
use super::sentences::{Told, amount, relation};
use super::template::Template;
use super::value::Value;
use crate::{CellState, Finding, FindingKind, Place, ReadCell, Reading, Severity, Side};
use gongkai_domain::reports::{Amount, Check, CheckKind};
use gongkai_domain::says::Says;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// A check that can be assessed.
struct Assessed<'f> {
    check: &'f Check,
    sum: Linear<'f>,
    left: Decimal,
    right: Decimal,
    holds: bool,
}

/// Tests cells; `previous` gives last year's number for a code of the format.
pub(super) fn test(
    template: &Template<'_>,
    reading: &Reading,
    previous: &impl Fn(&str) -> Option<Decimal>,
) -> Vec<Finding> {
    let assessed: Vec<Assessed<'_>> =
        template.format.checks.iter().filter_map(|check| assess(check, reading, previous)).collect();
    let mut failing: Vec<&Assessed<'_>> = assessed.iter().filter(|one| !one.holds).collect();
    let mut findings = Vec::new();
    while let Some((code, right)) = culprit(&failing, &assessed, reading) {
        let (of_it, others): (Vec<_>, Vec<_>) =
            failing.into_iter().partition(|one| one.sum.terms.contains_key(code.as_str()));
        findings.extend(explained(template, reading, &code, right, &of_it));
        failing = others;
    }
    findings.extend(failing.iter().filter_map(|one| alone(template, reading, one, previous)));
    findings
}

fn assess<'f>(
    check: &'f Check,
    reading: &Reading,
    previous: &impl Fn(&str) -> Option<Decimal>,
) -> Option<Assessed<'f>> {
    let sum = Linear::of(check, previous)?;
    let mut amounts = |code: &str, of_last_year: bool| {
        if of_last_year {
            return previous(code).map_or(Amount::Undefined, Amount::Number);
        }
        match value(reading, code) {
            Some(Value::Number(number)) => Amount::Number(number),
            Some(Value::NotApplicable) => Amount::NotApplicable,
            Some(Value::Blank) | None => Amount::Undefined,
        }
    };
    let (left, right) = (check.left.evaluate(&mut amounts), check.right.evaluate(&mut amounts));
    if left == Amount::Undefined || right == Amount::Undefined {
        return None;
    }
    let holds = sum.holds(&|code| value(reading, code))?;
    let (left, right) = (left.number().unwrap_or_default(), right.number().unwrap_or_default());
    Some(Assessed { check, sum, left, right, holds })
}

fn value(reading: &Reading, code: &str) -> Option<Value> {
    match reading.cells.get(code)?.state {
        CellState::Number(number) => Some(Value::Number(number)),
        CellState::NotApplicable => Some(Value::NotApplicable),
        CellState::Blank | CellState::Ambiguous(_) => None,
    }
}

/// The cell whose change alone makes the most failing checks hold, at least two, and breaks none; and what it should be.
fn culprit(failing: &[&Assessed<'_>], all: &[Assessed<'_>], reading: &Reading) -> Option<(String, Decimal)> {
    let codes: BTreeSet<&str> = failing.iter().flat_map(|one| one.sum.terms.keys().copied()).collect();
    let mut best: Vec<(usize, &str, Decimal)> = Vec::new();
    for code in codes {
        let of_it: Vec<&&Assessed<'_>> =
            failing.iter().filter(|one| one.sum.terms.contains_key(code)).collect();
        let Some(Value::Number(now)) = value(reading, code) else { continue };
        let Some(right) = of_it.first().and_then(|one| mended(one, code, now)) else { continue };
        let mends = |one: &Assessed<'_>| {
            let changed =
                |cell: &str| if cell == code { Some(Value::Number(right)) } else { value(reading, cell) };
            !one.sum.terms.contains_key(code) || one.sum.holds(&changed) == Some(true)
        };
        if of_it.len() > 1
            && right >= Decimal::ZERO
            && all.iter().all(|one| mends(one) || !relevant(one, failing))
        {
            best.push((of_it.len(), code, right));
        }
    }
    let most = best.iter().map(|(count, ..)| *count).max()?;
    let mut top = best.iter().filter(|(count, ..)| *count == most);
    let (_, code, right) = top.next()?;
    top.next().is_none().then(|| ((*code).to_owned(), *right))
}

/// Whether a check counts against a change: it holds, or it is one of those still failing.
fn relevant(one: &Assessed<'_>, failing: &[&Assessed<'_>]) -> bool {
    one.holds || failing.iter().any(|other| other.check.id == one.check.id)
}

/// What a cell would have to be for a check to hold.
fn mended(one: &Assessed<'_>, code: &str, now: Decimal) -> Option<Decimal> {
    let factor = one.sum.terms.get(code)?;
    let off = one.left.checked_sub(one.right)?;
    now.checked_sub(off.checked_div(*factor)?)
}

/// One finding for several checks that fail because of one cell.
fn explained(
    template: &Template<'_>,
    reading: &Reading,
    code: &str,
    right: Decimal,
    failing: &[&Assessed<'_>],
) -> Option<Finding> {
    let cell = reading.cells.get(code)?;
    let CellState::Number(now) = cell.state else { return None };
    let first = failing.first()?;
    let told = Told { template, reading };
    let names: Vec<Says> = failing.iter().map(|one| relation(template, one.check)).collect();
    let words = |pick: fn(&Says) -> &str, by: &str| {
        let mut words: Vec<&str> = names.iter().map(pick).collect();
        words.dedup();
        words.join(by)
    };
    let (name, count) = (template.name(code), failing.len());
    let [now_said, right_said] = [now, right].map(|number| amount(template, code, number));
    let says = Says::new(
        format!(
            "{}{}写的是 {now_said}，按 {count} 处核对（{}）都应是 {right_said}。",
            told.table(code).zh,
            name.zh,
            words(|says| &says.zh, "、"),
        ),
        format!(
            "{}{} says {now_said}; {count} checks ({}) all want {right_said}.",
            told.table(code).en,
            name.en,
            words(|says| &says.en, ", "),
        ),
    );
    let severity = failing.iter().map(|one| severity(one.check)).min()?;
    let kind = kind(template, first.check);
    let sides = (Side::Number(now), Side::Number(right));
    Some(finding(severity, kind, cell.place, sides, cell, vec![code.to_owned()], says))
}

/// A check that fails by itself.
fn alone(
    template: &Template<'_>,
    reading: &Reading,
    one: &Assessed<'_>,
    previous: &impl Fn(&str) -> Option<Decimal>,
) -> Option<Finding> {
    let kind = kind(template, one.check);
    let own = |formula: &gongkai_domain::reports::Formula| -> Vec<String> {
        formula.cells().into_iter().filter(|(_, last)| !last).map(|(code, _)| code.to_owned()).collect()
    };
    let (of_left, of_right) = (own(&one.check.left), own(&one.check.right));
    // Of two sides the one that is a single printed number is what stands there: the total, or this year's stock.
    let total_right = one.check.kind == CheckKind::Sum || of_left.is_empty();
    let (at, left, right) = match (total_right, of_right.first()) {
        (true, Some(total)) => (total, one.right, one.left),
        _ => (of_left.first()?, one.left, one.right),
    };
    let cell = reading.cells.get(at)?;
    let cells = of_left.iter().chain(&of_right).cloned().collect();
    let says = Told { template, reading }.failing(one.check, one.left, one.right, previous);
    let sides = (Side::Number(left), Side::Number(right));
    Some(finding(severity(one.check), kind, cell.place, sides, cell, cells, says))
}

fn finding(
    severity: Severity,
    kind: FindingKind,
    place: Place,
    sides: (Side, Side),
    cell: &ReadCell,
    cells: Vec<String>,
    says: Says,
) -> Finding {
    let (left, right) = (Some(sides.0), Some(sides.1));
    Finding { severity, kind, place, left, right, quote: cell.printed.clone(), cells, says }
}

/// What must not be exceeded may be counted otherwise; what must be equal cannot.
fn severity(check: &Check) -> Severity {
    if check.kind == CheckKind::AtMost { Severity::Warning } else { Severity::Error }
}

/// The kind of finding a check gives: a sum is one of a row where its cells stand in one row of a table.
pub(super) fn kind(template: &Template<'_>, check: &Check) -> FindingKind {
    let cells = || check.left.cells().into_iter().chain(check.right.cells());
    match check.kind {
        CheckKind::Balance => FindingKind::Balance,
        CheckKind::CarryOver => FindingKind::CarryOver,
        CheckKind::Stock => FindingKind::Stock,
        CheckKind::AtMost if cells().any(|(_, last)| last) => FindingKind::Stock,
        CheckKind::Sum | CheckKind::AtMost => {
            let rows: BTreeSet<Option<usize>> =
                cells().map(|(code, _)| template.find(code).map(|(row, _)| row)).collect();
            if rows.len() == 1 { FindingKind::RowSum } else { FindingKind::ColumnSum }
        }
    }
}
