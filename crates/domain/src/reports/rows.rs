//! The rows a cell is about, before body and year are known: register, scope, conditions.

use super::file::{Keys, Node};
use super::territory::Scope;
use super::time::Time;
use crate::bodies::BODIES;
use crate::law::{Codes, LawFault};
use crate::registers::{self, Column, Condition, Kind, Register, Selection, Test, Value};
use crate::says::Says;

/// Rows of a register within a scope that meet every clause.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    /// The register.
    pub register: &'static Register,
    /// Whose rows.
    pub scope: Scope,
    /// What must hold of the rows.
    pub clauses: Vec<Clause>,
    /// What must hold of the body a row belongs to: conditions on the register of bodies.
    pub of_body: Vec<Clause>,
}

/// What must hold of one dimension.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// The dimension.
    pub column: &'static Column,
    /// What must hold of it.
    pub test: ClauseTest,
    /// The values the file names, in words.
    pub words: Says,
}

/// A test that may depend on the year reported on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClauseTest {
    /// The same test in every year.
    Always(Test),
    /// A time word.
    When(Time),
}

impl Clause {
    /// The condition for a year.
    pub fn condition(&self, year: i16) -> Condition {
        let test = match &self.test {
            ClauseTest::Always(test) => test.clone(),
            ClauseTest::When(time) => time.test(year),
        };
        Condition { column: self.column, test }
    }
}

impl Rows {
    /// The rows for a year, of these bodies.
    pub fn selection(&self, bodies: Vec<String>, year: i16) -> Selection {
        Selection {
            register: self.register,
            bodies: Some(bodies),
            conditions: self.clauses.iter().map(|clause| clause.condition(year)).collect(),
        }
    }

    /// Reads `scope` and `where` of a cell about a register.
    pub(super) fn read(
        register: &'static Register,
        keys: &Keys<'_>,
        codes: &Codes,
    ) -> Result<Self, LawFault> {
        let mut rows = Self { register, scope: read_scope(keys)?, clauses: Vec::new(), of_body: Vec::new() };
        rows.also(keys, codes)?;
        Ok(rows)
    }

    /// Adds the conditions of a further `where` (of a grid's row or column).
    pub(super) fn also(&mut self, keys: &Keys<'_>, codes: &Codes) -> Result<(), LawFault> {
        let Some(node) = keys.get("where") else { return Ok(()) };
        for node in node.any_keys()?.in_order() {
            if node.key() == "body" && node.is_table() {
                self.of_body.extend(read_clauses(&BODIES, &node.any_keys()?, codes)?);
            } else if let Some(column) = node.key().strip_prefix("body.") {
                self.of_body.push(read_clause(&BODIES, column, &node, codes)?);
            } else {
                self.clauses.push(read_clause(self.register, node.key(), &node, codes)?);
            }
        }
        Ok(())
    }
}

/// The register a key names.
pub(super) fn read_register(node: &Node<'_>) -> Result<&'static Register, LawFault> {
    registers::find(node.text()?).ok_or_else(|| {
        let known: Vec<&str> = registers::ALL.iter().map(|register| register.code).collect();
        let known = known.join(", ");
        node.fault(Says::new(
            format!("没有这个台账；可用的台账：{known}"),
            format!("there is no such register; the registers: {known}"),
        ))
    })
}

fn read_scope(keys: &Keys<'_>) -> Result<Scope, LawFault> {
    let Some(node) = keys.get("scope") else { return Ok(Scope::Body) };
    let word = node.text()?;
    Scope::WORDS.iter().find(|(known, _)| *known == word).map(|(_, scope)| *scope).ok_or_else(|| {
        node.fault(Says::new(
            "统计范围只能是 body（本机关）、region（全域）或 children（本机关及直接下级）",
            "the scope is body, region or children",
        ))
    })
}

/// Reads conditions on dimensions, in the order of the file.
pub(super) fn read_clauses(
    register: &'static Register,
    keys: &Keys<'_>,
    codes: &Codes,
) -> Result<Vec<Clause>, LawFault> {
    keys.in_order().iter().map(|node| read_clause(register, node.key(), node, codes)).collect()
}

fn read_clause(
    register: &'static Register,
    code: &str,
    node: &Node<'_>,
    codes: &Codes,
) -> Result<Clause, LawFault> {
    let column = dimension(register, code, node)?;
    let (test, words) = read_test(column, node, codes)?;
    Ok(Clause { column, test, words })
}

/// The dimension of a register called `code`.
pub(super) fn dimension(
    register: &'static Register,
    code: &str,
    node: &Node<'_>,
) -> Result<&'static Column, LawFault> {
    register.dimensions().find(|column| column.code == code).ok_or_else(|| {
        let known: Vec<&str> = register.dimensions().map(|column| column.code).collect();
        let (known, zh, en) = (known.join(", "), register.zh, register.en);
        node.fault_in(
            code,
            Says::new(
                format!("“{zh}”没有可作统计条件的列 {code}；可用的列：{known}"),
                format!("“{en}” cannot be counted by {code}; it can be by: {known}"),
            ),
        )
    })
}

fn read_test(
    column: &'static Column,
    node: &Node<'_>,
    codes: &Codes,
) -> Result<(ClauseTest, Says), LawFault> {
    let always = |test| (ClauseTest::Always(test), Says::default());
    match (node.as_text(), column.kind) {
        (Some("ever"), _) => Ok(always(Test::Present)),
        (Some("never"), _) => Ok(always(Test::Absent)),
        (Some(word), Kind::Date | Kind::Year) => {
            Ok((ClauseTest::When(read_time(word, node)?), Says::default()))
        }
        (None, Kind::Date | Kind::Year) => Err(time_fault(node)),
        _ if node.is_table() => {
            let keys = node.keys(&["is", "not"])?;
            let (left_out, not_words) =
                keys.get("not").map_or(Ok(Default::default()), |node| read_values(column, &node, codes))?;
            let Some(is) = keys.get("is") else {
                return Ok((ClauseTest::Always(Test::NoneOf(left_out)), not_words));
            };
            let (mut values, words) = read_values(column, &is, codes)?;
            values.retain(|value| !left_out.contains(value));
            let words = Says::new(
                format!("{}（不含{}）", words.zh, not_words.zh),
                format!("{} (less {})", words.en, not_words.en),
            );
            Ok((ClauseTest::Always(Test::OneOf(values)), words))
        }
        _ => {
            let (values, words) = read_values(column, node, codes)?;
            Ok((ClauseTest::Always(Test::OneOf(values)), words))
        }
    }
}

fn read_time(word: &str, node: &Node<'_>) -> Result<Time, LawFault> {
    Time::from_word(word).ok_or_else(|| time_fault(node))
}

fn time_fault(node: &Node<'_>) -> LawFault {
    let words: Vec<&str> = Time::WORDS.iter().map(|(word, _)| *word).collect();
    let words = words.join(", ");
    node.fault(Says::new(
        format!("日期的条件只能是：{words}, ever, never"),
        format!("a date is conditioned by one of: {words}, ever, never"),
    ))
}

/// The values a condition names, and how they read.
fn read_values(
    column: &'static Column,
    node: &Node<'_>,
    codes: &Codes,
) -> Result<(Vec<Value>, Says), LawFault> {
    if let (Some(yes), Kind::Boolean) = (node.as_boolean(), column.kind) {
        let words = if yes { Says::new("“是”", "yes") } else { Says::new("“否”", "no") };
        return Ok((vec![Value::Boolean(yes)], words));
    }
    if column.kind == Kind::Boolean {
        return Err(node.fault(Says::new("这里应是 true 或 false", "this must be true or false")));
    }
    let (mut values, mut zh, mut en) = (Vec::new(), Vec::new(), Vec::new());
    for (at, text) in node.texts()? {
        let Kind::Code(list) = column.kind else {
            values.push(Value::Text(text.to_owned()));
            zh.push(quoted(text));
            en.push(quoted(text));
            continue;
        };
        for code in matching(list, text, &at, codes)? {
            zh.push(quoted(codes.zh(list, &code)));
            en.push(quoted(codes.en(list, &code)));
            values.push(Value::Text(code));
        }
    }
    Ok((values, Says::new(zh.join("或"), en.join(" or "))))
}

/// A word in quotes; quotes inside it become single ones.
fn quoted(word: &str) -> String {
    format!("“{}”", word.replace('“', "‘").replace('”', "’"))
}

/// The codes of a list that a word means: the code itself, or every code that begins with what stands before `*`.
fn matching(list: &str, word: &str, node: &Node<'_>, codes: &Codes) -> Result<Vec<String>, LawFault> {
    let found: Vec<String> = codes
        .list(list)
        .into_iter()
        .flat_map(|list| &list.codes)
        .map(|entry| &entry.code)
        .filter(|code| match word.strip_suffix('*') {
            Some(prefix) => code.starts_with(prefix),
            None => *code == word,
        })
        .cloned()
        .collect();
    if found.is_empty() {
        return Err(node.fault_in(
            word,
            Says::new(
                format!("代码表 codes/{list}.toml 里没有 {word}"),
                format!("the code list codes/{list}.toml has no {word}"),
            ),
        ));
    }
    Ok(found)
}
