//! What the office itself says in a report, and what its report of the year before states.

use super::{ReportError, freezing};
use gongkai_domain::registers::{Condition, Register, Row, Selection, Test, Value};
use gongkai_domain::reports::{Amount, Findings, Override, Plan};
use gongkai_domain::texts::{REPORT_NOT_APPLICABLE, REPORT_OVERRIDES, REPORT_TEXTS};
use gongkai_storage::registers::{self, Page};
use gongkai_storage::{StorageError, Tx, frozen};
use std::collections::{BTreeMap, BTreeSet};

/// Most rows of one of these registers that a report has.
const MOST: i64 = 10_000;

/// The findings of a report that are not counted: own words, overrides, what does not apply, last year's numbers.
pub(super) async fn findings(tx: &mut Tx, plan: &Plan<'_>) -> Result<Findings, ReportError> {
    Ok(Findings {
        texts: words(tx, plan).await?,
        overrides: overrides(tx, plan).await?,
        not_applicable: not_applicable(tx, plan).await?,
        previous: previous(tx, plan).await?,
        ..Findings::default()
    })
}

/// The office's own words, by place.
pub(super) async fn words(tx: &mut Tx, plan: &Plan<'_>) -> Result<BTreeMap<String, String>, StorageError> {
    let rows = of_report(tx, &REPORT_TEXTS, plan).await?;
    let text = |row: &Row, code: &str| row.value(&REPORT_TEXTS, code).to_plain();
    Ok(rows.iter().map(|row| (text(row, "place"), text(row, "text"))).collect())
}

/// What the office put in place of counted numbers, by cell.
async fn overrides(tx: &mut Tx, plan: &Plan<'_>) -> Result<BTreeMap<String, Override>, StorageError> {
    let rows = of_report(tx, &REPORT_OVERRIDES, plan).await?;
    let overriding = |row: &Row| {
        let text = |code: &str| row.value(&REPORT_OVERRIDES, code).to_plain();
        let set = Override {
            value: text("value").parse().ok()?,
            reason: text("reason"),
            by: text("decided_by"),
            on: row.value(&REPORT_OVERRIDES, "decided_on").as_date()?,
        };
        Some((text("cell"), set))
    };
    Ok(rows.iter().filter_map(overriding).collect())
}

/// Codes of the cells that do not apply; a star takes in a whole row or column of cells.
async fn not_applicable(tx: &mut Tx, plan: &Plan<'_>) -> Result<BTreeSet<String>, StorageError> {
    let rows = of_report(tx, &REPORT_NOT_APPLICABLE, plan).await?;
    let patterns = rows.iter().map(|row| row.value(&REPORT_NOT_APPLICABLE, "cell").to_plain());
    let cells = patterns.flat_map(|pattern| {
        plan.format().cells_named(&pattern).map(|cell| cell.code.clone()).collect::<Vec<_>>()
    });
    Ok(cells.collect())
}

/// What the body's frozen report of the year before states, by the codes of this format; in the same format where
/// there is one, otherwise in another.
async fn previous(tx: &mut Tx, plan: &Plan<'_>) -> Result<BTreeMap<String, Amount>, StorageError> {
    let format = plan.format();
    let mut reports = frozen::of_year(tx, plan.body(), plan.year() - 1).await?;
    reports.sort_by_key(|report| report.format != format.id);
    let Some(last) = reports.first() else { return Ok(BTreeMap::new()) };
    let amounts = freezing::content(last)?.report.amounts();
    let stated = format.cells.iter().filter_map(|cell| {
        let code = format.previous_code(&last.format, &cell.code)?;
        Some((cell.code.clone(), *amounts.get(&code)?))
    });
    Ok(stated.collect())
}

/// The rows of a register that belong to one report, by their key.
async fn of_report(
    tx: &mut Tx,
    register: &'static Register,
    plan: &Plan<'_>,
) -> Result<Vec<Row>, StorageError> {
    let condition = |code: &str, value: Value| {
        register.column(code).map(|column| Condition { column, test: Test::OneOf(vec![value]) })
    };
    let selection = Selection {
        register,
        bodies: Some(vec![plan.body().to_owned()]),
        conditions: [
            condition("report_year", Value::Integer(i64::from(plan.year()))),
            condition("format", Value::Text(plan.format().id.clone())),
        ]
        .into_iter()
        .flatten()
        .collect(),
    };
    let rows = registers::page(tx, &selection, 0, Page { offset: 0, limit: MOST }).await?;
    Ok(rows.into_iter().map(|stored| stored.row).collect())
}
