//! The second factor (第二种鉴别，动态码): set up, confirmed, used, taken away.
//!
//! Its secret is sealed with the installation key, for this person alone. A code opens once: the time step of the last
//! one is kept, and only later ones count.

use super::faults::PeopleError;
use super::officer::Officer;
use super::one_time;
use super::own::prove;
use super::standing::{begin, done};
use crate::Installation;
use crate::import::By;
use crate::sealing::SealingError;
use gongkai_domain::people::Permission;
use gongkai_storage::people::{self, Staff};
use gongkai_storage::{audit, sessions};
use jiff::Timestamp;
use serde_json::json;
use std::fmt::Write;

/// Register and column the secret is sealed for.
const PLACE: (&str, &str) = ("staff", "second_factor");

/// What to show somebody who sets up an authenticator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    /// The secret in groups of four, to be typed.
    pub text: String,
    /// The same as an `otpauth:` address, to be scanned.
    pub address: String,
}

/// With what somebody proved who they are.
pub(super) enum Factor {
    /// A code of now.
    Code,
    /// A recovery code, which is used up.
    Recovery,
}

/// Whether a person signs in with a second factor.
pub(super) fn is_on(staff: &Staff) -> bool {
    staff.second_factor.is_some() && staff.second_factor_step.is_some()
}

/// Takes a code, once.
pub(super) fn accept(
    office: &Installation,
    staff: &mut Staff,
    typed: &str,
    now: Timestamp,
) -> Result<Option<Factor>, SealingError> {
    let code: String = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
    let last = staff.second_factor_step.unwrap_or(i64::MAX);
    if let Some(step) = opened(office, staff)?.and_then(|secret| one_time::step(&secret, &code, now)) {
        if step <= last {
            return Ok(None);
        }
        staff.second_factor_step = Some(step);
        return Ok(Some(Factor::Code));
    }
    let Some(digest) = one_time::recovery_digest(typed) else { return Ok(None) };
    let codes = staff.recovery_codes.clone().unwrap_or_default();
    if !codes.lines().any(|known| known == digest) {
        return Ok(None);
    }
    let rest: Vec<&str> = codes.lines().filter(|known| *known != digest).collect();
    staff.recovery_codes = Some(rest.join("\n"));
    Ok(Some(Factor::Recovery))
}

/// The secret of a person, begun or confirmed.
fn opened(office: &Installation, staff: &Staff) -> Result<Option<String>, SealingError> {
    let Some(stored) = &staff.second_factor else { return Ok(None) };
    let (key, sealed) = stored.split_once(' ').ok_or(SealingError::Malformed)?;
    office.key.row(PLACE.0, &staff.id, key)?.open(PLACE.1, sealed).map(Some)
}

/// Makes a secret for a person who has no second factor yet; it counts from the first code on.
pub async fn begin_second_factor(office: &Installation, staff: &str) -> Result<(), PeopleError> {
    let mut tx = office.db.write().await?;
    let mut staff = people::by_id(&mut tx, staff).await?.ok_or(PeopleError::Unknown)?;
    if is_on(&staff) {
        return Err(already_on());
    }
    let secret = one_time::new_secret().ok_or(PeopleError::NoRandomness)?;
    let (mut row, key) = office.key.new_row(PLACE.0, &staff.id)?;
    staff.second_factor = Some(format!("{key} {}", row.seal(PLACE.1, &secret)?));
    people::put(&mut tx, &staff).await?;
    Ok(tx.commit().await?)
}

/// What to show a person who has begun; nothing when they have not, or are done.
pub async fn second_factor_setup(office: &Installation, staff: &str) -> Result<Option<Setup>, PeopleError> {
    let staff = people::by_id(&mut office.db.read().await?, staff).await?.ok_or(PeopleError::Unknown)?;
    if is_on(&staff) {
        return Ok(None);
    }
    Ok(opened(office, &staff)?.map(|secret| Setup {
        text: one_time::in_groups(&secret, " "),
        address: address(&staff.account, &secret),
    }))
}

/// Recovery codes a person has left; `None` without a second factor.
pub async fn recovery_codes_left(office: &Installation, staff: &str) -> Result<Option<usize>, PeopleError> {
    let staff = people::by_id(&mut office.db.read().await?, staff).await?.ok_or(PeopleError::Unknown)?;
    Ok(is_on(&staff).then(|| staff.recovery_codes.unwrap_or_default().lines().count()))
}

/// Turns the second factor on with a first code; answers the recovery codes, which are kept nowhere. Other places
/// where the person is signed in end.
pub async fn confirm_second_factor(
    office: &Installation,
    staff: &str,
    session: &str,
    code: &str,
    by: &By,
) -> Result<Vec<String>, PeopleError> {
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let mut staff = people::by_id(&mut tx, staff).await?.ok_or(PeopleError::Unknown)?;
    if is_on(&staff) {
        return Err(already_on());
    }
    let code: String = code.chars().filter(|letter| !letter.is_whitespace()).collect();
    let secret = opened(office, &staff)?;
    let Some(step) = secret.and_then(|secret| one_time::step(&secret, &code, by.at)) else {
        return Err(PeopleError::field(
            "code",
            "动态码不对或已过期；请看手机的时间是不是自动校准的，再用新的一组",
            "the code is wrong or too old; see that the phone sets its clock itself, and use the next one",
        ));
    };
    staff.second_factor_step = Some(step);
    let codes = give_recovery_codes(&mut staff)?;
    people::put(&mut tx, &staff).await?;
    sessions::end_others(&mut tx, &staff.id, session).await?;
    done(tx, &head, "turn-on-second-factor", &staff, json!({}), by).await?;
    Ok(codes)
}

/// Replaces the recovery codes, after the password; answers the new ones, which are kept nowhere.
pub async fn new_recovery_codes(
    office: &Installation,
    staff: &str,
    password: &str,
    by: &By,
) -> Result<Vec<String>, PeopleError> {
    prove(office, staff, "password", password, by).await?;
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let mut staff = people::by_id(&mut tx, staff).await?.ok_or(PeopleError::Unknown)?;
    if !is_on(&staff) {
        return Err(PeopleError::refused("还没有设动态码", "there is no second factor yet"));
    }
    let codes = give_recovery_codes(&mut staff)?;
    people::put(&mut tx, &staff).await?;
    done(tx, &head, "renew-recovery-codes", &staff, json!({}), by).await?;
    Ok(codes)
}

/// Turns one's own second factor off, after the password.
///
/// # Errors
/// One of the person's roles asks for it.
pub async fn remove_second_factor(
    office: &Installation,
    officer: &Officer,
    password: &str,
    by: &By,
) -> Result<(), PeopleError> {
    if office.law.sign_in.wants_second_factor(&officer.roles(by.today)) {
        return Err(PeopleError::refused(
            "你的角色必须用动态码，不能关闭",
            "one of your roles must sign in with a second factor; it cannot be turned off",
        ));
    }
    prove(office, &officer.id, "password", password, by).await?;
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let mut staff = people::by_id(&mut tx, &officer.id).await?.ok_or(PeopleError::Unknown)?;
    forget(&mut staff);
    people::put(&mut tx, &staff).await?;
    done(tx, &head, "turn-off-second-factor", &staff, json!({}), by).await
}

/// Takes the lost second factor of another person away: the security officer does. Every session of theirs ends.
pub async fn clear_second_factor(office: &Installation, staff: &str, by: &By) -> Result<(), PeopleError> {
    let (mut tx, head, mut staff) = begin(office, staff, Permission::GrantRoles, by).await?;
    forget(&mut staff);
    people::put(&mut tx, &staff).await?;
    sessions::end_all(&mut tx, &staff.id).await?;
    done(tx, &head, "clear-second-factor", &staff, json!({}), by).await
}

fn forget(staff: &mut Staff) {
    staff.second_factor = None;
    staff.second_factor_step = None;
    staff.recovery_codes = None;
}

fn give_recovery_codes(staff: &mut Staff) -> Result<Vec<String>, PeopleError> {
    let codes = one_time::recovery_codes().ok_or(PeopleError::NoRandomness)?;
    let digests: Vec<String> = codes.iter().filter_map(|code| one_time::recovery_digest(code)).collect();
    staff.recovery_codes = Some(digests.join("\n"));
    Ok(codes)
}

fn already_on() -> PeopleError {
    PeopleError::refused("动态码已经设好了", "the second factor is set up already")
}

/// The address an authenticator reads: `otpauth://totp/公开:ACCOUNT?secret=…&issuer=公开`.
fn address(account: &str, secret: &str) -> String {
    let issuer = "公开".bytes().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "%{byte:02X}");
        text
    });
    format!("otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}")
}
