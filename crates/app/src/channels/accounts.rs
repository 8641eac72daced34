//! Accounts: what a body sends items with. Their secrets are sealed and shown to nobody again.

use super::ChannelError;
use crate::Installation;
use crate::drafts::new_id;
use crate::import::By;
use crate::people::Officer;
use crate::reports::{self, body_name};
use gongkai_domain::bodies::BODIES;
use gongkai_domain::channels::{AccountSettings, Connector};
use gongkai_domain::people::Permission;
use gongkai_domain::says::Says;
use gongkai_storage::audit::{self, Act};
use gongkai_storage::channels as stored;
use gongkai_storage::{StorageError, Tx};
use jiff::Timestamp;
use serde_json::json;

/// Register and columns the secrets are sealed for.
const PLACE: &str = "channel_account";
const SECRET: &str = "secret";
const TOKEN: &str = "token";
/// Longest name, in characters.
const LONGEST_NAME: usize = 60;

/// An account of a body, without its secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Permanent id.
    pub id: String,
    /// Code of the body.
    pub body: String,
    /// Its name.
    pub body_name: String,
    /// The service.
    pub connector: Connector,
    /// Code of the channel its placements count in.
    pub channel: String,
    /// What it is called: the outlet of its placements.
    pub name: String,
    /// What is no secret.
    pub settings: AccountSettings,
    /// Whether new items are offered to it.
    pub offered: bool,
    /// When it was closed: nothing is sent with it any more.
    pub closed_at: Option<Timestamp>,
}

/// An account with its secrets, for whoever speaks to the service.
#[derive(Clone, PartialEq, Eq)]
pub struct Opened {
    /// The account.
    pub account: Account,
    /// The secret.
    pub secret: String,
    /// The token the service gave last, and until when it holds.
    pub token: Option<(String, Timestamp)>,
    /// Key of the secrets, wrapped: changes with them.
    data_key: String,
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opened").field("account", &self.account.id).finish_non_exhaustive()
    }
}

/// An account as it is typed.
#[derive(Clone, Debug, Default)]
pub struct NewAccount {
    /// The one that is changed; none for a new one.
    pub id: Option<String>,
    /// Code of the body.
    pub body: String,
    /// Code of the connector.
    pub connector: String,
    /// Code of the channel, where the connector leaves a choice.
    pub channel: String,
    /// What it is called.
    pub name: String,
    /// What is no secret. Without a cover the one that is kept stays.
    pub settings: AccountSettings,
    /// The secret; empty to leave the one that is kept.
    pub secret: String,
    /// Whether new items are offered to it.
    pub offered: bool,
    /// Whether it is closed.
    pub closed: bool,
}

/// The accounts of every body somebody has this permission for, closed ones last.
pub async fn accounts(
    office: &Installation,
    officer: &Officer,
    permission: Permission,
) -> Result<Vec<Account>, StorageError> {
    let mut tx = office.db.read().await?;
    accounts_of(&mut tx, &officer.bodies(permission)).await
}

pub(super) async fn accounts_of(tx: &mut Tx, bodies: &[String]) -> Result<Vec<Account>, StorageError> {
    let names = reports::bodies(tx).await?;
    let mut all: Vec<Account> = stored::accounts(tx, bodies)
        .await?
        .into_iter()
        .filter_map(|stored| account_of(stored, &names))
        .collect();
    all.sort_by_key(|account| account.closed_at.is_some());
    Ok(all)
}

fn account_of(stored: stored::Account, names: &[gongkai_domain::registers::Row]) -> Option<Account> {
    Some(Account {
        connector: Connector::of_code(&stored.connector)?,
        settings: serde_json::from_str(&stored.settings).unwrap_or_default(),
        body_name: body_name(names, &stored.body),
        id: stored.id,
        body: stored.body,
        channel: stored.channel,
        name: stored.name,
        offered: stored.offered,
        closed_at: stored.closed_at,
    })
}

/// An account with its secrets, for somebody who may change it: to try the connection.
pub async fn open_account(
    office: &Installation,
    officer: &Officer,
    id: &str,
) -> Result<Opened, ChannelError> {
    let mut tx = office.db.read().await?;
    let opened = opened(office, &mut tx, id).await?.ok_or(ChannelError::Unknown)?;
    if officer.may_for(Permission::ChangeSettings, &opened.account.body) {
        Ok(opened)
    } else {
        Err(ChannelError::Unknown)
    }
}

/// An account with its secrets.
pub(super) async fn opened(
    office: &Installation,
    tx: &mut Tx,
    id: &str,
) -> Result<Option<Opened>, ChannelError> {
    let Some(stored) = stored::account(tx, id).await? else { return Ok(None) };
    let row = office.key.row(PLACE, id, &stored.data_key)?;
    let secret = row.open(SECRET, &stored.secret)?;
    let token = match (&stored.token, stored.token_until) {
        (Some(token), Some(until)) => Some((row.open(TOKEN, token)?, until)),
        _ => None,
    };
    let data_key = stored.data_key.clone();
    let names = reports::bodies(tx).await?;
    Ok(account_of(stored, &names).map(|account| Opened { account, secret, token, data_key }))
}

/// Keeps the token a service gave.
pub(super) async fn keep_token(
    office: &Installation,
    tx: &mut Tx,
    opened: &Opened,
    (token, until): &(String, Timestamp),
) -> Result<(), ChannelError> {
    let id = &opened.account.id;
    let sealed = office.key.row(PLACE, id, &opened.data_key)?.seal(TOKEN, token)?;
    Ok(stored::keep_token(tx, id, &opened.data_key, &sealed, *until).await?)
}

/// Keeps an account; answers its id.
///
/// # Errors
/// [`ChannelError::Fields`] with everything that is wrong.
pub async fn keep_account(
    office: &Installation,
    officer: &Officer,
    new: NewAccount,
    by: &By,
) -> Result<String, ChannelError> {
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let before = match &new.id {
        Some(id) => Some(stored::account(&mut tx, id).await?.ok_or(ChannelError::Unknown)?),
        None => None,
    };
    let body = before.as_ref().map_or(new.body.as_str(), |before| before.body.as_str()).to_owned();
    if !officer.may_for(Permission::ChangeSettings, &body) {
        return Err(if before.is_some() { ChannelError::Unknown } else { no_body() });
    }
    let code = before.as_ref().map_or(new.connector.as_str(), |before| before.connector.as_str());
    let Some(connector) = Connector::of_code(code) else { return Err(ChannelError::Unknown) };
    let settings = settings_of(&new, before.as_ref());
    let channel = connector.channel().unwrap_or(new.channel.as_str());
    let mut faults = faults(office, &new, channel);
    let secret = Some(new.secret.as_str()).filter(|secret| before.is_none() || !secret.is_empty());
    faults.extend(settings.faults(connector, secret));
    if !faults.is_empty() {
        return Err(ChannelError::Fields(faults));
    }
    let id = match &before {
        Some(before) => before.id.clone(),
        None => new_id().ok_or(ChannelError::NoRandomness)?,
    };
    let (data_key, sealed, token) = match (secret, &before) {
        (None, Some(before)) => {
            (before.data_key.clone(), before.secret.clone(), before.token.clone().zip(before.token_until))
        }
        (secret, _) => {
            let (mut row, data_key) = office.key.new_row(PLACE, &id)?;
            (data_key, row.seal(SECRET, secret.unwrap_or_default())?, None)
        }
    };
    let (token, token_until) = token.unzip();
    let account = stored::Account {
        id: id.clone(),
        body: body.clone(),
        connector: connector.code().to_owned(),
        channel: channel.to_owned(),
        name: new.name.trim().to_owned(),
        settings: json!(settings).to_string(),
        data_key,
        secret: sealed,
        token,
        token_until,
        offered: new.offered,
        closed_at: new.closed.then(|| before.as_ref().and_then(|before| before.closed_at).unwrap_or(by.at)),
        made_by: before.as_ref().map_or_else(|| by.actor.clone(), |before| before.made_by.clone()),
        made_at: before.as_ref().map_or(by.at, |before| before.made_at),
    };
    stored::put_account(&mut tx, &account).await?;
    let facts = json!({
        "account": id, "body": body, "connector": connector.code(), "channel": account.channel, "name": account.name,
        "offered": account.offered, "closed": new.closed, "new_secret": secret.is_some(),
        "address": settings.address, "app_id": settings.app_id,
    })
    .to_string();
    let act = Act { at: by.at, actor: &by.actor, act: "keep-channel-account", article: "", facts: &facts };
    audit::append(&mut tx, &head, act, &mut []).await?;
    tx.commit().await?;
    Ok(id)
}

fn no_body() -> ChannelError {
    let says = Says::new("你不管理这个机构的设置", "you do not keep the settings of this body");
    ChannelError::Fields(vec![("body", says)])
}

/// The settings as they will be: a cover that was not sent anew stays.
fn settings_of(new: &NewAccount, before: Option<&stored::Account>) -> AccountSettings {
    let mut settings = new.settings.clone();
    if settings.cover.is_empty() {
        let kept = before.and_then(|before| serde_json::from_str::<AccountSettings>(&before.settings).ok());
        settings.cover = kept.unwrap_or_default().cover;
    }
    settings
}

fn faults(office: &Installation, new: &NewAccount, channel: &str) -> Vec<(&'static str, Says)> {
    let mut faults = Vec::new();
    let name = new.name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        faults.push((
            "name",
            Says::new("填账号名称，最多 60 个字", "give the account's name, at most 60 characters"),
        ));
    }
    let known = office.law.codes.list("channels").is_some_and(|list| list.find(channel).is_some());
    if !known {
        faults.push(("channel", Says::new("选一个渠道", "choose a channel")));
    }
    faults
}

/// The bodies somebody keeps accounts for: code and name.
pub(super) fn named(names: &[gongkai_domain::registers::Row], reach: &[String]) -> Vec<(String, String)> {
    let of = names.iter().filter(|row| reach.contains(&row.key));
    of.map(|row| (row.key.clone(), row.value(&BODIES, "name").to_plain())).collect()
}
