//! Reading the audit trail: who did what, when, to which rows.

use crate::Installation;
use crate::people::Officer;
use crate::reports;
use gongkai_domain::audit::Entry;
use gongkai_domain::bodies::BODIES;
use gongkai_domain::people::Permission;
use gongkai_domain::registers::{self as declared, Register};
use gongkai_storage::audit::{self, StoredChange};
use gongkai_storage::registers;
use gongkai_storage::{StorageError, Tx, people};
use std::collections::{BTreeMap, BTreeSet};

pub use gongkai_storage::audit::EntryFilter;

/// An entry, with whoever acted by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldEntry {
    /// The entry.
    pub entry: Entry,
    /// Name of whoever acted; as the trail calls it where it is no person.
    pub name: String,
}

/// One row an entry changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldChange {
    /// The register, where this program knows it.
    pub register: Option<&'static Register>,
    /// What the trail calls the register.
    pub code: String,
    /// Key of the row.
    pub key: String,
    /// `added`, `changed` or `removed`.
    pub act: String,
    /// What was there before, by column.
    pub before: Vec<(String, String)>,
}

/// The rows of an entry that may be seen, and how many there are in all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToldChanges {
    /// One page of the rows, by register and key.
    pub shown: Vec<ToldChange>,
    /// How many rows of the page belong to bodies out of reach.
    pub hidden: usize,
}

/// The entries an auditor may see and a filter means, newest first.
///
/// Whoever may read the trail for every body sees all of it; otherwise what the staff of those bodies did.
pub async fn entries(
    office: &Installation,
    auditor: &Officer,
    filter: &EntryFilter,
    limit: i64,
) -> Result<Vec<ToldEntry>, StorageError> {
    let mut tx = office.db.read().await?;
    let names = names(&mut tx).await?;
    let actors = within_reach(&mut tx, auditor, filter.actors.clone()).await?;
    let filter = EntryFilter { actors, ..filter.clone() };
    let entries = audit::matching(&mut tx, &filter, limit).await?;
    Ok(entries.into_iter().map(|entry| told(entry, &names)).collect())
}

/// One entry, if the auditor may see it.
pub async fn entry(
    office: &Installation,
    auditor: &Officer,
    sequence: i64,
) -> Result<Option<ToldEntry>, StorageError> {
    let mut tx = office.db.read().await?;
    let Some(entry) = audit::entry(&mut tx, sequence).await? else { return Ok(None) };
    let reach = within_reach(&mut tx, auditor, None).await?;
    if reach.is_some_and(|actors| !actors.contains(&entry.actor)) {
        return Ok(None);
    }
    let names = names(&mut tx).await?;
    Ok(Some(told(entry, &names)))
}

/// One page of the rows an entry changed; those of bodies out of reach are only counted.
pub async fn changes(
    office: &Installation,
    auditor: &Officer,
    sequence: i64,
    offset: i64,
    limit: i64,
) -> Result<ToldChanges, StorageError> {
    let mut tx = office.db.read().await?;
    let all = audit::changes_of(&mut tx, sequence, offset, limit).await?;
    let bodies = bodies_of(&mut tx, &all).await?;
    let mut told = ToldChanges::default();
    for (change, body) in all.into_iter().zip(bodies) {
        if body.is_some_and(|body| auditor.may_for(Permission::ReadAudit, &body)) {
            told.shown.push(told_change(change));
        } else {
            told.hidden += 1;
        }
    }
    Ok(told)
}

/// Every act there is in the trail.
pub async fn acts(office: &Installation) -> Result<Vec<String>, StorageError> {
    audit::acts(&mut office.db.read().await?).await
}

/// Who is behind each name the trail uses, and is within the auditor's reach.
pub async fn actors(office: &Installation, auditor: &Officer) -> Result<Vec<(String, String)>, StorageError> {
    let mut tx = office.db.read().await?;
    let names = names(&mut tx).await?;
    let reach = within_reach(&mut tx, auditor, None).await?;
    let is_seen = |actor: &String| reach.as_ref().is_none_or(|reach| reach.contains(actor));
    Ok(names.into_iter().filter(|(actor, _)| is_seen(actor)).collect())
}

/// The actors whose doings an auditor may see, of those asked for; `None` for everybody's.
async fn within_reach(
    tx: &mut Tx,
    auditor: &Officer,
    asked: Option<Vec<String>>,
) -> Result<Option<Vec<String>>, StorageError> {
    let bodies = reports::bodies(tx).await?;
    if bodies.iter().all(|body| auditor.may_for(Permission::ReadAudit, &body.key)) {
        return Ok(asked);
    }
    let staff = people::all(tx).await?;
    let own = staff.iter().filter(|person| auditor.may_for(Permission::ReadAudit, &person.body));
    let own: Vec<String> = own.map(|person| crate::people::actor(&person.id)).collect();
    Ok(Some(match asked {
        Some(asked) => asked.into_iter().filter(|actor| own.contains(actor)).collect(),
        None => own,
    }))
}

async fn names(tx: &mut Tx) -> Result<BTreeMap<String, String>, StorageError> {
    let staff = people::all(tx).await?;
    Ok(staff.into_iter().map(|person| (crate::people::actor(&person.id), person.name)).collect())
}

fn told(entry: Entry, names: &BTreeMap<String, String>) -> ToldEntry {
    let name = names.get(&entry.actor).unwrap_or(&entry.actor).clone();
    ToldEntry { entry, name }
}

fn told_change(change: StoredChange) -> ToldChange {
    ToldChange {
        register: declared::find(&change.register),
        before: fields(change.before.as_deref()),
        code: change.register,
        key: change.key,
        act: change.act,
    }
}

fn fields(before: Option<&str>) -> Vec<(String, String)> {
    let facts = before.and_then(|before| serde_json::from_str::<serde_json::Map<String, _>>(before).ok());
    let plain = |value: serde_json::Value| match value {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    };
    facts.unwrap_or_default().into_iter().map(|(column, value)| (column, plain(value))).collect()
}

/// The body each changed row belongs to: as it is now, otherwise as it was when it was removed.
async fn bodies_of(tx: &mut Tx, changes: &[StoredChange]) -> Result<Vec<Option<String>>, StorageError> {
    let mut known: BTreeMap<(String, String), String> = BTreeMap::new();
    let codes: BTreeSet<&str> = changes.iter().map(|change| change.register.as_str()).collect();
    for register in codes.into_iter().filter_map(declared::find) {
        let of_register = changes.iter().filter(|change| change.register == register.code);
        let keys: Vec<&str> = of_register.map(|change| change.key.as_str()).collect();
        for stored in registers::load(tx, register, &keys).await? {
            let body = stored.row.body(register).to_owned();
            known.insert((register.code.to_owned(), stored.row.key), body);
        }
    }
    let body_column = |code: &str| if code == BODIES.code { "code" } else { "body" };
    Ok(changes
        .iter()
        .map(|change| {
            let now = known.get(&(change.register.clone(), change.key.clone())).cloned();
            let before = fields(change.before.as_deref());
            let was = before.into_iter().find(|(column, _)| column == body_column(&change.register));
            now.or(was.map(|(_, body)| body))
        })
        .collect())
}
