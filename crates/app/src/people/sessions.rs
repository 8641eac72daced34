//! Sessions: who is behind a cookie, while it is used.

use super::officer::Officer;
use super::second_factor;
use crate::Installation;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use gongkai_domain::digest;
use gongkai_storage::people;
use gongkai_storage::sessions::{self, Session};
use gongkai_storage::{StorageError, Tx};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

/// Stage of a session that still waits for the second factor.
pub(super) const HALF: &str = "password";
/// Stage of a session that is signed in.
pub(super) const WHOLE: &str = "whole";

/// A session, with who is behind it.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
    pub officer: Officer,
    /// The session.
    pub session: Session,
    /// What they must do before anything else.
    pub due: Option<Due>,
}

/// What somebody must do to their own account before anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// Set up the second factor that one of their roles asks for.
    SecondFactor,
    /// Choose another password: the present one is older than the rule allows.
    Password,
}

/// A secret of 256 bits for cookies, forms and links; `None` when the machine gave no randomness.
pub(crate) fn secret() -> Option<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).ok()?;
    Some(URL_SAFE_NO_PAD.encode(bytes))
}

/// Who is behind the secret of a cookie, if the session is not over.
///
/// That it was used is noted once a minute, outside of the way: a page never waits for the database's writer.
pub async fn signed_in(
    office: &Installation,
    secret: &str,
    now: Timestamp,
    today: Date,
) -> Result<Option<SignedIn>, StorageError> {
    let mut tx = office.db.read().await?;
    let Some(session) = going_on(office, &mut tx, secret, now).await? else { return Ok(None) };
    let Some(staff) = people::by_id(&mut tx, &session.staff).await? else { return Ok(None) };
    if staff.state != "active" || session.stage != WHOLE {
        return Ok(None);
    }
    let (has_second, set_at) = (second_factor::is_on(&staff), staff.password_set_at);
    let officer = Officer::of(&mut tx, staff, today).await?;
    let rule = &office.law.sign_in;
    let due = if !has_second && rule.wants_second_factor(&officer.roles(today)) {
        Some(Due::SecondFactor)
    } else if rule.days > 0 && set_at.is_none_or(|set| now.duration_since(set) >= days(rule.days)) {
        Some(Due::Password)
    } else {
        None
    };
    if now.duration_since(session.seen_at) >= SignedDuration::from_mins(1) {
        tokio::spawn(see(office.clone(), session.digest.clone(), now));
    }
    Ok(Some(SignedIn { officer, session, due }))
}

fn days(days: u32) -> SignedDuration {
    SignedDuration::from_hours(24 * i64::from(days))
}

/// The id of whose session a secret was, also when it is over: known for a week, unless it was ended by somebody.
pub async fn who_was(office: &Installation, secret: &str) -> Result<Option<String>, StorageError> {
    let mut tx = office.db.read().await?;
    let session = sessions::get(&mut tx, &digest::of_bytes(secret.as_bytes())).await?;
    Ok(session.filter(|session| session.stage == WHOLE).map(|session| session.staff))
}

/// The session of a secret, while it is neither idle for too long nor too old.
pub(super) async fn going_on(
    office: &Installation,
    tx: &mut Tx,
    secret: &str,
    now: Timestamp,
) -> Result<Option<Session>, StorageError> {
    let session = sessions::get(tx, &digest::of_bytes(secret.as_bytes())).await?;
    Ok(session.filter(|session| goes_on(office, session, now)))
}

/// Whether a session is neither idle for too long nor too old.
pub(super) fn goes_on(office: &Installation, session: &Session, now: Timestamp) -> bool {
    let (idle, whole) = limits(office);
    now.duration_since(session.seen_at) < idle && now.duration_since(session.begun_at) < whole
}

/// How long a session may be idle, and last in all.
fn limits(office: &Installation) -> (SignedDuration, SignedDuration) {
    let rule = &office.law.sign_in;
    (
        SignedDuration::from_mins(rule.idle_minutes.into()),
        SignedDuration::from_hours(rule.session_hours.into()),
    )
}

async fn see(office: Installation, digest: String, now: Timestamp) {
    let noted = async {
        let mut tx = office.db.write().await?;
        sessions::see(&mut tx, &digest, now).await?;
        tx.commit().await
    };
    // A session that was not noted ends a little early; nothing else depends on it.
    let _: Result<(), StorageError> = noted.await;
}

/// Ends a session.
pub async fn sign_out(office: &Installation, session: &Session) -> Result<(), StorageError> {
    let mut tx = office.db.write().await?;
    sessions::end(&mut tx, &session.staff, &session.digest).await?;
    tx.commit().await
}
