//! The annual report of a body and year: computed from the registers, every cell opened to its rows; frozen, and
//! compared with what the registers say later.

pub mod deciding;
pub mod drift;
pub mod filing;
pub mod freezing;
mod own;
pub(crate) mod publishing;
pub mod studio;

pub use publishing::publication;

use crate::Installation;
use gongkai_domain::bodies::BODIES;
use gongkai_domain::registers::{Column, Register, Row, Selection, Tally, Value};
use gongkai_domain::reports::{Behind, Explanation, Format, Missing, Plan, PlanRefusal, Report};
use gongkai_domain::says::Says;
use gongkai_storage::registers::{self, Page};
use gongkai_storage::{StorageError, Tx};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// No format has this id.
    #[error("没有报告格式“{asked}”；有：{known} / there is no report format “{asked}”; there are: {known}")]
    UnknownFormat {
        /// What was asked for.
        asked: String,
        /// What there is.
        known: String,
    },
    /// The format has no such cell.
    #[error("格式 {format} 里没有单元格“{cell}” / format {format} has no cell “{cell}”")]
    UnknownCell {
        /// The format.
        format: String,
        /// What was asked for.
        cell: String,
    },
    /// It is not published, or is no longer.
    #[error("这份报告没有发布 / this report is not published")]
    Unpublished(Option<Withdrawn>),
    /// No body is registered yet, or not this one.
    #[error(transparent)]
    Body(#[from] PlanRefusal),
    /// Something the plan needs was not fetched.
    #[error(transparent)]
    Missing(#[from] Missing),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// A published report that was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawn {
    /// Its title.
    pub title: String,
    /// Name of its body.
    pub body: String,
    /// The civil day in UTC it was withdrawn on.
    pub on: Date,
    /// Why.
    pub reason: String,
}

/// A cell, and one page of what stands behind it.
#[derive(Clone, Debug)]
pub struct Explained {
    /// What the cell means.
    pub explanation: Explanation,
    /// What stands behind it.
    pub shown: Shown,
}

/// What stands behind a cell, fetched.
#[derive(Clone, Debug)]
pub enum Shown {
    /// Rows of a register, one page of them by natural key; personal values are sealed.
    Rows {
        /// The register.
        register: &'static Register,
        /// How many rows there are in all.
        total: i64,
        /// This page.
        rows: Vec<Row>,
    },
    /// Things counted, each with its rows.
    Things {
        /// The register counted.
        register: &'static Register,
        /// The dimension whose values are the things.
        column: &'static Column,
        /// How many things there are in all.
        total: i64,
        /// This page: the value, its name, how many rows.
        things: Vec<(Value, String, i64)>,
    },
    /// Other cells.
    Cells(Vec<String>),
    /// The report's own record.
    Record,
}

/// The rows of the register of bodies, in official order.
pub async fn bodies(tx: &mut Tx) -> Result<Vec<Row>, StorageError> {
    let mut rows = Vec::new();
    registers::each(tx, &BODIES, |stored| {
        rows.push(stored.row);
        Ok::<(), StorageError>(())
    })
    .await?;
    rows.sort_by_cached_key(|row| {
        let position = row.value(&BODIES, "position").as_integer().unwrap_or(i64::MAX);
        (position, row.key.clone())
    });
    Ok(rows)
}

/// The code of the first body in official order.
pub async fn first_body(office: &Installation) -> Result<Option<String>, StorageError> {
    let mut tx = office.db.read().await?;
    Ok(bodies(&mut tx).await?.first().map(|row| row.key.clone()))
}

/// The format asked for, or the one meant for the year.
pub fn format_for<'a>(
    office: &'a Installation,
    asked: Option<&str>,
    year: i16,
) -> Result<&'a Format, ReportError> {
    let law = &office.law;
    let found = match asked {
        Some(id) => law.format(id),
        None => law.formats_of(year).next(),
    };
    found.ok_or_else(|| ReportError::UnknownFormat {
        asked: asked.map_or_else(|| year.to_string(), str::to_owned),
        known: law.formats.iter().map(|format| format.id.as_str()).collect::<Vec<_>>().join("、"),
    })
}

/// Computes the report of a body and year, from one state of the database.
pub async fn compute(
    office: &Installation,
    body: &str,
    year: i16,
    format: &Format,
) -> Result<Report, ReportError> {
    let mut tx = office.db.read().await?;
    let all = bodies(&mut tx).await?;
    compute_in(&mut tx, &Plan::new(format, &all, body, year)?, all.len()).await
}

/// As [`compute`], on registers that are counted already where they are.
pub(crate) async fn compute_on_kept(
    office: &Installation,
    body: &str,
    year: i16,
    format: &Format,
) -> Result<Report, ReportError> {
    let mut tx = office.db.read().await?;
    let plan = Plan::new(format, &bodies(&mut tx).await?, body, year)?;
    let mut tallies = Vec::new();
    for register in plan.registers() {
        tallies.push(office.cache.tally_in(&mut tx, register).await?);
    }
    compute_on(&mut tx, &plan, tallies).await
}

/// Computes a planned report on what `tx` sees; `bodies` is how many bodies there are in all.
async fn compute_in(tx: &mut Tx, plan: &Plan<'_>, bodies: usize) -> Result<Report, ReportError> {
    let mut tallies = Vec::new();
    for register in plan.registers() {
        let within = plan.bodies(register);
        let within = Some(within.as_slice()).filter(|within| within.len() < bodies);
        tallies.push(Arc::new(registers::tally(tx, register, within).await?));
    }
    compute_on(tx, plan, tallies).await
}

async fn compute_on(tx: &mut Tx, plan: &Plan<'_>, tallies: Vec<Arc<Tally>>) -> Result<Report, ReportError> {
    let mut findings = own::findings(tx, plan).await?;
    findings.tallies = tallies;
    for list in plan.lists() {
        let rows = registers::list_columns(tx, &list.selection, &list.columns, list.sort).await?;
        findings.lists.insert(list.cell, rows);
    }
    for filled in plan.filled() {
        let counts = registers::fill_counts(tx, &filled.selection, &filled.columns).await?;
        findings.filled.insert(filled.cell, counts.iter().map(|count| *count > 0).collect());
    }
    Ok(plan.compute(&findings)?)
}

/// The definition of every cell for a body and year, by code.
pub async fn definitions(
    office: &Installation,
    body: &str,
    year: i16,
    format: &Format,
) -> Result<BTreeMap<String, Says>, ReportError> {
    let mut tx = office.db.read().await?;
    let plan = Plan::new(format, &bodies(&mut tx).await?, body, year)?;
    Ok(definitions_of(&plan))
}

fn definitions_of(plan: &Plan<'_>) -> BTreeMap<String, Says> {
    let explained = plan.format().cells.iter().filter_map(|cell| plan.explain(&cell.code));
    explained.map(|explanation| (explanation.code, explanation.definition)).collect()
}

/// What a cell means, and one page of what stands behind it.
pub async fn explain(
    office: &Installation,
    body: &str,
    year: i16,
    format: &Format,
    cell: &str,
    page: Page,
) -> Result<Explained, ReportError> {
    let mut tx = office.db.read().await?;
    let all = bodies(&mut tx).await?;
    let plan = Plan::new(format, &all, body, year)?;
    let explanation = plan
        .explain(cell)
        .ok_or_else(|| ReportError::UnknownCell { format: format.id.clone(), cell: cell.to_owned() })?;
    let shown = match &explanation.behind {
        Behind::Rows(selection)
        | Behind::List { selection, .. }
        | Behind::Filled { selection, .. }
        | Behind::Body(selection) => rows(office, &mut tx, selection, page).await?,
        Behind::Things { selection, column } => {
            things(office, &mut tx, &all, selection, column, page).await?
        }
        Behind::Cells(cells) => Shown::Cells(cells.clone()),
        Behind::Record(_) => Shown::Record,
    };
    Ok(Explained { explanation, shown })
}

/// What a cell of a body's report means.
pub(crate) fn explain_in(
    bodies: &[Row],
    of: studio::ReportOf<'_>,
    cell: &str,
) -> Result<Explanation, ReportError> {
    Plan::new(of.format, bodies, of.body, of.year)?
        .explain(cell)
        .ok_or_else(|| ReportError::UnknownCell { format: of.format.id.clone(), cell: cell.to_owned() })
}

async fn rows(
    office: &Installation,
    tx: &mut Tx,
    selection: &Selection,
    page: Page,
) -> Result<Shown, ReportError> {
    let total = office.cache.count(tx, selection).await?;
    let rows = registers::page(tx, selection, total, page).await?;
    Ok(Shown::Rows {
        register: selection.register,
        total,
        rows: rows.into_iter().map(|stored| stored.row).collect(),
    })
}

async fn things(
    office: &Installation,
    tx: &mut Tx,
    bodies: &[Row],
    selection: &Selection,
    column: &'static Column,
    page: Page,
) -> Result<Shown, ReportError> {
    let all = registers::distinct(tx, selection, column).await?;
    let total = all.len() as i64;
    let skip = usize::try_from(page.offset).unwrap_or(usize::MAX);
    let take = usize::try_from(page.limit).unwrap_or_default();
    let things = all
        .into_iter()
        .skip(skip)
        .take(take)
        .map(|(value, rows)| {
            let name = word(office, bodies, column, &value).zh;
            (value, name, rows)
        })
        .collect();
    Ok(Shown::Things { register: selection.register, column, total, things })
}

/// What a value is called: the word of a code, the name of a body, otherwise as a ledger prints it.
pub fn word(office: &Installation, bodies: &[Row], column: &Column, value: &Value) -> Says {
    use gongkai_domain::registers::Kind;
    let plain = value.to_ledger(column.kind);
    match column.kind {
        Kind::Code(list) => Says::new(office.law.codes.zh(list, &plain), office.law.codes.en(list, &plain)),
        Kind::Body => Says::new(body_name(bodies, &plain), body_name(bodies, &plain)),
        _ => Says::new(plain.clone(), plain),
    }
}

/// The name of a body; its code where it is not registered.
pub fn body_name(bodies: &[Row], code: &str) -> String {
    bodies
        .iter()
        .find(|row| row.key == code)
        .and_then(|row| row.value(&BODIES, "name").as_text())
        .unwrap_or(code)
        .to_owned()
}
