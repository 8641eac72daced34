//! Findings as pages show them.

use gongkai_domain::says::{Language, Says};
use gongkai_report_check::{CheckedFile, Finding, Severity};
use gongkai_web::Markup;

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingView {
    /// Its id on the page.
    pub id: String,
    /// How grave it is, as data calls it.
    pub severity: &'static str,
    /// The look of its tag.
    pub tag: &'static str,
    /// How grave it is.
    pub grave: Says,
    /// What kind it is.
    pub kind: Says,
    /// Where it stands.
    pub place: Says,
    /// Where the page shows that place; empty where it does not.
    pub href: String,
    /// The sentence.
    pub says: Says,
    /// The passage; empty for what is missing.
    pub quote: Markup,
    /// What stands there, and what it does not agree with, as far as there are values.
    pub sides: Vec<(Says, String)>,
}

/// How many findings are of a severity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The severity, as data calls it.
    pub severity: &'static str,
    /// The look of its tag.
    pub tag: &'static str,
    /// The same in words.
    pub says: Says,
    /// How many.
    pub count: usize,
}

impl FindingView {
    /// A finding with the id and address it has on the page.
    pub(super) fn of(finding: &Finding, id: String, href: String) -> Self {
        Self {
            id,
            severity: finding.severity.code(),
            tag: tag(finding.severity),
            grave: finding.severity.says(),
            kind: finding.kind.says(),
            place: finding.place.says(),
            href,
            says: finding.says.clone(),
            quote: quoted(finding),
            sides: finding.sides().into_iter().map(|(says, side)| (says, side.to_string())).collect(),
        }
    }
}

impl Tally {
    /// The severities there are findings of, gravest first.
    pub(super) fn of(file: &CheckedFile) -> Vec<Self> {
        let tally = |severity: Severity| Self {
            severity: severity.code(),
            tag: tag(severity),
            says: severity.says(),
            count: file.count(severity),
        };
        Severity::ALL.map(tally).into_iter().filter(|tally| tally.count > 0).collect()
    }

    /// The word, plural where the language has one.
    pub(super) fn word(&self, language: Language) -> String {
        let word = self.says.in_language(language);
        match language {
            Language::English if self.count != 1 => format!("{word}s"),
            _ => word.to_owned(),
        }
    }
}

/// The look of a severity's tag.
pub(super) const fn tag(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "stop",
        Severity::Warning => "warn",
        Severity::Note => "info",
    }
}

/// The passage of a finding with what disagrees marked.
fn quoted(finding: &Finding) -> Markup {
    let mut html = Markup::default();
    for piece in finding.quoted() {
        if piece.matters {
            html.tag("<mark>");
        }
        html.push(&Markup::text(piece.text));
        if piece.matters {
            html.tag("</mark>");
        }
    }
    html
}
