//! 全部 against what is left: a sentence says that every request was dealt with, and some were carried on.

use super::Remark;
use super::cells::Cells;
use super::stated::{Prose, Stated};
use super::text::Text;
use super::ties::{Tie, clauses};
use super::vocabulary::{CarriedOn, Vocabulary};
use crate::{CellState, Finding, FindingKind, Reading, Severity, Side};
use gongkai_domain::reports::Format;
use gongkai_domain::says::Says;
use rust_decimal::Decimal;
use std::ops::Range;

/// What is carried on, and where that is said.
struct Left {
    number: Decimal,
    zh: String,
    en: String,
    kind: FindingKind,
    cells: Vec<String>,
}

/// Claims that everything is done beside figures that say it is not.
pub(super) fn test(
    prose: &Prose<'_>,
    ties: &[Tie<'_>],
    reading: &Reading,
    format: Option<&Format>,
    words: &Vocabulary,
) -> Vec<Finding> {
    let Some(left) = left_in_text(prose, ties, words).or_else(|| left_in_table(reading, format, words))
    else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for (index, text) in prose.texts.iter().enumerate() {
        for sentence in &text.sentences {
            for clause in clauses(text, sentence.clone()) {
                let Some(severity) = claims(prose, (index, text), sentence, &clause, ties, &words.carried_on)
                else {
                    continue;
                };
                let mut finding = remark(text, &clause, severity, &left).at(text, clause.clone());
                finding.quote = text.quote(with_subject(text, sentence, &clause));
                findings.push(finding);
            }
        }
    }
    findings
}

fn remark(text: &Text<'_>, clause: &Range<usize>, severity: Severity, left: &Left) -> Remark {
    let claim = text.quote(clause.clone());
    Remark {
        severity,
        kind: left.kind,
        left: Some(Side::Text(claim.clone())),
        right: Some(Side::Number(left.number)),
        cells: left.cells.clone(),
        says: Says::new(
            format!("文中说“{claim}”，{}，两者不能并存。", left.zh),
            format!("The text says “{claim}”, but {}: both cannot be so.", left.en),
        ),
    }
}

/// The clause with the one before it, which often names what it is about.
fn with_subject(text: &Text<'_>, sentence: &Range<usize>, clause: &Range<usize>) -> Range<usize> {
    let before = clause.start.saturating_sub(1);
    let start =
        if before > sentence.start { text.clause(before - 1..before - 1).start } else { clause.start };
    start.max(sentence.start)..clause.end
}

fn left_in_text(prose: &Prose<'_>, ties: &[Tie<'_>], words: &Vocabulary) -> Option<Left> {
    let tie = ties.iter().find(|tie| {
        let number = &prose.stated[tie.stated].number;
        tie.figure.id == words.carried_on.figure && number.value > Decimal::ZERO
    })?;
    let stated = &prose.stated[tie.stated];
    let quoted = prose.quote(stated);
    Some(Left {
        number: stated.number.value,
        zh: format!("又说“{quoted}”"),
        en: format!("also “{quoted}”"),
        kind: FindingKind::TextText,
        cells: Vec::new(),
    })
}

fn left_in_table(reading: &Reading, format: Option<&Format>, words: &Vocabulary) -> Option<Left> {
    let figure = words.named(&words.carried_on.figure)?;
    let format = format?;
    let cells = Cells { reading, format };
    let codes = cells.codes(figure);
    let number = cells.worth(figure).or_else(|| row(reading, codes.first()?))?;
    (number > Decimal::ZERO).then(|| Left {
        number,
        zh: format!("表中{}是{number}件", figure.label),
        en: format!("the table has {number} requests {}", figure.label_en),
        kind: FindingKind::TextTable,
        cells: codes,
    })
}

/// What the other cells of the total's row add up to, where the total itself is blank.
fn row(reading: &Reading, total: &str) -> Option<Decimal> {
    let (row, _) = total.rsplit_once('.')?;
    let within = |code: &&String| code.strip_prefix(row).is_some_and(|rest| rest.starts_with('.'));
    let cells: Vec<&CellState> =
        reading.cells.iter().filter(|(code, _)| within(code)).map(|(_, cell)| &cell.state).collect();
    let numbers = cells.iter().filter_map(|state| match state {
        CellState::Number(number) => Some(*number),
        _ => None,
    });
    (!cells.is_empty()).then(|| numbers.fold(Decimal::ZERO, Decimal::saturating_add))
}

/// Whether a clause says that everything is done, and how surely.
fn claims(
    prose: &Prose<'_>,
    (index, text): (usize, &Text<'_>),
    sentence: &Range<usize>,
    clause: &Range<usize>,
    ties: &[Tie<'_>],
    words: &CarriedOn,
) -> Option<Severity> {
    let has = |list: &[String], said: &str| list.iter().any(|word| said.contains(word.as_str()));
    let said = text.words(clause.clone());
    let lead = text.words(sentence.start..clause.end);
    let segment = lead.rsplit('；').next().unwrap_or_default();
    // 办结的 only names which requests are meant.
    let claimed = |list: &[String]| {
        let ends = list.iter().filter_map(|word| Some(said.find(word.as_str())? + word.len()));
        let mut ends = ends.peekable();
        ends.peek().is_some() && ends.all(|at| !said[at..].starts_with('的'))
    };
    let done = claimed(&words.done);
    if !has(&words.all, &said)
        || !(done || claimed(&words.answered))
        || has(&words.in_time, &said)
        || has(&words.not, segment)
        || !has(&words.about, segment)
        || ["未", "没有", "确保", "力争", "努力", "实现", "做到"].iter().any(|word| said.contains(word))
    {
        return None;
    }
    let before = |tie: &&Tie<'_>| {
        let stated = &prose.stated[tie.stated];
        stated.text == index && (sentence.start..clause.start).contains(&stated.number.start)
    };
    let nearest = prose.stated.iter().rposition(|stated: &Stated| {
        stated.text == index && (sentence.start..clause.start).contains(&stated.number.start)
    });
    let counted = ties.iter().rfind(before);
    let of_all = has(&words.about, &said)
        || counted.is_some_and(|tie| Some(tie.stated) == nearest && tie.figure.id != "carried-over");
    Some(if done && of_all { Severity::Error } else { Severity::Warning })
}
