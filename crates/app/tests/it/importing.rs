//! Comparing tells what applying does; nothing else happens, and nothing happens twice.

use crate::office::*;
use gongkai_app::import::{ImportError, apply, compare};
use gongkai_testkit::{Cells, on_each_engine, tamper};

const GUIDE: Cells<'_> = &[("body", "office"), ("title", "询价流程"), ("published_on", "2016-03-01")];
const GUIDE_LATER: Cells<'_> = &[("body", "office"), ("title", "询价流程"), ("published_on", "2016-04-01")];
const CARS: Cells<'_> = &[("body", "office"), ("title", "汽车采购流程"), ("published_on", "2016-03-02")];
const BASICS: Cells<'_> = &[("body", "office"), ("title", "业务知识简介"), ("published_on", "2016-03-03")];
const OLD: Cells<'_> = &[("body", "office"), ("title", "旧指南"), ("published_on", "2015-03-03")];
const OF_TOWN: Cells<'_> = &[("body", "town"), ("title", "镇指南"), ("published_on", "2016-03-03")];

#[tokio::test]
async fn added_changed_and_unchanged_rows_are_told_apart() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let (told, applied) =
            try_import(&office, &ledger("procurement-guides", &[GUIDE, CARS])).await.unwrap();
        assert_eq!((told.added, told.changed.len(), told.unchanged), (2, 0, 0));
        assert_eq!((counts(&applied), applied.sequence), ([2, 0, 0, 0], Some(2)));

        let (told, applied) =
            try_import(&office, &ledger("procurement-guides", &[GUIDE_LATER, CARS, BASICS])).await.unwrap();
        assert_eq!(counts(&applied), [1, 1, 1, 0]);
        let [changed] = &told.changed[..] else { panic!("{told:?}") };
        assert_eq!(changed.key, "office/询价流程");
        let [column] = &changed.columns[..] else { panic!("{changed:?}") };
        assert_eq!(
            (column.column, column.before.as_str(), column.after.as_str()),
            ("制作日期", "2016-03-01", "2016-04-01")
        );
        let before: Vec<_> = changes(&office).await.into_iter().filter_map(|change| change.before).collect();
        assert_eq!(before, [r#"{"published_on":"2016-03-01"}"#]);
        assert_verified(&office).await;
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn comparing_writes_nothing() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        for _ in 0..2 {
            let told = compare(&office, &ledger("procurement-guides", &[GUIDE])).await.unwrap();
            assert_eq!(told.added, 1);
        }
        assert_eq!(audit_facts(&office).await.len(), 1);
        assert_eq!(stored(&office, "procurement-guides", "office/询价流程").await, None);
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn applying_refuses_when_another_import_came_between() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        import(&office, ledger("procurement-guides", &[GUIDE])).await;
        let mine = ledger("procurement-guides", &[GUIDE_LATER, CARS]);
        let told = compare(&office, &mine).await.unwrap();
        import(&office, ledger("procurement-guides", &[CARS])).await;
        let before = audit_facts(&office).await;
        let refused = apply(&office, &mine, &told.digest, &by(), &|_| {}).await.unwrap_err();
        assert!(matches!(refused, ImportError::Changed), "{refused}");
        assert_eq!(audit_facts(&office).await, before);
        assert_eq!(
            column(&office, "procurement-guides", "office/询价流程", "published_on").await,
            "2016-03-01"
        );
        // Compared again, it goes through.
        assert_eq!(counts(&import(&office, mine).await), [0, 1, 1, 0]);
        assert_verified(&office).await;
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn two_imports_at_once_are_both_whole() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let both = [ledger("procurement-guides", &[GUIDE]), ledger("procurement-guides", &[GUIDE_LATER])];
        let (first, second) =
            (compare(&office, &both[0]).await.unwrap(), compare(&office, &both[1]).await.unwrap());
        let by = by();
        let outcome = tokio::join!(
            apply(&office, &both[0], &first.digest, &by, &|_| {}),
            apply(&office, &both[1], &second.digest, &by, &|_| {}),
        );
        let (one, other) = match outcome {
            (Ok(one), Err(other)) | (Err(other), Ok(one)) => (one, other),
            both => panic!("{both:?}"),
        };
        assert_eq!(counts(&one), [1, 0, 0, 0]);
        assert!(matches!(other, ImportError::Changed), "{other}");
        assert_eq!(audit_facts(&office).await.len(), 2);
        assert_verified(&office).await;
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn the_same_ledger_twice_adds_nothing_and_leaves_no_entry() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let same = ledger("procurement-guides", &[GUIDE, CARS, BASICS]);
        import(&office, same.clone()).await;
        let before = (audit_facts(&office).await, changes(&office).await);
        let applied = import(&office, same).await;
        assert_eq!((counts(&applied), applied.sequence), ([0, 0, 3, 0], None));
        assert_eq!((audit_facts(&office).await, changes(&office).await), before);
        // The place in the chain that was taken and not used is given to the next act.
        assert_eq!(import(&office, ledger("procurement-guides", &[OLD])).await.sequence, Some(3));
        assert_verified(&office).await;
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn equal_rows_without_a_number_count_as_often_as_they_stand_there() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let asked: Cells<'_> =
            &[("body", "office"), ("channel", "phone"), ("received_on", "2016-03-01"), ("persons", "1")];
        let twice = ledger("inquiries", &[asked, asked]);
        assert!(twice.rows[0].key.ends_with("-1") && twice.rows[1].key.ends_with("-2"));
        assert_eq!(counts(&import(&office, twice.clone()).await), [2, 0, 0, 0]);
        assert_eq!(counts(&import(&office, twice).await), [0, 0, 2, 0]);
        assert_eq!(counts(&import(&office, ledger("inquiries", &[asked, asked, asked])).await), [1, 0, 2, 0]);
        // A ledger of the whole year with one of them fewer takes one away.
        let one = replacing("inquiries", 2016, "office", &[asked]);
        assert_eq!(counts(&import(&office, one).await), [0, 0, 1, 2]);
        assert_verified(&office).await;
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn replacing_takes_away_only_rows_of_the_year_and_body() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        import(&office, ledger("procurement-guides", &[GUIDE, CARS, OLD, OF_TOWN])).await;
        let (told, applied) =
            try_import(&office, &replacing("procurement-guides", 2016, "office", &[CARS, BASICS]))
                .await
                .unwrap();
        assert_eq!((told.removed, counts(&applied)), (vec!["office/询价流程".to_owned()], [1, 0, 1, 1]));
        for (key, there) in [
            ("office/询价流程", false),
            ("office/汽车采购流程", true),
            ("office/业务知识简介", true),
            ("office/旧指南", true),
            ("town/镇指南", true),
        ] {
            assert_eq!(stored(&office, "procurement-guides", key).await.is_some(), there, "{key}");
        }
        let removed = changes(&office).await.into_iter().find(|change| change.act == "removed").unwrap();
        assert_eq!((removed.key.as_str(), removed.digest.as_str()), ("office/询价流程", ""));
        assert!(removed.before.unwrap().contains("2016-03-01"));
        assert_verified(&office).await;
        // What was removed may come back.
        assert_eq!(counts(&import(&office, ledger("procurement-guides", &[GUIDE])).await), [1, 0, 0, 0]);
        assert_verified(&office).await;
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_register_without_a_year_cannot_be_replaced_by_year() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let point: Cells<'_> = &[("body", "office"), ("name", "档案馆"), ("kind", "archive")];
        let refused = compare(&office, &replacing("viewing-points", 2016, "office", &[point])).await;
        assert!(matches!(refused, Err(ImportError::NoYear("查阅点台账"))), "{refused:?}");
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_write_that_fails_half_way_leaves_nothing() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        // Everything of an import is written before its audit entry; without that table it fails at its end.
        tamper(&test.db, "alter table audit_entry rename to audit_entry_away").await.unwrap();
        let failed = try_import(&office, &ledger("procurement-guides", &[GUIDE, CARS])).await;
        assert!(matches!(failed, Err(ImportError::Storage(_))), "{failed:?}");
        tamper(&test.db, "alter table audit_entry_away rename to audit_entry").await.unwrap();
        assert_eq!(stored(&office, "procurement-guides", "office/询价流程").await, None);
        assert_verified(&office).await;
        assert_eq!(import(&office, ledger("procurement-guides", &[GUIDE])).await.sequence, Some(2));
    })
    .await
    .unwrap();
}
