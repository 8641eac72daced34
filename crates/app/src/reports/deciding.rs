//! What the office decides about single cells of a report: a number in place of a counted one, what does not apply.
//!
//! Each decision is a row of a register, written as an import writes it, and so has its history.

use crate::Installation;
use crate::import::{By, ImportError, Ledger, Replace, RowProblem, apply, compare};
use gongkai_domain::registers::{
    Column, Condition, Fault, Place, Register, Row, Selection, Severity, Test, Value, columns_key,
};
use gongkai_domain::reports::Override;
use gongkai_domain::says::Says;
use gongkai_domain::texts::{REPORT_NOT_APPLICABLE, REPORT_OVERRIDES};
use gongkai_storage::registers::{self, Page};
use jiff::civil::Date;
use std::sync::Arc;

/// One cell of one report.
#[derive(Clone, Copy, Debug)]
pub struct CellOf<'a> {
    /// Code of the body.
    pub body: &'a str,
    /// Year reported on.
    pub year: i16,
    /// Id of the format.
    pub format: &'a str,
    /// Code of the cell; for what does not apply, also a row or column of them with one star.
    pub cell: &'a str,
}

/// Puts a number in place of the counted one of a cell.
///
/// # Errors
/// [`ImportError::Faults`] where the format has no such numeric cell or something is left empty.
pub async fn set(
    office: &Installation,
    cell: CellOf<'_>,
    number: &Override,
    by: &By,
) -> Result<(), ImportError> {
    let given = [
        ("value", Value::Text(number.value.normalize().to_string())),
        ("reason", Value::Text(number.reason.clone())),
        ("decided_by", Value::Text(number.by.clone())),
        ("decided_on", Value::Date(number.on)),
    ];
    write(office, ledger_of(&REPORT_OVERRIDES, cell, &given), by).await
}

/// Says that a cell does not apply to the body: it prints `/`, which is not 0.
///
/// # Errors
/// [`ImportError::Faults`] where the format has no such cell.
pub async fn does_not_apply(
    office: &Installation,
    cell: CellOf<'_>,
    (reason, decided_by, decided_on): (&str, &str, Date),
    by: &By,
) -> Result<(), ImportError> {
    let given = [
        ("reason", Value::Text(reason.to_owned())),
        ("decided_by", Value::Text(decided_by.to_owned())),
        ("decided_on", Value::Date(decided_on)),
    ];
    write(office, ledger_of(&REPORT_NOT_APPLICABLE, cell, &given), by).await
}

/// Takes a decision back: the cell counts again. Answers whether there was one.
pub async fn take_back(
    office: &Installation,
    register: &'static Register,
    cell: CellOf<'_>,
    by: &By,
) -> Result<bool, ImportError> {
    let mut rows = decided(office, register, cell).await?;
    let before = rows.len();
    let key = ledger_of(register, cell, &[]).rows.remove(0).key;
    rows.retain(|row| row.key != key);
    if rows.len() == before {
        return Ok(false);
    }
    write(office, replacing(register, rows, cell), by).await?;
    Ok(true)
}

/// A ledger that takes away what the body has in a register for the year of a report, but for these rows.
pub(super) fn replacing(register: &'static Register, rows: Vec<Row>, cell: CellOf<'_>) -> Ledger {
    let replace = Some(Replace { year: cell.year, body: cell.body.to_owned() });
    Ledger { replace, ..ledger(register, rows) }
}

/// Every decision of this kind that the body made about its reports of the year, in any format.
pub(super) async fn decided(
    office: &Installation,
    register: &'static Register,
    cell: CellOf<'_>,
) -> Result<Vec<Row>, ImportError> {
    let year = Test::OneOf(vec![Value::Integer(i64::from(cell.year))]);
    let condition = register.column("report_year").map(|column| Condition { column, test: year });
    let selection = Selection {
        register,
        bodies: Some(vec![cell.body.to_owned()]),
        conditions: condition.into_iter().collect(),
    };
    let mut tx = office.db.read().await?;
    let rows = registers::page(&mut tx, &selection, 0, Page { offset: 0, limit: i64::MAX }).await?;
    Ok(rows.into_iter().map(|stored| stored.row).collect())
}

fn ledger_of(register: &'static Register, cell: CellOf<'_>, given: &[(&str, Value)]) -> Ledger {
    let about = [
        ("body", Value::Text(cell.body.to_owned())),
        ("report_year", Value::Integer(i64::from(cell.year))),
        ("format", Value::Text(cell.format.to_owned())),
        ("cell", Value::Text(cell.cell.to_owned())),
    ];
    let value = |code: &str| about.iter().chain(given).find(|(name, _)| *name == code);
    let values: Vec<Value> = register
        .columns
        .iter()
        .map(|column| value(column.code).map_or(Value::Absent, |(_, value)| value.clone()))
        .collect();
    let key = columns_key(register, &values).unwrap_or_default();
    ledger(register, vec![Row { key, values }])
}

/// Rows as a ledger that came from no file.
pub(super) fn ledger(register: &'static Register, rows: Vec<Row>) -> Ledger {
    let nowhere: Arc<str> = "".into();
    let places = rows.iter().map(|_| Place::row(&nowhere, &nowhere, 1)).collect();
    Ledger { register, rows, places, files: Vec::new(), lacking: Vec::new(), replace: None }
}

async fn write(office: &Installation, ledger: Ledger, by: &By) -> Result<(), ImportError> {
    let empty = ledger.rows.iter().enumerate().flat_map(|(index, row)| {
        let columns = ledger.register.columns.iter().zip(&row.values);
        let empty = columns.filter(|(column, value)| column.required && value.to_plain().trim().is_empty());
        empty.map(move |(column, _)| (index, column))
    });
    let problem = |(index, column): (usize, &Column)| RowProblem {
        index,
        fault: Fault {
            place: ledger.places[index].at(format!("“{}”", column.zh)),
            value: String::new(),
            says: Says::new(format!("“{}”没有填", column.zh), format!("“{}” is empty", column.en)),
            remedy: Says::new("请补填", "fill it in"),
            severity: Severity::Error,
        },
    };
    let problems: Vec<RowProblem> = empty.map(problem).collect();
    if !problems.is_empty() {
        return Err(ImportError::Faults(problems));
    }
    let told = compare(office, &ledger).await?;
    apply(office, &ledger, &told.digest, by, &|_| {}).await.map(drop)
}
