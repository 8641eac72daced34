//! Keeping one row: entering, changing, removing, bringing back.
//!
//! Each is an [`Amendment`] of one row, so that it goes through what an import goes through. Whoever changes a row says
//! what they have seen of it: when it is another by then, nothing is written and both are shown.

use super::row::{seen_of, what_was_removed};
use super::{FieldFault, may_keep};
use crate::import::{Amendment, By, ImportError, Ledger, RowProblem, amend, foresee};
use crate::people::Officer;
use crate::{Installation, StorageError, reports};
use gongkai_domain::bodies::BODIES;
use gongkai_domain::registers::{
    Place, Register, Row, Severity, Value, columns_key, dimensions_of, fingerprint,
};
use gongkai_domain::reports::{Cell, Holds, Plan};
use gongkai_domain::says::Says;
use gongkai_storage::registers::{self, Stored};
use gongkai_storage::{Tx, audit};
use serde_json::{Map, json};

/// Why a row was not kept; nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// There is no such row in reach.
    #[error("没有这一行 / there is no such row")]
    NotFound,
    /// The row cannot be kept like this; each fault at its column.
    #[error("有 {} 处要改 / {} things to correct", .0.len(), .0.len())]
    Faults(Vec<FieldFault>),
    /// The row was changed since it was shown.
    #[error("这一行已被别人改过 / the row was changed by somebody else")]
    MovedOn,
    /// No reason was given.
    #[error("请写明原因 / give a reason")]
    NoReason,
    /// Bodies are never removed: their code is part of what others hold.
    #[error("机构不能删除，撤销的请填撤销日期 / bodies are not removed; give the day they were abolished")]
    Permanent,
    /// The change could not be made.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// A row that was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// Its key, which changes with the columns it is made of.
    pub key: String,
    /// Whether anything differed from what was there.
    pub changed: bool,
}

/// Figures of one report a row counts in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Name of the body that reports.
    pub body: String,
    /// Id of the report's format.
    pub format: String,
    /// Year reported on.
    pub year: i16,
    /// Codes and labels.
    pub figures: Vec<(String, String)>,
}

/// Keeps a row: a new one, or in place of the one `was` names, as it was seen.
///
/// # Errors
/// See [`KeepError`]; nothing is written then.
pub async fn save(
    office: &Installation,
    officer: &Officer,
    register: &'static Register,
    was: Option<(&str, &str)>,
    values: Vec<Value>,
    by: &By,
) -> Result<Saved, KeepError> {
    let body_column = register.body_column();
    let new = Row { key: String::new(), values };
    if !may_keep(officer, register, new.body(register)) {
        return Err(fault(
            body_column,
            "你不登记这个机构的台账",
            "you do not keep this register for this body",
        ));
    }
    let mut tx = office.db.read().await?;
    let before = match was {
        None => None,
        Some((key, seen)) => Some(seen_row(&mut tx, officer, register, key, seen).await?),
    };
    let key = key_of(&mut tx, register, &new.values, before.as_ref()).await?;
    let stays = before.as_ref().is_some_and(|before| before.row.key == key);
    if !stays && !registers::load(&mut tx, register, &[&key]).await?.is_empty() {
        return Err(taken(register));
    }
    let mut facts = Map::new();
    let mut gone = Vec::new();
    if let Some(before) = before.as_ref().filter(|_| !stays) {
        if register.code == BODIES.code {
            return Err(fault(body_column, "机构代码是永久的，不能更改", "the code of a body is permanent"));
        }
        facts.insert("was".to_owned(), json!(before.row.key));
        gone.push(last_of_equals(&mut tx, register, &before.row.key).await?);
    }
    drop(tx);
    let act = if was.is_some() { "change-row" } else { "enter-row" };
    let row = Row { key: key.clone(), values: new.values };
    let changed =
        carry_out(office, Amendment { ledger: of_row(register, row), gone, act, facts }, by).await?;
    Ok(Saved { key, changed })
}

/// Removes a row, with the reason.
///
/// # Errors
/// See [`KeepError`]; nothing is written then.
pub async fn remove(
    office: &Installation,
    officer: &Officer,
    register: &'static Register,
    (key, seen): (&str, &str),
    reason: &str,
    by: &By,
) -> Result<(), KeepError> {
    let mut tx = office.db.read().await?;
    seen_row(&mut tx, officer, register, key, seen).await?;
    if register.code == BODIES.code {
        return Err(KeepError::Permanent);
    }
    let reason: String = reason.trim().chars().take(500).collect();
    if reason.is_empty() {
        return Err(KeepError::NoReason);
    }
    let gone = vec![last_of_equals(&mut tx, register, key).await?];
    drop(tx);
    let facts = Map::from_iter([("reason".to_owned(), json!(reason))]);
    let ledger = Ledger {
        rows: Vec::new(),
        places: Vec::new(),
        ..of_row(register, Row { key: String::new(), values: Vec::new() })
    };
    carry_out(office, Amendment { ledger, gone, act: "remove-row", facts }, by).await?;
    Ok(())
}

/// Brings a removed row back, less its personal data, which went with it; answers its key.
///
/// # Errors
/// See [`KeepError`]; nothing is written then.
pub async fn restore(
    office: &Installation,
    officer: &Officer,
    register: &'static Register,
    key: &str,
    by: &By,
) -> Result<String, KeepError> {
    let mut tx = office.db.read().await?;
    let last = audit::history(&mut tx, register.code, key).await?.pop();
    let removed = last.and_then(|last| what_was_removed(register, &last)).ok_or(KeepError::NotFound)?;
    if !may_keep(officer, register, removed.body(register)) {
        return Err(KeepError::NotFound);
    }
    let key = key_of(&mut tx, register, &removed.values, None).await?;
    if !registers::load(&mut tx, register, &[&key]).await?.is_empty() {
        return Err(taken(register));
    }
    drop(tx);
    let ledger = of_row(register, Row { key: key.clone(), values: removed.values });
    carry_out(office, Amendment { ledger, gone: Vec::new(), act: "restore-row", facts: Map::new() }, by)
        .await?;
    Ok(key)
}

/// Does what was asked, at once; answers whether anything differed.
async fn carry_out(office: &Installation, amendment: Amendment, by: &By) -> Result<bool, KeepError> {
    let told = match foresee(office, &amendment).await {
        Ok(told) => told,
        Err(ImportError::Faults(problems)) => {
            return Err(KeepError::Faults(faults_of(amendment.ledger.register, &problems)));
        }
        Err(error) => return Err(error.into()),
    };
    match amend(office, &amendment, &told.digest, by, &|_| ()).await {
        Ok(applied) => Ok(applied.sequence.is_some()),
        Err(ImportError::Changed) => Err(KeepError::MovedOn),
        Err(error) => Err(error.into()),
    }
}

/// A row somebody may keep, which must be as they have seen it.
async fn seen_row(
    tx: &mut Tx,
    officer: &Officer,
    register: &'static Register,
    key: &str,
    seen: &str,
) -> Result<Stored, KeepError> {
    let stored = registers::load(tx, register, &[key]).await?.pop().ok_or(KeepError::NotFound)?;
    if !may_keep(officer, register, stored.row.body(register)) {
        return Err(KeepError::NotFound);
    }
    if seen_of(&stored) == seen { Ok(stored) } else { Err(KeepError::MovedOn) }
}

/// The key a row has, or gets: where rows are told by what they hold, the next ordinal among equal ones.
async fn key_of(
    tx: &mut Tx,
    register: &'static Register,
    values: &[Value],
    before: Option<&Stored>,
) -> Result<String, StorageError> {
    if let Some(key) = columns_key(register, values) {
        return Ok(key);
    }
    let row = Row { key: String::new(), values: values.to_vec() };
    let year = row.year(register).map_or_else(|| "-".to_owned(), |year| year.to_string());
    let stem = format!("{}/{year}/{}", row.body(register), fingerprint(register, values));
    match before.filter(|before| stem_of(&before.row.key) == stem) {
        Some(before) => Ok(before.row.key.clone()),
        None => Ok(format!("{stem}-{}", equals(tx, register, &stem).await? + 1)),
    }
}

/// The key a new row gets.
pub(crate) async fn next_key(
    tx: &mut Tx,
    register: &'static Register,
    values: &[Value],
) -> Result<String, StorageError> {
    key_of(tx, register, values, None).await
}

/// How many equal rows there are: their ordinals have no gaps.
async fn equals(tx: &mut Tx, register: &'static Register, stem: &str) -> Result<usize, StorageError> {
    const AT_ONCE: usize = 100;
    let mut known = 0;
    loop {
        let keys: Vec<String> = (known + 1..=known + AT_ONCE).map(|at| format!("{stem}-{at}")).collect();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let found = registers::load(tx, register, &keys).await?.len();
        known += found;
        if found < AT_ONCE {
            return Ok(known);
        }
    }
}

fn stem_of(key: &str) -> &str {
    key.rsplit_once('-').map_or(key, |(stem, _)| stem)
}

/// The key to take away when this row goes: of equal rows the last, so that their ordinals keep no gap.
async fn last_of_equals(tx: &mut Tx, register: &'static Register, key: &str) -> Result<String, StorageError> {
    if !matches!(register.key, gongkai_domain::registers::Key::Fingerprint) {
        return Ok(key.to_owned());
    }
    let stem = stem_of(key);
    Ok(format!("{stem}-{}", equals(tx, register, stem).await?.max(1)))
}

fn of_row(register: &'static Register, row: Row) -> Ledger {
    Ledger {
        register,
        rows: vec![row],
        places: vec![Place::row(&"表单".into(), &"".into(), 0)],
        files: Vec::new(),
        lacking: Vec::new(),
        replace: None,
    }
}

fn fault(column: &'static str, zh: &str, en: &str) -> KeepError {
    KeepError::Faults(vec![FieldFault {
        column,
        rule: Says::new(zh, en),
        remedy: Says::default(),
        severity: Severity::Error,
    }])
}

fn taken(register: &'static Register) -> KeepError {
    let column = match register.key {
        gongkai_domain::registers::Key::Columns(codes) => {
            codes.last().and_then(|code| register.column(code)).map(|column| column.code)
        }
        gongkai_domain::registers::Key::Fingerprint => None,
    };
    let names = register.key_says().unwrap_or_default();
    KeepError::Faults(vec![FieldFault {
        column: column.unwrap_or_else(|| register.body_column()),
        rule: Says::new(
            format!("已有一行的{}与此相同", names.zh),
            format!("there is a row of the same {} already", names.en.to_lowercase()),
        ),
        remedy: Says::new("请改正，或去改那一行", "correct it, or change that row"),
        severity: Severity::Error,
    }])
}

/// The faults of an import, each at the column its place names.
fn faults_of(register: &'static Register, problems: &[RowProblem]) -> Vec<FieldFault> {
    let column = |problem: &RowProblem| {
        let named = problem.fault.place.column.as_deref().unwrap_or_default();
        let found = register.columns.iter().find(|column| named == format!("“{}”", column.zh));
        found.map_or(register.body_column(), |column| column.code)
    };
    let fault = |problem: &RowProblem| FieldFault {
        column: column(problem),
        rule: problem.fault.says.clone(),
        remedy: problem.fault.remedy.clone(),
        severity: problem.fault.severity,
    };
    problems.iter().map(fault).collect()
}

/// The figures a row counts in: in its year's report of its own body, and of each body above it.
pub async fn counts_in(
    office: &Installation,
    register: &'static Register,
    row: &Row,
) -> Result<Vec<Told>, StorageError> {
    let Some(year) = row.year(register) else { return Ok(Vec::new()) };
    let Some(format) = office.law.formats_of(year).next() else { return Ok(Vec::new()) };
    let mut tx = office.db.read().await?;
    let bodies = reports::bodies(&mut tx).await?;
    let dimensions = dimensions_of(register, row);
    let mut told = Vec::new();
    let mut body = Some(row.body(register).to_owned());
    let mut seen = Vec::new();
    while let Some(code) = body.take().filter(|code| !seen.contains(code)) {
        if let Ok(plan) = Plan::new(format, &bodies, &code, year) {
            let figures = figures(&plan, register, &dimensions);
            if !figures.is_empty() {
                told.push(Told { body: plan.body_name(), format: format.id.clone(), year, figures });
            }
        }
        let above = bodies.iter().find(|row| row.key == code);
        body = above.and_then(|row| row.value(&BODIES, "parent").as_text()).map(str::to_owned);
        seen.push(code);
    }
    Ok(told)
}

/// The cells that take a row in, and those worked out from one of them.
fn figures(plan: &Plan<'_>, register: &Register, dimensions: &[Value]) -> Vec<(String, String)> {
    let cells = &plan.format().cells;
    let taken: Vec<usize> = plan
        .selections()
        .iter()
        .filter(|(_, selection)| selection.register.code == register.code && selection.taker()(dimensions))
        .map(|(at, _)| *at)
        .collect();
    let counts = |cell: &Cell| match &cell.holds {
        Holds::Formula(formula) => {
            formula.cells().iter().any(|(code, _)| taken.iter().any(|at| cells[*at].code == **code))
        }
        _ => false,
    };
    let all = cells.iter().enumerate().filter(|(at, cell)| taken.contains(at) || counts(cell));
    all.map(|(_, cell)| (cell.code.clone(), cell.label.clone())).collect()
}
