//! Taking a bulk change back (撤销批量修改): a new act that gives every row what it held before, where nobody has changed it
//! since.

use super::bulk::{BulkError, MOST_AT_ONCE};
use super::may_keep;
use crate::Installation;
use crate::import::{Amendment, By, Ledger, amend, foresee};
use crate::people::Officer;
use crate::rows::opened;
use crate::rows::{of_plain, values_before};
use gongkai_domain::registers::{Place, Register};
use gongkai_storage::{StorageError, audit, registers};
use serde_json::{Map, json};
use std::collections::HashMap;

/// What was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakenBack {
    /// Rows that hold again what they held before.
    pub rows: usize,
    /// Rows left as they are, because they were changed or removed since.
    pub left: usize,
    /// The act that did it, which can be taken back in turn; none where there was nothing to do.
    pub sequence: Option<i64>,
}

/// Takes back what the officer's own bulk change with this place in the trail did.
///
/// # Errors
/// [`BulkError::Nothing`] where it was no bulk change of theirs, or no row is left as it made it.
pub async fn take_back_many(
    office: &Installation,
    officer: &Officer,
    register: &'static Register,
    sequence: i64,
    by: &By,
) -> Result<TakenBack, BulkError> {
    let mut tx = office.db.read().await?;
    let entry = audit::entry(&mut tx, sequence).await?.ok_or(BulkError::Nothing)?;
    if entry.act != "change-rows" || entry.actor != by.actor {
        return Err(BulkError::Nothing);
    }
    let changes = audit::changes_of(&mut tx, sequence, 0, MOST_AT_ONCE).await?;
    let changes: HashMap<&str, &audit::StoredChange> = changes
        .iter()
        .filter(|change| change.register == register.code && change.act == "changed")
        .map(|change| (change.key.as_str(), change))
        .collect();
    let keys: Vec<&str> = changes.keys().copied().collect();
    let mut rows = Vec::with_capacity(keys.len());
    for stored in registers::load(&mut tx, register, &keys).await? {
        let Some(change) = changes.get(stored.row.key.as_str()) else { continue };
        let is_as_made = stored.row.digest(register) == change.digest;
        if !is_as_made || !may_keep(officer, register, stored.row.body(register)) {
            continue;
        }
        let mut row =
            opened(office, register, &stored).map_err(|fault| StorageError::Unreadable(fault.to_string()))?;
        for (code, plain) in values_before(change).unwrap_or_default() {
            let at = register.position(&code).filter(|at| !register.columns[*at].personal);
            if let (Some(at), Some(plain)) = (at, plain.as_str()) {
                row.values[at] = of_plain(&register.columns[at], plain);
            }
        }
        rows.push(row);
    }
    drop(tx);
    let left = changes.len() - rows.len();
    if rows.is_empty() {
        return Err(BulkError::Nothing);
    }
    let places = rows.iter().map(|row| Place::row(&row.key.as_str().into(), &"".into(), 0)).collect();
    let ledger = Ledger { register, rows, places, files: Vec::new(), lacking: Vec::new(), replace: None };
    let facts = Map::from_iter([("undoes".to_owned(), json!(sequence))]);
    let amendment = Amendment { ledger, gone: Vec::new(), act: "change-rows", facts };
    let told = foresee(office, &amendment).await?;
    let applied = amend(office, &amendment, &told.digest, by, &|_| ()).await?;
    Ok(TakenBack { rows: applied.changed, left, sequence: applied.sequence })
}
