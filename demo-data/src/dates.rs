//! Days an office works on, and how its ledgers write them.

use anyhow::Result;
use gongkai_domain::calendar::Calendar;
use gongkai_domain::law::LawText;
use jiff::civil::Date;

/// The days on which offices work, by the country's calendar in `law/calendars/`.
#[derive(Clone, Debug)]
pub struct WorkingDays(Calendar);

impl WorkingDays {
    /// Reads the calendars among the files of `law/`.
    pub fn read(law: &[LawText<'_>]) -> Result<Self> {
        let calendars: Vec<LawText<'_>> =
            law.iter().copied().filter(|file| file.path.starts_with("calendars/")).collect();
        Ok(Self(Calendar::read(&calendars)?))
    }

    /// Whether offices work on `date`.
    pub fn works(&self, date: Date) -> bool {
        self.0.is_working_day(date)
    }

    /// `date` itself when it is a working day, otherwise the next one.
    pub fn on_or_after(&self, date: Date) -> Date {
        if self.works(date) { date } else { self.add(date, 1) }
    }

    /// The day on which `count` working days after `from` are full; `from` is day zero.
    pub fn add(&self, from: Date, count: i64) -> Date {
        self.0.add_working_days(from, u32::try_from(count).unwrap_or_default()).day
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
