//! One placement: its row in the register and the evidence beside it, in one transaction.

use super::{ChannelError, item};
use crate::Installation;
use crate::drafts::new_id;
use crate::import::{By, Ledger, Under, apply_within};
use crate::people::Officer;
use crate::registers::next_key;
use gongkai_domain::catalogue::ITEMS;
use gongkai_domain::channels::PLACEMENTS;
use gongkai_domain::digest;
use gongkai_domain::people::Permission;
use gongkai_domain::registers::{Place, Row, Value, parse_date};
use gongkai_domain::says::Says;
use gongkai_storage::registers::Stored;
use gongkai_storage::{Tx, audit, channels as stored};
use jiff::civil::Date;
use serde_json::json;
use std::collections::HashMap;

/// Longest text of a field, in characters.
const LONGEST: usize = 500;

/// A placement as it is typed.
#[derive(Clone, Debug, Default)]
pub struct ByHand {
    /// Code of the channel.
    pub channel: String,
    /// The medium, place or account.
    pub outlet: String,
    /// The day, as typed.
    pub published_on: String,
    /// Address or page of paper: the evidence.
    pub address: String,
    /// Note.
    pub note: String,
}

/// A placement about to be written.
pub(super) struct Placing<'a> {
    /// The item.
    pub item: &'a Stored,
    pub channel: &'a str,
    pub outlet: &'a str,
    pub published_on: Date,
    pub address: &'a str,
    /// Where the evidence comes from.
    pub source: &'a str,
    pub note: &'a str,
    /// What is kept, as it came.
    pub content: String,
    /// What the audit trail calls the act.
    pub act: &'a str,
}

/// Records a placement somebody knows of.
///
/// # Errors
/// [`ChannelError::Fields`] with everything that is wrong.
pub async fn place_by_hand(
    office: &Installation,
    officer: &Officer,
    short_id: &str,
    typed: &ByHand,
    by: &By,
) -> Result<(), ChannelError> {
    let mut tx = office.db.write().await?;
    let item = item(&mut tx, officer, Permission::PublishItems, short_id).await?;
    let day = checked(office, typed, &item, by.today).map_err(ChannelError::Fields)?;
    let content = json!({
        "channel": typed.channel, "outlet": typed.outlet.trim(), "published_on": day, "address": typed.address.trim(),
        "note": typed.note.trim(), "by": by.actor, "at": by.at,
    })
    .to_string();
    let placing = Placing {
        item: &item,
        channel: &typed.channel,
        outlet: typed.outlet.trim(),
        published_on: day,
        address: typed.address.trim(),
        source: "by-hand",
        note: typed.note.trim(),
        content,
        act: "place-item",
    };
    place_within(office, &mut tx, &placing, by).await?;
    Ok(tx.commit().await?)
}

fn checked(
    office: &Installation,
    typed: &ByHand,
    item: &Stored,
    today: Date,
) -> Result<Date, Vec<(&'static str, Says)>> {
    let mut faults = Vec::new();
    let known = office.law.codes.list("channels").is_some_and(|list| list.find(&typed.channel).is_some());
    if !known {
        faults.push(("channel", Says::new("选一个渠道", "choose a channel")));
    }
    let day = parse_date(&typed.published_on);
    let public = item.row.value(&ITEMS, "published_on").as_date();
    match &day {
        Err(_) => faults.push((
            "published_on",
            Says::new("填发布的日期，如 2017-04-18", "give the day, such as 2017-04-18"),
        )),
        Ok(day) if *day > today => {
            faults.push(("published_on", Says::new("日期还没有到", "this day is still to come")));
        }
        Ok(day) if public.is_some_and(|public| *day < public) => faults.push((
            "published_on",
            Says::new("比公开这件信息的日期还早", "this is before the item was published"),
        )),
        Ok(_) => {}
    }
    if typed.address.trim().is_empty() && typed.note.trim().is_empty() {
        let zh = "写明链接、版面或者在哪里看得到；没有的写一句说明";
        faults.push(("address", Says::new(zh, "say where it is to be seen: address, page, or a note")));
    }
    for (field, text) in [("outlet", &typed.outlet), ("address", &typed.address), ("note", &typed.note)] {
        if text.chars().count() > LONGEST {
            faults.push((field, Says::new("最多 500 个字", "at most 500 characters")));
        }
    }
    match day {
        Ok(day) if faults.is_empty() => Ok(day),
        _ => Err(faults),
    }
}

/// Writes a placement and its evidence; whoever opened the transaction commits.
pub(super) async fn place_within(
    office: &Installation,
    tx: &mut Tx,
    placing: &Placing<'_>,
    by: &By,
) -> Result<(), ChannelError> {
    let head = audit::take_place(tx).await?;
    let row = row_of(tx, placing).await?;
    let (key, item_key) = (row.key.clone(), placing.item.row.key.clone());
    let body = placing.item.row.body(&ITEMS).to_owned();
    let digest = digest::of_bytes(placing.content.as_bytes());
    let facts = json!({ "body": body, "item": item_key, "channel": placing.channel, "evidence": digest, "source": placing.source });
    let under =
        Under { act: placing.act, article: "", facts, html: HashMap::new(), attachments: HashMap::new() };
    apply_within(office, tx, &head, &ledger(vec![row]), &under, by).await?;
    let evidence = stored::Evidence {
        id: new_id().ok_or(ChannelError::NoRandomness)?,
        placement_key: key,
        item_key: Some(item_key),
        body,
        channel: placing.channel.to_owned(),
        source: placing.source.to_owned(),
        address: placing.address.to_owned(),
        note: placing.note.to_owned(),
        content: placing.content.clone(),
        digest,
        kept_by: by.actor.clone(),
        kept_at: by.at,
    };
    Ok(stored::add_evidence(tx, &evidence).await?)
}

/// Rows of placements as the registers' write path takes them.
pub(super) fn ledger(rows: Vec<Row>) -> Ledger {
    Ledger {
        register: &PLACEMENTS,
        places: vec![Place::default(); rows.len()],
        rows,
        files: Vec::new(),
        lacking: Vec::new(),
        replace: None,
    }
}

/// The row of a placement, with its key.
pub(super) async fn row_of(tx: &mut Tx, placing: &Placing<'_>) -> Result<Row, ChannelError> {
    let text = |text: &str| if text.is_empty() { Value::Absent } else { Value::Text(text.to_owned()) };
    let value = |code: &str| match code {
        "body" => text(placing.item.row.body(&ITEMS)),
        "channel" => text(placing.channel),
        "index_number" => placing.item.row.value(&ITEMS, "index_number").clone(),
        "outlet" => text(placing.outlet),
        "published_on" => Value::Date(placing.published_on),
        "address" => text(placing.address),
        _ => Value::Absent,
    };
    let values: Vec<Value> = PLACEMENTS.columns.iter().map(|column| value(column.code)).collect();
    let key = next_key(tx, &PLACEMENTS, &values).await?;
    Ok(Row { key, values })
}
