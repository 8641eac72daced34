//! Checks (勾稽关系): what must hold between the cells of a report, and whether it does.

use super::cell_file::{read_code, read_formula};
use super::file::{Keys, Node};
use super::formula::{Amount, Formula};
use super::report::exact;
use crate::law::LawFault;
use crate::says::Says;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// The keys a `[[check]]` may have.
pub(super) const CHECK_KEYS: &[&str] = &["id", "kind", "left", "right", "says", "says_en"];

/// One check.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// Permanent id.
    pub id: String,
    /// What kind of rule it is.
    pub kind: CheckKind,
    /// Left side.
    pub left: Formula,
    /// Right side.
    pub right: Formula,
    /// The rule in words.
    pub says: Says,
}

/// The kinds of check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckKind {
    /// `sum`: parts make up the whole.
    Sum,
    /// `balance`: what came in equals what went out and what is left.
    Balance,
    /// `stock`: this year's stock equals last year's, plus what came, less what went.
    Stock,
    /// `carry-over`: what was left last year is what is taken over this year.
    CarryOver,
    /// `at-most`: the left side is not above the right side.
    AtMost,
}

impl CheckKind {
    const WORDS: [(&'static str, Self); 5] = [
        ("sum", Self::Sum),
        ("balance", Self::Balance),
        ("stock", Self::Stock),
        ("carry-over", Self::CarryOver),
        ("at-most", Self::AtMost),
    ];

    /// The word of a format file and of the report's data.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Balance => "balance",
            Self::Stock => "stock",
            Self::CarryOver => "carry-over",
            Self::AtMost => "at-most",
        }
    }
}

/// What came of a check.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// Id of the check.
    pub id: String,
    /// Kind of the check.
    pub kind: CheckKind,
    /// Whether it holds.
    pub holds: bool,
    /// What the left side comes to; `None` when not applicable.
    pub left: Option<Decimal>,
    /// What the right side comes to; `None` when not applicable.
    pub right: Option<Decimal>,
    /// The rule, both sides, and a note where printed numbers differ by rounding only.
    pub says: Says,
}

impl Verdict {
    pub(super) fn to_json(&self) -> Json {
        json!({
            "id": self.id,
            "kind": self.kind.word(),
            "holds": self.holds,
            "left": self.left.map_or(Json::Null, exact),
            "right": self.right.map_or(Json::Null, exact),
            "says": self.says,
        })
    }
}

impl Check {
    /// The verdict, given the value of every cell (`true`: of last year's); `None` when a value is not known.
    ///
    /// `printed` gives the values as they are printed, to tell a difference of rounding.
    pub fn verdict(
        &self,
        value: &mut impl FnMut(&str, bool) -> Amount,
        printed: &mut impl FnMut(&str, bool) -> Amount,
    ) -> Option<Verdict> {
        let (left, right) = (self.left.evaluate(value), self.right.evaluate(value));
        if left == Amount::Undefined || right == Amount::Undefined {
            return None;
        }
        let holds = self.holds(left, right);
        let mut says = self.says_sides(holds, left, right, value);
        let rounds = self.holds(self.left.evaluate(printed), self.right.evaluate(printed));
        if holds && !rounds {
            says.zh.push_str("（打印的数因四舍五入略有出入，未舍入的数相符）");
            says.en.push_str(" (the printed numbers differ by rounding only)");
        }
        Some(Verdict {
            id: self.id.clone(),
            kind: self.kind,
            holds,
            left: left.number(),
            right: right.number(),
            says,
        })
    }

    fn holds(&self, left: Amount, right: Amount) -> bool {
        let (left, right) = (left.number().unwrap_or_default(), right.number().unwrap_or_default());
        if self.kind == CheckKind::AtMost { left <= right } else { left == right }
    }

    fn says_sides(
        &self,
        holds: bool,
        left: Amount,
        right: Amount,
        value: &mut impl FnMut(&str, bool) -> Amount,
    ) -> Says {
        let total = [shown(left), shown(right)];
        let [left, right] = [parts(&self.left, value), parts(&self.right, value)];
        let relation = match (self.kind, holds) {
            (CheckKind::AtMost, true) => "≤",
            (CheckKind::AtMost, false) => ">",
            (_, true) => "=",
            (_, false) => "≠",
        };
        let mut sides =
            vec![left, Some(total[0].clone()), Some(relation.to_owned()), Some(total[1].clone()), right];
        if relation == "=" {
            // Both totals are the same number: say it once.
            sides.drain(2..4);
        }
        let mut says = String::new();
        for side in sides.into_iter().flatten() {
            let relates = side == relation && relation != "=";
            if !says.is_empty() {
                says.push_str(if relates || says.ends_with(relation) { " " } else { " = " });
            }
            says.push_str(&side);
        }
        let (zh, en) = (&self.says.zh, &self.says.en);
        Says::new(format!("{zh}：{says}"), format!("{en}: {says}"))
    }
}

/// A formula with its values in place of codes, unless it is one value or too many to read.
fn parts(formula: &Formula, value: &mut impl FnMut(&str, bool) -> Amount) -> Option<String> {
    let cells: BTreeMap<(String, bool), String> = formula
        .cells()
        .into_iter()
        .map(|(code, previous)| ((code.to_owned(), previous), shown(value(code, previous))))
        .collect();
    (2..=8).contains(&cells.len()).then(|| {
        formula
            .written(&|code, previous| cells.get(&(code.to_owned(), previous)).cloned().unwrap_or_default())
    })
}

fn shown(amount: Amount) -> String {
    match amount {
        Amount::Number(number) => number.normalize().to_string(),
        Amount::NotApplicable => "/".to_owned(),
        Amount::Undefined => "—".to_owned(),
    }
}

/// Reads a check; one whose codes hold `*` stands for one check for each thing the star can be.
///
/// `fits` gives what the star of a pattern can be, `number` says whether a code is a numeric cell, `label` what a row
/// or column is called.
pub(super) fn read_checks(
    keys: &Keys<'_>,
    fits: &impl Fn(&str) -> Vec<String>,
    number: &impl Fn(&str) -> bool,
    label: &impl Fn(&str) -> String,
) -> Result<Vec<Check>, LawFault> {
    let id = read_id(&keys.need("id")?)?;
    let kind = read_kind(&keys.need("kind")?)?;
    let sides = [keys.need("left")?, keys.need("right")?];
    let [left, right] = [read_formula(&sides[0])?, read_formula(&sides[1])?];
    let says = Says::new(keys.need("says")?.text()?, keys.need("says_en")?.text()?);
    let star = left.cells().into_iter().chain(right.cells()).find(|(code, _)| code.contains('*'));
    let stars = star.map_or_else(|| vec![String::new()], |(code, _)| fits(code));
    let mut checks = Vec::new();
    for star in &stars {
        let put = |code: &str| code.replace('*', star);
        let check = Check {
            id: if star.is_empty() { id.to_owned() } else { format!("{id}.{star}") },
            kind,
            left: left.with_codes(&put),
            right: right.with_codes(&put),
            says: Says::new(says.zh.replace('*', &label(star)), says.en.replace('*', star)),
        };
        for (side, formula) in sides.iter().zip([&check.left, &check.right]) {
            know_cells(formula, side, number)?;
        }
        checks.push(check);
    }
    if checks.is_empty() {
        return Err(sides[0].fault(super::layout::no_such_cell()));
    }
    Ok(checks)
}

/// Refuses a formula that uses a code no numeric cell has.
pub(super) fn know_cells(
    formula: &Formula,
    node: &Node<'_>,
    number: &impl Fn(&str) -> bool,
) -> Result<(), LawFault> {
    match formula.cells().into_iter().find(|(code, _)| !number(code)) {
        None => Ok(()),
        Some((code, _)) => Err(node.fault_in(
            code,
            Says::new("没有这个代码的数值单元格", "there is no cell with this code that holds a number"),
        )),
    }
}

fn read_id<'a>(node: &Node<'a>) -> Result<&'a str, LawFault> {
    let id = node.text()?;
    if id.contains(['-', '.']) && id.chars().all(|mark| mark.is_ascii_alphanumeric() || "-._".contains(mark))
    {
        return Ok(id);
    }
    read_code(node)
}

fn read_kind(node: &Node<'_>) -> Result<CheckKind, LawFault> {
    let word = node.text()?;
    CheckKind::WORDS.iter().find(|(known, _)| *known == word).map(|(_, kind)| *kind).ok_or_else(|| {
        node.fault(Says::new(
            "核对的种类只能是 sum、balance、stock、carry-over、at-most",
            "the kind is sum, balance, stock, carry-over or at-most",
        ))
    })
}
