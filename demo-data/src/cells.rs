//! What stands in a ledger's cell, written the way its office writes.

use crate::look::{Shown, Writing};
use gongkai_domain::law::Codes;
use gongkai_domain::registers::{Column, Kind, Value};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What is written in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Written {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// A number, with as many decimals as the text shows.
    Number(f64, String),
    /// A spreadsheet date.
    Date(Date),
}

impl Written {
    /// The text a plain file shows.
    pub fn to_text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Number(_, text) => text.clone(),
            Self::Date(date) => date.to_string(),
        }
    }
}

/// Words for codes and names of bodies.
pub struct Vocabulary {
    /// The code lists.
    pub codes: Codes,
    /// Name and short name of each body.
    pub bodies: BTreeMap<String, (String, String)>,
}

impl Vocabulary {
    /// Writes `value` of `column` in row number `row` of its ledger.
    pub fn write(&self, value: &Value, column: &Column, shown: &Shown, row: usize) -> Written {
        match (value, column.kind) {
            (Value::Absent, _) => Written::Empty,
            (Value::Text(code), Kind::Code(list)) => Written::Text(self.word(list, code, shown.writing)),
            (Value::Text(code), Kind::Body) => Written::Text(self.body(code, shown.writing)),
            (Value::Date(date), _) => date_written(*date, shown.writing, row),
            (Value::Integer(fen), Kind::Money) => money_written(*fen, shown.writing),
            (Value::Integer(number), _) if shown.writing == Writing::FullWidth => {
                Written::Text(full_width(&number.to_string()))
            }
            (Value::Integer(number), _) => Written::Number(*number as f64, number.to_string()),
            (Value::Text(text), _) if shown.writing == Writing::FullWidth => Written::Text(full_width(text)),
            _ => Written::Text(value.to_ledger(column.kind)),
        }
    }

    fn word(&self, list: &str, code: &str, writing: Writing) -> String {
        let found = self.codes.list(list).and_then(|list| list.find(code));
        match (writing, found) {
            (Writing::Code, _) | (_, None) => code.to_owned(),
            (Writing::Alias, Some(found)) => found.aliases.first().unwrap_or(&found.zh).clone(),
            (_, Some(found)) => found.zh.clone(),
        }
    }

    fn body(&self, code: &str, writing: Writing) -> String {
        match (writing, self.bodies.get(code)) {
            (Writing::Code, _) | (_, None) => code.to_owned(),
            (Writing::Alias, Some((_, short))) => short.clone(),
            (_, Some((name, _))) => name.clone(),
        }
    }
}

fn date_written(date: Date, writing: Writing, row: usize) -> Written {
    let (year, month, day) = (date.year(), date.month(), date.day());
    let text = match writing {
        Writing::SheetDate => return Written::Date(date),
        Writing::ChineseDate => format!("{year}年{month}月{day}日"),
        Writing::DottedDate => format!("{year}.{month}.{day}"),
        Writing::SlashedDate => format!("{year}/{month}/{day}"),
        Writing::CompactDate => format!("{year}{month:02}{day:02}"),
        Writing::AnyDate => return any_date(date, row),
        _ => date.to_string(),
    };
    Written::Text(text)
}

fn any_date(date: Date, row: usize) -> Written {
    const HABITS: [Writing; 5] = [
        Writing::ChineseDate,
        Writing::DottedDate,
        Writing::SlashedDate,
        Writing::Plain,
        Writing::ChineseDate,
    ];
    let written = date_written(date, HABITS[row % HABITS.len()], row);
    if row % HABITS.len() == 4 { Written::Text(full_width(&written.to_text())) } else { written }
}

/// Amounts: `fen` in the manner of the ledger.
pub fn money_written(fen: i64, writing: Writing) -> Written {
    match writing {
        Writing::TenThousand => {
            let text = format!("{}.{:06}", fen / 1_000_000, fen % 1_000_000);
            let short = text.trim_end_matches('0').trim_end_matches('.').to_owned();
            Written::Number(fen as f64 / 1_000_000.0, short)
        }
        Writing::Thousands => Written::Text(format!("{}.{:02}", grouped(fen / 100), fen % 100)),
        Writing::FullWidth => Written::Text(full_width(&format!("{}.{:02}", fen / 100, fen % 100))),
        _ => Written::Number(fen as f64 / 100.0, format!("{}.{:02}", fen / 100, fen % 100)),
    }
}

/// 1234567 as 1,234,567.
fn grouped(number: i64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Digits in full width.
pub fn full_width(text: &str) -> String {
    text.chars()
        .map(|letter| match letter.to_digit(10) {
            Some(digit) => char::from_u32('０' as u32 + digit).unwrap_or(letter),
            None => letter,
        })
        .collect()
}
