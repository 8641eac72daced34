//! The migrations make exactly the tables the declarations describe.

use gongkai_storage::{Db, Engine, StorageError, health, settings, tables};
use gongkai_testkit::{empty_postgres, on_each_engine, tamper};

#[tokio::test]
async fn every_table_has_the_declared_columns() {
    on_each_engine(|test| async move {
        let mut tx = test.db.write().await.unwrap();
        for table in tables::all() {
            // By name: a column added later stands at the end of its table, wherever it is declared.
            let mut found = tables::columns_in_database(&mut tx, &table.name).await.unwrap();
            let mut declared: Vec<(String, String)> =
                table.columns.iter().map(|(name, kind)| (name.clone(), kind.sql().to_owned())).collect();
            found.sort();
            declared.sort();
            assert_eq!(found, declared, "table {} on {:?}", table.name, test.db.engine());
        }
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn migrating_twice_changes_nothing() {
    on_each_engine(|test| async move {
        test.db.migrate().await.unwrap();
        test.db.migrate().await.unwrap();
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn processes_that_start_together_migrate_one_after_the_other() {
    let Some(url) = empty_postgres().await.unwrap() else { return };
    let starting = (0..4).map(|_| async {
        let db = Db::postgres(&url).await.unwrap();
        db.migrate().await
    });
    for started in futures_util::future::join_all(starting).await {
        started.unwrap();
    }
}

#[tokio::test]
async fn an_earlier_schema_is_made_and_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let sqlite = Db::sqlite(&folder.path().join("gongkai.db")).await.unwrap();
    let server = empty_postgres().await.unwrap();
    let databases = match server {
        Some(url) => vec![sqlite, Db::postgres(&url).await.unwrap()],
        None => vec![sqlite],
    };
    for db in databases {
        assert_eq!(version(&db).await, 0);
        db.migrate_to(2).await.unwrap();
        assert_eq!(version(&db).await, 2);
        let there = tables::in_database(&mut db.read().await.unwrap()).await.unwrap();
        assert!(there.iter().any(|table| table.name == "item"));
        assert!(!there.iter().any(|table| table.name == "edition"), "came with the third");
        db.migrate().await.unwrap();
        let (found, known) = health::versions(&mut db.read().await.unwrap()).await.unwrap();
        assert_eq!(found, known);
        // What is newer stays so.
        db.migrate_to(2).await.unwrap();
        assert_eq!(version(&db).await, known);
        let there = tables::in_database(&mut db.read().await.unwrap()).await.unwrap();
        let names =
            |tables: &[tables::Table]| tables.iter().map(|table| table.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&there), names(&tables::all()));
    }
}

#[tokio::test]
async fn a_newer_database_is_refused_even_while_somebody_writes() {
    on_each_engine(|test| async move {
        tamper(&test.db, "insert into schema_version (version) values (9999)").await.unwrap();
        let writing = test.db.write().await.unwrap();
        let refused = test.db.migrate().await;
        assert!(matches!(refused, Err(StorageError::Newer { found: 9999, .. })), "{refused:?}");
        drop(writing);
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_copy_of_the_file_is_the_database_as_it_was() {
    on_each_engine(|test| async move {
        let copy = test.folder.path().join("copy.db");
        tamper(&test.db, "insert into setting (name, value) values ('one', '1')").await.unwrap();
        let copied = test.db.copy_file(&copy).await.unwrap();
        assert_eq!(copied, test.db.engine() == Engine::Sqlite);
        if !copied {
            assert!(!copy.exists());
            return;
        }
        tamper(&test.db, "insert into setting (name, value) values ('two', '2')").await.unwrap();
        let then = Db::sqlite(&copy).await.unwrap();
        let mut tx = then.read().await.unwrap();
        assert_eq!(settings::get(&mut tx, "one").await.unwrap().as_deref(), Some("1"));
        assert_eq!(settings::get(&mut tx, "two").await.unwrap(), None);
    })
    .await
    .unwrap();
}

async fn version(db: &Db) -> i64 {
    health::versions(&mut db.read().await.unwrap()).await.unwrap().0
}
