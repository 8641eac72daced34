//! Settings: small named facts of this installation.

use crate::sql::{execute, fetch};
use crate::tables::SqlKind;
use crate::{StorageError, Tx};

/// The setting called `name`.
pub async fn get(tx: &mut Tx, name: &str) -> Result<Option<String>, StorageError> {
    let rows =
        fetch(tx, "select value from setting where name = $1", &[name.into()], &[SqlKind::Text]).await?;
    Ok(rows.first().and_then(|row| row[0].as_text().map(str::to_owned)))
}

/// Sets `name` to `value`.
pub async fn set(tx: &mut Tx, name: &str, value: &str) -> Result<(), StorageError> {
    let sql = "insert into setting (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value";
    execute(tx, sql, &[name.into(), value.into()]).await.map(drop)
}
