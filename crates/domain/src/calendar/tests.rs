use super::*;
use crate::law::{LawFault, LawText};
use jiff::civil::date;

/// The calendar shipped in `law/`.
fn shipped() -> Calendar {
    read(include_str!("../../../../law/calendars/cn.csv")).unwrap()
}

fn read(text: &str) -> Result<Calendar, LawFault> {
    Calendar::read(&[LawText { path: "calendars/cn.csv", text }])
}

/// A year with nothing but its two fixed festivals, and `rows` after them.
fn year_with(rows: &str) -> String {
    format!("# 说明\ndate,kind,name\n2030-01-01,holiday,元旦\n2030-10-01,holiday,国庆节\n{rows}")
}

#[test]
fn each_year_has_the_announced_days() {
    // year, working days, holiday rows, make-up rows
    let years = [
        (2007, 249, 26, 7),
        (2008, 251, 27, 5),
        (2009, 250, 27, 6),
        (2010, 250, 29, 8),
        (2011, 250, 28, 6),
        (2012, 249, 26, 6),
        (2013, 250, 29, 12),
        (2014, 250, 23, 5),
        (2015, 249, 25, 5),
        (2016, 250, 24, 6),
        (2017, 249, 24, 5),
        (2018, 250, 25, 7),
        (2019, 250, 28, 6),
        (2020, 249, 30, 6),
        (2021, 250, 31, 7),
        (2022, 249, 32, 7),
        (2023, 249, 28, 7),
        (2024, 251, 28, 8),
        (2025, 248, 28, 5),
        (2026, 248, 33, 6),
    ];
    let calendar = shipped();
    assert_eq!((calendar.first_year(), calendar.last_year()), (Some(2007), Some(2026)));
    for (year, working, holidays, make_ups) in years {
        let made_up = |(_, day): &(Date, Day)| matches!(day, Day::MakeUp(_));
        let rows = calendar.announced_in(year).count();
        let make_up_rows = calendar.announced_in(year).filter(made_up).count();
        assert_eq!(
            (calendar.working_days_in(year), rows - make_up_rows, make_up_rows),
            (working, holidays, make_ups),
            "{year}"
        );
    }
}

#[test]
fn limits_end_where_the_check_table_says() {
    let limits = [
        (date(2016, 1, 18), 15, date(2016, 2, 6)), // ends on a make-up Saturday
        (date(2016, 2, 5), 15, date(2016, 3, 2)),  // two make-up days, Spring Festival
        (date(2016, 2, 5), 30, date(2016, 3, 23)), // with a full extension
        (date(2016, 9, 14), 15, date(2016, 10, 11)), // two festivals, three make-up days
        (date(2016, 9, 30), 15, date(2016, 10, 26)),
        (date(2019, 5, 15), 20, date(2019, 6, 13)), // first day of the revised regulation
        (date(2024, 2, 8), 7, date(2024, 2, 23)),
        (date(2024, 2, 8), 20, date(2024, 3, 13)),
        (date(2025, 1, 20), 20, date(2025, 2, 21)),
        (date(2025, 9, 26), 20, date(2025, 10, 30)),
        (date(2026, 2, 13), 20, date(2026, 3, 19)),
        (date(2026, 9, 30), 7, date(2026, 10, 15)),
    ];
    let calendar = shipped();
    for (from, working_days, day) in limits {
        let reached = calendar.add_working_days(from, working_days);
        assert_eq!(reached, Reached { day, provisional: false }, "{from} + {working_days}");
        assert_eq!(calendar.working_days_between(from, day), working_days, "{from} to {day}");
    }
}

#[test]
fn counts_past_the_last_known_year_are_provisional() {
    let calendar = shipped();
    let plain = calendar.add_working_days(date(2026, 12, 31), 1);
    assert_eq!(plain, Reached { day: date(2027, 1, 1), provisional: true });
    assert!(calendar.add_working_days(date(2006, 12, 29), 5).provisional);
    assert!(Calendar::default().add_working_days(date(2024, 2, 8), 1).provisional);
    assert_eq!(
        calendar.add_working_days(date(9999, 12, 30), 500),
        Reached { day: Date::MAX, provisional: true }
    );
}

#[test]
fn no_working_days_is_the_day_itself() {
    assert_eq!(shipped().add_working_days(date(2024, 2, 10), 0).day, date(2024, 2, 10));
    assert_eq!(shipped().working_days_between(date(2024, 2, 8), date(2024, 2, 8)), 0);
    assert_eq!(shipped().working_days_between(date(2024, 2, 8), date(2024, 1, 1)), 0);
}

#[test]
fn days_are_told_apart() {
    let calendar = shipped();
    assert_eq!(calendar.day(date(2024, 2, 9)), Day::Weekday); // New Year's Eve, not a day off in 2024
    assert_eq!(calendar.day(date(2024, 2, 12)), Day::Holiday("春节"));
    assert_eq!(calendar.day(date(2024, 2, 18)), Day::MakeUp("春节"));
    assert_eq!(calendar.day(date(2024, 2, 24)), Day::Weekend);
    assert_eq!(calendar.holiday_name(date(2015, 9, 3)), Some("抗战胜利70周年纪念日"));
    assert_eq!(calendar.holiday_name(date(2024, 2, 18)), None);
}

#[test]
fn a_stretch_names_what_it_skips() {
    let stretch = shipped().stretch(date(2024, 2, 8), date(2024, 2, 26));
    let rows: Vec<_> =
        stretch.skipped.iter().map(|row| (row.from, row.to, row.why, row.name.as_str())).collect();
    assert_eq!(
        rows,
        [
            (date(2024, 2, 10), date(2024, 2, 17), SkippedWhy::Holiday, "春节"),
            (date(2024, 2, 24), date(2024, 2, 25), SkippedWhy::Weekend, "双休日"),
        ]
    );
    assert_eq!(stretch.skipped[0].days(), 8);
    assert_eq!((stretch.counted, stretch.made_up), (8, vec![date(2024, 2, 18)]));
}

#[test]
fn a_newer_calendar_lists_what_it_changes() {
    let old = read(&year_with("2030-01-02,holiday,元旦\n2030-01-05,makeup,元旦\n")).unwrap();
    let new = read(&year_with("2030-01-02,holiday,新年\n2030-01-03,holiday,元旦\n")).unwrap();
    let told: Vec<_> =
        old.differences(&new).iter().map(|change| (change.says().zh, change.moves_limits())).collect();
    assert_eq!(
        told,
        [
            ("2030-01-02：元旦放假 → 新年放假".to_owned(), false),
            ("2030-01-03：工作日 → 元旦放假".to_owned(), true),
            ("2030-01-05：元旦调休上班 → 双休日".to_owned(), true),
        ]
    );
    assert!(old.differences(&old).is_empty());
}

#[test]
fn bad_files_name_line_and_key() {
    // the rows after line 4, the line, the key
    let faults = [
        ("2030-05-01,closed,劳动节\n", 5, "closed"),
        ("2030-02-30,holiday,劳动节\n", 5, "2030-02-30"),
        ("2030/5/1,holiday,劳动节\n", 5, "2030/5/1"),
        ("20300501,holiday,劳动节\n", 5, "20300501"),
        ("2030-05-01,holiday,劳动节\n\n2030-05-01,makeup,劳动节\n", 7, "2030-05-01"),
        ("2030-10-01,holiday,国庆节\n", 5, "2030-10-01"),
        ("2030-05-02,makeup,劳动节\n", 5, "2030-05-02"),
        ("2030-05-01,holiday,\n", 5, "name"),
        ("2030-05-01,holiday\n", 5, "2030-05-01,holiday"),
    ];
    for (rows, line, key) in faults {
        let fault = read(&year_with(rows)).unwrap_err();
        assert_eq!((fault.line, fault.key.as_str()), (Some(line), key), "{fault}");
        assert_eq!(fault.file, "calendars/cn.csv");
    }
}

#[test]
fn unfinished_or_missing_years_are_refused() {
    let unfinished = read("date,kind,name\n2030-01-01,holiday,元旦\n").unwrap_err();
    assert_eq!((unfinished.key.as_str(), unfinished.line), ("2030", None));
    let later = "date,kind,name\n2032-01-01,holiday,元旦\n2032-10-01,holiday,国庆节\n";
    let texts = [
        LawText { path: "calendars/cn.csv", text: &year_with("") },
        LawText { path: "calendars/cn-2032.csv", text: later },
    ];
    let gap = Calendar::read(&texts).unwrap_err();
    assert_eq!((gap.key.as_str(), gap.file.as_str()), ("2031", "calendars/cn-2032.csv"));
    assert_eq!(read("").unwrap_err().key, "date,kind,name");
    assert_eq!(read("2030-01-01,holiday,元旦\n").unwrap_err().line, Some(1));
}

#[test]
fn files_saved_by_a_spreadsheet_are_read() {
    let saved = format!("\u{feff}{}", year_with("").replace('\n', "\r\n"));
    assert_eq!(read(&saved).unwrap(), read(&year_with("")).unwrap());
}
