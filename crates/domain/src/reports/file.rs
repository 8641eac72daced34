//! Reading a format file key by key, so that every mistake names its line and key.

use crate::law::{LawFault, LawText};
use crate::says::Says;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value of the file with the way to it.
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    text: LawText<'a>,
    key: &'a str,
    span: (usize, usize),
    value: &'a DeValue<'a>,
}

/// A table of the file whose keys are all known.
#[derive(Clone, Copy)]
pub(super) struct Keys<'a> {
    text: LawText<'a>,
    key: &'a str,
    span: (usize, usize),
    table: &'a DeTable<'a>,
}

/// A fault at a place of a file.
pub(super) fn fault_at(text: LawText<'_>, at: usize, key: &str, says: Says) -> LawFault {
    let line = text.text.get(..at).map(|before| before.matches('\n').count() + 1);
    LawFault { file: text.path.to_owned(), line, key: key.to_owned(), says }
}

/// Parses a file; a mistake in the TOML itself names its line and the text that stands there.
pub(super) fn parse(text: LawText<'_>) -> Result<Spanned<DeTable<'_>>, LawFault> {
    DeTable::parse(text.text).map_err(|error| {
        let Range { start, .. } = error.span().unwrap_or(0..0);
        let line = text.text[..start.min(text.text.len())].rsplit('\n').next().map_or(0, str::len);
        let whole = text.text[start - line..].lines().next().unwrap_or_default();
        let key = whole.split('=').next().unwrap_or(whole).trim().to_owned();
        fault_at(
            text,
            start,
            &key,
            Says::new(
                format!("文件写法有误：{}", error.message()),
                format!("the file is not right: {}", error.message()),
            ),
        )
    })
}

impl<'a> Keys<'a> {
    /// The whole file, which may hold these keys only.
    pub(super) fn of_file(
        text: LawText<'a>,
        file: &'a Spanned<DeTable<'a>>,
        known: &[&str],
    ) -> Result<Self, LawFault> {
        let keys = Self::of_any_file(text, file);
        keys.know(known)?;
        Ok(keys)
    }

    /// The whole file, whatever its keys.
    pub(super) fn of_any_file(text: LawText<'a>, file: &'a Spanned<DeTable<'a>>) -> Self {
        Self { text, key: "", span: (0, 0), table: file.get_ref() }
    }

    fn know(&self, known: &[&str]) -> Result<(), LawFault> {
        let unknown = self
            .table
            .iter()
            .filter(|(key, _)| !known.contains(&key.get_ref().as_ref()))
            .min_by_key(|(key, _)| key.span().start);
        let Some((key, _)) = unknown else { return Ok(()) };
        let list = known.join(", ");
        Err(fault_at(
            self.text,
            key.span().start,
            key.get_ref(),
            Says::new(
                format!("没有这个键；这里可用的键：{list}"),
                format!("there is no such key; the keys that may stand here: {list}"),
            ),
        ))
    }

    /// The value of a key, if it is there.
    pub(super) fn get(&self, key: &str) -> Option<Node<'a>> {
        let (key, value) = self.table.get_key_value(key)?;
        Some(Node {
            text: self.text,
            key: key.get_ref().as_ref(),
            span: (key.span().start, value.span().end),
            value: value.get_ref(),
        })
    }

    /// The value of a key that must be there.
    pub(super) fn need(&self, key: &str) -> Result<Node<'a>, LawFault> {
        self.get(key).ok_or_else(|| {
            fault_at(
                self.text,
                self.span.0,
                key,
                Says::new(format!("缺少键 {key}，请补上"), format!("the key {key} is missing; add it")),
            )
        })
    }

    /// The text of a key, or the empty text.
    pub(super) fn text_or_empty(&self, key: &str) -> Result<String, LawFault> {
        self.get(key).map_or(Ok(String::new()), |node| node.text().map(str::to_owned))
    }

    /// The tables of an array of tables (`[[cell]]`), none when the key is absent.
    pub(super) fn tables(&self, key: &str, known: &[&str]) -> Result<Vec<Keys<'a>>, LawFault> {
        let Some(node) = self.get(key) else { return Ok(Vec::new()) };
        node.items()?.into_iter().map(|item| item.keys(known)).collect()
    }

    /// Every key with its value, in the order of the file.
    pub(super) fn in_order(&self) -> Vec<Node<'a>> {
        let mut nodes: Vec<Node<'a>> =
            self.table.iter().filter_map(|(key, _)| self.get(key.get_ref())).collect();
        nodes.sort_by_key(|node| node.span.0);
        nodes
    }

    /// A fault of the table as a whole.
    pub(super) fn fault(&self, says: Says) -> LawFault {
        fault_at(self.text, self.span.0, self.key, says)
    }
}

impl<'a> Node<'a> {
    /// A fault of this value, named by its key.
    pub(super) fn fault(&self, says: Says) -> LawFault {
        fault_at(self.text, self.span.0, self.key, says)
    }

    /// A fault of this value, named by a word of it, at the line of that word.
    pub(super) fn fault_in(&self, word: &str, says: Says) -> LawFault {
        let (start, end) = self.span;
        let inside = &self.text.text[start..end.clamp(start, self.text.text.len())];
        let at = if word.is_empty() { 0 } else { inside.find(word).unwrap_or(0) };
        fault_at(self.text, start + at, if word.is_empty() { self.key } else { word }, says)
    }

    fn wrong_kind(&self, zh: &str, en: &str) -> LawFault {
        self.fault(Says::new(format!("这里应是{zh}"), format!("this must be {en}")))
    }

    /// Its key.
    pub(super) const fn key(&self) -> &'a str {
        self.key
    }

    /// Where it stands in the file, for ordering.
    pub(super) const fn start(&self) -> usize {
        self.span.0
    }

    /// The text.
    pub(super) fn text(&self) -> Result<&'a str, LawFault> {
        match self.value {
            DeValue::String(text) => Ok(text.as_ref()),
            _ => Err(self.wrong_kind("文字（用引号）", "a text in quotes")),
        }
    }

    /// The text, if it is one.
    pub(super) fn as_text(&self) -> Option<&'a str> {
        self.text().ok()
    }

    /// The truth value, if it is one.
    pub(super) const fn as_boolean(&self) -> Option<bool> {
        match self.value {
            DeValue::Boolean(yes) => Some(*yes),
            _ => None,
        }
    }

    /// A whole number, not negative.
    pub(super) fn number(&self) -> Result<u32, LawFault> {
        self.as_number().ok_or_else(|| self.wrong_kind("不小于零的整数", "a whole number, not negative"))
    }

    /// The whole number, if it is one.
    pub(super) fn as_number(&self) -> Option<u32> {
        match self.value {
            DeValue::Integer(number) => u32::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        }
    }

    /// The values of a list.
    pub(super) fn items(&self) -> Result<Vec<Node<'a>>, LawFault> {
        let DeValue::Array(array) = self.value else {
            return Err(self.wrong_kind("列表（用方括号）", "a list in square brackets"));
        };
        Ok(array
            .iter()
            .map(|item| Node {
                text: self.text,
                key: self.key,
                span: (item.span().start, item.span().end),
                value: item.get_ref(),
            })
            .collect())
    }

    /// One text, or a list of texts, each with its place.
    pub(super) fn texts(&self) -> Result<Vec<(Node<'a>, &'a str)>, LawFault> {
        match self.value {
            DeValue::String(text) => Ok(vec![(*self, text.as_ref())]),
            DeValue::Array(_) => {
                self.items()?.into_iter().map(|item| item.text().map(|text| (item, text))).collect()
            }
            _ => Err(self.wrong_kind("文字或文字列表", "a text or a list of texts")),
        }
    }

    /// The table, which may hold these keys only.
    pub(super) fn keys(&self, known: &[&str]) -> Result<Keys<'a>, LawFault> {
        let keys = self.any_keys()?;
        keys.know(known)?;
        Ok(keys)
    }

    /// The table, whatever its keys.
    pub(super) fn any_keys(&self) -> Result<Keys<'a>, LawFault> {
        let DeValue::Table(table) = self.value else {
            return Err(self.wrong_kind("表（用花括号）", "a table in braces"));
        };
        Ok(Keys { text: self.text, key: self.key, span: self.span, table })
    }

    /// Whether it is a table.
    pub(super) const fn is_table(&self) -> bool {
        matches!(self.value, DeValue::Table(_))
    }
}
