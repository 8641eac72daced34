//! Dated backups: only what was restored and verified is kept, and only then does the oldest go.

use crate::office::*;
use gongkai_app::Installation;
use gongkai_app::backup::{manifest, restore};
use gongkai_app::backups::{KeepError, Kept, Record, keep, names};
use gongkai_testkit::{as_an_older_program_left_it, on_each_engine, sqlite, tamper};
use jiff::Zoned;
use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;

const TWO: NonZeroUsize = NonZeroUsize::MIN.saturating_add(1);

/// Two o'clock in the night of a day of November 2026.
pub fn night(day: i8) -> Zoned {
    format!("2026-11-{day:02}T02:00:00+08:00[Asia/Shanghai]").parse().unwrap()
}

async fn kept(office: &Installation, folder: &Path, day: i8) -> Kept {
    keep(office, folder, TWO, &night(day)).await.unwrap()
}

fn all_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn each_night_adds_a_verified_backup_and_drops_the_oldest() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let folder = test.folder.path().join("backups");
        for day in [21, 22] {
            assert_eq!(kept(&office, &folder, day).await.removed, Vec::<String>::new());
        }
        fs::create_dir(folder.join("gongkai-notes")).unwrap();
        let third = kept(&office, &folder, 23).await;
        assert_eq!(third.removed, ["gongkai-2026-11-21T020000"]);
        assert_eq!(third.path, folder.join("gongkai-2026-11-23T020000"));
        assert_eq!((third.verified.entries, third.verified.rows), (1, 3));
        assert_eq!(names(&folder).unwrap(), ["gongkai-2026-11-22T020000", "gongkai-2026-11-23T020000"]);
        assert_eq!(
            all_in(&folder),
            [".gongkai-lock", "gongkai-2026-11-22T020000", "gongkai-2026-11-23T020000", "gongkai-notes"],
            "what is not a backup stays, nothing unfinished does"
        );
        let again = sqlite().await.unwrap();
        restore(&again.db, &third.path).await.unwrap();
        assert_verified(&opened_with_key_of(&again.db, &office).await).await;
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn what_does_not_verify_is_not_kept_and_costs_no_older_backup() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let folder = test.folder.path().join("backups");
        kept(&office, &folder, 20).await;
        kept(&office, &folder, 21).await;
        tamper(&test.db, "update body set name = '改过' where key = 'town'").await.unwrap();
        let refused = keep(&office, &folder, NonZeroUsize::MIN, &night(22)).await;
        assert!(matches!(&refused, Err(KeepError::Unsound(faults)) if !faults.is_empty()), "{refused:?}");
        assert_eq!(names(&folder).unwrap(), ["gongkai-2026-11-20T020000", "gongkai-2026-11-21T020000"]);
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn what_a_stopped_run_left_behind_is_removed_by_the_next() {
    let test = sqlite().await.unwrap();
    let office = with_bodies(&test.db).await;
    let folder = test.folder.path().join("backups");
    for left in [".gongkai-unfinished/tables", ".gongkai-rehearsal", ".gongkai-going"] {
        fs::create_dir_all(folder.join(left)).unwrap();
    }
    fs::write(folder.join(".gongkai-unfinished/tables/body.jsonl"), "half").unwrap();
    kept(&office, &folder, 21).await;
    assert_eq!(all_in(&folder), [".gongkai-lock", "gongkai-2026-11-21T020000"]);
}

#[tokio::test]
async fn two_backups_into_one_folder_take_turns() {
    let test = sqlite().await.unwrap();
    let office = with_bodies(&test.db).await;
    let folder = test.folder.path().join("backups");
    fs::create_dir(&folder).unwrap();
    let other = fs::File::create(folder.join(".gongkai-lock")).unwrap();
    other.lock().unwrap();
    let refused = keep(&office, &folder, TWO, &night(21)).await;
    assert!(matches!(refused, Err(KeepError::UnderWay(_))), "{refused:?}");
    drop(other);
    kept(&office, &folder, 21).await;
}

#[tokio::test]
async fn two_backups_of_one_second_have_two_names() {
    let test = sqlite().await.unwrap();
    let office = with_bodies(&test.db).await;
    let folder = test.folder.path().join("backups");
    for _ in 0..3 {
        kept(&office, &folder, 21).await;
    }
    assert_eq!(names(&folder).unwrap(), ["gongkai-2026-11-21T020000-2", "gongkai-2026-11-21T020000-3"]);
}

#[tokio::test]
async fn the_last_good_one_is_noted_in_both_places() {
    let test = sqlite().await.unwrap();
    let office = with_bodies(&test.db).await;
    let data = test.folder.path();
    for (name, day) in [("here", 21), ("there", 22), ("here", 23)] {
        Record::note(data, &kept(&office, &data.join(name), day).await, TWO).unwrap();
    }
    let record = Record::read(data).unwrap();
    assert_eq!(record.folders.len(), 2);
    let newest = record.newest().unwrap();
    assert_eq!(newest.last.name, "gongkai-2026-11-23T020000");
    assert_eq!(newest.last.made_at, night(23).timestamp());
    assert_eq!((newest.last.last_entry, newest.last.last_hash.len()), (1, 64));
    let beside = fs::read_to_string(data.join("there/backups.json")).unwrap();
    assert!(beside.contains("gongkai-2026-11-22T020000"), "{beside}");
}

#[tokio::test]
async fn a_backup_of_an_older_schema_is_loaded_into_the_tables_of_its_time() {
    on_each_engine(|test| async move {
        let filled = with_bodies(&test.db).await;
        let old = sqlite().await.unwrap();
        let file = old.folder.path().join("old.db");
        let db = gongkai_storage::Db::sqlite(&file).await.unwrap();
        as_an_older_program_left_it(&test.db, &db, 2).await.unwrap();
        let office = opened_with_key_of(&db, &filled).await;
        let kept = kept(&office, &old.folder.path().join("backups"), 21).await;
        let told = manifest(&kept.path).unwrap();
        assert_eq!(told.schema, 2);
        assert!(!told.tables.iter().any(|table| table.name == "edition"));
        let target = gongkai_testkit::empty_postgres().await.unwrap();
        let target = match target {
            Some(url) => gongkai_storage::Db::postgres(&url).await.unwrap(),
            None => gongkai_storage::Db::sqlite(&old.folder.path().join("new.db")).await.unwrap(),
        };
        restore(&target, &kept.path).await.unwrap();
        assert_verified(&opened_with_key_of(&target, &filled).await).await;
    })
    .await
    .unwrap();
}
