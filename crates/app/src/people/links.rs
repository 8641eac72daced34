//! Links by which an account is taken up, or a forgotten password set anew.

use super::faults::PeopleError;
use super::officer::actor;
use super::passwords;
use super::sessions::secret;
use super::standing::begin;
use crate::Installation;
use crate::import::By;
use gongkai_domain::digest;
use gongkai_domain::people::{PasswordFault, Permission};
use gongkai_storage::audit::{self, Act};
use gongkai_storage::people::{self, Staff, StaffLink};
use gongkai_storage::{StorageError, Tx, sessions};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// To take up a new account.
    Invitation,
    /// To set a forgotten password anew.
    Reset,
}

impl LinkKind {
    /// Permanent code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Reset => "reset",
        }
    }
}

/// A link that works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenLink {
    /// Whose it is.
    pub staff: Staff,
    /// What for: `invitation` or `reset`.
    pub kind: String,
    /// Until when.
    pub expires_at: Timestamp,
}

/// Why a link does not open anything, or the password given with it is refused.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// There is no such link, it was used, its time is over, or a later one was sent.
    #[error(
        "这个链接已经不能用了；请管理员再发一个 / this link no longer works; ask the administrator for another"
    )]
    Over,
    /// The password will not do.
    #[error("口令不合要求 / the password will not do")]
    Password(Vec<PasswordFault>),
    /// The machine gave no randomness.
    #[error("操作系统未能提供随机数 / the operating system gave no random numbers")]
    NoRandomness,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// The person a link is for, while it works.
pub async fn open_link(office: &Installation, secret: &str, now: Timestamp) -> Result<OpenLink, LinkError> {
    let mut tx = office.db.read().await?;
    open(&mut tx, secret, now).await
}

async fn open(tx: &mut Tx, secret: &str, now: Timestamp) -> Result<OpenLink, LinkError> {
    let link = people::link(tx, &digest::of_bytes(secret.as_bytes())).await?.ok_or(LinkError::Over)?;
    let staff = people::by_id(tx, &link.staff).await?.ok_or(LinkError::Over)?;
    if link.used_at.is_some() || now >= link.expires_at || matches!(&*staff.state, "closed" | "locked") {
        return Err(LinkError::Over);
    }
    Ok(OpenLink { staff, kind: link.kind, expires_at: link.expires_at })
}

/// Sets the password of whoever a link is for; the account is active then, unlocked, and signed in nowhere.
pub async fn take_up(
    office: &Installation,
    secret: &str,
    password: &str,
    by: &By,
) -> Result<Staff, LinkError> {
    let account = open_link(office, secret, by.at).await?.staff.account;
    let faults = office.law.sign_in.faults(password, &account);
    if !faults.is_empty() {
        return Err(LinkError::Password(faults));
    }
    let password = passwords::digest(password).await.ok_or(LinkError::NoRandomness)?;
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let mut staff = open(&mut tx, secret, by.at).await?.staff;
    if !people::use_link(&mut tx, &digest::of_bytes(secret.as_bytes()), by.at).await? {
        return Err(LinkError::Over);
    }
    "active".clone_into(&mut staff.state);
    staff.password = Some(password);
    staff.password_set_at = Some(by.at);
    staff.failures = 0;
    staff.locked_until = None;
    people::put(&mut tx, &staff).await?;
    sessions::end_all(&mut tx, &staff.id).await?;
    let facts = json!({ "staff": staff.id }).to_string();
    let act = Act { at: by.at, actor: &actor(&staff.id), act: "set-password", article: "", facts: &facts };
    audit::append(&mut tx, &head, act, &mut []).await?;
    tx.commit().await?;
    Ok(staff)
}

/// Makes a link for a person who never took up their account, or who forgot their password; answers its secret, which
/// is kept nowhere. A second factor stays: whoever makes links does not get into accounts that have one.
pub async fn send_reset(office: &Installation, staff: &str, by: &By) -> Result<String, PeopleError> {
    let (mut tx, head, staff) = begin(office, staff, Permission::ManagePeople, by).await?;
    if staff.state == "closed" {
        return Err(PeopleError::Closed);
    }
    if staff.state == "locked" {
        return Err(PeopleError::refused(
            "账号被安全管理员锁定，先请他解锁",
            "the security officer has locked this account; ask for it to be unlocked first",
        ));
    }
    let kind = if staff.password.is_none() { LinkKind::Invitation } else { LinkKind::Reset };
    let secret = add(office, &mut tx, &staff.id, kind, by).await?;
    let facts = json!({ "staff": staff.id, "kind": kind.code() }).to_string();
    let act = Act { at: by.at, actor: &by.actor, act: "send-link", article: "", facts: &facts };
    audit::append(&mut tx, &head, act, &mut []).await?;
    tx.commit().await?;
    Ok(secret)
}

/// Adds a link to what a transaction writes.
pub(super) async fn add(
    office: &Installation,
    tx: &mut Tx,
    staff: &str,
    kind: LinkKind,
    by: &By,
) -> Result<String, PeopleError> {
    let secret = secret().ok_or(PeopleError::NoRandomness)?;
    let hours = i64::from(office.law.sign_in.link_hours);
    let link = StaffLink {
        digest: digest::of_bytes(secret.as_bytes()),
        staff: staff.to_owned(),
        kind: kind.code().to_owned(),
        made_by: by.actor.clone(),
        made_at: by.at,
        expires_at: by.at + SignedDuration::from_hours(hours),
        used_at: None,
    };
    people::add_link(tx, &link).await?;
    Ok(secret)
}
