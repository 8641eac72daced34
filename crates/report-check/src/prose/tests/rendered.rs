//! Our own reports: the text of every format, filled in with numbers that agree, is read without a word; then one number
//! of it is changed.

use super::*;
use crate::{CellState, ReadCell};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// The text of a format's sections as the file has it, with `{…}` for what is filled in.
fn template(format: &str) -> String {
    let path = format!("reports/{format}.toml");
    let file = BUILT_IN.iter().find(|text| text.path == path).unwrap().text;
    let mut template = String::new();
    for section in file.split("[[section]]").skip(1) {
        let text = section.split("\ntext = ").nth(1).unwrap();
        let text = match text.strip_prefix("\"\"\"") {
            Some(text) => text.split("\"\"\"").next().unwrap(),
            None => text.trim_start_matches('"').split('"').next().unwrap(),
        };
        template.push_str(text);
        template.push('\n');
    }
    template
}

/// Numbers for cells that fit together, by code.
fn numbers(format: &str, seed: u32) -> BTreeMap<String, u32> {
    let mut state = seed;
    let mut next = |most: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) % (most + 1)
    };
    let mut cells = BTreeMap::new();
    let mut put = |code: &str, value: u32| {
        cells.insert(code.to_owned(), value);
    };
    match format {
        "national-2021" | "national-2019" => {
            let outcomes: Vec<u32> = (3..=23).map(|_| next(9)).collect();
            for (row, outcome) in (3..=23).zip(&outcomes) {
                put(&format!("B.r{row}.total"), *outcome);
            }
            let total: u32 = outcomes.iter().sum();
            let (over, on) = (next(total / 2), next(5));
            put("B.r24.total", total);
            put("B.r25.total", on);
            put("B.r2.total", over);
            put("B.r1.total", total + on - over);
            for code in ["issued", "repealed", "valid", "made", "opened", "total"] {
                put(&format!("A.normative_document.{code}"), next(90));
            }
        }
        "national-2014" => {
            let channels = [next(9), next(9), next(9), next(9)];
            let replies: Vec<u32> = (0..8).map(|_| next(9)).collect();
            for (at, channel) in channels.iter().enumerate() {
                put(&format!("S.3.1.{}", at + 1), *channel);
            }
            for (at, reply) in replies.iter().enumerate() {
                put(&format!("S.3.3.{}", at + 1), *reply);
            }
            let replied: u32 = replies.iter().sum();
            let on_time = replied.saturating_sub(next(3));
            put("S.3.1", channels.iter().sum());
            put("S.3.2", replied);
            put("S.3.2.1", on_time);
            put("S.3.2.2", replied - on_time);
            put("S.3.3", replied);
            for remedy in ["S.4", "S.5"] {
                let results = [next(3), next(3), next(3)];
                for (at, result) in results.iter().enumerate() {
                    put(&format!("{remedy}.{}", at + 1), *result);
                }
                put(remedy, results.iter().sum());
            }
            put("S.1.1", 100 + next(900));
            for code in
                ["S.1.1.1", "S.1.1.2", "S.1.2.1", "S.1.2.2", "S.1.2.3", "S.1.2.4", "S.1.2.5", "S.2.1", "S.6"]
            {
                put(code, next(90));
            }
        }
        _ => {
            let categories: Vec<u32> = (14..=20).map(|_| 1 + next(30)).collect();
            for (at, category) in (14..=20).zip(&categories) {
                put(&format!("F{at}"), *category);
            }
            put("F13", categories.iter().sum());
            let channels: Vec<u32> = (61..=65).map(|_| next(9)).collect();
            for (at, channel) in (61..=65).zip(&channels) {
                put(&format!("F{at}"), *channel);
            }
            let received: u32 = channels.iter().sum();
            put("F60", received);
            put("F66", received);
            put("F67", 4);
            put("F68", 1);
            put("F68.share", 25);
            let price = 9000 + next(999);
            put("F39", price);
            put("F40", 10_000);
            put("F41", 10_000 - price);
            put("F42", ((10_000 - price) + 50) / 100);
            put("F79", next(3));
            put("F80", next(3));
        }
    }
    cells
}

/// The text filled in; `changed` is the place, by number, that gets one more than it should.
fn filled(
    format: &Format,
    cells: &BTreeMap<String, u32>,
    changed: Option<usize>,
) -> (String, Option<String>) {
    let mut text = String::new();
    let (mut places, mut code_changed) = (0, None);
    let template = template(&format.id);
    let mut rest = template.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let (what, after) = after.split_once('}').unwrap();
        rest = after;
        let (code, how) = what.split_once(':').unwrap_or((what, ""));
        match (code, how) {
            ("year" | "F01", _) => text.push_str("2022"),
            ("next_year", _) => text.push_str("2023"),
            ("body", _) => text.push_str("青石区人民政府办公室"),
            ("own" | "table", _) => {}
            (_, "names") => text.push_str("甲、乙"),
            (_, "") => text.push('甲'),
            _ => {
                let unit = &format.cell(code).unwrap().unit;
                let value = cells.get(code).copied().unwrap_or(3);
                let value = if changed == Some(places) {
                    code_changed = Some(code.to_owned());
                    value + 1
                } else {
                    value
                };
                places += 1;
                text.push_str(&value.to_string());
                text.push_str(unit);
            }
        }
    }
    text.push_str(rest);
    let over = changed.is_some_and(|changed| changed >= places);
    (text, if over { Some(String::new()) } else { code_changed })
}

fn reading(format: &Format, cells: &BTreeMap<String, u32>) -> Reading {
    let in_tables = |code: &String| {
        !code.contains("share") && !matches!(code.as_str(), "F39" | "F40" | "F41" | "F42" | "F66" | "F68")
    };
    let read = |value: &u32| ReadCell {
        state: CellState::Number(Decimal::from(*value)),
        printed: value.to_string(),
        place: Place::Cell { table: 1, row: 1, column: 1 },
    };
    Reading {
        format: Some(format.id.clone()),
        body: Some("青石区人民政府办公室".to_owned()),
        year: Some(2022),
        cells: cells
            .iter()
            .filter(|(code, _)| in_tables(code))
            .map(|(code, value)| (code.clone(), read(value)))
            .collect(),
        figures: Vec::new(),
    }
}

#[test]
fn our_own_reports_say_nothing_wrong() {
    for format in formats() {
        for seed in 0..40 {
            let cells = numbers(&format.id, seed);
            let (text, _) = filled(&format, &cells, None);
            let passages = passages(&document(&text, false), &[]);
            let findings = test(&passages, &reading(&format, &cells), Some(&format));
            assert_eq!(findings, [], "{} {seed}\n{text}", format.id);
        }
    }
}

#[test]
fn one_number_changed_in_our_own_reports_is_found() {
    for format in formats() {
        let cells = numbers(&format.id, 7);
        let (mut found, mut missed) = (0, Vec::new());
        for place in 0.. {
            let (text, Some(code)) = filled(&format, &cells, Some(place)) else { continue };
            if code.is_empty() {
                break;
            }
            if !cells.contains_key(&code) {
                continue;
            }
            let passages = passages(&document(&text, false), &[]);
            let findings = test(&passages, &reading(&format, &cells), Some(&format));
            if findings.iter().any(|finding| finding.severity < Severity::Note) {
                found += 1;
            } else {
                missed.push(code);
            }
        }
        // No other figure says how many of the requests are about one subject.
        let expected: &[&str] = if format.id == "gz-2016" { &["F66"] } else { &[] };
        assert_eq!(missed, expected, "{}", format.id);
        assert!(found >= 9, "{}: {found}", format.id);
    }
}
