//! Somebody signed in: who they are and what they may do, as every use case asks it.

use crate::import::By;
use crate::reports;
use gongkai_domain::bodies::BODIES;
use gongkai_domain::people::{Grant, Line, Permission, Reach, Role};
use gongkai_storage::people::{self, Staff, StaffGrant};
use gongkai_storage::{StorageError, Tx};
use jiff::Timestamp;
use jiff::civil::Date;

/// Somebody signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Officer {
    /// Permanent id.
    pub id: String,
    /// Account.
    pub account: String,
    /// Name.
    pub name: String,
    /// Code of the body they work at.
    pub body: String,
    /// Their roles.
    pub grants: Vec<Grant>,
    /// What these let them do.
    pub reach: Reach,
}

impl Officer {
    /// Works out what a person may do on a day.
    pub(crate) async fn of(tx: &mut Tx, staff: Staff, today: Date) -> Result<Self, StorageError> {
        let grants: Vec<Grant> = people::grants(tx, &staff.id).await?.iter().filter_map(grant_of).collect();
        let lines = lines(tx).await?;
        let reach = Reach::of(&grants, &lines, today);
        Ok(Self { id: staff.id, account: staff.account, name: staff.name, body: staff.body, grants, reach })
    }

    /// Whether a thing may be done for any body at all.
    pub fn may(&self, permission: Permission) -> bool {
        self.reach.may(permission)
    }

    /// Whether a thing may be done for this body.
    pub fn may_for(&self, permission: Permission, body: &str) -> bool {
        self.reach.may_for(permission, body)
    }

    /// Codes of the bodies a thing may be done for, sorted.
    pub fn bodies(&self, permission: Permission) -> Vec<String> {
        self.reach.bodies(permission)
    }

    /// Who acts, and when, as the audit trail keeps it.
    pub fn by(&self, at: Timestamp, today: Date) -> By {
        By { actor: actor(&self.id), at, today }
    }
}

/// What the audit trail calls a person.
pub(crate) fn actor(staff: &str) -> String {
    format!("staff:{staff}")
}

/// A stored grant as the domain knows it; none for a role this program does not know.
pub(crate) fn grant_of(stored: &StaffGrant) -> Option<Grant> {
    let role = Role::of_code(&stored.role)?;
    Some(Grant { role, body: stored.body.clone(), below: stored.below, until: stored.until })
}

/// Every body with the one above it.
async fn lines(tx: &mut Tx) -> Result<Vec<Line>, StorageError> {
    let bodies = reports::bodies(tx).await?;
    Ok(bodies
        .iter()
        .map(|row| (row.key.clone(), row.value(&BODIES, "parent").as_text().map(str::to_owned)))
        .collect())
}
