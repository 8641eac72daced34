//! How errors are told, and which are the caller's own.

use gongkai_domain::says::{Language, Says};
use std::fmt;

/// The command was used wrongly: exit code 2.
#[derive(Debug)]
pub struct BadUse(pub Says);

impl fmt::Display for BadUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}", self.0.zh, self.0.en)
    }
}

impl std::error::Error for BadUse {}

/// A [`BadUse`] in both languages.
pub fn bad_use(zh: impl Into<String>, en: impl Into<String>) -> anyhow::Error {
    BadUse(Says::new(zh, en)).into()
}

/// What is printed for an error: itself and what it came from, each once.
pub fn error(error: &anyhow::Error) -> String {
    let mut text = String::from("✗ ");
    let mut last = String::new();
    for cause in error.chain() {
        let said = cause.to_string();
        if !last.contains(&said) {
            if !last.is_empty() {
                text.push_str("\n  ");
            }
            text.push_str(&said);
        }
        last = said;
    }
    text
}

/// One of two sentences.
pub fn pick<'a>(language: Language, zh: &'a str, en: &'a str) -> &'a str {
    match language {
        Language::Chinese => zh,
        Language::English => en,
    }
}
