//! Which channels a draft goes to when it is published: chosen at approval, carried out by publication.

use super::accounts::accounts_of;
use super::placing::{Placing, place_within};
use super::queue::queue_within;
use super::{Account, ChannelError};
use crate::Installation;
use crate::drafts::{Draft, DraftError, open};
use crate::import::By;
use crate::people::Officer;
use gongkai_domain::catalogue::{ITEMS, Stage};
use gongkai_domain::people::Permission;
use gongkai_storage::audit::{self, Act};
use gongkai_storage::{StorageError, Tx, channels as stored, registers, settings};
use serde_json::json;

/// Setting: whether publication records the website as a channel; `off` where the website keeps its own ledger.
const WEBSITE: &str = "channels.website";

/// An account a draft may be sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The account.
    pub account: Account,
    /// Whether it is ticked: chosen, or offered as long as nobody has chosen.
    pub ticked: bool,
}

/// The accounts a draft may be sent to; none for a correction, which the channels are told of by hand.
pub async fn choices(office: &Installation, draft: &Draft) -> Result<Vec<Choice>, StorageError> {
    if draft.item_key.is_some() {
        return Ok(Vec::new());
    }
    let mut tx = office.db.read().await?;
    let chosen = stored::chosen(&mut tx, &draft.id).await?;
    let open = open_accounts(&mut tx, &draft.body).await?;
    let ticked = |account: &Account| match &chosen {
        Some(chosen) => chosen.lines().any(|id| id == account.id),
        None => account.offered,
    };
    Ok(open.into_iter().map(|account| Choice { ticked: ticked(&account), account }).collect())
}

async fn open_accounts(tx: &mut Tx, body: &str) -> Result<Vec<Account>, StorageError> {
    let mut all = accounts_of(tx, &[body.to_owned()]).await?;
    all.retain(|account| account.closed_at.is_none());
    Ok(all)
}

/// Chooses the accounts a draft goes to when it is published. Whoever approves or publishes it does.
pub async fn choose(
    office: &Installation,
    officer: &Officer,
    draft: &str,
    accounts: &[&str],
    by: &By,
) -> Result<(), DraftError> {
    let draft = open(office, officer, draft).await?;
    let may = |permission| officer.may_for(permission, &draft.body);
    let open = matches!(draft.stage, Stage::Approval | Stage::Approved | Stage::Scheduled);
    if !open || !(may(Permission::ApproveItems) || may(Permission::PublishItems)) {
        return Ok(());
    }
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let known = open_accounts(&mut tx, &draft.body).await?;
    let chosen: Vec<&str> =
        accounts.iter().copied().filter(|id| known.iter().any(|account| account.id == *id)).collect();
    let chosen = chosen.join("\n");
    if known.is_empty() || stored::chosen(&mut tx, &draft.id).await?.as_ref() == Some(&chosen) {
        return Ok(());
    }
    stored::choose(&mut tx, &draft.id, &chosen, &by.actor, by.at).await?;
    let facts =
        json!({ "draft": draft.id, "body": draft.body, "accounts": chosen.lines().collect::<Vec<_>>() });
    let facts = facts.to_string();
    let act = Act { at: by.at, actor: &by.actor, act: "choose-channels", article: "", facts: &facts };
    audit::append(&mut tx, &head, act, &mut []).await?;
    Ok(tx.commit().await?)
}

/// Whether publication records the website as a channel.
pub async fn records_website(office: &Installation) -> Result<bool, StorageError> {
    records(&mut office.db.read().await?).await
}

async fn records(tx: &mut Tx) -> Result<bool, StorageError> {
    Ok(settings::get(tx, WEBSITE).await?.as_deref() != Some("off"))
}

/// Says whether publication records the website as a channel. It is asked of whoever may change the settings of some
/// body: the website is one for all.
pub async fn set_records_website(
    office: &Installation,
    officer: &Officer,
    records: bool,
    by: &By,
) -> Result<(), ChannelError> {
    if !officer.may(Permission::ChangeSettings) {
        return Err(ChannelError::Unknown);
    }
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    settings::set(&mut tx, WEBSITE, if records { "on" } else { "off" }).await?;
    let facts = json!({ "records": records }).to_string();
    let act = Act { at: by.at, actor: &by.actor, act: "set-website-channel", article: "", facts: &facts };
    audit::append(&mut tx, &head, act, &mut []).await?;
    Ok(tx.commit().await?)
}

/// What publication of an open item does for its channels: the website is recorded, what was chosen is queued. A
/// correction does neither: it is the same item in the same place.
pub(crate) async fn after_publication(
    office: &Installation,
    tx: &mut Tx,
    draft: &str,
    item_key: &str,
    by: &By,
) -> Result<(), DraftError> {
    let Some(item) = registers::load(tx, &ITEMS, &[item_key]).await?.pop() else { return Ok(()) };
    if records(tx).await? {
        let short_id = item.edition.as_ref().map(|(_, short_id)| short_id.as_str()).unwrap_or_default();
        let address = format!("/zfxxgk/doc/{short_id}");
        let placing = Placing {
            item: &item,
            channel: "website",
            outlet: "",
            published_on: by.today,
            address: &address,
            source: "publication",
            note: "",
            content: json!({ "address": address, "at": by.at, "edition": 1 }).to_string(),
            act: "place-on-website",
        };
        place_within(office, tx, &placing, by).await.map_err(of_draft)?;
    }
    let body = item.row.body(&ITEMS).to_owned();
    let chosen = stored::chosen(tx, draft).await?.unwrap_or_default();
    let open = open_accounts(tx, &body).await?;
    let accounts: Vec<Account> =
        open.into_iter().filter(|account| chosen.lines().any(|id| id == account.id)).collect();
    queue_within(tx, &item, &accounts, by).await.map_err(of_draft)
}

fn of_draft(error: ChannelError) -> DraftError {
    match error {
        ChannelError::Storage(error) => DraftError::Storage(error),
        ChannelError::Register(error) => DraftError::Register(error),
        ChannelError::NoRandomness => DraftError::NoRandomness,
        _ => DraftError::Changed,
    }
}
