//! Rows of a table run into text below a head that names unit and columns.

use super::super::linear::Linear;
use super::super::marks::{Gap, Marks};
use super::super::numerals;
use super::super::rows::UNITS;
use super::super::solve::{Solved, Unsure, Values, solve};
use super::super::splits::Piece;
use super::super::tokens::{Token, What, plain};
use super::super::value::Value;
use super::parts::{is_cumulative, wholes};
use super::{ForeignRow, ForeignTable};
use crate::{Finding, FindingKind, Place, Severity, Side};
use gongkai_domain::says::Says;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The fewest rows that make a table, and the longest label.
const ROWS: usize = 4;
const LONGEST: usize = 40;

/// A row as printed: its label and its figures.
struct Printed {
    row: ForeignRow,
    pieces: Vec<Piece>,
    place: Place,
    text: String,
}

/// The tables run into text outside of `known`, with their marks; rows that cannot be told are added to `findings`.
pub(super) fn tables(
    marks: &Marks<'_>,
    known: &[Range<usize>],
    findings: &mut Vec<Finding>,
) -> Vec<(Range<usize>, ForeignTable)> {
    let mut tables = Vec::new();
    let mut from = 0;
    while let Some((start, after, columns)) = head(marks, from) {
        from = after;
        let in_grid = marks.source(start).is_some_and(|source| source.cell.is_some());
        if in_grid || known.iter().any(|range| range.start < after + LONGEST && start < range.end) {
            continue;
        }
        let (end, printed) = rows(marks, after, columns.len());
        if printed.len() < ROWS {
            continue;
        }
        from = end;
        let told = told(marks, &(start..end));
        tables.push((start..end, table(columns, printed, &told, findings)));
    }
    tables
}

/// The next head from a mark on: where it begins, where the rows begin, and its columns.
fn head(marks: &Marks<'_>, from: usize) -> Option<(usize, usize, Vec<String>)> {
    const BEFORE: usize = 8;
    let letter = |at: usize| marks.marks.get(at).map(|mark| mark.letter);
    let mut at = from;
    while at + 1 < marks.marks.len() {
        if letter(at) == Some('单') && letter(at + 1) == Some('位') {
            let start = (at.saturating_sub(BEFORE)..at)
                .find(|at| letter(*at) == Some('指') && letter(at + 1) == Some('标'));
            let (end, columns) = columns(marks, at + 2);
            if let Some(start) = start.filter(|_| !columns.is_empty()) {
                return Some((start, end, columns));
            }
        }
        at += 1;
    }
    None
}

/// The columns named from a mark on, and where they end.
fn columns(marks: &Marks<'_>, from: usize) -> (usize, Vec<String>) {
    const HEADS: [&str; 10] =
        ["历年累计", "累计", "本年度", "上年度", "本年", "上年", "统计数", "数量", "合计", "年度"];
    let mut columns = Vec::new();
    let mut at = from;
    loop {
        let here: String = marks.marks.iter().skip(at).take(8).map(|mark| mark.letter).collect();
        let digits = here.chars().take_while(char::is_ascii_digit).count();
        let dated = (digits == 4)
            .then(|| ["年度", "年"].into_iter().find(|word| here[4..].starts_with(word)))
            .flatten();
        let length = match dated {
            Some(word) => 4 + word.chars().count(),
            None => match HEADS.iter().find(|word| here.starts_with(**word)) {
                Some(word) => word.chars().count(),
                None => return (at, columns),
            },
        };
        columns.push(here.chars().take(length).collect());
        at += length;
    }
}

/// The rows from a mark on, as long as label follows figure without a stop.
fn rows(marks: &Marks<'_>, from: usize, columns: usize) -> (usize, Vec<Printed>) {
    let tokens = plain(marks, from);
    let mut rows: Vec<Printed> = Vec::new();
    let mut end = from;
    let mut at = 0;
    while let Some(row) = row(marks, &tokens, &mut at, columns) {
        end = tokens.get(at.saturating_sub(1)).map_or(end, |token| token.marks.end);
        rows.push(row);
    }
    (end, rows)
}

fn row(marks: &Marks<'_>, tokens: &[Token], at: &mut usize, columns: usize) -> Option<Printed> {
    let stop = |token: &Token| marks.marks[token.marks.start].gap.has(Gap::STOP);
    let first = tokens.get(*at)?;
    let mut next = *at;
    while tokens.get(next).is_some_and(|token| token.what == What::Words && !(next > *at && stop(token))) {
        next += 1;
    }
    let words = first.marks.start..tokens.get(next.checked_sub(1)?)?.marks.end;
    let figures: Vec<&Token> = tokens
        .iter()
        .skip(next)
        .take(columns)
        .take_while(|token| matches!(token.what, What::Figure(_)) && !stop(token))
        .collect();
    if next == *at || words.len() > LONGEST || figures.is_empty() {
        return None;
    }
    *at = next + figures.len();
    let pieces = figures.iter().filter_map(|token| match &token.what {
        What::Figure(figure) => Some(Piece { figure: figure.clone(), whole: figures.len() == columns }),
        What::Label(_) | What::Words => None,
    });
    let pieces: Vec<Piece> = pieces.collect();
    let last = figures.last()?.marks.end;
    let label = marks.printed(words.clone());
    let text = marks.printed(figures.first()?.marks.start..last);
    let quote = marks.printed(words.start..last);
    let place = marks.source(figures.first()?.marks.start)?.place;
    let part = label.starts_with("其中");
    let (number, bare) = numerals::split(&label);
    let mut units: Vec<&&str> = UNITS.iter().filter(|unit| bare.ends_with(**unit)).collect();
    units.sort_by_key(|unit| unit.len());
    let unit = units.last().map_or("", |unit| **unit);
    let label: String = bare[..bare.len() - unit.len()].split_whitespace().collect();
    let row = ForeignRow { label, number, part, unit: unit.to_owned(), quote, values: Vec::new() };
    Some(Printed { row, pieces, place, text })
}

/// Numbers of two digits and more that stand outside of a range.
fn told(marks: &Marks<'_>, range: &Range<usize>) -> BTreeSet<Decimal> {
    let outside = plain(marks, 0).into_iter().filter(|token| !range.contains(&token.marks.start));
    let numbers = outside.filter_map(|token| match token.what {
        What::Figure(figure) => figure.number(),
        What::Label(_) | What::Words => None,
    });
    numbers.filter(|number| *number >= Decimal::TEN).collect()
}

fn table(
    columns: Vec<String>,
    printed: Vec<Printed>,
    told: &BTreeSet<Decimal>,
    findings: &mut Vec<Finding>,
) -> ForeignTable {
    let names: Vec<Vec<String>> = (0..printed.len())
        .map(|row| (0..columns.len()).map(|column| format!("{row}.{column}")).collect())
        .collect();
    let unsure: Vec<Unsure<'_>> = printed
        .iter()
        .zip(&names)
        .map(|(row, names)| Unsure {
            cells: names.iter().map(String::as_str).collect(),
            money: vec![row.row.unit.ends_with('元'); columns.len()],
            pieces: row.pieces.clone(),
            told: told.clone(),
        })
        .collect();
    let shapes: Vec<ForeignRow> = printed.iter().map(|row| row.row.clone()).collect();
    let solved = solve(&unsure, &Values::new(), &sums(&shapes, &columns, &names));
    let mut rows = Vec::new();
    for (row, solved) in printed.into_iter().zip(solved) {
        let mut of = row.row;
        let (values, ways) = match solved {
            Solved::Read(values, ways) => (values, ways),
            Solved::Unreadable => (Vec::new(), 0),
        };
        let number = |value: &Option<Value>| match value {
            Some(Value::Number(number)) => Some((*number, row.place)),
            _ => None,
        };
        of.values = values.iter().map(number).collect();
        if values.contains(&None) || values.is_empty() {
            findings.push(ambiguous(&of, &row.text, columns.len(), ways, row.place));
        }
        rows.push(of);
    }
    ForeignTable { columns, rows }
}

/// Parts do not exceed their whole, nor a year what has accumulated.
fn sums<'n>(rows: &[ForeignRow], columns: &[String], names: &'n [Vec<String>]) -> Vec<Linear<'n>> {
    let at_most = |terms| Linear { terms, constant: Decimal::ZERO, at_most: true };
    let mut sums = Vec::new();
    if let Some(total) = columns.iter().position(|head| is_cumulative(head)).filter(|at| *at > 0) {
        for names in names {
            let terms = [(names[0].as_str(), Decimal::ONE), (names[total].as_str(), Decimal::NEGATIVE_ONE)];
            sums.push(at_most(BTreeMap::from(terms)));
        }
    }
    for (whole, parts) in wholes(rows) {
        for (column, whole) in names[whole].iter().enumerate() {
            let mut terms: BTreeMap<&str, Decimal> =
                parts.iter().map(|part| (names[*part][column].as_str(), Decimal::ONE)).collect();
            terms.insert(whole.as_str(), Decimal::NEGATIVE_ONE);
            sums.push(at_most(terms));
        }
    }
    sums
}

fn ambiguous(row: &ForeignRow, printed: &str, columns: usize, ways: usize, place: Place) -> Finding {
    let label = &row.label;
    let says = Says::new(
        format!("“{label}”的 {columns} 栏连写成“{printed}”，有 {ways} 种读法，不能确定是哪一种。"),
        format!("The {columns} columns of “{label}” ran together as “{printed}”, which has {ways} readings."),
    );
    let (left, quote) = (Some(Side::Text(printed.to_owned())), row.quote.clone());
    let (severity, kind) = (Severity::Note, FindingKind::Ambiguous);
    Finding { severity, kind, place, left, right: None, quote, cells: Vec::new(), says }
}
