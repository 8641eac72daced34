//! Rows of registers, as a test writes them down.

use gongkai_domain::registers::{Column, Keys, Kind, Place, Register, Row, Value};
use std::sync::Arc;

/// What a test writes of one row: columns and their plain text; columns left out are absent.
pub type Cells<'a> = &'a [(&'a str, &'a str)];

/// Rows of `register`, keyed as an import keys them, and where each stands in the file `sample.csv`, from row 2.
///
/// # Panics
/// When a test names a column the register does not have, or writes what its kind cannot hold.
pub fn rows(register: &'static Register, given: &[Cells<'_>]) -> (Vec<Row>, Vec<Place>) {
    let mut keys = Keys::new(register);
    given.iter().zip(2..).map(|(cells, line)| row(register, cells, line, &mut keys)).unzip()
}

fn row(register: &'static Register, cells: Cells<'_>, line: u32, keys: &mut Keys) -> (Row, Place) {
    for (code, _) in cells {
        assert!(register.column(code).is_some(), "{} has no column {code}", register.code);
    }
    let written = |code: &str| cells.iter().find(|(given, _)| *given == code).map(|(_, text)| *text);
    let values: Vec<Value> = register
        .columns
        .iter()
        .map(|column| written(column.code).map_or(Value::Absent, |text| value(column, text)))
        .collect();
    let place = Place::row(&Arc::from("sample.csv"), &Arc::from(""), line);
    let key = keys.assign(&place, &values).unwrap_or_else(|fault| panic!("{fault}"));
    (Row { key, values }, place)
}

fn value(column: &Column, text: &str) -> Value {
    let bad = || -> ! { panic!("“{text}” is no value of {}", column.code) };
    match column.kind {
        Kind::Date => Value::Date(text.parse().unwrap_or_else(|_| bad())),
        Kind::Integer | Kind::Money | Kind::Year => Value::Integer(text.parse().unwrap_or_else(|_| bad())),
        Kind::Boolean => Value::Boolean(text.parse().unwrap_or_else(|_| bad())),
        Kind::Text | Kind::LongText | Kind::Code(_) | Kind::Body => Value::Text(text.to_owned()),
    }
}
