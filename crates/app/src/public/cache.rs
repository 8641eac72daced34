//! What was counted, kept until something is written.

use super::recounting::{self, Since};
use crate::Installation;
use crate::reports::freezing::{self, Frozen};
use crate::reports::studio::{keeps_unpublished_back, states};
use crate::reports::{self, ReportError, Withdrawn};
use crate::site;
use gongkai_domain::registers::{Register, Selection, Tally};
use gongkai_domain::reports::{Format, Issued, Report};
use gongkai_domain::site::SiteSettings;
use gongkai_storage::frozen::{self, FrozenReport};
use gongkai_storage::report_work::{self, Of};
use gongkai_storage::{StorageError, Tx, audit, registers};
use jiff::tz::TimeZone;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

/// Tallies, counts and reports by the place in the audit chain of the last change of a row before them; what is no row
/// by the chain's head.
///
/// Every write takes a place in the chain, so a thing kept from that place is as the database is; anything older is
/// made again, but for tallies, in which only the rows that were changed since are counted anew.
#[derive(Debug, Default)]
pub struct Cache {
    tallies: Kept<&'static str, Tally>,
    counts: Kept<String, i64>,
    reports: Kept<(String, i16, String), Report>,
    site: Kept<(), (SiteSettings, String)>,
    issues: Kept<(String, i16, String), Issue>,
}

/// A frozen report as the public reads it.
#[derive(Debug)]
pub struct FrozenIssue {
    /// The report.
    pub report: Arc<Report>,
    /// All that was frozen beside it.
    pub frozen: Frozen,
}

/// What the public reads of a report.
#[derive(Debug)]
pub enum Issue {
    /// A frozen version.
    Frozen(Box<FrozenIssue>),
    /// As the registers have it now.
    Counted,
    /// That it was withdrawn.
    Withdrawn(Withdrawn),
    /// Nothing until it is published.
    KeptBack,
}

/// Most things of a kind kept; the oldest state goes first.
const MOST: usize = 64;

impl Cache {
    /// A register's tally.
    pub async fn tally(
        &self,
        office: &Installation,
        register: &'static Register,
    ) -> Result<Arc<Tally>, StorageError> {
        self.tally_in(&mut office.db.read().await?, register).await
    }

    /// A register's tally, as `tx` sees it.
    pub(crate) async fn tally_in(
        &self,
        tx: &mut Tx,
        register: &'static Register,
    ) -> Result<Arc<Tally>, StorageError> {
        let at = audit::last_change(tx).await?;
        if let Some(kept) = self.tallies.get(&register.code, at) {
            return Ok(kept);
        }
        // Counting a long register takes far longer than counting what the acts since have changed in it.
        if let Some((counted, kept)) = self.tallies.latest(&register.code)
            && counted < at
        {
            match recounting::since(tx, &kept, counted).await? {
                Since::Nothing => {
                    self.tallies.move_on(&register.code, at);
                    return Ok(kept);
                }
                Since::Counted(tally) => return Ok(self.tallies.keep(register.code, at, tally)),
                Since::TooMuch => {}
            }
        }
        let tally = registers::tally(tx, register, None).await?;
        Ok(self.tallies.keep(register.code, at, tally))
    }

    /// How many rows a selection means.
    pub async fn count(&self, tx: &mut Tx, selection: &Selection) -> Result<i64, StorageError> {
        let at = audit::last_change(tx).await?;
        if let Some(tally) = self.tallies.get(&selection.register.code, at) {
            return Ok(tally.count(selection));
        }
        let key = name_of(selection);
        if let Some(kept) = self.counts.get(&key, at) {
            return Ok(*kept);
        }
        let counted = registers::count(tx, selection).await?;
        Ok(*self.counts.keep(key, at, counted))
    }

    /// A body's report of a year.
    pub async fn report(
        &self,
        office: &Installation,
        body: &str,
        year: i16,
        format: &Format,
    ) -> Result<Arc<Report>, ReportError> {
        let at = {
            let mut tx = office.db.read().await?;
            audit::last_change(&mut tx).await?
        };
        let key = (body.to_owned(), year, format.id.clone());
        if let Some(kept) = self.reports.get(&key, at) {
            return Ok(kept);
        }
        let report = reports::compute_on_kept(office, body, year, format).await?;
        Ok(self.reports.keep(key, at, report))
    }
}

impl Cache {
    /// What the public reads of a body's report of a year.
    pub async fn issue(
        &self,
        office: &Installation,
        body: &str,
        year: i16,
        format: &str,
    ) -> Result<Arc<Issue>, StorageError> {
        let mut tx = office.db.read().await?;
        let at = audit::head(&mut tx).await?.sequence;
        let key = (body.to_owned(), year, format.to_owned());
        if let Some(kept) = self.issues.get(&key, at) {
            return Ok(kept);
        }
        let issue = read_issue(&mut tx, (body, year, format)).await?;
        Ok(self.issues.keep(key, at, issue))
    }

    /// The settings of the site, and the digest of them.
    pub(crate) async fn site(
        &self,
        office: &Installation,
    ) -> Result<Arc<(SiteSettings, String)>, StorageError> {
        let mut tx = office.db.read().await?;
        let at = audit::head(&mut tx).await?.sequence;
        if let Some(kept) = self.site.get(&(), at) {
            return Ok(kept);
        }
        let settings = site::load(&mut tx).await?;
        Ok(self.site.keep((), at, settings))
    }
}

async fn read_issue(tx: &mut Tx, of: Of<'_>) -> Result<Issue, StorageError> {
    let (body, year, format) = of;
    let stored = frozen::of_year(tx, body, year).await?;
    let versions: Vec<&FrozenReport> = stored.iter().filter(|version| version.format == format).collect();
    let numbers: Vec<i64> = versions.iter().map(|version| version.version).collect();
    let issues = report_work::issues(tx, of).await?;
    let states = states(&issues);
    let opened = |number: i64| {
        let version = versions.iter().find(|version| version.version == number);
        version.map(|version| freezing::opened(version)).transpose()
    };
    let issue = match Issued::of(&numbers, |version| states.get(&version).copied()) {
        Issued::Version(number) => opened(number)?.map(|frozen| {
            Issue::Frozen(Box::new(FrozenIssue { report: Arc::new(frozen.content.report.clone()), frozen }))
        }),
        Issued::Withdrawn(number) => opened(number)?.map(|frozen| {
            let note = issues.iter().find(|issue| issue.version == number);
            Issue::Withdrawn(Withdrawn {
                title: frozen.content.report.title,
                body: frozen.content.body,
                on: note.map(|note| note.changed_at.to_zoned(TimeZone::UTC).date()).unwrap_or_default(),
                reason: note.map(|note| note.note.clone()).unwrap_or_default(),
            })
        }),
        Issued::Nothing => None,
    };
    Ok(match issue {
        Some(issue) => issue,
        None if keeps_unpublished_back(tx, body).await? => Issue::KeptBack,
        None => Issue::Counted,
    })
}

/// What tells a selection from every other.
fn name_of(selection: &Selection) -> String {
    let conditions: Vec<_> =
        selection.conditions.iter().map(|condition| (condition.column.code, &condition.test)).collect();
    format!("{} {:?} {conditions:?}", selection.register.code, selection.bodies)
}

/// Things by key, each with the place of the chain it was counted at.
#[derive(Debug)]
struct Kept<K, T>(Mutex<HashMap<K, (i64, Arc<T>)>>);

impl<K, T> Default for Kept<K, T> {
    fn default() -> Self {
        Self(Mutex::new(HashMap::new()))
    }
}

impl<K: Clone + Eq + Hash, T> Kept<K, T> {
    fn get(&self, key: &K, at: i64) -> Option<Arc<T>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(key).filter(|(counted, _)| *counted == at).map(|(_, thing)| thing.clone())
    }

    /// The thing, wherever it was counted, with the place.
    fn latest(&self, key: &K) -> Option<(i64, Arc<T>)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    /// Notes that the thing is still as it was at a later place.
    fn move_on(&self, key: &K, at: i64) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((counted, _)) = kept.get_mut(key) {
            *counted = at.max(*counted);
        }
    }

    fn keep(&self, key: K, at: i64, thing: T) -> Arc<T> {
        let thing = Arc::new(thing);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST {
            let oldest = kept.iter().min_by_key(|(_, (counted, _))| *counted).map(|(key, _)| key.clone());
            oldest.map(|key| kept.remove(&key));
        }
        kept.insert(key, (at, thing.clone()));
        thing
    }
}
