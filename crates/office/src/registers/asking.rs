//! What the address of a list asks for.

use gongkai_app::registers::Asked;
use gongkai_domain::registers::{Column, Key, Kind, Register, Value};
use gongkai_web::Query;

/// Before the code of a dimension in an address, so that no column is taken for another part of it.
pub(super) const FILTER: &str = "f.";
/// In place of a value: rows that do not fill it.
pub(super) const ABSENT: &str = "-";
/// Parts of an address that say how a list is shown, not which.
pub(super) const FLEETING: [&str; 3] = ["page", "size", "contrast"];
/// Columns a list shows unless others are chosen.
const SHOWN: usize = 8;
/// Most words sought at once.
const MOST_WORDS: usize = 5;

/// What an address asks of a register's list; what it cannot mean is passed over.
pub(super) fn asked(register: &'static Register, query: &Query) -> Asked {
    let mut asked = Asked {
        body: query.get("body").map(str::to_owned),
        words: query
            .get("q")
            .unwrap_or_default()
            .split_whitespace()
            .take(MOST_WORDS)
            .map(|word| word.chars().take(100).collect())
            .collect(),
        sort: query.get("sort").and_then(|sort| sorting(register, sort)),
        ..Asked::all(register)
    };
    for column in register.dimensions().filter(|column| column.code != register.body_column()) {
        let Some(text) = query.get(&format!("{FILTER}{}", column.code)) else { continue };
        if text == ABSENT {
            asked = asked.only(column, None);
        } else if let Some(value) = value_of(column, text) {
            asked = asked.only(column, Some(value));
        }
    }
    asked
}

/// A value as the address of a list writes it.
pub(super) fn plain(value: &Value) -> String {
    value.to_plain()
}

fn value_of(column: &Column, text: &str) -> Option<Value> {
    match column.kind {
        Kind::Date | Kind::Year | Kind::Integer | Kind::Money => text.parse().ok().map(Value::Integer),
        Kind::Boolean => text.parse().ok().map(Value::Boolean),
        Kind::Text | Kind::LongText | Kind::Code(_) | Kind::Body => Some(Value::Text(text.to_owned())),
    }
}

fn sorting(register: &'static Register, sort: &str) -> Option<(&'static Column, bool)> {
    let (code, falling) = sort.strip_prefix('-').map_or((sort, false), |code| (code, true));
    register.column(code).filter(|column| is_sorted(column)).map(|column| (column, falling))
}

/// Whether a list may be sorted by a column: sealed and long texts have no order worth having.
pub(super) fn is_sorted(column: &Column) -> bool {
    !column.personal && column.kind != Kind::LongText
}

/// The columns a list shows: those chosen, otherwise the key, the name, the date, what is added up, and what comes
/// first. The body is left out where there is only one.
pub(super) fn columns(register: &'static Register, query: &Query, one_body: bool) -> Vec<&'static Column> {
    let chosen = query.all("col");
    let mut shown: Vec<&Column> =
        register.columns.iter().filter(|column| chosen.contains(&column.code)).collect();
    if shown.is_empty() {
        shown = usual(register, one_body);
    }
    // The row is known by its name, which leads to it.
    if let Some(name) = register.naming_column()
        && !shown.iter().any(|column| column.code == name.code)
    {
        shown.insert(0, name);
    }
    shown
}

fn usual(register: &'static Register, one_body: bool) -> Vec<&'static Column> {
    let is_key =
        |column: &Column| matches!(register.key, Key::Columns(codes) if codes.contains(&column.code));
    let is_needed = |column: &Column| is_key(column) || column.sum || register.year == Some(column.code);
    let may_show = |column: &&Column| {
        let is_body = one_body && column.code == "body";
        !is_body && !column.personal && column.kind != Kind::LongText
    };
    let needed = register.columns.iter().filter(|column| is_needed(column)).count();
    let mut rest = SHOWN.saturating_sub(needed);
    let mut shown = Vec::new();
    for column in register.columns.iter().filter(may_show) {
        if is_needed(column) {
            shown.push(column);
        } else if rest > 0 {
            rest -= 1;
            shown.push(column);
        }
    }
    shown
}
