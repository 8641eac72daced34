//! The migrations make exactly the tables the declarations describe.

use gongkai_storage::{Db, tables};
use gongkai_testkit::{empty_postgres, on_each_engine};

#[tokio::test]
async fn every_table_has_the_declared_columns() {
    on_each_engine(|test| async move {
        let mut tx = test.db.write().await.unwrap();
        for table in tables::all() {
            let found = tables::columns_in_database(&mut tx, &table.name).await.unwrap();
            let declared: Vec<(String, String)> =
                table.columns.iter().map(|(name, kind)| (name.clone(), kind.sql().to_owned())).collect();
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
