//! A database as an older program left it.

use gongkai_storage::{Db, StorageError, dump, tables};

/// Gives the empty database `to` the schema of `version` and the rows of `from` that had a place in it.
///
/// # Errors
/// What the databases answer.
pub async fn as_an_older_program_left_it(from: &Db, to: &Db, version: i64) -> Result<(), StorageError> {
    to.migrate_to(version).await?;
    let (mut reading, mut writing) = (from.read().await?, to.write().await?);
    for table in tables::in_database(&mut writing).await? {
        let mut rows = Vec::new();
        dump::each_row(&mut reading, &table, |row| {
            rows.push(row);
            Ok::<(), StorageError>(())
        })
        .await?;
        dump::clear(&mut writing, &table).await?;
        dump::add_rows(&mut writing, &table, &rows).await?;
    }
    writing.commit().await
}
