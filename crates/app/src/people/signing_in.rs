//! Signing in: with an account and its password, then with a code where there is a second factor.

use super::links::{self, LinkError};
use super::officer::actor;
use super::passwords;
use super::second_factor::{self, Factor};
use super::sessions::{HALF, WHOLE, going_on, secret};
use crate::Installation;
use crate::import::By;
use crate::sealing::SealingError;
use gongkai_domain::digest;
use gongkai_storage::audit::{self, Act, Head};
use gongkai_storage::people::{self, Staff};
use gongkai_storage::sessions::{self, Session};
use gongkai_storage::{StorageError, Tx};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// How long a refusal takes at least, so that its time does not tell which accounts there are.
const REFUSED_AFTER: Duration = Duration::from_millis(300);
/// How long it is remembered whose a session was that is over.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Where somebody signs in from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asker {
    /// Network address.
    pub address: String,
    /// What the browser calls itself.
    pub agent: String,
}

/// How far signing in has come; the secret goes into the cookie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInStep {
    /// Signed in.
    Whole(String),
    /// The password was right; now the code of the second factor is asked for.
    Code(String),
}

/// Somebody whose password was right, and whose code is waited for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Awaiting {
    /// Id of the person.
    pub staff: String,
    /// When they last signed in.
    pub last: Option<Timestamp>,
    /// Wrong tries left before the account is locked.
    pub left: u32,
}

/// Why somebody was not signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The account or its password is wrong, or the account is locked; which of them is not told.
    #[error(
        "账号或口令不对，或者账号已锁定 / the account or its password is wrong, or the account is locked"
    )]
    Wrong,
    /// The code is wrong, too old or used; so many tries are left before the account is locked.
    #[error("动态码不对 / the code is wrong")]
    WrongCode(u32),
    /// Too many wrong codes: locked.
    #[error("错的次数太多，账号已锁定 / too many wrong tries; the account is locked")]
    Locked,
    /// The password was given too long ago: sign in again.
    #[error("等得太久，请重新登录 / this took too long; sign in again")]
    Over,
    /// The machine gave no randomness.
    #[error("操作系统未能提供随机数 / the operating system gave no random numbers")]
    NoRandomness,
    /// The secret of the second factor could not be opened.
    #[error(transparent)]
    Sealing(#[from] SealingError),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Signs in with an account and its password.
///
/// Every try for an account there is stands in the audit trail. After
/// [`tries`](gongkai_domain::people::SignInRule::tries) wrong ones in a row the account is locked for a while, whoever
/// knocks; then even the right password is refused in the same words, so that nobody learns that it is right.
pub async fn sign_in(
    office: &Installation,
    account: &str,
    password: &str,
    asker: &Asker,
    by: &By,
) -> Result<SignInStep, SignInError> {
    let begun = Instant::now();
    let answer = try_password(office, account, password, asker, by).await;
    if answer.is_err() {
        sleep_until(begun + REFUSED_AFTER).await;
    }
    answer
}

async fn try_password(
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
    let Some(tried) = usable else { return Err(SignInError::Wrong) };
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    // Only as it is now: it may have been closed, or its password changed, meanwhile.
    let now = people::by_id(&mut tx, &tried.id).await?;
    let now = now.filter(|staff| staff.state == "active" && staff.password == tried.password);
    let Some(mut staff) = now.filter(|staff| !is_locked(staff, by.at)) else {
        return Err(SignInError::Wrong);
    };
    if !is_right {
        count_wrong(office, &mut staff, by.at);
        refuse(tx, &head, &staff, asker, by).await?;
        return Err(SignInError::Wrong);
    }
    if second_factor::is_on(&staff) {
        let secret = begin(&mut tx, &staff, HALF, asker, by.at).await?;
        let facts = json!({ "staff": staff.id, "address": asker.address }).to_string();
        let actor = actor(&staff.id);
        let act = Act { at: by.at, actor: &actor, act: "sign-in-begun", article: "", facts: &facts };
        audit::append(&mut tx, &head, act, &mut []).await?;
        tx.commit().await?;
        return Ok(SignInStep::Code(secret));
    }
    whole(tx, &head, staff, asker, "password", by).await.map(SignInStep::Whole)
}

/// Whoever the secret of a cookie says has given their password.
pub async fn awaiting_code(
    office: &Installation,
    secret: &str,
    now: Timestamp,
) -> Result<Option<Awaiting>, StorageError> {
    let mut tx = office.db.read().await?;
    let Some(session) = going_on(office, &mut tx, secret, now).await? else { return Ok(None) };
    let staff = people::by_id(&mut tx, &session.staff).await?;
    let staff = staff.filter(|staff| session.stage == HALF && staff.state == "active");
    Ok(staff.map(|staff| Awaiting { left: left(office, &staff), last: staff.signed_in_at, staff: staff.id }))
}

/// Signs in with the code of the second factor, or with a recovery code, after the password; answers the secret of a
/// new session.
pub async fn sign_in_with_code(
    office: &Installation,
    secret: &str,
    code: &str,
    asker: &Asker,
    by: &By,
) -> Result<String, SignInError> {
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let half = going_on(office, &mut tx, secret, by.at).await?;
    let half = half.filter(|session| session.stage == HALF).ok_or(SignInError::Over)?;
    let staff = people::by_id(&mut tx, &half.staff).await?;
    let mut staff = staff.filter(|staff| staff.state == "active").ok_or(SignInError::Over)?;
    if is_locked(&staff, by.at) {
        return Err(SignInError::Locked);
    }
    let Some(factor) = second_factor::accept(office, &mut staff, code, by.at)? else {
        count_wrong(office, &mut staff, by.at);
        let locked = is_locked(&staff, by.at);
        if locked {
            sessions::end(&mut tx, &staff.id, &half.digest).await?;
        }
        refuse(tx, &head, &staff, asker, by).await?;
        return Err(if locked { SignInError::Locked } else { SignInError::WrongCode(left(office, &staff)) });
    };
    sessions::end(&mut tx, &staff.id, &half.digest).await?;
    let factor = match factor {
        Factor::Code => "code",
        Factor::Recovery => "recovery-code",
    };
    whole(tx, &head, staff, asker, factor, by).await
}

/// Takes up an account, or sets its password anew, and signs in at once.
pub async fn sign_in_by_link(
    office: &Installation,
    link: &str,
    password: &str,
    asker: &Asker,
    by: &By,
) -> Result<SignInStep, LinkError> {
    let staff = links::take_up(office, link, password, by).await?;
    let step = sign_in(office, &staff.account, password, asker, by).await;
    step.map_err(|error| match error {
        SignInError::Storage(error) => LinkError::Storage(error),
        SignInError::NoRandomness => LinkError::NoRandomness,
        _ => LinkError::Over,
    })
}

/// Whether too many wrong tries have locked an account.
pub(super) fn is_locked(staff: &Staff, now: Timestamp) -> bool {
    staff.locked_until.is_some_and(|until| now < until)
}

/// Counts a wrong try; locks the account when there were too many.
pub(super) fn count_wrong(office: &Installation, staff: &mut Staff, now: Timestamp) {
    let rule = &office.law.sign_in;
    staff.failures += 1;
    if staff.failures >= i64::from(rule.tries) {
        staff.failures = 0;
        staff.locked_until = Some(now + SignedDuration::from_mins(rule.locked_minutes.into()));
    }
}

fn left(office: &Installation, staff: &Staff) -> u32 {
    let tried = u32::try_from(staff.failures).unwrap_or_default();
    office.law.sign_in.tries.saturating_sub(tried)
}

async fn refuse(mut tx: Tx, head: &Head, staff: &Staff, asker: &Asker, by: &By) -> Result<(), StorageError> {
    people::put(&mut tx, staff).await?;
    let facts =
        json!({ "staff": staff.id, "address": asker.address, "locked": staff.locked_until }).to_string();
    let (actor, act) = (actor(&staff.id), "sign-in-refused");
    let act = Act { at: by.at, actor: &actor, act, article: "", facts: &facts };
    audit::append(&mut tx, head, act, &mut []).await?;
    tx.commit().await
}

/// Begins a whole session, and commits.
async fn whole(
    mut tx: Tx,
    head: &Head,
    mut staff: Staff,
    asker: &Asker,
    factor: &str,
    by: &By,
) -> Result<String, SignInError> {
    staff.failures = 0;
    staff.locked_until = None;
    staff.signed_in_at = Some(by.at);
    let secret = begin(&mut tx, &staff, WHOLE, asker, by.at).await?;
    people::put(&mut tx, &staff).await?;
    let facts = json!({ "staff": staff.id, "address": asker.address, "factor": factor }).to_string();
    let actor = actor(&staff.id);
    let act = Act { at: by.at, actor: &actor, act: "sign-in", article: "", facts: &facts };
    audit::append(&mut tx, head, act, &mut []).await?;
    tx.commit().await?;
    Ok(secret)
}

/// Begins a session; its secret is always a new one, whatever cookie the browser came with.
async fn begin(
    tx: &mut Tx,
    staff: &Staff,
    stage: &str,
    asker: &Asker,
    now: Timestamp,
) -> Result<String, SignInError> {
    let (Some(cookie), Some(csrf)) = (secret(), secret()) else { return Err(SignInError::NoRandomness) };
    sessions::forget(tx, now - REMEMBERED, now - REMEMBERED).await?;
    let session = Session {
        digest: digest::of_bytes(cookie.as_bytes()),
        staff: staff.id.clone(),
        csrf,
        stage: stage.to_owned(),
        begun_at: now,
        seen_at: now,
        address: asker.address.clone(),
        agent: asker.agent.chars().take(200).collect(),
    };
    sessions::add(tx, &session).await?;
    Ok(cookie)
}
