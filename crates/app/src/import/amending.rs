//! Changing rows by hand (登记、修改、删除、批量修改): the same plan and the same act as an import, which may also take
//! single rows away and is recorded under its own name.

use super::applying::{Under, carry_out, facts_of};
use super::comparing::plan;
use super::{Applied, By, Comparison, ImportError, Ledger};
use crate::Installation;
use std::collections::HashMap;

/// A change of rows by hand.
#[derive(Clone, Debug)]
pub struct Amendment {
    /// The rows as they shall be.
    pub ledger: Ledger,
    /// Keys of rows to take away.
    pub gone: Vec<String>,
    /// What the audit trail calls it.
    pub act: &'static str,
    /// What its entry says beside the counts; without personal data.
    pub facts: serde_json::Map<String, serde_json::Value>,
}

/// Tells what a change would do, without doing it.
///
/// # Errors
/// [`ImportError::Faults`] for rows that contradict themselves or name what does not exist.
pub async fn foresee(office: &Installation, amendment: &Amendment) -> Result<Comparison, ImportError> {
    let mut tx = office.db.read().await?;
    let plan = plan(office, &mut tx, &amendment.ledger, &amendment.gone).await?;
    Ok(plan.comparison(amendment.ledger.register))
}

/// Does exactly what [`foresee`] told, whose digest is `expected`; `progress` is told how many rows are written.
///
/// # Errors
/// [`ImportError::Changed`] when the register is no longer as it was. Nothing is written on any error.
pub async fn amend(
    office: &Installation,
    amendment: &Amendment,
    expected: &str,
    by: &By,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Applied, ImportError> {
    let Amendment { ledger, gone, act, facts } = amendment;
    let mut told = facts_of(ledger);
    for (name, value) in facts {
        told[name.as_str()] = value.clone();
    }
    let under = Under { act, article: "", facts: told, html: HashMap::new(), attachments: HashMap::new() };
    carry_out(office, (ledger, gone), &under, expected, by, progress).await
}
