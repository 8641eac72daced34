//! Law as data: the files of `law/`, read and checked.
//!
//! `law/` holds TOML and CSV that a lawyer can read: calendars, regimes, report formats, code lists, ledger
//! column aliases. The domain never opens a file: whoever can read them hands over [`LawText`]s, and a mistake comes back as a
//! [`LawFault`] that names file, line and key.

mod built_in;
mod codes;
mod headings;
mod toml_file;

use crate::says::Says;
use std::fmt;

pub use built_in::BUILT_IN;
pub use codes::{Code, CodeList, Codes};
pub use headings::{Heading, Headings, RegisterHeadings, UnknownUnit};

/// The text of one file of `law/`, with its path below that folder (`calendars/cn.csv`).
#[derive(Clone, Copy, Debug)]
pub struct LawText<'a> {
    /// Path below `law/`, with forward slashes.
    pub path: &'a str,
    /// The whole text, UTF-8.
    pub text: &'a str,
}

/// What is wrong with a file of `law/`, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LawFault {
    /// Path below `law/`.
    pub file: String,
    /// Line, counted from 1, where it is known.
    pub line: Option<usize>,
    /// The key or value that is wrong.
    pub key: String,
    /// What is wrong and what to do.
    pub says: Says,
}

impl fmt::Display for LawFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "law/{}", self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, " [{}] {} / {}", self.key, self.says.zh, self.says.en)
    }
}

impl std::error::Error for LawFault {}

/// Line, counted from 1, of the first place where `word` stands.
pub fn line_of(text: &str, word: &str) -> Option<usize> {
    text.lines().position(|line| line.contains(word)).map(|at| at + 1)
}
