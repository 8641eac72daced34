//! Other headings ledgers give their columns (`law/ledgers/`), and how a heading finds its column.

use super::{LawFault, LawText};
use crate::registers::{Column, Kind, MoneyUnit, Register, comparable, find};
use crate::says::Says;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

/// Headings of every register: the columns' own names and the aliases of `law/ledgers/*.toml`.
#[derive(Clone, Debug, Default)]
pub struct Headings(BTreeMap<&'static str, Vec<(String, &'static str)>>);

/// What a heading of a ledger says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The column it names.
    pub column: &'static Column,
    /// The unit of money it gives; absent when it gives none.
    pub unit: Option<MoneyUnit>,
}

/// Why a heading is not taken though it names a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownUnit {
    /// The column it names.
    pub column: &'static Column,
    /// The unit it gives.
    pub unit: String,
}

/// One file of `law/ledgers/`, named for its register.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LedgerFile {
    #[serde(rename = "title")]
    _title: String,
    #[serde(rename = "source")]
    _source: String,
    aliases: BTreeMap<String, Vec<String>>,
}

impl Headings {
    /// Reads every `ledgers/*.toml` among `texts`; an unknown register or column, and a heading two columns of a
    /// register would answer to, are refused.
    pub fn read(texts: &[LawText<'_>]) -> Result<Self, LawFault> {
        let mut headings = Self::default();
        for text in texts {
            let Some(name) = text.path.strip_prefix("ledgers/").and_then(|rest| rest.strip_suffix(".toml"))
            else {
                continue;
            };
            let file: LedgerFile = text.read_toml()?;
            let register = find(name).ok_or_else(|| {
                fault(
                    text,
                    name,
                    Says::new("没有这个台账，文件名应为台账代码", "no such register; name the file for one"),
                )
            })?;
            let mut words: Vec<(String, &'static str)> = own_words(register);
            for (code, aliases) in &file.aliases {
                let column = register.column(code).ok_or_else(|| {
                    fault(text, code, Says::new("该台账没有这一列", "the register has no such column"))
                })?;
                for alias in aliases {
                    let word = bare(alias).0;
                    match words.iter().find(|(known, _)| *known == word) {
                        Some((_, known)) if *known == column.code => {}
                        Some(_) => {
                            let says = Says::new("另一列已用这个表头", "another column has this heading");
                            return Err(fault(text, alias, says));
                        }
                        None => words.push((word, column.code)),
                    }
                }
            }
            headings.0.insert(register.code, words);
        }
        Ok(headings)
    }

    /// The ways of one register, ready for looking up.
    pub fn of(&self, register: &'static Register) -> RegisterHeadings {
        let words = self.0.get(register.code).cloned().unwrap_or_else(|| own_words(register));
        RegisterHeadings { register, words: words.into_iter().collect() }
    }
}

/// Headings of one register.
#[derive(Clone, Debug)]
pub struct RegisterHeadings {
    register: &'static Register,
    words: HashMap<String, &'static str>,
}

impl RegisterHeadings {
    /// Position of a column of this register in its rows.
    pub fn position(&self, column: &Column) -> usize {
        self.register.position(column.code).unwrap_or_default()
    }

    /// The column a heading names: its Chinese or English name, its code or an alias, whatever the width, spaces,
    /// line breaks, marks of required columns (`*`, `（必填）`) and a unit in brackets behind it.
    pub fn recognise(&self, heading: &str) -> Option<Result<Heading, UnknownUnit>> {
        let (word, unit) = bare(heading);
        let column = self.words.get(&word).and_then(|code| self.register.column(code))?;
        let unit = unit.filter(|_| column.kind == Kind::Money);
        Some(match unit.as_deref() {
            None => Ok(Heading { column, unit: None }),
            Some("元" | "人民币元" | "人民币" | "yuan") => {
                Ok(Heading { column, unit: Some(MoneyUnit::Yuan) })
            }
            Some("万元" | "人民币万元") => {
                Ok(Heading { column, unit: Some(MoneyUnit::TenThousandYuan) })
            }
            Some(unit) => Err(UnknownUnit { column, unit: unit.to_owned() }),
        })
    }
}

/// The names a column has by its declaration.
fn own_words(register: &'static Register) -> Vec<(String, &'static str)> {
    let mut words: Vec<(String, &'static str)> = Vec::new();
    let names: [fn(&Column) -> &'static str; 3] =
        [|column| column.code, |column| column.zh, |column| column.en];
    for name in names {
        for column in register.columns {
            let word = bare(name(column)).0;
            if !words.iter().any(|(known, _)| *known == word) {
                words.push((word, column.code));
            }
        }
    }
    words
}

/// A heading without marks, white space and unit, with the unit it gave.
fn bare(heading: &str) -> (String, Option<String>) {
    let mut word = comparable(heading).replace(['*', ':', '_'], "");
    for mark in ["(必填)", "(选填)", "(required)"] {
        word = word.replace(mark, "");
    }
    if let Some(open) = word.rfind('(').filter(|open| *open > 0 && word.ends_with(')')) {
        let unit = word[open + 1..word.len() - 1].trim_start_matches("单位").to_owned();
        if is_unit(&unit) {
            word.truncate(open);
            return (word, Some(unit));
        }
    }
    (word, None)
}

/// Whether what stands in brackets behind a heading is a unit rather than part of its name.
fn is_unit(word: &str) -> bool {
    const UNITS: [&str; 16] = [
        "工作日",
        "天",
        "日",
        "个",
        "件",
        "条",
        "宗",
        "次",
        "人次",
        "人",
        "项",
        "篇",
        "期",
        "份",
        "yuan",
        "人民币",
    ];
    word.ends_with('元') || UNITS.contains(&word)
}

fn fault(text: &LawText<'_>, key: &str, says: Says) -> LawFault {
    LawFault { file: text.path.to_owned(), line: super::line_of(text.text, key), key: key.to_owned(), says }
}

#[cfg(test)]
mod tests {
    use super::super::BUILT_IN;
    use super::*;
    use crate::registers::ALL;

    #[test]
    fn every_column_is_found_by_its_own_names() {
        let headings = Headings::read(BUILT_IN).unwrap();
        for register in ALL {
            let headings = headings.of(register);
            for column in register.columns {
                for word in [column.code, column.zh] {
                    let found = headings.recognise(word).unwrap().unwrap();
                    assert_eq!(found.column.code, column.code, "{}: {word}", register.code);
                }
            }
        }
    }

    #[test]
    fn headings_are_found_in_any_dress() {
        let headings = Headings::read(BUILT_IN).unwrap().of(find("procurement-projects").unwrap());
        let found = |heading: &str| headings.recognise(heading).unwrap().unwrap();
        for heading in
            ["合同金额（元）", "* 合同\n金额(元)", "合同金额（必填）（元）", "合同金额（单位：元）"]
        {
            assert_eq!(
                found(heading),
                Heading { column: found("price").column, unit: Some(MoneyUnit::Yuan) }
            );
        }
        assert_eq!(found("合同金额（万元）").unit, Some(MoneyUnit::TenThousandYuan));
        assert_eq!(found("成交金额").column.code, "price");
        assert_eq!(found("Contract amount").unit, None);
        assert_eq!(headings.recognise("合同金额（美元）").unwrap().unwrap_err().unit, "美元");
        assert!(headings.recognise("别的").is_none());
    }

    #[test]
    fn mistakes_in_a_file_name_their_line() {
        let read = |path, text| Headings::read(&[LawText { path, text }]).unwrap_err();
        let head = "title = \"x\"\nsource = \"x\"\n[aliases]\n";
        let unknown = format!("{head}nothing = [\"x\"]\n");
        assert_eq!(read("ledgers/requests.toml", &unknown).line, Some(4));
        let taken = format!("{head}number = [\"登记号\"]\noutcome = [\"登记号\"]\n");
        assert_eq!(read("ledgers/requests.toml", &taken).key, "登记号");
        assert_eq!(read("ledgers/nothing.toml", head).key, "nothing");
    }
}
