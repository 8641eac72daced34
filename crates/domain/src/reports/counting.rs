//! The values of the cells of one year, and the rows behind them.

use super::cell::{Cell, Holds, Names, Record};
use super::compute::Findings;
use super::formula::Amount;
use super::plan::Plan;
use super::print::{listed, printed};
use super::report::{Figure, ReportCell};
use crate::registers::{Group, Selection, Tally, Value};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Values of one year, each worked out once.
pub(super) struct Counting<'p> {
    plan: &'p Plan<'p>,
    pub(super) findings: &'p Findings,
    /// Whether these are the numbers of the year before the one reported on.
    pub(super) is_last_year: bool,
    amounts: BTreeMap<String, Amount>,
    taken: BTreeMap<String, Rc<[&'p Group]>>,
    at: BTreeMap<&'p str, &'p Cell>,
}

impl<'p> Counting<'p> {
    /// Nothing worked out yet.
    pub(super) fn new(plan: &'p Plan<'p>, findings: &'p Findings) -> Self {
        let at = plan.format.cells.iter().map(|cell| (cell.code.as_str(), cell)).collect();
        Self { plan, findings, is_last_year: false, amounts: BTreeMap::new(), taken: BTreeMap::new(), at }
    }

    /// A cell with its value, print and rows.
    pub(super) fn report_cell(&mut self, cell: &Cell) -> ReportCell {
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
    pub(super) fn amount(&mut self, code: &str) -> Amount {
        if let Some(known) = self.amounts.get(code) {
            return *known;
        }
        let Some(cell) = self.at.get(code).copied() else { return Amount::Undefined };
        let frozen = self.findings.previous.get(code).filter(|_| self.is_last_year);
        let amount = match frozen {
            Some(frozen) => *frozen,
            None if self.is_not_applicable(cell) => Amount::NotApplicable,
            None => match self.findings.overrides.get(code) {
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
            Holds::Count(_) => whole(self.count(cell)),
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
        let mut tallies = self.findings.tallies.iter();
        tallies.find(|tally| tally.register.code == selection.register.code).map(AsRef::as_ref)
    }

    /// The groups a cell takes in, looked up once.
    fn taken(&mut self, cell: &Cell) -> Rc<[&'p Group]> {
        if let Some(known) = self.taken.get(&cell.code) {
            return Rc::clone(known);
        }
        let selection = cell.rows().map(|rows| self.plan.selection(rows));
        let groups = selection.iter().flat_map(|selection| {
            self.tally(selection).into_iter().flat_map(move |tally| tally.select(selection))
        });
        let groups: Rc<[&'p Group]> = groups.collect();
        self.taken.insert(cell.code.clone(), Rc::clone(&groups));
        groups
    }

    fn count(&mut self, cell: &Cell) -> i64 {
        self.taken(cell).iter().map(|group| group.rows).sum()
    }

    /// How many rows (for a distinct count: things) stand behind a cell.
    fn rows(&mut self, cell: &Cell) -> i64 {
        match &cell.holds {
            Holds::Count(_) | Holds::Sum(..) | Holds::List(..) | Holds::Filled(..) => self.count(cell),
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
    fn leaves(&mut self, cell: &Cell, found: &mut BTreeMap<(&'static str, &'p [Value]), i64>) {
        if let Some(rows) = cell.rows() {
            for group in self.taken(cell).iter() {
                found.insert((rows.register.code, &group.values), group.rows);
            }
        }
        if let Holds::Formula(formula) = &cell.holds {
            for (code, _) in formula.cells() {
                let operand = self.at.get(code).copied();
                if let Some(operand) = operand.filter(|operand| !self.is_not_applicable(operand)) {
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

const fn listing(cell: &Cell) -> Option<&Names> {
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
