//! The database of an older program comes up to date after a verified backup, whole or not at all.

use crate::keeping::night;
use crate::office::*;
use gongkai_app::Installation;
use gongkai_app::backups::{KeepError, names};
use gongkai_app::upgrade::{BEFORE_UPGRADE, Left, Step, UpgradeError, upgrade, versions};
use gongkai_storage::{Db, Engine, StorageError};
use gongkai_testkit::{as_an_older_program_left_it, empty_postgres, sqlite, tamper};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;

/// An office whose database has the schema of an older program.
struct Older {
    office: Installation,
    data_dir: TempDir,
}

/// One on each engine there is.
async fn older() -> Vec<Older> {
    let now = sqlite().await.unwrap();
    let filled = with_bodies(&now.db).await;
    let mut all = Vec::new();
    for postgres in [None, empty_postgres().await.unwrap()] {
        let data_dir = tempfile::tempdir().unwrap();
        let db = match postgres {
            None => Db::sqlite(&data_dir.path().join("gongkai.db")).await.unwrap(),
            Some(url) => Db::postgres(&url).await.unwrap(),
        };
        if all.len() == 1 && db.engine() == Engine::Sqlite {
            break;
        }
        as_an_older_program_left_it(&now.db, &db, 2).await.unwrap();
        all.push(Older { office: opened_with_key_of(&db, &filled).await, data_dir });
    }
    all
}

impl Older {
    fn data_dir(&self) -> &Path {
        self.data_dir.path()
    }

    async fn upgrade(&self, tell: &(dyn Fn(&Step) + Sync)) -> Result<(), UpgradeError> {
        upgrade(&self.office, self.data_dir(), &night(23), tell).await.map(drop)
    }

    fn backup(&self) -> PathBuf {
        self.data_dir().join(BEFORE_UPGRADE).join("gongkai-2026-11-23T020000")
    }

    async fn schema(&self) -> i64 {
        versions(&self.office).await.unwrap().found
    }
}

#[tokio::test]
async fn an_older_database_is_backed_up_migrated_and_verified() {
    for older in older().await {
        let steps = Mutex::new(Vec::new());
        older.upgrade(&|step| steps.lock().unwrap().push(step.clone())).await.unwrap();
        let mut expected = vec![Step::BackedUp(older.backup()), Step::Copied, Step::Migrated, Step::Verified];
        if older.office.db.engine() == Engine::Postgres {
            expected.remove(1);
        }
        assert_eq!(*steps.lock().unwrap(), expected);
        let found = versions(&older.office).await.unwrap();
        assert_eq!(found.found, found.known);
        assert_verified(&older.office).await;
        assert!(!older.data_dir().join("gongkai.db.before-upgrade").exists(), "the copy has done its duty");

        steps.lock().unwrap().clear();
        older.upgrade(&|step| steps.lock().unwrap().push(step.clone())).await.unwrap();
        assert_eq!(*steps.lock().unwrap(), [], "there is nothing more to do");
    }
}

#[tokio::test]
async fn stopped_after_any_step_the_next_run_goes_on_from_there() {
    for stop_after in 1..=3 {
        for older in older().await {
            let before = older.schema().await;
            let steps = AtomicUsize::new(0);
            let stop = |_: &Step| {
                assert!(steps.fetch_add(1, Ordering::Relaxed) + 1 < stop_after, "stopped here on purpose");
            };
            let run = older.upgrade(&stop);
            let stopped = futures_util::FutureExt::catch_unwind(std::panic::AssertUnwindSafe(run)).await;
            assert!(stopped.is_err());
            let schema = older.schema().await;
            let known = versions(&older.office).await.unwrap().known;
            assert!(schema == before || schema == known, "never in between: {schema}");
            upgrade(&older.office, older.data_dir(), &night(24), &|_| {}).await.unwrap();
            assert_verified(&older.office).await;
            assert_eq!(older.schema().await, known);
            assert!(!older.data_dir().join("gongkai.db.before-upgrade").exists());
        }
    }
}

#[tokio::test]
async fn migrations_that_fail_change_nothing() {
    for older in older().await {
        // A table somebody made stands where the third migration makes its own.
        tamper(&older.office.db, "create table edition (mine text)").await.unwrap();
        let failed = older.upgrade(&|_| {}).await;
        let Err(UpgradeError::Failed { left: Left::Unchanged, backup: Some(backup), .. }) = &failed else {
            panic!("{failed:?}")
        };
        assert_eq!(*backup, older.backup());
        assert!(failed.unwrap_err().to_string().contains("没有任何改动"));
        assert_eq!(older.schema().await, 2);
        tamper(&older.office.db, "drop table edition").await.unwrap();
        upgrade(&older.office, older.data_dir(), &night(24), &|_| {}).await.unwrap();
        assert_verified(&older.office).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_verify_afterwards_is_put_back() {
    for older in older().await {
        let db = older.office.db.clone();
        let spoil = |step: &Step| {
            if *step == Step::Migrated {
                let spoiled = tamper(&db, "update body set name = '改过' where key = 'town'");
                tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(spoiled)).unwrap();
            }
        };
        let failed = older.upgrade(&spoil).await;
        let Err(UpgradeError::Failed { left, .. }) = failed else { panic!("{failed:?}") };
        if db.engine() == Engine::Postgres {
            assert_eq!(left, Left::Migrated, "the backup must be restored by hand");
            continue;
        }
        assert_eq!(left, Left::PutBack);
        let again = Db::sqlite(&older.data_dir().join("gongkai.db")).await.unwrap();
        let office = opened_with_key_of(&again, &older.office).await;
        assert_eq!(versions(&office).await.unwrap().found, 2);
        upgrade(&office, older.data_dir(), &night(24), &|_| {}).await.unwrap();
        assert_verified(&office).await;
    }
}

#[tokio::test]
async fn without_a_sound_backup_nothing_is_touched() {
    for older in older().await {
        tamper(&older.office.db, "update body set name = '改过' where key = 'town'").await.unwrap();
        let refused = older.upgrade(&|_| {}).await;
        assert!(matches!(refused, Err(UpgradeError::Backup(KeepError::Unsound(_)))), "{refused:?}");
        assert_eq!(older.schema().await, 2);
        assert!(names(&older.data_dir().join(BEFORE_UPGRADE)).unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_newer_database_is_named_with_both_versions() {
    for older in older().await {
        tamper(&older.office.db, "insert into schema_version (version) values (9999)").await.unwrap();
        let refused = older.upgrade(&|_| {}).await.unwrap_err();
        assert!(matches!(refused, UpgradeError::Storage(StorageError::Newer { found: 9999, .. })));
        let said = refused.to_string();
        assert!(said.contains("第 9999 版") && said.contains(env!("CARGO_PKG_VERSION")), "{said}");
        assert!(!older.data_dir().join(BEFORE_UPGRADE).exists());
    }
}

#[tokio::test]
async fn two_upgrades_take_turns() {
    let older = older().await.remove(0);
    let other = fs::File::create(older.data_dir().join(".upgrade-lock")).unwrap();
    other.lock().unwrap();
    assert!(matches!(older.upgrade(&|_| {}).await, Err(UpgradeError::UnderWay)));
    drop(other);
    older.upgrade(&|_| {}).await.unwrap();
}
