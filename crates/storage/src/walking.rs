//! Walking whole tables of millions of rows in order of their key.
//!
//! PostgreSQL sends rows in a stream. SQLite is asked for a page of rows at a time as one JSON text: its driver hands each
//! row from one thread to another with an allocation a column, which costs several times what reading the row does.

use crate::sql::{Cell, fetch, for_each, marks};
use crate::tables::SqlKind;
use crate::{Engine, StorageError, Tx};
use gongkai_domain::registers::Value;
use jiff::Timestamp;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, SeqAccess, Visitor};
use std::fmt;

/// Rows of a page. Items with their long texts are the widest rows: a page of them is some megabytes.
const ROWS: usize = 500;

/// What is walked.
pub(crate) struct Walk<'a> {
    /// The table and what is joined to it.
    pub(crate) from: &'a str,
    /// What is read of each row, as SQL.
    pub(crate) columns: &'a [&'a str],
    /// Their kinds.
    pub(crate) kinds: &'a [SqlKind],
    /// Which of them are the key the rows are ordered by.
    pub(crate) key: &'a [usize],
}

impl Walk<'_> {
    fn order(&self) -> String {
        self.key.iter().map(|at| self.columns[*at]).collect::<Vec<_>>().join(", ")
    }

    /// Every row, for engines that stream.
    fn all(&self) -> String {
        format!("select {} from {} order by {}", self.columns.join(", "), self.from, self.order())
    }

    /// A page of rows as one JSON text, after the key that is bound where there is one before it.
    fn page(&self, after: bool) -> String {
        let names: Vec<String> = (0..self.columns.len()).map(|at| format!("c{at}")).collect();
        let named: Vec<String> =
            self.columns.iter().zip(&names).map(|(column, name)| format!("{column} as {name}")).collect();
        let order = self.order();
        let after = if after {
            format!(" where ({order}) > ({})", marks(Engine::Sqlite, 0, self.key.len()))
        } else {
            String::new()
        };
        format!(
            // not portable: only SQLite is asked this way
            "select json_group_array(json_array({})) from (select {} from {}{after} order by {order} limit {ROWS})",
            names.join(", "),
            named.join(", "),
            self.from
        )
    }

    fn read(&self, page: &str) -> Result<Vec<Vec<Value>>, StorageError> {
        let mut json = serde_json::Deserializer::from_str(page);
        json.deserialize_seq(Rows(self.kinds)).map_err(|fault| StorageError::Unreadable(fault.to_string()))
    }
}

/// Hands over every row, by key. While they are taken, the database reads the next.
pub(crate) async fn walk<E: From<StorageError>>(
    tx: &mut Tx,
    walk: &Walk<'_>,
    mut take: impl FnMut(Vec<Value>) -> Result<(), E>,
) -> Result<(), E> {
    if tx.engine() == Engine::Postgres {
        return for_each(tx, walk.all(), &[], walk.kinds, take).await;
    }
    let (first, after) = (walk.page(false), walk.page(true));
    let mut page = one_text(tx, &first, &[]).await?;
    loop {
        let rows = walk.read(&page)?;
        if rows.len() < ROWS {
            return rows.into_iter().try_for_each(take);
        }
        let last = rows.last().cloned().unwrap_or_default();
        let key: Vec<Cell<'_>> = walk.key.iter().map(|at| Cell::of(walk.kinds[*at], &last[*at])).collect();
        let (next, taken) =
            tokio::join!(one_text(tx, &after, &key), async { rows.into_iter().try_for_each(&mut take) });
        taken?;
        page = next?;
    }
}

async fn one_text(tx: &mut Tx, sql: &str, cells: &[Cell<'_>]) -> Result<String, StorageError> {
    let rows = fetch(tx, sql, cells, &[SqlKind::Text]).await?;
    match rows.into_iter().flatten().next() {
        Some(Value::Text(text)) => Ok(text),
        _ => Err(StorageError::Unreadable(sql.to_owned())),
    }
}

/// The rows of a page.
struct Rows<'a>(&'a [SqlKind]);

impl<'de> Visitor<'de> for Rows<'_> {
    type Value = Vec<Vec<Value>>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<Self::Value, A::Error> {
        let mut read = Vec::with_capacity(ROWS);
        while let Some(row) = rows.next_element_seed(Columns(self.0))? {
            read.push(row);
        }
        Ok(read)
    }
}

/// The values of a row, one a kind.
struct Columns<'a>(&'a [SqlKind]);

impl<'de> DeserializeSeed<'de> for Columns<'_> {
    type Value = Vec<Value>;

    fn deserialize<D: Deserializer<'de>>(self, row: D) -> Result<Self::Value, D::Error> {
        row.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Columns<'_> {
    type Value = Vec<Value>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} columns", self.0.len())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut row: A) -> Result<Self::Value, A::Error> {
        let mut values = Vec::with_capacity(self.0.len());
        for kind in self.0 {
            let value = row.next_element_seed(Column(*kind))?;
            values.push(value.ok_or_else(|| A::Error::invalid_length(values.len(), &self))?);
        }
        Ok(values)
    }
}

/// One value as SQLite holds it: a date and an instant as text, yes and no as 1 and 0.
struct Column(SqlKind);

impl<'de> DeserializeSeed<'de> for Column {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<Value, D::Error> {
        let absent = Value::Absent;
        Ok(match self.0 {
            SqlKind::Text => Option::<String>::deserialize(value)?.map_or(absent, Value::Text),
            SqlKind::Bigint => Option::<i64>::deserialize(value)?.map_or(absent, Value::Integer),
            SqlKind::Boolean => {
                Option::<i64>::deserialize(value)?.map_or(absent, |yes| Value::Boolean(yes != 0))
            }
            SqlKind::Date => match Option::<String>::deserialize(value)? {
                Some(date) => Value::Date(date.parse().map_err(D::Error::custom)?),
                None => absent,
            },
            SqlKind::Timestamptz => match Option::<String>::deserialize(value)? {
                Some(instant) => {
                    let instant: Timestamp = instant.parse().map_err(D::Error::custom)?;
                    Value::Text(format!("{instant:.6}"))
                }
                None => absent,
            },
        })
    }
}
