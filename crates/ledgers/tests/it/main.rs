//! Ledgers as offices really have them: files in, rows out, and back.

#![expect(clippy::unwrap_used, reason = "a broken premise of a test is a failed test")]

mod faults;
mod files;
mod layouts;
mod round_trip;
mod template;

use gongkai_domain::law::{BUILT_IN, Codes, Headings};
use gongkai_domain::registers::{BodyNames, Register, find};
use gongkai_ledgers::{Context, Reading, Sheet, interpret, read};
use std::sync::LazyLock;

static CODES: LazyLock<Codes> = LazyLock::new(|| Codes::read(BUILT_IN).unwrap());
static HEADINGS: LazyLock<Headings> = LazyLock::new(|| Headings::read(BUILT_IN).unwrap());
static BODIES: LazyLock<BodyNames> = LazyLock::new(|| {
    let mut bodies = BodyNames::new();
    bodies.add("conghua-gov", "广州市从化区人民政府", "区政府");
    bodies.add("conghua-edu", "广州市从化区教育局", "教育局");
    bodies.add("zengcheng-edu", "广州市增城区教育局", "教育局");
    bodies
});

fn context() -> Context<'static> {
    Context { codes: &CODES, headings: &HEADINGS, bodies: &BODIES, default_body: None, year: None }
}

fn register(code: &str) -> &'static Register {
    find(code).unwrap()
}

fn sheets(bytes: impl Into<Vec<u8>>, name: &str) -> Vec<Sheet> {
    read(bytes.into(), name).unwrap()
}

/// A CSV text read for a register.
fn reading(code: &str, text: &str, context: &Context<'_>) -> Reading {
    interpret(register(code), &sheets(text, "台账.csv"), context)
}

/// The value of a column of a row that was read, in plain text.
fn plain(reading: &Reading, row: usize, column: &str) -> String {
    reading.rows[row].1.value(reading.register, column).to_plain()
}

/// The faults in Chinese, one a line.
fn faults(reading: &Reading) -> Vec<String> {
    use gongkai_domain::says::Language::Chinese;
    reading.faults.iter().map(|fault| fault.in_language(Chinese)).collect()
}

/// The notes in Chinese.
fn notes(reading: &Reading) -> String {
    reading.notes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
