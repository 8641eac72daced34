//! The words that tie sentences to cells, as `law/reading/text-figures.toml` declares them.

use gongkai_domain::law::{BUILT_IN, LawFault, LawText};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The file.
const PATH: &str = "reading/text-figures.toml";

static BUILT: LazyLock<Option<Vocabulary>> = LazyLock::new(|| {
    let text = BUILT_IN.iter().find(|text| text.path == PATH)?;
    Vocabulary::read(text).ok()
});

/// The words.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Vocabulary {
    /// Words that say that a figure is of another scope.
    pub(super) scope: Scopes,
    filler: Words,
    /// Classes that make up everything.
    pub(super) partition: Vec<Partition>,
    dimension: Vec<Dimension>,
    not_the_rest: Words,
    /// Rates and what they are of.
    pub(super) rate: Vec<Rate>,
    at_most_all: Words,
    /// What must be equal.
    pub(super) identity: Vec<Identity>,
    /// What cannot be said beside requests that are carried on.
    pub(super) carried_on: CarriedOn,
    /// Words that are never written otherwise.
    pub(super) spelling: Spelling,
    /// What sentences state, the first that fits counts.
    pub(super) figure: Vec<Figure>,
}

/// Words of other scopes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Scopes {
    /// Certainly another scope than the reporting body's table.
    pub(super) other: Vec<String>,
    /// The whole area.
    pub(super) wide: Vec<String>,
    /// Other matters that are applied for, answered or decided.
    pub(super) foreign: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    words: Vec<String>,
}

/// Classes that do not overlap and leave nothing out.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Partition {
    /// Its name.
    #[expect(dead_code, reason = "says in the file what the words are")]
    id: String,
    /// For each class the words that name it.
    parts: Vec<Vec<String>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Dimension {
    id: String,
    words: Vec<String>,
}

/// A rate: what it is called, what is divided by what.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rate {
    /// What it is called.
    pub(super) words: Vec<String>,
    /// Names of what is divided.
    pub(super) numerator: Vec<Vec<String>>,
    /// Names of what it is divided by.
    pub(super) denominator: Vec<Vec<String>>,
    /// Names of what may count with the denominator.
    #[serde(default)]
    pub(super) plus: Vec<Vec<String>>,
}

/// Figures of one sentence, each by the words that name it: the sum of the left is that of the right.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Identity {
    /// One side.
    pub(super) left: Vec<Vec<String>>,
    /// The other.
    pub(super) right: Vec<Vec<String>>,
}

/// Words that say that everything is done, against a figure that says what is left.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CarriedOn {
    /// Id of the figure.
    pub(super) figure: String,
    /// Everything.
    pub(super) all: Vec<String>,
    /// Done.
    pub(super) done: Vec<String>,
    /// Answered, which leaves open whether what was not yet due is meant.
    pub(super) answered: Vec<String>,
    /// In time, which says nothing of what was not yet due.
    pub(super) in_time: Vec<String>,
    /// What the sentence must be about.
    pub(super) about: Vec<String>,
    /// What it must not be about.
    pub(super) not: Vec<String>,
}

/// Words that are written in one way only.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Spelling {
    /// No two neighbours of which are ever exchanged.
    pub(super) words: Vec<String>,
    /// Into which nothing is ever put.
    pub(super) fixed: Vec<String>,
}

/// A figure that sentences state.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Figure {
    /// Id among the figures.
    pub(super) id: String,
    /// What it is called.
    pub(super) label: String,
    /// What it is called in English.
    pub(super) label_en: String,
    /// Of each group a word must stand beside the number.
    #[serde(default)]
    pub(super) own: Vec<Vec<String>>,
    /// Of each group a word must stand in the sentence up to it.
    #[serde(default)]
    context: Vec<Vec<String>>,
    /// None of these may stand beside it.
    #[serde(default)]
    not: Vec<String>,
    /// Units it is counted in.
    #[serde(default)]
    units: Vec<String>,
    /// Figures it is easily taken for.
    #[serde(default)]
    pub(super) near: Vec<String>,
    /// Whether the words leave no doubt.
    #[serde(default)]
    pub(super) certain: bool,
    /// Whether it is last year's.
    #[serde(default)]
    pub(super) previous: bool,
    /// The cells that add up to it, by format.
    pub(super) cells: BTreeMap<String, Vec<String>>,
}

impl Vocabulary {
    /// The words the program was built with.
    pub(super) fn built_in() -> Option<&'static Self> {
        BUILT.as_ref()
    }

    /// Reads the file.
    pub(super) fn read(text: &LawText<'_>) -> Result<Self, LawFault> {
        text.read_toml()
    }

    /// The figure with an id.
    pub(super) fn named(&self, id: &str) -> Option<&Figure> {
        self.figure.iter().find(|figure| figure.id == id)
    }

    /// The division the words belong to, if any.
    pub(super) fn dimension(&self, words: &str) -> Option<&str> {
        let named = |dimension: &&Dimension| dimension.words.iter().any(|word| words.contains(word.as_str()));
        self.dimension.iter().find(named).map(|dimension| dimension.id.as_str())
    }

    /// Whether a label means whatever is left: 其他…, unless that is a class of its own.
    pub(super) fn is_rest(&self, label: &str) -> bool {
        let rest = ["其他", "其它", "其余"].iter().any(|word| label.starts_with(word));
        rest && !self.not_the_rest.words.iter().any(|word| label.starts_with(word.as_str()))
    }

    /// Whether the labels are all the classes of a partition, and nothing else.
    pub(super) fn is_partition(&self, labels: &[&str]) -> bool {
        self.partition.iter().any(|partition| {
            let named =
                |words: &[String], label: &str| words.iter().any(|word| label.contains(word.as_str()));
            let each = partition.parts.iter().all(|words| labels.iter().any(|label| named(words, label)));
            each && labels.len() == partition.parts.len()
        })
    }

    /// Whether a percentage that these words lead to can at most be 100.
    pub(super) fn is_at_most_all(&self, words: &str) -> bool {
        self.at_most_all.words.iter().any(|word| words.contains(word.as_str()))
    }

    /// Whether words are the heads of a table run into one line: several official words one after another.
    pub(super) fn is_heads(&self, words: &str) -> bool {
        self.spelling.words.iter().filter(|word| words.contains(word.as_str())).count() >= 2
    }

    /// How many Chinese characters are left of the words when these and what may always stand there are taken out.
    pub(super) fn left_over(&self, words: &str, known: &[&str]) -> String {
        let mut rest = words.to_owned();
        for word in known {
            rest = rest.replace(word, "");
        }
        let mut filler: Vec<&String> = self.filler.words.iter().collect();
        filler.sort_by_key(|word| std::cmp::Reverse(word.len()));
        for word in filler {
            rest = rest.replace(word.as_str(), "");
        }
        rest.chars().filter(|mark| super::text::is_han(*mark)).collect()
    }
}

impl Figure {
    /// Whether the words beside a number, the sentence up to it and its unit say that it is this figure; then the words
    /// it was known by.
    pub(super) fn fits<'a>(&'a self, beside: &str, lead: &str, unit: &str) -> Option<Vec<&'a str>> {
        if self.own.is_empty()
            || !(unit.is_empty() || self.units.iter().any(|known| known == unit))
            || self.not.iter().any(|word| beside.contains(word.as_str()))
        {
            return None;
        }
        let found = |group: &'a [String], words: &str| {
            group.iter().map(String::as_str).find(|word| words.contains(word))
        };
        let own: Option<Vec<&str>> = self.own.iter().map(|group| found(group, beside)).collect();
        let context: Option<Vec<&str>> = self.context.iter().map(|group| found(group, lead)).collect();
        let (mut known, context) = (own?, context?);
        known.extend(context);
        Some(known)
    }
}
