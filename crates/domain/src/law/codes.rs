//! Code lists (代码表): the permanent codes behind the words an office writes.

use super::{LawFault, LawText};
use crate::says::Says;
use serde::Deserialize;
use std::collections::BTreeMap;

/// All code lists of `law/codes/`, by name.
#[derive(Clone, Debug, Default)]
pub struct Codes(BTreeMap<String, CodeList>);

/// One list: its codes in the order they are shown.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeList {
    /// What the list is of, in Chinese.
    pub title: String,
    /// Regulation or standard the list comes from.
    pub source: String,
    /// The codes.
    pub codes: Vec<Code>,
}

/// One code and its words.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// Permanent code.
    pub code: String,
    /// Word in Chinese, as shown and exported.
    pub zh: String,
    /// Word in English.
    pub en: String,
    /// Other words ledgers use for it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Last day it was in use, where the law has dropped it.
    #[serde(default)]
    pub until: Option<jiff::civil::Date>,
}

impl Codes {
    /// Reads every `codes/*.toml` among `texts`; a code or word given twice in a list is refused.
    pub fn read(texts: &[LawText<'_>]) -> Result<Self, LawFault> {
        let mut lists = BTreeMap::new();
        for text in texts {
            let Some(name) = text.path.strip_prefix("codes/").and_then(|rest| rest.strip_suffix(".toml"))
            else {
                continue;
            };
            let list: CodeList = text.read_toml()?;
            list.check(text)?;
            lists.insert(name.to_owned(), list);
        }
        Ok(Self(lists))
    }

    /// The list called `name`.
    pub fn list(&self, name: &str) -> Option<&CodeList> {
        self.0.get(name)
    }

    /// The word for a code in Chinese; the code itself where the list does not know it.
    pub fn zh<'a>(&'a self, list: &str, code: &'a str) -> &'a str {
        self.list(list).and_then(|list| list.find(code)).map_or(code, |found| &found.zh)
    }

    /// The word for a code in English; the code itself where the list does not know it.
    pub fn en<'a>(&'a self, list: &str, code: &'a str) -> &'a str {
        self.list(list).and_then(|list| list.find(code)).map_or(code, |found| &found.en)
    }
}

impl CodeList {
    /// The entry of a code.
    pub fn find(&self, code: &str) -> Option<&Code> {
        self.codes.iter().find(|entry| entry.code == code)
    }

    /// The entry a word of a ledger means: its code, its Chinese or English word, or an alias.
    pub fn recognise(&self, word: &str) -> Option<&Code> {
        let word = word.trim();
        self.codes.iter().find(|entry| {
            entry.code == word
                || entry.zh == word
                || entry.en.eq_ignore_ascii_case(word)
                || entry.aliases.iter().any(|alias| alias == word)
        })
    }

    fn check(&self, text: &LawText<'_>) -> Result<(), LawFault> {
        let mut words: Vec<&str> = Vec::new();
        for entry in &self.codes {
            let own = [entry.code.as_str(), entry.zh.as_str()];
            for word in own.into_iter().chain(entry.aliases.iter().map(String::as_str)) {
                if words.contains(&word) && entry.code != entry.zh {
                    return Err(LawFault {
                        file: text.path.to_owned(),
                        line: super::line_of(text.text, word),
                        key: word.to_owned(),
                        says: Says::new(
                            "这个词在同一代码表里出现两次，请删去一处",
                            "this word stands twice in the list; remove one",
                        ),
                    });
                }
                words.push(word);
            }
        }
        Ok(())
    }
}
