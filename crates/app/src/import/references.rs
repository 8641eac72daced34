//! What a ledger names must exist: the item of a placement, the request of a fee, the parent of a body, the cell of a
//! report that is overridden.

use super::{ImportError, Ledger, RowProblem};
use crate::LawBook;
use gongkai_domain::registers::{Fault, Row, Severity};
use gongkai_domain::says::Says;
use gongkai_domain::texts::{REPORT_NOT_APPLICABLE, REPORT_OVERRIDES};
use gongkai_storage::{StorageError, Tx, registers};
use std::collections::HashSet;

/// A column of one register that names a row of another by one of its columns.
struct Reference {
    from: &'static str,
    column: &'static str,
    to: &'static str,
    by: &'static str,
}

const REFERENCES: &[Reference] = &[
    Reference { from: "placements", column: "index_number", to: "items", by: "index_number" },
    Reference { from: "request-fees", column: "request_number", to: "requests", by: "number" },
    Reference { from: "bodies", column: "parent", to: "bodies", by: "code" },
];

/// Refuses rows that name what is neither in the database nor in the ledger itself, nor in the law.
pub(super) async fn check(
    tx: &mut Tx,
    law: &LawBook,
    ledger: &Ledger,
    rows: &[Row],
) -> Result<(), ImportError> {
    let mut problems = unknown_cells(law, ledger, rows);
    for reference in REFERENCES.iter().filter(|reference| reference.from == ledger.register.code) {
        problems.extend(missing(tx, ledger, rows, reference).await?);
    }
    if problems.is_empty() { Ok(()) } else { Err(ImportError::Faults(problems)) }
}

/// Rows about cells that their report format does not have: numbers may be put in place of numbers only.
fn unknown_cells(law: &LawBook, ledger: &Ledger, rows: &[Row]) -> Vec<RowProblem> {
    let register = ledger.register;
    let numbers_only = register.code == REPORT_OVERRIDES.code;
    if !numbers_only && register.code != REPORT_NOT_APPLICABLE.code {
        return Vec::new();
    }
    let problem = |(index, row): (usize, &Row)| {
        let [format, cell] = ["format", "cell"].map(|code| row.value(register, code).to_plain());
        let (column, value, says) = match law.format(&format) {
            None => (
                "format",
                format.clone(),
                Says::new(format!("没有报告格式“{format}”"), format!("there is no report format “{format}”")),
            ),
            Some(known) if known.cells_named(&cell).any(|cell| !numbers_only || cell.is_number()) => {
                return None;
            }
            Some(_) => (
                "cell",
                cell.clone(),
                Says::new(
                    format!("格式 {format} 里没有{}单元格“{cell}”", if numbers_only { "数值" } else { "" }),
                    format!(
                        "format {format} has no {}cell “{cell}”",
                        if numbers_only { "numeric " } else { "" }
                    ),
                ),
            ),
        };
        let column = register.column(column).map_or("", |column| column.zh);
        let remedy = Says::new(
            "代码见“gongkai report 年度 --format 格式”",
            "gongkai report YEAR --format FORMAT lists the codes",
        );
        let place = ledger.places[index].at(format!("“{column}”"));
        Some(RowProblem { index, fault: Fault { place, value, says, remedy, severity: Severity::Error } })
    };
    rows.iter().enumerate().filter_map(problem).collect()
}

async fn missing(
    tx: &mut Tx,
    ledger: &Ledger,
    rows: &[Row],
    reference: &Reference,
) -> Result<Vec<RowProblem>, StorageError> {
    let (register, Some(target)) = (ledger.register, gongkai_domain::registers::find(reference.to)) else {
        return Ok(Vec::new());
    };
    let named = |row: &Row| row.value(register, reference.column).as_text().map(str::to_owned);
    let mut wanted: HashSet<String> = rows.iter().filter_map(named).collect();
    if reference.from == reference.to {
        for row in rows {
            wanted.remove(row.value(register, reference.by).as_text().unwrap_or_default());
        }
    }
    let mut asked: Vec<&str> = wanted.iter().map(String::as_str).collect();
    asked.sort_unstable();
    let found: HashSet<String> =
        registers::known_values(tx, target, reference.by, &asked).await?.into_iter().collect();
    let unknown: HashSet<&String> = wanted.iter().filter(|value| !found.contains(*value)).collect();
    let column = register.column(reference.column).map_or("", |column| column.zh);
    Ok(rows
        .iter()
        .enumerate()
        .filter_map(|(index, row)| {
            named(row).filter(|value| unknown.contains(value)).map(|value| (index, value))
        })
        .map(|(index, value)| RowProblem {
            index,
            fault: Fault {
                place: ledger.places[index].at(format!("“{column}”")),
                says: Says::new(
                    format!("“{}”里没有“{value}”", target.zh),
                    format!("there is no “{value}” among the {}", target.en.to_lowercase()),
                ),
                remedy: Says::new("请先导入它，或改正这一格", "import it first, or correct this cell"),
                severity: Severity::Error,
                value,
            },
        })
        .collect())
}
