//! Days in words: single days, rows of days off, the make-up days counted.

use crate::calendar::{Skipped, SkippedWhy, Stretch};
use crate::says::Says;
use jiff::civil::{Date, Weekday};

/// More weekend days than this are only counted, not listed.
const LISTED: usize = 16;

/// A day with its weekday: `2024-02-08（星期四）`.
pub(super) fn day(date: Date) -> Says {
    Says::new(format!("{date}（{}）", weekday(date).zh), format!("{date} ({})", weekday(date).en))
}

/// Adds a further line to what is said.
pub(super) fn add_line(says: &mut Says, zh: &str, en: &str) {
    for (said, line) in [(&mut says.zh, zh), (&mut says.en, en)] {
        said.push('\n');
        said.push_str(line);
    }
}

/// The sentence, with further lines for the days of the stretch that were skipped and the make-up days counted.
pub(super) fn with_days(mut says: Says, stretch: &Stretch) -> Says {
    if !stretch.skipped.is_empty() {
        let Says { zh, en } = skipped(&stretch.skipped);
        add_line(&mut says, &format!("跳过：{zh}"), &format!("skipped: {en}"));
    }
    if !stretch.made_up.is_empty() {
        let days: Vec<Says> = stretch.made_up.iter().map(|date| make_up_day(*date)).collect();
        let zh = format!("计入：{}（调休上班）", join(&days, |day| &day.zh, "、"));
        let en = format!("counted: {} (make-up working)", join(&days, |day| &day.en, ", "));
        add_line(&mut says, &zh, &en);
    }
    says
}

fn make_up_day(date: Date) -> Says {
    let (one, weekday) = (list(&[date]), weekday(date));
    Says::new(format!("{}{}", one.zh, weekday.zh), format!("{} {}", weekday.en, one.en))
}

fn skipped(rows: &[Skipped]) -> Says {
    let holidays = rows.iter().filter(|row| row.why == SkippedWhy::Holiday).map(holiday);
    let weekends: Vec<Date> =
        rows.iter().filter(|row| row.why == SkippedWhy::Weekend).flat_map(Skipped::dates).collect();
    let parts: Vec<Says> = holidays.chain(weekend_days(&weekends)).collect();
    Says::new(join(&parts, |part| &part.zh, "；"), join(&parts, |part| &part.en, "; "))
}

fn holiday(row: &Skipped) -> Says {
    let (from, to, days) = (list(&[row.from]), list(&[row.to]), row.days());
    let to = if (row.from.year(), row.from.month()) == (row.to.year(), row.to.month()) {
        Says::new(format!("{}日", row.to.day()), row.to.day().to_string())
    } else {
        to
    };
    let range = if row.from == row.to {
        from
    } else {
        Says::new(format!("{}—{}", from.zh, to.zh), format!("{}–{}", from.en, to.en))
    };
    Says::new(
        format!("{}{} {days} 天", range.zh, row.name),
        format!("{} {} ({})", festival(&row.name), range.en, days_en(days)),
    )
}

fn weekend_days(dates: &[Date]) -> Option<Says> {
    let days = dates.len();
    match days {
        0 => None,
        1..=LISTED => {
            let listed = list(dates);
            Some(Says::new(
                format!("{}双休日 {days} 天", listed.zh),
                format!("weekends {} ({})", listed.en, days_en(days)),
            ))
        }
        _ => Some(Says::new(format!("双休日 {days} 天"), format!("weekends ({})", days_en(days)))),
    }
}

fn days_en(days: usize) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

/// Days in a row of words, the month named where it changes: `2月24日、25日，3月2日` / `Feb 24, 25, Mar 2`.
fn list(dates: &[Date]) -> Says {
    let mut says = Says::default();
    let mut month = None;
    for date in dates {
        let same = month.replace(date.first_of_month()) == Some(date.first_of_month());
        let (comma, zh, en) = if same {
            ("、", format!("{}日", date.day()), date.day().to_string())
        } else {
            ("，", format!("{}月{}日", date.month(), date.day()), date.strftime("%b %-d").to_string())
        };
        if !says.zh.is_empty() {
            says.zh.push_str(comma);
            says.en.push_str(", ");
        }
        says.zh.push_str(&zh);
        says.en.push_str(&en);
    }
    says
}

fn join(parts: &[Says], language: fn(&Says) -> &String, between: &str) -> String {
    parts.iter().map(|part| language(part).as_str()).collect::<Vec<_>>().join(between)
}

fn weekday(date: Date) -> Says {
    let (zh, en) = match date.weekday() {
        Weekday::Monday => ("星期一", "Monday"),
        Weekday::Tuesday => ("星期二", "Tuesday"),
        Weekday::Wednesday => ("星期三", "Wednesday"),
        Weekday::Thursday => ("星期四", "Thursday"),
        Weekday::Friday => ("星期五", "Friday"),
        Weekday::Saturday => ("星期六", "Saturday"),
        Weekday::Sunday => ("星期日", "Sunday"),
    };
    Says::new(zh, en)
}

/// The English name of a festival; one we do not know keeps its Chinese name.
fn festival(name: &str) -> &str {
    match name {
        "元旦" => "New Year",
        "春节" => "Spring Festival",
        "清明节" => "Qingming",
        "劳动节" => "Labour Day",
        "端午节" => "Dragon Boat Festival",
        "中秋节" => "Mid-autumn Festival",
        "国庆节" => "National Day",
        other => other,
    }
}
