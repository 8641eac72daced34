//! The history of one row: which acts changed it, and what was there before.

use crate::Installation;
use gongkai_storage::audit::StoredChange;
use gongkai_storage::{StorageError, audit};

/// Every recorded change of a row, oldest first.
pub async fn of_row(
    office: &Installation,
    register: &str,
    key: &str,
) -> Result<Vec<StoredChange>, StorageError> {
    let mut tx = office.db.read().await?;
    audit::history(&mut tx, register, key).await
}
