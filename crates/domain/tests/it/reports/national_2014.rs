//! The national statistical table of 2014 to 2018: its rows, codes and checks.

use super::{Ledgers, body, day, figures, format, text};
use gongkai_domain::engagement::PRESS_CONFERENCES;
use gongkai_domain::fees::REQUEST_FEES;
use gongkai_domain::registers::{Row, Value};
use gongkai_domain::remedies::{COMPLAINTS, LAWSUITS, RECONSIDERATIONS};
use gongkai_domain::reports::{Block, Plan, Report, ReportRow, Span};
use gongkai_domain::requests::REQUESTS;
use gongkai_domain::resources::{FUNDS, STAFF};
use gongkai_domain::rules::RULES;
use gongkai_domain::supervision::TRAININGS;
use gongkai_domain::{bodies::BODIES, catalogue::ITEMS, channels::PLACEMENTS};

fn bodies() -> Vec<Row> {
    vec![body("office", "某区人民政府办公室", "government_office", "")]
}

fn report(ledgers: &Ledgers) -> Report {
    let (format, bodies) = (format("national-2014"), bodies());
    let plan = Plan::new(&format, &bodies, "office", 2015).unwrap();
    plan.compute(&ledgers.findings(&plan)).unwrap()
}

/// Holds a report against `code=value` pairs; every cell not named is 0.
fn assert_numbers(report: &Report, wanted: &[(&str, &str)]) {
    for (code, (value, _)) in figures(report) {
        let found = wanted.iter().find(|(named, _)| *named == code);
        if code != "form.phone" {
            assert_eq!(value, found.map_or("0", |(_, value)| value), "{code}");
        }
    }
}

#[test]
fn the_table_prints_every_row_with_its_number_in_order() {
    let national = format("national-2014");
    let rows: Vec<(&str, &str)> = national.tables[0]
        .rows
        .iter()
        .filter_map(|row| Some((row.cells.first()?.0.as_str(), row.heads[1].text.as_str())))
        .collect();
    assert_eq!(rows.len(), 8 + 8 + 23 + 4 + 4 + 2 + 6 + 3);
    let cells: Vec<(&str, &str)> = national
        .cells
        .iter()
        .filter(|cell| cell.code.starts_with("S."))
        .map(|cell| (cell.code.as_str(), cell.unit.as_str()))
        .collect();
    assert_eq!(rows, cells, "every cell once, in the order of the file, with its unit");
    let mut sorted = rows.clone();
    sorted.sort_by_key(|(code, _)| {
        code.split('.').skip(1).map(|part| part.parse::<u8>().unwrap()).collect::<Vec<_>>()
    });
    assert_eq!(sorted, rows);
    assert_eq!(rows[1], ("S.1.1.1", "条"));
    assert_eq!(rows[2], ("S.1.1.2", "件"));
    assert_eq!(rows.last(), Some(&("S.9.3", "人次")));
}

#[test]
fn headings_have_no_figure_and_labels_are_the_official_ones() {
    let report = report(&Ledgers::default());
    assert_eq!(report.title, "2015年某区人民政府办公室政府信息公开年度报告");
    let annex = report.sections.iter().find(|section| section.id == "annex").unwrap();
    let [Block::Paragraph(form), Block::Table(table)] = annex.blocks.as_slice() else {
        panic!("the head of the form and the table")
    };
    let places: Vec<&str> = form
        .iter()
        .filter_map(|span| match span {
            Span::OwnWords { place, .. } => Some(place.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(places, ["unit_head", "reviewer", "compiler", "compiled_on"]);
    let heads: Vec<(&str, bool)> = table
        .rows
        .iter()
        .map(|row| match row {
            ReportRow::Heads(heads) => (heads[0].text.as_str(), false),
            ReportRow::Figures { heads, .. } => (heads[0].text.as_str(), true),
        })
        .collect();
    assert_eq!(heads[1], ("一、主动公开情况", false));
    assert_eq!(heads[2], ("（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", true));
    assert_eq!(heads[3], ("其中：主动公开规范性文件数", true));
    assert_eq!(heads.iter().filter(|(_, has_figure)| !has_figure).count(), 1 + 7);
}

/// Adds a row of the office's.
fn add(
    ledgers: &mut Ledgers,
    register: &'static gongkai_domain::registers::Register,
    columns: &[(&str, Value)],
) {
    let mut columns = columns.to_vec();
    columns.push(("body", text("office")));
    ledgers.add(register, 1, &columns);
}

#[test]
fn each_row_counts_what_its_label_says() {
    let (yes, no) = (Value::Boolean(true), Value::Boolean(false));
    let mut ledgers = Ledgers::default();
    let in_2015 = || day("2015-06-01");
    add(&mut ledgers, &ITEMS, &[("class", text("proactive")), ("published_on", in_2015())]);
    add(&mut ledgers, &ITEMS, &[("class", text("on_request")), ("published_on", in_2015())]);
    for (issued, opened) in [("2014-12-30", "2015-01-08"), ("2015-12-30", "2016-01-08")] {
        let columns =
            [("kind", text("normative_document")), ("issued_on", day(issued)), ("opened_on", day(opened))];
        add(&mut ledgers, &RULES, &columns);
    }
    for channel in ["gazette", "website", "weibo", "wechat", "news_media", "booklet"] {
        add(&mut ledgers, &PLACEMENTS, &[("channel", text(channel)), ("published_on", in_2015())]);
    }
    for principal in [yes.clone(), no, Value::Absent] {
        add(&mut ledgers, &PRESS_CONFERENCES, &[("held_on", in_2015()), ("principal_attended", principal)]);
    }
    for timeliness in ["on_time", "extended", "overdue"] {
        let columns = [
            ("received_on", day("2014-12-20")),
            ("decided_on", in_2015()),
            ("channel", text("fax")),
            ("requester_kind", text("natural_person")),
            ("outcome", text("granted")),
            ("timeliness", text(timeliness)),
        ];
        add(&mut ledgers, &REQUESTS, &columns);
    }
    for (decided, result) in [("2015-05-05", "upheld"), ("2016-01-05", "corrected")] {
        let columns = [("received_on", in_2015()), ("decided_on", day(decided)), ("result", text(result))];
        add(&mut ledgers, &RECONSIDERATIONS, &columns);
        add(&mut ledgers, &LAWSUITS, &columns);
    }
    let beside = [("co_defendant", yes.clone()), ("decided_on", in_2015()), ("result", text("other"))];
    add(&mut ledgers, &LAWSUITS, &beside);
    add(&mut ledgers, &COMPLAINTS, &[("kind", text("appeal")), ("received_on", in_2015())]);
    for (amount, waived) in [(1_234_500, Value::Absent), (6_500, yes.clone())] {
        let columns = [("amount", Value::Integer(amount)), ("charged_on", in_2015()), ("waived", waived)];
        add(&mut ledgers, &REQUEST_FEES, &columns);
    }
    let means = [
        ("staff_year", Value::Integer(2015)),
        ("full_time", Value::Integer(2)),
        ("part_time", Value::Integer(3)),
    ];
    add(&mut ledgers, &STAFF, &means);
    add(&mut ledgers, &FUNDS, &[("fund_year", Value::Integer(2015)), ("amount", Value::Integer(18_600_000))]);
    for (kind, attendance) in [("training", 40), ("meeting", 30), ("exchange", 20)] {
        let columns =
            [("kind", text(kind)), ("held_on", in_2015()), ("attendance", Value::Integer(attendance))];
        add(&mut ledgers, &TRAININGS, &columns);
    }
    ledgers.add(
        &BODIES,
        1,
        &[("code", text("office")), ("dedicated_office", yes), ("established_on", day("2014-08-01"))],
    );
    let report = report(&ledgers);
    assert_numbers(
        &report,
        &[
            ("S.1.1", "1"),
            ("S.1.1.1", "1"),
            ("S.1.1.2", "1"),
            ("S.1.2.1", "1"),
            ("S.1.2.2", "1"),
            ("S.1.2.3", "1"),
            ("S.1.2.4", "1"),
            ("S.1.2.5", "2"),
            ("S.2.2.1", "3"),
            ("S.2.2.1.1", "1"),
            ("S.3.2", "3"),
            ("S.3.2.1", "1"),
            ("S.3.2.2", "2"),
            ("S.3.3", "3"),
            ("S.3.3.2", "3"),
            ("S.4", "1"),
            ("S.4.1", "1"),
            ("S.5", "1"),
            ("S.5.1", "1"),
            ("S.6", "1"),
            ("S.7", "1.2345"),
            ("S.8.1", "1"),
            ("S.8.3", "5"),
            ("S.8.3.1", "2"),
            ("S.8.3.2", "3"),
            ("S.8.4", "18.6"),
            ("S.9.1", "2"),
            ("S.9.2", "1"),
            ("S.9.3", "40"),
            ("fees.waived", "65"),
        ],
    );
    let broken: Vec<&str> =
        report.checks.iter().filter(|check| !check.holds).map(|check| check.id.as_str()).collect();
    assert_eq!(broken, ["channel-5"], "two messages elsewhere against one item of the catalogue");
}

#[test]
fn a_reply_without_a_reason_breaks_the_sum_of_the_replies() {
    let mut ledgers = Ledgers::default();
    add(&mut ledgers, &REQUESTS, &[("received_on", day("2015-06-01")), ("decided_on", day("2015-06-09"))]);
    let report = report(&ledgers);
    let broken: Vec<&str> =
        report.checks.iter().filter(|check| !check.holds).map(|check| check.id.as_str()).collect();
    assert_eq!(broken, ["requests-channels", "requests-closed", "requests-replies"]);
}
