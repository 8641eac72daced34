//! On whose authority people are looked after.

use super::faults::PeopleError;
use super::officer::{self, Officer, grant_of};
use crate::import::By;
use gongkai_domain::people::{Grant, Line, Permission, Role};
use gongkai_storage::people::{self, Staff};
use gongkai_storage::{StorageError, Tx};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What the audit trail calls whoever runs the program on its machine.
pub const COMMAND_LINE: &str = "command-line";

/// Who looks after people, as one transaction sees them.
pub(super) enum Authority {
    /// Whoever runs the program on its machine: they have the database anyway.
    Machine,
    /// An officer, with the permissions they have now.
    Officer(Box<Officer>),
}

impl Authority {
    /// Of whoever an act names.
    pub(super) async fn of(tx: &mut Tx, by: &By) -> Result<Self, PeopleError> {
        if by.actor == COMMAND_LINE {
            return Ok(Self::Machine);
        }
        let id = by.actor.strip_prefix("staff:").unwrap_or_default();
        match people::by_id(tx, id).await? {
            Some(staff) if staff.state == "active" => {
                Ok(Self::Officer(Box::new(Officer::of(tx, staff, by.today).await?)))
            }
            _ => Err(PeopleError::Unknown),
        }
    }

    /// Refuses what may not be done for a body.
    pub(super) fn must(&self, permission: Permission, body: &str) -> Result<(), PeopleError> {
        match self {
            Self::Officer(officer) if !officer.may_for(permission, body) => {
                let name = permission.name();
                Err(PeopleError::refused(
                    format!("你对这个机构没有“{}”的权限", name.zh),
                    format!("you may not {} for this body", name.en),
                ))
            }
            _ => Ok(()),
        }
    }

    /// Refuses what nobody does to themselves.
    pub(super) fn must_be_another(&self, staff: &Staff) -> Result<(), PeopleError> {
        match self {
            Self::Officer(officer) if officer.id == staff.id => Err(PeopleError::refused(
                "不能对自己的账号做这件事，请另一位管理员办理",
                "nobody does this to their own account; ask another one in charge",
            )),
            _ => Ok(()),
        }
    }

    /// The person with this id, if they may be seen at all.
    pub(super) async fn find(&self, tx: &mut Tx, staff: &str) -> Result<Staff, PeopleError> {
        let staff = people::by_id(tx, staff).await?.ok_or(PeopleError::Unknown)?;
        let grants: Vec<Grant> = people::grants(tx, &staff.id).await?.iter().filter_map(grant_of).collect();
        match self {
            Self::Officer(officer) if !sees(officer, &staff, &grants) => Err(PeopleError::Unknown),
            _ => Ok(staff),
        }
    }
}

/// Whether an officer who looks after people may see a person: one who works at a body of theirs, or has a role there.
pub(super) fn sees(officer: &Officer, staff: &Staff, grants: &[Grant]) -> bool {
    let of_mine = |body: &str| is_of(officer, body);
    of_mine(&staff.body) || grants.iter().any(|grant| of_mine(&grant.body))
}

/// Whether an officer looks after the people of a body.
pub(super) fn is_of(officer: &Officer, body: &str) -> bool {
    [Permission::ManagePeople, Permission::GrantRoles]
        .into_iter()
        .any(|permission| officer.may_for(permission, body))
}

/// Everybody who may sign in now, with the roles that hold on a day.
pub(super) async fn active(tx: &mut Tx, today: Date) -> Result<Vec<(Staff, Vec<Grant>)>, StorageError> {
    let grants = people::all_grants(tx).await?;
    let staff = people::all(tx).await?;
    let own = |staff: &Staff| {
        let own = grants.iter().filter(|grant| grant.staff == staff.id).filter_map(grant_of);
        own.filter(|grant| grant.holds_on(today)).collect()
    };
    Ok(staff
        .into_iter()
        .filter(|staff| staff.state == "active")
        .map(|staff| {
            let grants = own(&staff);
            (staff, grants)
        })
        .collect())
}

/// The bodies for which a security officer is active on a day.
pub(super) struct Guarded(BTreeSet<String>);

impl Guarded {
    /// Looks them up.
    pub(super) async fn on(tx: &mut Tx, today: Date) -> Result<Self, StorageError> {
        let lines = officer::lines(tx).await?;
        let all = active(tx, today).await?;
        let guarding = all.iter().flat_map(|(_, grants)| grants);
        let guarding = guarding.filter(|grant| grant.role == Role::SecurityOfficer);
        Ok(Self(guarding.flat_map(|grant| grant.within(&lines)).collect()))
    }

    /// Whether an officer may give roles for a body.
    ///
    /// The security officer does; where there is none, the administrator, so that an office can be set up at all.
    pub(super) fn lets_grant(&self, officer: &Officer, body: &str) -> bool {
        officer.may_for(Permission::GrantRoles, body) || self.leaves_to(officer, body)
    }

    /// Whether an administrator gives roles for a body only because no security officer does.
    pub(super) fn leaves_to(&self, officer: &Officer, body: &str) -> bool {
        officer.may_for(Permission::ManagePeople, body) && !self.0.contains(body)
    }
}

/// Refuses roles for bodies whoever acts may not give them for.
pub(super) async fn must_grant(
    tx: &mut Tx,
    authority: &Authority,
    grant: &Grant,
    lines: &[Line],
    today: Date,
) -> Result<(), PeopleError> {
    let Authority::Officer(officer) = authority else { return Ok(()) };
    let bodies: BTreeSet<String> = grant.within(lines);
    let guarded = Guarded::on(tx, today).await?;
    for body in bodies {
        if !guarded.lets_grant(officer, &body) {
            return Err(PeopleError::field(
                "body",
                format!("你不能为“{body}”授权：授权由安全管理员办理，范围不能超出他自己的"),
                format!(
                    "you may not give roles for “{body}”: the security officer does, within their own bodies"
                ),
            ));
        }
    }
    Ok(())
}
