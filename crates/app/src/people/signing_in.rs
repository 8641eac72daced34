//! Signing in with an account and its password.

use super::officer::actor;
use super::passwords;
use super::sessions::{limits, secret};
use crate::Installation;
use crate::import::By;
use gongkai_domain::digest;
use gongkai_storage::audit::{self, Act};
use gongkai_storage::people::{self, Staff};
use gongkai_storage::sessions::{self, Session};
use gongkai_storage::{StorageError, Tx};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

/// Where somebody signs in from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asker {
    /// Network address.
    pub address: String,
    /// What the browser calls itself.
    pub agent: String,
}

/// How far signing in has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInStep {
    /// Signed in; the secret goes into the cookie.
    Whole(String),
}

/// Why somebody was not signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The account or its password is wrong; which of them is not told. So many tries are left before it is locked.
    #[error("账号或口令不对 / the account or its password is wrong")]
    Wrong,
    /// Too many wrong tries: locked until then.
    #[error("错的次数太多，账号已锁定 / too many wrong tries; the account is locked")]
    Locked(Timestamp),
    /// The machine gave no randomness.
    #[error("操作系统未能提供随机数 / the operating system gave no random numbers")]
    NoRandomness,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Signs in with an account and its password.
///
/// Every try is in the audit trail. After [`tries`](gongkai_domain::people::SignInRule::tries) wrong ones in a row the
/// account is locked for a while, whoever knocks.
pub async fn sign_in(
    office: &Installation,
    account: &str,
    password: &str,
    asker: &Asker,
    by: &By,
) -> Result<SignInStep, SignInError> {
    let account = account.trim().to_lowercase();
    let staff = people::by_account(&mut office.db.read().await?, &account).await?;
    let usable = staff.filter(|staff| staff.state == "active");
    let is_right = passwords::is(password, usable.as_ref().and_then(|staff| staff.password.as_deref())).await;
    let Some(staff) = usable else { return Err(SignInError::Wrong) };
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let Some(mut staff) = people::by_id(&mut tx, &staff.id).await? else { return Err(SignInError::Wrong) };
    if let Some(until) = staff.locked_until.filter(|until| by.at < *until) {
        return Err(SignInError::Locked(until));
    }
    let answer = if is_right {
        staff.failures = 0;
        staff.locked_until = None;
        staff.signed_in_at = Some(by.at);
        begin(office, &mut tx, &staff, asker, by.at).await
    } else {
        Err(wrong(office, &mut staff, by.at))
    };
    people::put(&mut tx, &staff).await?;
    let facts =
        json!({ "staff": staff.id, "address": asker.address, "locked": staff.locked_until }).to_string();
    let act = if answer.is_ok() { "sign-in" } else { "sign-in-refused" };
    let act = Act { at: by.at, actor: &actor(&staff.id), act, article: "", facts: &facts };
    audit::append(&mut tx, &head, act, &mut []).await?;
    tx.commit().await?;
    answer
}

/// Counts a wrong try; locks the account when there were too many.
fn wrong(office: &Installation, staff: &mut Staff, now: Timestamp) -> SignInError {
    let rule = office.law.sign_in;
    staff.failures += 1;
    if staff.failures < i64::from(rule.tries) {
        return SignInError::Wrong;
    }
    let until = now + SignedDuration::from_mins(rule.locked_minutes.into());
    staff.failures = 0;
    staff.locked_until = Some(until);
    SignInError::Locked(until)
}

async fn begin(
    office: &Installation,
    tx: &mut Tx,
    staff: &Staff,
    asker: &Asker,
    now: Timestamp,
) -> Result<SignInStep, SignInError> {
    let (Some(cookie), Some(csrf)) = (secret(), secret()) else { return Err(SignInError::NoRandomness) };
    let (idle, whole) = limits(office);
    sessions::forget(tx, now - idle, now - whole).await?;
    let session = Session {
        digest: digest::of_bytes(cookie.as_bytes()),
        staff: staff.id.clone(),
        csrf,
        stage: "whole".to_owned(),
        begun_at: now,
        seen_at: now,
        address: asker.address.clone(),
        agent: asker.agent.chars().take(200).collect(),
    };
    sessions::add(tx, &session).await?;
    Ok(SignInStep::Whole(cookie))
}
