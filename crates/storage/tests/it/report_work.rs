//! The work on reports, on both engines.

use gongkai_storage::report_work::*;
use gongkai_testkit::on_each_engine;
use jiff::Timestamp;

const OF: Of<'_> = ("office", 2016, "gz-2016");

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_490_000_000 + second).unwrap()
}

#[tokio::test]
async fn what_is_written_is_read_back_and_belongs_to_its_report_only() {
    on_each_engine(|test| async move {
        let mut tx = test.db.write().await.unwrap();
        let mut begun = StoredWork {
            body: "office".into(),
            year: 2016,
            format: "gz-2016".into(),
            state: "submitted".into(),
            submitted: Some(("staff:a".into(), at(1))),
            checked: None,
            signed: None,
            sent_back_at: None,
            digest: "d".into(),
        };
        put_work(&mut tx, &begun).await.unwrap();
        begun.state = "checked".into();
        begun.checked = Some(("staff:b".into(), at(2)));
        put_work(&mut tx, &begun).await.unwrap();
        assert_eq!(work(&mut tx, OF).await.unwrap(), Some(begun.clone()));
        assert_eq!(work(&mut tx, ("office", 2015, "gz-2016")).await.unwrap(), None);
        assert_eq!(all_work(&mut tx, 2016, 2016).await.unwrap(), [begun]);
        assert_eq!(all_work(&mut tx, 2010, 2015).await.unwrap(), []);

        let said = StoredComment {
            id: "c1".into(),
            body: "office".into(),
            year: 2016,
            format: "gz-2016".into(),
            about: "cell:F17".into(),
            words: "请再数".into(),
            sent_back: true,
            author: "staff:b".into(),
            made_at: at(3),
            resolved: None,
        };
        add_comment(&mut tx, &said).await.unwrap();
        assert_eq!(comments(&mut tx, OF).await.unwrap(), [said]);
        let other = ("town", 2016, "gz-2016");
        assert!(!resolve_comment(&mut tx, other, "c1", ("staff:a", at(4))).await.unwrap());
        assert!(resolve_comment(&mut tx, OF, "c1", ("staff:a", at(4))).await.unwrap());
        assert!(!resolve_comment(&mut tx, OF, "c1", ("staff:c", at(5))).await.unwrap(), "it is dealt with");
        let resolved = comments(&mut tx, OF).await.unwrap().remove(0).resolved;
        assert_eq!(resolved, Some(("staff:a".into(), at(4))));

        let why = |reason: &str| StoredAccepted {
            check: "annex-1-total".into(),
            reason: reason.into(),
            decided_by: "staff:a".into(),
            decided_at: at(5),
        };
        accept(&mut tx, OF, &why("一")).await.unwrap();
        accept(&mut tx, OF, &why("二")).await.unwrap();
        assert_eq!(accepted(&mut tx, OF).await.unwrap(), [why("二")]);
        assert!(unaccept(&mut tx, OF, "annex-1-total").await.unwrap());
        assert!(!unaccept(&mut tx, OF, "annex-1-total").await.unwrap());

        let issue = |version, state: &str| StoredIssue {
            version,
            state: state.into(),
            changed_by: "staff:c".into(),
            changed_at: at(6),
            note: String::new(),
        };
        for (version, state) in [(1, "held"), (2, "held"), (1, "published")] {
            put_issue(&mut tx, OF, &issue(version, state)).await.unwrap();
        }
        assert_eq!(issues(&mut tx, OF).await.unwrap(), [issue(2, "held"), issue(1, "published")]);
        assert_eq!(issues(&mut tx, other).await.unwrap(), []);
    })
    .await
    .unwrap();
}
