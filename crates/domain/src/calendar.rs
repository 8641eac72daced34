//! The working-day calendar (工作日历): which days an office works, and how to count them.
//!
//! A working day (工作日) is a Monday to Friday that is not a day off, or a weekend day on which people work to make
//! up for one (调休上班). Which days these are is announced each autumn for the next year by the General Office of the
//! State Council, so the calendar is data (`law/calendars/*.csv`) and cannot be computed ahead. Outside the
//! announced years the plain Monday-to-Friday rule is used, and whatever is counted there is provisional.
//!
//! Counting starts with the day after the day it counts from: the day of receipt is day zero.

mod differences;
mod reading;
mod stretch;

pub use differences::Difference;
pub use stretch::{Skipped, SkippedWhy, Stretch};

use jiff::civil::{Date, Weekday};
use std::collections::BTreeMap;
use std::ops::Bound;

/// The working days of one country, from the files in `law/calendars/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    announced: BTreeMap<Date, Announced>,
}

/// A day that does not follow the plain Monday-to-Friday rule.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Announced {
    Holiday(String),
    MakeUp(String),
}

/// What one day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day<'a> {
    /// A Monday to Friday that nothing was announced for: working.
    Weekday,
    /// A Saturday or Sunday that nothing was announced for: off.
    Weekend,
    /// Announced as a day off (放假), with the name of the festival; may be a weekend day.
    Holiday(&'a str),
    /// A Saturday or Sunday on which people work (调休上班), with the festival it makes up for.
    MakeUp(&'a str),
}

impl Day<'_> {
    /// Whether offices work on it.
    pub fn is_working(self) -> bool {
        matches!(self, Self::Weekday | Self::MakeUp(_))
    }
}

/// The day on which a number of working days is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The last of the days counted.
    pub day: Date,
    /// True when the count touched a year that no notice has been loaded for.
    pub provisional: bool,
}

impl Calendar {
    /// What `date` is.
    pub fn day(&self, date: Date) -> Day<'_> {
        match self.announced.get(&date) {
            Some(Announced::Holiday(name)) => Day::Holiday(name),
            Some(Announced::MakeUp(name)) => Day::MakeUp(name),
            None if is_weekend(date) => Day::Weekend,
            None => Day::Weekday,
        }
    }

    /// Whether `date` is a working day (工作日).
    pub fn is_working_day(&self, date: Date) -> bool {
        self.day(date).is_working()
    }

    /// The festival `date` is a day off for, if it was announced as one.
    pub fn holiday_name(&self, date: Date) -> Option<&str> {
        match self.day(date) {
            Day::Holiday(name) => Some(name),
            _ => None,
        }
    }

    /// The first year whose days off are known; none when the calendar is empty.
    pub fn first_year(&self) -> Option<i16> {
        self.announced.keys().next().map(|date| date.year())
    }

    /// The last year whose days off are known; none when the calendar is empty.
    pub fn last_year(&self) -> Option<i16> {
        self.announced.keys().next_back().map(|date| date.year())
    }

    /// Whether the days off of the year of `date` are known. Where they are not, the plain rule is only a guess.
    pub fn covers(&self, date: Date) -> bool {
        self.first_year().is_some_and(|first| first <= date.year())
            && self.last_year().is_some_and(|last| date.year() <= last)
    }

    /// The day on which `working_days` working days after `from` are full: `from` is day zero, the next working day is
    /// day one, and the limit ends with the last of them. No working days is `from` itself, working or not.
    ///
    /// The calendar of dates ends with the year 9999; a count that would pass it stays on its last day, provisional.
    pub fn add_working_days(&self, from: Date, working_days: u32) -> Reached {
        let mut days = self.days_after(from);
        let mut day = from;
        let mut left = working_days;
        while left > 0 {
            let Some((next, working)) = days.next() else { return Reached { day, provisional: true } };
            day = next;
            left -= u32::from(working);
        }
        Reached { day, provisional: !(self.covers(from) && self.covers(day)) }
    }

    /// How many working days lie after `after` and up to `until`, `until` included. None when `until` is not later.
    pub fn working_days_between(&self, after: Date, until: Date) -> u32 {
        let days = self.days_after(after).take_while(|(date, _)| *date <= until);
        days.filter(|(_, working)| *working).count() as u32
    }

    /// Every day after `after`, and whether offices work on it. Goes through the announced days alongside rather than
    /// looking each one up, since ledgers count some hundred days a row.
    fn days_after(&self, after: Date) -> impl Iterator<Item = (Date, bool)> {
        let mut announced = self.announced.range((Bound::Excluded(after), Bound::Unbounded)).peekable();
        let mut weekday = after.weekday();
        std::iter::successors(after.tomorrow().ok(), |date| date.tomorrow().ok()).map(move |date| {
            weekday = weekday.next();
            let working = match announced.next_if(|(next, _)| **next == date) {
                Some((_, announced)) => matches!(announced, Announced::MakeUp(_)),
                None => !matches!(weekday, Weekday::Saturday | Weekday::Sunday),
            };
            (date, working)
        })
    }

    /// How many working days `year` has, by what is known of it.
    pub fn working_days_in(&self, year: i16) -> u32 {
        let (Ok(first), Ok(last)) = (Date::new(year, 1, 1), Date::new(year, 12, 31)) else { return 0 };
        self.working_days_between(first, last) + u32::from(self.is_working_day(first))
    }

    /// The announced days of `year`, in order, with their festival.
    pub fn announced_in(&self, year: i16) -> impl Iterator<Item = (Date, Day<'_>)> {
        self.announced.keys().filter(move |date| date.year() == year).map(|date| (*date, self.day(*date)))
    }
}

/// The days after `after`, up to and including `until`.
fn days_between(after: Date, until: Date) -> impl Iterator<Item = Date> + use<> {
    std::iter::successors(after.tomorrow().ok(), |date| date.tomorrow().ok())
        .take_while(move |date| *date <= until)
}

fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

#[cfg(test)]
mod tests;
