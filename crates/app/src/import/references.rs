//! What a ledger names must exist: the item of a placement, the request of a fee, the parent of a body.

use super::{ImportError, Ledger, RowProblem};
use gongkai_domain::registers::{Fault, Row, Severity};
use gongkai_domain::says::Says;
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

/// Refuses rows that name what is neither in the database nor in the ledger itself.
pub(super) async fn check(tx: &mut Tx, ledger: &Ledger, rows: &[Row]) -> Result<(), ImportError> {
    let mut problems = Vec::new();
    for reference in REFERENCES.iter().filter(|reference| reference.from == ledger.register.code) {
        problems.extend(missing(tx, ledger, rows, reference).await?);
    }
    if problems.is_empty() { Ok(()) } else { Err(ImportError::Faults(problems)) }
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
