//! Tables A, B and C of the national format, over totals a large city published for 2025.

use super::{Ledgers, body, day, figures, format, text};
use gongkai_domain::registers::{Row, Value};
use gongkai_domain::reports::{Amount, CheckKind, Figure, Plan, Report, Verdict};
use gongkai_domain::{credit, fees::REQUEST_FEES, remedies, requests::REQUESTS, rules::RULES};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// An outcome for each of the rows r3 to r23, with how many requests of any requester the city published.
const RESULTS: [(&str, usize); 21] = [
    ("granted", 5548),
    ("granted_in_part", 2168),
    ("refused:state_secret", 13),
    ("refused:law_prohibits", 30),
    ("refused:three_safety_one_stability", 11),
    ("refused:personal_privacy", 51),
    ("refused:internal_affairs", 104),
    ("refused:process_information", 85),
    ("refused:enforcement_file", 286),
    ("refused:special_enquiry_regime", 150),
    ("does_not_exist", 3222),
    ("needs_creation", 180),
    ("still_unclear", 19),
    ("petition_in_disguise", 203),
    ("repeated", 148),
    ("public_print", 0),
    ("excessive_unreasonable", 101),
    ("confirm_or_reissue", 5),
    ("abandoned_no_clarification", 318),
    ("abandoned_no_payment", 203),
    ("withdrawn", 965),
];

/// Requests received in 2025 by kind of requester, and those carried over from 2024.
const RECEIVED: [(&str, usize); 6] = [
    ("natural_person", 13612),
    ("commercial_enterprise", 252),
    ("research_institution", 0),
    ("public_welfare_organization", 45),
    ("legal_service_institution", 128),
    ("other_organization", 32),
];
const CARRIED: [usize; 6] = [535, 14, 0, 4, 5, 2];
/// Of which still open at the end of 2025.
const OPEN: [usize; 6] = [783, 20, 0, 6, 8, 2];

fn bodies() -> Vec<Row> {
    vec![body("city", "某市人民政府", "government", ""), body("bureau", "某局", "department", "city")]
}

/// Every request of the year: who asked, when it came, and what became of it.
fn requests() -> Ledgers {
    let mut ledgers = Ledgers::default();
    let mut outcomes = RESULTS.iter().flat_map(|(outcome, times)| std::iter::repeat_n(*outcome, *times));
    let mut requests: BTreeMap<(&str, bool, Option<&str>), usize> = BTreeMap::new();
    for (at, (kind, received)) in RECEIVED.iter().enumerate() {
        for number in 0..received + CARRIED[at] {
            let is_decided = number >= OPEN[at];
            let outcome = is_decided.then(|| outcomes.next().unwrap());
            *requests.entry((kind, number >= *received, outcome)).or_default() += 1;
        }
    }
    for ((kind, is_carried, outcome), times) in requests {
        let mut columns = vec![
            ("body", text("city")),
            ("requester_kind", text(kind)),
            ("channel", text("online")),
            ("received_on", day(if is_carried { "2024-12-20" } else { "2025-03-03" })),
        ];
        if let Some(outcome) = outcome {
            columns.push(("decided_on", day("2025-06-06")));
            columns.push(("outcome", text(outcome)));
        }
        ledgers.add(&REQUESTS, times, &columns);
    }
    assert_eq!(outcomes.next(), None);
    // Decided before the year, decided after it, and of another body: in no row but r25 for the second.
    let other = |body: &str, received: &str, decided: &str| {
        [
            ("body", text(body)),
            ("requester_kind", text("natural_person")),
            ("received_on", day(received)),
            ("decided_on", day(decided)),
            ("outcome", text("granted")),
        ]
    };
    ledgers.add(&REQUESTS, 7, &other("city", "2024-11-11", "2024-12-12"));
    ledgers.add(&REQUESTS, 9, &other("bureau", "2025-02-02", "2025-03-03"));
    ledgers.add(&REQUESTS, 3, &other("city", "2026-01-02", "2026-01-03"));
    ledgers
}

fn report_with(ledgers: &Ledgers, change: impl FnOnce(&mut gongkai_domain::reports::Findings)) -> Report {
    let (format, bodies) = (format("national-2021"), bodies());
    let plan = Plan::new(&format, &bodies, "city", 2025).unwrap();
    let mut findings = ledgers.findings(&plan);
    change(&mut findings);
    plan.compute(&findings).unwrap()
}

fn report(ledgers: &Ledgers) -> Report {
    report_with(ledgers, |_| {})
}

fn check<'r>(report: &'r Report, id: &str) -> &'r Verdict {
    report.checks.iter().find(|check| check.id == id).unwrap_or_else(|| panic!("no check {id}"))
}

#[test]
fn table_b_is_the_published_one_and_balances() {
    let report = report(&requests());
    let figures = figures(&report);
    let value = |code: &str| figures[code].0.parse::<usize>().unwrap();
    for (kind, received) in RECEIVED {
        assert_eq!(value(&format!("B.r1.{kind}")), received, "{kind}");
    }
    for (at, (outcome, times)) in RESULTS.iter().enumerate() {
        assert_eq!(value(&format!("B.r{}.total", at + 3)), *times, "{outcome}");
    }
    for (code, number) in [
        ("B.r1.total", 14069),
        ("B.r2.total", 560),
        ("B.r24.total", 13810),
        ("B.r25.total", 819),
        ("B.r2.natural_person", 535),
        ("B.r24.natural_person", 13364),
        ("B.r25.natural_person", 783),
    ] {
        assert_eq!(value(code), number, "{code}");
    }
    assert_eq!(report.cell("B.r24.total").unwrap().rows, 13810);
    let balance = check(&report, "requests-balance.total");
    assert_eq!((balance.kind, balance.left), (CheckKind::Balance, Some(Decimal::from(14629))));
    assert!(balance.says.zh.contains("14069 + 560 = 14629 = 13810 + 819"), "{}", balance.says.zh);
    assert!(balance.says.zh.starts_with("总计："), "{}", balance.says.zh);
    for check in &report.checks {
        assert!(check.holds, "{}: {}", check.id, check.says.zh);
    }
    let of_kind = |kind| report.checks.iter().filter(|check| check.kind == kind).count();
    assert_eq!((of_kind(CheckKind::Balance), of_kind(CheckKind::CarryOver)), (7, 7));
    assert_eq!((of_kind(CheckKind::Sum), of_kind(CheckKind::Stock)), (7 + 25 + 3, 2));
}

#[test]
fn a_reply_without_an_outcome_breaks_the_sum_of_outcomes_only() {
    let mut ledgers = requests();
    let columns = [
        ("body", text("city")),
        ("requester_kind", text("natural_person")),
        ("received_on", day("2025-03-03")),
        ("decided_on", day("2025-04-04")),
    ];
    ledgers.add(&REQUESTS, 1, &columns);
    let report = report(&ledgers);
    let broken: Vec<&str> =
        report.checks.iter().filter(|check| !check.holds).map(|check| check.id.as_str()).collect();
    assert_eq!(broken, ["requests-results.natural_person", "requests-results.total"]);
    let says = &check(&report, "requests-results.total").says.zh;
    assert!(says.ends_with("13810 ≠ 13811"), "{says}");
}

#[test]
fn carry_over_and_stock_are_held_against_last_years_report() {
    let ledgers = requests();
    let with_previous = |numbers: &[(&str, i64)]| {
        let amount = |number: i64| Amount::Number(Decimal::from(number));
        let previous = numbers.iter().map(|(code, number)| ((*code).to_owned(), amount(*number))).collect();
        report_with(&ledgers, |findings| findings.previous = previous)
    };
    let report = with_previous(&[("B.r25.total", 560), ("B.r25.natural_person", 534)]);
    let told = |id: &str| {
        let check = check(&report, id);
        (check.holds, check.says.zh.contains("按台账重新计算"))
    };
    assert_eq!(told("requests-carry-over.natural_person"), (false, false));
    assert_eq!(told("requests-carry-over.total"), (true, false));
    // What last year's report does not state is counted again, and said to be.
    assert!(told("requests-carry-over.commercial_enterprise").1);
    assert!(told("documents-stock.normative_document").1);
    let recounted = self::report(&ledgers);
    let says = &check(&recounted, "requests-carry-over.total").says.zh;
    assert!(says.contains("按台账重新计算"), "{says}");
}

#[test]
fn numbers_read_from_a_published_report_are_checked_as_far_as_they_are_known() {
    let amount = |number: i64| Amount::Number(Decimal::from(number));
    let read = |numbers: &[(&str, i64)]| -> BTreeMap<String, Amount> {
        numbers.iter().map(|(code, number)| ((*code).to_owned(), amount(*number))).collect()
    };
    let table_c = [("upheld", 376), ("corrected", 97), ("other", 196), ("pending", 121), ("total", 790)];
    let mut numbers =
        read(&[("B.r1.total", 14069), ("B.r2.total", 560), ("B.r24.total", 13810), ("B.r25.total", 818)]);
    numbers.extend(table_c.map(|(column, number)| (format!("C.reconsideration.{column}"), amount(number))));
    let verdicts = format("national-2021").verdicts(&numbers, &read(&[("B.r25.total", 560)]));
    let found: Vec<(&str, bool)> =
        verdicts.iter().map(|verdict| (verdict.id.as_str(), verdict.holds)).collect();
    assert_eq!(
        found,
        [
            ("requests-balance.total", false),
            ("requests-carry-over.total", true),
            ("remedies-total.reconsideration", true)
        ]
    );
}

#[test]
fn table_a_counts_what_is_issued_repealed_and_in_force() {
    let mut ledgers = Ledgers::default();
    let mut rule = |times, kind: &str, issued: &str, repealed: Value| {
        let columns = [
            ("body", text("city")),
            ("kind", text(kind)),
            ("issued_on", day(issued)),
            ("repealed_on", repealed),
        ];
        ledgers.add(&RULES, times, &columns);
    };
    rule(40, "normative_document", "2019-01-01", Value::Absent);
    rule(5, "normative_document", "2019-01-01", day("2025-02-02"));
    rule(3, "normative_document", "2019-01-01", day("2024-02-02"));
    rule(2, "normative_document", "2019-01-01", day("2026-01-01"));
    rule(6, "normative_document", "2025-05-05", Value::Absent);
    rule(1, "normative_document", "2025-05-05", day("2025-06-06"));
    rule(4, "normative_document", "2026-01-01", Value::Absent);
    rule(1, "regulation", "2025-05-05", Value::Absent);
    ledgers.add(&credit::LICENCES, 97, &[("body", text("city")), ("decided_on", day("2025-12-31"))]);
    ledgers.add(&credit::LICENCES, 8, &[("body", text("city")), ("decided_on", day("2026-01-01"))]);
    for (year, fen) in [(2025, 123_456_789), (2025, 1), (2024, 500)] {
        let columns =
            [("body", text("city")), ("charge_year", Value::Integer(year)), ("amount", Value::Integer(fen))];
        ledgers.add(&credit::CHARGES, 1, &columns);
    }
    let report = report(&ledgers);
    let figures = figures(&report);
    for (code, value) in [
        ("A.normative_document.issued", "7"),
        ("A.normative_document.repealed", "6"),
        ("A.normative_document.valid", "48"),
        ("A.regulation.issued", "1"),
        ("A.regulation.valid", "1"),
        ("A.licence.decisions", "97"),
        ("A.penalty.decisions", "0"),
        ("A.administrative_charge.amount", "123.45679"),
    ] {
        assert_eq!(figures[code].0, value, "{code}");
    }
    let stock = check(&report, "documents-stock.normative_document");
    assert!(stock.holds && stock.says.zh.contains("47 + 7 - 6"), "{}", stock.says.zh);
}

#[test]
fn table_c_counts_results_of_the_year_and_what_is_pending() {
    use remedies::{LAWSUITS, RECONSIDERATIONS};
    let mut ledgers = Ledgers::default();
    let mut case = |times, register, more: &[(&'static str, Value)]| {
        let mut columns = vec![("body", text("city")), ("received_on", day("2024-10-10"))];
        columns.extend_from_slice(more);
        ledgers.add(register, times, &columns);
    };
    let decided = |on: &str, result: &str| [("decided_on", day(on)), ("result", text(result))];
    case(376, &RECONSIDERATIONS, &decided("2025-02-02", "upheld"));
    case(97, &RECONSIDERATIONS, &decided("2025-02-02", "corrected"));
    case(196, &RECONSIDERATIONS, &decided("2025-02-02", "other"));
    case(120, &RECONSIDERATIONS, &[]);
    case(1, &RECONSIDERATIONS, &decided("2026-02-02", "upheld"));
    case(5, &RECONSIDERATIONS, &decided("2024-12-12", "upheld"));
    for (after, co_defendant, times) in [
        (false, Value::Absent, 16),
        (false, Value::Boolean(true), 2),
        (true, Value::Boolean(false), 74),
        (true, Value::Boolean(true), 3),
    ] {
        let mut columns = decided("2025-02-02", "upheld").to_vec();
        columns.push(("after_reconsideration", Value::Boolean(after)));
        columns.push(("co_defendant", co_defendant));
        case(times, &LAWSUITS, &columns);
    }
    let figures = figures(&report(&ledgers));
    let row = |row: &str| {
        ["upheld", "corrected", "other", "pending", "total"]
            .map(|column| figures[&format!("C.{row}.{column}")].0.clone())
    };
    assert_eq!(row("reconsideration"), ["376", "97", "196", "121", "790"]);
    assert_eq!(row("litigation_direct"), ["16", "0", "0", "0", "16"]);
    assert_eq!(row("litigation_after_reconsideration"), ["74", "0", "0", "0", "74"]);
}

#[test]
fn what_a_body_has_no_power_for_is_a_stroke_and_not_zero() {
    let report = report_with(&requests(), |findings| {
        for column in ["upheld", "corrected", "other", "pending"] {
            findings.not_applicable.insert(format!("C.reconsideration.{column}"));
        }
        findings.not_applicable.insert("C.litigation_direct.upheld".to_owned());
        findings.not_applicable.insert("A.regulation.issued".to_owned());
    });
    let figures = figures(&report);
    for code in ["C.reconsideration.upheld", "C.reconsideration.total", "A.regulation.issued"] {
        assert_eq!(figures[code], ("null".to_owned(), "/".to_owned()), "{code}");
        assert_eq!(report.cell(code).unwrap().value, Figure::NotApplicable);
        assert_eq!(report.cell(code).unwrap().rows, 0, "{code}");
    }
    assert_eq!(figures["C.litigation_direct.total"].0, "0");
    assert!(report.checks.iter().all(|check| check.holds));
    assert_eq!(check(&report, "remedies-total.reconsideration").left, None);
}

#[test]
fn only_fees_that_were_paid_in_the_year_are_stated() {
    let mut ledgers = Ledgers::default();
    for (kind, paid, waived) in [
        ("information_processing_fee", day("2025-04-04"), Value::Absent),
        ("information_processing_fee", Value::Absent, Value::Absent),
        ("information_processing_fee", day("2025-04-04"), Value::Boolean(true)),
        ("copy_fee", day("2025-04-04"), Value::Absent),
    ] {
        let columns = [
            ("body", text("city")),
            ("kind", text(kind)),
            ("amount", Value::Integer(12_350)),
            ("charged_on", day("2025-03-03")),
            ("paid_on", paid),
            ("waived", waived),
        ];
        ledgers.add(&REQUEST_FEES, 1, &columns);
    }
    let figures = figures(&report(&ledgers));
    assert_eq!(figures["fees.information_processing"], ("123.5".to_owned(), "123.5".to_owned()));
}
