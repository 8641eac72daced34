//! What a failing check says to a person: rows and columns by their printed labels, and both numbers.

use super::checks::kind;
use super::template::{Template, path, quoted};
use crate::{CellState, FindingKind, Reading};
use gongkai_domain::reports::{Check, CheckKind, Formula};
use gongkai_domain::says::Says;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// The most cells of a side that are named one by one.
const NAMED: usize = 4;

/// A number of a cell with its unit.
pub(super) fn amount(template: &Template<'_>, code: &str, number: Decimal) -> String {
    let unit = template.format.cell(code).map_or("", |cell| &cell.unit);
    format!("{}{unit}", number.normalize())
}

/// What a check is called in a list of several.
pub(super) fn relation(template: &Template<'_>, check: &Check) -> Says {
    match kind(template, check) {
        FindingKind::RowSum => Says::new("本行相加", "the sum of the row"),
        FindingKind::Balance => Says::new("收办平衡", "the balance of received and decided"),
        FindingKind::CarryOver => Says::new("上年报告的结转", "what last year's report carried on"),
        FindingKind::Stock => Says::new("上年报告的存量", "last year's stock"),
        _ => Says::new("本列相加", "the sum of the column"),
    }
}

/// A report whose cells are told of.
pub(super) struct Told<'a> {
    /// Its format.
    pub(super) template: &'a Template<'a>,
    /// What it says.
    pub(super) reading: &'a Reading,
}

/// What the cells of a check have in common, so that it need be said once only.
enum Common<'t> {
    Row(usize),
    Column(&'t str),
    /// The heads over the nearest, in a row without label.
    Heads(&'t [&'t str]),
    Nothing,
}

impl Told<'_> {
    /// The table of a cell, to begin a sentence with; nothing where the format has one table only.
    pub(super) fn table(&self, code: &str) -> Says {
        let Some((row, _)) = self.template.find(code) else { return Says::default() };
        if self.template.format.tables.len() < 2 {
            return Says::default();
        }
        let title = &self.template.table(&self.template.rows[row]).title;
        Says::new(format!("“{title}”表里，"), format!("In the table “{title}”, "))
    }

    /// Says that a check fails.
    pub(super) fn failing(
        &self,
        check: &Check,
        left: Decimal,
        right: Decimal,
        previous: &impl Fn(&str) -> Option<Decimal>,
    ) -> Says {
        let cells: Vec<(&str, bool)> = check.left.cells().into_iter().chain(check.right.cells()).collect();
        let Some((first, _)) = cells.first() else { return check.says.clone() };
        let common = self.common(&cells);
        let (table, context) = (self.table(first), self.context(&common));
        let sides = [(&check.left, left), (&check.right, right)]
            .map(|(formula, total)| self.side(formula, total, first, &common, previous));
        let [one, other] = &sides;
        let (zh, en) = match check.kind {
            CheckKind::AtMost => ("前者不应大于后者", "the first should not exceed the second"),
            _ => ("两者应当相等", "the two should be equal"),
        };
        Says::new(
            format!("{}{}{}，{}，{zh}。", table.zh, context.zh, one.zh, other.zh),
            format!("{}{}{}, {}; {en}.", table.en, context.en, one.en, other.en),
        )
    }

    fn common(&self, cells: &[(&str, bool)]) -> Common<'_> {
        let places: BTreeSet<(usize, usize)> =
            cells.iter().filter_map(|(code, _)| self.template.find(code)).collect();
        let Some((row, at)) = places.first().copied() else { return Common::Nothing };
        let of = &self.template.rows[row];
        let in_row = places.iter().all(|(other, _)| *other == row);
        let above = |at: usize| of.columns[at].get(1..).unwrap_or_default();
        let column = of.column(at);
        let in_column = |(row, at): &(usize, usize)| {
            let other = &self.template.rows[*row];
            !other.label.is_empty() && other.column(*at) == column
        };
        match of.cells.len() {
            0 | 1 => Common::Nothing,
            _ if in_row && !of.label.is_empty() => Common::Row(row),
            _ if in_row && places.iter().all(|(_, other)| above(*other) == above(at)) => {
                Common::Heads(above(at))
            }
            _ if places.iter().all(in_column) => Common::Column(column),
            _ => Common::Nothing,
        }
    }

    fn context(&self, common: &Common<'_>) -> Says {
        match common {
            Common::Row(row) => {
                let label = &self.template.rows[*row].label;
                Says::new(format!("“{label}”一行："), format!("row “{label}”: "))
            }
            Common::Column(column) => Says::new(format!("“{column}”一列："), format!("column “{column}”: ")),
            Common::Heads(heads) => {
                let path = path(heads);
                Says::new(format!("{}之下：", path.zh), format!("under {}: ", path.en))
            }
            Common::Nothing => Says::default(),
        }
    }

    fn short(&self, code: &str, common: &Common<'_>) -> Says {
        match (common, self.template.find(code)) {
            (Common::Row(_) | Common::Heads(_), Some((row, at))) => {
                quoted(self.template.rows[row].column(at))
            }
            (Common::Column(_), Some((row, _))) => quoted(&self.template.rows[row].label),
            _ => self.template.name(code),
        }
    }

    fn side(
        &self,
        formula: &Formula,
        total: Decimal,
        first: &str,
        common: &Common<'_>,
        previous: &impl Fn(&str) -> Option<Decimal>,
    ) -> Says {
        let cells = formula.cells();
        let said = amount(self.template, first, total);
        if let ([(code, last)], Formula::Cell(_) | Formula::Previous(_)) = (&cells[..], formula) {
            let name = self.short(code, common);
            return match last {
                true => Says::new(
                    format!("上年报告的{}是 {said}", name.zh),
                    format!("last year's {} is {said}", name.en),
                ),
                false => Says::new(format!("{}写的是 {said}", name.zh), format!("{} says {said}", name.en)),
            };
        }
        if cells.len() > NAMED
            && let (Some((from, _)), Some((to, _))) = (cells.first(), cells.last())
        {
            let (from, to, count) = (self.short(from, common), self.short(to, common), cells.len());
            return Says::new(
                format!("{}至{} {count} 项相加是 {said}", from.zh, to.zh),
                format!("the {count} figures from {} to {} add up to {said}", from.en, to.en),
            );
        }
        let parts = self.parts(formula, common, previous);
        Says::new(format!("{}，得 {said}", parts.zh.trim_end()), format!("{} make {said}", parts.en))
    }

    /// A sum of few cells, each with its number.
    fn parts(
        &self,
        formula: &Formula,
        common: &Common<'_>,
        previous: &impl Fn(&str) -> Option<Decimal>,
    ) -> Says {
        let both = |left: &Formula, right: &Formula, zh: &str, en: &str| {
            let (left, right) = (self.parts(left, common, previous), self.parts(right, common, previous));
            Says::new(format!("{}{zh}{}", left.zh, right.zh), format!("{} {en} {}", left.en, right.en))
        };
        match formula {
            Formula::Number(number) => Says::new(number.to_string(), number.to_string()),
            Formula::Cell(code) => {
                let (name, printed) = (self.short(code, common), self.number(code));
                Says::new(format!("{} {printed} ", name.zh), format!("{} {printed}", name.en))
            }
            Formula::Previous(code) => {
                let number =
                    previous(code).map_or_else(|| "/".to_owned(), |number| number.normalize().to_string());
                let name = self.short(code, common);
                Says::new(
                    format!("上年报告的{} {number} ", name.zh),
                    format!("last year's {} {number}", name.en),
                )
            }
            Formula::Add(left, right) => both(left, right, "加", "plus"),
            Formula::Subtract(left, right) => both(left, right, "减", "minus"),
            Formula::Multiply(left, right) => both(left, right, "乘", "times"),
            Formula::Divide(left, right) => both(left, right, "除以", "divided by"),
        }
    }

    fn number(&self, code: &str) -> String {
        match self.reading.cells.get(code).map(|cell| cell.state) {
            Some(CellState::Number(number)) => number.normalize().to_string(),
            _ => "/".to_owned(),
        }
    }
}
