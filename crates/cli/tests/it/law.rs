//! The law in force, and taking over the next year's.

use crate::program::{Program, files_below};
use std::fs;

const CALENDAR: &str = include_str!("../../../../law/calendars/cn.csv");

fn with_2027() -> String {
    let mut calendar = CALENDAR.trim_end().to_owned();
    for line in [
        "2027-01-01,holiday,元旦",
        "2027-02-05,holiday,春节",
        "2027-02-08,holiday,春节",
        "2027-02-20,makeup,春节",
        "2027-10-01,holiday,国庆节",
    ] {
        calendar.push('\n');
        calendar.push_str(line);
    }
    calendar.push('\n');
    calendar
}

#[test]
fn what_is_in_force_is_listed() {
    let program = Program::new();
    program.run(&["law", "list"]).done().says(&[
        "2007—2026",
        "cn-2008",
        "cn-2019",
        "gz-2016",
        "national-2014",
        "national-2019",
        "national-2021",
    ]);
    let json = program.run(&["law", "list", "--json"]).done().json();
    assert_eq!(json["calendar"]["last_year"], 2026);
}

#[test]
fn next_years_calendar_is_compared_loaded_and_counted_by() {
    let program = Program::new();
    let received = ["deadline", "--received", "2026-12-28", "--json"];
    let before = program.run(&received).done().json();
    assert_eq!(before["provisional"], true);
    let file = program.file("cn.csv", with_2027());
    program.run(&["law", "add", &file, "--dry-run"]).done().says(&["2027-02-05", "春节"]);
    assert_eq!(program.run(&received).done().json(), before);
    program.run(&["law", "add", &file]).done().says(&["2027-02-05", "2027-02-20", "5 ", "已载入"]);
    let after = program.run(&received).done().json();
    assert_eq!(after["provisional"], false);
    assert_ne!(after["due"], before["due"]);
    program.run(&["law", "list"]).done().says(&["2007—2027", "law/calendars/cn.csv"]);
    program.run(&["law", "add", &file]).done().says(&["没有变化"]);
}

#[test]
fn a_broken_file_is_refused_with_its_line_and_nothing_changes() {
    let program = Program::new();
    let regime = include_str!("../../../../law/regimes/cn-2019.toml");
    for (name, text, words) in [
        ("cn.csv", with_2027().replace("2027-02-05", "2027-02-31"), vec!["calendars/cn.csv", "2027-02-31"]),
        (
            "cn.csv",
            with_2027().replace("2027-02-20,makeup", "2027-02-20,rest"),
            vec!["calendars/cn.csv", "rest"],
        ),
        ("cn.csv", with_2027().replace("2027-02-20,makeup", "2027-02-22,makeup"), vec!["2027-02-22"]),
        ("cn.csv", format!("{}2027-10-01,holiday,国庆节\n", with_2027()), vec!["2027-10-01"]),
        ("cn-2019.toml", regime.replacen("name", "nmae", 1), vec!["regimes/cn-2019.toml", "nmae"]),
        ("cn-2019.toml", format!("{regime}\n[oops"), vec!["regimes/cn-2019.toml"]),
    ] {
        let file = program.file(name, text);
        let ran = program.run(&["law", "add", &file]).problems();
        let said = ran.said();
        assert!(said.chars().any(|letter| letter.is_ascii_digit()), "no line: {said}");
        ran.says(&words);
    }
    program.run(&["law", "add", &program.file("new.toml", "a = 1")]).bad_use().says(&["--as"]);
    let outside = program.file("cn.csv", with_2027());
    program.run(&["law", "add", &outside, "--as", "../keys/cn.csv"]).bad_use();
    let left = if program.data().exists() { files_below(&program.data()) } else { Vec::new() };
    assert_eq!(left, Vec::<std::path::PathBuf>::new());
    program.run(&["law", "list"]).done().says(&["2007—2026"]);
}

#[test]
fn a_broken_file_put_there_by_hand_is_told_by_every_command() {
    let program = Program::new();
    let folder = program.data().join("law/calendars");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("cn.csv"), "date,kind,name\n2027-13-01,holiday,元旦\n").unwrap();
    for command in [vec!["law", "list"], vec!["deadline", "--received", "2024-02-08"], vec!["registers"]] {
        program.run(&command).problems().says(&["calendars/cn.csv", "2027-13-01"]);
    }
}
