//! Changes of many rows, carried out beside the pages: whoever began one may leave and come back.
//!
//! A change is one transaction: when the program ends before it is whole, nothing of it is there, and the ledger still
//! waits. So what is under way need not be kept anywhere but here.

use super::waiting::{drop_waiting, foreign};
use crate::Installation;
use crate::import::{Amendment, Applied, By, ImportError, Ledger, amend, apply};
use crate::people::{Officer, secret};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Most works remembered after they are done.
const MOST: usize = 50;

/// The works of an installation.
#[derive(Debug, Default)]
pub struct Works(Mutex<Vec<Arc<Work>>>);

/// One change of many rows.
#[derive(Debug)]
pub struct Work {
    /// Permanent id.
    pub id: String,
    /// Id of whoever began it.
    pub staff: String,
    /// Code of the register.
    pub register: &'static str,
    /// What the audit trail calls it: `import` or `change-rows`.
    pub act: &'static str,
    /// Rows to be written.
    pub total: usize,
    done: AtomicUsize,
    outcome: Mutex<Option<Outcome>>,
}

/// How a work ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was carried out.
    Applied(Applied),
    /// The register was another by then; nothing was written.
    Changed,
    /// It failed; nothing was written.
    Failed(String),
}

impl Work {
    /// Rows written so far.
    pub fn done(&self) -> usize {
        self.done.load(Ordering::Relaxed).min(self.total)
    }

    /// How it ended; `None` while it is under way.
    pub fn outcome(&self) -> Option<Outcome> {
        self.outcome.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn end(&self, ended: Result<Applied, ImportError>) {
        let outcome = match ended {
            Ok(applied) => Outcome::Applied(applied),
            Err(ImportError::Changed) => Outcome::Changed,
            Err(error) => Outcome::Failed(error.to_string()),
        };
        *self.outcome.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
    }
}

impl Works {
    /// A work of somebody.
    pub fn find(&self, officer: &Officer, id: &str) -> Option<Arc<Work>> {
        let works = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        works.iter().find(|work| work.id == id && work.staff == officer.id).cloned()
    }

    fn add(&self, work: &Arc<Work>) {
        let mut works = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if works.len() >= MOST
            && let Some(at) = works.iter().position(|work| work.outcome().is_some())
        {
            works.remove(at);
        }
        works.push(work.clone());
    }
}

/// Begins to apply a ledger whose comparison has this digest; the ledger no longer waits once it is applied. `None`
/// when somebody may not: rows of other bodies are never written.
pub fn carry_out(
    office: &Installation,
    officer: &Officer,
    (ledger, total): (Ledger, usize),
    digest: String,
    by: By,
) -> Option<Arc<Work>> {
    let work = begin(office, officer, &ledger, "import", total)?;
    let (office, officer, told) = (office.clone(), officer.clone(), work.clone());
    tokio::spawn(async move {
        let progress = |rows: usize| told.done.store(rows, Ordering::Relaxed);
        let applied = apply(&office, &ledger, &digest, &by, &progress).await;
        if applied.is_ok() {
            // What is left of it is forgotten within a day, and another import of it finds nothing to change.
            let _ = drop_waiting(&office, &officer, ledger.register, by.at).await;
        }
        told.end(applied);
    });
    Some(work)
}

/// Begins to change many rows, as [`set_on_many`](super::set_on_many) told with this digest. `None` when somebody may
/// not.
pub fn carry_out_many(
    office: &Installation,
    officer: &Officer,
    (amendment, total): (Amendment, usize),
    digest: String,
    by: By,
) -> Option<Arc<Work>> {
    let work = begin(office, officer, &amendment.ledger, amendment.act, total)?;
    let (office, told) = (office.clone(), work.clone());
    tokio::spawn(async move {
        let progress = |rows: usize| told.done.store(rows, Ordering::Relaxed);
        told.end(amend(&office, &amendment, &digest, &by, &progress).await);
    });
    Some(work)
}

fn begin(
    office: &Installation,
    officer: &Officer,
    ledger: &Ledger,
    act: &'static str,
    total: usize,
) -> Option<Arc<Work>> {
    if !foreign(officer, ledger).is_empty() {
        return None;
    }
    let work = Arc::new(Work {
        id: secret()?.chars().filter(char::is_ascii_alphanumeric).take(16).collect(),
        staff: officer.id.clone(),
        register: ledger.register.code,
        act,
        total,
        done: AtomicUsize::new(0),
        outcome: Mutex::new(None),
    });
    office.works.add(&work);
    Some(work)
}
