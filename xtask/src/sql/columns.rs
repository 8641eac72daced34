//! The columns the migrations declare: their types, and which may be null.

use std::collections::{BTreeMap, BTreeSet};

use super::Finding;
use super::tokens::{Kind, Token};

/// The types both engines store and give back alike.
const TYPES: &[&str] = &["uuid", "text", "bigint", "boolean", "date", "timestamptz", "jsonb"];

/// Words that begin a constraint of the table where a column could begin.
const CONSTRAINTS: &[&str] = &["primary", "foreign", "unique", "check", "constraint", "exclude"];

/// The columns of every table, and whether each may hold null.
#[derive(Debug, Default)]
pub struct Columns {
    tables: BTreeMap<String, BTreeMap<String, bool>>,
}

impl Columns {
    /// Takes in the statements of a migration.
    pub fn add(&mut self, tokens: &[Token]) {
        for statement in tokens.split(|token| token.is(";")) {
            for column in declared(statement) {
                let never_null = column.windows(2).any(|pair| {
                    (pair[0].is("not") && pair[1].is("null")) || (pair[0].is("primary") && pair[1].is("key"))
                });
                let table = self.tables.entry(table_of(statement).to_owned()).or_default();
                table.insert(bare(&column[0]).to_owned(), !never_null);
            }
        }
    }

    /// Every `order by` over a column that may be null says where nulls go: the engines disagree.
    pub fn check_order(&self, statement: &[Token]) -> Vec<Finding> {
        let mentioned: BTreeSet<&str> = statement.iter().map(bare).collect();
        let starts =
            statement.windows(2).enumerate().filter(|(_, pair)| pair[0].is("order") && pair[1].is("by"));
        starts
            .flat_map(|(at, _)| terms(&statement[at + 2..]))
            .filter_map(|term| self.check_term(term, &mentioned))
            .collect()
    }

    /// In one of the tables the statement mentions; where it mentions none (a piece of a query), in every table.
    fn may_be_null(&self, column: &str, mentioned: &BTreeSet<&str>) -> bool {
        let verdict = |table: &BTreeMap<String, bool>| table.get(column).copied();
        let named = self.tables.iter().filter(|(name, _)| mentioned.contains(name.as_str()));
        let mut named = named.map(|(_, table)| table).peekable();
        if named.peek().is_some() {
            return named.filter_map(verdict).any(|nullable| nullable);
        }
        let mut verdicts = self.tables.values().filter_map(verdict).peekable();
        verdicts.peek().is_some() && verdicts.all(|nullable| nullable)
    }

    fn check_term(&self, term: &[Token], mentioned: &BTreeSet<&str>) -> Option<Finding> {
        let plain =
            term.iter().take_while(|token| !["asc", "desc", "nulls"].iter().any(|word| token.is(word)));
        let plain: Vec<&Token> = plain.collect();
        let column = match plain.as_slice() {
            [column] => column,
            [_, dot, column] if dot.is(".") => column,
            _ => return None,
        };
        let open = self.may_be_null(bare(column), mentioned) && !term.iter().any(|token| token.is("nulls"));
        open.then(|| {
            Finding::new(column.line, format!("order by {}: it may be null: say `nulls last`", column.text))
        })
    }
}

/// The table a `create table` or `alter table` is about.
fn table_of(statement: &[Token]) -> &str {
    let skipped = ["create", "alter", "table", "if", "not", "exists"];
    statement.iter().find(|token| !skipped.iter().any(|word| token.is(word))).map_or("", bare)
}

/// A name without its quotes.
fn bare(name: &Token) -> &str {
    name.text.trim_matches('"')
}

/// The terms of an `order by`, up to its end.
fn terms(after: &[Token]) -> Vec<&[Token]> {
    const ENDS: &[&str] = &[
        "limit",
        "offset",
        "returning",
        "rows",
        "range",
        "groups",
        "union",
        "except",
        "intersect",
        ";",
        "window",
    ];
    split(after, |token| ENDS.iter().any(|end| token.is(end)))
}

/// The parts between commas, up to the closing bracket or the end.
fn split(tokens: &[Token], is_end: impl Fn(&Token) -> bool) -> Vec<&[Token]> {
    let mut parts = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    let mut end = tokens.len();
    for (at, token) in tokens.iter().enumerate() {
        if depth == 0 && (token.is(")") || is_end(token)) {
            end = at;
            break;
        }
        if token.is("(") {
            depth += 1;
        } else if token.is(")") {
            depth -= 1;
        } else if depth == 0 && token.is(",") {
            parts.push(&tokens[start..at]);
            start = at + 1;
        }
    }
    parts.push(&tokens[start..end]);
    parts.retain(|part| !part.is_empty());
    parts
}

/// The columns a `create table` or `alter table … add` declares: name, type, constraints.
fn declared(statement: &[Token]) -> Vec<&[Token]> {
    let position = |word: &str| statement.iter().position(|token| token.is(word));
    let begins = |words: &[&str]| words.iter().zip(statement).all(|(word, token)| token.is(word));
    let parts = if begins(&["create", "table"]) {
        match position("(") {
            Some(open) => split(&statement[open + 1..], |_| false),
            None => Vec::new(),
        }
    } else if begins(&["alter", "table"]) {
        let Some(add) = position("add") else { return Vec::new() };
        let after = &statement[add + 1..];
        let column = after.first().is_some_and(|token| token.is("column"));
        vec![&after[usize::from(column)..]]
    } else {
        Vec::new()
    };
    let is_constraint = |part: &[Token]| CONSTRAINTS.iter().any(|word| part[0].is(word));
    parts.into_iter().filter(|part| !part.is_empty() && !is_constraint(part)).collect()
}

/// Every column has a type from the list.
pub fn check_types(statement: &[Token]) -> Vec<Finding> {
    declared(statement).into_iter().filter_map(check_type).collect()
}

fn check_type(column: &[Token]) -> Option<Finding> {
    let name = &column[0];
    let list = TYPES.join(" ");
    let Some(kind) = column.get(1) else {
        return Some(Finding::new(
            name.line,
            format!("column {} has no type; the types are {list}", name.text),
        ));
    };
    if kind.kind != Kind::Word || !TYPES.contains(&kind.text.as_str()) {
        let says = format!(
            "column {} has type {}, not one of {list} (an unknown type means a number to SQLite)",
            name.text, kind.text
        );
        return Some(Finding::new(kind.line, says));
    }
    let has_length = column.get(2).is_some_and(|token| token.is("("));
    has_length.then(|| {
        Finding::new(kind.line, format!("column {}: {} takes no length; say `check`", name.text, kind.text))
    })
}
