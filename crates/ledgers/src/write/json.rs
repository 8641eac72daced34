//! JSON: codes as codes, money in yuan, dates as ISO text; names are the columns' codes.

use super::{Export, WriteFault};
use gongkai_domain::registers::{Column, Kind, Value};
use serde_json::{Map, Number};
use std::io::Write;

/// Writes rows as JSON: `{"register": …, "rows": [{…}, …]}`, one row a line, absent values left out.
pub fn json<'r>(
    export: &Export<'_>,
    rows: impl IntoIterator<Item = &'r [Value]>,
    out: &mut impl Write,
) -> Result<(), WriteFault> {
    write!(out, "{{\"register\":\"{}\",\"rows\":[", export.register.code)?;
    let positions = export.positions();
    for (number, row) in rows.into_iter().enumerate() {
        let mut object = Map::new();
        for (column, position) in export.columns.iter().zip(&positions) {
            if let Some(value) = row.get(*position).and_then(|value| written(column, value)) {
                object.insert(column.code.to_owned(), value);
            }
        }
        out.write_all(if number == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &object).map_err(std::io::Error::from)?;
    }
    out.write_all(b"\n]}\n")?;
    Ok(())
}

fn written(column: &Column, value: &Value) -> Option<serde_json::Value> {
    Some(match value {
        Value::Absent => return None,
        Value::Text(text) => text.as_str().into(),
        Value::Boolean(yes) => (*yes).into(),
        Value::Date(date) => date.to_string().into(),
        // Two decimals of yuan, exactly: the number keeps the digits it is given.
        Value::Integer(_) if column.kind == Kind::Money => value
            .to_ledger(column.kind)
            .parse::<Number>()
            .map_or_else(|_| value.to_ledger(column.kind).into(), serde_json::Value::Number),
        Value::Integer(number) => (*number).into(),
    })
}
