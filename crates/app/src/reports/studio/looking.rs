//! Looking: all that the studio shows of one report, and one page of the rows behind a cell.

use super::{ReportOf, StudioError, begun, digest_of, may_see, work_of};
use crate::Installation;
use crate::people::{Officer, name_of};
use crate::reports::drift::{self, CellDrift, RowDrift, says_the_same};
use crate::reports::freezing::{self, Frozen};
use crate::reports::{bodies, body_name, explain_in, own, word};
use gongkai_domain::bodies::BODIES;
use gongkai_domain::people::Permission;
use gongkai_domain::registers::{Column, Kind, Register, Row, Selection};
use gongkai_domain::reports::{
    Behind, Cell, Explanation, Holds, Obstacles, Place, Plan, Publication, Record, Report, ReportCell,
    TextFinding, Work, text_findings,
};
use gongkai_domain::says::Language;
use gongkai_storage::registers::{self, Page};
use gongkai_storage::report_work::{self as stored, StoredAccepted, StoredComment, StoredIssue, StoredWork};
use gongkai_storage::{StorageError, Tx};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// All that the studio shows of one report.
#[derive(Clone, Debug)]
pub struct Studio {
    /// The report as the registers have it now.
    pub report: Arc<Report>,
    /// Digest of it: what whoever looked at it sends back with an act.
    pub digest: String,
    /// Name of the body.
    pub body: String,
    /// How last year's cells print, by the codes of this format; where they are from the frozen report, its version.
    pub before: (BTreeMap<String, String>, Option<i64>),
    /// How far the work has come.
    pub work: Work,
    /// The same as it is stored.
    pub stored: StoredWork,
    /// Name of whoever handed it in.
    pub preparer: Option<String>,
    /// Name of whoever checked it.
    pub checker: Option<String>,
    /// Name of whoever signed it.
    pub signer: Option<String>,
    /// What was said of it, oldest first.
    pub comments: Vec<Comment>,
    /// Failing checks that were accepted, by id.
    pub accepted: BTreeMap<String, StoredAccepted>,
    /// The office's own words, by place.
    pub texts: BTreeMap<String, String>,
    /// What is the matter with the numbers in them.
    pub findings: Vec<TextFinding>,
    /// The frozen versions, latest first.
    pub versions: Vec<Frozen>,
    /// What the public reads of those that were signed in the studio.
    pub issues: Vec<StoredIssue>,
    /// Cells that come out differently from the latest frozen version: as frozen, and how they print now.
    pub drifted: Vec<(ReportCell, Option<String>)>,
    /// The last day for publishing it, and where that comes from; none where the format does not say.
    pub due: Option<(Date, String)>,
    /// The registers it counts, with the most rows any of its cells counts.
    pub registers: Vec<RegisterUse>,
    /// What stands against handing it on.
    pub obstacles: Obstacles,
}

/// Something said of a report.
#[derive(Clone, Debug)]
pub struct Comment {
    /// As it is stored.
    pub stored: StoredComment,
    /// Name of its author.
    pub author: String,
    /// Name of whoever dealt with it.
    pub resolver: Option<String>,
}

/// A register that a report counts.
#[derive(Clone, Copy, Debug)]
pub struct RegisterUse {
    /// The register.
    pub register: &'static Register,
    /// The most rows any cell of the report counts in it.
    pub rows: i64,
}

impl Studio {
    /// The failing checks that were accepted, with why.
    pub fn accepted_failing(&self) -> BTreeMap<String, String> {
        let fails = self.report.checks.iter().filter(|verdict| !verdict.holds);
        let accepted = fails.filter_map(|verdict| self.accepted.get(&verdict.id));
        accepted.map(|accepted| (accepted.check.clone(), accepted.reason.clone())).collect()
    }

    /// The places of the format that are still empty.
    pub fn empty_places<'f>(&self, of: ReportOf<'f>) -> Vec<&'f Place> {
        let is_empty = |place: &&Place| !self.texts.contains_key(&place.id);
        of.format.places.iter().filter(is_empty).collect()
    }

    /// Comments nobody has dealt with.
    pub fn open_comments(&self) -> usize {
        self.comments.iter().filter(|comment| comment.stored.resolved.is_none()).count()
    }
}

/// Everything the studio shows of a report.
///
/// # Errors
/// [`StudioError::Unknown`] for a body that is not there, or not for whoever asks.
pub async fn look(
    office: &Installation,
    officer: &Officer,
    of: ReportOf<'_>,
    today: Date,
) -> Result<Studio, StudioError> {
    if !may_see(officer, of.body) {
        return Err(StudioError::Unknown);
    }
    let report = office.cache.report(office, of.body, of.year, of.format).await?;
    let before = last_year(office, of).await?;
    let mut tx = office.db.read().await?;
    let all = bodies(&mut tx).await?;
    let plan = Plan::new(of.format, &all, of.body, of.year).map_err(|_| StudioError::Unknown)?;
    let texts = own::words(&mut tx, &plan).await?;
    let stored_work = stored::work(&mut tx, of.stored()).await?.unwrap_or_else(|| begun(of));
    let comments = comments(&mut tx, of).await?;
    let accepted: BTreeMap<_, _> = stored::accepted(&mut tx, of.stored())
        .await?
        .into_iter()
        .map(|accepted| (accepted.check.clone(), accepted))
        .collect();
    let issues = stored::issues(&mut tx, of.stored()).await?;
    let findings = findings(of, &report, &texts);
    let open = |id: &String| !accepted.contains_key(id);
    let obstacles = Obstacles {
        year_is_over: today.year() > of.year,
        failing: report.checks.iter().filter(|verdict| !verdict.holds && open(&verdict.id)).count(),
        text_faults: findings.iter().filter(|finding| finding.what.stops()).count(),
        open_comments: comments.iter().filter(|comment| comment.stored.resolved.is_none()).count(),
    };
    let [preparer, checker, signer] = [&stored_work.submitted, &stored_work.checked, &stored_work.signed];
    let preparer = name_in(&mut tx, preparer.as_ref()).await?;
    let checker = name_in(&mut tx, checker.as_ref()).await?;
    let signer = name_in(&mut tx, signer.as_ref()).await?;
    drop(tx);
    let versions = freezing::versions(office, of.body, of.year, &of.format.id).await?;
    Ok(Studio {
        digest: digest_of(&report),
        body: body_name(&all, of.body),
        before,
        work: work_of(&stored_work),
        stored: stored_work,
        preparer,
        checker,
        signer,
        comments,
        accepted,
        texts,
        findings,
        drifted: versions.first().map(|frozen| drifted(frozen, &report)).unwrap_or_default(),
        versions,
        issues,
        due: due(of, &all),
        registers: uses(&plan, &report),
        obstacles,
        report,
    })
}

async fn name_in(
    tx: &mut Tx,
    hand: Option<&(String, jiff::Timestamp)>,
) -> Result<Option<String>, StorageError> {
    match hand {
        Some((who, _)) => Ok(Some(name_of(tx, who).await?)),
        None => Ok(None),
    }
}

async fn comments(tx: &mut Tx, of: ReportOf<'_>) -> Result<Vec<Comment>, StorageError> {
    let mut comments = Vec::new();
    for stored in stored::comments(tx, of.stored()).await? {
        let author = name_of(tx, &stored.author).await?;
        let resolver = name_in(tx, stored.resolved.as_ref()).await?;
        comments.push(Comment { stored, author, resolver });
    }
    Ok(comments)
}

/// How last year's cells print: as its latest frozen version has them, otherwise as they are counted now.
async fn last_year(
    office: &Installation,
    of: ReportOf<'_>,
) -> Result<(BTreeMap<String, String>, Option<i64>), StudioError> {
    let year = of.year - 1;
    let frozen = freezing::versions(office, of.body, year, &of.format.id).await?.into_iter().next();
    let printed = |report: &Report| {
        report.cells.iter().map(|cell| (cell.code.clone(), cell.printed.clone())).collect::<BTreeMap<_, _>>()
    };
    if let Some(frozen) = frozen {
        return Ok((printed(&frozen.content.report), Some(frozen.freezing.version)));
    }
    let counted = office.cache.report(office, of.body, year, of.format).await?;
    Ok((printed(&counted), None))
}

/// Everything about the numbers in the office's own words.
fn findings(of: ReportOf<'_>, report: &Report, texts: &BTreeMap<String, String>) -> Vec<TextFinding> {
    let of_place = |place: &Place| Some(words_findings(of, report, &place.id, texts.get(&place.id)?));
    of.format.places.iter().filter_map(of_place).flatten().collect()
}

/// Everything about the numbers in words for one place, saved or not.
pub fn words_findings(of: ReportOf<'_>, report: &Report, place: &str, words: &str) -> Vec<TextFinding> {
    let record = |cell: &'_ Cell| match &cell.holds {
        Holds::Record(Record::Own(place)) => Some(place.clone()),
        _ => None,
    };
    let records: Vec<String> = of.format.cells.iter().filter_map(record).collect();
    let records: BTreeSet<&str> = records.iter().map(String::as_str).collect();
    text_findings(place, words, of.format, report, &records)
}

/// The cells that come out differently now: as frozen, and how they print now.
pub(super) fn drifted(frozen: &Frozen, now: &Report) -> Vec<(ReportCell, Option<String>)> {
    let differs = |before: &ReportCell| {
        let after = now.cell(&before.code);
        let same = after.is_some_and(|after| says_the_same(before, after));
        (!same).then(|| (before.clone(), after.map(|after| after.printed.clone())))
    };
    frozen.content.report.cells.iter().filter_map(differs).collect()
}

fn due(of: ReportOf<'_>, bodies: &[Row]) -> Option<(Date, String)> {
    let body = bodies.iter().find(|row| row.key == of.body)?;
    let text = |code: &str| body.value(&BODIES, code).to_plain();
    let rule = of.format.filing.iter().find(|rule| rule.is_for(&text("level"), &text("kind")))?;
    Some((rule.due(of.year)?, rule.source.clone()))
}

fn uses(plan: &Plan<'_>, report: &Report) -> Vec<RegisterUse> {
    let selections = plan.selections();
    let rows = |register: &'static Register| {
        let of_register = selections.iter().filter(|(_, selection)| selection.register.code == register.code);
        of_register.filter_map(|(at, _)| report.cells.get(*at)).map(|cell| cell.rows).max().unwrap_or(0)
    };
    plan.registers().into_iter().map(|register| RegisterUse { register, rows: rows(register) }).collect()
}

/// A frozen version of a report as the studio compares with it.
pub async fn version(
    office: &Installation,
    officer: &Officer,
    of: ReportOf<'_>,
    version: i64,
) -> Result<Frozen, StudioError> {
    if !may_see(officer, of.body) {
        return Err(StudioError::Unknown);
    }
    let versions = freezing::versions(office, of.body, of.year, &of.format.id).await?;
    versions.into_iter().find(|frozen| frozen.freezing.version == version).ok_or(StudioError::Unknown)
}

/// What a cell means, and one page of what stands behind it, as far as whoever asks may see the rows.
#[derive(Clone, Debug)]
pub struct CellBehind {
    /// What the cell means.
    pub explanation: Explanation,
    /// The register of its rows; none where it stands on other cells or a record.
    pub register: Option<&'static Register>,
    /// The columns shown of each row.
    pub columns: Vec<&'static Column>,
    /// One page of rows: their natural key, and what they print.
    pub rows: Vec<(String, Vec<String>)>,
    /// Rows that may be seen in all.
    pub seen: i64,
    /// Rows of bodies that are not for whoever asks: counted, not shown.
    pub unseen: i64,
    /// The cells it is worked out from.
    pub cells: Vec<String>,
}

/// Columns a page of rows has room for.
const COLUMNS: usize = 5;

/// The definition of a cell and one page of the rows behind it. Rows of a body whose rows whoever asks may not read are
/// only counted; personal columns are never among those shown.
pub async fn behind(
    office: &Installation,
    officer: &Officer,
    of: ReportOf<'_>,
    cell: &str,
    (page, language): (Page, Language),
) -> Result<CellBehind, StudioError> {
    if !may_see(officer, of.body) {
        return Err(StudioError::Unknown);
    }
    let mut tx = office.db.read().await?;
    let all = bodies(&mut tx).await?;
    let explanation = explain_in(&all, of, cell)?;
    let mut behind = CellBehind {
        register: None,
        columns: Vec::new(),
        rows: Vec::new(),
        seen: 0,
        unseen: 0,
        cells: Vec::new(),
        explanation,
    };
    let selection = match &behind.explanation.behind {
        Behind::Rows(selection)
        | Behind::List { selection, .. }
        | Behind::Filled { selection, .. }
        | Behind::Things { selection, .. }
        | Behind::Body(selection) => selection.clone(),
        Behind::Cells(cells) => {
            behind.cells.clone_from(cells);
            return Ok(behind);
        }
        Behind::Record(_) => return Ok(behind),
    };
    let seen = readable(officer, &selection, &all);
    behind.register = Some(selection.register);
    behind.columns = columns(selection.register, &all);
    behind.seen = office.cache.count(&mut tx, &seen).await?;
    behind.unseen = office.cache.count(&mut tx, &selection).await? - behind.seen;
    if behind.seen == 0 {
        // To find out that there are none, the whole register would be gone through.
        return Ok(behind);
    }
    let rows = registers::page(&mut tx, &seen, behind.seen, page).await?;
    behind.rows = rows
        .into_iter()
        .map(|stored| {
            let print = |column: &&'static Column| {
                let value = stored.row.value(selection.register, column.code);
                let said = word(office, &all, column, value);
                if language == Language::Chinese { said.zh } else { said.en }
            };
            let cells = behind.columns.iter().map(print).collect();
            (stored.row.key, cells)
        })
        .collect();
    Ok(behind)
}

/// The rows of a selection that are of bodies whose rows somebody may read.
fn readable(officer: &Officer, selection: &Selection, bodies: &[Row]) -> Selection {
    let within = match &selection.bodies {
        Some(within) => within.clone(),
        None => bodies.iter().map(|row| row.key.clone()).collect(),
    };
    let may = |body: &String| officer.may_for(Permission::Read, body);
    Selection { bodies: Some(within.into_iter().filter(may).collect()), ..selection.clone() }
}

/// The first columns that tell a row from others: no personal ones, no long texts, and the body only where there is
/// more than one.
fn columns(register: &'static Register, bodies: &[Row]) -> Vec<&'static Column> {
    let tells = |column: &&'static Column| {
        !column.personal
            && !matches!(column.kind, Kind::LongText)
            && (column.code != "body" || bodies.len() > 1)
    };
    let mut columns: Vec<&'static Column> = register.columns.iter().filter(tells).collect();
    // What the row is called and its date come before what it is sorted into.
    columns.sort_by_key(|column| (!column.required, matches!(column.kind, Kind::Body)));
    columns.truncate(COLUMNS);
    columns
}

/// What the registers say now of one cell of the latest frozen version, row by row; `None` where nothing differs. Rows of
/// bodies whose rows whoever asks may not read are left out.
pub async fn cell_drift(
    office: &Installation,
    officer: &Officer,
    of: ReportOf<'_>,
    cell: &str,
) -> Result<Option<CellDrift>, StudioError> {
    if !may_see(officer, of.body) {
        return Err(StudioError::Unknown);
    }
    let versions = freezing::versions(office, of.body, of.year, &of.format.id).await?;
    let Some(frozen) = versions.first() else { return Ok(None) };
    let Some(before) = frozen.content.report.cell(cell) else { return Ok(None) };
    let now = office.cache.report(office, of.body, of.year, of.format).await?;
    let about = (of.body, of.year, of.format);
    let drifted = drift::of_cell(office, &frozen.freezing, about, before, now.cell(cell)).await?;
    let may = |row: &RowDrift| {
        // The key of a row begins with its body wherever a register is kept by body.
        let body = row.key.split('/').next().unwrap_or_default();
        officer.may_for(Permission::Read, body)
    };
    Ok(drifted.map(|mut drifted| {
        drifted.rows.retain(may);
        drifted
    }))
}

/// The report as it stands now with everything its files print, marked as not frozen.
pub async fn draft(
    office: &Installation,
    officer: &Officer,
    of: ReportOf<'_>,
    today: Date,
) -> Result<Publication, StudioError> {
    if !may_see(officer, of.body) {
        return Err(StudioError::Unknown);
    }
    let report = office.cache.report(office, of.body, of.year, of.format).await?;
    Ok(crate::reports::publication(office, &report, today, None).await?)
}
