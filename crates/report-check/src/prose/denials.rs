//! Clauses that deny what a table counts: 未发生行政复议.

use super::Remark;
use super::cells::Cells;
use super::text::Text;
use super::ties::{UNSURE, clauses};
use super::vocabulary::{Figure, Vocabulary};
use crate::{Finding, FindingKind, Severity, Side};
use gongkai_domain::says::Says;
use rust_decimal::Decimal;
use std::ops::Range;

/// Words that deny that there was any.
const NONE: [&str; 12] = [
    "未收到",
    "未发生",
    "没有发生",
    "没有收到",
    "未接到",
    "没有接到",
    "未产生",
    "没有产生",
    "未出现",
    "没有",
    "未有",
    "无",
];

/// Clauses that deny what a table counts: 未发生行政复议
pub(super) fn denials(text: &Text<'_>, cells: &Cells<'_>, words: &Vocabulary) -> Vec<Finding> {
    let mut findings = Vec::new();
    for sentence in &text.sentences {
        let whole = text.words(sentence.clone());
        if whole.chars().any(|mark| mark.is_ascii_digit()) && !names_only_year(&whole, cells.reading.year) {
            continue;
        }
        for clause in clauses(text, sentence.clone()) {
            let printed = text.words(clause.clone());
            let Some((at, word)) = NONE.iter().find_map(|word| Some((printed.find(word)?, *word))) else {
                continue;
            };
            let denied = &printed[at + word.len()..];
            for named in denied.split(['、', '和', '及', '或', '与']) {
                findings.extend(denial(text, &clause, (named, &printed, word), cells, words));
            }
        }
    }
    findings
}

fn denial(
    text: &Text<'_>,
    clause: &Range<usize>,
    (named, printed, word): (&str, &str, &str),
    cells: &Cells<'_>,
    words: &Vocabulary,
) -> Option<Finding> {
    let lead = format!("{word}{named}");
    let fits =
        |figure: &&Figure| figure.certain && !figure.previous && figure.fits(named, &lead, "").is_some();
    let figure = words.figure.iter().find(fits)?;
    let known = figure.fits(named, &lead, "")?;
    let exact = cells.worth(figure).filter(|exact| *exact > Decimal::ZERO)?;
    let doubtful = words.left_over(named, &known).chars().count() > UNSURE;
    let other = words.scope.other.iter().any(|word| printed.contains(word.as_str()));
    if doubtful || other {
        return None;
    }
    let unit =
        cells.codes(figure).first().and_then(|code| cells.format.cell(code)).map(|cell| cell.unit.clone());
    let shown = super::numbers::printed(exact, &unit.unwrap_or_default());
    let says = Says::new(
        format!("文中说“{printed}”，表中{}却是{shown}。", figure.label),
        format!("The text says “{printed}”, but the table has {shown} for {}.", figure.label_en),
    );
    let remark = Remark {
        severity: Severity::Warning,
        kind: FindingKind::TextTable,
        left: Some(Side::Text(printed.to_owned())),
        right: Some(Side::Number(exact)),
        cells: cells.codes(figure),
        says,
    };
    Some(remark.at(text, clause.clone()))
}

/// Whether all digits of a sentence are those of the year reported on.
fn names_only_year(sentence: &str, year: Option<i16>) -> bool {
    let year = year.map(|year| year.to_string()).unwrap_or_default();
    !year.is_empty() && !sentence.replace(&year, "").chars().any(|mark| mark.is_ascii_digit())
}
