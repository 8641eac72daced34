//! Report formats, from file to figures.

use gongkai_domain::bodies::BODIES;
use gongkai_domain::law::{BUILT_IN, Codes};
use gongkai_domain::registers::{Group, Register, Row, Selection, Tally, Value, columns_key};
use gongkai_domain::reports::{Findings, Format, Plan, Report, formats};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

mod broken;
mod filing;
mod golden_2016;
mod golden_2021;
mod mapping;
mod national_2014;
mod national_2019;
mod properties;
mod series;
mod shipped;

/// The code lists of the program.
fn codes() -> Codes {
    Codes::read(BUILT_IN).unwrap()
}

/// The shipped formats, read once.
static FORMATS: LazyLock<Vec<Format>> = LazyLock::new(|| formats(BUILT_IN, &codes()).unwrap());

/// The format called `id`.
fn format(id: &str) -> Format {
    FORMATS.iter().find(|format| format.id == id).unwrap().clone()
}

/// A row of a register from its columns; those left out are absent.
fn row(register: &'static Register, columns: &[(&str, Value)]) -> Row {
    let mut values = vec![Value::Absent; register.columns.len()];
    for (code, value) in columns {
        let at = register.position(code).unwrap_or_else(|| panic!("{} has no column {code}", register.code));
        values[at] = value.clone();
    }
    Row { key: columns_key(register, &values).unwrap_or_default(), values }
}

/// Text, as a value.
fn text(words: &str) -> Value {
    Value::Text(words.to_owned())
}

/// A date, as a value.
fn day(words: &str) -> Value {
    Value::Date(words.parse().unwrap())
}

/// A body with its parent.
fn body(code: &str, name: &str, kind: &str, parent: &str) -> Row {
    let parent = if parent.is_empty() { Value::Absent } else { text(parent) };
    row(
        &BODIES,
        &[
            ("code", text(code)),
            ("name", text(name)),
            ("level", text("district")),
            ("kind", text(kind)),
            ("parent", parent),
            ("address", text("从化区街口街新城东路99号")),
            ("postcode", text("510900")),
            ("phone", text("020-87927132")),
        ],
    )
}

/// Registers of rows, tallied as storage would.
#[derive(Default)]
struct Ledgers {
    /// Each row with how many of it there are.
    rows: BTreeMap<&'static str, Vec<(Row, i64)>>,
}

impl Ledgers {
    /// Adds the same row `times` times.
    fn add(&mut self, register: &'static Register, times: usize, columns: &[(&str, Value)]) -> &mut Self {
        let row = row(register, columns);
        self.rows.entry(register.code).or_default().push((row, times as i64));
        self
    }

    /// The tally of a register, grouped by all its dimensions.
    fn tally(&self, register: &'static Register) -> Tally {
        let mut groups: BTreeMap<Vec<Value>, (i64, Vec<i64>)> = BTreeMap::new();
        for (row, times) in self.rows.get(register.code).into_iter().flatten() {
            let values = register.dimensions().map(|column| match row.value(register, column.code) {
                Value::Date(date) => Value::Integer(i64::from(date.year())),
                value => value.clone(),
            });
            let sums = register
                .sums()
                .map(|column| row.value(register, column.code).as_integer().unwrap_or_default());
            let (values, sums): (Vec<_>, Vec<_>) = (values.collect(), sums.collect());
            let group = groups.entry(values).or_insert_with(|| (0, vec![0; sums.len()]));
            group.0 += times;
            for (total, sum) in group.1.iter_mut().zip(sums) {
                *total += sum * times;
            }
        }
        let groups = groups.into_iter().map(|(values, (rows, sums))| Group { values, rows, sums });
        Tally { register, groups: groups.collect() }
    }

    /// The rows of a selection, tested one by one.
    fn select(&self, selection: &Selection) -> Vec<&Row> {
        let register = selection.register;
        self.rows
            .get(register.code)
            .into_iter()
            .flatten()
            .map(|(row, _)| row)
            .filter(|row| {
                let ours = selection.bodies.iter().flatten().any(|code| code == row.body(register));
                ours && selection
                    .conditions
                    .iter()
                    .all(|condition| condition.test.passes(row.value(register, condition.column.code)))
            })
            .collect()
    }

    /// Everything a plan asks for.
    fn findings(&self, plan: &Plan<'_>) -> Findings {
        let mut findings = Findings {
            tallies: plan
                .registers()
                .into_iter()
                .map(|register| std::sync::Arc::new(self.tally(register)))
                .collect(),
            ..Findings::default()
        };
        for wanted in plan.lists() {
            let register = wanted.selection.register;
            let mut rows = self.select(&wanted.selection);
            rows.sort_by_key(|row| wanted.sort.map(|column| row.value(register, column.code).clone()));
            let values = rows.into_iter().map(|row| {
                wanted.columns.iter().map(|column| row.value(register, column.code).clone()).collect()
            });
            findings.lists.insert(wanted.cell, values.collect());
        }
        for wanted in plan.filled() {
            let register = wanted.selection.register;
            let rows = self.select(&wanted.selection);
            let filled = wanted
                .columns
                .iter()
                .map(|column| rows.iter().any(|row| !row.value(register, column.code).is_absent()));
            findings.filled.insert(wanted.cell, filled.collect());
        }
        findings
    }
}

/// Value and print of every cell, as `F13=93` or `F34=5187|5100多`.
fn figures(report: &Report) -> BTreeMap<String, (String, String)> {
    let json = report.to_json();
    let cells = json["cells"].as_array().unwrap();
    cells
        .iter()
        .map(|cell| {
            let value = match &cell["value"] {
                serde_json::Value::Array(items) => {
                    items.iter().map(|item| item.as_str().unwrap()).collect::<Vec<_>>().join(",")
                }
                value => value.to_string(),
            };
            let code = cell["code"].as_str().unwrap().to_owned();
            (code, (value, cell["printed"].as_str().unwrap().to_owned()))
        })
        .collect()
}

/// Codes whose value or print differs between two reports.
fn changed(before: &Report, after: &Report) -> BTreeSet<String> {
    before
        .cells
        .iter()
        .zip(&after.cells)
        .filter(|(before, after)| (&before.value, before.rows) != (&after.value, after.rows))
        .map(|(cell, _)| cell.code.clone())
        .collect()
}
