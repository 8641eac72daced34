//! Instants as pages of the office write them, in the office's time zone.

use gongkai_domain::says::Language;
use gongkai_web::Visit;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// An instant in the office's time zone.
fn zoned(at: Timestamp) -> Zoned {
    at.to_zoned(TimeZone::get("Asia/Shanghai").unwrap_or(TimeZone::UTC))
}

/// An instant in a sentence: 4月5日 17:32, 5 Apr 17:32.
pub(crate) fn words(visit: &Visit, at: Timestamp) -> String {
    let at = zoned(at);
    match visit.language {
        Language::Chinese => format!("{}月{}日 {}", at.month(), at.day(), at.strftime("%H:%M")),
        Language::English => at.strftime("%-d %b %H:%M").to_string(),
    }
}

/// An instant in a list: 2017-04-05 17:32.
pub(crate) fn short(at: Timestamp) -> String {
    zoned(at).strftime("%Y-%m-%d %H:%M").to_string()
}
