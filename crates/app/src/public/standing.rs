//! How a report stands: counted as the registers are, or frozen, and what they say since.

use super::{Issue, issue, visible};
use crate::Installation;
use crate::reports::drift::{self, CellDrift, RowFate};
use crate::reports::{self, ReportError};
use gongkai_domain::registers::{Register, Selection, find};
use gongkai_domain::reports::{Freezing, ReportCell};
use gongkai_storage::{StorageError, frozen, registers as stored};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashSet};

/// How a frozen report stands.
#[derive(Clone, Debug)]
pub struct PublicStanding {
    /// When and by whom it was frozen.
    pub freezing: Freezing,
    /// Why this version supersedes the one before; empty for the first.
    pub reason: String,
    /// Failing checks that were accepted, and why.
    pub accepted: BTreeMap<String, String>,
    /// Cells the registers say otherwise of now: as frozen, and how they print now (`None`: no longer there).
    pub drifted: Vec<(ReportCell, Option<String>)>,
}

/// How the report of a body and year stands; `None` where it was never frozen.
pub async fn standing(
    office: &Installation,
    body: &str,
    year: i16,
    format: &str,
) -> Result<Option<PublicStanding>, ReportError> {
    let issue = issue(office, body, year, format).await?;
    let Issue::Frozen(issue) = &*issue else { return Ok(None) };
    let now = match reports::format_for(office, Some(format), year) {
        Ok(format) => Some(office.cache.report(office, body, year, format).await?),
        Err(_) => None,
    };
    let drifted = issue.report.cells.iter().filter_map(|cell| {
        let after = now.as_ref().and_then(|now| now.cell(&cell.code));
        let same = after.is_some_and(|after| drift::says_the_same(cell, after));
        (!same).then(|| (cell.clone(), after.map(|after| after.printed.clone())))
    });
    let drifted = drifted.collect();
    let content = &issue.frozen.content;
    Ok(Some(PublicStanding {
        freezing: issue.frozen.freezing.clone(),
        reason: content.reason.clone(),
        accepted: content.accepted.clone(),
        drifted,
    }))
}

/// The day the version the public reads of each of a body's reports was frozen, by year and format.
pub async fn frozen_days(
    office: &Installation,
    body: &str,
) -> Result<BTreeMap<(i16, String), Date>, StorageError> {
    let mut public = BTreeMap::new();
    let frozen = frozen::days(&mut office.db.read().await?, body).await?;
    for ((year, format), _) in frozen {
        if let Issue::Frozen(issue) = &*office.cache.issue(office, body, year, &format).await? {
            public.insert((year, format), issue.frozen.freezing.frozen_on);
        }
    }
    Ok(public)
}

/// What the registers say now of one figure of a frozen report, as far as the public may see the rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureDrift {
    /// How it prints now; `None` where the format no longer has it.
    pub now: Option<String>,
    /// Rows that count now and did not, as far as they may be seen.
    pub added: Vec<String>,
    /// How many rows came that may not be seen.
    pub added_unseen: usize,
    /// How many rows counted and do no longer.
    pub gone: usize,
    /// How many rows count as before and hold other values.
    pub changed: usize,
}

/// The difference of one figure of a frozen report; `None` where there is none, or the report is not frozen.
pub async fn figure_drift(
    office: &Installation,
    body: &str,
    year: i16,
    format: &str,
    cell: &str,
) -> Result<Option<FigureDrift>, ReportError> {
    let issue = issue(office, body, year, format).await?;
    let Issue::Frozen(issue) = &*issue else { return Ok(None) };
    let (Some(before), Ok(format)) =
        (issue.report.cell(cell), reports::format_for(office, Some(format), year))
    else {
        return Ok(None);
    };
    let now = office.cache.report(office, body, year, format).await?;
    let about = (body, year, format);
    let drifted = drift::of_cell(office, &issue.frozen.freezing, about, before, now.cell(cell)).await?;
    let Some(drifted) = drifted else { return Ok(None) };
    let (added, added_unseen) = seen(office, &drifted).await?;
    let count = |what: RowFate| drifted.rows.iter().filter(|row| row.what == what).count();
    Ok(Some(FigureDrift {
        now: drifted.now.as_ref().map(|now| now.printed.clone()),
        added,
        added_unseen,
        gone: count(RowFate::Gone),
        changed: count(RowFate::Changed),
    }))
}

/// Keys of the rows that came and may be seen, and how many may not.
async fn seen(office: &Installation, drifted: &CellDrift) -> Result<(Vec<String>, usize), ReportError> {
    let came: Vec<_> = drifted.rows.iter().filter(|row| row.what == RowFate::Added).collect();
    let Some(register) = came.first().and_then(|row| find(&row.register)) else { return Ok((Vec::new(), 0)) };
    let Some(selection) = visible(&every(register)) else { return Ok((Vec::new(), came.len())) };
    let keys: Vec<&str> = came.iter().map(|row| row.key.as_str()).collect();
    let mut tx = office.db.read().await?;
    let rows = stored::load(&mut tx, register, &keys).await?;
    let shown = rows.iter().filter(|stored| {
        selection
            .conditions
            .iter()
            .all(|condition| condition.test.passes(stored.row.value(register, condition.column.code)))
    });
    let shown: HashSet<&str> = shown.map(|stored| stored.row.key.as_str()).collect();
    let unseen = keys.len() - shown.len();
    Ok((keys.into_iter().filter(|key| shown.contains(key)).map(str::to_owned).collect(), unseen))
}

fn every(register: &'static Register) -> Selection {
    Selection { register, bodies: None, conditions: Vec::new() }
}
