//! A stretch of days looked at one by one: what was counted, what was skipped and why.

use super::{Calendar, Day, days_between};
use jiff::civil::Date;
use serde::Serialize;

/// Days without work in one row, of one kind, that a count passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// First day of the row.
    pub from: Date,
    /// Last day of the row; the same day when it is only one.
    pub to: Date,
    /// Why nobody works then.
    pub why: SkippedWhy,
    /// The festival (春节), or 双休日 for a plain weekend.
    pub name: String,
}

impl Skipped {
    /// Its days, each by itself.
    pub fn dates(&self) -> impl Iterator<Item = Date> + use<> {
        std::iter::once(self.from).chain(days_between(self.from, self.to))
    }

    /// How many calendar days it has.
    pub fn days(&self) -> usize {
        self.dates().count()
    }
}

/// Why a day is not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SkippedWhy {
    /// A Saturday or Sunday that nothing was announced for (双休日).
    Weekend,
    /// Announced as a day off for a festival (放假), weekend days within it included.
    Holiday,
}

/// The days after one day and up to another, told apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stretch {
    /// Working days in it.
    pub counted: u32,
    /// The days passed over, in rows, in order.
    pub skipped: Vec<Skipped>,
    /// The weekend days that were worked and therefore counted (调休上班).
    pub made_up: Vec<Date>,
}

impl Calendar {
    /// The days after `after`, up to and including `until`; empty when `until` is not later.
    pub fn stretch(&self, after: Date, until: Date) -> Stretch {
        let mut stretch = Stretch::default();
        for date in days_between(after, until) {
            match self.day(date) {
                Day::Weekday => stretch.counted += 1,
                Day::MakeUp(_) => {
                    stretch.counted += 1;
                    stretch.made_up.push(date);
                }
                Day::Weekend => stretch.skip(date, SkippedWhy::Weekend, "双休日"),
                Day::Holiday(name) => stretch.skip(date, SkippedWhy::Holiday, name),
            }
        }
        stretch
    }
}

impl Stretch {
    fn skip(&mut self, date: Date, why: SkippedWhy, name: &str) {
        match self.skipped.last_mut() {
            Some(row) if row.to.tomorrow().ok() == Some(date) && row.why == why && row.name == name => {
                row.to = date;
            }
            _ => self.skipped.push(Skipped { from: date, to: date, why, name: name.to_owned() }),
        }
    }
}
