//! Counting a register once over all its dimensions.

use crate::sql::fetch;
use crate::tables::{SqlKind, sql_kind};
use crate::{StorageError, Tx};
use gongkai_domain::registers::{Group, Kind, Register, Tally};

/// Counts every row of a register by its dimensions, with the totals of its sums.
///
/// The grouping columns are exactly the leading columns of the register's covering index, so that SQLite walks the
/// index once without sorting, and PostgreSQL hashes few groups.
pub async fn tally(tx: &mut Tx, register: &'static Register) -> Result<Tally, StorageError> {
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
    let sql = format!("select {select} from {} group by {}", register.table, names.join(", "));
    let groups = fetch(tx, sql, &[], &kinds).await?.into_iter().map(|mut values| {
        let numbers = values.split_off(dimensions);
        let mut numbers = numbers.iter().map(|value| value.as_integer().unwrap_or_default());
        Group { values, rows: numbers.next().unwrap_or_default(), sums: numbers.collect() }
    });
    Ok(Tally { register, groups: groups.collect() })
}
