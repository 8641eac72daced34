//! What is published: its editions, and taking it back, so that its address still answers and says why.

use super::DraftError;
use crate::Installation;
use crate::import::{By, Ledger, Under, apply_within};
use crate::people::Officer;
use gongkai_domain::catalogue::{ITEMS, Refusal};
use gongkai_domain::people::Permission;
use gongkai_domain::registers::{Place, Value};
use gongkai_domain::safe_html::SafeHtml;
use gongkai_storage::registers::Stored;
use gongkai_storage::{StorageError, Tx, audit, catalogue, registers};
use serde_json::json;
use std::collections::HashMap;

/// An item with its editions, newest first: number, day and note of each, its words.
#[derive(Clone, Debug)]
pub struct Editions {
    /// The item.
    pub item: Stored,
    /// Number, correction note, and words of each edition, newest first.
    pub editions: Vec<(i64, String, String)>,
}

/// Withdraws an item, for a reason the public will read.
pub async fn withdraw(
    office: &Installation,
    officer: &Officer,
    item_key: &str,
    reason: &str,
    by: &By,
) -> Result<(), DraftError> {
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let item = load(&mut tx, officer, item_key).await?;
    let body = item.row.body(&ITEMS).to_owned();
    let mut refusals = Vec::new();
    if !officer.may_for(Permission::PublishItems, &body) {
        refusals.push(Refusal::MayNot(Permission::PublishItems));
    }
    if reason.trim().is_empty() {
        refusals.push(Refusal::NoReason);
    }
    if !refusals.is_empty() {
        return Err(DraftError::Refused(refusals));
    }
    if !item.row.value(&ITEMS, "withdrawn_on").is_absent() {
        return Err(DraftError::NothingNew);
    }
    let edition = catalogue::editions(&mut tx, item_key).await?.into_iter().next();
    let html = edition.and_then(|(_, edition)| edition.html);
    let mut row = item.row;
    for (code, value) in [
        ("withdrawn_on", Value::Date(by.today)),
        ("withdrawal_reason", Value::Text(reason.trim().to_owned())),
    ] {
        if let Some(at) = ITEMS.position(code) {
            row.values[at] = value;
        }
    }
    let under = Under {
        act: "withdraw-item",
        article: "",
        facts: json!({ "item": item_key, "body": body }),
        html: html.map(|html| (item_key.to_owned(), html)).into_iter().collect::<HashMap<_, _>>(),
        attachments: HashMap::new(),
    };
    let ledger = Ledger {
        register: &ITEMS,
        rows: vec![row],
        places: vec![Place::default()],
        files: Vec::new(),
        lacking: Vec::new(),
        replace: None,
    };
    apply_within(office, &mut tx, &head, &ledger, &under, by).await?;
    tx.commit().await?;
    Ok(())
}

/// An item with its editions, for somebody who may see it.
pub async fn item_history(
    office: &Installation,
    officer: &Officer,
    short_id: &str,
) -> Result<Editions, DraftError> {
    let mut tx = office.db.read().await?;
    let key = catalogue::key_of_short_id(&mut tx, short_id).await?.ok_or(DraftError::Unknown)?;
    let item = load(&mut tx, officer, &key).await?;
    let note = |facts: &str| {
        let facts: serde_json::Value = serde_json::from_str(facts).unwrap_or_default();
        let text = |code: &str| facts.get(code).and_then(|fact| fact.as_str()).unwrap_or_default().to_owned();
        let withdrawn = text("withdrawal_reason");
        if withdrawn.is_empty() { text("correction") } else { withdrawn }
    };
    let editions = catalogue::editions(&mut tx, &key).await?;
    let editions = editions
        .into_iter()
        .map(|(_, edition)| (edition.number, note(&edition.facts), edition.text.unwrap_or_default()))
        .collect();
    Ok(Editions { item, editions })
}

/// The short id of an item.
pub async fn short_id_of(office: &Installation, key: &str) -> Result<Option<String>, StorageError> {
    let mut tx = office.db.read().await?;
    let found = registers::load(&mut tx, &ITEMS, &[key]).await?.pop();
    Ok(found.and_then(|stored| stored.edition).map(|(_, short_id)| short_id))
}

/// The text of an edition of the item a draft corrects, as it is published now.
pub async fn published_text(office: &Installation, key: &str) -> Result<SafeHtml, StorageError> {
    let mut tx = office.db.read().await?;
    let edition = catalogue::editions(&mut tx, key).await?.into_iter().next();
    Ok(match edition.map(|(_, edition)| (edition.html, edition.text)) {
        Some((Some(html), _)) => SafeHtml::of(&html),
        Some((None, Some(text))) => SafeHtml::of_plain(&text),
        _ => SafeHtml::default(),
    })
}

async fn load(tx: &mut Tx, officer: &Officer, key: &str) -> Result<Stored, DraftError> {
    let item = registers::load(tx, &ITEMS, &[key]).await?.pop().ok_or(DraftError::Unknown)?;
    if officer.may_for(Permission::Read, item.row.body(&ITEMS)) { Ok(item) } else { Err(DraftError::Unknown) }
}
