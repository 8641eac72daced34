//! Running one SQL text on either engine: typed arguments in, typed values out.

use crate::tables::SqlKind;
use crate::types::{SqlDate, SqlInstant};
use crate::{Engine, StorageError, Tx};
use futures_util::TryStreamExt;
use gongkai_domain::registers::Value;
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::{AssertSqlSafe, Row, SqlSafeStr};
use std::pin::Pin;

/// One argument of a statement. A missing value has a type too, which PostgreSQL insists on.
#[derive(Clone, Copy, Debug)]
pub enum Cell<'a> {
    /// `text`
    Text(Option<&'a str>),
    /// `bigint`
    Bigint(Option<i64>),
    /// `boolean`
    Boolean(Option<bool>),
    /// `date`
    Date(Option<Date>),
    /// `timestamptz`
    Instant(Option<Timestamp>),
}

impl<'a> Cell<'a> {
    /// The value as an argument for a column of this kind.
    pub fn of(kind: SqlKind, value: &'a Value) -> Self {
        match kind {
            SqlKind::Text => Self::Text(value.as_text()),
            SqlKind::Bigint => Self::Bigint(value.as_integer()),
            SqlKind::Boolean => Self::Boolean(match value {
                Value::Boolean(yes) => Some(*yes),
                _ => None,
            }),
            SqlKind::Date => Self::Date(value.as_date()),
            SqlKind::Timestamptz => Self::Instant(value.as_text().and_then(|text| text.parse().ok())),
        }
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Some(text))
    }
}

impl From<i64> for Cell<'_> {
    fn from(number: i64) -> Self {
        Self::Bigint(Some(number))
    }
}

/// Binds cells to a query of either engine.
macro_rules! bound {
    ($sql:expr, $cells:expr) => {{
        let mut query = sqlx::query($sql);
        for cell in $cells {
            query = match *cell {
                Cell::Text(text) => query.bind(text),
                Cell::Bigint(number) => query.bind(number),
                Cell::Boolean(yes) => query.bind(yes),
                Cell::Date(date) => query.bind(date.map(SqlDate)),
                Cell::Instant(instant) => query.bind(instant.map(SqlInstant)),
            };
        }
        query
    }};
}

/// Reads the columns of a row of either engine; instants become RFC 3339 text of microseconds.
macro_rules! decoded {
    ($row:expr, $kinds:expr) => {{
        let mut values = Vec::with_capacity($kinds.len());
        for (at, kind) in $kinds.iter().enumerate() {
            values.push(match kind {
                SqlKind::Text => $row.try_get::<Option<String>, _>(at)?.map_or(Value::Absent, Value::Text),
                SqlKind::Bigint => $row.try_get::<Option<i64>, _>(at)?.map_or(Value::Absent, Value::Integer),
                SqlKind::Boolean => {
                    $row.try_get::<Option<bool>, _>(at)?.map_or(Value::Absent, Value::Boolean)
                }
                SqlKind::Date => {
                    $row.try_get::<Option<SqlDate>, _>(at)?.map_or(Value::Absent, |date| Value::Date(date.0))
                }
                SqlKind::Timestamptz => $row
                    .try_get::<Option<SqlInstant>, _>(at)?
                    .map_or(Value::Absent, |instant| Value::Text(format!("{:.6}", instant.0))),
            });
        }
        values
    }};
}

/// Runs a statement; answers how many rows it touched.
///
/// The text is made of this crate's own words and of quoted names of declared columns; values are only ever
/// arguments.
pub(crate) async fn execute(
    tx: &mut Tx,
    sql: impl Into<String>,
    cells: &[Cell<'_>],
) -> Result<u64, StorageError> {
    let sql = AssertSqlSafe(sql.into()).into_sql_str();
    Ok(match tx {
        Tx::Sqlite(transaction) => bound!(sql, cells).execute(&mut **transaction).await?.rows_affected(),
        Tx::Postgres(transaction) => bound!(sql, cells).execute(&mut **transaction).await?.rows_affected(),
    })
}

/// Runs a query; answers its rows, each with one value a kind.
pub(crate) async fn fetch(
    tx: &mut Tx,
    sql: impl Into<String>,
    cells: &[Cell<'_>],
    kinds: &[SqlKind],
) -> Result<Vec<Vec<Value>>, StorageError> {
    let mut rows = Vec::new();
    for_each(tx, sql, cells, kinds, |row| {
        rows.push(row);
        Ok::<(), StorageError>(())
    })
    .await?;
    Ok(rows)
}

/// Runs a query and hands over its rows one by one, so that a large table never stands in memory.
pub(crate) async fn for_each<E: From<StorageError>>(
    tx: &mut Tx,
    sql: impl Into<String>,
    cells: &[Cell<'_>],
    kinds: &[SqlKind],
    mut take: impl FnMut(Vec<Value>) -> Result<(), E>,
) -> Result<(), E> {
    let sql = AssertSqlSafe(sql.into()).into_sql_str();
    match tx {
        Tx::Sqlite(transaction) => {
            let mut rows = bound!(sql, cells).fetch(&mut **transaction);
            while let Some(row) = rows.try_next().await.map_err(StorageError::from)? {
                take((|| Ok::<_, StorageError>(decoded!(row, kinds)))()?)?;
            }
        }
        Tx::Postgres(transaction) => {
            let mut rows = bound!(sql, cells).fetch(&mut **transaction);
            while let Some(row) = rows.try_next().await.map_err(StorageError::from)? {
                take((|| Ok::<_, StorageError>(decoded!(row, kinds)))()?)?;
            }
        }
    }
    Ok(())
}

/// The one value of a query that always answers one row with one whole number.
pub(crate) async fn number(
    tx: &mut Tx,
    sql: impl Into<String>,
    cells: &[Cell<'_>],
) -> Result<i64, StorageError> {
    let rows = fetch(tx, sql, cells, &[SqlKind::Bigint]).await?;
    Ok(rows.first().and_then(|row| row[0].as_integer()).unwrap_or_default())
}

/// Most arguments a statement may have: SQLite allows 32 766, PostgreSQL 65 535.
const MOST_ARGUMENTS: usize = 30_000;
const MOST_ROWS: usize = 400;

/// Adds many rows with few statements; `cells` gives the rows one after another, one cell a column.
///
/// `conflict` is appended to each statement: empty, or what to do where a key is there already. While the database
/// carries out one statement the arguments of the next are made ready.
///
/// The future is boxed, so that whoever awaits it may be moved between threads: the compiler cannot tell that of the
/// iterators it is made of.
pub(crate) fn insert_many<'a>(
    tx: &'a mut Tx,
    table: &'a str,
    columns: &'a [&str],
    cells: impl Iterator<Item = Cell<'a>> + Send + 'a,
    conflict: &'a str,
) -> Pin<Box<dyn Future<Output = Result<(), StorageError>> + Send + 'a>> {
    Box::pin(insert(tx, table, columns, cells, conflict))
}

async fn insert<'a>(
    tx: &mut Tx,
    table: &str,
    columns: &[&str],
    cells: impl Iterator<Item = Cell<'a>> + Send,
    conflict: &str,
) -> Result<(), StorageError> {
    let most = (MOST_ARGUMENTS / columns.len()).min(MOST_ROWS);
    let engine = tx.engine();
    let text =
        |rows: usize| AssertSqlSafe(insert_text(engine, table, columns, rows, conflict)).into_sql_str();
    let whole = text(most);
    let mut cells = cells.peekable();
    let mut chunk = Vec::with_capacity(most * columns.len());
    /// Carries out statement after statement on the connection of either engine.
    macro_rules! carry_out {
        ($transaction:expr) => {{
            let mut ready = || {
                cells.peek()?;
                chunk.clear();
                chunk.extend(cells.by_ref().take(most * columns.len()));
                let rows = chunk.len() / columns.len();
                Some(bound!(if rows == most { whole.clone() } else { text(rows) }, &chunk))
            };
            let mut next = ready();
            while let Some(statement) = next {
                let (done, following) =
                    tokio::join!(statement.execute(&mut **$transaction), async { ready() });
                done?;
                next = following;
            }
        }};
    }
    match tx {
        Tx::Sqlite(transaction) => carry_out!(transaction),
        Tx::Postgres(transaction) => carry_out!(transaction),
    }
    Ok(())
}

/// `insert into t (…) values (…), (…)…` for `rows` rows.
fn insert_text(engine: Engine, table: &str, columns: &[&str], rows: usize, conflict: &str) -> String {
    let names: Vec<String> = columns.iter().map(|name| format!("\"{name}\"")).collect();
    let mut sql = format!("insert into {table} ({}) values ", names.join(", "));
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        sql.push_str(&marks(engine, row * columns.len(), columns.len()));
        sql.push(')');
    }
    sql.push_str(conflict);
    sql
}

/// Marks for the arguments after the first `before`, in statements whose arguments stand in order.
///
/// Both engines know `$1`; but SQLite searches such a name among all others, so that a statement of thousands would cost
/// millions of comparisons. Its nameless mark costs none.
pub(crate) fn marks(engine: Engine, before: usize, count: usize) -> String {
    match engine {
        Engine::Sqlite => vec!["?"; count].join(", "),
        Engine::Postgres => places(before + 1, count),
    }
}

/// `$first, $first+1, …`, `count` of them.
pub(crate) fn places(first: usize, count: usize) -> String {
    let names: Vec<String> = (first..first + count).map(|at| format!("${at}")).collect();
    names.join(", ")
}
