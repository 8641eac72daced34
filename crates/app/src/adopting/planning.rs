//! What bringing a site along would do, worked out on what a transaction sees.

use super::judging::{digest, findings, in_words};
use super::numbering::Numbering;
use super::{AdoptError, Adoption, Batch, Fate, Goal, Incoming, Judged, Redirect};
use crate::Installation;
use crate::drafts::known_numbers;
use crate::import::{Ledger, compare_within};
use crate::reports;
use gongkai_domain::bodies::BODIES;
use gongkai_domain::catalogue::{ITEMS, OldAddress};
use gongkai_domain::digest::Digest;
use gongkai_domain::registers::{
    BodyNames, Fault, Keys, Place, Row, Severity, Value, Vocabulary, columns_key, comparable,
};
use gongkai_domain::says::Says;
use gongkai_storage::old_addresses::{self as stored, OldAddressRow};
use gongkai_storage::registers::{self, Stored};
use gongkai_storage::{StorageError, Tx, drafts};
use std::collections::{BTreeMap, HashMap};

/// The whole plan: what stands behind an [`Adoption`].
pub(super) struct Plan {
    pub adoption: Adoption,
    /// Rows of items to add or change.
    pub ledger: Ledger,
    /// Which document each row of the ledger comes from.
    pub documents: Vec<usize>,
    /// Digest of each document.
    pub digests: Vec<String>,
    /// Key of the item each document is or becomes.
    pub keys: Vec<Option<String>>,
    /// Drafts that documents became before.
    pub drafts: Vec<Option<String>>,
    /// Values of each document, for drafts.
    pub values: Vec<Vec<Value>>,
    /// Addresses to keep: the address, and the document or where it leads.
    pub addresses: Vec<(OldAddress, Leads)>,
    pub numbering: Numbering,
}

/// Where an address will lead.
pub(super) enum Leads {
    Document(usize),
    Item(String),
    Address(OldAddress),
}

/// What is here already of a document.
#[derive(Default)]
struct Known {
    item_key: Option<String>,
    draft: Option<String>,
    digests: Vec<String>,
}

/// Works the plan out.
pub(super) async fn plan(office: &Installation, tx: &mut Tx, batch: &Batch) -> Result<Plan, AdoptError> {
    let names = names(tx).await?;
    let words = Vocabulary { codes: &office.law.codes, bodies: &names };
    let phones = known_numbers(tx).await?;
    let known = known(tx, batch).await?;
    let mut plan = Plan {
        adoption: Adoption {
            judged: Vec::with_capacity(batch.documents.len()),
            items: empty(),
            addresses: 0,
            conflicts: Vec::new(),
            digest: String::new(),
        },
        ledger: ledger(batch),
        documents: Vec::new(),
        digests: batch.documents.iter().map(digest).collect(),
        keys: vec![None; batch.documents.len()],
        drafts: vec![None; batch.documents.len()],
        values: Vec::with_capacity(batch.documents.len()),
        addresses: Vec::new(),
        numbering: Numbering::open(tx).await?,
    };
    let mut rows: Vec<Option<Row>> = Vec::with_capacity(batch.documents.len());
    let given = existing(tx, batch, &words, &known).await?;
    for (at, document) in batch.documents.iter().enumerate() {
        let read = in_words(office, document, &words);
        let found = findings(office, document, &phones);
        let mut judged =
            Judged { fate: Fate::Item, faults: read.faults, findings: found, index_number: String::new() };
        let row =
            judge(&mut judged, &known[at], given[at].as_ref(), read.values, &plan.digests[at], (batch, at));
        plan.drafts[at].clone_from(&known[at].draft);
        if let Some(there) = &given[at] {
            plan.keys[at] = Some(there.row.key.clone());
            judged.index_number = there.row.value(&ITEMS, "index_number").to_plain();
        }
        plan.values.push(row.as_ref().map(|row| row.values.clone()).unwrap_or_default());
        rows.push(row.filter(|_| matches!(judged.fate, Fate::Item | Fate::Changed)));
        plan.adoption.judged.push(judged);
    }
    number(tx, &mut plan, &mut rows, batch).await?;
    for (at, row) in rows.into_iter().enumerate() {
        if let Some(row) = row {
            plan.keys[at] = Some(row.key.clone());
            plan.ledger.rows.push(row);
            plan.ledger.places.push(batch.documents[at].place.clone());
            plan.documents.push(at);
        }
    }
    plan.adoption.items = compare_within(office, tx, &plan.ledger).await?;
    addresses(tx, &mut plan, batch).await?;
    plan.adoption.digest = digest_of(&plan, batch);
    Ok(plan)
}

async fn names(tx: &mut Tx) -> Result<BodyNames, StorageError> {
    let mut names = BodyNames::new();
    for row in reports::bodies(tx).await? {
        let text = |code: &str| row.value(&BODIES, code).to_plain();
        names.add(&row.key, &text("name"), &text("short_name"));
    }
    Ok(names)
}

fn empty() -> crate::import::Comparison {
    crate::import::Comparison {
        added: 0,
        fresh: Vec::new(),
        changed: Vec::new(),
        unchanged: 0,
        removed: Vec::new(),
        remarks: Vec::new(),
        digest: String::new(),
    }
}

fn ledger(batch: &Batch) -> Ledger {
    Ledger {
        register: &ITEMS,
        rows: Vec::new(),
        places: Vec::new(),
        files: batch.files.clone(),
        lacking: Vec::new(),
        replace: None,
    }
}

/// A mark within the body whose site it was: two bodies may bring the same text along.
pub(super) fn mark_of(batch: &Batch, mark: &str) -> String {
    format!("{}|{mark}", batch.body)
}

/// What is here already of each document, by its marks.
async fn known(tx: &mut Tx, batch: &Batch) -> Result<Vec<Known>, StorageError> {
    let scoped: Vec<Vec<String>> = batch
        .documents
        .iter()
        .map(|document| document.marks.iter().map(|mark| mark_of(batch, mark)).collect())
        .collect();
    let all: Vec<&str> = scoped.iter().flatten().map(String::as_str).collect();
    let found: HashMap<String, stored::Adopted> =
        stored::marks(tx, &all).await?.into_iter().map(|known| (known.mark.clone(), known)).collect();
    let mut known: Vec<Known> = Vec::with_capacity(scoped.len());
    for marks in &scoped {
        let mut one = Known::default();
        for adopted in marks.iter().filter_map(|mark| found.get(mark)) {
            one.digests.push(adopted.digest.clone());
            one.item_key = one.item_key.or_else(|| adopted.item_key.clone());
            one.draft = one.draft.or_else(|| adopted.draft.clone());
        }
        if let (None, Some(draft)) = (&one.item_key, &one.draft) {
            one.item_key = drafts::load(tx, draft).await?.and_then(|draft| draft.item_key);
        }
        known.push(one);
    }
    Ok(known)
}

/// The items that are here already: those the marks lead to, and those with the index number a document brings.
async fn existing(
    tx: &mut Tx,
    batch: &Batch,
    words: &Vocabulary<'_>,
    known: &[Known],
) -> Result<Vec<Option<Stored>>, StorageError> {
    let key = |(document, known): (&Incoming, &Known)| {
        known.item_key.clone().or_else(|| {
            let body = document.fields.get("body").map_or(batch.body.as_str(), String::as_str);
            let body = words.bodies.recognise(body).ok()?.to_owned();
            let number = document.fields.get("index_number")?.trim().to_owned();
            let value = |column: &gongkai_domain::registers::Column| match column.code {
                "body" => Value::Text(body.clone()),
                "index_number" => Value::Text(number.clone()),
                _ => Value::Absent,
            };
            columns_key(&ITEMS, &ITEMS.columns.iter().map(value).collect::<Vec<_>>())
        })
    };
    let keys: Vec<Option<String>> = batch.documents.iter().zip(known).map(key).collect();
    let mut asked: Vec<&str> = keys.iter().flatten().map(String::as_str).collect();
    asked.sort_unstable();
    asked.dedup();
    let found: HashMap<String, Stored> = registers::load(tx, &ITEMS, &asked)
        .await?
        .into_iter()
        .map(|item| (item.row.key.clone(), item))
        .collect();
    Ok(keys.iter().map(|key| key.as_ref().and_then(|key| found.get(key)).cloned()).collect())
}

/// Says what becomes of a document; answers its row, where it has one.
fn judge(
    judged: &mut Judged,
    known: &Known,
    there: Option<&Stored>,
    values: Vec<Value>,
    digest: &str,
    (batch, at): (&Batch, usize),
) -> Option<Row> {
    if known.digests.iter().any(|known| known == digest) {
        judged.fate = Fate::Unchanged;
        judged.faults.clear();
        return None;
    }
    let is_refused = judged.faults.iter().any(|fault| fault.severity == Severity::Error);
    if known.item_key.is_none()
        && let Some(fault) = there.and_then(|item| taken(item, &values, &batch.documents[at].place))
    {
        judged.faults.push(fault);
        judged.fate = Fate::Refused;
        return None;
    }
    match there {
        None if known.draft.is_some() => {
            let says = Says::new("上次迁入时成了拟稿，请在拟稿里办", "it became a draft before; go on there");
            judged.fate = Fate::LeftAlone(says);
            None
        }
        Some(item) if !item.row.value(&ITEMS, "withdrawn_on").is_absent() => {
            judged.fate = Fate::LeftAlone(Says::new("已在本站撤回", "it was withdrawn here"));
            None
        }
        Some(item)
            if known.item_key.is_some() && item.edition.as_ref().is_some_and(|(number, _)| *number > 1) =>
        {
            // Whoever corrected it here knew better than the old site does.
            let says =
                Says::new("迁入以后改过，要再改请拟更正稿", "it was changed since; draft a correction");
            judged.fate = Fate::LeftAlone(says);
            None
        }
        Some(item) => {
            // What is here keeps what the document says nothing of.
            let values = values.into_iter().zip(&item.row.values);
            let values = values.map(|(new, old)| if new.is_absent() { old.clone() } else { new }).collect();
            let mut row = Row { key: item.row.key.clone(), values };
            for code in ["index_number", "body"] {
                if let Some(at) = ITEMS.position(code) {
                    row.values[at].clone_from(&item.row.values[at]);
                }
            }
            let lacking = |fault: &Fault| fault.severity == Severity::Error && !fault.value.is_empty();
            judged.faults.retain(|fault| fault.severity == Severity::Warning || lacking(fault));
            let refused = judged.faults.iter().any(|fault| fault.severity == Severity::Error);
            judged.fate = if refused { Fate::Refused } else { Fate::Changed };
            (!refused).then_some(row)
        }
        None if is_refused => {
            judged.fate = Fate::Refused;
            None
        }
        None => {
            let held = judged.findings.iter().any(|found| found.holds) && batch.accepted.is_none();
            judged.fate = if held { Fate::Draft } else { Fate::Item };
            Some(Row { key: String::new(), values })
        }
    }
}

/// An item that has the index number of a document and is another, by its title.
fn taken(item: &Stored, values: &[Value], place: &Place) -> Option<Fault> {
    let at = ITEMS.position("title")?;
    let title = item.row.value(&ITEMS, "title").to_plain();
    if comparable(&title) == comparable(&values[at].to_plain()) {
        return None;
    }
    Some(Fault {
        place: place.at("“索引号”"),
        value: item.row.value(&ITEMS, "index_number").to_plain(),
        says: Says::new(
            format!("这个索引号已用于“{title}”"),
            format!("this index number is that of “{title}”"),
        ),
        remedy: Says::new("请在元数据表里改正索引号", "correct the number in the table of metadata"),
        severity: Severity::Error,
    })
}

/// Gives numbers to the rows that bring none, in the order they were published, and keys to all; a number two documents
/// bring is refused for the second.
async fn number(
    tx: &mut Tx,
    plan: &mut Plan,
    rows: &mut [Option<Row>],
    batch: &Batch,
) -> Result<(), AdoptError> {
    let fresh = |row: &Option<Row>| row.as_ref().is_some_and(|row| row.key.is_empty());
    let given: Vec<String> = rows
        .iter()
        .flatten()
        .filter_map(|row| row.value(&ITEMS, "index_number").as_text().map(str::to_owned))
        .collect();
    let mut order: Vec<usize> = (0..rows.len()).filter(|at| fresh(&rows[*at])).collect();
    order.sort_by_key(|at| {
        let day = rows[*at].as_ref().and_then(|row| row.value(&ITEMS, "published_on").as_date());
        (day, batch.documents[*at].place.file.clone(), *at)
    });
    for at in order {
        let Some(row) = &mut rows[at] else { continue };
        if row.value(&ITEMS, "index_number").is_absent() {
            let (body, year) = (row.body(&ITEMS).to_owned(), row.year(&ITEMS).unwrap_or_default());
            let number = plan.numbering.next(tx, &body, year, &given).await?;
            if let Some(place) = ITEMS.position("index_number") {
                row.values[place] = Value::Text(number);
            }
        }
    }
    let mut keys = Keys::new(&ITEMS);
    for (at, slot) in rows.iter_mut().enumerate() {
        let Some(row) = slot else { continue };
        match keys.assign(&batch.documents[at].place, &row.values) {
            Ok(key) => {
                plan.adoption.judged[at].index_number = row.value(&ITEMS, "index_number").to_plain();
                if row.key.is_empty() {
                    row.key = key;
                }
            }
            Err(fault) => {
                plan.adoption.judged[at].faults.push(*fault);
                plan.adoption.judged[at].fate = Fate::Refused;
                *slot = None;
            }
        }
    }
    Ok(())
}

/// Which addresses are to be kept, and which cannot lead where they should.
async fn addresses(tx: &mut Tx, plan: &mut Plan, batch: &Batch) -> Result<(), AdoptError> {
    let mut wanted: BTreeMap<OldAddress, Leads> = BTreeMap::new();
    let mut conflicts = Vec::new();
    let twice =
        || Says::new("这个旧网址在来源里属于另一件", "another document of the source has this address");
    for (at, document) in batch.documents.iter().enumerate() {
        let judged = &plan.adoption.judged[at];
        if judged.fate == Fate::Refused {
            continue;
        }
        for address in &document.addresses {
            if wanted.contains_key(address) {
                conflicts.push((address.to_string(), twice()));
            } else {
                wanted.insert(address.clone(), Leads::Document(at));
            }
        }
    }
    for Redirect { from, to } in &batch.redirects {
        let leads = match to {
            Goal::Address(to) if to == from => continue,
            Goal::Address(to) => Leads::Address(to.clone()),
            Goal::Item(number) => {
                if let Some(key) = item_of(tx, plan, number).await? {
                    Leads::Item(key)
                } else {
                    let says = Says::new(
                        format!("没有索引号为“{number}”的信息"),
                        format!("there is no item with the index number “{number}”"),
                    );
                    conflicts.push((from.to_string(), says));
                    continue;
                }
            }
        };
        wanted.entry(from.clone()).or_insert(leads);
    }
    let asked: Vec<&str> = wanted.keys().map(OldAddress::as_str).collect();
    let there: HashMap<String, OldAddressRow> =
        stored::known(tx, &asked).await?.into_iter().map(|row| (row.address.clone(), row)).collect();
    for (address, leads) in wanted {
        match there.get(address.as_str()) {
            None => plan.addresses.push((address, leads)),
            Some(row) if leads_there(row, &leads, plan) => {}
            Some(_) => conflicts.push((
                address.to_string(),
                Says::new(
                    "这个旧网址已经指向另一件，没有改",
                    "this address leads elsewhere already; left as it is",
                ),
            )),
        }
    }
    plan.adoption.addresses = plan.addresses.len();
    plan.adoption.conflicts = conflicts;
    Ok(())
}

async fn item_of(tx: &mut Tx, plan: &Plan, number: &str) -> Result<Option<String>, StorageError> {
    let of_batch =
        plan.ledger.rows.iter().find(|row| row.value(&ITEMS, "index_number").as_text() == Some(number));
    if let Some(row) = of_batch {
        return Ok(Some(row.key.clone()));
    }
    gongkai_storage::catalogue::key_of_index_number(tx, number).await
}

fn leads_there(row: &OldAddressRow, leads: &Leads, plan: &Plan) -> bool {
    match leads {
        Leads::Document(at) => {
            let same_draft = row.draft.is_some() && row.draft == plan.drafts[*at];
            same_draft || (row.item_key.is_some() && row.item_key == plan.keys[*at])
        }
        Leads::Item(key) => row.item_key.as_ref() == Some(key),
        Leads::Address(to) => row.target.as_deref() == Some(to.as_str()),
    }
}

fn digest_of(plan: &Plan, batch: &Batch) -> String {
    let mut digest = Digest::new();
    digest.field(&batch.body);
    digest.field(batch.accepted.as_deref().unwrap_or_default());
    digest.field(&plan.adoption.items.digest);
    for (judged, text) in plan.adoption.judged.iter().zip(&plan.digests) {
        digest.field(format!("{:?}", judged.fate));
        digest.field(text);
    }
    for (address, leads) in &plan.addresses {
        digest.field(address.as_str());
        match leads {
            Leads::Document(at) => digest.field(at.to_string()),
            Leads::Item(key) => digest.field(key),
            Leads::Address(to) => digest.field(to.as_str()),
        }
    }
    digest.finish()
}
