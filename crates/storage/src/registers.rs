//! Rows of registers: loading, writing in bulk, counting, listing.
//!
//! One set of functions serves every register, because its declaration says what its table looks like. Personal
//! values arrive and leave sealed; this crate never sees a key.

mod browsing;
mod listing;
mod tallying;
mod writing;

pub use browsing::{Order, Sought, Totals, browse, totals};
pub use listing::{Page, count, distinct, fill_counts, list_columns, nearest, newest, page};
pub use tallying::{keys, tally};
pub use writing::{insert, remove, upsert};

use crate::sql::{Cell, fetch, marks};
use crate::tables::{SqlKind, sql_kind};
use crate::walking::{Walk, walk};
use crate::{StorageError, Tx};
use gongkai_domain::registers::{Holding, Kind, Register, Row, Value};
use std::borrow::Cow;

/// A row as the database holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// The row; personal values are sealed texts.
    pub row: Row,
    /// The row's data key, wrapped by the installation key, where the register has personal columns.
    pub data_key: Option<String>,
    /// Number of the current edition and permanent short id, for items.
    pub edition: Option<(i64, String)>,
}

/// A row to be written: borrowed where it goes into the database as it is, owned where columns were sealed.
#[derive(Clone, Debug)]
pub struct Written<'a> {
    /// The row; personal values are sealed texts.
    pub row: Cow<'a, Row>,
    /// The row's data key, wrapped.
    pub data_key: Option<String>,
    /// Number of the current edition and permanent short id, for items.
    pub edition: Option<(i64, String)>,
}

impl<'a> From<&'a Stored> for Written<'a> {
    fn from(stored: &'a Stored) -> Self {
        Self {
            row: Cow::Borrowed(&stored.row),
            data_key: stored.data_key.clone(),
            edition: stored.edition.clone(),
        }
    }
}

impl Stored {
    /// A row without personal columns or editions.
    pub const fn plain(row: Row) -> Self {
        Self { row, data_key: None, edition: None }
    }
}

/// What a query for whole rows selects, in the order [`stored_from`] reads it.
pub(crate) struct Shape {
    pub(crate) columns: Vec<String>,
    pub(crate) from: String,
    pub(crate) kinds: Vec<SqlKind>,
}

impl Shape {
    /// What stands between `select` and `from`.
    pub(crate) fn select(&self) -> String {
        self.columns.join(", ")
    }
}

/// How whole rows of a register are read: items join their current edition for the long text.
pub(crate) fn shape(register: &Register) -> Shape {
    let editions = register.holding == Holding::Editions;
    let mut columns = vec!["r.\"key\"".to_owned()];
    let mut kinds = vec![SqlKind::Text];
    for column in register.columns {
        let table = if editions && column.kind == Kind::LongText { "e" } else { "r" };
        columns.push(format!("{table}.\"{}\"", column.code));
        kinds.push(sql_kind(column.kind));
    }
    if editions {
        columns.extend(["r.edition".to_owned(), "r.short_id".to_owned()]);
        kinds.extend([SqlKind::Bigint, SqlKind::Text]);
    }
    if register.has_personal() {
        columns.push("r.data_key".to_owned());
        kinds.push(SqlKind::Text);
    }
    let join =
        if editions { " left join edition e on e.item_key = r.key and e.number = r.edition" } else { "" };
    Shape { columns, from: format!("{} r{join}", register.table), kinds }
}

/// Reads what [`shape`] selects.
pub(crate) fn stored_from(register: &Register, mut values: Vec<Value>) -> Stored {
    let mut rest = values.split_off(1 + register.columns.len()).into_iter();
    let key = match values.remove(0) {
        Value::Text(key) => key,
        _ => String::new(),
    };
    let edition = (register.holding == Holding::Editions).then(|| {
        let number = rest.next().and_then(|value| value.as_integer()).unwrap_or_default();
        let short_id = rest.next().and_then(|value| value.as_text().map(str::to_owned)).unwrap_or_default();
        (number, short_id)
    });
    let data_key = if register.has_personal() {
        rest.next().and_then(|value| value.as_text().map(str::to_owned))
    } else {
        None
    };
    Stored { row: Row { key, values }, data_key, edition }
}

/// The rows with these keys, in no particular order.
pub async fn load(tx: &mut Tx, register: &Register, keys: &[&str]) -> Result<Vec<Stored>, StorageError> {
    let shape = shape(register);
    let mut found = Vec::new();
    for chunk in keys.chunks(500) {
        let sql = format!(
            "select {} from {} where r.\"key\" in ({})",
            shape.select(),
            shape.from,
            marks(tx.engine(), 0, chunk.len())
        );
        let cells: Vec<Cell<'_>> = chunk.iter().map(|key| Cell::from(*key)).collect();
        for values in fetch(tx, sql, &cells, &shape.kinds).await? {
            found.push(stored_from(register, values));
        }
    }
    Ok(found)
}

/// Every row of a register, by key, handed over one by one.
pub async fn each<E: From<StorageError>>(
    tx: &mut Tx,
    register: &'static Register,
    mut take: impl FnMut(Stored) -> Result<(), E>,
) -> Result<(), E> {
    let shape = shape(register);
    let columns: Vec<&str> = shape.columns.iter().map(String::as_str).collect();
    let all = Walk { from: &shape.from, columns: &columns, kinds: &shape.kinds, key: &[0] };
    walk(tx, &all, |values| take(stored_from(register, values))).await
}

/// Whether a register has no row at all.
pub async fn is_empty(tx: &mut Tx, register: &Register) -> Result<bool, StorageError> {
    let sql = format!("select \"key\" from {} limit 1", register.table);
    Ok(fetch(tx, sql, &[], &[SqlKind::Text]).await?.is_empty())
}

/// Those of `asked` that stand in a column of some row.
pub async fn known_values(
    tx: &mut Tx,
    register: &Register,
    column: &str,
    asked: &[&str],
) -> Result<Vec<String>, StorageError> {
    let Some(column) = register.column(column) else { return Ok(Vec::new()) };
    let mut known = Vec::new();
    for chunk in asked.chunks(500) {
        let sql = format!(
            "select distinct \"{0}\" from {1} where \"{0}\" in ({2})",
            column.code,
            register.table,
            marks(tx.engine(), 0, chunk.len())
        );
        let cells: Vec<Cell<'_>> = chunk.iter().map(|value| Cell::from(*value)).collect();
        let rows = fetch(tx, sql, &cells, &[SqlKind::Text]).await?;
        known.extend(rows.iter().map(|row| row[0].to_plain()));
    }
    Ok(known)
}
