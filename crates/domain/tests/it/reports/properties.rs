//! What holds of every report, whatever the registers hold.

use super::{body, changed, format};
use gongkai_domain::registers::{Group, Register, Row, Tally, Value};
use gongkai_domain::reports::{Behind, Findings, Format, Plan, Report};
use gongkai_domain::requests::REQUESTS;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static NATIONAL: LazyLock<Format> = LazyLock::new(|| format("national-2021"));

fn bodies() -> Vec<Row> {
    vec![body("office", "某局", "department", ""), body("other", "某另局", "department", "")]
}

fn plan() -> Plan<'static> {
    Plan::new(&NATIONAL, &bodies(), "office", 2024).unwrap()
}

fn report(plan: &Plan<'_>, groups: Vec<Group>) -> Report {
    let tally = |register: &'static Register| Tally {
        register,
        groups: if register.code == REQUESTS.code { groups.clone() } else { Vec::new() },
    };
    let findings = Findings {
        tallies: plan.registers().into_iter().map(tally).map(std::sync::Arc::new).collect(),
        ..Findings::default()
    };
    plan.compute(&findings).unwrap()
}

/// A group of requests: any body, years about the reported one, kind of requester and outcome.
fn group() -> impl Strategy<Value = Group> {
    let body = prop_oneof![4 => Just("office"), 1 => Just("other")];
    let kinds = ["natural_person", "commercial_enterprise", "other_organization", "research_institution"];
    let outcomes = ["granted", "refused:state_secret", "does_not_exist", "withdrawn"];
    let decided = prop_oneof![
        1 => Just(None),
        4 => (2022_i64..=2026, prop::option::weighted(0.9, 0_usize..4)).prop_map(Some),
    ];
    (body, 2022_i64..=2026, 0_usize..4, decided, 1_i64..50).prop_map(
        move |(body, received, kind, decided, rows)| {
            let text = |words: &str| Value::Text(words.to_owned());
            let values = REQUESTS
                .dimensions()
                .map(|column| match (column.code, decided) {
                    ("body", _) => text(body),
                    ("received_on", _) => Value::Integer(received),
                    ("requester_kind", _) => text(kinds[kind]),
                    ("decided_on", Some((year, _))) => Value::Integer(year.max(received)),
                    ("outcome", Some((_, Some(outcome)))) => text(outcomes[outcome]),
                    _ => Value::Absent,
                })
                .collect();
            Group { values, rows, sums: Vec::new() }
        },
    )
}

/// Codes of the counting cells whose selection takes a group in, and of the totals over them, down to totals of totals.
fn taking_in(plan: &Plan<'_>, group: &Group) -> BTreeSet<String> {
    let tally = Tally { register: &REQUESTS, groups: vec![group.clone()] };
    let takes = |code: &str| match plan.explain(code).unwrap().behind {
        Behind::Rows(selection) => selection.register.code == REQUESTS.code && tally.count(&selection) > 0,
        _ => false,
    };
    let mut touched: BTreeSet<String> =
        NATIONAL.cells.iter().map(|cell| cell.code.clone()).filter(|code| takes(code)).collect();
    loop {
        let totals = NATIONAL.cells.iter().filter(|cell| match plan.explain(&cell.code).unwrap().behind {
            Behind::Cells(codes) => codes.iter().any(|code| touched.contains(code)),
            _ => false,
        });
        let known = touched.len();
        let totals: Vec<String> = totals.map(|cell| cell.code.clone()).collect();
        touched.extend(totals);
        if touched.len() == known {
            return touched;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_check_holds_exactly_when_its_sides_agree(groups in prop::collection::vec(group(), 0..12)) {
        let report = report(&plan(), groups);
        let number = |code: String| report.cell(&code).unwrap().value.number().unwrap();
        for column in ["natural_person", "commercial_enterprise", "total"] {
            let parts: rust_decimal::Decimal = (3..=23).map(|row| number(format!("B.r{row}.{column}"))).sum();
            let whole = number(format!("B.r24.{column}"));
            let id = format!("requests-results.{column}");
            let check = report.checks.iter().find(|check| check.id == id).unwrap();
            prop_assert_eq!(check.holds, parts == whole);
            prop_assert_eq!((check.left, check.right), (Some(parts), Some(whole)));
        }
    }

    #[test]
    fn received_and_carried_over_equal_decided_and_carried_on(groups in prop::collection::vec(group(), 0..12)) {
        let report = report(&plan(), groups);
        let broken: Vec<&str> = report
            .checks
            .iter()
            .filter(|check| !check.holds && !check.id.starts_with("requests-results"))
            .map(|check| check.id.as_str())
            .collect();
        prop_assert!(broken.is_empty(), "{:?}", broken);
    }

    #[test]
    fn one_more_group_changes_the_cells_that_take_it_in_and_no_other(
        groups in prop::collection::vec(group(), 0..6),
        more in group(),
    ) {
        let plan = plan();
        let before = report(&plan, groups.clone());
        let mut with_more = groups;
        // A group is unique: one with the same values grows.
        match with_more.iter_mut().find(|known| known.values == more.values) {
            Some(known) => known.rows += more.rows,
            None => with_more.push(more.clone()),
        }
        let after = report(&plan, with_more);
        prop_assert_eq!(changed(&before, &after), taking_in(&plan, &more));
    }
}
