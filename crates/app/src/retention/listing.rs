//! What is due and when, what was done, and how long one item is kept: within what somebody may see.

use super::holding::placed;
use super::reckoning::decision_of;
use crate::Installation;
use crate::people::{Officer, name_of};
use crate::reports::{bodies, body_name};
use gongkai_domain::catalogue::ITEMS;
use gongkai_domain::people::Permission;
use gongkai_domain::retention::{Decision, Hold, Subject};
use gongkai_storage::StorageError;
use gongkai_storage::registers::Stored;
use gongkai_storage::retention::{self as kept, Disposition};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// How many years ahead are shown.
const AHEAD: i16 = 5;
/// Most runs listed.
const RUNS: i64 = 50;

/// What ends in each year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearLine {
    /// Code of the body.
    pub body: String,
    /// Its name.
    pub name: String,
    /// The year at whose end the terms are over.
    pub year: i16,
    /// Items: of all actions together, and of those a person has to review.
    pub items: i64,
    /// Of these, how many a person has to review.
    pub review: i64,
    /// Whether the year is over, so that they are due.
    pub is_due: bool,
}

/// A run in a list.
#[derive(Clone, Debug)]
pub struct RunLine {
    /// The run.
    pub run: Disposition,
    /// Name of the body.
    pub body: String,
    /// Name of who proposed it.
    pub asked: String,
    /// Name of who decided, and when.
    pub decided: Option<(String, Timestamp)>,
}

/// The page of retention.
#[derive(Clone, Debug)]
pub struct Overview {
    /// What is due or will be within a few years, by body and year.
    pub years: Vec<YearLine>,
    /// The newest runs.
    pub runs: Vec<RunLine>,
}

/// How long an item is kept.
#[derive(Clone, Debug)]
pub struct ItemRetention {
    /// The decision; as it would come out now where it was not worked out yet.
    pub decision: Decision,
    /// Whether it is kept, or only as it would come out now.
    pub is_kept: bool,
    /// The holds on it.
    pub holds: Vec<Hold>,
    /// Day it was archived.
    pub archived_on: Option<Date>,
}

/// What ends when, and what was done, for the bodies somebody may see.
pub async fn overview(
    office: &Installation,
    officer: &Officer,
    today: Date,
) -> Result<Overview, StorageError> {
    let reach = officer.bodies(Permission::Read);
    let mut tx = office.db.read().await?;
    let all = bodies(&mut tx).await?;
    let counted = kept::by_year(&mut tx, &reach, i64::from(today.year().saturating_add(AHEAD))).await?;
    let mut years = BTreeMap::<(String, i16), YearLine>::new();
    for (body, year, action, items) in counted {
        let Ok(year) = i16::try_from(year) else { continue };
        let line = years.entry((body.clone(), year)).or_insert_with(|| YearLine {
            name: body_name(&all, &body),
            body,
            year,
            items: 0,
            review: 0,
            is_due: year < today.year(),
        });
        line.items += items;
        if action == "review" {
            line.review += items;
        }
    }
    let mut runs = Vec::new();
    for run in kept::list(&mut tx, &reach, RUNS).await? {
        let asked = name_of(&mut tx, &run.asked.0).await?;
        let decided = match &run.decided {
            Some((who, at, _)) => Some((name_of(&mut tx, who).await?, *at)),
            None => None,
        };
        runs.push(RunLine { body: body_name(&all, &run.body), asked, decided, run });
    }
    Ok(Overview { years: years.into_values().collect(), runs })
}

/// How long an item is kept and why; none where no rule is for it. Whoever asks has been let see the item.
pub async fn of_item(office: &Installation, item: &Stored) -> Result<Option<ItemRetention>, StorageError> {
    let mut tx = office.db.read().await?;
    let known = kept::of_items(&mut tx, &[&item.row.key]).await?.pop();
    let edition = item.edition.as_ref().map(|(number, _)| *number);
    let known = known.filter(|known| Some(known.edition) == edition).as_ref().and_then(decision_of);
    let is_kept = known.is_some();
    let now = || Subject::of(&item.row).and_then(|subject| office.law.retention.decide(&subject));
    let Some(decision) = known.or_else(now) else { return Ok(None) };
    let holds = placed(&mut tx, item.row.body(&ITEMS)).await?;
    Ok(Some(ItemRetention {
        decision,
        is_kept,
        holds: holds.into_iter().filter(|hold| hold.is_on(&item.row)).collect(),
        archived_on: item.row.value(&ITEMS, "archived_on").as_date(),
    }))
}
