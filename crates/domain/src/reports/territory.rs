//! Whose rows a cell counts: the office, its whole area, or itself and its direct subordinates.

use crate::bodies::BODIES;
use crate::registers::{Row, Value};
use crate::says::Says;
use std::collections::BTreeMap;

/// Statistical scope of a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// `body`: the reporting body alone.
    #[default]
    Body,
    /// `region`: for a government or its general office, the government and every body below it, less the kinds
    /// the format excludes; for any other body, itself and every body below it.
    Region,
    /// `children`: the reporting body and the bodies directly below it.
    Children,
}

impl Scope {
    /// Every scope as a format file writes it.
    pub const WORDS: [(&'static str, Self); 3] =
        [("body", Self::Body), ("region", Self::Region), ("children", Self::Children)];
}

/// The bodies of a report, by scope.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Territory {
    bodies: BTreeMap<String, Row>,
    body: String,
    /// The body whose area the region is: the government, or the reporting body itself.
    seat: String,
    region: Vec<String>,
    children: Vec<String>,
}

impl Territory {
    /// The territory of a body; `None` when there is no such body.
    pub(super) fn of(bodies: &[Row], body: &str, excluded_kinds: &[String]) -> Option<Self> {
        let mut territory = Self {
            bodies: bodies.iter().map(|row| (row.body(&BODIES).to_owned(), row.clone())).collect(),
            body: body.to_owned(),
            seat: body.to_owned(),
            region: Vec::new(),
            children: Vec::new(),
        };
        territory.row(body)?;
        territory.seat = territory.government_of(body).unwrap_or_else(|| body.to_owned());
        let seat = territory.seat.clone();
        territory.region =
            territory.kept(excluded_kinds, |code| territory.line(code).contains(&seat.as_str()));
        territory.children =
            territory.kept(excluded_kinds, |code| code == body || territory.parent(code) == Some(body));
        Some(territory)
    }

    /// Codes of the bodies in scope, sorted.
    pub(super) fn within(&self, scope: Scope) -> Vec<String> {
        match scope {
            Scope::Body => vec![self.body.clone()],
            Scope::Children => self.children.clone(),
            Scope::Region => self.region.clone(),
        }
    }

    /// The row of a body.
    pub(super) fn row(&self, code: &str) -> Option<&Row> {
        self.bodies.get(code)
    }

    /// What a body is called in lists: its short name, or its name.
    pub(super) fn short_name(&self, code: &str) -> String {
        let named = |column: &str| {
            self.row(code)
                .and_then(|row| row.value(&BODIES, column).as_text())
                .filter(|name| !name.is_empty())
        };
        named("short_name").or_else(|| named("name")).unwrap_or(code).to_owned()
    }

    /// Full name of the reporting body.
    pub(super) fn body_name(&self) -> String {
        self.name(&self.body)
    }

    /// How a definition says the scope.
    pub(super) fn says(&self, scope: Scope, excluded: &Says) -> Says {
        let less = |words: &str, before: &str, after: &str| {
            if words.is_empty() { String::new() } else { format!("{before}{words}{after}") }
        };
        match scope {
            Scope::Body => {
                let name = self.body_name();
                Says::new(name.clone(), name)
            }
            Scope::Children => {
                let name = self.body_name();
                Says::new(
                    format!("{name}及其直接下级机构"),
                    format!("{name} and the bodies directly below it"),
                )
            }
            Scope::Region => {
                let name = self.name(&self.seat);
                Says::new(
                    format!("{name}及其以下全部机构{}", less(&excluded.zh, "（不含", "）")),
                    format!("{name} and every body below it{}", less(&excluded.en, " (less ", ")")),
                )
            }
        }
    }

    fn name(&self, code: &str) -> String {
        self.row(code).and_then(|row| row.value(&BODIES, "name").as_text()).unwrap_or(code).to_owned()
    }

    fn kept(&self, excluded_kinds: &[String], within: impl Fn(&str) -> bool) -> Vec<String> {
        self.bodies
            .keys()
            .filter(|code| {
                let excluded = excluded_kinds.iter().any(|kind| kind == self.kind(code));
                within(code) && (!excluded || **code == self.body)
            })
            .cloned()
            .collect()
    }

    /// The government a general office works for; a body of another kind has its own area only.
    fn government_of(&self, code: &str) -> Option<String> {
        if self.kind(code) != "government_office" {
            return None;
        }
        let ancestors = self.line(code);
        ancestors
            .iter()
            .find(|ancestor| matches!(self.kind(ancestor), "government" | "town_or_subdistrict"))
            .or_else(|| ancestors.last())
            .map(|ancestor| (*ancestor).to_owned())
    }

    /// The body, its parent, its parent's parent … to the top; stops where the register turns in a circle.
    fn line<'a>(&'a self, code: &'a str) -> Vec<&'a str> {
        let mut line = vec![code];
        let mut at = code;
        while let Some(parent) = self.parent(at) {
            if line.contains(&parent) {
                break;
            }
            line.push(parent);
            at = parent;
        }
        line
    }

    fn parent(&self, code: &str) -> Option<&str> {
        match self.row(code)?.value(&BODIES, "parent") {
            Value::Text(parent) => Some(parent),
            _ => None,
        }
    }

    fn kind(&self, code: &str) -> &str {
        self.row(code).and_then(|row| row.value(&BODIES, "kind").as_text()).unwrap_or_default()
    }
}
