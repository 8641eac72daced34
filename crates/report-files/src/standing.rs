//! How far a report has come, in words, and the day its files bear.

use gongkai_domain::reports::{Publication, Standing};
use jiff::civil::Date;

/// 草稿 or 定稿: one word for the properties of a file.
pub const fn word(standing: &Standing) -> &'static str {
    match standing {
        Standing::Draft { .. } => "草稿",
        Standing::Frozen(_) => "定稿",
    }
}

/// The standing in one line, for the foot of every page: a frozen report with its digest, by which it is proved.
pub fn line(standing: &Standing) -> String {
    match standing {
        Standing::Draft { counted_on } => format!("草稿，未定稿　按{}的台账统计", day(*counted_on)),
        Standing::Frozen(freezing) => format!(
            "定稿第{}版　{}　审计链第{}条　SM3 {}",
            freezing.version,
            day(freezing.frozen_on),
            freezing.sequence,
            freezing.digest
        ),
    }
}

/// The day the report was counted or frozen. The files bear no other: made again, they are the same.
pub const fn date(publication: &Publication) -> Date {
    match &publication.standing {
        Standing::Draft { counted_on } => *counted_on,
        Standing::Frozen(freezing) => freezing.frozen_on,
    }
}

/// A day in Arabic digits as official documents have it: 2017年3月1日.
pub fn day(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}
