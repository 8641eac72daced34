//! Long tables come whole, in order and unaltered, wherever a page of them ends.

use crate::registers::project;
use gongkai_domain::audit::{RowAct, RowChange};
use gongkai_domain::procurement::PROJECTS;
use gongkai_domain::registers::Value;
use gongkai_storage::audit::{self, Act};
use gongkai_storage::registers::{self, Stored, Written};
use gongkai_storage::{StorageError, dump, tables};
use gongkai_testkit::on_each_engine;
use jiff::Timestamp;

/// Texts that are hard to carry from one program to another.
const TITLES: [&str; 6] = ["办公设备", "“引号”\"\\", "两\n行\t缩进", "𠮷野家🏛", "", "[1,null]"];

fn rows(count: usize) -> Vec<Stored> {
    let title = PROJECTS.columns.iter().position(|column| column.code == "title").unwrap();
    let mut rows: Vec<Stored> = (0..count).map(project).collect();
    for (number, stored) in rows.iter_mut().enumerate() {
        stored.row.values[title] = Value::Text(TITLES[number % TITLES.len()].to_owned());
    }
    rows
}

#[tokio::test]
async fn every_row_comes_as_it_was_written() {
    for count in [0, 1, 499, 500, 501, 1_000, 1_203] {
        on_each_engine(move |test| async move {
            let mut wanted = rows(count);
            let mut tx = test.db.write().await.unwrap();
            let written: Vec<Written<'_>> = wanted.iter().map(Written::from).collect();
            registers::insert(&mut tx, &PROJECTS, &written).await.unwrap();
            tx.commit().await.unwrap();
            wanted.sort_by(|left, right| left.row.key.cmp(&right.row.key));
            let mut tx = test.db.read().await.unwrap();
            let mut found = Vec::new();
            registers::each(&mut tx, &PROJECTS, |stored| {
                found.push(stored);
                Ok::<(), StorageError>(())
            })
            .await
            .unwrap();
            assert_eq!(found, wanted);
            let table = tables::of_register(&PROJECTS);
            let mut keys = Vec::new();
            dump::each_row(&mut tx, &table, |row| {
                assert_eq!(row.len(), table.columns.len());
                keys.push(row[0].to_plain());
                Ok::<(), StorageError>(())
            })
            .await
            .unwrap();
            assert!(keys.iter().eq(wanted.iter().map(|stored| &stored.row.key)));
        })
        .await
        .unwrap();
    }
}

#[tokio::test]
async fn a_page_may_end_between_two_changes_of_one_row() {
    on_each_engine(|test| async move {
        let mut tx = test.db.write().await.unwrap();
        for _ in 0..3 {
            let head = audit::take_place(&mut tx).await.unwrap();
            let act = Act { at: Timestamp::UNIX_EPOCH, actor: "a", act: "import", article: "", facts: "{}" };
            let change = |number: usize| RowChange {
                register: "bulletins",
                key: format!("{number:04}"),
                act: RowAct::Changed,
                digest: head.sequence.to_string(),
                before: None,
            };
            let mut changes: Vec<RowChange> = (0..400).map(change).collect();
            audit::append(&mut tx, &head, act, &mut changes).await.unwrap();
        }
        tx.commit().await.unwrap();
        let mut tx = test.db.read().await.unwrap();
        let mut found = Vec::new();
        audit::each_change(&mut tx, |change| {
            found.push((change.key, change.sequence));
            Ok::<(), StorageError>(())
        })
        .await
        .unwrap();
        let wanted =
            (0..400).flat_map(|number| (1..=3).map(move |sequence| (format!("{number:04}"), sequence)));
        assert!(found.into_iter().eq(wanted));
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_walk_ends_where_a_row_is_refused() {
    on_each_engine(|test| async move {
        let rows = rows(1_203);
        let mut tx = test.db.write().await.unwrap();
        let written: Vec<Written<'_>> = rows.iter().map(Written::from).collect();
        registers::insert(&mut tx, &PROJECTS, &written).await.unwrap();
        let mut taken = 0;
        let ended = registers::each(&mut tx, &PROJECTS, |_| {
            taken += 1;
            if taken == 700 { Err(StorageError::Unreadable("enough".to_owned())) } else { Ok(()) }
        })
        .await;
        assert!(matches!(ended, Err(StorageError::Unreadable(why)) if why == "enough"));
        assert_eq!(taken, 700);
        assert_eq!(registers::load(&mut tx, &PROJECTS, &[&rows[0].row.key]).await.unwrap().len(), 1);
    })
    .await
    .unwrap();
}
