//! Days an office works on, and how its ledgers write them.

use anyhow::{Context, Result};
use jiff::civil::{Date, Weekday};
use std::collections::BTreeSet;

/// The working days, from the country's calendar in `law/calendars/`.
#[derive(Clone, Debug, Default)]
pub struct WorkingDays {
    off: BTreeSet<Date>,
    made_up: BTreeSet<Date>,
}

impl WorkingDays {
    /// Reads the columns `date,kind,name` of the calendar file; comments and the heading are passed over.
    pub fn read(text: &str) -> Result<Self> {
        let mut days = Self::default();
        for line in text.lines().filter(|line| !line.starts_with('#') && !line.starts_with("date")) {
            let mut parts = line.split(',');
            let (Some(date), Some(kind)) = (parts.next(), parts.next()) else { continue };
            let date: Date = date.trim().parse().with_context(|| format!("calendar line {line}"))?;
            match kind.trim() {
                "holiday" => days.off.insert(date),
                "makeup" => days.made_up.insert(date),
                other => anyhow::bail!("calendar line {line}: kind {other} is unknown"),
            };
        }
        Ok(days)
    }

    /// Whether offices work on `date`.
    pub fn works(&self, date: Date) -> bool {
        let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
        if weekend { self.made_up.contains(&date) } else { !self.off.contains(&date) }
    }

    /// `date` itself when it is a working day, otherwise the next one.
    pub fn on_or_after(&self, date: Date) -> Date {
        if self.works(date) { date } else { self.add(date, 1) }
    }

    /// The day on which `count` working days after `from` are full; `from` is day zero.
    pub fn add(&self, from: Date, count: i64) -> Date {
        let mut day = from;
        let mut left = count;
        while left > 0 {
            let Ok(next) = day.tomorrow() else { return day };
            day = next;
            left -= i64::from(self.works(day));
        }
        day
    }

    /// The working days of `year`, in order.
    pub fn of_year(&self, year: i16) -> Vec<Date> {
        let first = day(year, 1, 1);
        first
            .series(jiff::Span::new().days(1))
            .take_while(|date| date.year() == year)
            .filter(|date| self.works(*date))
            .collect()
    }
}

/// The date; the first of January where a month has no such day, which no caller asks for.
pub fn day(year: i16, month: i8, date: i8) -> Date {
    Date::new(year, month, date).unwrap_or_else(|_| jiff::civil::date(year, 1, 1))
}

/// `date` moved by `days` calendar days.
pub fn shift(date: Date, days: i64) -> Date {
    date.saturating_add(jiff::Span::new().days(days))
}

/// 2016年1月5日.
pub fn chinese(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}
