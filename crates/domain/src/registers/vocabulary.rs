//! The words a ledger may use: code lists and the names of bodies.

use super::ValueFault;
use super::folding::comparable;
use crate::law::Codes;
use crate::says::Says;
use std::collections::{BTreeMap, HashMap};

/// What the words of a ledger mean.
#[derive(Clone, Copy, Debug)]
pub struct Vocabulary<'a> {
    /// The code lists.
    pub codes: &'a Codes,
    /// The bodies and their names.
    pub bodies: &'a BodyNames,
}

/// The bodies known here, by code, name and short name.
#[derive(Clone, Debug, Default)]
pub struct BodyNames {
    names: BTreeMap<String, String>,
    words: HashMap<String, Vec<String>>,
}

impl BodyNames {
    /// No bodies yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a body; the names may be empty.
    pub fn add(&mut self, code: &str, name: &str, short_name: &str) {
        if code.is_empty() {
            return;
        }
        self.names.insert(code.to_owned(), name.to_owned());
        for word in [name, short_name] {
            let word = comparable(word);
            if word.is_empty() {
                continue;
            }
            let codes = self.words.entry(word).or_default();
            if !codes.iter().any(|known| known == code) {
                codes.push(code.to_owned());
            }
        }
    }

    /// Full name of the body with this code.
    pub fn name(&self, code: &str) -> Option<&str> {
        self.names.get(code).map(String::as_str)
    }

    /// Codes and full names, in order of code.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.names.iter().map(|(code, name)| (code.as_str(), name.as_str()))
    }

    /// The code a word means: a code, a name or a short name; unknown and ambiguous words are refused.
    pub fn recognise(&self, word: &str) -> Result<&str, ValueFault> {
        let word = word.trim();
        if let Some((code, _)) = self.names.get_key_value(word) {
            return Ok(code);
        }
        match self.words.get(&comparable(word)).map(Vec::as_slice) {
            Some([code]) => Ok(code),
            Some(codes) => Err(ValueFault {
                rule: Says::new(
                    format!("几个机构都用这个名称：{}", codes.join("、")),
                    format!("several bodies have this name: {}", codes.join(", ")),
                ),
                remedy: Says::new("请改填机构代码", "give the body's code instead"),
            }),
            None => Err(ValueFault {
                rule: Says::new("机构名录里没有这个机构", "the list of bodies has no such body"),
                remedy: Says::new(
                    "请填机构名录里的代码、名称或简称，或先把它登记入机构名录",
                    "give a code, name or short name of the list of bodies, or enter the body there first",
                ),
            }),
        }
    }

    /// The word that stands for a code in a ledger: its name where that means this body alone, otherwise the code.
    pub fn ledger_word<'a>(&'a self, code: &'a str) -> &'a str {
        self.name(code)
            .filter(|name| name.trim() == *name && self.recognise(name).is_ok_and(|found| found == code))
            .unwrap_or(code)
    }
}

impl Vocabulary<'_> {
    /// The code a word of the list means: code, Chinese or English word, alias; width, spaces and case aside.
    pub fn recognise_code(&self, list: &str, word: &str) -> Result<&str, ValueFault> {
        let Some(codes) = self.codes.list(list) else {
            return Err(ValueFault {
                rule: Says::new(format!("没有代码表“{list}”"), format!("there is no code list “{list}”")),
                remedy: Says::new("请检查 law/codes/", "check law/codes/"),
            });
        };
        if let Some(found) = codes.recognise(word) {
            return Ok(&found.code);
        }
        let wanted = comparable(word);
        let alike = |candidate: &str| comparable(candidate) == wanted;
        codes
            .codes
            .iter()
            .find(|entry| {
                alike(&entry.code)
                    || alike(&entry.zh)
                    || alike(&entry.en)
                    || entry.aliases.iter().any(|alias| alike(alias))
            })
            .map(|entry| entry.code.as_str())
            .ok_or_else(|| ValueFault {
                rule: Says::new(
                    format!("代码表“{}”里没有这个词", codes.title),
                    format!("the code list “{list}” has no such word"),
                ),
                remedy: Says::new(
                    format!("可填：{}", joined(codes.codes.iter().map(|entry| entry.zh.as_str()), "、")),
                    format!(
                        "use one of: {}",
                        joined(codes.codes.iter().map(|entry| entry.en.as_str()), ", ")
                    ),
                ),
            })
    }

    /// The word that stands for a code in a ledger: the Chinese word where it means this code, otherwise the code.
    pub fn code_word<'a>(&'a self, list: &str, code: &'a str) -> &'a str {
        let zh = self.codes.zh(list, code);
        if self.recognise_code(list, zh).is_ok_and(|found| found == code) { zh } else { code }
    }
}

fn joined<'a>(words: impl Iterator<Item = &'a str>, separator: &str) -> String {
    words.collect::<Vec<_>>().join(separator)
}
