//! The shelf: every report of the bodies somebody prepares, checks or signs for, and what waits for their hand.

use super::looking::drifted;
use super::{ReportOf, SEES, StudioError, work_of};
use crate::Installation;
use crate::people::Officer;
use crate::public::{year_tallies, years_of};
use crate::reports::{bodies, freezing};
use gongkai_domain::bodies::BODIES;
use gongkai_domain::people::Permission;
use gongkai_domain::registers::Row;
use gongkai_domain::reports::{Format, IssueState, Issued, WorkState};
use gongkai_storage::frozen;
use gongkai_storage::report_work::{self as stored, StoredWork};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// One page of the shelf.
#[derive(Clone, Debug)]
pub struct Shelf {
    /// The reports, latest year first, bodies in official order.
    pub places: Vec<Place>,
    /// How many there are in all.
    pub total: usize,
}

/// One report on the shelf.
#[derive(Clone, Debug)]
pub struct Place {
    /// Code of the body.
    pub body: String,
    /// Its name.
    pub name: String,
    /// Year reported on.
    pub year: i16,
    /// Id of the format: the one it is prepared or frozen in, otherwise the one meant for the year.
    pub format: String,
    /// The other formats meant for the year.
    pub others: Vec<String>,
    /// Where the work stands.
    pub state: WorkState,
    /// Whether it was sent back and has not been handed in again.
    pub sent_back: bool,
    /// Failing checks that nobody accepted, while it is not signed.
    pub failing: usize,
    /// The latest frozen version and its day.
    pub frozen: Option<(i64, Date)>,
    /// What the public reads.
    pub issued: Issued,
    /// Cells that come out differently now from the latest frozen version.
    pub drifted: usize,
    /// The last day for publishing it, and where that comes from; none where the format does not say.
    pub due: Option<(Date, String)>,
}

/// A report that waits for somebody's hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Code of the body.
    pub body: String,
    /// Year reported on.
    pub year: i16,
    /// Id of the format.
    pub format: String,
    /// What is to be done.
    pub act: WaitsFor,
}

/// What a report waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitsFor {
    /// It was sent back: put it right.
    Repair,
    /// Check it.
    Check,
    /// Sign it.
    Sign,
    /// Publish it.
    Publish,
    /// So many cells came out differently after it was frozen: decide whether it is corrected.
    Drift(usize),
}

/// One page of the reports of every body somebody prepares, checks or signs reports for; `page` counts from 0.
pub async fn shelf(
    office: &Installation,
    officer: &Officer,
    (page, size): (usize, usize),
    today: Date,
) -> Result<Shelf, StudioError> {
    let tallies = year_tallies(office).await?;
    let (all, frozen) = {
        let mut tx = office.db.read().await?;
        (bodies(&mut tx).await?, frozen::years(&mut tx).await?)
    };
    let within = in_reach(officer, &all);
    let mut found: Vec<(i16, &Row)> = Vec::new();
    for body in &within {
        let frozen = frozen.iter().filter(|(of, _)| *of == body.key).map(|(_, year)| *year);
        for year in years(office, years_of(&tallies, &body.key), frozen, today) {
            found.push((year, body));
        }
    }
    // Bodies keep their order within a year.
    found.sort_by_key(|(year, _)| std::cmp::Reverse(*year));
    let total = found.len();
    let mut places = Vec::new();
    for (year, body) in found.into_iter().skip(page * size).take(size) {
        places.extend(place(office, body, year).await?);
    }
    Ok(Shelf { places, total })
}

fn in_reach<'r>(officer: &Officer, bodies: &'r [Row]) -> Vec<&'r Row> {
    let reach: BTreeSet<String> = SEES.iter().flat_map(|permission| officer.bodies(*permission)).collect();
    bodies.iter().filter(|row| reach.contains(&row.key)).collect()
}

/// The years of a body: those with rows or frozen reports, and the last full one.
fn years(
    office: &Installation,
    counted: BTreeSet<i16>,
    frozen: impl Iterator<Item = i16>,
    today: Date,
) -> BTreeSet<i16> {
    let mut years = counted;
    years.retain(|year| office.law.formats_of(*year).next().is_some());
    years.extend(frozen);
    years.insert(today.year() - 1);
    years.retain(|year| *year <= today.year());
    years
}

async fn place(office: &Installation, body: &Row, year: i16) -> Result<Option<Place>, StudioError> {
    let mut tx = office.db.read().await?;
    let work = stored::all_work(&mut tx, year, year).await?;
    let work = work.into_iter().find(|work| work.body == body.key);
    let versions = frozen::of_year(&mut tx, &body.key, year).await?;
    let meant: Vec<&Format> = office.law.formats_of(year).collect();
    let chosen = work
        .as_ref()
        .and_then(|work| office.law.format(&work.format))
        .or_else(|| versions.first().and_then(|version| office.law.format(&version.format)))
        .or_else(|| meant.first().copied());
    let Some(format) = chosen else { return Ok(None) };
    let of = ReportOf { body: &body.key, year, format };
    let states = states(&stored::issues(&mut tx, of.stored()).await?);
    let accepted = stored::accepted(&mut tx, of.stored()).await?;
    drop(tx);
    let report = office.cache.report(office, &body.key, year, format).await?;
    let fails = report.checks.iter().filter(|check| !check.holds);
    let failing = fails.filter(|check| accepted.iter().all(|accepted| accepted.check != check.id)).count();
    let versions: Vec<_> = versions.iter().filter(|version| version.format == format.id).collect();
    let latest = versions.first().map(|version| freezing::opened(version)).transpose()?;
    let numbers: Vec<i64> = versions.iter().map(|version| version.version).collect();
    let state = work.as_ref().map_or(WorkState::Preparing, |work| work_of(work).state);
    let text = |code: &str| body.value(&BODIES, code).to_plain();
    let rule = format.filing.iter().find(|rule| rule.is_for(&text("level"), &text("kind")));
    Ok(Some(Place {
        name: text("name"),
        year,
        others: meant.iter().filter(|other| other.id != format.id).map(|other| other.id.clone()).collect(),
        format: format.id.clone(),
        state,
        sent_back: is_sent_back(state, work.as_ref()),
        failing,
        frozen: latest.as_ref().map(|frozen| (frozen.freezing.version, frozen.freezing.frozen_on)),
        issued: Issued::of(&numbers, |version| states.get(&version).copied()),
        drifted: latest.map_or(0, |frozen| drifted(&frozen, &report).len()),
        due: rule.and_then(|rule| Some((rule.due(year)?, rule.source.clone()))),
        body: body.key.clone(),
    }))
}

/// What became of the versions that were signed in the studio.
pub(crate) fn states(issues: &[stored::StoredIssue]) -> BTreeMap<i64, IssueState> {
    issues.iter().filter_map(|issue| Some((issue.version, IssueState::of_code(&issue.state)?))).collect()
}

fn is_sent_back(state: WorkState, work: Option<&StoredWork>) -> bool {
    state == WorkState::Preparing && work.is_some_and(|work| work.sent_back_at.is_some())
}

/// The reports that wait for somebody's hand, those of last year and the year before.
pub async fn waiting(
    office: &Installation,
    officer: &Officer,
    today: Date,
) -> Result<Vec<Waiting>, StudioError> {
    let (first, last) = (today.year() - 2, today.year() - 1);
    let mut tx = office.db.read().await?;
    let works = stored::all_work(&mut tx, first, last).await?;
    let mut waiting = Vec::new();
    for work in works {
        let may = |permission| officer.may_for(permission, &work.body);
        let state = work_of(&work).state;
        let issues = stored::issues(&mut tx, (&work.body, work.year, &work.format)).await?;
        let is_held = issues.first().is_some_and(|issue| issue.state == IssueState::Held.code());
        let waits_for = match state {
            WorkState::Preparing if is_sent_back(state, Some(&work)) => {
                may(Permission::PrepareReports).then_some(WaitsFor::Repair)
            }
            WorkState::Submitted => may(Permission::CheckReports).then_some(WaitsFor::Check),
            WorkState::Checked => may(Permission::SignReports).then_some(WaitsFor::Sign),
            WorkState::Signed if is_held => may(Permission::SignReports).then_some(WaitsFor::Publish),
            _ => None,
        };
        let report =
            |act| Waiting { body: work.body.clone(), year: work.year, format: work.format.clone(), act };
        waiting.extend(waits_for.map(report));
    }
    // Only what is frozen drifts.
    let frozen: BTreeSet<String> =
        frozen::filed(&mut tx, last).await?.into_iter().map(|(body, ..)| body).collect();
    let all = if frozen.is_empty() { Vec::new() } else { bodies(&mut tx).await? };
    drop(tx);
    for body in in_reach(officer, &all).into_iter().filter(|body| frozen.contains(&body.key)) {
        if let Some(place) = place(office, body, last).await?.filter(|place| place.drifted > 0) {
            let (year, format, act) = (place.year, place.format, WaitsFor::Drift(place.drifted));
            waiting.push(Waiting { body: place.body, year, format, act });
        }
    }
    Ok(waiting)
}
