//! The trial format of 2019 and 2020: its own table A, and how the reports of the years follow on one another.

use super::{Ledgers, body, day, figures, format, text};
use gongkai_domain::credit::CHARGES;
use gongkai_domain::powers::POWER_ITEMS;
use gongkai_domain::procurement::PROJECTS;
use gongkai_domain::registers::{Register, Row, Value};
use gongkai_domain::reports::{Amount, CheckKind, Plan, Report};
use gongkai_domain::requests::REQUESTS;
use gongkai_domain::rules::RULES;
use gongkai_domain::services::DECISIONS;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

fn bodies() -> Vec<Row> {
    vec![body("office", "某区人民政府办公室", "government_office", "")]
}

fn report(ledgers: &Ledgers, id: &str, year: i16, previous: BTreeMap<String, Amount>) -> Report {
    let (format, bodies) = (format(id), bodies());
    let plan = Plan::new(&format, &bodies, "office", year).unwrap();
    let mut findings = ledgers.findings(&plan);
    findings.previous = previous;
    plan.compute(&findings).unwrap()
}

fn add(ledgers: &mut Ledgers, register: &'static Register, columns: &[(&str, Value)]) {
    let mut columns = columns.to_vec();
    columns.push(("body", text("office")));
    ledgers.add(register, 1, &columns);
}

/// Documents, powers, charges and purchases around 2019 and 2020.
fn ledgers() -> Ledgers {
    let mut ledgers = Ledgers::default();
    for (issued, opened, repealed) in [
        ("2017-05-02", "2017-05-10", Some("2020-03-03")),
        ("2018-12-28", "2019-01-08", None),
        ("2019-06-03", "2019-06-12", None),
        ("2020-09-01", "2020-09-10", None),
    ] {
        let mut columns = vec![
            ("kind", text("normative_document")),
            ("issued_on", day(issued)),
            ("opened_on", day(opened)),
        ];
        columns.extend(repealed.map(|date| ("repealed_on", day(date))));
        add(&mut ledgers, &RULES, &columns);
    }
    for (kind, listed, cancelled) in [
        ("licence", "2015-12-01", None),
        ("licence", "2015-12-01", Some("2019-07-01")),
        ("licence", "2015-12-01", Some("2018-07-01")),
        ("licence", "2020-02-03", None),
        ("penalty", "2019-02-01", None),
        ("coercion", "2015-12-01", None),
        ("inspection", "2015-12-01", None),
        ("payment", "2019-02-01", None),
    ] {
        let mut columns = vec![("kind", text(kind)), ("listed_on", day(listed))];
        columns.extend(cancelled.map(|date: &str| ("cancelled_on", day(date))));
        add(&mut ledgers, &POWER_ITEMS, &columns);
    }
    for (charge, year) in [("甲", 2018), ("乙", 2018), ("甲", 2019), ("甲", 2020)] {
        let columns =
            [("charge", text(charge)), ("charge_year", Value::Integer(year)), ("amount", Value::Integer(1))];
        add(&mut ledgers, &CHARGES, &columns);
    }
    for (central, signed) in [(true, "2019-03-03"), (true, "2020-03-03"), (false, "2019-03-03")] {
        let columns = [
            ("central", Value::Boolean(central)),
            ("signed_on", day(signed)),
            ("price", Value::Integer(1_250_000)),
            ("budget", Value::Integer(2_000_000)),
        ];
        add(&mut ledgers, &PROJECTS, &columns);
    }
    add(&mut ledgers, &DECISIONS, &[("decided_on", day("2019-08-08"))]);
    ledgers
}

#[test]
fn table_a_counts_items_by_what_came_and_went() {
    let report = report(&ledgers(), "national-2019", 2019, BTreeMap::new());
    let figures = figures(&report);
    for (code, value) in [
        ("A.regulation.total", "0"),
        ("A.normative_document.made", "1"),
        ("A.normative_document.opened", "2"),
        ("A.normative_document.total", "3"),
        ("A.licence.previous", "2"),
        ("A.licence.change", "-1"),
        ("A.penalty.previous", "0"),
        ("A.penalty.change", "1"),
        ("A.coercive_measure.previous", "1"),
        ("A.coercive_measure.change", "0"),
        ("A.other_service.previous", "1"),
        ("A.other_service.change", "1"),
        ("A.other_service.decisions", "1"),
        ("A.administrative_charge.previous", "2"),
        ("A.administrative_charge.change", "-1"),
        ("A.central_procurement.projects", "1"),
        ("A.central_procurement.amount", "1.25"),
    ] {
        assert_eq!(figures[code].0, value, "{code}");
    }
    assert_eq!(
        report.cell("A.licence.change").unwrap().rows,
        1,
        "the one that went stands behind the change"
    );
    assert!(report.checks.iter().all(|check| check.holds), "{:#?}", report.checks);
}

#[test]
fn the_items_of_last_years_report_are_taken_over() {
    let ledgers = ledgers();
    let last_year = report(&ledgers, "national-2019", 2019, BTreeMap::new()).amounts();
    let now = report(&ledgers, "national-2019", 2020, last_year.clone());
    let carried: BTreeMap<&str, bool> = now
        .checks
        .iter()
        .filter(|check| check.kind == CheckKind::CarryOver)
        .map(|check| (check.id.as_str(), check.holds))
        .collect();
    assert_eq!(carried.len(), 7 + 5, "{carried:?}");
    assert!(carried.values().all(|holds| *holds), "{carried:?}");
    let mut wrong = last_year;
    wrong.insert("A.licence.change".to_owned(), Amount::Number(Decimal::from(4)));
    let now = report(&ledgers, "national-2019", 2020, wrong);
    let check = now.checks.iter().find(|check| check.id == "items-carry-over.licence").unwrap();
    assert!(!check.holds && check.says.zh.starts_with("行政许可：上一年项目数量"), "{}", check.says.zh);
}

#[test]
fn what_an_older_format_did_not_tell_is_counted_again() {
    let ledgers = ledgers();
    let of_2018 = renamed("national-2019", &report(&ledgers, "national-2014", 2018, BTreeMap::new()));
    assert!(of_2018.is_empty(), "no code of the older format means anything here: {of_2018:?}");
    let report = report(&ledgers, "national-2019", 2019, of_2018);
    let carried = report.checks.iter().filter(|check| check.kind == CheckKind::CarryOver);
    let says: Vec<&str> = carried.map(|check| check.says.zh.as_str()).collect();
    assert_eq!(says.len(), 7 + 5);
    assert!(says.iter().all(|says| says.contains("按台账重新计算")), "{says:?}");
}

/// The numbers of last year's report under the codes of this year's format.
fn renamed(id: &str, last: &Report) -> BTreeMap<String, Amount> {
    let (format, numbers) = (format(id), last.amounts());
    let found = format.cells.iter().filter_map(|cell| {
        let theirs = format.previous_code(&last.format, &cell.code)?;
        Some((cell.code.clone(), *numbers.get(&theirs)?))
    });
    found.collect()
}

#[test]
fn the_format_of_2021_follows_on_the_trial_format() {
    let mut ledgers = ledgers();
    let open = [
        ("requester_kind", text("natural_person")),
        ("channel", text("online")),
        ("received_on", day("2020-12-21")),
        ("decided_on", day("2021-01-08")),
        ("outcome", text("abandoned_no_payment")),
    ];
    add(&mut ledgers, &REQUESTS, &open);
    let last = report(&ledgers, "national-2019", 2020, BTreeMap::new());
    assert_eq!(last.cell("A.normative_document.total").unwrap().printed, "3");
    let now = report(&ledgers, "national-2021", 2021, renamed("national-2021", &last));
    let held: Vec<(&str, bool)> = now
        .checks
        .iter()
        .filter(|check| matches!(check.kind, CheckKind::Stock | CheckKind::CarryOver))
        .map(|check| (check.id.as_str(), check.holds))
        .collect();
    assert_eq!(held.len(), 2 + 7, "{held:?}");
    assert!(held.iter().all(|(_, holds)| *holds), "{held:?}");
    assert_eq!(now.cell("B.r2.natural_person").unwrap().printed, "1");
}

#[test]
fn codes_lead_from_year_to_year() {
    let national = format("national-2021");
    for (last, code, found) in [
        ("national-2019", "A.normative_document.valid", Some("A.normative_document.total")),
        ("national-2019", "A.regulation.valid", Some("A.regulation.total")),
        ("national-2019", "B.r25.total", Some("B.r25.total")),
        ("national-2019", "A.licence.decisions", Some("A.licence.decisions")),
        ("national-2019", "B.r23.total", None),
        ("national-2021", "A.normative_document.valid", Some("A.normative_document.valid")),
        ("national-2021", "B.r23.total", Some("B.r23.total")),
        ("national-2019", "B.r99.total", None),
    ] {
        assert_eq!(national.previous_code(last, code).as_deref(), found, "{last} {code}");
    }
}

#[test]
fn the_tables_have_every_cell_once_and_one_row_for_other_outcomes() {
    let national = format("national-2019");
    let shown: Vec<&str> = national
        .tables
        .iter()
        .flat_map(|table| &table.rows)
        .flat_map(|row| &row.cells)
        .map(|(code, _)| code.as_str())
        .collect();
    assert_eq!(shown.len(), (6 + 4 * 3 + 2 + 2) + 23 * 7 + 15);
    assert_eq!(shown.iter().collect::<BTreeSet<_>>().len(), shown.len());
    assert!(shown.contains(&"B.r23.total") && !shown.contains(&"B.r22.total"));
    assert!(national.cell("B.r21.total").is_none());
    let aside: Vec<&str> =
        national.cells.iter().map(|cell| cell.code.as_str()).filter(|code| !shown.contains(code)).collect();
    assert_eq!(
        aside,
        [
            "A.licence.added",
            "A.licence.removed",
            "A.other_service.added",
            "A.other_service.removed",
            "A.penalty.added",
            "A.penalty.removed",
            "A.coercive_measure.added",
            "A.coercive_measure.removed",
            "A.administrative_charge.charged",
            "results.refused",
            "results.unable_to_provide",
            "results.not_handled",
            "litigation.total",
        ]
    );
}
