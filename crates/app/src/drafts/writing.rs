//! Writing: new drafts, saving, and two people at one draft, of whom neither loses a word.

use super::{Draft, DraftError, Hands, from_json, json, load, new_id};
use crate::Installation;
use crate::attachments;
use crate::import::By;
use crate::people::Officer;
use gongkai_domain::catalogue::{Fields, ITEMS, Refusal, Stage, drafted};
use gongkai_domain::people::Permission;
use gongkai_domain::safe_html::{ATTACHMENTS, LONGEST, SafeHtml};
use gongkai_storage::drafts::{self as stored, Version};
use gongkai_storage::{StorageError, Tx, catalogue, registers};
use jiff::SignedDuration;
use std::collections::BTreeSet;

/// Saves of one person within this time are one version.
const ONE_VERSION: SignedDuration = SignedDuration::from_mins(10);

/// What was written, as it came from the form.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// Fields by code of the column.
    pub fields: &'a Fields,
    /// The text as HTML from anywhere.
    pub html: &'a str,
}

/// What became of a save.
#[derive(Clone, Debug)]
pub enum Saved {
    /// The draft is as it was written.
    Kept(Box<Draft>),
    /// Somebody else had saved in between. What was written is laid aside at this place among the versions.
    Met {
        /// The draft as the other left it.
        theirs: Box<Draft>,
        /// Place of the version laid aside.
        aside: i64,
    },
}

/// Begins a draft of a new item.
pub async fn create(
    office: &Installation,
    officer: &Officer,
    body: &str,
    text: Text<'_>,
    by: &By,
) -> Result<Draft, DraftError> {
    let draft = new(officer, body, text, None, by)?;
    insert(office, draft).await
}

/// Begins a new edition of an item that is published; a draft of it that is still open is answered instead.
pub async fn correct(
    office: &Installation,
    officer: &Officer,
    item_key: &str,
    by: &By,
) -> Result<Draft, DraftError> {
    let mut tx = office.db.read().await?;
    let item = registers::load(&mut tx, &ITEMS, &[item_key]).await?.pop().ok_or(DraftError::Unknown)?;
    let body = item.row.body(&ITEMS).to_owned();
    if !officer.may_for(Permission::DraftItems, &body) {
        return Err(DraftError::Unknown);
    }
    let drafts = stored::of_item(&mut tx, item_key).await?;
    if let Some(open) = drafts.into_iter().map(Draft::of).find(|draft| draft.stage.is_open()) {
        return Ok(open);
    }
    let editions = catalogue::editions(&mut tx, item_key).await?;
    let html = match editions.first().and_then(|(_, edition)| edition.html.as_deref()) {
        Some(html) => SafeHtml::of(html),
        None => SafeHtml::of_plain(&item.row.value(&ITEMS, "text").to_plain()),
    };
    let mut fields = Fields::new();
    for column in drafted().filter(|column| column.code != "correction") {
        let value = item.row.value(&ITEMS, column.code);
        if !value.is_absent() {
            fields.insert(column.code.to_owned(), value.to_ledger(column.kind));
        }
    }
    drop(tx);
    let text = Text { fields: &fields, html: html.as_str() };
    let draft = new(officer, &body, text, Some(item_key.to_owned()), by)?;
    insert(office, draft).await
}

/// A draft that is not kept yet, for the empty form.
pub fn blank(officer: &Officer, body: &str, text: Text<'_>, by: &By) -> Result<Draft, DraftError> {
    new(officer, body, text, None, by)
}

fn new(
    officer: &Officer,
    body: &str,
    text: Text<'_>,
    item_key: Option<String>,
    by: &By,
) -> Result<Draft, DraftError> {
    if !officer.may_for(Permission::DraftItems, body) {
        return Err(DraftError::Unknown);
    }
    if text.html.len() > LONGEST {
        return Err(DraftError::TooLong);
    }
    let mut fields = text.fields.clone();
    fields.insert("body".to_owned(), body.to_owned());
    Ok(Draft {
        id: new_id().ok_or(DraftError::NoRandomness)?,
        item_key,
        body: body.to_owned(),
        stage: Stage::Draft,
        version: 1,
        fields,
        html: SafeHtml::of(text.html).with_files_at(ATTACHMENTS),
        authors: BTreeSet::from([by.actor.clone()]),
        hands: Hands::default(),
        accepted: Vec::new(),
        publish_at: None,
        made: (by.actor.clone(), by.at),
        saved: (by.actor.clone(), by.at),
    })
}

async fn insert(office: &Installation, draft: Draft) -> Result<Draft, DraftError> {
    let mut tx = office.db.write().await?;
    stored::insert(&mut tx, &draft.stored()).await?;
    attachments::taken_over(&mut tx, &draft).await?;
    keep(&mut tx, &draft).await?;
    tx.commit().await?;
    Ok(draft)
}

/// Saves a draft as it was written on its count `base`.
pub async fn save(
    office: &Installation,
    officer: &Officer,
    id: &str,
    base: i64,
    text: Text<'_>,
    by: &By,
) -> Result<Saved, DraftError> {
    if text.html.len() > LONGEST {
        return Err(DraftError::TooLong);
    }
    // Cleaning a long text takes a moment, which nobody else should have to wait for.
    let html = SafeHtml::of(text.html).with_files_at(ATTACHMENTS);
    let mut tx = office.db.write().await?;
    let now = load(&mut tx, officer, id).await?;
    let mut next = now.clone();
    next.fields = text.fields.clone();
    next.html = html;
    // A correction stays with the body of its item; a new item may be given to another body of one's own.
    let body = text.fields.get("body").filter(|_| now.item_key.is_none()).unwrap_or(&now.body).clone();
    next.fields.insert("body".to_owned(), body.clone());
    next.body = body;
    for body in [&now.body, &next.body] {
        if !officer.may_for(Permission::DraftItems, body) {
            return Err(DraftError::Refused(vec![Refusal::MayNot(Permission::DraftItems)]));
        }
    }
    if next.fields == now.fields && next.html == now.html {
        return Ok(Saved::Kept(Box::new(now)));
    }
    if now.stage != Stage::Draft || now.version != base {
        let aside = lay_aside(&mut tx, &next, base, by).await?;
        tx.commit().await?;
        return Ok(Saved::Met { theirs: Box::new(now), aside });
    }
    next.version += 1;
    next.authors.insert(by.actor.clone());
    next.saved = (by.actor.clone(), by.at);
    if !stored::update(&mut tx, &next.stored(), now.version).await? {
        let aside = lay_aside(&mut tx, &next, base, by).await?;
        let theirs = load(&mut tx, officer, id).await?;
        tx.commit().await?;
        return Ok(Saved::Met { theirs: Box::new(theirs), aside });
    }
    keep(&mut tx, &next).await?;
    tx.commit().await?;
    Ok(Saved::Kept(Box::new(next)))
}

/// Keeps the draft as a version: the last one written anew while it is of the same person, not ten minutes old, and
/// nothing was done with it.
pub(super) async fn keep(tx: &mut Tx, draft: &Draft) -> Result<(), StorageError> {
    let last = stored::last_version(tx, &draft.id).await?;
    let acted = stored::events(tx, &draft.id).await?.last().map_or(0, |event| event.version);
    let same = last.filter(|(_, by, begun, version)| {
        *by == draft.saved.0 && draft.saved.1.duration_since(*begun) < ONE_VERSION && *version > acted
    });
    let (position, begun_at) = match same {
        Some((position, _, begun, _)) => (position, begun),
        None => (stored::next_version(tx, &draft.id).await?, draft.saved.1),
    };
    let version = version_of(draft, position, "saved", draft.version);
    stored::put_version(tx, &Version { begun_at, ..version }).await
}

/// Lays aside what cannot be saved over another's work.
async fn lay_aside(tx: &mut Tx, draft: &Draft, base: i64, by: &By) -> Result<i64, StorageError> {
    let position = stored::next_version(tx, &draft.id).await?;
    let mut version = version_of(draft, position, "aside", base);
    version.saved_by.clone_from(&by.actor);
    (version.begun_at, version.saved_at) = (by.at, by.at);
    stored::put_version(tx, &version).await?;
    Ok(position)
}

fn version_of(draft: &Draft, position: i64, kind: &str, version: i64) -> Version {
    Version {
        draft: draft.id.clone(),
        position,
        kind: kind.to_owned(),
        version,
        fields: json(&draft.fields),
        html: draft.html.as_str().to_owned(),
        begun_at: draft.saved.1,
        saved_by: draft.saved.0.clone(),
        saved_at: draft.saved.1,
    }
}

/// What a version says: its fields and its text.
pub fn words_of(version: &Version) -> (Fields, SafeHtml) {
    (from_json(&version.fields), SafeHtml::of(&version.html))
}
