//! Somebody signed in: who they are and what they may do, as every use case asks it.

use crate::import::By;
use crate::reports;
use gongkai_domain::bodies::BODIES;
use gongkai_domain::people::{Grant, Leave, Line, Permission, Reach, Role, keep_apart};
use gongkai_storage::people::{self, Staff, StaffGrant};
use gongkai_storage::{StorageError, Tx, delegations};
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
    /// Their own roles.
    pub grants: Vec<Grant>,
    /// For whom they stand in today.
    pub standing_in: Vec<StandIn>,
    /// What all of these let them do.
    pub reach: Reach,
}

/// Somebody's roles, had for them while they are away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandIn {
    /// Name of who is away.
    pub name: String,
    /// Last day.
    pub last_day: Date,
    /// The roles: those of the absent person that hold and need not be kept apart from one's own.
    pub grants: Vec<Grant>,
}

impl Officer {
    /// Works out what a person may do on a day.
    pub(crate) async fn of(tx: &mut Tx, staff: Staff, today: Date) -> Result<Self, StorageError> {
        let grants: Vec<Grant> = people::grants(tx, &staff.id).await?.iter().filter_map(grant_of).collect();
        let standing_in = standing_in(tx, &staff.id, &grants, today).await?;
        let all: Vec<Grant> =
            grants.iter().chain(standing_in.iter().flat_map(|one| &one.grants)).cloned().collect();
        let reach = Reach::of(&all, &lines(tx).await?, today);
        let Staff { id, account, name, body, .. } = staff;
        Ok(Self { id, account, name, body, grants, standing_in, reach })
    }

    /// Every role had on a day, one's own and those of whom one stands in for.
    pub fn roles(&self, today: Date) -> Vec<Role> {
        let all = self.grants.iter().chain(self.standing_in.iter().flat_map(|one| &one.grants));
        all.filter(|grant| grant.holds_on(today)).map(|grant| grant.role).collect()
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

/// For whom a person stands in on a day. Only the absent person's own roles come along, not those they have for others.
async fn standing_in(
    tx: &mut Tx,
    staff: &str,
    own: &[Grant],
    today: Date,
) -> Result<Vec<StandIn>, StorageError> {
    let own: Vec<Role> = own.iter().filter(|grant| grant.holds_on(today)).map(|grant| grant.role).collect();
    let mut all = Vec::new();
    let mut roles = own;
    for open in delegations::open_of(tx, staff, today).await? {
        let leave = Leave { first: open.first_day, last: open.last_day };
        if open.to_staff != staff || !leave.holds_on(today) {
            continue;
        }
        let Some(away) = people::by_id(tx, &open.from_staff).await? else { continue };
        if away.state != "active" {
            continue;
        }
        let mut grants = Vec::new();
        for grant in people::grants(tx, &away.id).await?.iter().filter_map(grant_of) {
            let together = [&roles[..], &[grant.role]].concat();
            if grant.holds_on(today) && keep_apart(&together).is_none() {
                roles = together;
                grants.push(grant);
            }
        }
        all.push(StandIn { name: away.name, last_day: open.last_day, grants });
    }
    Ok(all)
}

/// Every body with the one above it.
pub(super) async fn lines(tx: &mut Tx) -> Result<Vec<Line>, StorageError> {
    let bodies = reports::bodies(tx).await?;
    Ok(bodies
        .iter()
        .map(|row| (row.key.clone(), row.value(&BODIES, "parent").as_text().map(str::to_owned)))
        .collect())
}
