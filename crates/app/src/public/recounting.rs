//! A tally brought up to date by the rows that changed since it was counted.

use crate::rows::before_change;
use gongkai_domain::audit::RowAct;
use gongkai_domain::registers::{Register, Row, Tally};
use gongkai_storage::audit::{self, StoredChange};
use gongkai_storage::{StorageError, Tx, registers};
use std::collections::HashMap;

/// Changes up to which this is quicker than counting the whole register.
const MOST: usize = 500;

/// What became of a tally.
pub(super) enum Since {
    /// No row of the register was changed.
    Nothing,
    /// The tally as it is now.
    Counted(Tally),
    /// Too much changed, or something that changes do not tell: the register must be counted.
    TooMuch,
}

/// What the acts after `counted` changed in a tally counted there.
pub(super) async fn since(tx: &mut Tx, tally: &Tally, counted: i64) -> Result<Since, StorageError> {
    let register = tally.register;
    let Some(changes) = audit::changes_since(tx, register.code, counted, MOST).await? else {
        return Ok(Since::TooMuch);
    };
    if changes.is_empty() {
        return Ok(Since::Nothing);
    }
    let mut keys: Vec<&str> = changes.iter().map(|change| change.key.as_str()).collect();
    keys.sort_unstable();
    keys.dedup();
    let now = registers::load(tx, register, &keys).await?;
    let now: HashMap<String, Row> =
        now.into_iter().map(|stored| (stored.row.key.clone(), stored.row)).collect();
    let Some(then) = as_they_were(register, now.clone(), &changes) else { return Ok(Since::TooMuch) };
    let mut tally = tally.clone();
    for row in then.values() {
        tally.count_out(row);
    }
    for row in now.values() {
        tally.count_in(row);
    }
    Ok(Since::Counted(tally))
}

/// The rows before the changes, which come newest first; `None` where a change tells of a row that is not there.
fn as_they_were(
    register: &'static Register,
    mut rows: HashMap<String, Row>,
    changes: &[StoredChange],
) -> Option<HashMap<String, Row>> {
    for change in changes {
        if change.act == RowAct::Added.code() {
            rows.remove(&change.key)?;
        } else {
            let after = rows.remove(&change.key);
            rows.insert(change.key.clone(), before_change(register, change, after)?);
        }
    }
    Some(rows)
}
