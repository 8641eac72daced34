//! Every outcome and channel lands in one row of each format, found out by counting one request of each.

use super::{Ledgers, body, codes, day, format, text};
use gongkai_domain::registers::Row;
use gongkai_domain::reports::{Plan, Report};
use gongkai_domain::requests::REQUESTS;
use rust_decimal::Decimal;

/// Closed, but not replied to.
const NO_REPLY: [&str; 3] = ["withdrawn", "abandoned_no_clarification", "abandoned_no_payment"];

fn bodies() -> Vec<Row> {
    vec![body("office", "某区人民政府办公室", "government_office", "")]
}

/// The report of 2018 over one request, received and decided in that year.
fn report(id: &str, channel: &str, outcome: &str) -> Report {
    let mut ledgers = Ledgers::default();
    ledgers.add(
        &REQUESTS,
        1,
        &[
            ("body", text("office")),
            ("requester_kind", text("natural_person")),
            ("channel", text(channel)),
            ("received_on", day("2018-05-07")),
            ("decided_on", day("2018-05-21")),
            ("outcome", text(outcome)),
            ("timeliness", text("on_time")),
        ],
    );
    let (format, bodies) = (format(id), bodies());
    let plan = Plan::new(&format, &bodies, "office", 2018).unwrap();
    plan.compute(&ledgers.findings(&plan)).unwrap()
}

/// Which of these cells the request counts in.
fn counting<'c>(report: &Report, cells: &[&'c str]) -> Vec<&'c str> {
    let is_one = |code: &&&str| {
        let value = report.cell(code).unwrap_or_else(|| panic!("no {code}")).value.number().unwrap();
        assert!(value <= Decimal::ONE, "{code}");
        value == Decimal::ONE
    };
    cells.iter().filter(is_one).copied().collect()
}

fn outcomes() -> Vec<String> {
    codes().list("outcomes").unwrap().codes.iter().map(|entry| entry.code.clone()).collect()
}

/// Where each outcome lands: row of `gz-2016`, of `national-2014` (with its sub-row), of `national-2019` and of
/// `national-2021`; `-` where it is closed without a reply.
const ROWS: [(&str, &str, &str, &str, &str); 28] = [
    ("already_public", "F70", "S.3.3.1", "B.r3", "B.r3"),
    ("granted", "F70", "S.3.3.2", "B.r3", "B.r3"),
    ("granted_in_part", "F71", "S.3.3.3", "B.r4", "B.r4"),
    ("refused:state_secret", "F72", "S.3.3.4.1", "B.r5", "B.r5"),
    ("refused:law_prohibits", "F72", "S.3.3.4.6", "B.r6", "B.r6"),
    ("refused:three_safety_one_stability", "F72", "S.3.3.4.4", "B.r7", "B.r7"),
    ("refused:business_secret", "F72", "S.3.3.4.2", "B.r8", "B.r8"),
    ("refused:personal_privacy", "F72", "S.3.3.4.3", "B.r8", "B.r8"),
    ("refused:other_third_party_rights", "F72", "S.3.3.4.6", "B.r8", "B.r8"),
    ("refused:internal_affairs", "F72", "S.3.3.4.6", "B.r9", "B.r9"),
    ("refused:process_information", "F72", "S.3.3.4.6", "B.r10", "B.r10"),
    ("refused:enforcement_file", "F72", "S.3.3.4.6", "B.r11", "B.r11"),
    ("refused:special_enquiry_regime", "F72", "S.3.3.8", "B.r12", "B.r12"),
    ("not_held_by_this_body", "F74", "S.3.3.5", "B.r13", "B.r13"),
    ("does_not_exist", "F74", "S.3.3.6", "B.r13", "B.r13"),
    ("needs_creation", "F77", "S.3.3.6", "B.r14", "B.r14"),
    ("still_unclear", "F76", "S.3.3.7", "B.r15", "B.r15"),
    ("petition_in_disguise", "F77", "S.3.3.8", "B.r16", "B.r16"),
    ("repeated", "F77", "S.3.3.8", "B.r17", "B.r17"),
    ("public_print", "F77", "S.3.3.8", "B.r18", "B.r18"),
    ("excessive_unreasonable", "F77", "S.3.3.8", "B.r19", "B.r19"),
    ("confirm_or_reissue", "F77", "S.3.3.8", "B.r20", "B.r20"),
    ("abandoned_no_clarification", "-", "-", "B.r23", "B.r21"),
    ("abandoned_no_payment", "-", "-", "B.r23", "B.r22"),
    ("other", "F77", "S.3.3.8", "B.r23", "B.r23"),
    ("not_government_information", "F73", "S.3.3.4.5", "B.r23", "B.r23"),
    ("no_special_need", "F75", "S.3.3.4.6", "B.r23", "B.r23"),
    ("withdrawn", "-", "-", "B.r23", "B.r23"),
];

/// The one row of the format that takes the outcome in, `-` for none; with its total, which must agree.
fn row(id: &str, outcome: &str, rows: &[String], total: &str) -> String {
    let report = report(id, "online", outcome);
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let found = counting(&report, &rows);
    assert_eq!(
        counting(&report, &[total]).len(),
        found.len(),
        "{outcome}: {total} of {id} against {found:?}"
    );
    for check in report.checks.iter().filter(|check| check.id.contains("rep") || check.id.contains("results"))
    {
        assert!(check.holds, "{outcome} in {id}: {}", check.says.zh);
    }
    match found.as_slice() {
        [] => "-".to_owned(),
        [one] => one.trim_end_matches(".natural_person").to_owned(),
        several => panic!("{outcome} is in {several:?} of {id}"),
    }
}

fn numbered(rows: impl IntoIterator<Item = i32>, before: &str, after: &str) -> Vec<String> {
    rows.into_iter().map(|row| format!("{before}{row}{after}")).collect()
}

#[test]
fn every_outcome_lands_in_one_row_of_each_format() {
    let gz = numbered(70..=77, "F", "");
    let mut replies = numbered([1, 2, 3, 5, 6, 7, 8], "S.3.3.", "");
    replies.extend(numbered(1..=6, "S.3.3.4.", ""));
    let trial = numbered((3..=20).chain([23]), "B.r", ".natural_person");
    let table = numbered(3..=23, "B.r", ".natural_person");
    let known: Vec<&str> = ROWS.iter().map(|(outcome, ..)| *outcome).collect();
    assert_eq!(outcomes(), known, "an outcome was added: say where each format counts it");
    for (outcome, in_gz, in_2014, in_2019, in_2021) in ROWS {
        let found = [
            row("gz-2016", outcome, &gz, "F67"),
            row("national-2014", outcome, &replies, "S.3.3"),
            row("national-2019", outcome, &trial, "B.r24.natural_person"),
            row("national-2021", outcome, &table, "B.r24.natural_person"),
        ];
        assert_eq!(found, [in_gz, in_2014, in_2019, in_2021], "{outcome}");
        assert_eq!(NO_REPLY.contains(&outcome), in_2014 == "-", "{outcome}");
    }
}

#[test]
fn what_is_closed_without_a_reply_is_closed_all_the_same() {
    for outcome in NO_REPLY {
        let report = report("national-2014", "online", outcome);
        assert_eq!(counting(&report, &["S.3.2", "S.3.2.1", "S.3.3"]), ["S.3.2", "S.3.2.1"], "{outcome}");
    }
}

#[test]
fn every_channel_lands_in_one_row_of_the_formats_that_tell_channels() {
    let rows: Vec<(&str, &str, &str)> = vec![
        ("online", "F61", "S.3.1.3"),
        ("letter", "F62", "S.3.1.4"),
        ("in_person", "F63", "S.3.1.1"),
        ("fax", "F64", "S.3.1.2"),
        ("other", "F65", "S.3.1.1"),
    ];
    let codes = codes();
    let known: Vec<&str> =
        codes.list("request-channels").unwrap().codes.iter().map(|entry| entry.code.as_str()).collect();
    assert_eq!(known, rows.iter().map(|(channel, ..)| *channel).collect::<Vec<_>>());
    for (channel, in_gz, in_2014) in rows {
        let gz = report("gz-2016", channel, "granted");
        assert_eq!(counting(&gz, &["F60", "F61", "F62", "F63", "F64", "F65"]), ["F60", in_gz], "{channel}");
        let national = report("national-2014", channel, "granted");
        let cells = ["S.3.1", "S.3.1.1", "S.3.1.2", "S.3.1.3", "S.3.1.4"];
        assert_eq!(counting(&national, &cells), ["S.3.1", in_2014], "{channel}");
    }
}
