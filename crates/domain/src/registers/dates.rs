//! Dates as ledgers write them.

use super::ValueFault;
use super::folding::half_width;
use crate::says::Says;
use jiff::civil::Date;

/// Years a ledger may name: nothing older is disclosed by date, and what lies later is a slip of the pen.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;

/// Serial numbers of spreadsheets taken for dates where text stands: 1927-05-18 to 2064-04-08. Shorter numbers
/// are more likely something else.
const SERIALS: std::ops::RangeInclusive<i32> = 10_000..=60_000;

/// Reads a date: `2016-3-1`, `2016年3月1日`, `2016/03/01`, `2016.3.1`, `20160301`, a time of day behind it, or
/// the bare serial number of a spreadsheet (1900 system), all also in full-width forms.
pub fn parse_date(text: &str) -> Result<Date, ValueFault> {
    let folded = half_width(text);
    let folded = folded.trim();
    let digits = folded.bytes().all(|b| b.is_ascii_digit());
    match (digits, folded.len()) {
        (true, 5) => {
            folded.parse().ok().filter(|days| SERIALS.contains(days)).and_then(serial_date).ok_or_else(unread)
        }
        (true, 8) => civil(&folded[..4], &folded[4..6], &folded[6..]),
        (true, _) => Err(unread()),
        (false, _) => parts(folded),
    }
}

/// The day of a serial number of the 1900 system; the day 1900-02-29 that spreadsheets believe in is refused.
pub fn serial_date(days: i32) -> Option<Date> {
    let epoch = if days > 60 { Date::constant(1899, 12, 30) } else { Date::constant(1899, 12, 31) };
    if days < 1 || days == 60 {
        return None;
    }
    epoch.checked_add(jiff::Span::new().try_days(days).ok()?).ok().filter(|date| YEARS.contains(&date.year()))
}

fn parts(text: &str) -> Result<Date, ValueFault> {
    let date = without_time(text);
    let Some((year, rest)) = date.split_once(['-', '/', '.', '年', '—', '–']) else {
        return Err(unread());
    };
    let Some((month, day)) = rest.split_once(['-', '/', '.', '月', '—', '–']) else {
        return Err(unread());
    };
    let day = day.trim();
    let day = day.strip_suffix(['日', '号']).unwrap_or(day);
    civil(year.trim(), month.trim(), day.trim())
}

/// Cuts off a time of day, which says nothing in statutory days.
fn without_time(text: &str) -> &str {
    let Some(at) = text.find([':', 'T']) else { return text };
    if text.as_bytes()[at] == b'T' {
        return &text[..at];
    }
    text[..at].rfind(' ').map_or(text, |space| text[..space].trim_end())
}

fn civil(year: &str, month: &str, day: &str) -> Result<Date, ValueFault> {
    let number = |text: &str, most: usize| {
        (!text.is_empty() && text.len() <= most && text.bytes().all(|b| b.is_ascii_digit()))
            .then(|| text.parse::<i16>().ok())
            .flatten()
            .ok_or_else(unread)
    };
    if year.len() != 4 {
        return Err(unread());
    }
    let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
    if !YEARS.contains(&year) {
        return Err(ValueFault {
            rule: Says::new(
                format!("年份 {year} 不在 1900 至 2100 之间"),
                format!("the year {year} is not between 1900 and 2100"),
            ),
            remedy: Says::new("请核对年份", "check the year"),
        });
    }
    let small = |number| i8::try_from(number).unwrap_or(0);
    Date::new(year, small(month), small(day)).map_err(|_| ValueFault {
        rule: Says::new("历法上没有这一天", "there is no such day in the calendar"),
        remedy: Says::new("请核对年、月、日", "check year, month and day"),
    })
}

fn unread() -> ValueFault {
    ValueFault {
        rule: Says::new("不是完整的日期（年、月、日）", "not a full date (year, month, day)"),
        remedy: Says::new("请写成 2016-3-1 或 2016年3月1日", "write it as 2016-3-1 or 2016年3月1日"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_they_are_written() {
        let day = Date::constant(2016, 3, 1);
        for text in [
            "2016-3-1",
            "2016年3月1日",
            "2016/03/01",
            "2016.3.1",
            "20160301",
            "2016-03-01",
            "２０１６年０３月０１日",
            "2016 年 3 月 1 日",
            "2016-03-01 10:22:33",
            "2016/3/1 0:00",
            "2016-03-01T00:00:00",
            "42430",
            "2016年3月1号",
            " 2016-3-1 ",
        ] {
            assert_eq!(parse_date(text).as_ref(), Ok(&day), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "2016",
            "201603",
            "2016年3月",
            "2016-13-1",
            "2015-2-29",
            "2016-2-30",
            "16-3-1",
            "3/1/2016",
            "0216-3-1",
            "2016-3-1-2",
            "去年",
            "99999",
            "2016-03-1x",
            "12:30",
            "2016--1",
            "３月１日",
            "2500-1-1",
            "T",
            ":",
            "",
        ] {
            assert!(parse_date(text).is_err(), "{text}");
        }
    }

    #[test]
    fn serial_numbers_skip_the_leap_day_that_never_was() {
        assert_eq!(serial_date(59), Some(Date::constant(1900, 2, 28)));
        assert_eq!(serial_date(60), None);
        assert_eq!(serial_date(61), Some(Date::constant(1900, 3, 1)));
        assert_eq!(serial_date(42430), Some(Date::constant(2016, 3, 1)));
    }
}
