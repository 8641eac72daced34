//! Values as pages print them.

use gongkai_app::LawBook;
use gongkai_domain::registers::{BodyNames, Column, Derived, Kind, Register, Row, Value, Working, per_cent};
use gongkai_domain::says::Language;
use gongkai_web::{Markup, markup};
use std::fmt::Write;
use std::sync::Arc;

/// Most characters of a text in a list.
const SHORT: usize = 60;

/// What values are printed with.
pub(super) struct Printing {
    pub(super) law: Arc<LawBook>,
    pub(super) bodies: BodyNames,
    pub(super) language: Language,
}

impl Printing {
    fn is_chinese(&self) -> bool {
        self.language == Language::Chinese
    }

    /// What a column is called.
    pub(super) fn heading(&self, column: &Column) -> &'static str {
        if self.is_chinese() { column.zh } else { column.en }
    }

    /// What a column is called at the head of a table: money with its unit.
    pub(super) fn head(&self, column: &Column) -> String {
        match (column.kind, self.is_chinese()) {
            (Kind::Money, true) => format!("{}（元）", column.zh),
            (Kind::Money, false) => format!("{} (yuan)", column.en),
            _ => self.heading(column).to_owned(),
        }
    }

    /// A value in words.
    pub(super) fn words(&self, column: &Column, value: &Value) -> String {
        match (column.kind, value) {
            (Kind::Code(list), Value::Text(code)) => {
                let codes = &self.law.codes;
                let word = if self.is_chinese() { codes.zh(list, code) } else { codes.en(list, code) };
                word.to_owned()
            }
            (Kind::Body, Value::Text(code)) => self.bodies.name(code).unwrap_or(code).to_owned(),
            (_, Value::Boolean(yes)) if !self.is_chinese() => if *yes { "yes" } else { "no" }.to_owned(),
            _ => value.to_ledger(column.kind),
        }
    }

    /// A value as a table prints it.
    pub(super) fn value(&self, column: &Column, value: &Value) -> Markup {
        let words = self.words(column, value);
        match column.kind {
            Kind::Money | Kind::Integer => markup::printed(&words),
            _ => Markup::text(&words),
        }
    }

    /// A value as a list prints it: long texts are cut.
    pub(super) fn short(&self, column: &Column, value: &Value) -> Markup {
        match value {
            Value::Text(text) if text.chars().nth(SHORT).is_some() => {
                let cut: String = text.chars().take(SHORT).collect();
                Markup::text(&(cut + "…"))
            }
            _ => self.value(column, value),
        }
    }

    /// What a comparison tells of a value, as a page prints it.
    pub(super) fn ledger_word(&self, column: &Column, text: &str) -> Markup {
        match column.kind {
            Kind::Code(_) | Kind::Body => self.value(column, &Value::Text(text.to_owned())),
            Kind::Money | Kind::Integer => markup::printed(text),
            _ => Markup::text(&text.chars().take(200).collect::<String>()),
        }
    }

    /// The class of a column's cells.
    pub(super) const fn class(column: &Column) -> &'static str {
        match column.kind {
            Kind::Money | Kind::Integer => "n",
            Kind::Date | Kind::Year => "date",
            _ => "",
        }
    }

    /// A figure worked out from a row, as a table prints it.
    pub(super) fn derived(register: &Register, derived: &Derived, row: &Row) -> Markup {
        derived
            .of(register, row)
            .map_or_else(Markup::default, |figure| Self::figure(register, derived, figure))
    }

    /// A figure worked out, as a table prints it.
    pub(super) fn figure(register: &Register, derived: &Derived, figure: i64) -> Markup {
        let kind = register.column(derived.whole).map_or(Kind::Integer, |column| column.kind);
        match derived.working {
            Working::Share => Markup::text(&per_cent(figure).replace('-', "－")),
            Working::Difference => markup::printed(&Value::Integer(figure).to_ledger(kind)),
        }
    }

    /// A total: money in 万元 where it is large, so that it can be read.
    pub(super) fn total(&self, kind: Kind, total: i64) -> (Markup, &'static str) {
        const WAN: i64 = 1_000_000;
        if kind != Kind::Money {
            return (markup::grouped(total), "");
        }
        if total.abs() < WAN {
            let unit = if self.is_chinese() { "元" } else { "yuan" };
            return (markup::printed(&Value::Integer(total).to_ledger(kind)), unit);
        }
        let unit = if self.is_chinese() { "万元" } else { "× 10,000 yuan" };
        if total.abs() >= 1_000 * WAN {
            let half = WAN / 2 * total.signum();
            return (markup::grouped((total + half) / WAN), unit);
        }
        let hundredths = (total + WAN / 200 * total.signum()) / (WAN / 100);
        (markup::printed(&Value::Integer(hundredths).to_ledger(Kind::Money)), unit)
    }
}

/// A part of an address, its bytes written so that it is one part.
pub(super) fn escaped(part: &str) -> String {
    let mut text = String::with_capacity(part.len());
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}
