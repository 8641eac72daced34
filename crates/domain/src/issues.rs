//! Printed issues (编印): a gazette, a bulletin or a booklet made of items that were chosen.

mod blocks;

pub use blocks::{IssueBlock, IssueCell, IssueRun, blocks_of};

use crate::says::Says;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IssueKind {
    /// 政府公报: an issue of the official gazette.
    Gazette,
    /// 简报: an issue of a bulletin, for inside.
    Bulletin,
    /// 办事指南、政策汇编: a booklet.
    Booklet,
}

impl IssueKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Gazette, Self::Bulletin, Self::Booklet];

    /// Permanent code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Gazette => "gazette",
            Self::Bulletin => "bulletin",
            Self::Booklet => "booklet",
        }
    }

    /// The kind with this code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// What it is called.
    pub fn name(self) -> Says {
        match self {
            Self::Gazette => Says::new("公报", "Gazette"),
            Self::Bulletin => Says::new("简报", "Bulletin"),
            Self::Booklet => Says::new("小册子", "Booklet"),
        }
    }

    /// The channel each of its items is placed in; none for a bulletin, which is not for the public and is one row of its
    /// own register.
    pub const fn channel(self) -> Option<&'static str> {
        match self {
            Self::Gazette => Some("gazette"),
            Self::Booklet => Some("booklet"),
            Self::Bulletin => None,
        }
    }
}

/// An issue with everything that is printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// What it is.
    pub kind: IssueKind,
    /// Name of the series: the large words on the cover.
    pub series: String,
    /// Title of this issue; may be empty.
    pub title: String,
    /// Year it is numbered in.
    pub year: i16,
    /// Number in the year; 0 for none.
    pub number: i64,
    /// Day it bears.
    pub dated: Date,
    /// Name of the body.
    pub body: String,
    /// Whether this is only to be looked at: every page says so.
    pub draft: bool,
    /// The items in order.
    pub items: Vec<IssueItem>,
    /// Bytes of pictures in base64 by their addresses; what is not here is printed as its words.
    pub pictures: BTreeMap<String, String>,
}

/// An item as it is printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueItem {
    /// Title.
    pub title: String,
    /// Name of its publisher.
    pub body: String,
    /// Index number.
    pub index_number: String,
    /// Document number; may be empty.
    pub document_number: String,
    /// Date of the document, or of publication.
    pub dated: Option<Date>,
    /// The text.
    pub blocks: Vec<IssueBlock>,
}
