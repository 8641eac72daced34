//! Keeping registers in the office: who may read and keep which, their lists, single rows, changes by hand.
//!
//! Whoever may [`Permission::Read`] for a body sees its rows, without personal data; whoever may keep a register for a
//! body changes them, always through [`import`](crate::import).

mod browsing;
mod bulk;
mod bulk_undoing;
mod effects;
mod exporting;
mod form;
mod row;
mod saving;
mod shelf;
mod views;
mod waiting;
mod works;

pub use browsing::{Asked, FilterValues, Listed, MOST_SEARCHED, MOST_SORTED, Shown, browse, filters};
pub use bulk::{Bulk, BulkError, MOST_AT_ONCE, Picked, set_on_many, settable};
pub use bulk_undoing::{TakenBack, take_back_many};
pub use effects::{Effect, effects};
pub use exporting::{Exported, MOST_EXPORTED, export};
pub use form::{FieldFault, Written, read_field, read_fields};
pub use row::{Change, OneRow, Opened, one, open_personal};
pub(crate) use saving::next_key;
pub use saving::{KeepError, Saved, Told, counts_in, remove, restore, save};
pub use shelf::{Shelved, shelf};
pub use views::{ViewError, forget_view, keep_view, views};
pub use waiting::{Sent, Waiting, WaitingError, compare_kept, drop_waiting, keep_waiting, waiting};
pub use works::{Outcome, Work, Works, carry_out, carry_out_many};

use crate::people::Officer;
use crate::{Installation, StorageError, reports};
use gongkai_domain::bodies::BODIES;
use gongkai_domain::people::Permission;
use gongkai_domain::registers::{BodyNames, Holding, Register, Row, Value};
use gongkai_storage::registers::Stored;

/// What stands in place of a personal value for whoever is not shown it.
pub const MASKED: &str = "●●●";

/// What keeping the rows of a register by hand takes; `None` for items, which go their own way to publication.
///
/// What the office itself says in its report belongs to whoever prepares it, placements to whoever publishes.
pub fn keeping(register: &Register) -> Option<Permission> {
    match (register.holding, register.code) {
        (Holding::Editions, _) => None,
        (_, "report-texts" | "report-overrides" | "report-not-applicable") => {
            Some(Permission::PrepareReports)
        }
        (_, "placements") => Some(Permission::PublishItems),
        _ => Some(Permission::KeepRegisters),
    }
}

/// Whether somebody may keep a register for a body.
pub fn may_keep(officer: &Officer, register: &Register, body: &str) -> bool {
    keeping(register).is_some_and(|permission| officer.may_for(permission, body))
}

/// Codes of the bodies somebody may keep a register for.
pub fn kept_bodies(officer: &Officer, register: &Register) -> Vec<String> {
    keeping(register).map(|permission| officer.bodies(permission)).unwrap_or_default()
}

/// The names of the registered bodies.
pub async fn body_names(office: &Installation) -> Result<BodyNames, StorageError> {
    let mut tx = office.db.read().await?;
    Ok(names_of(&reports::bodies(&mut tx).await?))
}

fn names_of(bodies: &[Row]) -> BodyNames {
    let mut names = BodyNames::new();
    for row in bodies {
        let text = |code: &str| row.value(&BODIES, code).to_plain();
        names.add(&row.key, &text("name"), &text("short_name"));
    }
    names
}

/// A stored row with its personal values masked.
fn masked(register: &Register, stored: Stored) -> Row {
    let mut row = stored.row;
    for (column, value) in register.columns.iter().zip(&mut row.values) {
        if column.personal && !value.is_absent() {
            *value = Value::Text(MASKED.to_owned());
        }
    }
    row
}
