//! Accounts: inviting people, giving them roles.

use super::authority::{Authority, must_grant};
use super::faults::PeopleError;
use super::links::{self, LinkKind};
use super::officer::{self, grant_of};
use super::roles::{stored, told};
use crate::import::By;
use crate::{Installation, reports};
use gongkai_domain::people::{Grant, Permission, Role, keep_apart};
use gongkai_domain::says::Says;
use gongkai_storage::audit::{self, Act};
use gongkai_storage::people::{self, Staff};
use gongkai_storage::{StorageError, Tx};
use serde_json::json;

/// Longest account and name in characters.
const LONGEST: usize = 40;

/// Somebody to be invited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewStaff {
    /// What they will type to sign in.
    pub account: String,
    /// Name.
    pub name: String,
    /// Code of the body they work at.
    pub body: String,
    /// E-mail; empty for none.
    pub email: String,
    /// Their first roles.
    pub grants: Vec<Grant>,
}

/// Invites a person; answers who they are now, and the secret of their link.
///
/// # Errors
/// A field that cannot be taken; whoever acts may not keep accounts of that body, or may not give one of the roles.
pub async fn invite(office: &Installation, new: &NewStaff, by: &By) -> Result<(Staff, String), PeopleError> {
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let authority = Authority::of(&mut tx, by).await?;
    let staff = checked(&mut tx, new, by).await?;
    authority.must(Permission::ManagePeople, &new.body)?;
    check_roles(&mut tx, &new.grants).await?;
    let lines = officer::lines(&mut tx).await?;
    for grant in &new.grants {
        must_grant(&mut tx, &authority, grant, &lines, by.today).await?;
    }
    people::put(&mut tx, &staff).await?;
    for grant in &new.grants {
        people::put_grant(&mut tx, &stored(&staff.id, grant, by)).await?;
    }
    let secret = links::add(office, &mut tx, &staff.id, LinkKind::Invitation, by).await?;
    let grants: Vec<serde_json::Value> = new.grants.iter().map(told).collect();
    let facts = json!({ "staff": staff.id, "body": staff.body, "grants": grants }).to_string();
    let act = Act { at: by.at, actor: &by.actor, act: "invite-staff", article: "", facts: &facts };
    audit::append(&mut tx, &head, act, &mut []).await?;
    tx.commit().await?;
    Ok((staff, secret))
}

/// Everybody with their roles, by account.
pub async fn staff_list(office: &Installation) -> Result<Vec<(Staff, Vec<Grant>)>, StorageError> {
    let mut tx = office.db.read().await?;
    let grants = people::all_grants(&mut tx).await?;
    let staff = people::all(&mut tx).await?;
    Ok(staff
        .into_iter()
        .map(|staff| {
            let own = grants.iter().filter(|grant| grant.staff == staff.id).filter_map(grant_of).collect();
            (staff, own)
        })
        .collect())
}

/// The name of whoever the audit trail calls `actor`; as it is when it is no person.
pub async fn name_of(tx: &mut Tx, actor: &str) -> Result<String, StorageError> {
    let Some(id) = actor.strip_prefix("staff:") else { return Ok(actor.to_owned()) };
    Ok(people::by_id(tx, id).await?.map_or_else(|| actor.to_owned(), |staff| staff.name))
}

async fn checked(tx: &mut Tx, new: &NewStaff, by: &By) -> Result<Staff, PeopleError> {
    let account = new.account.trim().to_lowercase();
    let sound = |letter: char| letter.is_ascii_alphanumeric() || ".-_".contains(letter);
    if account.is_empty() || account.len() > LONGEST || !account.chars().all(sound) {
        let says = Says::new(
            format!("账号只能用字母、数字和 . - _，最多 {LONGEST} 个"),
            format!("an account has letters, digits and . - _, at most {LONGEST}"),
        );
        return Err(PeopleError::Field("account", says));
    }
    if people::by_account(tx, &account).await?.is_some() {
        let says = Says::new(
            format!("账号“{account}”已经有人用了"),
            format!("there is an account “{account}” already"),
        );
        return Err(PeopleError::Field("account", says));
    }
    let name = new.name.trim();
    if name.is_empty() || name.chars().count() > LONGEST {
        let says = Says::new(
            format!("请写姓名，最多 {LONGEST} 个字"),
            format!("give a name of at most {LONGEST} characters"),
        );
        return Err(PeopleError::Field("name", says));
    }
    is_a_body(tx, &new.body, "body").await?;
    let id = super::sessions::secret().ok_or(PeopleError::NoRandomness)?;
    Ok(Staff {
        id: id.chars().filter(char::is_ascii_alphanumeric).take(12).collect(),
        account,
        name: name.to_owned(),
        body: new.body.clone(),
        email: Some(new.email.trim().to_owned()).filter(|email| !email.is_empty()),
        state: "invited".to_owned(),
        password: None,
        password_set_at: None,
        second_factor: None,
        second_factor_step: None,
        recovery_codes: None,
        provider_subject: None,
        failures: 0,
        locked_until: None,
        made_at: by.at,
        signed_in_at: None,
    })
}

async fn check_roles(tx: &mut Tx, grants: &[Grant]) -> Result<(), PeopleError> {
    let roles: Vec<Role> = grants.iter().map(|grant| grant.role).collect();
    if let Some(says) = keep_apart(&roles) {
        return Err(PeopleError::Field("roles", says));
    }
    for grant in grants {
        is_a_body(tx, &grant.body, "roles").await?;
    }
    Ok(())
}

/// Refuses a body that is not in the register.
pub(super) async fn is_a_body(tx: &mut Tx, code: &str, field: &'static str) -> Result<(), PeopleError> {
    if reports::bodies(tx).await?.iter().any(|row| row.key == code) {
        return Ok(());
    }
    let says = Says::new(format!("机构名录里没有“{code}”"), format!("there is no body “{code}”"));
    Err(PeopleError::Field(field, says))
}
