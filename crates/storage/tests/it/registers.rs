//! Writing, counting and listing rows; what is counted in groups equals what is counted row by row.

use gongkai_domain::procurement::PROJECTS;
use gongkai_domain::registers::{Condition, Row, Selection, Test, Value, columns_key};
use gongkai_storage::registers::{self, Order, Page, Sought, Stored, Written};
use gongkai_storage::{people, views};
use gongkai_testkit::{TestDb, on_each_engine};
use jiff::civil::Date;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

pub(crate) fn project(number: usize) -> Stored {
    let text = |text: &str| Value::Text(text.to_owned());
    let values = PROJECTS
        .columns
        .iter()
        .map(|column| match column.code {
            "body" => text(["conghua-office", "conghua-water", "conghua-health"][number % 3]),
            "number" => text(&format!("CH-{number:05}")),
            "title" => text("办公设备采购"),
            "method" => text(["inquiry", "online_inquiry", "open_tender"][number % 3]),
            "central" => Value::Boolean(number.is_multiple_of(2)),
            "budget" => Value::Integer(1_000_000 + number as i64),
            "price" if !number.is_multiple_of(5) => Value::Integer(900_000 + number as i64),
            "signed_on" if !number.is_multiple_of(5) => {
                Value::Date(Date::new(2015 + (number % 3) as i16, 1 + (number % 12) as i8, 5).unwrap())
            }
            _ => Value::Absent,
        })
        .collect::<Vec<_>>();
    Stored::plain(Row { key: columns_key(&PROJECTS, &values).unwrap(), values })
}

fn selection(conditions: &[(&str, Test)], bodies: Option<&[&str]>) -> Selection {
    Selection {
        register: &PROJECTS,
        bodies: bodies.map(|bodies| bodies.iter().map(|code| (*code).to_owned()).collect()),
        conditions: conditions
            .iter()
            .map(|(code, test)| Condition { column: PROJECTS.column(code).unwrap(), test: test.clone() })
            .collect(),
    }
}

fn selections() -> Vec<Selection> {
    let year = |from, to, or_absent| Test::Year { from, to, or_absent };
    let inquiry = vec![Value::Text("inquiry".into()), Value::Text("open_tender".into())];
    vec![
        selection(&[], None),
        selection(&[], Some(&["conghua-office"])),
        selection(&[], Some(&[])),
        selection(&[("signed_on", year(Some(2016), Some(2016), false))], None),
        selection(&[("signed_on", year(Some(2016), None, true))], Some(&["conghua-office", "conghua-water"])),
        selection(&[("signed_on", Test::Absent)], None),
        selection(&[("signed_on", Test::Present), ("method", Test::OneOf(inquiry.clone()))], None),
        selection(
            &[("method", Test::NoneOf(inquiry)), ("central", Test::OneOf(vec![Value::Boolean(true)]))],
            None,
        ),
        selection(&[("object", Test::NoneOf(vec![Value::Text("goods".into())]))], None),
    ]
}

async fn filled(test: &TestDb) {
    let rows: Vec<Stored> = (0..1_000).map(project).collect();
    let mut tx = test.db.write().await.unwrap();
    registers::insert(&mut tx, &PROJECTS, &rows.iter().map(Written::from).collect::<Vec<_>>()).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn what_is_written_is_read_back() {
    on_each_engine(|test| async move {
        filled(&test).await;
        let mut tx = test.db.read().await.unwrap();
        assert!(!registers::is_empty(&mut tx, &PROJECTS).await.unwrap());
        let wanted = project(7);
        let found = registers::load(&mut tx, &PROJECTS, &[&wanted.row.key, "nobody/nothing"]).await.unwrap();
        assert_eq!(found, [wanted]);
        let mut all = Vec::new();
        registers::each(&mut tx, &PROJECTS, |stored| {
            all.push(stored.row.key);
            Ok::<(), gongkai_storage::StorageError>(())
        })
        .await
        .unwrap();
        assert_eq!(all.len(), 1_000);
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn groups_rows_and_pages_agree() {
    on_each_engine(|test| async move {
        filled(&test).await;
        let mut tx = test.db.read().await.unwrap();
        let tally = registers::tally(&mut tx, &PROJECTS, None).await.unwrap();
        for selection in selections() {
            let counted = registers::count(&mut tx, &selection).await.unwrap();
            assert_eq!(tally.count(&selection), counted, "{selection:?}");
            let rows = registers::page(&mut tx, &selection, counted, Page { offset: 0, limit: 2_000 })
                .await
                .unwrap();
            assert_eq!(rows.len() as i64, counted);
            assert!(
                rows.windows(2).all(|pair| pair[0].row.key < pair[1].row.key),
                "pages are in order of key"
            );
            let walked = registers::page(&mut tx, &selection, 1_000_000, Page { offset: 0, limit: 2_000 })
                .await
                .unwrap();
            assert_eq!(walked, rows, "both ways of paging answer the same");
            let price: i64 =
                rows.iter().filter_map(|stored| stored.row.value(&PROJECTS, "price").as_integer()).sum();
            assert_eq!(tally.sum(&selection, "price"), Some((price, counted)));
            let bodies =
                registers::distinct(&mut tx, &selection, PROJECTS.column("body").unwrap()).await.unwrap();
            assert_eq!(tally.distinct(&selection, "body"), bodies);
            let filled = registers::fill_counts(&mut tx, &selection, &[PROJECTS.column("price").unwrap()])
                .await
                .unwrap();
            let with_price =
                rows.iter().filter(|stored| !stored.row.value(&PROJECTS, "price").is_absent()).count();
            assert_eq!(filled, [with_price as i64]);
        }
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn lists_are_ordered_by_the_column_asked_for() {
    on_each_engine(|test| async move {
        filled(&test).await;
        let mut tx = test.db.read().await.unwrap();
        let selection = selection(&[("method", Test::OneOf(vec![Value::Text("inquiry".into())]))], None);
        let column = |code: &str| PROJECTS.column(code).unwrap();
        let listed = registers::list_columns(
            &mut tx,
            &selection,
            &[column("number"), column("price")],
            Some(column("signed_on")),
        )
        .await
        .unwrap();
        assert_eq!(listed.len(), 334);
        let signed = |row: &[Value]| {
            let number = row[0].as_text().unwrap().trim_start_matches("CH-").parse().unwrap();
            project(number).row.value(&PROJECTS, "signed_on").clone()
        };
        let days: Vec<Value> = listed.iter().map(|row| signed(row)).collect();
        let absent = days.iter().position(Value::is_absent).unwrap();
        assert!(days[..absent].is_sorted(), "sorted by the day of signing");
        assert!(days[absent..].iter().all(Value::is_absent), "what is not signed comes last");
        let unsorted = registers::list_columns(&mut tx, &selection, &[column("number")], None).await.unwrap();
        assert_eq!(unsorted.len(), 334);
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_key_is_written_once_and_may_be_replaced() {
    on_each_engine(|test| async move {
        filled(&test).await;
        let mut tx = test.db.write().await.unwrap();
        let mut row = project(3);
        assert!(matches!(
            registers::insert(&mut tx, &PROJECTS, &[Written::from(&row)]).await,
            Err(gongkai_storage::StorageError::Conflict(_))
        ));
        drop(tx);
        let mut tx = test.db.write().await.unwrap();
        row.row.values[PROJECTS.position("title").unwrap()] = Value::Text("车辆采购".into());
        registers::upsert(&mut tx, &PROJECTS, &[Written::from(&row)]).await.unwrap();
        registers::remove(&mut tx, &PROJECTS, &[&project(4).row.key]).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = test.db.read().await.unwrap();
        assert_eq!(registers::load(&mut tx, &PROJECTS, &[&row.row.key]).await.unwrap(), [row]);
        assert_eq!(registers::count(&mut tx, &selection(&[], None)).await.unwrap(), 999);
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn the_reading_side_cannot_write() {
    on_each_engine(|test| async move {
        let mut tx = test.db.read().await.unwrap();
        assert!(registers::insert(&mut tx, &PROJECTS, &[Written::from(&project(1))]).await.is_err());
    })
    .await
    .unwrap();
}

/// Any selection over the projects of [`filled`].
fn any_selection() -> impl Strategy<Value = Selection> {
    let body = prop::sample::select(vec!["conghua-office", "conghua-water", "conghua-health", "nobody"]);
    let bodies = prop::option::of(prop::collection::vec(body, 0..3));
    let method = prop::sample::select(vec!["inquiry", "online_inquiry", "open_tender", "single_source"]);
    let methods = prop::collection::vec(method.prop_map(|code| Value::Text(code.to_owned())), 0..3);
    let bound = || prop::option::of(2014_i16..2019);
    let year = (bound(), bound(), any::<bool>())
        .prop_map(|(from, to, or_absent)| ("signed_on", Test::Year { from, to, or_absent }));
    let condition = prop_oneof![
        methods.clone().prop_map(|values| ("method", Test::OneOf(values))),
        methods.prop_map(|values| ("method", Test::NoneOf(values))),
        any::<bool>().prop_map(|yes| ("central", Test::OneOf(vec![Value::Boolean(yes)]))),
        year,
        prop::sample::select(vec!["signed_on", "object", "central"]).prop_map(|code| (code, Test::Present)),
        prop::sample::select(vec!["signed_on", "object"]).prop_map(|code| (code, Test::Absent)),
    ];
    (bodies, prop::collection::vec(condition, 0..4))
        .prop_map(|(bodies, conditions)| selection(&conditions, bodies.as_deref()))
}

#[tokio::test]
async fn any_selection_counts_the_same_in_groups_and_row_by_row() {
    on_each_engine(|test| async move {
        filled(&test).await;
        let mut tx = test.db.read().await.unwrap();
        let tally = registers::tally(&mut tx, &PROJECTS, None).await.unwrap();
        let mut runner = TestRunner::deterministic();
        for _ in 0..150 {
            let selection = any_selection().new_tree(&mut runner).unwrap().current();
            let counted = registers::count(&mut tx, &selection).await.unwrap();
            assert_eq!(tally.count(&selection), counted, "{selection:?}");
            if let Some(bodies) = selection.bodies.as_deref().filter(|bodies| !bodies.is_empty()) {
                let theirs = registers::tally(&mut tx, &PROJECTS, Some(bodies)).await.unwrap();
                assert_eq!(theirs.count(&selection), counted, "only those of {bodies:?}");
            }
        }
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn the_rows_nearest_to_a_day_lie_on_both_sides_of_it() {
    on_each_engine(|test| async move {
        filled(&test).await;
        let mut tx = test.db.read().await.unwrap();
        for selection in selections() {
            let counted = registers::count(&mut tx, &selection).await.unwrap();
            let all = Page { offset: 0, limit: 2_000 };
            let rows = registers::page(&mut tx, &selection, counted, all).await.unwrap();
            let mut dated: Vec<(Date, String)> = rows
                .into_iter()
                .filter_map(|stored| {
                    Some((stored.row.value(&PROJECTS, "signed_on").as_date()?, stored.row.key))
                })
                .collect();
            dated.sort();
            let Some((middle, _)) = dated.get(dated.len() / 2).cloned() else { continue };
            let found = registers::nearest(&mut tx, &selection, "signed_on", middle, 3).await.unwrap();
            let found: Vec<&str> = found.iter().map(|stored| stored.row.key.as_str()).collect();
            let after = dated.partition_point(|(day, _)| *day <= middle);
            let (earlier, later) = dated.split_at(after);
            let expected: Vec<&str> = earlier
                .iter()
                .rev()
                .take(3)
                .chain(later.iter().take(3))
                .map(|(_, key)| key.as_str())
                .collect();
            assert_eq!(found, expected, "{selection:?}");
        }
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_list_is_searched_sorted_and_added_up() {
    on_each_engine(|test| async move {
        filled(&test).await;
        let mut tx = test.db.read().await.unwrap();
        let all = selection(&[], Some(&["conghua-office"]));
        let columns: Vec<_> = ["number", "title"].iter().map(|code| PROJECTS.column(code).unwrap()).collect();
        let budget = PROJECTS.column("budget").unwrap();
        let price = PROJECTS.column("price").unwrap();
        for (words, wanted) in [
            (vec![], 334),
            (vec!["ch-0099".to_owned()], 4),
            (vec!["办公".to_owned(), "CH-00999".to_owned()], 1),
            (vec!["%".to_owned()], 0),
            (vec!["_".to_owned()], 0),
            (vec!["' or '1'='1".to_owned()], 0),
        ] {
            let sought = Sought { selection: &all, words: &words, columns: &columns };
            let totals = registers::totals(&mut tx, &sought, &[budget], &[(budget, price)]).await.unwrap();
            assert_eq!(totals.rows, wanted, "{words:?}");
            for order in [Order::Key, Order::Column { column: price, falling: true }] {
                let page = Page { offset: 0, limit: 1_000 };
                let rows = registers::browse(&mut tx, &sought, wanted, order, page).await.unwrap();
                assert_eq!(rows.len() as i64, wanted, "{words:?}");
                let money = |code: &'static str| {
                    rows.iter().filter_map(move |stored| stored.row.value(&PROJECTS, code).as_integer())
                };
                assert_eq!(totals.sums, [money("budget").sum::<i64>()]);
                assert_eq!(totals.pairs[0].1, money("price").sum::<i64>());
                if order != Order::Key {
                    let mut prices: Vec<_> = money("price").collect();
                    prices.sort_unstable_by(|left, right| right.cmp(left));
                    assert_eq!(prices, money("price").collect::<Vec<_>>(), "absent ones come last");
                    assert!(
                        rows[..prices.len()]
                            .iter()
                            .all(|stored| !stored.row.value(&PROJECTS, "price").is_absent())
                    );
                }
            }
        }
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn views_are_shown_to_their_owner_and_their_body() {
    on_each_engine(|test| async move {
        let mut tx = test.db.write().await.unwrap();
        for id in ["one", "two"] {
            let staff = staff_of(id);
            people::put(&mut tx, &staff).await.unwrap();
        }
        for (id, staff, shared) in [("a", "one", false), ("b", "one", true)] {
            let view = views::SavedView {
                id: id.to_owned(),
                register: "bodies".to_owned(),
                staff: staff.to_owned(),
                body: "office".to_owned(),
                name: id.to_owned(),
                query: "?q=1".to_owned(),
                shared,
                made_at: "2017-01-01T00:00:00Z".parse().unwrap(),
            };
            views::add(&mut tx, &view).await.unwrap();
        }
        for (staff, body, wanted) in [("one", "x", 2), ("two", "office", 1), ("two", "x", 0)] {
            let shown = views::of_register(&mut tx, "bodies", staff, body).await.unwrap();
            assert_eq!(shown.len(), wanted, "{staff} {body}");
        }
        assert!(!views::remove(&mut tx, "two", "a").await.unwrap());
        assert!(views::remove(&mut tx, "one", "a").await.unwrap());
    })
    .await
    .unwrap();
}

fn staff_of(id: &str) -> people::Staff {
    people::Staff {
        id: id.to_owned(),
        account: id.to_owned(),
        name: id.to_owned(),
        body: "office".to_owned(),
        email: None,
        state: "active".to_owned(),
        password: None,
        password_set_at: None,
        second_factor: None,
        second_factor_step: None,
        recovery_codes: None,
        provider_subject: None,
        failures: 0,
        locked_until: None,
        made_at: "2017-01-01T00:00:00Z".parse().unwrap(),
        signed_in_at: None,
    }
}
