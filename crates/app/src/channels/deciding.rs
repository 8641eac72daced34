//! What a person decides on a sending that cannot go on by itself.

use super::ChannelError;
use super::placing::{Placing, place_within};
use super::{accounts, is_open};
use crate::Installation;
use crate::import::By;
use crate::people::Officer;
use gongkai_domain::catalogue::ITEMS;
use gongkai_domain::people::Permission;
use gongkai_domain::says::Says;
use gongkai_storage::audit::{self, Act};
use gongkai_storage::jobs::{self, Job, Settled};
use gongkai_storage::{Tx, registers};
use serde_json::json;

/// What is decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is sent again. Of one that may have been placed this says that somebody has looked and it was not.
    Again,
    /// It was placed: where somebody has seen it.
    WasPlaced(String),
    /// It is given up.
    Drop,
}

impl Decision {
    const fn code(&self) -> &'static str {
        match self {
            Self::Again => "again",
            Self::WasPlaced(_) => "was-placed",
            Self::Drop => "drop",
        }
    }
}

/// Decides on a sending; answers the short id of its item.
///
/// # Errors
/// [`ChannelError::Refused`] for one that is being sent right now, or is settled already.
pub async fn decide(
    office: &Installation,
    officer: &Officer,
    id: i64,
    decision: &Decision,
    by: &By,
) -> Result<String, ChannelError> {
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let job = jobs::get(&mut tx, id).await?.ok_or(ChannelError::Unknown)?;
    if !officer.may_for(Permission::PublishItems, &job.body) {
        return Err(ChannelError::Unknown);
    }
    let item = registers::load(&mut tx, &ITEMS, &[&job.subject]).await?.pop().ok_or(ChannelError::Unknown)?;
    let facts =
        json!({ "job": id, "item": job.subject, "body": job.body, "account": job.account, "was": job.state,
        "decision": decision.code() })
        .to_string();
    let act = Act { at: by.at, actor: &by.actor, act: "decide-sending", article: "", facts: &facts };
    audit::append(&mut tx, &head, act, &mut []).await?;
    if *decision == Decision::Again && !is_open(&item) {
        return Err(ChannelError::refused(
            "这一件已经撤回，不能再推送",
            "the item was withdrawn; it is not sent again",
        ));
    }
    let decided = jobs::decide(&mut tx, id, &job.state, by.at, &settled(&job, decision, by)).await?;
    if !decided || job.done_at.is_some() {
        return Err(ChannelError::refused(
            "这一次推送正在进行或者已经了结，请刷新再看",
            "it is being sent right now, or is settled: look again",
        ));
    }
    if let Decision::WasPlaced(address) = decision {
        let address = address.trim();
        if address.is_empty() {
            let says = Says::new("填在渠道上看到的链接", "give the address where it was seen");
            return Err(ChannelError::Fields(vec![("address", says)]));
        }
        record(office, &mut tx, &job, &item, address, by).await?;
    }
    let short_id = item.edition.map(|(_, short_id)| short_id).unwrap_or_default();
    tx.commit().await?;
    Ok(short_id)
}

fn settled<'a>(job: &'a Job, decision: &Decision, by: &By) -> Settled<'a> {
    let (state, next_at) = match decision {
        Decision::Again => ("waiting", Some(by.at)),
        Decision::WasPlaced(_) => ("done", None),
        Decision::Drop => ("dropped", None),
    };
    Settled {
        state,
        said: &job.said,
        progress: &job.progress,
        next_at,
        doubt: false,
        done_at: next_at.is_none().then_some(by.at),
        failure: None,
    }
}

/// Records what somebody has seen on the channel.
async fn record(
    office: &Installation,
    tx: &mut Tx,
    job: &Job,
    item: &registers::Stored,
    address: &str,
    by: &By,
) -> Result<(), ChannelError> {
    let account = accounts::opened(office, tx, &job.account).await?.ok_or(ChannelError::Unknown)?.account;
    let placing = Placing {
        item,
        channel: &account.channel,
        outlet: &account.name,
        published_on: by.today,
        address,
        source: "by-hand",
        note: "推送后由人核实",
        content: json!({ "job": job.id, "address": address, "seen_by": by.actor, "at": by.at }).to_string(),
        act: "place-item",
    };
    place_within(office, tx, &placing, by).await
}
