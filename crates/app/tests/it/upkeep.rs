//! What is told of backups and disks, day after day.

use crate::keeping::night;
use crate::office::*;
use gongkai_app::Installation;
use gongkai_app::backups::{Record, keep};
use gongkai_app::doctor::Level;
use gongkai_app::upkeep::look;
use gongkai_testkit::{TestDb, on_each_engine, sqlite};
use jiff::{Timestamp, ToSpan};
use std::fs;
use std::num::NonZeroUsize;

/// The worst that is said of the backups, and how.
async fn backups(office: &Installation, test: &TestDb, at: Timestamp) -> (Level, String) {
    let findings = look(office, test.folder.path(), at).await.unwrap();
    assert!(findings.iter().any(|finding| finding.check == "disk"));
    let of_backups = findings.into_iter().filter(|finding| finding.check == "backups");
    of_backups.map(|finding| (finding.level, finding.says.zh)).max().unwrap()
}

#[tokio::test]
async fn data_that_were_never_backed_up_are_told_after_two_days() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let begun = by().at;
        assert_eq!(backups(&office, &test, begun + 47.hours()).await.0, Level::Good);
        let (level, said) = backups(&office, &test, begun + 49.hours()).await;
        assert_eq!(level, Level::Error);
        assert!(said.contains("从来没有") && said.contains("--keep"), "{said}");
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_backup_that_is_old_or_gone_is_told() {
    let test = sqlite().await.unwrap();
    let office = with_bodies(&test.db).await;
    let folder = test.folder.path().join("backups");
    let kept = keep(&office, &folder, NonZeroUsize::MIN, &night(21)).await.unwrap();
    Record::note(test.folder.path(), &kept, NonZeroUsize::MIN).unwrap();
    let made = night(21).timestamp();
    let (level, said) = backups(&office, &test, made + 47.hours()).await;
    assert_eq!(level, Level::Warning, "the disk is the same: {said}");
    assert!(said.contains("同一个盘"), "{said}");
    let (level, said) = backups(&office, &test, made + 73.hours()).await;
    assert_eq!(level, Level::Error);
    assert!(said.contains("3 天前") && said.contains("gongkai-2026-11-21T020000"), "{said}");
    fs::remove_dir_all(&folder).unwrap();
    let (level, said) = backups(&office, &test, made + 1.hours()).await;
    assert_eq!(level, Level::Error);
    assert!(said.contains("挂上"), "{said}");
}

#[tokio::test]
async fn a_record_that_cannot_be_read_is_told() {
    let test = sqlite().await.unwrap();
    let office = with_bodies(&test.db).await;
    fs::write(test.folder.path().join("backups.json"), "{").unwrap();
    let (level, said) = backups(&office, &test, by().at).await;
    assert_eq!(level, Level::Error);
    assert!(said.contains("backups.json"), "{said}");
}
