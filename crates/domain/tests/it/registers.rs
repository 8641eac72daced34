//! Every register's declaration holds together, and with the code lists.

use gongkai_domain::law::{BUILT_IN, Codes};
use gongkai_domain::registers::{ALL, Check, Holding, Key, Kind, Visibility};
use std::collections::BTreeSet;

#[test]
fn declarations_hold_together() {
    let codes = Codes::read(BUILT_IN).unwrap();
    let mut seen = BTreeSet::new();
    for register in ALL {
        assert!(seen.insert(register.code), "{} is declared twice", register.code);
        assert!(seen.insert(register.table), "table {} is used twice", register.table);
        let column = |code: &str| {
            register.column(code).unwrap_or_else(|| panic!("{} has no column {code}", register.code))
        };
        assert!(column(register.body_column()).required, "{} must say whose rows it holds", register.code);
        if let Key::Columns(columns) = register.key {
            for code in columns {
                let column = column(code);
                assert!(
                    column.required && !column.personal,
                    "{}: key column {code} must be required and not personal",
                    register.code
                );
            }
        }
        if let Some(year) = register.year {
            assert!(
                matches!(column(year).kind, Kind::Date | Kind::Year),
                "{}: {year} must have a year",
                register.code
            );
        }
        if let Visibility::Where(code, _) = register.visibility {
            assert!(column(code).tally, "{}: visibility must rest on a dimension", register.code);
        }
        let mut names = BTreeSet::new();
        for column in register.columns {
            assert!(
                names.insert(column.code) && names.insert(column.zh),
                "{}: {} is named twice",
                register.code,
                column.zh
            );
            if let Kind::Code(list) = column.kind {
                assert!(codes.list(list).is_some(), "{}: no code list {list}", register.code);
            }
            assert!(
                !(column.personal && (column.tally || column.sum)),
                "{}: {} is personal",
                register.code,
                column.code
            );
            assert!(
                !column.sum || matches!(column.kind, Kind::Integer | Kind::Money),
                "{}: {} cannot be added",
                register.code,
                column.code
            );
            assert!(
                !column.computed || matches!(register.holding, Holding::Events | Holding::Editions),
                "{}: {} is computed from events, or written by the program into an item",
                register.code,
                column.code
            );
        }
    }
}

#[test]
fn checks_speak_of_columns_that_can_be_compared() {
    for register in ALL {
        for check in register.checks {
            let [one, other] = check.columns().map(|code| {
                register.column(code).unwrap_or_else(|| panic!("{} has no column {code}", register.code))
            });
            match check {
                Check::Order(..) => assert_eq!((one.kind, other.kind), (Kind::Date, Kind::Date)),
                Check::AtMost(..) => {
                    assert_eq!(one.kind, other.kind);
                    assert!(matches!(one.kind, Kind::Integer | Kind::Money));
                }
                Check::Number(_) => assert_eq!(one.kind, Kind::Text),
                Check::Needs(..) | Check::Either(..) | Check::Differ(..) => {}
            }
            assert!(
                !one.computed && !other.computed,
                "{}: what is computed is not in ledgers",
                register.code
            );
        }
    }
}

#[test]
fn document_numbers_are_these_columns() {
    let found: Vec<String> = ALL
        .iter()
        .flat_map(|register| {
            let columns = register.columns.iter().filter(|column| column.is_document_number());
            columns.map(|column| format!("{}.{}", register.code, column.code))
        })
        .collect();
    assert_eq!(
        found,
        [
            "items.document_number",
            "items.repealed_by",
            "items.replaces",
            "requests.reply_number",
            "interpretations.document_number",
            "service-decisions.number",
            "licences.number",
            "penalties.number",
            "coercive-measures.number",
            "normative-documents.number",
            "reference-documents.number",
        ]
    );
}
