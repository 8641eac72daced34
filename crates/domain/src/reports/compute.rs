//! From what was fetched to a report: values, rows, verdicts, words.

use super::cell::{Cell, Holds, Record};
use super::formula::Amount;
use super::layout::{Entry, Part, Table};
use super::plan::Plan;
use super::print::{listed, printed, with_unit};
use super::report::{
    Block, Figure, Report, ReportCell, ReportRow, ReportSection, ReportTable, Span, TableFigure,
};
use crate::registers::{Selection, Tally, Value};
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// What was fetched for a [`Plan`].
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// One tally for each of [`Plan::registers`].
    pub tallies: Vec<Tally>,
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
    /// Numbers of the frozen report of the year before, by cell code, in the cells' units; where there is none,
    /// last year's numbers are counted again from the registers.
    pub previous: Option<BTreeMap<String, Decimal>>,
}

/// A number the office put in place of a counted one.
#[derive(Clone, Debug, PartialEq, Eq)]
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
        Ok(Report {
            format: self.format.id.clone(),
            body: self.body.clone(),
            year: self.year,
            title,
            cells,
            checks,
            sections,
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

    fn verdicts(&self, counting: &mut Counting<'_>) -> Vec<super::check::Verdict> {
        let before = self.year_before();
        let self_counted = counting.findings.previous.is_none();
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
            let recounted = known.keys().any(|(_, previous, _)| *previous) && self_counted;
            verdicts.extend(verdict.map(|mut verdict| {
                if recounted {
                    verdict.says.zh.push_str("（没有上年报告，上年数按台账重新计算）");
                    verdict.says.en.push_str(" (no report of the year before: its numbers counted again)");
                }
                verdict
            }));
        }
        verdicts
    }
}

/// Values of one year, each worked out once.
struct Counting<'p> {
    plan: &'p Plan<'p>,
    findings: &'p Findings,
    is_last_year: bool,
    amounts: BTreeMap<String, Amount>,
    at: BTreeMap<&'p str, &'p Cell>,
}

impl<'p> Counting<'p> {
    fn new(plan: &'p Plan<'p>, findings: &'p Findings) -> Self {
        let at = plan.format.cells.iter().map(|cell| (cell.code.as_str(), cell)).collect();
        Self { plan, findings, is_last_year: false, amounts: BTreeMap::new(), at }
    }

    fn report_cell(&mut self, cell: &Cell) -> ReportCell {
        let value = self.figure(cell);
        let overridden = match value {
            Figure::Number(_) => self.findings.overrides.get(&cell.code).cloned(),
            _ => None,
        };
        let counted = match &overridden {
            Some(_) => figure_of(self.counted(cell)),
            None => value.clone(),
        };
        let whole = cell.print.all_of.as_deref().and_then(|code| self.amount(code).number());
        ReportCell {
            code: cell.code.clone(),
            label: cell.label.clone(),
            unit: cell.unit.clone(),
            printed: printed(&value, &cell.print, whole, listing(cell)),
            names: self.names(cell).map(|names| listed(&names, cell.names.as_ref())),
            rows: if value == Figure::NotApplicable { 0 } else { self.rows(cell) },
            value,
            overridden,
            counted,
        }
    }

    fn is_not_applicable(&self, cell: &Cell) -> bool {
        self.findings.not_applicable.contains(&cell.code) || !self.plan.applies(cell)
    }

    fn figure(&mut self, cell: &Cell) -> Figure {
        if cell.is_number() {
            return figure_of(self.amount(&cell.code));
        }
        if self.is_not_applicable(cell) {
            return Figure::NotApplicable;
        }
        match &cell.holds {
            Holds::List(_, names) => {
                let rows = self.findings.lists.get(&cell.code).map_or(&[][..], Vec::as_slice);
                Figure::List(names.of_rows(rows, &self.plan.territory))
            }
            Holds::Filled(_, columns) => {
                let filled = self.findings.filled.get(&cell.code).map_or(&[][..], Vec::as_slice);
                let labels = columns.iter().zip(filled).filter(|(_, filled)| **filled);
                Figure::List(labels.map(|(column, _)| column.zh.to_owned()).collect())
            }
            Holds::Record(record) => self.record(record),
            Holds::Count(_) | Holds::Distinct(..) | Holds::Sum(..) | Holds::Formula(_) => Figure::Undefined,
        }
    }

    fn record(&self, record: &Record) -> Figure {
        let words = match record {
            Record::Body(column) => self
                .plan
                .territory
                .row(&self.plan.body)
                .map(|row| row.value(&crate::bodies::BODIES, column.code).to_ledger(column.kind)),
            Record::Own(place) => self.findings.texts.get(place).map(|text| text.trim().to_owned()),
            Record::Year | Record::Tables | Record::Headings(_) => None,
        };
        words.filter(|words| !words.is_empty()).map_or(Figure::Undefined, Figure::Words)
    }

    /// The number of a cell, overridden or counted.
    fn amount(&mut self, code: &str) -> Amount {
        if let Some(known) = self.amounts.get(code) {
            return *known;
        }
        let Some(cell) = self.at.get(code).copied() else { return Amount::Undefined };
        let amount = match &self.findings.previous {
            Some(numbers) if self.is_last_year => {
                numbers.get(code).map_or(Amount::Undefined, |number| Amount::Number(*number))
            }
            _ if self.is_not_applicable(cell) => Amount::NotApplicable,
            _ => match self.findings.overrides.get(code) {
                Some(set) if !self.is_last_year => Amount::Number(set.value),
                _ => self.counted(cell),
            },
        };
        self.amounts.insert(code.to_owned(), amount);
        amount
    }

    /// The number of a cell as counted.
    fn counted(&mut self, cell: &Cell) -> Amount {
        let whole = |number: i64| Amount::Number(Decimal::from(number));
        match &cell.holds {
            Holds::Count(rows) => whole(self.count(&self.plan.selection(rows))),
            Holds::Distinct(rows, column) => {
                let selection = self.plan.selection(rows);
                let things = self.tally(&selection).map(|tally| tally.distinct(&selection, column.code));
                whole(things.map_or(0, |things| things.len() as i64))
            }
            Holds::Sum(rows, column, per_unit) => {
                let selection = self.plan.selection(rows);
                let total = self.tally(&selection).and_then(|tally| tally.sum(&selection, column.code));
                let total = Decimal::from(total.map_or(0, |(total, _)| total));
                total.checked_div(*per_unit).map_or(Amount::Undefined, Amount::Number)
            }
            Holds::Formula(formula) => formula.evaluate(&mut |code, _| self.amount(code)),
            Holds::Record(Record::Year) => whole(i64::from(self.plan.year)),
            Holds::Record(Record::Tables) => whole(self.plan.format.tables.len() as i64),
            Holds::Record(Record::Headings(place)) => {
                whole(headings(self.findings.texts.get(place).map_or("", String::as_str)))
            }
            Holds::Record(_) | Holds::List(..) | Holds::Filled(..) => Amount::Undefined,
        }
    }

    fn tally(&self, selection: &Selection) -> Option<&'p Tally> {
        self.findings.tallies.iter().find(|tally| tally.register.code == selection.register.code)
    }

    fn count(&self, selection: &Selection) -> i64 {
        self.tally(selection).map_or(0, |tally| tally.count(selection))
    }

    /// How many rows (for a distinct count: things) stand behind a cell.
    fn rows(&mut self, cell: &Cell) -> i64 {
        match &cell.holds {
            Holds::Count(rows) | Holds::Sum(rows, ..) | Holds::List(rows, _) | Holds::Filled(rows, _) => {
                self.count(&self.plan.selection(rows))
            }
            Holds::Distinct(..) => match self.counted(cell) {
                Amount::Number(number) => i64::try_from(number).unwrap_or_default(),
                Amount::Undefined | Amount::NotApplicable => 0,
            },
            Holds::Record(Record::Body(_)) => 1,
            Holds::Record(_) => 0,
            Holds::Formula(_) => {
                let mut groups = BTreeMap::new();
                self.leaves(cell, &mut groups);
                groups.values().sum()
            }
        }
    }

    /// The groups behind a formula with their rows, each once however many operands take them in.
    fn leaves(&self, cell: &Cell, found: &mut BTreeMap<(&'static str, &'p [Value]), i64>) {
        if let Some(rows) = cell.rows() {
            let selection = self.plan.selection(rows);
            for group in self.tally(&selection).into_iter().flat_map(|tally| tally.select(&selection)) {
                found.insert((selection.register.code, &group.values), group.rows);
            }
        }
        if let Holds::Formula(formula) = &cell.holds {
            for (code, _) in formula.cells() {
                if let Some(operand) = self.at.get(code).filter(|operand| !self.is_not_applicable(operand)) {
                    self.leaves(operand, found);
                }
            }
        }
    }

    fn names(&self, cell: &Cell) -> Option<Vec<String>> {
        let names = cell.names.as_ref()?;
        if let Holds::Distinct(rows, column) = &cell.holds {
            let selection = self.plan.selection(rows);
            let things = self.tally(&selection)?.distinct(&selection, column.code);
            let things: Vec<Vec<Value>> = things.into_iter().map(|(thing, _)| vec![thing]).collect();
            return Some(names.of_rows(&things, &self.plan.territory));
        }
        Some(names.of_rows(self.findings.lists.get(&cell.code)?, &self.plan.territory))
    }
}

const fn listing(cell: &Cell) -> Option<&super::cell::Names> {
    match &cell.holds {
        Holds::List(_, names) => Some(names),
        _ => None,
    }
}

const fn figure_of(amount: Amount) -> Figure {
    match amount {
        Amount::Number(number) => Figure::Number(number),
        Amount::Undefined => Figure::Undefined,
        Amount::NotApplicable => Figure::NotApplicable,
    }
}

/// How many headings （一）, （二）, … a text has, counted as far as none is left out.
fn headings(text: &str) -> i64 {
    const NUMERALS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    let has = |numeral: &&&str| {
        [format!("（{numeral}）"), format!("({numeral})")].iter().any(|mark| text.contains(mark))
    };
    NUMERALS.iter().take_while(has).count() as i64
}

/// The text of a report, laid out over its figures.
struct Words<'w> {
    plan: &'w Plan<'w>,
    findings: &'w Findings,
    cells: &'w [ReportCell],
}

impl Words<'_> {
    fn sections(&self) -> Vec<ReportSection> {
        let sections = self.plan.format.sections.iter().map(|section| ReportSection {
            id: section.id.clone(),
            title: self.plain(&section.title),
            blocks: section.entries.iter().filter_map(|entry| self.block(entry)).collect(),
        });
        sections.collect()
    }

    fn block(&self, entry: &Entry) -> Option<Block> {
        match entry {
            Entry::Paragraph(parts) => Some(Block::Paragraph(self.spans(parts))),
            Entry::Table(id) => {
                let table = self.plan.format.tables.iter().find(|table| table.id == *id)?;
                Some(Block::Table(self.table(table)))
            }
        }
    }

    fn table(&self, table: &Table) -> ReportTable {
        let rows = table.rows.iter().map(|row| {
            let heads = row.heads.clone();
            if row.cells.is_empty() {
                return ReportRow::Heads(heads);
            }
            let cells = row.cells.iter().map(|(code, columns)| TableFigure {
                cell: code.clone(),
                text: self.figure(code, |cell| cell.printed.clone()),
                columns: *columns,
            });
            ReportRow::Figures { heads, cells: cells.collect() }
        });
        ReportTable {
            id: table.id.clone(),
            title: table.title.clone(),
            unit: table.unit.clone(),
            note: table.note.clone(),
            rows: rows.collect(),
        }
    }

    fn spans(&self, parts: &[Part]) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        for part in parts {
            let span = self.span(part);
            match (spans.last_mut(), span) {
                (Some(Span::Text(before)), Span::Text(more)) => before.push_str(&more),
                (_, span) => spans.push(span),
            }
        }
        spans
    }

    fn span(&self, part: &Part) -> Span {
        let figure = |code: &str, read: fn(&ReportCell) -> String| Span::Figure {
            cell: code.to_owned(),
            text: self.figure(code, read),
        };
        match part {
            Part::Text(text) => Span::Text(text.clone()),
            Part::Body => Span::Text(self.plan.territory.body_name()),
            Part::Year(shift) => Span::Text((self.plan.year + shift).to_string()),
            Part::Figure(code) => figure(code, |cell| cell.printed.clone()),
            Part::FigureWithUnit(code) => {
                figure(code, |cell| with_unit(&cell.value, &cell.printed, &cell.unit))
            }
            Part::Names(code) => figure(code, |cell| cell.names.clone().unwrap_or_default()),
            Part::Own(place) => Span::OwnWords {
                place: place.clone(),
                text: self.findings.texts.get(place).filter(|text| !text.trim().is_empty()).cloned(),
            },
        }
    }

    fn figure(&self, code: &str, read: impl Fn(&ReportCell) -> String) -> String {
        self.cells.iter().find(|cell| cell.code == code).map(read).unwrap_or_default()
    }

    fn plain(&self, parts: &[Part]) -> String {
        let spans = self.spans(parts);
        let words = spans.into_iter().map(|span| match span {
            Span::Text(text) | Span::Figure { text, .. } => text,
            Span::OwnWords { text, .. } => text.unwrap_or_default(),
        });
        words.collect()
    }
}
