//! Old addresses and the marks of what was brought along, on both engines.

use gongkai_storage::catalogue::{key_of_index_number, last_serial, next_serial};
use gongkai_storage::old_addresses::*;
use gongkai_testkit::on_each_engine;

fn row(address: &str, item: Option<&str>, target: Option<&str>) -> OldAddressRow {
    OldAddressRow {
        address: address.into(),
        item_key: item.map(str::to_owned),
        draft: None,
        target: target.map(str::to_owned),
    }
}

#[tokio::test]
async fn an_address_leads_to_an_item_or_another_address() {
    on_each_engine(|test| async move {
        let mut tx = test.db.write().await.unwrap();
        let rows = [row("/a?id=1", Some("office/1"), None), row("/b", None, Some("/c"))];
        add(&mut tx, 1, &rows).await.unwrap();
        assert_eq!(forward(&mut tx, "/a?id=1").await.unwrap(), Some((Some("office/1".into()), None)));
        assert_eq!(forward(&mut tx, "/b").await.unwrap(), Some((None, Some("/c".into()))));
        assert_eq!(forward(&mut tx, "/a").await.unwrap(), None);
        let mut found = known(&mut tx, &["/a?id=1", "/b", "/none"]).await.unwrap();
        found.sort_by(|left, right| left.address.cmp(&right.address));
        assert_eq!(found, rows);
        assert!(known(&mut tx, &[]).await.unwrap().is_empty());
        assert!(add(&mut tx, 2, &rows[..1]).await.is_err(), "an address leads to one place");
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn marks_are_kept_once_with_their_last_digest() {
    on_each_engine(|test| async move {
        let mut tx = test.db.write().await.unwrap();
        let mut mark = Adopted {
            mark: "office|text:1".into(),
            digest: "d1".into(),
            item_key: None,
            draft: Some("draft1".into()),
            published_on: Some(jiff::civil::date(2016, 5, 12)),
            index_number: Some("X/1".into()),
        };
        keep_marks(&mut tx, 1, std::slice::from_ref(&mark)).await.unwrap();
        mark.digest = "d2".into();
        keep_marks(&mut tx, 2, std::slice::from_ref(&mark)).await.unwrap();
        assert_eq!(marks(&mut tx, &["office|text:1", "office|text:2"]).await.unwrap(), [mark.clone()]);
        assert_eq!(of_draft(&mut tx, "draft1").await.unwrap(), Some(mark));
        assert_eq!(of_draft(&mut tx, "draft2").await.unwrap(), None);
        assert_eq!(last_serial(&mut tx, "s").await.unwrap(), 0);
        next_serial(&mut tx, "s", 7).await.unwrap();
        assert_eq!(last_serial(&mut tx, "s").await.unwrap(), 7);
        assert_eq!(key_of_index_number(&mut tx, "X/1").await.unwrap(), None);
    })
    .await
    .unwrap();
}
