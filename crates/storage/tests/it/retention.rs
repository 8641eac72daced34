//! Terms, holds, runs and their files come back as they were written.

use gongkai_storage::retention::{
    Disposition, DispositionFile, DispositionItem, Kept, StoredHold, add, add_hold, by_year, editions_after,
    file, holds, items_of, keep_file, lift_hold, list, load, of_items, over, put, put_items, update,
};
use gongkai_testkit::on_each_engine;
use jiff::Timestamp;
use jiff::civil::{Date, date};

fn at(hour: i64) -> Timestamp {
    Timestamp::from_second(1_490_000_000 + hour * 3_600).unwrap()
}

fn kept(key: &str, last_day: Option<Date>) -> Kept {
    Kept {
        item_key: key.into(),
        body: "office".into(),
        edition: 1,
        last_day,
        action: "archive".into(),
        rule: "news-10".into(),
        decision: "{}".into(),
        reckoned_at: at(0),
        disposed_on: None,
    }
}

#[tokio::test]
async fn what_is_over_is_found_by_its_day() {
    on_each_engine(|test| async move {
        let mut tx = test.db.write().await.unwrap();
        let all = [
            kept("a", Some(date(2016, 12, 31))),
            kept("b", None),
            kept("c", Some(date(2015, 12, 31))),
            kept("d", Some(date(2017, 12, 31))),
        ];
        put(&mut tx, &all).await.unwrap();
        let keys = |found: Vec<Kept>| found.into_iter().map(|one| one.item_key).collect::<Vec<_>>();
        assert_eq!(keys(over(&mut tx, "office", date(2017, 1, 1), 10).await.unwrap()), ["c", "a"]);
        assert_eq!(keys(over(&mut tx, "office", date(2016, 12, 31), 10).await.unwrap()), ["c"]);
        assert!(over(&mut tx, "town", date(2017, 1, 1), 10).await.unwrap().is_empty());
        let archived = Kept { disposed_on: Some(date(2017, 1, 4)), edition: 2, ..all[2].clone() };
        put(&mut tx, std::slice::from_ref(&archived)).await.unwrap();
        assert_eq!(of_items(&mut tx, &["c", "z"]).await.unwrap(), [archived]);
        assert_eq!(keys(over(&mut tx, "office", date(2017, 1, 1), 10).await.unwrap()), ["a"]);
        let bodies = ["office".to_owned()];
        let years = by_year(&mut tx, &bodies, 2016).await.unwrap();
        assert_eq!(years, [("office".to_owned(), 2016, "archive".to_owned(), 1)]);
        assert!(editions_after(&mut tx, (0, ""), 10).await.unwrap().is_empty());
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_hold_is_lifted_once() {
    on_each_engine(|test| async move {
        let mut tx = test.db.write().await.unwrap();
        let hold = |id: &str, hour| StoredHold {
            id: id.into(),
            body: "office".into(),
            scope: "{}".into(),
            matter: String::new(),
            reason: "诉讼".into(),
            placed: ("staff:a".into(), at(hour)),
            lifted: None,
        };
        for one in [hold("1", 0), hold("2", 1)] {
            add_hold(&mut tx, &one).await.unwrap();
        }
        assert!(lift_hold(&mut tx, "2", ("staff:b", at(2), "结案")).await.unwrap());
        assert!(!lift_hold(&mut tx, "2", ("staff:b", at(3), "再")).await.unwrap());
        let found = holds(&mut tx, &["office".to_owned()]).await.unwrap();
        assert_eq!(found[0], hold("1", 0));
        assert_eq!(found[1].lifted, Some(("staff:b".to_owned(), at(2), "结案".to_owned())));
        assert!(holds(&mut tx, &["town".to_owned()]).await.unwrap().is_empty());
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_run_goes_from_one_state_to_the_next_and_keeps_its_first_files() {
    on_each_engine(|test| async move {
        let mut tx = test.db.write().await.unwrap();
        let run = Disposition {
            id: "r".into(),
            number: None,
            body: "office".into(),
            state: "proposed".into(),
            reason: String::new(),
            digest: "ab".into(),
            asked: ("staff:a".into(), at(0)),
            decided: None,
            forced: false,
            sequence: None,
        };
        add(&mut tx, &run).await.unwrap();
        let item = |key: &str| DispositionItem {
            item_key: key.into(),
            short_id: "s".into(),
            index_number: "A".into(),
            title: "名".into(),
            edition: 1,
            digest: "cd".into(),
            rule: "news-10".into(),
            last_day: Some(date(2015, 12, 31)),
            choice: "archive".into(),
            outcome: String::new(),
            note: String::new(),
        };
        put_items(&mut tx, "r", &[item("b"), item("a")]).await.unwrap();
        assert_eq!(items_of(&mut tx, "r").await.unwrap(), [item("b"), item("a")]);
        put_items(&mut tx, "r", &[item("c")]).await.unwrap();
        assert_eq!(items_of(&mut tx, "r").await.unwrap(), [item("c")]);
        let done = Disposition {
            number: Some("处置〔2017〕1号".into()),
            state: "done".into(),
            decided: Some(("staff:b".into(), at(1), "同意".into())),
            sequence: Some(9),
            ..run.clone()
        };
        assert!(update(&mut tx, &done, "proposed").await.unwrap());
        assert!(!update(&mut tx, &run, "proposed").await.unwrap());
        assert_eq!(load(&mut tx, "r").await.unwrap(), Some(done.clone()));
        assert_eq!(list(&mut tx, &["office".to_owned()], 10).await.unwrap(), [done]);
        let paper = |content: &str| DispositionFile {
            name: "certificate.csv".into(),
            digest: "ef".into(),
            content: content.into(),
        };
        for content in ["first", "second"] {
            keep_file(&mut tx, "r", &paper(content)).await.unwrap();
        }
        assert_eq!(file(&mut tx, "r", "certificate.csv").await.unwrap(), Some(paper("first")));
        assert_eq!(file(&mut tx, "r", "certificate.pdf").await.unwrap(), None);
    })
    .await
    .unwrap();
}
