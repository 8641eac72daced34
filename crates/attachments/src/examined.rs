//! What a file turned out to hold, and what of it must not be published.

use crate::Kind;
use gongkai_domain::redaction::{Personal, SecrecyMarks, spot};
use gongkai_domain::says::Says;
use serde::{Deserialize, Serialize};

/// A file that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examined {
    /// What it was called.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Its text, as a reader sees it.
    pub text: String,
    /// Where its pages, sheets, slides or files begin in its text; empty where it has none.
    pub parts: Vec<Part>,
    /// What it holds that a reader does not see.
    pub hidden: Vec<Hidden>,
}

/// A part of a file's text: a page, a sheet, a slide, a file of an archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its first line, from 1.
    pub line: usize,
    /// What it is called.
    pub name: PartName,
}

/// What a part is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartName {
    /// A page by its number, from 1.
    Page(usize),
    /// A sheet by its name.
    Sheet(String),
    /// A slide by its number.
    Slide(usize),
    /// A file of an archive by its name.
    File(String),
}

impl PartName {
    /// Its name in words.
    pub fn says(&self) -> Says {
        match self {
            Self::Page(number) => Says::new(format!("第 {number} 页"), format!("page {number}")),
            Self::Sheet(name) => Says::new(format!("表“{name}”"), format!("sheet “{name}”")),
            Self::Slide(number) => Says::new(format!("第 {number} 张"), format!("slide {number}")),
            Self::File(name) => Says::new(format!("其中的“{name}”"), format!("“{name}” in it")),
        }
    }
}

/// Something a file holds that a reader does not see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hidden {
    /// What.
    pub kind: HiddenKind,
    /// What it is called: a property, a sheet, a file within.
    pub name: String,
    /// What it says.
    pub text: String,
}

/// Kinds of what is not seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HiddenKind {
    /// 文档属性: author, company, who saved it last. [`stripped`](crate::stripped) takes it away.
    Property,
    /// 照片信息: where and with what a picture was taken. Taken away too.
    Photograph,
    /// 批注.
    Comment,
    /// 修订.
    TrackedChange,
    /// 隐藏文字.
    HiddenText,
    /// 隐藏工作表.
    HiddenSheet,
    /// 演示备注.
    Notes,
    /// 嵌入的文件.
    Embedded,
    /// 签名: the copy could not keep it, so properties stay as they are.
    Signature,
    /// 机器读不了: a scan, or too much of it.
    Unread,
}

impl Hidden {
    pub(crate) fn new(kind: HiddenKind, name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { kind, name: name.into(), text: text.into() }
    }
}

impl HiddenKind {
    /// What it is called.
    pub fn says(self) -> Says {
        match self {
            Self::Property => Says::new("文档属性", "property of the document"),
            Self::Photograph => Says::new("照片信息", "data of the photograph"),
            Self::Comment => Says::new("批注", "comment"),
            Self::TrackedChange => Says::new("没有接受的修订", "tracked change"),
            Self::HiddenText => Says::new("隐藏文字", "hidden text"),
            Self::HiddenSheet => Says::new("隐藏工作表", "hidden sheet"),
            Self::Notes => Says::new("演示备注", "speaker's notes"),
            Self::Embedded => Says::new("嵌入的文件", "embedded file"),
            Self::Signature => Says::new(
                "电子签名，去除属性会使它失效",
                "signature, which taking properties away would break",
            ),
            Self::Unread => Says::new("机器读不了，要人看", "no machine can read it; somebody must look"),
        }
    }

    /// Whether [`stripped`](crate::stripped) takes it away.
    pub const fn is_stripped(self) -> bool {
        matches!(self, Self::Property | Self::Photograph)
    }
}

/// Where in a file something was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whereabouts {
    /// In its name.
    Name,
    /// In its text, on this line from 1, and in which part of it.
    Line(usize, Option<PartName>),
    /// In something hidden.
    Hidden(HiddenKind, String),
}

/// Something that must not be published as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Personal data: where, what, as it stands, masked, and whether it can hardly be anything else.
    Personal(Whereabouts, Personal, String, String, bool),
    /// A mark of secrecy: where, the words, and whether it can be nothing else.
    Secrecy(Whereabouts, String, bool),
    /// Something hidden that publication would hand out.
    Hidden(HiddenKind, String),
}

impl Examined {
    /// Everything to be masked, taken out or looked at, read with the words that mark secrecy; `known` are numbers and
    /// addresses of offices that may stand there.
    pub fn read(&self, marks: &SecrecyMarks, known: &[&str]) -> Vec<Found> {
        let mut found = Vec::new();
        let mut look = |text: &str, place: &dyn Fn(usize) -> Whereabouts| {
            for one in spot(text, known) {
                let at = place(text[..one.range.start].matches('\n').count() + 1);
                found.push(Found::Personal(
                    at,
                    one.kind,
                    text[one.range].to_owned(),
                    one.masked,
                    one.certain,
                ));
            }
            for mark in marks.find(text) {
                let at = place(text[..mark.range.start].matches('\n').count() + 1);
                found.push(Found::Secrecy(at, mark.words, mark.certain));
            }
        };
        look(&self.name, &|_| Whereabouts::Name);
        look(&self.text, &|line| Whereabouts::Line(line, self.part_of(line)));
        for hidden in &self.hidden {
            look(&hidden.text, &|_| Whereabouts::Hidden(hidden.kind, hidden.name.clone()));
        }
        found.extend(self.hidden.iter().map(|hidden| Found::Hidden(hidden.kind, hidden.name.clone())));
        found
    }

    /// The part a line of the text belongs to.
    fn part_of(&self, line: usize) -> Option<PartName> {
        let after = self.parts.partition_point(|part| part.line <= line);
        after.checked_sub(1).map(|at| self.parts[at].name.clone())
    }
}
