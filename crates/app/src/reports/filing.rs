//! Filing (报送和公布): which bodies have frozen their report of a year, and which are late.

use super::{bodies, format_for};
use crate::Installation;
use gongkai_domain::bodies::BODIES;
use gongkai_domain::registers::Row;
use gongkai_storage::{StorageError, frozen};
use jiff::civil::Date;

/// How one body stands with its report of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filing {
    /// Code of the body.
    pub body: String,
    /// Its name.
    pub name: String,
    /// Id of the format of its report: the one it froze, otherwise the one meant for the year.
    pub format: String,
    /// The last day for publishing it; `None` where the format does not say.
    pub due: Option<Date>,
    /// Article or notice the day comes from.
    pub source: String,
    /// The day its first version was frozen, and the latest version.
    pub frozen: Option<(Date, i64)>,
    /// Calendar days past the last day: until it was frozen, or until today; 0 or less while it is in time.
    pub days_late: Option<i32>,
}

impl Filing {
    /// Whether it was frozen too late, or is not frozen although the last day is over.
    pub fn is_late(&self) -> bool {
        self.days_late.is_some_and(|days| days > 0)
    }
}

/// Every body that existed at the end of a year, in official order, with its report of that year.
pub async fn filings(office: &Installation, year: i16, today: Date) -> Result<Vec<Filing>, StorageError> {
    let mut tx = office.db.read().await?;
    let filed = frozen::filed(&mut tx, year).await?;
    let standing = bodies(&mut tx).await?.into_iter().filter(|body| existed(body, year));
    let filing = |body: Row| {
        let text = |code: &str| body.value(&BODIES, code).to_plain();
        let own = filed.iter().filter(|(of, ..)| *of == body.key).min_by_key(|(_, _, day, _)| *day);
        let format = own.map(|(_, format, ..)| format.as_str());
        let format = format_for(office, format, year).ok();
        let rule = format
            .and_then(|format| format.filing.iter().find(|rule| rule.is_for(&text("level"), &text("kind"))));
        let due = rule.and_then(|rule| rule.due(year));
        let frozen = own.map(|(_, _, day, version)| (*day, *version));
        let until = frozen.map_or(today, |(day, _)| day);
        Filing {
            name: text("name"),
            format: format.map(|format| format.id.clone()).unwrap_or_default(),
            source: rule.map(|rule| rule.source.clone()).unwrap_or_default(),
            days_late: due.map(|due| (until - due).get_days()),
            due,
            frozen,
            body: body.key,
        }
    };
    Ok(standing.map(filing).collect())
}

/// Whether a body was there at the end of a year.
fn existed(body: &Row, year: i16) -> bool {
    let year_of = |code: &str| body.value(&BODIES, code).as_date().map(Date::year);
    year_of("established_on").is_none_or(|established| established <= year)
        && year_of("abolished_on").is_none_or(|abolished| abolished > year)
}
