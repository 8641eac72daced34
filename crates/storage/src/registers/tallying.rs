//! Counting a register once over all its dimensions.

use crate::sql::{Cell, fetch, for_each, marks};
use crate::tables::{SqlKind, sql_kind};
use crate::{StorageError, Tx};
use gongkai_domain::registers::{Column, Group, Kind, Register, Tally, Value};

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
    let (names, mut kinds) = dimensions(register);
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
    let (within, cells) = within(tx, register, bodies);
    let sql = format!("select {select} from {}{within} group by {}", register.table, names.join(", "));
    let groups = fetch(tx, sql, &cells, &kinds).await?.into_iter().map(|mut values| {
        let numbers = values.split_off(dimensions);
        let mut numbers = numbers.iter().map(|value| value.as_integer().unwrap_or_default());
        Group { values, rows: numbers.next().unwrap_or_default(), sums: numbers.collect() }
    });
    Ok(Tally { register, groups: groups.collect() })
}

/// The keys of the rows of a register by its dimensions, those of one group in one text, `between` standing between
/// two; only those of `bodies` where these are given.
///
/// The database puts the keys together, because a year of a million rows is otherwise a million answers.
pub async fn keys<E: From<StorageError>>(
    tx: &mut Tx,
    register: &'static Register,
    bodies: Option<&[String]>,
    between: &str,
    mut take: impl FnMut(&[Value], String) -> Result<(), E>,
) -> Result<(), E> {
    let (names, mut kinds) = dimensions(register);
    let dimensions = names.len();
    kinds.push(SqlKind::Text);
    let (within, cells) = within(tx, register, bodies);
    let names = names.join(", ");
    let sql = format!(
        "select {names}, string_agg(\"key\", '{between}') from {}{within} group by {names}",
        register.table
    );
    for_each(tx, sql, &cells, &kinds, |mut values| {
        let keys = values.pop().map(|keys| keys.to_plain()).unwrap_or_default();
        take(&values[..dimensions], keys)
    })
    .await
}

/// The columns a register is counted by, with their kinds: a date by its year.
fn dimensions(register: &Register) -> (Vec<String>, Vec<SqlKind>) {
    let dimension = |column: &Column| {
        let kind = if column.kind == Kind::Date { SqlKind::Bigint } else { sql_kind(column.kind) };
        (format!("\"{}\"", column.dimension_column()), kind)
    };
    register.dimensions().map(dimension).unzip()
}

/// The `where` that takes in the rows of these bodies only, with its arguments.
fn within<'b>(tx: &Tx, register: &Register, bodies: Option<&'b [String]>) -> (String, Vec<Cell<'b>>) {
    let Some(bodies) = bodies else { return (String::new(), Vec::new()) };
    let marks = marks(tx.engine(), 0, bodies.len());
    let text = format!(" where \"{}\" in ({marks})", register.body_column());
    (text, bodies.iter().map(|code| Cell::from(code.as_str())).collect())
}
