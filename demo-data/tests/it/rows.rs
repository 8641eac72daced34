use crate::figures::LEDGERS;
use gongkai_demo_data::dates::WorkingDays;
use gongkai_demo_data::world::World;
use gongkai_domain::registers::{Key, Kind, Value, columns_key};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn rows_keep_the_declarations_of_their_registers() {
    let world = World::read().unwrap();
    let bodies: BTreeSet<&str> = world.bodies.iter().map(|body| body.code.as_str()).collect();
    for file in LEDGERS.iter() {
        for row in &file.rows.rows {
            for (column, value) in file.rows.register.columns.iter().zip(row) {
                let place = || format!("{}: {} of {row:?}", file.path, column.code);
                assert!(!column.required || !value.is_absent(), "{} is empty", place());
                match (column.kind, value) {
                    (_, Value::Absent)
                    | (Kind::Text | Kind::LongText, Value::Text(_))
                    | (Kind::Date, Value::Date(_))
                    | (Kind::Boolean, Value::Boolean(_)) => {}
                    (Kind::Code(list), Value::Text(code)) => {
                        assert!(
                            world.codes.list(list).unwrap().find(code).is_some(),
                            "{} is unknown",
                            place()
                        );
                    }
                    (Kind::Body, Value::Text(code)) => assert!(bodies.contains(code.as_str()), "{}", place()),
                    (Kind::Year | Kind::Integer | Kind::Money, Value::Integer(number)) => {
                        assert!(*number >= 0, "{} is negative", place());
                    }
                    _ => panic!("{} is of the wrong kind", place()),
                }
            }
        }
    }
}

#[test]
fn no_two_rows_have_the_same_key() {
    let mut keys = BTreeSet::new();
    for file in LEDGERS.iter() {
        let register = file.rows.register;
        if matches!(register.key, Key::Fingerprint) {
            continue;
        }
        for row in &file.rows.rows {
            let key = columns_key(register, row).unwrap();
            assert!(keys.insert((register.code, key.clone())), "{}: {key} twice", file.path);
        }
    }
}

#[test]
fn titles_of_items_differ_within_a_body_and_texts_have_their_length() {
    let mut titles = BTreeSet::new();
    for file in LEDGERS.iter().filter(|file| file.rows.register.code == "items") {
        for row in &file.rows.rows {
            let text = |column| file.rows.value(row, column).to_plain();
            let own = (text("body"), text("published_on"), text("title"));
            assert!(titles.insert(own.clone()), "{own:?} twice");
            if text("class") == "proactive" {
                let length = text("text").chars().count();
                assert!((300..=3_000).contains(&length), "{own:?} has {length} characters");
                assert!(text("text").contains("一、"), "{own:?} has no headings");
                assert!(
                    !text("text").contains(['{', '}', '~']),
                    "{own:?} has an unfilled slot: {}",
                    text("text")
                );
            }
            assert!(!text("title").contains(['{', '}']), "{own:?}");
        }
    }
}

#[test]
fn prices_never_exceed_their_budgets() {
    for file in LEDGERS.iter().filter(|file| file.rows.register.code == "procurement-projects") {
        for row in &file.rows.rows {
            let amount = |column| file.rows.value(row, column).as_integer();
            let budget = amount("budget").unwrap();
            assert!(
                budget > 0 && amount("price").is_none_or(|price| 0 < price && price <= budget),
                "{row:?}"
            );
        }
    }
}

/// Last day of a reply as the law has it, worked out apart from the cases' own arithmetic: start, pause, extension.
fn due(days: &WorkingDays, date: impl Fn(&str) -> Option<Date>) -> Option<Date> {
    let received = date("received_on")?;
    let limit = if received < jiff::civil::date(2019, 5, 15) { 15 } else { 20 };
    if date("clarification_sent_on").is_some() && date("clarification_received_on").is_none() {
        return None;
    }
    let start = date("clarification_received_on").unwrap_or(received);
    let pause = match (date("third_party_sent_on"), date("third_party_answered_on")) {
        (Some(asked), Some(answered)) => asked
            .series(jiff::Span::new().days(1))
            .skip(1)
            .take_while(|day| *day <= answered)
            .filter(|day| days.works(*day))
            .count(),
        _ => 0,
    };
    let extension = date("extension_approved_on").map_or(0, |_| limit);
    Some(days.add(start, limit + pause as i64 + extension))
}

#[test]
fn replies_keep_their_limits_but_for_the_few_that_are_late() {
    let world = World::read().unwrap();
    let mut late: BTreeMap<i16, usize> = BTreeMap::new();
    for file in LEDGERS.iter().filter(|file| file.rows.register.code == "requests") {
        for row in &file.rows.rows {
            let date = |column: &str| file.rows.value(row, column).as_date();
            let received = date("received_on").unwrap();
            let decided = date("decided_on").unwrap();
            for column in file.rows.register.columns {
                if let Some(day) = date(column.code) {
                    assert!(world.days.works(day), "{}: {} {day} is no working day", file.path, column.code);
                    assert!(day >= received, "{}: {} {day}", file.path, column.code);
                }
            }
            if due(&world.days, date).is_some_and(|due| decided > due) {
                *late.entry(received.year()).or_default() += 1;
            }
        }
    }
    assert!(!late.contains_key(&2016), "{late:?}");
    assert!(late.len() >= 3 && late.values().all(|count| *count <= 2), "{late:?}");
}

#[test]
fn people_are_visibly_invented() {
    for file in LEDGERS.iter() {
        let register = file.rows.register;
        for row in &file.rows.rows {
            let text = |column| file.rows.value(row, column).to_plain();
            for column in ["person_paper", "requester_paper"] {
                let paper = text(column);
                assert!(paper.is_empty() || paper.contains("449999"), "{}: {paper}", register.code);
            }
            let phone = text("requester_phone");
            assert!(phone.is_empty() || phone.starts_with("1990000"), "{phone}");
            for column in ["person", "applicant", "plaintiff", "petitioner", "complainant", "requester_name"]
            {
                let name = text(column);
                assert!(name.is_empty() || name.contains('某') || name.contains("样例"), "{name}");
            }
        }
    }
}
