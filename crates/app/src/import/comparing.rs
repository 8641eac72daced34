//! What an import would do, found out without doing it.

use super::applying::Under;
use super::{ImportError, Ledger, Replace, RowProblem, references};
use crate::Installation;
use crate::rows::{complete, opened};
use gongkai_domain::catalogue::{ITEMS, row_faults};
use gongkai_domain::digest::Digest;
use gongkai_domain::registers::{
    Condition, Fault, Holding, Register, Row, RowFault, Selection, Severity, Test, Value,
};
use gongkai_domain::requests::Remark;
use gongkai_domain::says::Says;
use gongkai_storage::registers::{self, Page, Stored};
use gongkai_storage::{Tx, catalogue};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

/// What an import would do.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Rows that are not there yet.
    pub added: usize,
    /// Places of those rows in the ledger's `rows`, by key.
    pub fresh: Vec<usize>,
    /// Rows that are there with other values.
    pub changed: Vec<RowDifference>,
    /// Rows that are there as they are in the ledger.
    pub unchanged: usize,
    /// Keys of rows that a replacing import takes away.
    pub removed: Vec<String>,
    /// What somebody should look at; such rows are taken all the same.
    pub remarks: Vec<RowProblem>,
    /// Stands for all of it: applying refuses when this comes out differently.
    pub digest: String,
}

/// A row whose values differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowDifference {
    /// Natural key.
    pub key: String,
    /// The columns that differ.
    pub columns: Vec<ColumnChange>,
}

/// One column that differs; the values of personal columns are not told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnChange {
    /// Column.
    pub column: &'static str,
    /// Value before, as a ledger prints it.
    pub before: String,
    /// Value after.
    pub after: String,
}

/// The full plan: what stands behind a [`Comparison`].
pub(super) struct Plan<'a> {
    /// The ledger's rows with their computed columns filled.
    pub(super) rows: Cow<'a, [Row]>,
    /// What somebody should look at.
    pub(super) remarks: Vec<RowProblem>,
    /// Rows to add, by key.
    pub(super) added: Vec<Planned>,
    /// Rows to change, by key.
    pub(super) changed: Vec<(Planned, Before)>,
    pub(super) unchanged: usize,
    pub(super) removed: Vec<Stored>,
    /// Items whose rows are as they were, by key; their texts and files may not be.
    same: HashMap<String, (Planned, Before)>,
}

/// A row to write: its place among the rows, and the digest it will have.
pub(super) struct Planned {
    pub(super) at: usize,
    pub(super) digest: String,
}

/// A row as it is before a change: as stored, and opened.
pub(crate) struct Before {
    pub(crate) stored: Stored,
    pub(crate) row: Row,
}

/// Compares a ledger with its register.
///
/// # Errors
/// [`ImportError::Faults`] for rows that contradict themselves or name what does not exist.
pub async fn compare(office: &Installation, ledger: &Ledger) -> Result<Comparison, ImportError> {
    let mut tx = office.db.read().await?;
    Ok(plan(office, &mut tx, ledger, &[]).await?.comparison(ledger.register))
}

/// The same on what a transaction sees.
///
/// # Errors
/// As [`compare`].
pub(crate) async fn compare_within(
    office: &Installation,
    tx: &mut Tx,
    ledger: &Ledger,
) -> Result<Comparison, ImportError> {
    Ok(plan(office, tx, ledger, &[]).await?.comparison(ledger.register))
}

/// Works the plan out on what `tx` sees; the rows whose keys are `gone` are taken away too.
pub(super) async fn plan<'a>(
    office: &Installation,
    tx: &mut Tx,
    ledger: &'a Ledger,
    gone: &[String],
) -> Result<Plan<'a>, ImportError> {
    let register = ledger.register;
    let mut there = existing(office, tx, register, &ledger.rows).await?;
    let (rows, remarks) = completed(office, ledger, kept(ledger, &there))?;
    references::check(tx, &office.law, ledger, &rows).await?;
    let mut plan = Plan {
        rows,
        remarks,
        added: Vec::new(),
        changed: Vec::new(),
        unchanged: 0,
        removed: Vec::new(),
        same: HashMap::new(),
    };
    let mut digests = digests(register, &plan.rows).into_iter();
    for (at, row) in plan.rows.iter().enumerate() {
        let planned = Planned { at, digest: digests.next().unwrap_or_default() };
        match there.remove(&row.key) {
            None => plan.added.push(planned),
            Some(before) if before.row.values == row.values => {
                plan.unchanged += 1;
                if register.holding == Holding::Editions {
                    plan.same.insert(row.key.clone(), (planned, before));
                }
            }
            Some(before) => plan.changed.push((planned, before)),
        }
    }
    if let Some(replace) = &ledger.replace {
        let keys = plan.rows.iter().map(|row| row.key.as_str()).collect();
        plan.removed = superfluous(tx, register, replace, keys).await?;
    }
    if !gone.is_empty() {
        let keys: Vec<&str> = gone.iter().map(String::as_str).collect();
        plan.removed.extend(registers::load(tx, register, &keys).await?);
        plan.removed.sort_by(|left, right| left.row.key.cmp(&right.row.key));
    }
    let rows = &plan.rows;
    plan.added.sort_by(|left, right| rows[left.at].key.cmp(&rows[right.at].key));
    plan.changed.sort_by(|(left, _), (right, _)| rows[left.at].key.cmp(&rows[right.at].key));
    Ok(plan)
}

/// The digest of every row, worked out by as many threads as there are cores: it is most of a plan's cost.
fn digests(register: &Register, rows: &[Row]) -> Vec<String> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = rows.len().div_ceil(threads).max(1_000);
    std::thread::scope(|scope| {
        let parts: Vec<_> = rows
            .chunks(share)
            .map(|part| scope.spawn(|| part.iter().map(|row| row.digest(register)).collect::<Vec<_>>()))
            .collect();
        let finished = |part: std::thread::ScopedJoinHandle<'_, Vec<String>>| match part.join() {
            Ok(digests) => digests,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        parts.into_iter().flat_map(finished).collect()
    })
}

/// The ledger's rows; where a row is there already, columns the ledger does not have keep what they hold, and an item what
/// the program itself wrote into it.
fn kept<'a>(ledger: &'a Ledger, there: &HashMap<String, Before>) -> Cow<'a, [Row]> {
    let lacking: Vec<usize> =
        ledger.lacking.iter().filter_map(|code| ledger.register.position(code)).collect();
    let own: Vec<usize> = match ledger.register.holding {
        Holding::Editions => own_columns(ledger.register),
        _ => Vec::new(),
    };
    let held = |before: &Before| own.iter().any(|at| !before.row.values[*at].is_absent());
    if there.is_empty() || (lacking.is_empty() && !there.values().any(held)) {
        return Cow::Borrowed(&ledger.rows);
    }
    let mut rows = ledger.rows.clone();
    for row in &mut rows {
        if let Some(before) = there.get(&row.key) {
            let absent = own.iter().filter(|at| row.values[**at].is_absent()).copied().collect::<Vec<_>>();
            for at in lacking.iter().copied().chain(absent) {
                row.values[at].clone_from(&before.row.values[at]);
            }
        }
    }
    Cow::Owned(rows)
}

/// The columns no ledger and no form has.
fn own_columns(register: &Register) -> Vec<usize> {
    register.columns.iter().enumerate().filter(|(_, column)| column.computed).map(|(at, _)| at).collect()
}

/// Rows with their computed columns filled, and what somebody should look at.
type Completed<'a> = (Cow<'a, [Row]>, Vec<RowProblem>);

/// Fills the computed columns; all rows that contradict themselves are refused together.
fn completed<'a>(
    office: &Installation,
    ledger: &Ledger,
    given: Cow<'a, [Row]>,
) -> Result<Completed<'a>, ImportError> {
    if ledger.register.code == ITEMS.code {
        let (faults, remarks): (Vec<RowProblem>, Vec<RowProblem>) = item_remarks(ledger, &given)
            .into_iter()
            .partition(|problem| problem.fault.severity == Severity::Error);
        return if faults.is_empty() { Ok((given, remarks)) } else { Err(ImportError::Faults(faults)) };
    }
    if ledger.register.holding != Holding::Events {
        return Ok((given, Vec::new()));
    }
    let problem = |index: usize, remark: Remark, severity: Severity| {
        let column = ledger.register.column(remark.column).map_or("", |column| column.zh);
        let fault = Fault {
            place: ledger.places[index].at(format!("“{column}”")),
            value: given[index].value(ledger.register, remark.column).to_plain(),
            says: remark.says,
            remedy: Says::new("请核对这一行的各个日期", "check the dates of this row"),
            severity,
        };
        RowProblem { index, fault }
    };
    let mut faults = Vec::new();
    let mut remarks = Vec::new();
    let mut rows = Vec::with_capacity(given.len());
    for (index, row) in given.iter().enumerate() {
        match complete(office, row) {
            Ok((row, told)) => {
                rows.push(row);
                remarks.extend(told.into_iter().map(|remark| problem(index, remark, Severity::Warning)));
            }
            Err(told) => {
                faults.extend(told.into_iter().map(|remark| problem(index, remark, Severity::Error)));
            }
        }
    }
    if faults.is_empty() { Ok((Cow::Owned(rows), remarks)) } else { Err(ImportError::Faults(faults)) }
}

/// What somebody should look at in rows of items, by the rules that also stand before their publication.
fn item_remarks(ledger: &Ledger, rows: &[Row]) -> Vec<RowProblem> {
    let problem = |index: usize, found: RowFault| {
        let column = ledger.register.column(found.column).map_or("", |column| column.zh);
        let fault = Fault {
            place: ledger.places[index].at(format!("“{column}”")),
            value: rows[index].value(ledger.register, found.column).to_plain(),
            says: found.says,
            remedy: found.remedy,
            severity: found.severity,
        };
        RowProblem { index, fault }
    };
    let of_row = |(index, row): (usize, &Row)| {
        row_faults(&row.values).into_iter().map(move |found| (index, found)).collect::<Vec<_>>()
    };
    rows.iter().enumerate().flat_map(of_row).map(|(index, found)| problem(index, found)).collect()
}

/// The rows that are there already, opened, by key.
async fn existing(
    office: &Installation,
    tx: &mut Tx,
    register: &Register,
    rows: &[Row],
) -> Result<HashMap<String, Before>, ImportError> {
    if registers::is_empty(tx, register).await? {
        return Ok(HashMap::new());
    }
    let keys: Vec<&str> = rows.iter().map(|row| row.key.as_str()).collect();
    let found = registers::load(tx, register, &keys).await?;
    found
        .into_iter()
        .map(|stored| {
            let row =
                opened(office, register, &stored).map_err(|fault| ImportError::Sealing(fault.to_string()))?;
            Ok((row.key.clone(), Before { stored, row }))
        })
        .collect()
}

/// Rows of the replaced year and body that the ledger does not have; items already withdrawn stay as they are.
async fn superfluous(
    tx: &mut Tx,
    register: &'static Register,
    replace: &Replace,
    mut keys: Vec<&str>,
) -> Result<Vec<Stored>, ImportError> {
    let year =
        register.year.and_then(|code| register.column(code)).ok_or(ImportError::NoYear(register.zh))?;
    keys.sort_unstable();
    let selection = Selection {
        register,
        bodies: Some(vec![replace.body.clone()]),
        conditions: vec![Condition {
            column: year,
            test: Test::Year { from: Some(replace.year), to: Some(replace.year), or_absent: false },
        }],
    };
    let all = registers::page(tx, &selection, 0, Page { offset: 0, limit: i64::MAX }).await?;
    Ok(all
        .into_iter()
        .filter(|stored| keys.binary_search(&stored.row.key.as_str()).is_err())
        .filter(|stored| {
            register.holding != Holding::Editions || stored.row.value(register, "withdrawn_on").is_absent()
        })
        .collect())
}

impl Plan<'_> {
    /// Counts items among those that change whose rows are as they were, but whose text or files as they are given
    /// are not.
    pub(super) async fn change_beside(&mut self, tx: &mut Tx, under: &Under<'_>) -> Result<(), ImportError> {
        let given: BTreeSet<&String> = under.html.keys().chain(under.attachments.keys()).collect();
        for key in given {
            if !self.same.contains_key(key) {
                continue;
            }
            let Some((_, edition)) = catalogue::editions(tx, key).await?.into_iter().next() else { continue };
            let is_other_text = under.html.get(key).is_some_and(|html| edition.html.as_ref() != Some(html));
            let are_other_files =
                under.attachments.get(key).is_some_and(|files| edition.attachments != *files);
            if (is_other_text || are_other_files)
                && let Some(planned) = self.same.remove(key)
            {
                self.unchanged -= 1;
                self.changed.push(planned);
            }
        }
        let rows = &self.rows;
        self.changed.sort_by(|(left, _), (right, _)| rows[left.at].key.cmp(&rows[right.at].key));
        Ok(())
    }

    pub(super) fn comparison(&self, register: &Register) -> Comparison {
        let mut digest = Digest::new();
        for planned in &self.added {
            digest.field("added");
            digest.field(&self.rows[planned.at].key);
            digest.field(&planned.digest);
        }
        for (planned, before) in &self.changed {
            digest.field("changed");
            digest.field(&self.rows[planned.at].key);
            digest.field(before.row.digest(register));
            digest.field(&planned.digest);
        }
        for stored in &self.removed {
            digest.field("removed");
            digest.field(&stored.row.key);
            digest.field(stored.row.digest(register));
        }
        Comparison {
            added: self.added.len(),
            fresh: self.added.iter().map(|planned| planned.at).collect(),
            changed: self
                .changed
                .iter()
                .map(|(planned, before)| difference(register, &before.row, &self.rows[planned.at]))
                .collect(),
            unchanged: self.unchanged,
            removed: self.removed.iter().map(|stored| stored.row.key.clone()).collect(),
            remarks: self.remarks.clone(),
            digest: digest.finish(),
        }
    }
}

fn difference(register: &Register, before: &Row, after: &Row) -> RowDifference {
    let shown = |personal: bool, kind, value: &Value| match (personal, value) {
        (true, Value::Absent) => String::new(),
        (true, _) => "（个人信息）".to_owned(),
        (false, value) => value.to_ledger(kind),
    };
    let columns = register.columns.iter().zip(before.values.iter().zip(&after.values));
    RowDifference {
        key: after.key.clone(),
        columns: columns
            .filter(|(_, (before, after))| before != after)
            .map(|(column, (before, after))| ColumnChange {
                column: column.zh,
                before: shown(column.personal, column.kind, before),
                after: shown(column.personal, column.kind, after),
            })
            .collect(),
    }
}
