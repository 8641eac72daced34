//! From what was fetched to a report: values, rows, verdicts, words.

use super::chart::ChartPlan;
use super::check::Verdict;
use super::counting::Counting;
use super::formula::Amount;
use super::plan::Plan;
use super::report::{Report, ReportCell};
use super::words::Words;
use crate::registers::{Tally, Value, half_width};
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What was fetched for a [`Plan`].
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// One tally for each of [`Plan::registers`].
    pub tallies: Vec<Arc<Tally>>,
    /// For each of [`Plan::lists`], by cell code: its rows in order, one value a column asked for.
    pub lists: BTreeMap<String, Vec<Vec<Value>>>,
    /// For each of [`Plan::filled`], by cell code: whether any row fills each column asked about, in order.
    pub filled: BTreeMap<String, Vec<bool>>,
    /// The office's own words, by place.
    pub texts: BTreeMap<String, String>,
    /// Codes of cells the office has marked as not applicable.
    pub not_applicable: BTreeSet<String>,
    /// What the office put in place of a counted number, by cell code.
    pub overrides: BTreeMap<String, Override>,
    /// What the cells of the frozen report of the year before come to, by the codes of this format, in the cells'
    /// units; last year's number of a cell that is not among them is counted again from the registers.
    pub previous: BTreeMap<String, Amount>,
}

/// A number the office put in place of a counted one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// The number, in the cell's unit.
    pub value: Decimal,
    /// Why.
    pub reason: String,
    /// Who decided it.
    pub by: String,
    /// When.
    pub on: Date,
}

impl Override {
    /// The number somebody typed: digits of any width, with or without marks between thousands; `None` where it is none.
    pub fn number_of(typed: &str) -> Option<Decimal> {
        let plain = half_width(typed);
        let digits: String = plain.chars().filter(|mark| !mark.is_whitespace() && *mark != ',').collect();
        digits.parse().ok()
    }
}

/// What was not fetched although the plan asked for it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Missing {
    /// No tally of this register.
    #[error("缺少台账 {0} 的汇总 / the tally of the register {0} is missing")]
    Tally(&'static str),
    /// No list for this cell.
    #[error("缺少单元格 {0} 的清单 / the list of the cell {0} is missing")]
    List(String),
}

impl Plan<'_> {
    /// Computes the report; refuses findings that lack something the plan asked for, because a register that was
    /// not counted must not read as 0.
    pub fn compute(&self, findings: &Findings) -> Result<Report, Missing> {
        self.know_complete(findings)?;
        let mut counting = Counting::new(self, findings);
        let cells: Vec<ReportCell> =
            self.format.cells.iter().map(|cell| counting.report_cell(cell)).collect();
        let checks = self.verdicts(&mut counting);
        let words = Words { plan: self, findings, cells: &cells };
        let title = words.plain(&self.format.title);
        let sections = words.sections();
        let drawn = |chart: &ChartPlan| chart.drawn(&cells, self.year, &self.format.id);
        let charts = self.format.charts.iter().filter_map(drawn).collect();
        Ok(Report {
            format: self.format.id.clone(),
            body: self.body.clone(),
            year: self.year,
            title,
            cells,
            checks,
            sections,
            charts,
        })
    }

    fn know_complete(&self, findings: &Findings) -> Result<(), Missing> {
        let tallied = |code: &str| findings.tallies.iter().any(|tally| tally.register.code == code);
        if let Some(register) = self.registers().into_iter().find(|register| !tallied(register.code)) {
            return Err(Missing::Tally(register.code));
        }
        let lists = self.lists().into_iter().map(|list| list.cell);
        if let Some(cell) = lists.into_iter().find(|cell| !findings.lists.contains_key(cell)) {
            return Err(Missing::List(cell));
        }
        let filled = self.filled().into_iter().map(|filled| filled.cell);
        match filled.into_iter().find(|cell| !findings.filled.contains_key(cell)) {
            Some(cell) => Err(Missing::List(cell)),
            None => Ok(()),
        }
    }

    fn verdicts(&self, counting: &mut Counting<'_>) -> Vec<Verdict> {
        let before = self.year_before();
        let frozen = &counting.findings.previous;
        let mut last_year = Counting::new(&before, counting.findings);
        last_year.is_last_year = true;
        let mut value = |code: &str, previous: bool, rounded: bool| {
            let amount = if previous { last_year.amount(code) } else { counting.amount(code) };
            match (rounded, amount, self.format.cell(code)) {
                (true, Amount::Number(number), Some(cell)) => Amount::Number(cell.print.rounded(number)),
                _ => amount,
            }
        };
        let mut verdicts = Vec::new();
        for check in &self.format.checks {
            let mut known = BTreeMap::new();
            for (code, previous) in check.left.cells().into_iter().chain(check.right.cells()) {
                for rounded in [false, true] {
                    let amount = value(code, previous, rounded);
                    known.insert((code.to_owned(), previous, rounded), amount);
                }
            }
            let get = |code: &str, previous: bool, rounded: bool| {
                known.get(&(code.to_owned(), previous, rounded)).copied().unwrap_or(Amount::Undefined)
            };
            let verdict = check
                .verdict(&mut |code, previous| get(code, previous, false), &mut |code, previous| {
                    get(code, previous, true)
                });
            let recounted = known.keys().any(|(code, previous, _)| *previous && !frozen.contains_key(code));
            verdicts.extend(verdict.map(|mut verdict| {
                if recounted {
                    verdict.says.zh.push_str("（上年没有定稿的报告载明此数，按台账重新计算）");
                    verdict
                        .says
                        .en
                        .push_str(" (no frozen report of the year before states it: counted again)");
                }
                verdict
            }));
        }
        verdicts
    }
}
