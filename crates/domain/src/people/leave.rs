//! Leave (休假、出差): the days on which a colleague stands in for somebody.

use crate::says::Says;
use jiff::ToSpan;
use jiff::civil::Date;

/// The days of a leave, both included, in calendar days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leave {
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
}

impl Leave {
    /// A leave asked for on a day.
    ///
    /// # Errors
    /// Why it cannot be: it ends before it begins, it is over, or it is longer than a year, which is no leave but
    /// another person in the post.
    pub fn asked_for(first: Date, last: Date, today: Date) -> Result<Self, Says> {
        if last < first {
            return Err(Says::new("最后一天早于第一天", "the last day is before the first"));
        }
        if last < today {
            return Err(Says::new("最后一天已经过去", "the last day is past"));
        }
        if first.checked_add(1.year()).is_ok_and(|longest| longest <= last) {
            return Err(Says::new(
                "最长一年；更久请由安全管理员另行授权",
                "at most a year; for longer the security officer gives roles",
            ));
        }
        Ok(Self { first, last })
    }

    /// Whether a day is among them.
    pub fn holds_on(self, day: Date) -> bool {
        self.first <= day && day <= self.last
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_leave_has_its_first_and_its_last_day() {
        let leave = Leave::asked_for(date(2026, 2, 2), date(2026, 2, 6), date(2026, 2, 6)).unwrap();
        for (day, holds) in [(1, false), (2, true), (6, true), (7, false)] {
            assert_eq!(leave.holds_on(date(2026, 2, day)), holds, "{day}");
        }
        let asked = |first, last| Leave::asked_for(first, last, date(2026, 2, 1)).is_ok();
        assert!(asked(date(2026, 2, 1), date(2026, 2, 1)));
        assert!(asked(date(2026, 2, 1), date(2027, 1, 31)));
        assert!(!asked(date(2026, 2, 1), date(2027, 2, 1)));
        assert!(!asked(date(2026, 2, 3), date(2026, 2, 2)));
        assert!(!asked(date(2026, 1, 3), date(2026, 1, 31)));
    }
}
