//! What changes when a newer calendar is loaded, for a person to confirm before open cases are counted again.

use super::{Calendar, Day};
use crate::says::Says;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// One day on which two calendars do not agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference<'a> {
    /// The day.
    pub on: Date,
    /// What it was in the calendar in use.
    pub was: Day<'a>,
    /// What it becomes with the newer one.
    pub becomes: Day<'a>,
}

impl Difference<'_> {
    /// Whether limits can move: the day begins or ceases to be a working day. Otherwise only its name changed.
    pub fn moves_limits(&self) -> bool {
        self.was.is_working() != self.becomes.is_working()
    }

    /// The change in words.
    pub fn says(&self) -> Says {
        Says::new(
            format!("{}：{} → {}", self.on, zh(self.was), zh(self.becomes)),
            format!("{}: {} → {}", self.on, en(self.was), en(self.becomes)),
        )
    }
}

impl Calendar {
    /// The days on which `newer` differs from this calendar, in order. A year that only `newer` knows gives all its
    /// announced days; a year that `newer` no longer knows gives them back to the plain rule.
    pub fn differences<'a>(&'a self, newer: &'a Calendar) -> Vec<Difference<'a>> {
        let days: BTreeSet<Date> = self.announced.keys().chain(newer.announced.keys()).copied().collect();
        days.into_iter()
            .map(|on| Difference { on, was: self.day(on), becomes: newer.day(on) })
            .filter(|difference| difference.was != difference.becomes)
            .collect()
    }
}

fn zh(day: Day) -> String {
    match day {
        Day::Weekday => "工作日".to_owned(),
        Day::Weekend => "双休日".to_owned(),
        Day::Holiday(name) => format!("{name}放假"),
        Day::MakeUp(name) => format!("{name}调休上班"),
    }
}

fn en(day: Day) -> String {
    match day {
        Day::Weekday => "working day".to_owned(),
        Day::Weekend => "weekend".to_owned(),
        Day::Holiday(name) => format!("day off for {name}"),
        Day::MakeUp(name) => format!("make-up working day for {name}"),
    }
}
