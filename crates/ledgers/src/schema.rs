//! A register described for machines.

use gongkai_domain::law::Codes;
use gongkai_domain::registers::{Column, Holding, Key, Kind, Register, Visibility};
use serde_json::{Value, json};

/// The description of a register: names, key, columns with their kinds, flags and codes, rules. The order of
/// names is stable.
pub fn schema(register: &Register, codes: &Codes) -> Value {
    json!({
        "register": register.code,
        "zh": register.zh,
        "en": register.en,
        "unit": register.unit,
        "holding": match register.holding {
            Holding::Rows => "rows",
            Holding::Editions => "editions",
            Holding::Events => "events",
        },
        "key": match register.key {
            Key::Columns(columns) => json!({ "columns": columns }),
            Key::Fingerprint => json!("fingerprint"),
        },
        "year": register.year,
        "visibility": match register.visibility {
            Visibility::Public => json!("public"),
            Visibility::CountedOnly => json!("counted-only"),
            Visibility::Where(column, code) => json!({ "column": column, "is": code }),
        },
        "columns": register.columns.iter().map(|column| described(column, codes)).collect::<Vec<_>>(),
        "checks": register.checks.iter().map(|check| check.says(register)).collect::<Vec<_>>(),
    })
}

fn described(column: &Column, codes: &Codes) -> Value {
    let flags = [
        (column.required, "required"),
        (column.personal, "personal"),
        (column.tally, "tally"),
        (column.sum, "sum"),
        (column.internal, "internal"),
        (column.computed, "computed"),
    ];
    let mut described = json!({
        "column": column.code,
        "zh": column.zh,
        "en": column.en,
        "kind": kind(column.kind),
        "flags": flags.iter().filter(|(set, _)| *set).map(|(_, flag)| *flag).collect::<Vec<_>>(),
    });
    if column.kind == Kind::Money {
        described["unit"] = json!("CNY yuan");
    }
    if !column.hint.is_empty() {
        described["hint"] = json!(column.hint);
    }
    if let Kind::Code(list) = column.kind {
        described["list"] = json!(list);
        if let Some(list) = codes.list(list) {
            described["source"] = json!(list.source);
            described["codes"] = list
                .codes
                .iter()
                .map(|entry| json!({ "code": entry.code, "zh": entry.zh, "en": entry.en }))
                .collect();
        }
    }
    described
}

/// The kind's name in schemas.
const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::LongText => "long-text",
        Kind::Code(_) => "code",
        Kind::Body => "body",
        Kind::Date => "date",
        Kind::Year => "year",
        Kind::Integer => "integer",
        Kind::Money => "money",
        Kind::Boolean => "boolean",
    }
}
