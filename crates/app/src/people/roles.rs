//! Giving roles and taking them back.

use super::accounts::is_a_body;
use super::authority::{Authority, active, must_grant};
use super::faults::PeopleError;
use super::officer::{self, grant_of};
use crate::Installation;
use crate::import::By;
use gongkai_domain::people::{Grant, Role, keep_apart};
use gongkai_storage::audit::{self, Act};
use gongkai_storage::people::{self, Staff, StaffGrant};
use gongkai_storage::{StorageError, Tx, delegations};
use jiff::civil::Date;
use serde_json::json;

/// Gives a person a role for a body, or changes how far and how long it holds.
///
/// # Errors
/// Whoever acts may not give roles there, or acts on themselves; the roles must be kept apart; the role would leave
/// nobody to look after accounts.
pub async fn grant(office: &Installation, staff: &str, grant: &Grant, by: &By) -> Result<(), PeopleError> {
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let authority = Authority::of(&mut tx, by).await?;
    let staff = authority.find(&mut tx, staff).await?;
    authority.must_be_another(&staff)?;
    if staff.state == "closed" {
        return Err(PeopleError::Closed);
    }
    is_a_body(&mut tx, &grant.body, "body").await?;
    if grant.until.is_some_and(|until| until < by.today) {
        return Err(PeopleError::field("until", "这一天已经过去", "this day is past"));
    }
    let lines = officer::lines(&mut tx).await?;
    must_grant(&mut tx, &authority, grant, &lines, by.today).await?;
    let own: Vec<Grant> = people::grants(&mut tx, &staff.id).await?.iter().filter_map(grant_of).collect();
    must_go_together(&mut tx, &staff, &own, grant.role, by.today).await?;
    if grant.until.is_some() && own.iter().any(|had| had.role == grant.role && had.until.is_none()) {
        must_not_be_the_last(&mut tx, &staff, grant.role, by.today).await?;
    }
    people::put_grant(&mut tx, &stored(&staff.id, grant, by)).await?;
    let facts = json!({ "staff": staff.id, "grant": told(grant) }).to_string();
    let act = Act { at: by.at, actor: &by.actor, act: "grant-role", article: "", facts: &facts };
    audit::append(&mut tx, &head, act, &mut []).await?;
    Ok(tx.commit().await?)
}

/// Takes a role back.
///
/// # Errors
/// As [`grant`]; the last administrator and the last security officer keep theirs.
pub async fn revoke(
    office: &Installation,
    staff: &str,
    role: Role,
    body: &str,
    by: &By,
) -> Result<(), PeopleError> {
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let authority = Authority::of(&mut tx, by).await?;
    let staff = authority.find(&mut tx, staff).await?;
    authority.must_be_another(&staff)?;
    let lines = officer::lines(&mut tx).await?;
    let all = people::grants(&mut tx, &staff.id).await?;
    let had = all.iter().filter_map(grant_of).find(|had| had.role == role && had.body == body);
    let had = had
        .ok_or_else(|| PeopleError::field("role", "他没有这个角色", "this person does not have this role"))?;
    must_grant(&mut tx, &authority, &had, &lines, by.today).await?;
    must_not_be_the_last(&mut tx, &staff, role, by.today).await?;
    people::remove_grant(&mut tx, &staff.id, role.code(), body).await?;
    let facts = json!({ "staff": staff.id, "grant": told(&had) }).to_string();
    let act = Act { at: by.at, actor: &by.actor, act: "revoke-role", article: "", facts: &facts };
    audit::append(&mut tx, &head, act, &mut []).await?;
    Ok(tx.commit().await?)
}

/// Refuses a role that must be kept apart from those a person has, or stands in with.
async fn must_go_together(
    tx: &mut Tx,
    staff: &Staff,
    own: &[Grant],
    role: Role,
    today: Date,
) -> Result<(), PeopleError> {
    let mut roles: Vec<Role> =
        own.iter().filter(|grant| grant.holds_on(today)).map(|grant| grant.role).collect();
    for open in delegations::open_of(tx, &staff.id, today).await? {
        if open.to_staff == staff.id {
            let theirs = people::grants(tx, &open.from_staff).await?;
            roles.extend(theirs.iter().filter_map(grant_of).map(|grant| grant.role));
        }
    }
    roles.push(role);
    keep_apart(&roles).map_or(Ok(()), |says| Err(PeopleError::Field("role", says)))
}

/// Refuses to take away the last administrator or security officer who can act from now on without an end.
pub(super) async fn must_not_be_the_last(
    tx: &mut Tx,
    staff: &Staff,
    role: Role,
    today: Date,
) -> Result<(), PeopleError> {
    if !matches!(role, Role::Administrator | Role::SecurityOfficer) || staff.state != "active" {
        return Ok(());
    }
    let all = active(tx, today).await?;
    let has = |grants: &[Grant]| grants.iter().any(|grant| grant.role == role && grant.until.is_none());
    let is_one = all.iter().any(|(one, grants)| one.id == staff.id && has(grants));
    let is_another = all.iter().any(|(other, grants)| other.id != staff.id && has(grants));
    if !is_one || is_another {
        return Ok(());
    }
    let name = role.name();
    Err(PeopleError::refused(
        format!("他是最后一位{}，先让另一个人担任，才能停用或收回", name.zh),
        format!("this is the last {}: have another one first", name.en.to_lowercase()),
    ))
}

/// A grant as it is stored.
pub(super) fn stored(staff: &str, grant: &Grant, by: &By) -> StaffGrant {
    StaffGrant {
        staff: staff.to_owned(),
        role: grant.role.code().to_owned(),
        body: grant.body.clone(),
        below: grant.below,
        until: grant.until,
        granted_by: by.actor.clone(),
        granted_at: by.at,
    }
}

/// A grant as the audit trail keeps it.
pub(super) fn told(grant: &Grant) -> serde_json::Value {
    json!({ "role": grant.role.code(), "body": grant.body, "below": grant.below, "until": grant.until })
}

/// Takes every role of a person; answers those there were.
pub(super) async fn take_all(tx: &mut Tx, staff: &str) -> Result<Vec<serde_json::Value>, StorageError> {
    let grants: Vec<Grant> = people::grants(tx, staff).await?.iter().filter_map(grant_of).collect();
    for grant in &grants {
        people::remove_grant(tx, staff, grant.role.code(), &grant.body).await?;
    }
    Ok(grants.iter().map(told).collect())
}
