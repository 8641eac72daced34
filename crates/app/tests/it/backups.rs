//! A backup holds everything but the key, goes into either engine, and is refused when it is not whole.

use crate::office::*;
use crate::sample::SAMPLE;
use gongkai_app::backup::{BackupError, Manifest, backup, manifest, restore};
use gongkai_app::{Installation, Opening, reports};
use gongkai_storage::Engine;
use gongkai_testkit::{TestDb, on_each_engine, postgres, sqlite};
use std::fs;
use std::path::{Path, PathBuf};

async fn filled(test: &TestDb) -> Installation {
    let office = with_bodies(&test.db).await;
    for (register, text) in SAMPLE {
        import(&office, table(register, text)).await;
    }
    office
}

/// An empty database of the other engine, where there is one.
async fn other(engine: Engine) -> TestDb {
    match (engine, postgres().await.unwrap()) {
        (Engine::Sqlite, Some(server)) => server,
        _ => sqlite().await.unwrap(),
    }
}

async fn report(office: &Installation) -> String {
    let format = office.law.format("gz-2016").unwrap();
    reports::compute(office, "office", 2016, format).await.unwrap().to_json().to_string()
}

async fn backed_up(office: &Installation, folder: &Path) -> Manifest {
    backup(office, folder, by().at).await.unwrap()
}

#[tokio::test]
async fn a_backup_goes_into_the_other_engine_and_back() {
    on_each_engine(|test| async move {
        let office = filled(&test).await;
        let (there, back) = (other(test.engine()).await, other(other(test.engine()).await.engine()).await);
        let first = backed_up(&office, &test.folder.path().join("first")).await;
        assert_eq!(first.last_entry, audit_facts(&office).await.len() as i64);
        restore(&there.db, &test.folder.path().join("first")).await.unwrap();
        let moved = opened_with_key_of(&there.db, &office).await;
        assert_verified(&moved).await;
        assert_eq!(report(&moved).await, report(&office).await);

        let second = backed_up(&moved, &test.folder.path().join("second")).await;
        assert_eq!(second.tables, first.tables);
        assert_eq!((second.last_hash, second.installation_key), (first.last_hash, first.installation_key));
        restore(&back.db, &test.folder.path().join("second")).await.unwrap();
        let returned = opened_with_key_of(&back.db, &office).await;
        assert_verified(&returned).await;
        assert_eq!(report(&returned).await, report(&office).await);
        // The chain goes on where it was.
        let guide = [("body", "office"), ("title", "新指南"), ("published_on", "2016-03-01")];
        let applied = import(&returned, ledger("procurement-guides", &[&guide])).await;
        assert_eq!(applied.sequence, Some(first.last_entry + 1));
        assert_verified(&returned).await;
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_damaged_backup_is_refused_and_leaves_the_database_empty() {
    on_each_engine(|test| async move {
        let office = filled(&test).await;
        let folder = test.folder.path().join("whole");
        backed_up(&office, &folder).await;
        let target = other(test.engine()).await;
        for (name, harm) in HARMS {
            let damaged = test.folder.path().join(name);
            copy(&folder, &damaged);
            harm(&damaged);
            let refused = restore(&target.db, &damaged).await;
            assert!(
                matches!(
                    refused,
                    Err(BackupError::Damaged(..) | BackupError::NotABackup(..) | BackupError::File(..))
                ),
                "{name}: {refused:?}"
            );
        }
        // Nothing was left behind: the whole one still goes in, and holds.
        restore(&target.db, &folder).await.unwrap();
        assert_verified(&opened_with_key_of(&target.db, &office).await).await;
    })
    .await
    .unwrap();
}

/// A way to damage the backup in a folder.
type Harm = fn(&Path);

const HARMS: [(&str, Harm); 9] = [
    ("a byte changed", |folder| {
        let file = lines_of(folder, "request");
        let text = fs::read_to_string(&file).unwrap();
        fs::write(file, text.replace("letter", "lettes")).unwrap();
    }),
    ("a sealed byte changed", |folder| {
        let file = lines_of(folder, "request");
        let text = fs::read_to_string(&file).unwrap();
        let at = text.find("\"s1:").unwrap() + 6;
        let letter = if text.as_bytes()[at] == b'A' { "B" } else { "A" };
        fs::write(file, format!("{}{letter}{}", &text[..at], &text[at + 1..])).unwrap();
    }),
    ("the last line missing", |folder| {
        let file = lines_of(folder, "item");
        let text = fs::read_to_string(&file).unwrap();
        let cut = text.trim_end().rfind('\n').map_or(0, |at| at + 1);
        fs::write(file, &text[..cut]).unwrap();
    }),
    ("half a line", |folder| {
        let file = lines_of(folder, "item");
        let text = fs::read(&file).unwrap();
        fs::write(file, &text[..text.len() - 20]).unwrap();
    }),
    ("a line twice", |folder| {
        let file = lines_of(folder, "procurement_project");
        let text = fs::read_to_string(&file).unwrap();
        let first = text.lines().next().unwrap();
        fs::write(&file, format!("{text}{}\n", first.replace("CH-1", "CH-9"))).unwrap();
    }),
    ("a file missing", |folder| fs::remove_file(lines_of(folder, "page_view")).unwrap()),
    ("no manifest", |folder| fs::remove_file(folder.join("manifest.json")).unwrap()),
    ("a table missing from the manifest", |folder| {
        let mut told = manifest(folder).unwrap();
        told.tables.retain(|table| table.name != "procurement_project");
        fs::write(folder.join("manifest.json"), serde_json::to_string(&told).unwrap()).unwrap();
    }),
    ("another layout", |folder| {
        let mut told = manifest(folder).unwrap();
        told.layout = 99;
        fs::write(folder.join("manifest.json"), serde_json::to_string(&told).unwrap()).unwrap();
    }),
];

fn lines_of(folder: &Path, name: &str) -> PathBuf {
    folder.join("tables").join(format!("{name}.jsonl"))
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to.join("tables")).unwrap();
    fs::copy(from.join("manifest.json"), to.join("manifest.json")).unwrap();
    for file in fs::read_dir(from.join("tables")).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), to.join("tables").join(file.file_name())).unwrap();
    }
}

#[tokio::test]
async fn a_database_with_rows_and_a_folder_with_files_are_left_alone() {
    on_each_engine(|test| async move {
        let office = filled(&test).await;
        let folder = test.folder.path().join("first");
        backed_up(&office, &folder).await;
        let refused = restore(&test.db, &folder).await;
        assert!(matches!(refused, Err(BackupError::Occupied(..))), "{refused:?}");
        let refused = backup(&office, &folder, by().at).await;
        assert!(matches!(refused, Err(BackupError::NotEmpty(_))), "{refused:?}");
        assert_verified(&office).await;
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_restored_database_opens_with_its_own_key_only() {
    on_each_engine(|test| async move {
        let office = filled(&test).await;
        let folder = test.folder.path().join("first");
        backed_up(&office, &folder).await;
        let target = other(test.engine()).await;
        restore(&target.db, &folder).await.unwrap();
        let key = gongkai_app::sealing::InstallationKey::generate().unwrap();
        let refused = Installation::open(target.db.clone(), office.law.clone(), key).await;
        assert!(matches!(refused, Err(Opening::WrongKey { .. })), "{refused:?}");
        for file in fs::read_dir(folder.join("tables")).unwrap() {
            let text = fs::read_to_string(file.unwrap().path()).unwrap();
            assert!(!text.contains("gongkai-key-1"));
            assert!(!text.contains(office.key.write().split_whitespace().nth(1).unwrap()));
        }
    })
    .await
    .unwrap();
}
