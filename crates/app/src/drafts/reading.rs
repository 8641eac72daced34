//! What keeps a draft from going on: fields that are missing or wrong, and what the automatic reading found.

use super::moving::record;
use super::{Draft, DraftError, WRONG_WORDS, body_names, load};
use crate::Installation;
use crate::attachments;
use crate::import::By;
use crate::people::Officer;
use crate::reports;
use gongkai_domain::bodies::BODIES;
use gongkai_domain::catalogue::{
    self, Finding, ITEMS, Level, Limit, Refusal, Stage, Subject, WrongWord, item_faults, parsed,
};
use gongkai_domain::registers::{
    BodyNames, Condition, RowFault, Selection, Severity, Test, Value, Vocabulary,
};
use gongkai_domain::safe_html::ATTACHMENTS;
use gongkai_storage::attachments::{self as stored_files, DraftFile};
use gongkai_storage::registers::{self, Page};
use gongkai_storage::{StorageError, Tx, catalogue as stored_catalogue, drafts as stored, settings};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What is filled in when the item is published.
pub(super) const ASSIGNED: [&str; 3] = ["index_number", "class", "published_on"];

/// A finding somebody has accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// The finding.
    pub id: String,
    /// Why it may stay.
    pub reason: String,
    /// Who says so.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// A draft, looked through.
#[derive(Clone, Debug)]
pub struct Examined {
    /// Values of the register, in the order of its columns.
    pub values: Vec<Value>,
    /// What keeps it out of the register.
    pub faults: Vec<RowFault>,
    /// What was found, each with its acceptance.
    pub findings: Vec<(Finding, Option<Accepted>)>,
    /// Which file a finding is about, by its id: the digest of the file, empty where it is about several.
    pub in_files: HashMap<String, String>,
    /// Until when it must be public, where it is dated.
    pub limit: Option<(Date, Limit)>,
}

impl Examined {
    /// What was found and nobody has handled.
    pub fn open(&self) -> Vec<Finding> {
        let open = |(finding, accepted): &&(Finding, Option<Accepted>)| {
            finding.level != Level::Passed && accepted.is_none()
        };
        self.findings.iter().filter(open).map(|(finding, _)| finding.clone()).collect()
    }

    /// The value of a column.
    pub fn value(&self, code: &str) -> &Value {
        ITEMS.position(code).and_then(|at| self.values.get(at)).unwrap_or(&Value::Absent)
    }
}

/// Looks a draft through.
pub async fn examine(office: &Installation, draft: &Draft) -> Result<Examined, StorageError> {
    let mut tx = office.db.read().await?;
    let (_, names) = body_names(&mut tx).await?;
    examined(office, &mut tx, draft, &names).await
}

pub(super) async fn examined(
    office: &Installation,
    tx: &mut Tx,
    draft: &Draft,
    names: &BodyNames,
) -> Result<Examined, StorageError> {
    let law = &office.law;
    let (values, mut all) = parsed(&draft.fields, &Vocabulary { codes: &law.codes, bodies: names });
    let unread: Vec<&str> = all.iter().map(|fault| fault.column).collect();
    let sound = item_faults(&values, &law.codes, &ASSIGNED);
    all.extend(sound.into_iter().filter(|fault| !unread.contains(&fault.column)));
    let (faults, odd): (Vec<RowFault>, Vec<RowFault>) =
        all.into_iter().partition(|fault| fault.severity == Severity::Error);
    let files = stored_files::of_draft(tx, &draft.id).await?;
    let mut faults = faults;
    faults.extend(attachments::faults(office.files.as_deref(), &files));
    let doubles = doubles(tx, draft).await?;
    let broken_links = broken_links(tx, draft, &files).await?;
    let words = own_words(tx).await?;
    let known = known_numbers(tx).await?;
    let plain = draft.html.plain();
    let subject = Subject {
        fields: &draft.fields,
        html: &draft.html,
        plain: &plain,
        odd: &odd,
        doubles: &doubles,
        broken_links: &broken_links,
        rule: &law.publication,
        words: &words,
        marks: &law.secrecy_marks,
        known: &known,
    };
    let with_acceptance = |finding: Finding| {
        let accepted = draft.accepted.iter().find(|accepted| accepted.id == finding.id).cloned();
        (finding, accepted)
    };
    let mut findings = catalogue::read(&subject);
    let mut in_files = HashMap::new();
    for (digest, finding) in attachments::findings(office, tx, &files, &known).await? {
        in_files.insert(finding.id.clone(), digest);
        findings.push(finding);
    }
    findings.sort_by_key(|finding| finding.level);
    let findings = findings.into_iter().map(with_acceptance).collect();
    let issued = ITEMS.position("issued_on").and_then(|at| values[at].as_date());
    let limit = issued.and_then(|day| Some((day, law.publication.limit(day, &law.calendar)?)));
    Ok(Examined { values, faults, findings, in_files, limit })
}

/// Telephones and addresses the bodies themselves make known, which are nobody's personal data.
pub(crate) async fn known_numbers(tx: &mut Tx) -> Result<Vec<String>, StorageError> {
    let bodies = reports::bodies(tx).await?;
    let told = ["phone", "fax", "email"].map(|code| bodies.iter().map(move |row| row.value(&BODIES, code)));
    Ok(told.into_iter().flatten().filter_map(|value| value.as_text().map(str::to_owned)).collect())
}

/// Index numbers of other items of the body with the same title.
async fn doubles(tx: &mut Tx, draft: &Draft) -> Result<Vec<String>, StorageError> {
    let (Some(column), title) = (ITEMS.column("title"), draft.title().trim()) else { return Ok(Vec::new()) };
    if title.is_empty() {
        return Ok(Vec::new());
    }
    let selection = Selection {
        register: &ITEMS,
        bodies: Some(vec![draft.body.clone()]),
        conditions: vec![Condition { column, test: Test::OneOf(vec![Value::Text(title.to_owned())]) }],
    };
    let found = registers::page(tx, &selection, 0, Page { offset: 0, limit: 5 }).await?;
    Ok(found
        .iter()
        .filter(|stored| Some(&stored.row.key) != draft.item_key.as_ref())
        .map(|stored| stored.row.value(&ITEMS, "index_number").to_plain())
        .collect())
}

/// Links to documents of our own that are not there, and files and pictures the draft does not have.
async fn broken_links(tx: &mut Tx, draft: &Draft, files: &[DraftFile]) -> Result<Vec<String>, StorageError> {
    let mut broken: Vec<String> = draft
        .html
        .files()
        .into_iter()
        .filter(|digest| files.iter().all(|used| used.file.digest != *digest))
        .map(|digest| format!("{ATTACHMENTS}{digest}"))
        .collect();
    for link in draft.html.links() {
        let Some((_, short_id)) = link.split_once("/doc/").filter(|_| link.starts_with('/')) else {
            continue;
        };
        if stored_catalogue::key_of_short_id(tx, short_id).await?.is_none() {
            broken.push(link);
        }
    }
    Ok(broken)
}

/// The words the office has added to those often wrong.
async fn own_words(tx: &mut Tx) -> Result<Vec<WrongWord>, StorageError> {
    let text = settings::get(tx, WRONG_WORDS).await?.unwrap_or_default();
    Ok(WrongWord::list(&text))
}

/// Accepts a finding with a reason.
pub async fn accept(
    office: &Installation,
    officer: &Officer,
    id: &str,
    finding: &str,
    reason: &str,
    by: &By,
) -> Result<Draft, DraftError> {
    if reason.trim().is_empty() {
        return Err(DraftError::Refused(vec![Refusal::NoReason]));
    }
    let mut tx = office.db.write().await?;
    let (draft, examined) = held(office, &mut tx, officer, id).await?;
    if !examined.open().iter().any(|open| open.id == finding) {
        return Err(DraftError::Changed);
    }
    let mut next = draft.clone();
    next.version += 1;
    next.accepted.push(Accepted {
        id: finding.to_owned(),
        reason: reason.trim().to_owned(),
        by: by.actor.clone(),
        at: by.at,
    });
    let facts = examined.findings.iter().find(|(one, _)| one.id == finding);
    let facts = facts.map(|(one, _)| one.says.zh.clone()).unwrap_or_default();
    if !stored::update(&mut tx, &next.stored(), draft.version).await? {
        return Err(DraftError::Changed);
    }
    record(&mut tx, &next, "accept-finding", reason.trim(), false, &facts, by).await?;
    tx.commit().await?;
    Ok(next)
}

/// Puts what is proposed in place of what was found, in the text and in the fields.
pub async fn mask(
    office: &Installation,
    officer: &Officer,
    id: &str,
    finding: &str,
    by: &By,
) -> Result<Draft, DraftError> {
    let mut tx = office.db.write().await?;
    let (draft, examined) = held(office, &mut tx, officer, id).await?;
    let found = examined.findings.into_iter().find(|(one, _)| one.id == finding);
    let Some((found, mask)) = found.and_then(|(one, _)| one.mask.clone().map(|mask| (one, mask))) else {
        return Err(DraftError::Changed);
    };
    let mut next = draft.clone();
    next.version += 1;
    next.html = draft.html.replacing(&mask.from, &mask.to);
    for code in ["title", "summary", "keywords", "source", "correction"] {
        if let Some(typed) = next.fields.get_mut(code) {
            *typed = typed.replace(&mask.from, &mask.to);
        }
    }
    next.saved = (by.actor.clone(), by.at);
    if !stored::update(&mut tx, &next.stored(), draft.version).await? {
        return Err(DraftError::Changed);
    }
    super::writing::keep(&mut tx, &next).await?;
    record(&mut tx, &next, "mask-finding", "", false, &found.says.zh, by).await?;
    tx.commit().await?;
    Ok(next)
}

/// A draft with what was found in it, for whoever holds it at its stage.
async fn held(
    office: &Installation,
    tx: &mut Tx,
    officer: &Officer,
    id: &str,
) -> Result<(Draft, Examined), DraftError> {
    let draft = load(tx, officer, id).await?;
    let holder = draft.stage.holder().filter(|_| draft.stage != Stage::Scheduled);
    let Some(holder) = holder else {
        return Err(DraftError::Refused(vec![Refusal::WrongStage(draft.stage)]));
    };
    if !officer.may_for(holder, &draft.body) {
        return Err(DraftError::Refused(vec![Refusal::MayNot(holder)]));
    }
    let (_, names) = body_names(tx).await?;
    let examined = examined(office, tx, &draft, &names).await?;
    Ok((draft, examined))
}
