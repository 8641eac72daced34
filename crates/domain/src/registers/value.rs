//! What stands in one cell of a register.

use super::Kind;
use crate::digest::Digest;
use crate::says::Says;
use jiff::civil::Date;

/// The value of one column of one row.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// Nothing was filled in.
    #[default]
    Absent,
    /// Text, a code, or the code of a body.
    Text(String),
    /// A whole number, a year, or money in fen.
    Integer(i64),
    /// Yes or no.
    Boolean(bool),
    /// A civil date.
    Date(Date),
}

/// Why a text is not a value of a column's kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}；{} / {}; {}", .rule.zh, .remedy.zh, .rule.en, .remedy.en)]
pub struct ValueFault {
    /// Which rule it breaks.
    pub rule: Says,
    /// What to do.
    pub remedy: Says,
}

impl Value {
    /// Whether nothing was filled in.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// The text, for text, codes and bodies.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, for integers, years and money (fen).
    pub const fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            _ => None,
        }
    }

    /// The date.
    pub const fn as_date(&self) -> Option<Date> {
        match self {
            Self::Date(date) => Some(*date),
            _ => None,
        }
    }

    /// Year of a date, or the year itself.
    pub fn year(&self) -> Option<i16> {
        match self {
            Self::Date(date) => Some(date.year()),
            Self::Integer(year) => i16::try_from(*year).ok(),
            _ => None,
        }
    }

    /// Plain text as keys and exports hold it: ISO dates, `true`/`false`, numbers without separators.
    pub fn to_plain(&self) -> String {
        match self {
            Self::Absent => String::new(),
            Self::Text(text) => text.clone(),
            Self::Integer(number) => number.to_string(),
            Self::Boolean(yes) => yes.to_string(),
            Self::Date(date) => date.to_string(),
        }
    }

    /// The value as a ledger prints it: money in yuan with two decimals, 是/否, otherwise as [`Self::to_plain`].
    pub fn to_ledger(&self, kind: Kind) -> String {
        match (self, kind) {
            (Self::Integer(fen), Kind::Money) => {
                let sign = if *fen < 0 { "-" } else { "" };
                format!("{sign}{}.{:02}", fen.abs() / 100, fen.abs() % 100)
            }
            (Self::Boolean(true), _) => "是".to_owned(),
            (Self::Boolean(false), _) => "否".to_owned(),
            _ => self.to_plain(),
        }
    }

    /// Adds the value to a digest, with its kind so that the text `1` differs from the number 1.
    pub fn digest(&self, digest: &mut Digest) {
        match self {
            Self::Absent => digest.mark(b'-'),
            Self::Text(text) => {
                digest.mark(b't');
                digest.field(text);
            }
            Self::Integer(number) => {
                digest.mark(b'i');
                digest.field(number.to_be_bytes());
            }
            Self::Boolean(yes) => digest.mark(if *yes { b'y' } else { b'n' }),
            Self::Date(date) => {
                digest.mark(b'd');
                let day = [i32::from(date.year()), i32::from(date.month()), i32::from(date.day())];
                digest.field(((day[0] * 16 + day[1]) * 32 + day[2]).to_be_bytes());
            }
        }
    }
}
