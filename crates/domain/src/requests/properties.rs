//! What must hold for any row, lawful or not.

use super::tests::{calendar, regimes};
use super::*;
use crate::calendar::Calendar;
use crate::regime::Regimes;
use crate::registers::{Column, Kind, Value};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use std::sync::LazyLock;

static CALENDAR: LazyLock<Calendar> = LazyLock::new(calendar);
static REGIMES: LazyLock<Regimes> = LazyLock::new(regimes);

/// Any value of a column: absent, one of few so that rows agree in some, or any at all.
fn value(column: &'static Column) -> BoxedStrategy<Value> {
    match column.kind {
        Kind::Date => prop_oneof![
            1 => Just(Value::Absent),
            2 => (0..60_i32).prop_map(|days| Value::Date(after(date(2024, 2, 8), days))),
        ]
        .boxed(),
        _ => prop_oneof![
            Just(Value::Absent),
            "[ab\"\\\\/张\u{1}]{1,3}".prop_map(Value::Text),
            ".+".prop_map(Value::Text)
        ]
        .boxed(),
    }
}

fn after(start: Date, days: i32) -> Date {
    start.saturating_add(jiff::Span::new().days(days))
}

fn row() -> impl Strategy<Value = Vec<Value>> {
    REQUESTS.columns.iter().map(value).collect::<Vec<_>>()
}

/// A row whose days come in order, so that the clock mostly counts it.
fn lawful_row() -> impl Strategy<Value = Vec<Value>> {
    let steps = [
        "clarification_sent_on",
        "clarification_received_on",
        "third_party_sent_on",
        "third_party_answered_on",
        "extension_approved_on",
        "decided_on",
    ];
    (0..6000_i32, prop::collection::vec((any::<bool>(), 0..15_i32), steps.len())).prop_map(
        move |(from, taken)| {
            let mut day = after(date(2008, 5, 1), from);
            let mut values = tests::row(&format!("received_on={day}"));
            for (code, (taken, days)) in steps.into_iter().zip(taken) {
                if taken {
                    day = after(day, days);
                    values[REQUESTS.position(code).unwrap()] = Value::Date(day);
                }
            }
            values
        },
    )
}

/// The row as far as events tell it.
fn told(values: &[Value]) -> Vec<Value> {
    let kept = |column: &Column| !column.personal && !column.computed;
    let values = values.iter().zip(REQUESTS.columns);
    values.map(|(value, column)| if kept(column) { value.clone() } else { Value::Absent }).collect()
}

/// The events as they come back from the database.
fn stored(events: &[Event]) -> Vec<Event> {
    events
        .iter()
        .map(|event| Event::read(event.kind.code(), event.on, &event.facts_json()).unwrap())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn events_tell_the_whole_row(row in row()) {
        let events = events_of(&row);
        prop_assert_eq!(stored(&events), events.clone());
        prop_assert_eq!(replay(&events), Ok(Case { values: told(&row), struck: false }));
    }

    #[test]
    fn changes_lead_from_any_row_to_any_other(rows in prop::collection::vec(row(), 2..5)) {
        let mut events = events_of(&rows[0]);
        for pair in rows.windows(2) {
            events.extend(changes(&pair[0], &pair[1], date(2024, 12, 31)));
            prop_assert_eq!(replay(&stored(&events)).map(|case| case.values), Ok(told(&pair[1])));
        }
    }

    #[test]
    fn a_change_of_a_few_columns_names_only_those(
        row in row(), place in 0..REQUESTS.columns.len(), text in "[a-z]{8}",
    ) {
        let mut other = row.clone();
        other[place] = match REQUESTS.columns[place].kind {
            Kind::Date => Value::Date(date(2023, 1, 1)),
            _ => Value::Text(text),
        };
        let events = changes(&row, &other, date(2024, 12, 31));
        prop_assert_eq!(events.is_empty(), REQUESTS.columns[place].computed);
        for event in events.iter().filter(|event| event.kind == EventKind::Corrected) {
            prop_assert_eq!(event.facts.len(), 1);
            prop_assert_eq!(event.facts[0].column, REQUESTS.columns[place].code);
        }
    }

    #[test]
    fn replayed_rows_are_completed_alike(row in lawful_row()) {
        let mut completed = row.clone();
        let remarks = complete(&mut completed, &REGIMES, &CALENDAR);
        let mut replayed = replay(&events_of(&row)).unwrap().values;
        prop_assert_eq!(complete(&mut replayed, &REGIMES, &CALENDAR), remarks);
        prop_assert_eq!(replayed, completed);
    }

    #[test]
    fn the_due_day_kept_is_the_one_explained(row in lawful_row()) {
        let mut completed = row.clone();
        let remarks = complete(&mut completed, &REGIMES, &CALENDAR);
        let explained = explain(&row, &REGIMES, &CALENDAR);
        match (remarks, explained) {
            (Ok(remarks), Ok(Some(told))) => {
                let closed = !row[REQUESTS.position("decided_on").unwrap()].is_absent();
                let due = if told.due.stopped && closed { Value::Absent } else { Value::Date(told.due.due) };
                prop_assert_eq!(&completed[REQUESTS.position("due_on").unwrap()], &due);
                prop_assert_eq!(told.left_out, remarks);
            }
            (remarks, explained) => prop_assert_eq!(remarks.err(), explained.err()),
        }
    }
}
