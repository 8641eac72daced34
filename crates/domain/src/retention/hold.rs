//! Holds (暂缓处置): what keeps items from being disposed of, whatever their term.

use crate::catalogue::ITEMS;
use crate::registers::Row;
use crate::says::Says;
use serde::{Deserialize, Serialize};

/// Which items a hold is on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldScope {
    /// The items with these index numbers.
    Items(Vec<String>),
    /// Every item with this word in its title, its keywords or its document number, also those published later.
    Word(String),
}

/// A hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Permanent id.
    pub id: String,
    /// Code of the body whose items it is on.
    pub body: String,
    /// Which of them.
    pub scope: HoldScope,
    /// The case it is for (案号), such as a lawsuit; may be empty.
    pub matter: String,
    /// Why.
    pub reason: String,
}

impl HoldScope {
    /// Reads what was typed: index numbers one a line, or a word.
    ///
    /// # Errors
    /// Neither or both were given, or a word of one letter.
    pub fn read(numbers: &str, word: &str) -> Result<Self, Says> {
        let numbers: Vec<String> =
            numbers.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
        let word = word.trim();
        match (numbers.is_empty(), word.chars().count()) {
            (false, 0) => Ok(Self::Items(numbers)),
            (true, 2..) => Ok(Self::Word(word.to_owned())),
            (true, 1) => Err(Says::new("词至少两个字", "a word has at least two letters")),
            _ => Err(Says::new(
                "写索引号（一行一个），或者写一个词，两样只填一样",
                "give index numbers, one a line, or a word: one of the two",
            )),
        }
    }

    /// The scope in words.
    pub fn name(&self) -> Says {
        match self {
            Self::Items(numbers) => Says::new(
                format!("索引号 {}", numbers.join("、")),
                format!("index numbers {}", numbers.join(", ")),
            ),
            Self::Word(word) => {
                Says::new(format!("含“{word}”的信息"), format!("items with “{word}” in them"))
            }
        }
    }
}

impl Hold {
    /// The case and the reason in one line.
    pub fn why(&self) -> String {
        if self.matter.is_empty() {
            self.reason.clone()
        } else {
            format!("{}：{}", self.matter, self.reason)
        }
    }

    /// Whether it is on an item.
    pub fn is_on(&self, item: &Row) -> bool {
        if item.body(&ITEMS) != self.body {
            return false;
        }
        let text = |code: &str| item.value(&ITEMS, code).to_plain();
        match &self.scope {
            HoldScope::Items(numbers) => numbers.contains(&text("index_number")),
            HoldScope::Word(word) => {
                ["title", "keywords", "document_number"].iter().any(|code| text(code).contains(word.as_str()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registers::Value;

    fn item(title: &str) -> Row {
        let mut values = vec![Value::Absent; ITEMS.columns.len()];
        for (code, text) in [("body", "gov"), ("index_number", "A/2016-1"), ("title", title)] {
            values[ITEMS.position(code).unwrap()] = Value::Text(text.into());
        }
        Row { key: "gov/A/2016-1".into(), values }
    }

    #[test]
    fn a_hold_is_on_the_items_it_names_and_on_those_with_its_word() {
        let hold = |numbers: &str, word: &str| Hold {
            id: "1".into(),
            body: "gov".into(),
            scope: HoldScope::read(numbers, word).unwrap(),
            matter: String::new(),
            reason: "诉讼".into(),
        };
        assert!(hold(" A/2016-1 \n\nA/2016-2", "").is_on(&item("通知")));
        assert!(!hold("A/2016-2", "").is_on(&item("通知")));
        assert!(hold("", "征地").is_on(&item("征地补偿方案")) && !hold("", "征地").is_on(&item("通知")));
        let other = Hold { body: "other".into(), ..hold("", "征地") };
        assert!(!other.is_on(&item("征地补偿方案")));
        for (numbers, word) in [("", ""), ("A", "征地"), ("", "征")] {
            assert!(HoldScope::read(numbers, word).is_err(), "{numbers} {word}");
        }
    }
}
