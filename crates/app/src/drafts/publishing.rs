//! Publication: a draft becomes an edition of an item, by the code that imports ledgers, with its index number.

use super::reading::{Examined, examined};
use super::{Draft, DraftError, INDEX_RULE, body_names};
use crate::attachments;
use crate::channels::after_publication;
use crate::import::{By, Ledger, Under, apply_within};
use crate::{Installation, reports, retention};
use gongkai_domain::bodies::BODIES;
use gongkai_domain::catalogue::{Given, ITEMS, IndexRule, Stage, Step, Verdicts};
use gongkai_domain::registers::{Place, Row, Value, columns_key};
use gongkai_domain::reports::Plan;
use gongkai_domain::says::Says;
use gongkai_storage::audit::{self, Act, Head};
use gongkai_storage::{StorageError, Tx, catalogue, drafts as stored, old_addresses, registers, settings};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;
use std::collections::HashMap;

/// Writes the draft as an edition of its item.
pub(super) async fn publish_within(
    office: &Installation,
    tx: &mut Tx,
    head: &Head,
    draft: &mut Draft,
    found: &Examined,
    by: &By,
    scheduled: bool,
) -> Result<(), DraftError> {
    let row = row_of(tx, draft, found, by.today).await?;
    let is_open = draft.hands.verdict.as_ref().is_some_and(|verdict| verdict.kind == Verdicts::Proactive);
    let mut html = HashMap::new();
    if is_open && !draft.html.is_empty() {
        html.insert(row.key.clone(), draft.html.as_str().to_owned());
    }
    let is_correction = draft.item_key.is_some();
    let facts = json!({ "draft": draft.id, "body": draft.body, "item": row.key, "scheduled": scheduled, "version": draft.version });
    let files = if is_open { attachments::handed_on(tx, &draft.id).await? } else { Vec::new() };
    let under = Under {
        act: if is_correction { "correct-item" } else { "publish-item" },
        article: "",
        facts,
        html,
        attachments: HashMap::from([(row.key.clone(), files)]),
    };
    let key = row.key.clone();
    let ledger = Ledger {
        register: &ITEMS,
        rows: vec![row],
        places: vec![Place::default()],
        files: Vec::new(),
        lacking: Vec::new(),
        replace: None,
    };
    let applied = apply_within(office, tx, head, &ledger, &under, by).await?;
    if applied.sequence.is_none() {
        return Err(DraftError::NothingNew);
    }
    retention::reckon_within(office, tx, &[&key], by.at).await?;
    if is_open && !is_correction {
        after_publication(office, tx, &draft.id, &key, by).await?;
    }
    draft.item_key = Some(key);
    draft.publish_at = None;
    Ok(())
}

/// The row the draft becomes.
async fn row_of(tx: &mut Tx, draft: &Draft, found: &Examined, today: Date) -> Result<Row, DraftError> {
    let verdict = draft.hands.verdict.clone().ok_or(DraftError::Changed)?;
    let mut values = found.values.clone();
    let mut set = |code: &str, value: Value| {
        if let Some(at) = ITEMS.position(code) {
            values[at] = value;
        }
    };
    let text = |text: &str| if text.is_empty() { Value::Absent } else { Value::Text(text.to_owned()) };
    if let Some(key) = &draft.item_key {
        let item = registers::load(tx, &ITEMS, &[key]).await?.pop().ok_or(DraftError::Unknown)?;
        for code in ["body", "index_number", "published_on"] {
            set(code, item.row.value(&ITEMS, code).clone());
        }
    } else {
        let (number, day) = brought_along(tx, draft).await?;
        let day = day.unwrap_or(today);
        let number = match number {
            Some(number) => number,
            None => next_index_number(tx, &draft.body, day.year()).await?,
        };
        set("index_number", Value::Text(number));
        set("published_on", Value::Date(day));
    }
    set("class", text(verdict.kind.code()));
    set("text", if verdict.kind == Verdicts::Proactive { text(&draft.html.plain()) } else { Value::Absent });
    if verdict.kind != Verdicts::Proactive {
        set("withheld_ground", text(&verdict.ground));
        set("withheld_article", text(&verdict.article));
        set("notice", Value::Boolean(verdict.notice));
    }
    let key = match &draft.item_key {
        Some(key) => key.clone(),
        None => columns_key(&ITEMS, &values).ok_or(DraftError::Changed)?,
    };
    Ok(Row { key, values })
}

/// The index number and the day of publication of a draft that was brought along from an old site, where it was public
/// before; a number that another item has by now is none.
async fn brought_along(tx: &mut Tx, draft: &Draft) -> Result<(Option<String>, Option<Date>), StorageError> {
    let Some(known) = old_addresses::of_draft(tx, &draft.id).await? else { return Ok((None, None)) };
    let mut number = known.index_number;
    if let Some(wanted) = &number
        && !registers::known_values(tx, &ITEMS, "index_number", &[wanted]).await?.is_empty()
    {
        number = None;
    }
    Ok((number, known.published_on))
}

/// Takes the next index number of a body: counted in its own table, past those the register has already.
async fn next_index_number(tx: &mut Tx, body: &str, year: i16) -> Result<String, DraftError> {
    let pattern = settings::get(tx, INDEX_RULE).await?;
    let rule = IndexRule::read(pattern.as_deref().unwrap_or(IndexRule::GUANGDONG))?;
    let code = credit_code(tx, body).await?;
    let mut least = highest(tx, &rule, &code, year).await? + 1;
    loop {
        let serial = catalogue::next_serial(tx, &rule.series(&code, year), least).await?;
        let number = rule.number(&code, year, serial);
        if !catalogue::has_index_number(tx, &number).await? {
            return Ok(number);
        }
        least = serial + 1;
    }
}

/// The next numbers of a body by a rule, without taking them.
pub(crate) async fn next_index_numbers(
    tx: &mut Tx,
    rule: &IndexRule,
    body: &str,
    year: i16,
    count: i64,
) -> Result<Vec<String>, StorageError> {
    let code = credit_code(tx, body).await?;
    let highest = highest(tx, rule, &code, year).await?;
    let counted = catalogue::last_serial(tx, &rule.series(&code, year)).await?;
    let next = highest.max(counted) + 1;
    Ok((next..next + count).map(|serial| rule.number(&code, year, serial)).collect())
}

/// The highest serial of a year that the register has.
async fn highest(tx: &mut Tx, rule: &IndexRule, code: &str, year: i16) -> Result<i64, StorageError> {
    let last = catalogue::last_index_numbers(tx, &rule.beginning(code, year)).await?;
    Ok(last.iter().filter_map(|number| rule.serial_of(code, year, number)).max().unwrap_or(0))
}

/// The credit code of a body, or its own code.
pub(crate) async fn credit_code(tx: &mut Tx, body: &str) -> Result<String, StorageError> {
    let found = registers::load(tx, &BODIES, &[body]).await?.pop();
    let credit = found.map(|stored| stored.row.value(&BODIES, "credit_code").to_plain()).unwrap_or_default();
    Ok(if credit.is_empty() { body.to_owned() } else { credit })
}

/// Publishes every draft whose time has come; answers those published, and those that went back with the reason.
///
/// However many programs do this at the same time, and whenever one of them is killed, each draft is published once: it is
/// one transaction, and the second finds the draft published.
pub async fn publish_due(
    office: &Installation,
    at: Timestamp,
    today: Date,
) -> Result<Vec<(String, Option<String>)>, StorageError> {
    let due = stored::due(&mut office.db.read().await?, Stage::Scheduled.code(), at).await?;
    let mut done = Vec::new();
    for id in due {
        match publish_one(office, &id, at, today).await {
            Ok(true) => done.push((id, None)),
            Ok(false) => {}
            Err(DraftError::Storage(error)) => return Err(error),
            Err(error) => {
                put_back(office, &id, &error, at, today).await?;
                done.push((id, Some(error.to_string())));
            }
        }
    }
    Ok(done)
}

/// Publishes a scheduled draft; answers whether it still was one.
async fn publish_one(
    office: &Installation,
    id: &str,
    at: Timestamp,
    today: Date,
) -> Result<bool, DraftError> {
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let Some(draft) = stored::load(&mut tx, id).await?.map(Draft::of) else { return Ok(false) };
    if draft.stage != Stage::Scheduled || draft.publish_at.is_none_or(|due| due > at) {
        return Ok(false);
    }
    let by = By { actor: scheduler(&mut tx, id).await?, at, today };
    let (_, names) = body_names(&mut tx).await?;
    let found = examined(office, &mut tx, &draft, &names).await?;
    let mut case = draft.case();
    case.open = found.open();
    case.faults.clone_from(&found.faults);
    let stage =
        case.next(Step::Publish, &by.actor, |_| true, &Given::default()).map_err(DraftError::Refused)?;
    let mut next = draft.clone();
    next.version += 1;
    next.stage = stage;
    publish_within(office, &mut tx, &head, &mut next, &found, &by, true).await?;
    if !stored::update(&mut tx, &next.stored(), draft.version).await? {
        return Ok(false);
    }
    super::moving::record(&mut tx, &next, Step::Publish.code(), "", false, "scheduled", &by).await?;
    tx.commit().await?;
    Ok(true)
}

/// Who scheduled a draft.
async fn scheduler(tx: &mut Tx, id: &str) -> Result<String, StorageError> {
    let events = stored::events(tx, id).await?;
    let last = events.into_iter().rev().find(|event| event.act == Step::Schedule.code());
    Ok(last.map_or_else(|| "schedule".to_owned(), |event| event.actor))
}

/// A draft that could not be published at its time waits for somebody again.
async fn put_back(
    office: &Installation,
    id: &str,
    error: &DraftError,
    at: Timestamp,
    today: Date,
) -> Result<(), StorageError> {
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let Some(draft) = stored::load(&mut tx, id).await?.map(Draft::of) else { return Ok(()) };
    if draft.stage != Stage::Scheduled {
        return Ok(());
    }
    let by = By { actor: "schedule".to_owned(), at, today };
    let mut next = draft.clone();
    next.version += 1;
    next.stage = Stage::Approved;
    next.publish_at = None;
    let facts = json!({ "draft": id, "body": draft.body, "stage": next.stage.code() }).to_string();
    let act = Act { at, actor: &by.actor, act: Step::Unschedule.code(), article: "", facts: &facts };
    audit::append(&mut tx, &head, act, &mut []).await?;
    if stored::update(&mut tx, &next.stored(), draft.version).await? {
        let why = error.to_string();
        super::moving::record(&mut tx, &next, Step::Unschedule.code(), &why, false, "", &by).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// A figure of a report that publication makes larger by one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// Name of the format.
    pub format: Says,
    /// The year.
    pub year: i16,
    /// Code of the cell.
    pub cell: String,
}

/// The figures a draft would count in, were it published openly on a day; of each format meant for that year.
pub async fn effects(
    office: &Installation,
    draft: &Draft,
    found: &Examined,
    today: Date,
) -> Result<Vec<Effect>, StorageError> {
    let bodies = reports::bodies(&mut office.db.read().await?).await?;
    let dimensions: Vec<Value> = ITEMS
        .dimensions()
        .map(|column| match column.code {
            "class" => {
                let kind = draft.hands.verdict.as_ref().map_or(Verdicts::Proactive, |verdict| verdict.kind);
                Value::Text(kind.code().to_owned())
            }
            "published_on" => Value::Integer(i64::from(today.year())),
            code => found.value(code).clone(),
        })
        .collect();
    let mut effects = Vec::new();
    for format in office.law.formats_of(today.year()) {
        let Ok(plan) = Plan::new(format, &bodies, &draft.body, today.year()) else { continue };
        for (at, selection) in plan.selections() {
            if selection.register.code == ITEMS.code && selection.taker()(&dimensions) {
                let cell = format.cells[at].code.clone();
                effects.push(Effect { format: format.name.clone(), year: today.year(), cell });
            }
        }
    }
    Ok(effects)
}
