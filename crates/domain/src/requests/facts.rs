//! What an event tells of the columns, and its form as JSON.
//!
//! `{"outcome":"granted","reply_number":"…"}` for an event that fills columns;
//! `{"decided_on":["2016-03-01","2016-03-02"],"requester_phone":"changed"}` for a correction, where `null` stands for
//! nothing. Keys are in order and there are no spaces, so that equal facts are equal text.

use super::holdings::{self, Holding};
use super::{EventFault, EventKind, REQUESTS};
use crate::registers::{Column, Kind, Value};
use serde_json::Value as Json;

/// Stands for the values of a personal column that was corrected.
const CHANGED: &str = "changed";

/// What an event tells of one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Code of the column.
    pub column: &'static str,
    /// What it tells.
    pub told: Told,
}

/// What is told of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// This is its value.
    Is(Value),
    /// It was written down wrongly: the value before, and the right one.
    Corrected(Value, Value),
    /// It was corrected, and is personal: neither value is told.
    Withheld,
}

/// The facts as JSON.
pub(super) fn write(facts: &[Fact]) -> String {
    let mut json = String::with_capacity(2 + facts.len() * 32);
    json.push('{');
    for (place, fact) in facts.iter().enumerate() {
        if place > 0 {
            json.push(',');
        }
        write_text(&mut json, fact.column);
        json.push(':');
        match &fact.told {
            Told::Is(value) => write_value(&mut json, value),
            Told::Corrected(before, after) => {
                json.push('[');
                write_value(&mut json, before);
                json.push(',');
                write_value(&mut json, after);
                json.push(']');
            }
            Told::Withheld => write_text(&mut json, CHANGED),
        }
    }
    json.push('}');
    json
}

fn write_value(json: &mut String, value: &Value) {
    match value {
        Value::Absent => json.push_str("null"),
        Value::Text(text) => write_text(json, text),
        Value::Integer(_) | Value::Boolean(_) => json.push_str(&value.to_plain()),
        Value::Date(date) => write_text(json, &date.to_string()),
    }
}

/// Plain text is copied; what JSON must escape goes through its writer.
fn write_text(json: &mut String, text: &str) {
    if text.bytes().any(|byte| byte < b' ' || matches!(byte, b'"' | b'\\')) {
        json.push_str(&Json::from(text).to_string());
    } else {
        json.push('"');
        json.push_str(text);
        json.push('"');
    }
}

/// The facts of an event of `kind`, from JSON.
pub(super) fn read(kind: EventKind, json: &str) -> Result<Vec<Fact>, EventFault> {
    let Ok(Json::Object(object)) = serde_json::from_str(json) else {
        return Err(EventFault::NotAnObject { kind: kind.code() });
    };
    let mut facts = Vec::with_capacity(object.len());
    for (key, told) in object {
        let Some(column) = REQUESTS.column(&key).filter(|column| may_tell(kind, column)) else {
            return Err(EventFault::UnknownFact { kind: kind.code(), column: key });
        };
        let told = read_told(kind, column, told)
            .ok_or(EventFault::BadValue { kind: kind.code(), column: column.code })?;
        facts.push(Fact { column: column.code, told });
    }
    facts.sort_by_key(|fact| fact.column);
    Ok(facts)
}

fn may_tell(kind: EventKind, column: &Column) -> bool {
    match Holding::of(kind) {
        Some(holding) => holding.facts.iter().any(|place| holdings::column(*place).code == column.code),
        None => kind == EventKind::Corrected && !column.computed,
    }
}

fn read_told(kind: EventKind, column: &Column, told: Json) -> Option<Told> {
    match told {
        Json::String(word) if column.personal => (word == CHANGED).then_some(Told::Withheld),
        _ if column.personal => None,
        Json::Array(both) if kind == EventKind::Corrected => {
            let [before, after] = <[Json; 2]>::try_from(both).ok()?;
            Some(Told::Corrected(read_value(column.kind, before)?, read_value(column.kind, after)?))
        }
        _ if kind == EventKind::Corrected => None,
        told => read_value(column.kind, told).filter(|value| !value.is_absent()).map(Told::Is),
    }
}

fn read_value(kind: Kind, json: Json) -> Option<Value> {
    match (kind, json) {
        (_, Json::Null) => Some(Value::Absent),
        (Kind::Text | Kind::LongText | Kind::Code(_) | Kind::Body, Json::String(text)) => {
            Some(Value::Text(text))
        }
        (Kind::Date, Json::String(text)) => {
            text.parse().ok().map(Value::Date).filter(|date| date.to_plain() == text)
        }
        (Kind::Year | Kind::Integer | Kind::Money, Json::Number(number)) => {
            number.as_i64().map(Value::Integer)
        }
        (Kind::Boolean, Json::Bool(yes)) => Some(Value::Boolean(yes)),
        _ => None,
    }
}
