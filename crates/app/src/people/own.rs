//! One's own account: the password, and where one is signed in.

use super::faults::PeopleError;
use super::officer::actor;
use super::passwords;
use super::sessions::{WHOLE, goes_on};
use super::signing_in::{count_wrong, is_locked};
use super::standing::done;
use crate::Installation;
use crate::import::By;
use gongkai_storage::audit::{self, Act};
use gongkai_storage::people;
use gongkai_storage::sessions::{self, Session};
use gongkai_storage::{StorageError, Tx};
use jiff::Timestamp;
use serde_json::json;

/// A place where somebody is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Id of the place, which gives nothing away: a part of the digest of its secret.
    pub id: String,
    /// The session.
    pub session: Session,
}

/// Letters of a place's id.
const ID: usize = 16;

/// Where a person is signed in now, the place used last first.
pub async fn places(office: &Installation, staff: &str, now: Timestamp) -> Result<Vec<Place>, StorageError> {
    let all = sessions::of_staff(&mut office.db.read().await?, staff).await?;
    let open = all.into_iter().filter(|session| session.stage == WHOLE && goes_on(office, session, now));
    Ok(open.map(|session| Place { id: session.digest.chars().take(ID).collect(), session }).collect())
}

/// Signs a person out at one place; answers whether they were signed in there.
pub async fn end_place(
    office: &Installation,
    staff: &str,
    place: &str,
    by: &By,
) -> Result<bool, StorageError> {
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let all = sessions::of_staff(&mut tx, staff).await?;
    let found = all.iter().find(|session| place.len() == ID && session.digest.starts_with(place));
    let Some(session) = found else { return Ok(false) };
    sessions::end(&mut tx, staff, &session.digest).await?;
    end_act(tx, &head, staff, 1, by).await?;
    Ok(true)
}

/// Signs a person out everywhere but at one place; answers at how many.
pub async fn end_other_places(
    office: &Installation,
    staff: &str,
    kept: &str,
    by: &By,
) -> Result<u64, StorageError> {
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let ended = sessions::end_others(&mut tx, staff, kept).await?;
    end_act(tx, &head, staff, ended, by).await?;
    Ok(ended)
}

async fn end_act(
    mut tx: Tx,
    head: &audit::Head,
    staff: &str,
    ended: u64,
    by: &By,
) -> Result<(), StorageError> {
    let facts = json!({ "staff": staff, "ended": ended }).to_string();
    let act = Act { at: by.at, actor: &by.actor, act: "end-sessions", article: "", facts: &facts };
    audit::append(&mut tx, head, act, &mut []).await?;
    tx.commit().await
}

/// Changes one's own password; every other place where one is signed in ends.
///
/// # Errors
/// The present password is wrong (field `password`), or the new one will not do (`new-password`).
pub async fn change_password(
    office: &Installation,
    staff: &str,
    session: &str,
    present: &str,
    new: &str,
    by: &By,
) -> Result<(), PeopleError> {
    let account =
        people::by_id(&mut office.db.read().await?, staff).await?.ok_or(PeopleError::Unknown)?.account;
    if let Some(fault) = office.law.sign_in.faults(new, &account).first() {
        return Err(PeopleError::Field("new-password", fault.says()));
    }
    if new == present {
        return Err(PeopleError::field("new-password", "新口令和现在的一样", "it is the present one"));
    }
    prove(office, staff, "password", present, by).await?;
    let digest = passwords::digest(new).await.ok_or(PeopleError::NoRandomness)?;
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let mut staff = people::by_id(&mut tx, staff).await?.ok_or(PeopleError::Unknown)?;
    staff.password = Some(digest);
    staff.password_set_at = Some(by.at);
    people::put(&mut tx, &staff).await?;
    people::remove_links(&mut tx, &staff.id).await?;
    sessions::end_others(&mut tx, &staff.id, session).await?;
    done(tx, &head, "set-password", &staff, json!({}), by).await
}

/// Asks a person who is signed in for their password once more. A wrong one counts as at the door: after too many the
/// account is locked and signed in nowhere, for somebody else may sit at their desk.
pub(super) async fn prove(
    office: &Installation,
    staff: &str,
    field: &'static str,
    password: &str,
    by: &By,
) -> Result<(), PeopleError> {
    let known = people::by_id(&mut office.db.read().await?, staff).await?.ok_or(PeopleError::Unknown)?;
    let is_right = passwords::is(password, known.password.as_deref()).await;
    if is_right && !is_locked(&known, by.at) {
        return Ok(());
    }
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let mut staff = people::by_id(&mut tx, staff).await?.ok_or(PeopleError::Unknown)?;
    count_wrong(office, &mut staff, by.at);
    if is_locked(&staff, by.at) {
        sessions::end_all(&mut tx, &staff.id).await?;
    }
    people::put(&mut tx, &staff).await?;
    let facts = json!({ "staff": staff.id, "locked": staff.locked_until }).to_string();
    let actor = actor(&staff.id);
    let act = Act { at: by.at, actor: &actor, act: "password-refused", article: "", facts: &facts };
    audit::append(&mut tx, &head, act, &mut []).await?;
    tx.commit().await?;
    Err(PeopleError::field(field, "现在的口令不对", "the present password is wrong"))
}
