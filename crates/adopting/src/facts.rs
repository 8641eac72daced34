//! What is known of a document, and from where: every fact carries its origin, and a surer one takes its place.

use gongkai_domain::registers::{clean, document_number, parse_date};
use gongkai_domain::says::Says;
use std::collections::BTreeMap;

/// The name under which the column of the old site (栏目) is kept among the facts.
pub const COLUMN: &str = "column";

/// Where a fact was found, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// The table of metadata beside the files.
    Sheet,
    /// Whoever brings the site along said so.
    Told,
    /// A meta tag of the page.
    Meta,
    /// The table of the catalogue on the page (索引号、发文机关…).
    Header,
    /// A line on the page: 发布时间：… 来源：….
    Line,
    /// The text itself: its heading, its number, its signature.
    Text,
    /// The properties of the file.
    Properties,
    /// The name of the file or the address of the page.
    Name,
    /// The folder it lies in.
    Folder,
    /// The name of the column of the old site.
    Column,
    /// The words of its title.
    Title,
}

/// How sure a fact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sureness {
    /// Said outright.
    Said,
    /// Read from the text.
    Read,
    /// Guessed from a name: somebody should look at it.
    Guessed,
}

/// A fact: its value as a ledger writes it, and where it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The value.
    pub value: String,
    /// Where it was found.
    pub origin: Origin,
}

/// The facts of a document by column of the register of items (and [`COLUMN`]).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts(BTreeMap<&'static str, Fact>);

impl Origin {
    /// What it is called.
    pub fn says(self) -> Says {
        match self {
            Self::Sheet => Says::new("元数据表", "table of metadata"),
            Self::Told => Says::new("命令指定", "given with the command"),
            Self::Meta => Says::new("网页标签", "meta tag"),
            Self::Header => Says::new("目录表格", "table on the page"),
            Self::Line => Says::new("页面文字", "line on the page"),
            Self::Text => Says::new("正文", "text"),
            Self::Properties => Says::new("文件属性", "properties of the file"),
            Self::Name => Says::new("文件名", "name of the file"),
            Self::Folder => Says::new("文件夹", "folder"),
            Self::Column => Says::new("栏目名称", "name of the column"),
            Self::Title => Says::new("标题用词", "words of the title"),
        }
    }

    /// How sure a fact from there is.
    pub const fn sureness(self) -> Sureness {
        match self {
            Self::Sheet | Self::Told | Self::Meta | Self::Header => Sureness::Said,
            Self::Line | Self::Text => Sureness::Read,
            Self::Properties | Self::Name | Self::Folder | Self::Column | Self::Title => Sureness::Guessed,
        }
    }
}

impl Sureness {
    /// What it is called.
    pub fn says(self) -> Says {
        match self {
            Self::Said => Says::new("写明", "said"),
            Self::Read => Says::new("读出", "read"),
            Self::Guessed => Says::new("推测", "guessed"),
        }
    }
}

impl Facts {
    /// Keeps a fact unless a surer one is known; what is blank, and a date that cannot be read outside the table of
    /// metadata, is none.
    pub fn put(&mut self, code: &'static str, value: &str, origin: Origin) {
        let value = clean(value, false);
        if value.is_empty() || self.0.get(code).is_some_and(|known| known.origin <= origin) {
            return;
        }
        let value = match code {
            "document_number" => document_number(&value).into_owned(),
            _ if code.ends_with("_on") && origin != Origin::Sheet => match parse_date(&value) {
                Ok(date) => date.to_string(),
                Err(_) => return,
            },
            _ => value.into_owned(),
        };
        self.0.insert(code, Fact { value, origin });
    }

    /// The fact about a column.
    pub fn get(&self, code: &str) -> Option<&Fact> {
        self.0.get(code)
    }

    /// The value of a column; empty where none is known.
    pub fn value(&self, code: &str) -> &str {
        self.0.get(code).map_or("", |fact| fact.value.as_str())
    }

    /// All of them, by column.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Fact)> {
        self.0.iter().map(|(code, fact)| (*code, fact))
    }

    /// Forgets a fact.
    pub fn remove(&mut self, code: &str) -> Option<Fact> {
        self.0.remove(code)
    }

    /// Takes over the facts of another about what nothing is known of, and those that are surer.
    pub fn take_over(&mut self, other: &Self) {
        for (code, fact) in &other.0 {
            if self.0.get(code).is_none_or(|known| fact.origin < known.origin) {
                self.0.insert(code, fact.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_surer_fact_takes_the_place_of_another() {
        let mut facts = Facts::default();
        facts.put("published_on", "2016-05-12", Origin::Name);
        facts.put("published_on", "2016-05-13 10:00", Origin::Meta);
        facts.put("published_on", "2016-05-14", Origin::Line);
        facts.put("published_on", "昨天", Origin::Header);
        facts.put("document_number", "从府办[2016]第037号", Origin::Line);
        facts.put("title", " ", Origin::Meta);
        assert_eq!(facts.value("published_on"), "2016-05-13");
        assert_eq!(facts.value("document_number"), "从府办〔2016〕37号");
        assert_eq!(facts.get("title"), None);
        assert_eq!(facts.get("published_on").unwrap().origin.sureness(), Sureness::Said);
    }
}
