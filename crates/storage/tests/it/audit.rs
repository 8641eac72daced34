//! The chain: places, hashes, changes in order.

use gongkai_domain::audit::{RowAct, RowChange};
use gongkai_storage::StorageError;
use gongkai_storage::audit::{self, Act};
use gongkai_testkit::on_each_engine;

fn change(key: &str) -> RowChange {
    RowChange {
        register: "bulletins",
        key: key.to_owned(),
        act: RowAct::Added,
        digest: "d".to_owned(),
        before: None,
    }
}

const ACT: Act<'static> = Act {
    at: jiff::Timestamp::UNIX_EPOCH,
    actor: "command-line",
    act: "import",
    article: "",
    facts: "{\"file\":\"简报.xlsx\"}",
};

#[tokio::test]
async fn entries_follow_one_another_and_read_back_as_hashed() {
    on_each_engine(|test| async move {
        for round in 0..3 {
            let mut tx = test.db.write().await.unwrap();
            let head = audit::take_place(&mut tx).await.unwrap();
            assert_eq!(head.sequence, round);
            let mut changes = [change(&format!("b{round}")), change(&format!("a{round}"))];
            audit::append(&mut tx, &head, ACT, &mut changes).await.unwrap();
            tx.commit().await.unwrap();
        }
        let mut tx = test.db.read().await.unwrap();
        let mut previous = String::new();
        audit::each_entry(&mut tx, |entry, hash| {
            assert_eq!(entry.previous, previous);
            assert_eq!(entry.hash(), hash, "what is read back hashes as what was written");
            previous = hash;
            Ok::<(), StorageError>(())
        })
        .await
        .unwrap();
        assert_eq!(audit::head(&mut tx).await.unwrap().hash, previous);
        let mut keys = Vec::new();
        audit::each_change(&mut tx, |change| {
            keys.push(change.key);
            Ok::<(), StorageError>(())
        })
        .await
        .unwrap();
        assert_eq!(keys, ["a0", "a1", "a2", "b0", "b1", "b2"]);
        assert_eq!(audit::history(&mut tx, "bulletins", "a1").await.unwrap().len(), 1);
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn an_act_that_is_not_committed_leaves_its_place_free() {
    on_each_engine(|test| async move {
        let mut tx = test.db.write().await.unwrap();
        audit::take_place(&mut tx).await.unwrap();
        drop(tx);
        let mut tx = test.db.write().await.unwrap();
        assert_eq!(audit::take_place(&mut tx).await.unwrap().sequence, 0);
    })
    .await
    .unwrap();
}
