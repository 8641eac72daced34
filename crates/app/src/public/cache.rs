//! What was counted, kept until something is written.

use crate::Installation;
use crate::reports::freezing::{self, Frozen};
use crate::reports::{self, ReportError};
use gongkai_domain::registers::{Register, Selection, Tally};
use gongkai_domain::reports::{Format, Report};
use gongkai_storage::{StorageError, Tx, audit, registers};
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

/// Tallies, counts and reports by the place of the audit chain they were counted at.
///
/// Every write takes a place in the chain, so a thing counted at the chain's present head is as the database is;
/// anything older is counted again, but for tallies of registers that no act since has touched.
#[derive(Debug, Default)]
pub struct Cache {
    tallies: Kept<&'static str, Tally>,
    counts: Kept<String, i64>,
    reports: Kept<(String, i16, String), Report>,
    frozen: Kept<(String, i16, String), Option<FrozenIssue>>,
}

/// A frozen report as the public reads it.
#[derive(Debug)]
pub struct FrozenIssue {
    /// The report.
    pub report: Arc<Report>,
    /// All that was frozen beside it.
    pub frozen: Frozen,
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
        let mut tx = office.db.read().await?;
        let at = audit::head(&mut tx).await?.sequence;
        if let Some(kept) = self.tallies.get(&register.code, at) {
            return Ok(kept);
        }
        // Counting a long register takes far longer than asking whether the acts since have touched it.
        if let Some((counted, kept)) = self.tallies.latest(&register.code)
            && counted < at
            && !audit::is_touched(&mut tx, register.code, counted).await?
        {
            self.tallies.move_on(&register.code, at);
            return Ok(kept);
        }
        let tally = registers::tally(&mut tx, register, None).await?;
        Ok(self.tallies.keep(register.code, at, tally))
    }

    /// How many rows a selection means.
    pub async fn count(&self, tx: &mut Tx, selection: &Selection) -> Result<i64, StorageError> {
        let at = audit::head(tx).await?.sequence;
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
            audit::head(&mut tx).await?.sequence
        };
        let key = (body.to_owned(), year, format.id.clone());
        if let Some(kept) = self.reports.get(&key, at) {
            return Ok(kept);
        }
        let report = reports::compute(office, body, year, format).await?;
        Ok(self.reports.keep(key, at, report))
    }
}

impl Cache {
    /// The latest frozen version of a body's report of a year, if there is one.
    pub async fn frozen(
        &self,
        office: &Installation,
        body: &str,
        year: i16,
        format: &str,
    ) -> Result<Arc<Option<FrozenIssue>>, StorageError> {
        let mut tx = office.db.read().await?;
        let at = audit::head(&mut tx).await?.sequence;
        let key = (body.to_owned(), year, format.to_owned());
        if let Some(kept) = self.frozen.get(&key, at) {
            return Ok(kept);
        }
        let frozen = freezing::latest(&mut tx, body, year, format).await?;
        let issue =
            frozen.map(|frozen| FrozenIssue { report: Arc::new(frozen.content.report.clone()), frozen });
        Ok(self.frozen.keep(key, at, issue))
    }
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
