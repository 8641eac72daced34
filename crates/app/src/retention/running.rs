//! Disposition runs (到期处置): what is due, proposed by one person, carried out by another in one act.

use super::certificates::{lines_of, list_file};
use super::holding::placed;
use super::reckoning::{decision_of, reckon_within};
use super::{Authority, RetentionError};
use crate::Installation;
use crate::behind::of_edition;
use crate::drafts::new_id;
use crate::import::{By, Ledger, Under, apply_within};
use crate::people::name_of;
use gongkai_domain::catalogue::ITEMS;
use gongkai_domain::digest::Digest;
use gongkai_domain::people::Permission;
use gongkai_domain::registers::{Place, Row, Value};
use gongkai_domain::retention::{Choice, Decision, Extension, Hold, Outcome};
use gongkai_storage::audit::{self, Act};
use gongkai_storage::registers::{self as rows, Stored};
use gongkai_storage::retention::{self as kept, Disposition, DispositionItem, Kept};
use gongkai_storage::{StorageError, Tx, catalogue};
use jiff::civil::Date;
use serde_json::json;
use std::collections::{BTreeMap, HashMap};

/// Most items of one run; what is left is for the next.
pub(super) const MOST: i64 = 1_000;

/// An item whose term is over.
#[derive(Clone, Debug)]
pub struct DueItem {
    /// Key.
    pub key: String,
    /// Its part of the address.
    pub short_id: String,
    /// Index number.
    pub index_number: String,
    /// Title.
    pub title: String,
    /// Number of its current edition.
    pub edition: i64,
    /// Digest of that edition.
    pub digest: String,
    /// How long it was kept and why.
    pub decision: Decision,
    /// The holds on it: with one, nothing is done.
    pub holds: Vec<Hold>,
}

/// An item of a run.
#[derive(Clone, Debug)]
pub struct RunItem {
    /// Its part of the address.
    pub short_id: String,
    /// Index number.
    pub index_number: String,
    /// Title.
    pub title: String,
    /// What the rule says of it, as it is kept now.
    pub decision: Option<Decision>,
    /// Last day of the term when it was proposed.
    pub last_day: Option<Date>,
    /// What is to be done.
    pub choice: Choice,
    /// What was done; before, what would be done now.
    pub outcome: Outcome,
    /// Why, or until when; may be empty.
    pub note: String,
}

/// A run with its items.
#[derive(Clone, Debug)]
pub struct Run {
    /// The run as it is kept.
    pub run: Disposition,
    /// Its items.
    pub items: Vec<RunItem>,
    /// Digest of the list as it stands; what is confirmed.
    pub digest: String,
    /// Name of who proposed it.
    pub asked: String,
    /// Name of who decided; empty before.
    pub decided: String,
}

/// What somebody says when a run is carried out.
#[derive(Clone, Debug, Default)]
pub struct Confirmation {
    /// Digest of the list that was looked at.
    pub digest: String,
    /// Whether one person does both.
    pub forced: bool,
    /// What is said to it; the reason where it is forced.
    pub reason: String,
}

/// Everything of a body whose term is over on a day, with its rule and the holds on it; the dry run.
///
/// # Errors
/// [`RetentionError::Unknown`] for a body out of reach.
pub async fn due(
    office: &Installation,
    who: Authority<'_>,
    body: &str,
    today: Date,
) -> Result<Vec<DueItem>, RetentionError> {
    who.must(Permission::Read, body)?;
    Ok(due_within(&mut office.db.read().await?, body, today).await?)
}

async fn due_within(tx: &mut Tx, body: &str, today: Date) -> Result<Vec<DueItem>, StorageError> {
    let over = kept::over(tx, body, today, MOST).await?;
    let keys: Vec<&str> = over.iter().map(|kept| kept.item_key.as_str()).collect();
    let items = by_key(tx, &keys).await?;
    let holds = placed(tx, body).await?;
    let mut due = Vec::with_capacity(over.len());
    for kept in &over {
        let Some(item) = items.get(&kept.item_key) else { continue };
        due.extend(due_item(tx, kept, item, &holds).await?);
    }
    Ok(due)
}

async fn by_key(tx: &mut Tx, keys: &[&str]) -> Result<HashMap<String, Stored>, StorageError> {
    let found = rows::load(tx, &ITEMS, keys).await?;
    Ok(found.into_iter().map(|stored| (stored.row.key.clone(), stored)).collect())
}

async fn due_item(
    tx: &mut Tx,
    kept: &Kept,
    item: &Stored,
    holds: &[Hold],
) -> Result<Option<DueItem>, StorageError> {
    let Some(decision) = decision_of(kept) else { return Ok(None) };
    let text = |code: &str| item.row.value(&ITEMS, code).to_plain();
    let edition = catalogue::newest_edition(tx, &kept.item_key).await?;
    let Some(edition) = edition else { return Ok(None) };
    Ok(Some(DueItem {
        key: kept.item_key.clone(),
        short_id: item.edition.as_ref().map(|(_, short_id)| short_id.clone()).unwrap_or_default(),
        index_number: text("index_number"),
        title: text("title"),
        edition: edition.number,
        digest: of_edition(&edition),
        decision,
        holds: holds.iter().filter(|hold| hold.is_on(&item.row)).cloned().collect(),
    }))
}

/// Proposes a run over what is due: `choices` by key, where they are not what the rule says. Answers its id.
///
/// # Errors
/// Nothing is due or everything is to wait, somebody's run of the body still waits, no permission to publish.
pub async fn propose(
    office: &Installation,
    who: Authority<'_>,
    body: &str,
    choices: &BTreeMap<String, Choice>,
    reason: &str,
    by: &By,
) -> Result<String, RetentionError> {
    who.must(Permission::PublishItems, body)?;
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let waits = kept::list(&mut tx, &[body.to_owned()], i64::MAX).await?;
    if waits.iter().any(|run| run.state == "proposed") {
        return Err(RetentionError::refused(
            "",
            "这个机构已经有一批在等批准；先办完那一批",
            "a run of this body waits to be confirmed already",
        ));
    }
    let due = due_within(&mut tx, body, by.today).await?;
    let choice = |item: &DueItem| choices.get(&item.key).copied().unwrap_or(Choice::of(item.decision.action));
    if due.iter().all(|item| !item.holds.is_empty() || choice(item) == Choice::Wait) {
        return Err(RetentionError::refused(
            "",
            "没有要处置的：没有到期的，或者全部暂缓、留待下次",
            "nothing is to be done: nothing is due, or all of it waits or is on hold",
        ));
    }
    let items: Vec<DispositionItem> = due
        .into_iter()
        .map(|item| {
            let choice = choice(&item);
            proposed(item, choice)
        })
        .collect();
    let run = Disposition {
        id: new_id().ok_or(RetentionError::NoRandomness)?,
        number: None,
        body: body.to_owned(),
        state: "proposed".to_owned(),
        reason: reason.trim().to_owned(),
        digest: digest_of(&items),
        asked: (by.actor.clone(), by.at),
        decided: None,
        forced: false,
        sequence: None,
    };
    kept::add(&mut tx, &run).await?;
    kept::put_items(&mut tx, &run.id, &items).await?;
    let facts = json!({ "disposition": run.id, "body": body, "items": items.len(), "digest": run.digest })
        .to_string();
    let act = Act { at: by.at, actor: &by.actor, act: "propose-disposition", article: "", facts: &facts };
    audit::append(&mut tx, &head, act, &mut []).await?;
    tx.commit().await?;
    Ok(run.id)
}

fn proposed(item: DueItem, choice: Choice) -> DispositionItem {
    DispositionItem {
        last_day: item.decision.last_day(),
        rule: item.decision.basis.id,
        item_key: item.key,
        short_id: item.short_id,
        index_number: item.index_number,
        title: item.title,
        edition: item.edition,
        digest: item.digest,
        choice: choice.code(),
        outcome: String::new(),
        note: String::new(),
    }
}

fn digest_of(items: &[DispositionItem]) -> String {
    let mut digest = Digest::new();
    for item in items {
        for field in [&item.item_key, &item.digest, &item.rule, &item.choice, &item.outcome, &item.note] {
            digest.field(field);
        }
        digest.field(item.edition.to_be_bytes());
    }
    digest.finish()
}

/// A run, for somebody who may see it; of one that waits, what would be done now.
pub async fn run(office: &Installation, who: Authority<'_>, id: &str) -> Result<Run, RetentionError> {
    let mut tx = office.db.read().await?;
    let (run, mut items) = load(&mut tx, who, id).await?;
    if run.state == "proposed" {
        foresee(&mut tx, &run, &mut items).await?;
    }
    let digest = digest_of(&items);
    let keys: Vec<&str> = items.iter().map(|item| item.item_key.as_str()).collect();
    let known = kept::of_items(&mut tx, &keys).await?;
    let decisions: HashMap<&str, Decision> =
        known.iter().filter_map(|kept| Some((kept.item_key.as_str(), decision_of(kept)?))).collect();
    let items = items
        .iter()
        .map(|item| RunItem {
            short_id: item.short_id.clone(),
            index_number: item.index_number.clone(),
            title: item.title.clone(),
            decision: decisions.get(item.item_key.as_str()).cloned(),
            last_day: item.last_day,
            choice: Choice::of_code(&item.choice).unwrap_or(Choice::Wait),
            outcome: Outcome::of_code(&item.outcome).unwrap_or(Outcome::Waits),
            note: item.note.clone(),
        })
        .collect();
    let asked = name_of(&mut tx, &run.asked.0).await?;
    let decided = match &run.decided {
        Some((who, ..)) => name_of(&mut tx, who).await?,
        None => String::new(),
    };
    Ok(Run { run, items, digest, asked, decided })
}

pub(super) async fn load(
    tx: &mut Tx,
    who: Authority<'_>,
    id: &str,
) -> Result<(Disposition, Vec<DispositionItem>), RetentionError> {
    let run = kept::load(tx, id).await?.ok_or(RetentionError::Unknown)?;
    who.must(Permission::Read, &run.body)?;
    let items = kept::items_of(tx, id).await?;
    Ok((run, items))
}

/// Fills in what would be done with each item now: on hold it is passed over, and so is what has changed. Answers the
/// items by key.
async fn foresee(
    tx: &mut Tx,
    run: &Disposition,
    items: &mut [DispositionItem],
) -> Result<HashMap<String, Stored>, StorageError> {
    let keys: Vec<String> = items.iter().map(|item| item.item_key.clone()).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let stored = by_key(tx, &keys).await?;
    let holds = placed(tx, &run.body).await?;
    for item in items {
        let choice = Choice::of_code(&item.choice).unwrap_or(Choice::Wait);
        let now = stored.get(&item.item_key);
        let is_same = now.is_some_and(|now| {
            now.edition.as_ref().map(|(number, _)| *number) == Some(item.edition)
                && now.row.value(&ITEMS, "archived_on").is_absent()
        });
        let hold = now.and_then(|now| holds.iter().find(|hold| hold.is_on(&now.row)));
        let (outcome, note) = match (hold, choice) {
            _ if !is_same => (Outcome::Changed, "提请以后这一件有了新的一版".to_owned()),
            (Some(hold), _) => (Outcome::Held, hold.why()),
            (None, Choice::Wait) => (Outcome::Waits, String::new()),
            (None, Choice::Archive) => (Outcome::Archived, String::new()),
            (None, Choice::Transfer) => (Outcome::Transferred, String::new()),
            (None, Choice::Extend(years)) => (
                Outcome::Extended,
                longer(item.last_day, years).map(|day| format!("至 {day}")).unwrap_or_default(),
            ),
            (None, Choice::Forever) => (Outcome::Forever, String::new()),
        };
        outcome.code().clone_into(&mut item.outcome);
        item.note = note;
    }
    Ok(stored)
}

/// The last day of a term made so many years longer.
fn longer(last_day: Option<Date>, years: i16) -> Option<Date> {
    let last = last_day?;
    Date::new(last.year().checked_add(years)?, 12, 31).ok()
}

/// Carries a run out as it stands now, in one act: archives, extends, numbers the certificate and keeps its list.
///
/// # Errors
/// The list is not the one that was looked at; whoever proposed it confirms it without a reason; no permission to approve.
pub async fn carry_out(
    office: &Installation,
    who: Authority<'_>,
    id: &str,
    given: &Confirmation,
    by: &By,
) -> Result<String, RetentionError> {
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let (mut run, mut items) = load(&mut tx, who, id).await?;
    who.must(Permission::ApproveItems, &run.body)?;
    may_confirm(&run, given, by)?;
    let stored = foresee(&mut tx, &run, &mut items).await?;
    if given.digest != digest_of(&items) {
        return Err(RetentionError::Changed);
    }
    let number = next_number(&mut tx, &run.body, by.today.year()).await?;
    run.digest = given.digest.clone();
    run.number = Some(number.clone());
    "done".clone_into(&mut run.state);
    run.forced = run.asked.0 == by.actor;
    run.decided = Some((by.actor.clone(), by.at, given.reason.trim().to_owned()));
    run.sequence = Some(head.sequence + 1);
    let facts = json!({
        "disposition": run.id, "number": number, "body": run.body, "items": items.len(), "list": run.digest, "forced": run.forced
    });
    archive(office, &mut tx, &head, (&items, &stored), facts, by).await?;
    extend(office, &mut tx, &items, &number, by).await?;
    kept::put_items(&mut tx, &run.id, &items).await?;
    let lines = lines_of(office, &items);
    let list = list_file(&mut tx, &run, lines).await?;
    kept::keep_file(&mut tx, &run.id, &list).await?;
    if !kept::update(&mut tx, &run, "proposed").await? {
        return Err(RetentionError::Changed);
    }
    tx.commit().await?;
    Ok(number)
}

/// Author ≠ approver, unless forced with a reason.
fn may_confirm(run: &Disposition, given: &Confirmation, by: &By) -> Result<(), RetentionError> {
    if run.state != "proposed" {
        return Err(RetentionError::Changed);
    }
    if run.asked.0 != by.actor {
        return Ok(());
    }
    if !given.forced {
        return Err(RetentionError::refused(
            "forced",
            "提请的人不能自己批准；确实只有一个人在岗的，写明理由并勾选",
            "whoever proposed it does not confirm it; where there is nobody else, give a reason and tick the box",
        ));
    }
    if given.reason.trim().is_empty() {
        return Err(RetentionError::refused(
            "reason",
            "一人办两手，请写理由",
            "one person does both: say why",
        ));
    }
    Ok(())
}

async fn next_number(tx: &mut Tx, body: &str, year: i16) -> Result<String, StorageError> {
    let serial = catalogue::next_serial(tx, &format!("disposition/{body}/{year}"), 1).await?;
    Ok(format!("处置〔{year}〕{serial}号"))
}

/// Writes the day of archiving into the items that are archived, as new editions with the text they had.
async fn archive(
    office: &Installation,
    tx: &mut Tx,
    head: &audit::Head,
    (items, stored): (&[DispositionItem], &HashMap<String, Stored>),
    facts: serde_json::Value,
    by: &By,
) -> Result<(), RetentionError> {
    let is_archived =
        |item: &&DispositionItem| Outcome::of_code(&item.outcome).is_some_and(Outcome::is_archived);
    let (mut rows, mut html): (Vec<Row>, HashMap<String, String>) = (Vec::new(), HashMap::new());
    for item in items.iter().filter(is_archived) {
        let Some(before) = stored.get(&item.item_key) else { continue };
        let mut row = before.row.clone();
        if let Some(at) = ITEMS.position("archived_on") {
            row.values[at] = Value::Date(by.today);
        }
        let edition = catalogue::newest_edition(tx, &row.key).await?;
        html.extend(edition.and_then(|edition| edition.html).map(|html| (row.key.clone(), html)));
        rows.push(row);
    }
    let keys: Vec<String> = rows.iter().map(|row| row.key.clone()).collect();
    let places = vec![Place::default(); rows.len()];
    let ledger =
        Ledger { register: &ITEMS, rows, places, files: Vec::new(), lacking: Vec::new(), replace: None };
    let under = Under { act: "dispose-items", article: "", facts, html, attachments: HashMap::new() };
    if apply_within(office, tx, head, &ledger, &under, by).await?.sequence.is_none() {
        let facts = under.facts.to_string();
        let act = Act { at: by.at, actor: &by.actor, act: under.act, article: "", facts: &facts };
        audit::append(tx, head, act, &mut []).await?;
    }
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    reckon_within(office, tx, &keys, by.at).await?;
    Ok(())
}

/// Makes the terms of those longer that were reviewed so.
async fn extend(
    office: &Installation,
    tx: &mut Tx,
    items: &[DispositionItem],
    certificate: &str,
    by: &By,
) -> Result<(), StorageError> {
    let mut extensions: HashMap<&str, Extension> = HashMap::new();
    for item in items {
        let until = match (Outcome::of_code(&item.outcome), Choice::of_code(&item.choice)) {
            (Some(Outcome::Extended), Some(Choice::Extend(years))) => longer(item.last_day, years),
            (Some(Outcome::Forever), _) => None,
            _ => continue,
        };
        extensions.insert(&item.item_key, Extension { until, certificate: certificate.to_owned() });
    }
    let keys: Vec<&str> = extensions.keys().copied().collect();
    reckon_within(office, tx, &keys, by.at).await?;
    let mut known = kept::of_items(tx, &keys).await?;
    for kept in &mut known {
        let Some(mut decision) = decision_of(kept) else { continue };
        decision.extended = extensions.get(kept.item_key.as_str()).cloned();
        kept.last_day = decision.last_day();
        kept.decision = serde_json::to_string(&decision).unwrap_or_default();
    }
    kept::put(tx, &known).await
}

/// Drops a proposed run, for a reason: by whoever proposed it, or by whoever may confirm it.
pub async fn drop_run(
    office: &Installation,
    who: Authority<'_>,
    id: &str,
    reason: &str,
    by: &By,
) -> Result<(), RetentionError> {
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let (mut run, _) = load(&mut tx, who, id).await?;
    if run.asked.0 != by.actor {
        who.must(Permission::ApproveItems, &run.body)?;
    }
    if reason.trim().is_empty() {
        return Err(RetentionError::refused("reason", "请写不予处置的理由", "say why it is dropped"));
    }
    "dropped".clone_into(&mut run.state);
    run.decided = Some((by.actor.clone(), by.at, reason.trim().to_owned()));
    if !kept::update(&mut tx, &run, "proposed").await? {
        return Err(RetentionError::Changed);
    }
    let facts = json!({ "disposition": run.id, "body": run.body, "reason": reason.trim() }).to_string();
    let act = Act { at: by.at, actor: &by.actor, act: "drop-disposition", article: "", facts: &facts };
    audit::append(&mut tx, &head, act, &mut []).await?;
    tx.commit().await?;
    Ok(())
}
