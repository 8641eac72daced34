//! What is exported can be imported and gives the same rows, for every register and format.

use super::{BODIES, CODES, context, faults, sheets};
use gongkai_domain::registers::{ALL, Check, Column, Key, Kind, Register, Row, Value, Vocabulary};
use gongkai_ledgers::{Reading, interpret, write};
use jiff::civil::Date;
use proptest::prelude::*;
use std::fmt::Write as _;

/// Text as it comes out of cleaning, with the characters that trouble files: quotes, delimiters, formulas.
fn text(lines: bool) -> BoxedStrategy<String> {
    let inner =
        if lines { "[ -~一-龥，。；“”\n]{0,40}" } else { "[ -~一-龥，。；“”]{0,20}" };
    let edge = "[!-~一-龥]";
    prop_oneof![
        8 => (edge, inner).prop_map(|(edge, inner)| format!("{edge}{inner}").trim_end().to_owned()),
        1 => Just("=1+1".to_owned()),
        1 => Just("'=cmd|' /C calc'!A0".to_owned()),
        1 => Just("''-1".to_owned()),
        1 => Just("+86 20".to_owned()),
        1 => Just("@x,\"y\"".to_owned()),
    ]
    .boxed()
}

fn date() -> BoxedStrategy<Date> {
    (1901i16..=2100, 1i8..=12, 1i8..=28)
        .prop_map(|(year, month, day)| Date::new(year, month, day).unwrap())
        .boxed()
}

fn value(column: &'static Column) -> BoxedStrategy<Value> {
    if column.computed {
        return Just(Value::Absent).boxed();
    }
    let filled = match column.kind {
        Kind::Text if column.is_document_number() => {
            (1u16..999).prop_map(|serial| Value::Text(format!("穗府〔2016〕{serial}号"))).boxed()
        }
        Kind::Text => text(false).prop_map(Value::Text).boxed(),
        Kind::LongText => text(true).prop_map(Value::Text).boxed(),
        Kind::Code(list) => {
            let codes: Vec<String> =
                CODES.list(list).unwrap().codes.iter().map(|entry| entry.code.clone()).collect();
            prop::sample::select(codes).prop_map(Value::Text).boxed()
        }
        Kind::Body => prop::sample::select(vec!["conghua-gov", "conghua-edu", "zengcheng-edu"])
            .prop_map(|code| Value::Text(code.to_owned()))
            .boxed(),
        Kind::Date => date().prop_map(Value::Date).boxed(),
        Kind::Year => (1900i64..=2096).prop_map(Value::Integer).boxed(),
        Kind::Integer => (0i64..=1_000_000_000_000).prop_map(Value::Integer).boxed(),
        Kind::Money => {
            prop_oneof![0i64..=1_000_000_000, 0i64..=100_000_000_000_000].prop_map(Value::Integer).boxed()
        }
        Kind::Boolean => any::<bool>().prop_map(Value::Boolean).boxed(),
    };
    if column.required { filled } else { prop_oneof![1 => Just(Value::Absent), 3 => filled].boxed() }
}

fn rows(register: &'static Register) -> BoxedStrategy<Vec<Vec<Value>>> {
    let row: Vec<_> = register.columns.iter().map(value).collect();
    prop::collection::vec(row, 1..4).prop_map(move |rows| settled(register, rows)).boxed()
}

/// Rows made to keep the register's rules: dates in order, gaps filled together, keys apart.
fn settled(register: &'static Register, mut rows: Vec<Vec<Value>>) -> Vec<Vec<Value>> {
    let at = |code: &str| register.position(code).unwrap();
    for (number, row) in rows.iter_mut().enumerate() {
        // One rule's repair may break another, so they are gone through until all are settled.
        for check in register.checks.iter().cycle().take(register.checks.len() * 6) {
            let [one, other] = check.columns().map(at);
            match check {
                Check::Order(..) if row[one] > row[other] && !row[other].is_absent() => {
                    row[other] = row[one].clone();
                }
                Check::Needs(..) if row[one].is_absent() || row[other].is_absent() => {
                    row[one] = Value::Absent;
                    row[other] = Value::Absent;
                }
                Check::Either(..) if row[one].is_absent() && row[other].is_absent() => {
                    row[one] = Value::Text("1".into());
                }
                Check::Differ(..) => row[other] = Value::Absent,
                Check::Number(_) => row[one] = Value::Text(format!("{number}.5")),
                _ => {}
            }
        }
        let Key::Columns(columns) = register.key else { continue };
        for code in columns {
            let value = &mut row[at(code)];
            match value {
                Value::Text(text)
                    if register.column(code).unwrap().kind == Kind::Text && !text.ends_with('号') =>
                {
                    write!(text, "#{number}").unwrap();
                }
                Value::Integer(integer) => *integer = *integer / 4 * 4 + number as i64,
                _ => {}
            }
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    rows.retain(|row| {
        register.key == Key::Fingerprint
            || seen.insert(gongkai_domain::registers::columns_key(register, row).unwrap())
    });
    rows
}

fn check(register: &'static Register, rows: &[Vec<Value>], name: &str, bytes: Vec<u8>) {
    let reading: Reading = interpret(register, &sheets(bytes, name), &context());
    let errors: Vec<_> = reading
        .faults
        .iter()
        .filter(|fault| fault.severity == gongkai_domain::registers::Severity::Error)
        .collect();
    assert!(errors.is_empty(), "{} {name}: {:?}", register.code, faults(&reading));
    let read: Vec<&Row> = reading.rows.iter().map(|(_, row)| row).collect();
    assert_eq!(read.len(), rows.len(), "{} {name}: {:?}", register.code, reading.notes);
    for (row, read) in rows.iter().zip(read) {
        assert_eq!(row, &read.values, "{} {name}", register.code);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn export_then_import_gives_the_same_rows(
        all in ALL.iter().map(|register| rows(register)).collect::<Vec<_>>()
    ) {
        for (register, rows) in ALL.iter().copied().zip(&all) {
            let export = write::Export::all(register, Vocabulary { codes: &CODES, bodies: &BODIES });
            let slices = || rows.iter().map(Vec::as_slice);
            let mut csv = Vec::new();
            write::csv(&export, slices(), &mut csv).unwrap();
            check(register, rows, "a.csv", csv);
            let mut json = Vec::new();
            write::json(&export, slices(), &mut json).unwrap();
            check(register, rows, "a.json", json);
            check(register, rows, "a.xlsx", write::xlsx(&export, slices()).unwrap());
        }
    }
}

#[test]
fn texts_are_never_formulas() {
    let register = super::register("placements");
    let row: Vec<Value> = register
        .columns
        .iter()
        .map(|column| match column.code {
            "body" => Value::Text("conghua-gov".into()),
            "channel" => Value::Text("website".into()),
            "title" => Value::Text("=HYPERLINK(\"http://x\")".into()),
            "published_on" => Value::Date(Date::constant(2016, 3, 1)),
            _ => Value::Absent,
        })
        .collect();
    let export = write::Export::public(register, Vocabulary { codes: &CODES, bodies: &BODIES });
    let mut csv = Vec::new();
    write::csv(&export, [row.as_slice()], &mut csv).unwrap();
    let csv = String::from_utf8(csv).unwrap();
    assert!(
        csv.starts_with("\u{feff}发布机构,") && csv.contains("\"'=HYPERLINK(\"\"http://x\"\")\""),
        "{csv}"
    );
    let bytes = write::xlsx(&export, [row.as_slice()]).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let sheet = std::io::read_to_string(archive.by_name("xl/worksheets/sheet1.xml").unwrap()).unwrap();
    assert!(!sheet.contains("<f>"), "{sheet}");
}

#[test]
fn a_text_too_long_for_a_cell_is_refused_rather_than_cut() {
    let register = super::register("report-texts");
    let mut row = vec![Value::Absent; register.columns.len()];
    row[register.position("text").unwrap()] = Value::Text("字".repeat(32_768));
    let export = write::Export::all(register, Vocabulary { codes: &CODES, bodies: &BODIES });
    let fault = write::xlsx(&export, [row.as_slice()]).unwrap_err();
    assert!(fault.to_string().contains("第 1 行“文字”"), "{fault}");
}
