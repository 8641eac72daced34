//! Locking and closing accounts, and opening them again.

use super::authority::Authority;
use super::faults::PeopleError;
use super::officer::grant_of;
use super::roles::{must_not_be_the_last, take_all};
use crate::Installation;
use crate::import::By;
use gongkai_domain::people::{Grant, Permission};
use gongkai_storage::audit::{self, Act, Head};
use gongkai_storage::people::{self, Staff};
use gongkai_storage::{StorageError, Tx, delegations, sessions};
use serde_json::{Value, json};

/// Locks an account: nobody signs in with it until it is unlocked, and it is signed in nowhere.
pub async fn lock(office: &Installation, staff: &str, by: &By) -> Result<(), PeopleError> {
    let (mut tx, head, mut staff) = begin(office, staff, Permission::GrantRoles, by).await?;
    if staff.state == "closed" {
        return Err(PeopleError::Closed);
    }
    for grant in grants(&mut tx, &staff).await? {
        must_not_be_the_last(&mut tx, &staff, grant.role, by.today).await?;
    }
    "locked".clone_into(&mut staff.state);
    people::put(&mut tx, &staff).await?;
    sessions::end_all(&mut tx, &staff.id).await?;
    people::remove_links(&mut tx, &staff.id).await?;
    done(tx, &head, "lock-staff", &staff, json!({}), by).await
}

/// Unlocks an account, whoever locked it: the security officer, or too many wrong passwords.
pub async fn unlock(office: &Installation, staff: &str, by: &By) -> Result<(), PeopleError> {
    let (mut tx, head, mut staff) = begin(office, staff, Permission::GrantRoles, by).await?;
    if staff.state == "closed" {
        return Err(PeopleError::Closed);
    }
    if staff.state == "locked" {
        let state = if staff.password.is_some() { "active" } else { "invited" };
        state.clone_into(&mut staff.state);
    }
    staff.failures = 0;
    staff.locked_until = None;
    people::put(&mut tx, &staff).await?;
    done(tx, &head, "unlock-staff", &staff, json!({}), by).await
}

/// Closes an account: its roles, sessions, links and stand-ins end. What the person did stays theirs in the trail.
pub async fn close(office: &Installation, staff: &str, by: &By) -> Result<(), PeopleError> {
    let (mut tx, head, mut staff) = begin(office, staff, Permission::ManagePeople, by).await?;
    for grant in grants(&mut tx, &staff).await? {
        must_not_be_the_last(&mut tx, &staff, grant.role, by.today).await?;
    }
    "closed".clone_into(&mut staff.state);
    people::put(&mut tx, &staff).await?;
    sessions::end_all(&mut tx, &staff.id).await?;
    people::remove_links(&mut tx, &staff.id).await?;
    for open in delegations::open_of(&mut tx, &staff.id, by.today).await? {
        delegations::end(&mut tx, &open.id, by.at).await?;
    }
    let roles = take_all(&mut tx, &staff.id).await?;
    done(tx, &head, "close-staff", &staff, json!({ "roles": roles }), by).await
}

/// Opens a closed account again, without roles and without its old password: the person gets a link.
pub async fn reopen(office: &Installation, staff: &str, by: &By) -> Result<(), PeopleError> {
    let (mut tx, head, mut staff) = begin(office, staff, Permission::ManagePeople, by).await?;
    if staff.state != "closed" {
        return Err(PeopleError::refused("这个账号没有停用", "this account is not closed"));
    }
    "invited".clone_into(&mut staff.state);
    staff.password = None;
    staff.failures = 0;
    staff.locked_until = None;
    people::put(&mut tx, &staff).await?;
    done(tx, &head, "reopen-staff", &staff, json!({}), by).await
}

/// Ends every session of a person.
pub async fn end_sessions(office: &Installation, staff: &str, by: &By) -> Result<u64, PeopleError> {
    let (mut tx, head, staff) = begin(office, staff, Permission::GrantRoles, by).await?;
    let ended = sessions::end_all(&mut tx, &staff.id).await?;
    done(tx, &head, "end-sessions", &staff, json!({ "ended": ended }), by).await?;
    Ok(ended)
}

/// Begins what one who may do it does to another person's account.
pub(super) async fn begin(
    office: &Installation,
    staff: &str,
    permission: Permission,
    by: &By,
) -> Result<(Tx, Head, Staff), PeopleError> {
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let authority = Authority::of(&mut tx, by).await?;
    let staff = authority.find(&mut tx, staff).await?;
    authority.must(permission, &staff.body)?;
    authority.must_be_another(&staff)?;
    Ok((tx, head, staff))
}

/// Writes the entry of what was done to an account, and commits.
pub(super) async fn done(
    mut tx: Tx,
    head: &Head,
    act: &str,
    staff: &Staff,
    mut facts: Value,
    by: &By,
) -> Result<(), PeopleError> {
    facts["staff"] = Value::from(staff.id.as_str());
    let facts = facts.to_string();
    let act = Act { at: by.at, actor: &by.actor, act, article: "", facts: &facts };
    audit::append(&mut tx, head, act, &mut []).await?;
    Ok(tx.commit().await?)
}

async fn grants(tx: &mut Tx, staff: &Staff) -> Result<Vec<Grant>, StorageError> {
    Ok(people::grants(tx, &staff.id).await?.iter().filter_map(grant_of).collect())
}
