//! Retention (保管期限): how long a published item is kept, why, and what is done with it at the end.
//!
//! The rules are data (`law/retention/*.toml`). Where several apply to one item the longest term wins and the mildest
//! action wins ([`RetentionRules::decide`]); what was decided is a [`Decision`] that explains itself.

mod certificate;
mod deciding;
mod hold;
mod reading;

pub use certificate::{Certificate, CertificateLine, Choice, Outcome};
pub use deciding::{Applied, Decision, Extension, Subject};
pub use hold::{Hold, HoldScope};
pub use reading::{Basis, RetentionRule, RetentionRules};

use crate::says::Says;
use serde::{Deserialize, Serialize};

/// What is done with an item at the end of its term; the mildest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// 人工鉴定: somebody looks at it and decides.
    Review,
    /// 归档: taken out of lists and searches, while its address goes on answering.
    Archive,
    /// 移交: a package for the archives is made, then as [`Action::Archive`].
    Transfer,
}

/// From which year a term counts (起算).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// From the end of the year of publication.
    #[default]
    Published,
    /// From the end of the year in which it was repealed; until then the term has not begun.
    Repealed,
}

/// How long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// 永久.
    Permanent,
    /// So many whole years.
    Years(i16),
}

impl Action {
    /// Every action, the mildest first.
    pub const ALL: [Self; 3] = [Self::Review, Self::Archive, Self::Transfer];

    /// Permanent code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Archive => "archive",
            Self::Transfer => "transfer",
        }
    }

    /// The action with this code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.code() == code)
    }

    /// What it is called.
    pub fn name(self) -> Says {
        match self {
            Self::Review => Says::new("人工鉴定", "review by a person"),
            Self::Archive => Says::new("归档", "archive"),
            Self::Transfer => Says::new("移交档案馆", "hand over to the archives"),
        }
    }
}

impl Term {
    /// The term in words.
    pub fn name(self) -> Says {
        match self {
            Self::Permanent => Says::new("永久", "for ever"),
            Self::Years(years) => Says::new(format!("{years} 年"), format!("{years} years")),
        }
    }
}
