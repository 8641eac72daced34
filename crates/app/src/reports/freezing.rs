//! Freezing a report (定稿): figures, rows and law kept as they were, with a hash in the audit chain.

use super::studio::digest_of;
use super::{ReportError, bodies, compute, compute_in, definitions_of};
use crate::Installation;
use crate::import::By;
use crate::public::years_to;
use gongkai_domain::digest::Digest;
use gongkai_domain::registers::{Register, Selection};
use gongkai_domain::reports::{
    BETWEEN, Format, Freezing, FrozenContent, FrozenRows, IssueState, Plan, Report, Signatures, Verdict,
    WorkAct, rows_digest,
};
use gongkai_storage::audit::{self, Act};
use gongkai_storage::frozen::{self, FrozenReport};
use gongkai_storage::report_work::{self, StoredIssue, StoredWork};
use gongkai_storage::{StorageError, Tx, registers};
use serde_json::json;
use std::collections::BTreeMap;

/// Which report is to be frozen, and who answers for it.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    /// Code of the body.
    pub body: &'a str,
    /// Year reported on.
    pub year: i16,
    /// The format.
    pub format: &'a Format,
    /// Who signs it.
    pub signatures: Signatures,
    /// Checks that fail and are accepted all the same: id of the check, and why.
    pub accepted: BTreeMap<String, String>,
    /// Why it supersedes the version before; empty for the first.
    pub reason: String,
}

/// Why a report was not frozen. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum FreezeRefusal {
    /// The year is not over.
    #[error("{0} 年还没有结束，年度报告要到 {next} 年才能定稿 / {0} is not over; its report can be frozen from {next} on", next = .0 + 1)]
    NotOver(i16),
    /// Checks fail that nobody accepted.
    #[error("{} 项核对不符；请改正台账，或逐项写明为什么仍然定稿 / {} checks fail; correct the registers, or say for each why it is frozen all the same", .0.len(), .0.len())]
    Fails(Vec<Verdict>),
    /// An accepted check does not fail, or is none.
    #[error("没有不符的核对“{0}” / there is no failing check “{0}”")]
    NotFailing(String),
    /// Nothing differs from the version that is frozen already.
    #[error(
        "与第 {0} 版定稿完全相同，不必再定稿 / it is the same as frozen version {0}; there is nothing to freeze"
    )]
    Unchanged(i64),
    /// A later version needs a reason.
    #[error(
        "已有第 {0} 版定稿；再次定稿要写明更正的理由 / version {0} is frozen; another one needs a reason"
    )]
    NoReason(i64),
    /// Somebody wrote to the registers while it was counted.
    #[error(
        "统计的时候台账变了，没有定稿；请再定稿一次 / the registers changed while they were counted; freeze again"
    )]
    Meanwhile,
    /// Nobody signs it.
    #[error("请写明签发人（单位负责人）/ say who signs it (the head of the body)")]
    Unsigned,
    /// There is no such report.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// A frozen report as it stands in the database.
#[derive(Clone, Debug)]
pub struct Frozen {
    /// When, in which version, under which digest.
    pub freezing: Freezing,
    /// All it keeps.
    pub content: FrozenContent,
    /// Digest of the content as it stands in the database: that of [`Freezing::digest`] unless it was altered.
    pub found_digest: String,
}

impl From<gongkai_domain::reports::PlanRefusal> for FreezeRefusal {
    fn from(refusal: gongkai_domain::reports::PlanRefusal) -> Self {
        Self::Report(refusal.into())
    }
}

/// Freezes a report: counts it once more, and keeps figures, definitions, words and the key of every row, in one
/// transaction with the entry that holds their digest (《政府信息公开条例》2019 年第四十九、五十条：年度报告向社会公布).
///
/// # Errors
/// [`FreezeRefusal::Fails`] lists the checks that fail and are not accepted; see there for the others.
pub async fn freeze(office: &Installation, wanted: &Wanted<'_>, by: &By) -> Result<Frozen, FreezeRefusal> {
    freeze_through(office, wanted, None, by).await
}

/// The hands a report went through before it is frozen, and what becomes of its work with that.
#[derive(Clone, Debug)]
pub(super) struct Through {
    /// The work as it was looked at.
    pub before: StoredWork,
    /// The work once it is signed.
    pub signed: StoredWork,
    /// Digest of the report as the signer saw it.
    pub seen: String,
    /// Why somebody signs what they handed in themselves.
    pub forced: Option<String>,
}

/// Freezes a report; one that went through the studio is marked as signed in the same transaction, and held until it
/// is published.
pub(super) async fn freeze_through(
    office: &Installation,
    wanted: &Wanted<'_>,
    through: Option<&Through>,
    by: &By,
) -> Result<Frozen, FreezeRefusal> {
    if by.today.year() <= wanted.year {
        return Err(FreezeRefusal::NotOver(wanted.year));
    }
    if wanted.signatures.head.trim().is_empty() {
        return Err(FreezeRefusal::Unsigned);
    }
    let counted = compute(office, wanted.body, wanted.year, wanted.format).await?;
    let years = years_to(office, &counted).await?;
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let all = bodies(&mut tx).await?;
    let plan = Plan::new(wanted.format, &all, wanted.body, wanted.year)?;
    let report = compute_in(&mut tx, &plan, all.len()).await?;
    let is_seen = |through: &Through| through.seen == digest_of(&report);
    if report != counted || !through.is_none_or(is_seen) {
        return Err(FreezeRefusal::Meanwhile);
    }
    know_accepted(&report, &wanted.accepted)?;
    let parts = frozen::parts(rows_behind(&mut tx, &plan).await?);
    let content = FrozenContent {
        format: wanted.format.name.clone(),
        format_digest: format_digest(office, wanted.format),
        body: plan.body_name(),
        definitions: definitions_of(&plan),
        years,
        signatures: wanted.signatures.clone(),
        accepted: wanted.accepted.clone(),
        reason: wanted.reason.trim().to_owned(),
        rows_digest: rows_digest(&parts),
        report,
    };
    let version = next_version(&mut tx, wanted, &content).await?;
    let text = serde_json::to_string(&content).map_err(unreadable)?;
    let row = FrozenReport {
        body: wanted.body.to_owned(),
        year: wanted.year,
        format: wanted.format.id.clone(),
        version,
        sequence: head.sequence + 1,
        frozen_on: by.today,
        digest: FrozenContent::digest(&text),
        content: text,
    };
    frozen::insert(&mut tx, &row, &parts).await?;
    let facts = facts_of(&row, &parts).to_string();
    let act = Act { at: by.at, actor: &by.actor, act: ACT, article: &wanted.format.source, facts: &facts };
    audit::append(&mut tx, &head, act, &mut []).await?;
    if let Some(through) = through {
        signed(&mut tx, &row, through, &wanted.format.source, by).await?;
    }
    tx.commit().await?;
    Ok(Frozen { freezing: freezing_of(&row, &content), content, found_digest: row.digest })
}

/// Marks the work on a report that was just frozen as signed.
async fn signed(
    tx: &mut Tx,
    row: &FrozenReport,
    through: &Through,
    source: &str,
    by: &By,
) -> Result<(), FreezeRefusal> {
    let of = (row.body.as_str(), row.year, row.format.as_str());
    if report_work::work(tx, of).await?.as_ref() != Some(&through.before) {
        return Err(FreezeRefusal::Meanwhile);
    }
    report_work::put_work(tx, &through.signed).await?;
    let held = StoredIssue {
        version: row.version,
        state: IssueState::Held.code().to_owned(),
        changed_by: by.actor.clone(),
        changed_at: by.at,
        note: String::new(),
    };
    report_work::put_issue(tx, of, &held).await?;
    let head = audit::take_place(tx).await?;
    let facts = json!({
        "body": row.body, "year": row.year, "format": row.format, "version": row.version, "forced": through.forced,
    })
    .to_string();
    let act = WorkAct::Sign.code();
    let act = Act { at: by.at, actor: &by.actor, act, article: source, facts: &facts };
    audit::append(tx, &head, act, &mut []).await?;
    Ok(())
}

/// Name of the act in the audit chain.
pub const ACT: &str = "freeze-report";

/// What the audit entry says of a frozen report.
pub(crate) fn facts_of(report: &FrozenReport, parts: &[FrozenRows]) -> serde_json::Value {
    json!({
        "body": report.body,
        "year": report.year,
        "format": report.format,
        "version": report.version,
        "digest": report.digest,
        "rows": parts.iter().map(|part| part.keys.len()).sum::<usize>(),
    })
}

/// Refuses a report whose failing checks are not all accepted, and accepted checks that do not fail.
fn know_accepted(report: &Report, accepted: &BTreeMap<String, String>) -> Result<(), FreezeRefusal> {
    let fails: Vec<&Verdict> = report.checks.iter().filter(|verdict| !verdict.holds).collect();
    if let Some(id) = accepted.keys().find(|id| fails.iter().all(|verdict| verdict.id != **id)) {
        return Err(FreezeRefusal::NotFailing(id.clone()));
    }
    let open = |verdict: &&&Verdict| accepted.get(&verdict.id).is_none_or(|why| why.trim().is_empty());
    let open: Vec<Verdict> = fails.iter().filter(open).map(|verdict| (**verdict).clone()).collect();
    if open.is_empty() { Ok(()) } else { Err(FreezeRefusal::Fails(open)) }
}

/// The number of this version; refuses one that says nothing new or not why.
async fn next_version(
    tx: &mut Tx,
    wanted: &Wanted<'_>,
    content: &FrozenContent,
) -> Result<i64, FreezeRefusal> {
    let Some(last) = latest(tx, wanted.body, wanted.year, &wanted.format.id).await? else { return Ok(1) };
    let version = last.freezing.version;
    let same = FrozenContent { reason: last.content.reason.clone(), ..content.clone() };
    if same == last.content {
        return Err(FreezeRefusal::Unchanged(version));
    }
    if content.reason.is_empty() {
        return Err(FreezeRefusal::NoReason(version));
    }
    Ok(version + 1)
}

/// The rows behind every cell of a planned report, those behind the same cells together, by register and cells.
pub(super) async fn rows_behind(tx: &mut Tx, plan: &Plan<'_>) -> Result<Vec<FrozenRows>, StorageError> {
    let selections = plan.selections();
    let mut registers: Vec<&'static Register> = Vec::new();
    for (_, selection) in &selections {
        if registers.iter().all(|known| known.code != selection.register.code) {
            registers.push(selection.register);
        }
    }
    let mut rows = Vec::new();
    for register in registers {
        let of_register: Vec<&(usize, Selection)> =
            selections.iter().filter(|(_, selection)| selection.register.code == register.code).collect();
        rows.extend(rows_of(tx, plan, register, &of_register).await?);
    }
    Ok(rows)
}

/// The rows behind one cell of a planned report.
pub(super) async fn rows_behind_cell(
    tx: &mut Tx,
    plan: &Plan<'_>,
    cell: &str,
) -> Result<Vec<FrozenRows>, StorageError> {
    let selections = plan.selections();
    let of_cell = selections.iter().find(|(at, _)| plan.format().cells[*at].code == cell);
    match of_cell {
        None => Ok(Vec::new()),
        Some(selection) => rows_of(tx, plan, selection.1.register, &[selection]).await,
    }
}

async fn rows_of(
    tx: &mut Tx,
    plan: &Plan<'_>,
    register: &'static Register,
    selections: &[&(usize, Selection)],
) -> Result<Vec<FrozenRows>, StorageError> {
    let takers: Vec<_> = selections.iter().map(|(cell, selection)| (*cell, selection.taker())).collect();
    let mut by_cells: BTreeMap<Vec<usize>, Vec<String>> = BTreeMap::new();
    let within = bodies_of(selections);
    registers::keys(tx, register, within.as_deref(), BETWEEN, |values, keys| {
        let cells: Vec<usize> =
            takers.iter().filter(|(_, takes)| takes(values)).map(|(cell, _)| *cell).collect();
        if !cells.is_empty() {
            by_cells.entry(cells).or_default().push(keys);
        }
        Ok::<(), StorageError>(())
    })
    .await?;
    let rows = by_cells.into_iter().map(|(cells, keys)| {
        let mut keys: Vec<String> =
            keys.iter().flat_map(|keys| keys.split(BETWEEN)).map(str::to_owned).collect();
        keys.sort_unstable();
        let code = |cell: usize| plan.format().cells[cell].code.clone();
        FrozenRows { register: register.code.to_owned(), cells: cells.into_iter().map(code).collect(), keys }
    });
    Ok(rows.collect())
}

/// The bodies any of the selections takes rows of; `None` for every body.
fn bodies_of(selections: &[&(usize, Selection)]) -> Option<Vec<String>> {
    let mut bodies = Vec::new();
    for (_, selection) in selections {
        bodies.extend(selection.bodies.clone()?);
    }
    bodies.sort_unstable();
    bodies.dedup();
    Some(bodies)
}

/// SM3 digest of a format's file.
pub(super) fn format_digest(office: &Installation, format: &Format) -> String {
    let mut digest = Digest::new();
    digest.field(office.law.files.get(&format!("reports/{}.toml", format.id)).map_or("", String::as_str));
    digest.finish()
}

/// The latest frozen version of a report, if it was ever frozen.
pub(crate) async fn latest(
    tx: &mut Tx,
    body: &str,
    year: i16,
    format: &str,
) -> Result<Option<Frozen>, StorageError> {
    let versions = frozen::of_year(tx, body, year).await?;
    versions.iter().find(|version| version.format == format).map(opened).transpose()
}

/// Every frozen version of a body's reports on a year in a format, the latest first.
pub async fn versions(
    office: &Installation,
    body: &str,
    year: i16,
    format: &str,
) -> Result<Vec<Frozen>, StorageError> {
    let stored = frozen::of_year(&mut office.db.read().await?, body, year).await?;
    stored.iter().filter(|version| version.format == format).map(opened).collect()
}

/// A stored version, opened.
pub(crate) fn opened(stored: &FrozenReport) -> Result<Frozen, StorageError> {
    let content = content(stored)?;
    let found_digest = FrozenContent::digest(&stored.content);
    Ok(Frozen { freezing: freezing_of(stored, &content), content, found_digest })
}

fn freezing_of(stored: &FrozenReport, content: &FrozenContent) -> Freezing {
    Freezing {
        version: stored.version,
        frozen_on: stored.frozen_on,
        digest: stored.digest.clone(),
        sequence: stored.sequence,
        signatures: content.signatures.clone(),
    }
}

/// What a stored report keeps.
pub(crate) fn content(stored: &FrozenReport) -> Result<FrozenContent, StorageError> {
    serde_json::from_str(&stored.content).map_err(unreadable)
}

fn unreadable(error: serde_json::Error) -> StorageError {
    StorageError::Unreadable(error.to_string())
}
