//! Reports: the same on both engines, moved by exactly the rows they take in, and opened to every one of them.

use crate::office::*;
use crate::sample::{MORE, SAMPLE};
use gongkai_app::Installation;
use gongkai_app::reports::{Shown, bodies, compute, explain};
use gongkai_domain::registers::{Register, Row, Selection};
use gongkai_domain::reports::{Behind, Explanation, Plan, Report};
use gongkai_storage::registers::Page;
use gongkai_testkit::on_each_engine;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

const FORMATS: [&str; 4] = ["gz-2016", "national-2014", "national-2019", "national-2021"];

async fn filled(db: &gongkai_storage::Db) -> Installation {
    let office = with_bodies(db).await;
    for (register, text) in SAMPLE {
        import(&office, table(register, text)).await;
    }
    office
}

async fn report(office: &Installation, format: &str) -> Report {
    compute(office, "office", 2016, office.law.format(format).unwrap()).await.unwrap()
}

async fn explanations(office: &Installation, format: &str) -> Vec<Explanation> {
    let format = office.law.format(format).unwrap();
    let all = bodies(&mut office.db.read().await.unwrap()).await.unwrap();
    let plan = Plan::new(format, &all, "office", 2016).unwrap();
    format.cells.iter().map(|cell| plan.explain(&cell.code).unwrap()).collect()
}

#[tokio::test]
async fn both_engines_compute_the_same_bytes() {
    let computed = Mutex::new(BTreeMap::<&str, BTreeSet<String>>::new());
    on_each_engine(|test| {
        let computed = &computed;
        async move {
            let office = filled(&test.db).await;
            for format in FORMATS {
                let json = format!("{:#}", report(&office, format).await.to_json());
                computed.lock().unwrap().entry(format).or_default().insert(json);
            }
        }
    })
    .await
    .unwrap();
    for (format, different) in computed.into_inner().unwrap() {
        assert_eq!(different.len(), 1, "{format}");
    }
}

#[tokio::test]
async fn figures_are_those_of_the_ledgers() {
    on_each_engine(|test| async move {
        let office = filled(&test.db).await;
        let report = report(&office, "gz-2016").await;
        for (code, value, rows) in [
            ("F02", "\"2017年1月\"", 0),
            ("F13", "2", 2),
            ("F14", "1", 1),
            ("F16", "1", 1),
            ("F20", "0", 0),
            ("F21", "1", 1),
            ("F22", "2", 2),
            ("F33", "1", 1),
            ("F34", "5187", 2),
            ("F35", "1", 1),
            ("F36", "1", 1),
            ("F38", "2", 2),
            ("F39", "90.399999", 2),
            ("F40", "130.700012", 2),
            ("F41", "40.300013", 2),
            ("F47", "3", 3),
            ("F48", "1", 1),
            ("F49", "1", 1),
            ("F54", "[\"2016-01-18\"]", 1),
            ("F55", "1", 1),
            ("F60", "2", 2),
            ("F61", "1", 1),
            ("F62", "1", 1),
            ("F67", "1", 1),
            ("F68", "1", 1),
            ("F69", "1", 1),
            ("F78", "12.5", 1),
            ("F80", "1", 1),
        ] {
            let cell = report.cell(code).unwrap();
            assert_eq!((cell.value.to_json().to_string().as_str(), cell.rows), (value, rows), "{code}");
        }
        for check in &report.checks {
            // The sample is too small for the published one's own sums, but what adds up must add up.
            assert!(check.holds, "{}: {}", check.id, check.says.zh);
        }
    })
    .await
    .unwrap();
}

/// Whether a selection takes a row in.
fn takes_in(selection: &Selection, row: &Row) -> bool {
    let register = selection.register;
    let of_body =
        selection.bodies.as_ref().is_none_or(|bodies| bodies.iter().any(|body| body == row.body(register)));
    of_body
        && selection
            .conditions
            .iter()
            .all(|condition| condition.test.passes(row.value(register, condition.column.code)))
}

fn selection_of(explanation: &Explanation) -> Option<&Selection> {
    match &explanation.behind {
        Behind::Rows(selection)
        | Behind::Things { selection, .. }
        | Behind::List { selection, .. }
        | Behind::Filled { selection, .. }
        | Behind::Body(selection) => Some(selection),
        Behind::Cells(_) | Behind::Record(_) => None,
    }
}

/// Cells whose value or number of rows differs.
fn moved(before: &Report, after: &Report) -> BTreeSet<String> {
    let both = before.cells.iter().zip(&after.cells);
    both.filter(|(before, after)| (&before.value, before.rows) != (&after.value, after.rows))
        .map(|(before, _)| before.code.clone())
        .collect()
}

/// Cells that one more row must move: those that count, add up or list it, and those worked out from them.
fn to_be_moved(explanations: &[Explanation], register: &Register, row: &Row) -> BTreeSet<String> {
    let mut codes: BTreeSet<String> = explanations
        .iter()
        .filter(|explanation| matches!(explanation.behind, Behind::Rows(_)))
        .filter(|explanation| {
            selection_of(explanation)
                .is_some_and(|selection| selection.register.code == register.code && takes_in(selection, row))
        })
        .map(|explanation| explanation.code.clone())
        .collect();
    loop {
        let worked_out: Vec<String> = explanations
            .iter()
            .filter(|explanation| match &explanation.behind {
                Behind::Cells(cells) => cells.iter().any(|cell| codes.contains(cell)),
                _ => false,
            })
            .map(|explanation| explanation.code.clone())
            .collect();
        let before = codes.len();
        codes.extend(worked_out);
        if codes.len() == before {
            return codes;
        }
    }
}

#[tokio::test]
async fn one_row_more_moves_exactly_the_figures_that_take_it_in() {
    on_each_engine(|test| async move {
        let office = filled(&test.db).await;
        for (register, text) in MORE {
            let mut before = Vec::new();
            for format in FORMATS {
                before.push(report(&office, format).await);
            }
            let more = table(register, text);
            let key = more.rows[0].key.clone();
            import(&office, more).await;
            let row = row(&office, register, &key).await;
            for (format, before) in FORMATS.into_iter().zip(&before) {
                let explained = explanations(&office, format).await;
                let moved = moved(before, &report(&office, format).await);
                let expected =
                    to_be_moved(&explained, gongkai_domain::registers::find(register).unwrap(), &row);
                assert_eq!(moved, expected, "{format}: one more of {register}");
            }
        }
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn changing_one_row_moves_a_figure_down_and_another_up() {
    on_each_engine(|test| async move {
        let office = filled(&test.db).await;
        let before = report(&office, "gz-2016").await;
        let (register, text) = SAMPLE[0];
        let changed = text.replace("organization", "proposal_outcome");
        assert_eq!(counts(&import(&office, table(register, &changed)).await), [0, 1, 4, 0]);
        let after = report(&office, "gz-2016").await;
        assert_eq!(moved(&before, &after), BTreeSet::from(["F14".to_owned(), "F19".to_owned()]));
        let value = |report: &Report, code: &str| report.cell(code).unwrap().value.to_json().to_string();
        assert_eq!((value(&before, "F14"), value(&after, "F14")), ("1".into(), "0".into()));
        assert_eq!((value(&before, "F19"), value(&after, "F19")), ("0".into(), "1".into()));

        let (register, text) = SAMPLE[4];
        import(&office, table(register, &text.replace("60400000", "60500000"))).await;
        let dear = report(&office, "gz-2016").await;
        let expected = ["F39", "F41", "F42"].map(str::to_owned);
        assert_eq!(moved(&after, &dear), BTreeSet::from(expected));
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn every_figure_opens_to_the_rows_it_counted() {
    on_each_engine(|test| async move {
        let office = filled(&test.db).await;
        for format in FORMATS {
            let report = report(&office, format).await;
            for explanation in explanations(&office, format).await {
                opens(&office, &report, format, &explanation).await;
            }
        }
    })
    .await
    .unwrap();
}

/// Walks every page of a cell, two rows each, and compares what is there with the cell.
async fn opens(office: &Installation, report: &Report, id: &str, explanation: &Explanation) {
    let cell = report.cell(&explanation.code).unwrap();
    let format = office.law.format(id).unwrap();
    let (mut keys, mut rows, mut offset) = (BTreeSet::new(), 0, 0);
    loop {
        let page = Page { offset, limit: 2 };
        let explained = explain(office, "office", 2016, format, &cell.code, page).await.unwrap();
        let shown = match explained.shown {
            Shown::Rows { total, rows: page, .. } => {
                if !matches!(explanation.behind, Behind::Body(_)) {
                    assert_eq!(total, cell.rows, "{id} {}", cell.code);
                }
                let selection = selection_of(explanation).unwrap();
                for row in &page {
                    assert!(takes_in(selection, row), "{id} {}: {}", cell.code, row.key);
                    assert!(keys.insert(row.key.clone()), "{id} {}: {} twice", cell.code, row.key);
                }
                rows = total;
                page.len()
            }
            Shown::Things { total, things, .. } => {
                assert_eq!(total, cell.rows, "{id} {}", cell.code);
                for (value, _, of_thing) in &things {
                    assert!(*of_thing > 0);
                    assert!(keys.insert(value.to_plain()), "{id} {}", cell.code);
                }
                rows = total;
                things.len()
            }
            Shown::Cells(cells) => {
                assert!(!cells.is_empty() && cells.iter().all(|code| report.cell(code).is_some()));
                0
            }
            Shown::Record => 0,
        };
        if shown == 0 {
            break;
        }
        offset += 2;
    }
    assert_eq!(keys.len() as i64, rows, "{id} {}", cell.code);
}
