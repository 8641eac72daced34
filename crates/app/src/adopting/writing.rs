//! Writing what was planned: items with their editions, drafts, addresses, marks, and the audit entry.

use super::planning::{Leads, Plan, mark_of};
use super::{AdoptError, Adopted, Batch, Fate, Incoming, Received};
use crate::Installation;
use crate::attachments::file_name;
use crate::drafts::bring;
use crate::import::{By, Under, apply_within};
use gongkai_domain::catalogue::ITEMS;
use gongkai_domain::digest::Digest;
use gongkai_domain::registers::Value;
use gongkai_domain::safe_html::SafeHtml;
use gongkai_storage::Tx;
use gongkai_storage::attachments::EditionFile;
use gongkai_storage::audit::{self, Act, Head};
use gongkai_storage::old_addresses::{self as stored, OldAddressRow};
use serde_json::json;
use std::collections::HashMap;

/// Writes it all in a transaction that is open and has its place in the chain; whoever opened it commits.
pub(super) async fn write(
    office: &Installation,
    tx: &mut Tx,
    head: &Head,
    (batch, received): (&Batch, &Received),
    mut plan: Plan,
    by: &By,
) -> Result<Adopted, AdoptError> {
    let fresh = plan.adoption.count(|fate| matches!(fate, Fate::Item | Fate::Draft | Fate::Changed));
    let mut done = Adopted { addresses: plan.addresses.len(), ..Adopted::default() };
    if fresh + done.addresses == 0 {
        return Ok(done);
    }
    let drafts = plan.adoption.count(|fate| *fate == Fate::Draft);
    let (mut html, mut attachments) = (HashMap::new(), HashMap::new());
    for (row, at) in plan.ledger.rows.iter().zip(&plan.documents) {
        let document = &batch.documents[*at];
        let (text, files) = with_files(office, document, received)?;
        if !text.is_empty() {
            html.insert(row.key.clone(), text.as_str().to_owned());
        }
        if !files.is_empty() {
            attachments.insert(row.key.clone(), files);
        }
    }
    let facts = facts(batch, &plan, drafts);
    let under = Under { act: "adopt", article: "", facts: facts.clone(), html, attachments };
    let applied = apply_within(office, tx, head, &plan.ledger, &under, by).await?;
    (done.added, done.changed) = (applied.added, applied.changed);
    if applied.sequence.is_none() {
        let mut facts = facts;
        facts["bodies"] = json!([batch.body]);
        let text = facts.to_string();
        let act = Act { at: by.at, actor: &by.actor, act: "adopt", article: "", facts: &text };
        audit::append(tx, head, act, &mut []).await?;
    }
    done.sequence = Some(head.sequence + 1);
    plan.numbering.take(tx).await?;
    done.drafts = bring_drafts(office, tx, (batch, received), &mut plan, by).await?;
    keep_addresses(tx, head.sequence + 1, &plan).await?;
    keep_marks(tx, head.sequence + 1, batch, &plan).await?;
    Ok(done)
}

/// What the audit entry says beside the counts of rows.
fn facts(batch: &Batch, plan: &Plan, drafts: usize) -> serde_json::Value {
    let files = batch.files.iter().map(|(name, digest)| json!({ "name": name, "sm3": digest }));
    let mut addresses = Digest::new();
    for (address, leads) in &plan.addresses {
        addresses.field(address.as_str());
        match leads {
            Leads::Document(at) => addresses.field(plan.keys[*at].as_deref().unwrap_or_default()),
            Leads::Item(key) => addresses.field(key),
            Leads::Address(to) => addresses.field(to.as_str()),
        }
    }
    let found = plan.adoption.judged.iter().filter(|judged| !judged.findings.is_empty()).count();
    json!({
        "register": ITEMS.code,
        "files": files.collect::<Vec<_>>(),
        "body": batch.body,
        "drafts": drafts,
        "addresses": plan.addresses.len(),
        "addresses_sm3": addresses.finish(),
        "with_findings": found,
        "findings_accepted": batch.accepted,
    })
}

/// The text of a document with its files where they are kept, and those files.
fn with_files(
    office: &Installation,
    document: &Incoming,
    received: &Received,
) -> Result<(SafeHtml, Vec<EditionFile>), AdoptError> {
    if document.files.is_empty() {
        return Ok((document.html.clone(), Vec::new()));
    }
    let is_asked = office.files.as_ref().is_some_and(|keeping| keeping.scanner.is_some());
    let mut html = document.html.as_str().to_owned();
    let mut files: Vec<EditionFile> = Vec::new();
    for file in &document.files {
        let refused = |why: &str| AdoptError::File(file.name.clone(), why.to_owned());
        let kept = received.get(&file.digest).ok_or_else(|| refused("没有存下来 / it was not kept"))?;
        if let Some(obstacle) = kept.scan.obstacle(is_asked) {
            return Err(refused(&format!("{} / {}", obstacle.zh, obstacle.en)));
        }
        html = html.replace(&file.digest, &kept.digest);
        if files.iter().all(|known| known.digest != kept.digest) {
            let name = file_name(&file.name, kept.kind);
            files.push(EditionFile { digest: kept.digest.clone(), name });
        }
    }
    Ok((SafeHtml::of(&html), files))
}

/// Begins the drafts; what was found is told in their history.
async fn bring_drafts(
    office: &Installation,
    tx: &mut Tx,
    (batch, received): (&Batch, &Received),
    plan: &mut Plan,
    by: &By,
) -> Result<usize, AdoptError> {
    let mut count = 0;
    for (at, document) in batch.documents.iter().enumerate() {
        let judged = &plan.adoption.judged[at];
        if judged.fate != Fate::Draft {
            continue;
        }
        let body = plan.values[at][ITEMS.position("body").unwrap_or_default()].to_plain();
        let found: Vec<&str> = judged.findings.iter().map(|one| one.says.zh.as_str()).collect();
        let why = format!("{}：{}", document.place.file, found.join("、"));
        let (html, files) = with_files(office, document, received)?;
        let id = bring(tx, &body, &document.fields, (&html, &files), &why, by).await?;
        plan.drafts[at] = Some(id);
        count += 1;
    }
    Ok(count)
}

async fn keep_addresses(tx: &mut Tx, sequence: i64, plan: &Plan) -> Result<(), AdoptError> {
    let row = |(address, leads): &(gongkai_domain::catalogue::OldAddress, Leads)| {
        let (item_key, draft, target) = match leads {
            Leads::Document(at) => match &plan.keys[*at] {
                Some(key) => (Some(key.clone()), None, None),
                None => (None, plan.drafts[*at].clone(), None),
            },
            Leads::Item(key) => (Some(key.clone()), None, None),
            Leads::Address(to) => (None, None, Some(to.as_str().to_owned())),
        };
        OldAddressRow { address: address.as_str().to_owned(), item_key, draft, target }
    };
    let rows: Vec<OldAddressRow> = plan.addresses.iter().map(row).collect();
    stored::add(tx, sequence, &rows).await?;
    Ok(())
}

async fn keep_marks(tx: &mut Tx, sequence: i64, batch: &Batch, plan: &Plan) -> Result<(), AdoptError> {
    let mut rows = Vec::new();
    for (at, document) in batch.documents.iter().enumerate() {
        if !matches!(
            plan.adoption.judged[at].fate,
            Fate::Item | Fate::Draft | Fate::Changed | Fate::Unchanged
        ) {
            continue;
        }
        let value = |code: &str| {
            let at_column = ITEMS.position(code)?;
            plan.values[at].get(at_column).filter(|_| plan.keys[at].is_none())
        };
        for mark in &document.marks {
            rows.push(stored::Adopted {
                mark: mark_of(batch, mark),
                digest: plan.digests[at].clone(),
                item_key: plan.keys[at].clone(),
                draft: plan.drafts[at].clone(),
                published_on: value("published_on").and_then(Value::as_date),
                index_number: value("index_number").and_then(Value::as_text).map(str::to_owned),
            });
        }
    }
    stored::keep_marks(tx, sequence, &rows).await?;
    Ok(())
}
