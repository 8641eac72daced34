//! Working out how long items are kept: at publication, and for what was imported, a batch after the other.

use crate::Installation;
use crate::import::By;
use gongkai_domain::catalogue::ITEMS;
use gongkai_domain::retention::{Decision, Subject};
use gongkai_storage::audit::{self, Act};
use gongkai_storage::registers::{self, Stored};
use gongkai_storage::retention::{self as kept, Kept};
use gongkai_storage::{StorageError, Tx, settings};
use jiff::Timestamp;
use serde_json::json;
use std::collections::{BTreeSet, HashMap};

/// Name of the setting that says up to which edition it was worked out.
const REACHED: &str = "retention.reached";
/// Editions looked at in one transaction.
const BATCH: i64 = 2_000;
/// What the audit trail calls the program itself.
const ACTOR: &str = "retention";

/// Works out how long these items are kept and writes it, in a transaction that is open; answers for how many it was
/// written.
pub(crate) async fn reckon_within(
    office: &Installation,
    tx: &mut Tx,
    keys: &[&str],
    at: Timestamp,
) -> Result<usize, StorageError> {
    let items = registers::load(tx, &ITEMS, keys).await?;
    write(office, tx, &items, at).await
}

async fn write(
    office: &Installation,
    tx: &mut Tx,
    items: &[Stored],
    at: Timestamp,
) -> Result<usize, StorageError> {
    let keys: Vec<&str> = items.iter().map(|item| item.row.key.as_str()).collect();
    let known: HashMap<String, Kept> =
        kept::of_items(tx, &keys).await?.into_iter().map(|kept| (kept.item_key.clone(), kept)).collect();
    let reckoned: Vec<Kept> =
        items.iter().filter_map(|item| kept_of(office, item, known.get(&item.row.key), at)).collect();
    kept::put(tx, &reckoned).await?;
    Ok(reckoned.len())
}

/// How long an item is kept by the rules as they are; a longer term decided on earlier stays.
fn kept_of(office: &Installation, item: &Stored, known: Option<&Kept>, at: Timestamp) -> Option<Kept> {
    let mut decision = office.law.retention.decide(&Subject::of(&item.row)?)?;
    decision.extended = known.and_then(decision_of).and_then(|known| known.extended);
    Some(Kept {
        item_key: item.row.key.clone(),
        body: item.row.body(&ITEMS).to_owned(),
        edition: item.edition.as_ref().map_or(0, |(number, _)| *number),
        last_day: decision.last_day(),
        action: decision.action.code().to_owned(),
        rule: decision.basis.id.clone(),
        decision: serde_json::to_string(&decision).unwrap_or_default(),
        reckoned_at: at,
        disposed_on: item.row.value(&ITEMS, "archived_on").as_date(),
    })
}

/// The decision as it is kept.
pub(super) fn decision_of(kept: &Kept) -> Option<Decision> {
    serde_json::from_str(&kept.decision).ok()
}

/// Works out the terms of every edition written since the last time, such as those of an import; answers for how many
/// items.
///
/// Each batch is one transaction that notes how far it came, so that whatever is interrupted goes on where it was.
pub async fn keep_up(office: &Installation, at: Timestamp) -> Result<usize, StorageError> {
    let mut done = 0;
    loop {
        let mut tx = office.db.read().await?;
        let from = reached(&mut tx).await?;
        if kept::editions_after(&mut tx, (from.0, &from.1), 1).await?.is_empty() {
            return Ok(done);
        }
        drop(tx);
        done += batch(office, at).await?;
    }
}

/// Works every term out anew by the rules as they are now, after they were changed; answers for how many items.
pub async fn reckon_anew(office: &Installation, by: &By) -> Result<usize, StorageError> {
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let facts = json!({ "anew": true, "rules": office.law.retention.rules.len() }).to_string();
    let act = Act { at: by.at, actor: &by.actor, act: "reckon-retention", article: "", facts: &facts };
    audit::append(&mut tx, &head, act, &mut []).await?;
    settings::set(&mut tx, REACHED, &json!([0, "", true]).to_string()).await?;
    tx.commit().await?;
    keep_up(office, by.at).await
}

/// Up to where: audit entry, key of the item, and whether what is known already is worked out again.
async fn reached(tx: &mut Tx) -> Result<(i64, String, bool), StorageError> {
    let text = settings::get(tx, REACHED).await?.unwrap_or_default();
    Ok(serde_json::from_str(&text).unwrap_or_default())
}

async fn batch(office: &Installation, at: Timestamp) -> Result<usize, StorageError> {
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let (sequence, key, anew) = reached(&mut tx).await?;
    let found = kept::editions_after(&mut tx, (sequence, &key), BATCH).await?;
    let Some((sequence, key)) = found.last().cloned() else { return Ok(0) };
    let is_last = (found.len() as i64) < BATCH;
    let keys: BTreeSet<&str> = found.iter().map(|(_, key)| key.as_str()).collect();
    let keys: Vec<&str> = keys.into_iter().collect();
    let mut items = registers::load(&mut tx, &ITEMS, &keys).await?;
    if !anew {
        let known = kept::of_items(&mut tx, &keys).await?;
        let known: HashMap<&str, i64> =
            known.iter().map(|kept| (kept.item_key.as_str(), kept.edition)).collect();
        items.retain(|item| {
            known.get(item.row.key.as_str()).copied() != item.edition.as_ref().map(|(number, _)| *number)
        });
    }
    let count = write(office, &mut tx, &items, at).await?;
    let next = json!([sequence, key, anew && !is_last]).to_string();
    settings::set(&mut tx, REACHED, &next).await?;
    if count > 0 {
        let facts = json!({ "items": count, "rules": office.law.retention.rules.len() }).to_string();
        let act = Act { at, actor: ACTOR, act: "reckon-retention", article: "", facts: &facts };
        audit::append(&mut tx, &head, act, &mut []).await?;
    } else {
        // No act: the place in the chain goes back with the transaction, and only how far it came is written.
        drop(tx);
        let mut tx = office.db.write().await?;
        settings::set(&mut tx, REACHED, &next).await?;
        tx.commit().await?;
        return Ok(0);
    }
    tx.commit().await?;
    Ok(count)
}
