//! Items have editions: what was published is kept, whatever comes after.

use crate::office::*;
use gongkai_domain::catalogue::short_id;
use gongkai_storage::catalogue::{Edition, editions};
use gongkai_testkit::{Cells, on_each_engine};

const KEY: &str = "office/A-1";

fn item<'a>(number: &'a str, title: &'a str, day: &'a str, text: &'a str) -> [(&'a str, &'a str); 7] {
    [
        ("body", "office"),
        ("index_number", number),
        ("title", title),
        ("category", "news"),
        ("class", "proactive"),
        ("published_on", day),
        ("text", text),
    ]
}

async fn editions_of(office: &gongkai_app::Installation, key: &str) -> Vec<(i64, Edition)> {
    let mut tx = office.db.read().await.unwrap();
    editions(&mut tx, key).await.unwrap()
}

#[tokio::test]
async fn a_change_is_a_new_edition_and_the_old_one_stays_as_it_was() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        import(&office, ledger("items", &[&item("A-1", "通知", "2016-03-01", "第一稿")])).await;
        import(&office, ledger("items", &[&item("A-1", "通知（修订）", "2016-03-01", "第二稿")])).await;
        import(&office, ledger("items", &[&item("A-1", "通知（修订）", "2016-03-01", "第三稿")])).await;
        let kept = editions_of(&office, KEY).await;
        let told: Vec<_> = kept
            .iter()
            .map(|(sequence, edition)| (*sequence, edition.number, edition.text.as_deref().unwrap()))
            .collect();
        assert_eq!(told, [(4, 3, "第三稿"), (3, 2, "第二稿"), (2, 1, "第一稿")]);
        let facts: serde_json::Value = serde_json::from_str(&kept[2].1.facts).unwrap();
        assert_eq!(facts["title"], "通知");
        let now = stored(&office, "items", KEY).await.unwrap();
        assert_eq!(now.edition, Some((3, short_id(KEY))));
        assert_eq!(column(&office, "items", KEY, "text").await, "第三稿");
        assert_verified(&office).await;
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn replacing_withdraws_items_and_never_removes_them() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let (first, second) =
            (item("A-1", "通知", "2016-03-01", "一"), item("A-2", "公告", "2016-03-02", "二"));
        let old = item("A-0", "旧文", "2015-03-02", "旧");
        let mut of_town = item("A-3", "镇文", "2016-03-02", "镇");
        of_town[0] = ("body", "town");
        import(&office, ledger("items", &[&first, &second, &old, &of_town])).await;
        let kept: [Cells<'_>; 1] = [&second];
        let applied = import(&office, replacing("items", 2016, "office", &kept)).await;
        assert_eq!(counts(&applied), [0, 0, 1, 1]);
        assert_eq!(column(&office, "items", KEY, "withdrawn_on").await, TODAY.to_string());
        assert!(!column(&office, "items", KEY, "withdrawal_reason").await.is_empty());
        assert_eq!(column(&office, "items", KEY, "text").await, "一");
        for other in ["office/A-2", "office/A-0", "town/A-3"] {
            assert_eq!(column(&office, "items", other, "withdrawn_on").await, "", "{other}");
        }
        assert_eq!(editions_of(&office, KEY).await.len(), 2);
        assert_verified(&office).await;
        // Replaced again, what is withdrawn stays as it is, on its first day.
        let again = import(&office, replacing("items", 2016, "office", &kept)).await;
        assert_eq!((counts(&again), again.sequence), ([0, 0, 1, 0], None));
        assert_eq!(editions_of(&office, KEY).await.len(), 2);
    })
    .await
    .unwrap();
}
