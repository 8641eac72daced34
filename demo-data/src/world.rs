//! The invented Conghua: its bodies, its words, its calendar.

use crate::cells::Vocabulary;
use crate::dates::WorkingDays;
use crate::genres::Genre;
use crate::identifiers::credit_code;
use crate::wording::{Scope, Words};
use anyhow::{Context, Result};
use gongkai_domain::law::{BUILT_IN, Codes};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The office that hands the ledgers in.
pub const OFFICE: &str = "conghua-office";
/// The government it belongs to.
pub const GOVERNMENT: &str = "conghua-gov";

/// One body as `words/bodies.toml` gives it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyWords {
    /// Permanent code.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Short name.
    pub short: String,
    /// Code of its kind.
    pub kind: String,
    /// Name of its word lists.
    pub field: String,
    /// Characters its document numbers begin with (发文代字).
    pub mark: String,
    /// Its share of the items of the website.
    #[serde(default)]
    pub items: i64,
    /// How many approval items (行政审批事项) it has online.
    #[serde(default)]
    pub approvals: i64,
    /// How many of these the integrated windows accept.
    #[serde(default)]
    pub integrated: i64,
    /// Whether it works in the service centre.
    #[serde(default)]
    pub resident: bool,
    /// Whether its power and duty list is published.
    #[serde(default)]
    pub power_list: bool,
}

impl BodyWords {
    /// Whether it is of this kind.
    pub fn is(&self, kind: &str) -> bool {
        self.kind == kind
    }
}

/// Everything the ledgers are made from.
pub struct World {
    /// Bodies in official order.
    pub bodies: Vec<BodyWords>,
    /// Days on which offices work.
    pub days: WorkingDays,
    /// Ways to write an item.
    pub genres: Vec<Genre>,
    /// The code lists.
    pub codes: Codes,
    /// The words of the media's titles.
    pub media: Words,
    common: Words,
    fields: BTreeMap<String, Words>,
}

#[derive(Deserialize)]
struct BodiesFile {
    body: Vec<BodyWords>,
}

#[derive(Deserialize)]
struct GenresFile {
    genre: Vec<Genre>,
}

impl World {
    /// Reads the word lists and the law.
    pub fn read() -> Result<Self> {
        let bodies: BodiesFile =
            toml::from_str(include_str!("../words/bodies.toml")).context("bodies.toml")?;
        let mut genres = Vec::new();
        for text in [
            include_str!("../words/genres-news.toml"),
            include_str!("../words/genres-documents.toml"),
            include_str!("../words/genres-powers.toml"),
            include_str!("../words/genres-money.toml"),
            include_str!("../words/genres-other.toml"),
        ] {
            let file: GenresFile = toml::from_str(text).context("genres")?;
            genres.extend(file.genre);
        }
        Ok(Self {
            bodies: bodies.body,
            days: WorkingDays::read(BUILT_IN)?,
            genres,
            codes: Codes::read(BUILT_IN)?,
            media: toml::from_str(include_str!("../words/media.toml")).context("media.toml")?,
            common: toml::from_str(include_str!("../words/common.toml")).context("common.toml")?,
            fields: toml::from_str(include_str!("../words/fields.toml")).context("fields.toml")?,
        })
    }

    /// The body called `code`.
    ///
    /// # Panics
    /// When there is none: a slip in this crate.
    pub fn body(&self, code: &str) -> &BodyWords {
        let Some(body) = self.bodies.iter().find(|body| body.code == code) else { panic!("no body {code}") };
        body
    }

    /// Bodies of one kind.
    pub fn of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a BodyWords> {
        self.bodies.iter().filter(move |body| body.is(kind))
    }

    /// Unified social credit code of a body, made up.
    pub fn credit_code(&self, body: &BodyWords) -> String {
        let position = self.bodies.iter().position(|other| other.code == body.code).unwrap_or_default();
        let kind = if body.is("directly_affiliated_unit") { "12" } else { "11" };
        credit_code(kind, "440117", 900_001 + position as i64 * 37)
    }

    /// What the words of `body` may draw from, for something dated in `year`.
    pub fn scope(&self, body: &BodyWords, year: i16) -> Scope<'_> {
        let mut shared = Vec::new();
        shared.extend(self.fields.get(&body.field));
        shared.push(&self.common);
        shared.push(&self.media);
        let mut scope = Scope::new(shared);
        scope.set("简称", &body.short);
        scope.set("全称", &body.name);
        scope.set("区名", "从化区");
        for (name, offset) in [("去年", -1), ("今年", 0), ("明年", 1), ("后年", 2)] {
            scope.set(name, (year + offset).to_string());
        }
        if body.is("town_or_subdistrict") {
            scope.set("镇街", &body.short);
        }
        scope
    }

    /// Words for codes and bodies, for writing cells.
    pub fn vocabulary(&self) -> Vocabulary {
        let bodies = self
            .bodies
            .iter()
            .map(|body| (body.code.clone(), (body.name.clone(), body.short.clone())))
            .collect();
        Vocabulary { codes: self.codes.clone(), bodies }
    }
}
