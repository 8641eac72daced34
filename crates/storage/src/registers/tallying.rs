//! Counting a register once over all its dimensions.

use crate::sql::{Cell, fetch, marks};
use crate::tables::{SqlKind, sql_kind};
use crate::{StorageError, Tx};
use gongkai_domain::registers::{Group, Kind, Register, Tally};

/// Counts the rows of a register by its dimensions, with the totals of its sums; only those of `bodies` where these
/// are given.
///
/// The grouping columns are exactly the leading columns of the register's covering index, so that SQLite walks the
/// index once without sorting, and PostgreSQL hashes few groups.
pub async fn tally(
    tx: &mut Tx,
    register: &'static Register,
    bodies: Option<&[String]>,
) -> Result<Tally, StorageError> {
    let mut kinds = Vec::new();
    let mut names = Vec::new();
    for column in register.dimensions() {
        names.push(format!("\"{}\"", column.dimension_column()));
        kinds.push(if column.kind == Kind::Date { SqlKind::Bigint } else { sql_kind(column.kind) });
    }
    let dimensions = names.len();
    let mut select = names.join(", ");
    select.push_str(", count(*)");
    kinds.push(SqlKind::Bigint);
    for column in register.sums() {
        select.push_str(", cast(coalesce(sum(\"");
        select.push_str(column.code);
        select.push_str("\"), 0) as bigint)");
        kinds.push(SqlKind::Bigint);
    }
    let within = bodies.map_or(String::new(), |bodies| {
        format!(" where \"{}\" in ({})", register.body_column(), marks(tx.engine(), 0, bodies.len()))
    });
    let sql = format!("select {select} from {}{within} group by {}", register.table, names.join(", "));
    let cells: Vec<Cell<'_>> =
        bodies.unwrap_or_default().iter().map(|code| Cell::from(code.as_str())).collect();
    let groups = fetch(tx, sql, &cells, &kinds).await?.into_iter().map(|mut values| {
        let numbers = values.split_off(dimensions);
        let mut numbers = numbers.iter().map(|value| value.as_integer().unwrap_or_default());
        Group { values, rows: numbers.next().unwrap_or_default(), sums: numbers.collect() }
    });
    Ok(Tally { register, groups: groups.collect() })
}
