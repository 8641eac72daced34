//! The time words of a format file: how a date or year lies to the year reported on.

use crate::registers::Test;
use crate::says::Says;

/// How a date (or a year) must lie to the year reported on. A word with `Not` is the exact opposite of the one
/// without, so a row that has no date passes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Time {
    /// `in-year`: in the year reported on.
    InYear,
    /// `before-year`: before 1 January of the year.
    BeforeYear,
    /// `by-year-end`: on or before 31 December of the year.
    ByYearEnd,
    /// `after-year-end`: after 31 December of the year.
    AfterYearEnd,
    /// `in-previous-year`: in the year before.
    InPreviousYear,
    /// `in-next-year`: in the year after.
    InNextYear,
    /// `not-before-year`: in the year, later, or never — still open when the year began.
    NotBeforeYear,
    /// `not-by-year-end`: later than the year, or never — still open when the year ended.
    NotByYearEnd,
    /// `not-after-year-end`: in the year, before, or undated.
    NotAfterYearEnd,
}

impl Time {
    /// Every word, as a format file writes it.
    pub const WORDS: [(&'static str, Self); 9] = [
        ("in-year", Self::InYear),
        ("before-year", Self::BeforeYear),
        ("by-year-end", Self::ByYearEnd),
        ("after-year-end", Self::AfterYearEnd),
        ("in-previous-year", Self::InPreviousYear),
        ("in-next-year", Self::InNextYear),
        ("not-before-year", Self::NotBeforeYear),
        ("not-by-year-end", Self::NotByYearEnd),
        ("not-after-year-end", Self::NotAfterYearEnd),
    ];

    /// The meaning of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(known, _)| *known == word).map(|(_, time)| *time)
    }

    /// The condition it puts on a dimension when `year` is reported on.
    pub const fn test(self, year: i16) -> Test {
        let (from, to, or_absent) = match self {
            Self::InYear => (Some(year), Some(year), false),
            Self::BeforeYear => (None, Some(year - 1), false),
            Self::ByYearEnd => (None, Some(year), false),
            Self::AfterYearEnd => (Some(year + 1), None, false),
            Self::InPreviousYear => (Some(year - 1), Some(year - 1), false),
            Self::InNextYear => (Some(year + 1), Some(year + 1), false),
            Self::NotBeforeYear => (Some(year), None, true),
            Self::NotByYearEnd => (Some(year + 1), None, true),
            Self::NotAfterYearEnd => (None, Some(year), true),
        };
        Test::Year { from, to, or_absent }
    }

    /// How a reader would say it of a column with these names.
    pub fn says(self, column: &Says, year: i16) -> Says {
        let (zh, en) = (&column.zh, &column.en);
        let (last, next) = (year - 1, year + 1);
        match self {
            Self::InYear => Says::new(format!("{zh}在{year}年内"), format!("{en} in {year}")),
            Self::BeforeYear => Says::new(format!("{zh}在{year}年以前"), format!("{en} before {year}")),
            Self::ByYearEnd => Says::new(
                format!("{zh}不晚于{year}年12月31日"),
                format!("{en} on or before 31 December {year}"),
            ),
            Self::AfterYearEnd => {
                Says::new(format!("{zh}晚于{year}年12月31日"), format!("{en} after 31 December {year}"))
            }
            Self::InPreviousYear => Says::new(format!("{zh}在{last}年内"), format!("{en} in {last}")),
            Self::InNextYear => Says::new(format!("{zh}在{next}年内"), format!("{en} in {next}")),
            Self::NotBeforeYear => {
                Says::new(format!("到{last}年12月31日尚无{zh}"), format!("no {en} yet on 31 December {last}"))
            }
            Self::NotByYearEnd => {
                Says::new(format!("到{year}年12月31日尚无{zh}"), format!("no {en} yet on 31 December {year}"))
            }
            Self::NotAfterYearEnd => Says::new(
                format!("{zh}不晚于{year}年12月31日或者未填"),
                format!("{en} on or before 31 December {year}, or not filled in"),
            ),
        }
    }
}
