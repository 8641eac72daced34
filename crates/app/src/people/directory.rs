//! Who there is, as those who look after people see it.

use super::authority::{Guarded, is_of, sees};
use super::delegations::{self, Absence};
use super::faults::PeopleError;
use super::officer::{Officer, grant_of};
use super::own::{self, Place};
use super::second_factor;
use crate::import::By;
use crate::{Installation, reports};
use gongkai_domain::bodies::BODIES;
use gongkai_domain::people::{Grant, Permission};
use gongkai_storage::people::{self, Staff};
use gongkai_storage::{StorageError, Tx};

/// A body as pages name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// Permanent code.
    pub code: String,
    /// Name.
    pub name: String,
}

/// A person in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Who.
    pub staff: Staff,
    /// Name of their body.
    pub body: String,
    /// Their roles as far as whoever looks may see them, each with the name of its body.
    pub grants: Vec<(Grant, String)>,
}

/// A person with everything about them that whoever looks may see and do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// As in the list.
    pub listed: Listed,
    /// Whether a second factor is on.
    pub has_second_factor: bool,
    /// Where they are signed in; for the security officer.
    pub places: Vec<Place>,
    /// Leaves that are not over.
    pub absences: Vec<Absence>,
    /// Whether it is whoever looks.
    pub is_self: bool,
    /// Of [`ManagePeople`](Permission::ManagePeople) and [`GrantRoles`](Permission::GrantRoles), what whoever looks may
    /// do for the person's body.
    pub may: Vec<Permission>,
    /// Bodies whoever looks may give roles for.
    pub grantable: Vec<Body>,
    /// Whether they may only because there is no active security officer there.
    pub for_want_of_another: bool,
}

/// Everybody an officer may see who looks after people, by account.
pub async fn people(office: &Installation, officer: &Officer) -> Result<Vec<Listed>, StorageError> {
    let mut tx = office.db.read().await?;
    let bodies = bodies(&mut tx).await?;
    let grants = people::all_grants(&mut tx).await?;
    let all = people::all(&mut tx).await?;
    Ok(all
        .into_iter()
        .filter_map(|staff| {
            let own: Vec<Grant> =
                grants.iter().filter(|grant| grant.staff == staff.id).filter_map(grant_of).collect();
            sees(officer, &staff, &own).then(|| listed(officer, staff, own, &bodies))
        })
        .collect())
}

/// One person; nobody when the officer may not see them.
pub async fn person(
    office: &Installation,
    officer: &Officer,
    id: &str,
    by: &By,
) -> Result<Person, PeopleError> {
    let mut tx = office.db.read().await?;
    let staff = people::by_id(&mut tx, id).await?.ok_or(PeopleError::Unknown)?;
    let grants: Vec<Grant> = people::grants(&mut tx, &staff.id).await?.iter().filter_map(grant_of).collect();
    if !sees(officer, &staff, &grants) {
        return Err(PeopleError::Unknown);
    }
    let bodies = bodies(&mut tx).await?;
    let guarded = Guarded::on(&mut tx, by.today).await?;
    drop(tx);
    let may_lock = officer.may_for(Permission::GrantRoles, &staff.body);
    let places = if may_lock { own::places(office, &staff.id, by.at).await? } else { Vec::new() };
    let works_here = is_of(officer, &staff.body);
    let absences =
        if works_here { delegations::absences(office, &staff.id, by.today).await? } else { Vec::new() };
    let grantable: Vec<Body> =
        bodies.iter().filter(|body| guarded.lets_grant(officer, &body.code)).cloned().collect();
    Ok(Person {
        has_second_factor: second_factor::is_on(&staff),
        places,
        absences,
        is_self: staff.id == officer.id,
        may: [Permission::ManagePeople, Permission::GrantRoles]
            .into_iter()
            .filter(|permission| officer.may_for(*permission, &staff.body))
            .collect(),
        for_want_of_another: grantable.iter().any(|body| {
            guarded.leaves_to(officer, &body.code) && !officer.may_for(Permission::GrantRoles, &body.code)
        }),
        grantable,
        listed: listed(officer, staff, grants, &bodies),
    })
}

/// The bodies an officer may do a thing for, in the order of the register.
pub async fn bodies_of(
    office: &Installation,
    officer: &Officer,
    permissions: &[Permission],
) -> Result<Vec<Body>, StorageError> {
    let all = bodies(&mut office.db.read().await?).await?;
    let may = |body: &Body| permissions.iter().any(|permission| officer.may_for(*permission, &body.code));
    Ok(all.into_iter().filter(may).collect())
}

/// Somebody who works elsewhere is shown with the roles they have here.
fn listed(officer: &Officer, staff: Staff, grants: Vec<Grant>, bodies: &[Body]) -> Listed {
    let works_here = is_of(officer, &staff.body);
    let grants = grants.into_iter().filter(|grant| works_here || is_of(officer, &grant.body));
    let grants = grants
        .map(|grant| {
            let name = name_of(bodies, &grant.body);
            (grant, name)
        })
        .collect();
    Listed { body: name_of(bodies, &staff.body), staff, grants }
}

fn name_of(bodies: &[Body], code: &str) -> String {
    bodies.iter().find(|body| body.code == code).map_or_else(|| code.to_owned(), |body| body.name.clone())
}

async fn bodies(tx: &mut Tx) -> Result<Vec<Body>, StorageError> {
    let rows = reports::bodies(tx).await?;
    Ok(rows
        .into_iter()
        .map(|row| Body { name: row.value(&BODIES, "name").to_plain(), code: row.key })
        .collect())
}
