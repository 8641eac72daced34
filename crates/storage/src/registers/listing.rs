//! Listing the rows a [`Selection`] means, and counting them row by row.

use super::{Stored, shape, stored_from};
use crate::sql::{Cell, fetch, number, places};
use crate::tables::{SqlKind, sql_kind};
use crate::{StorageError, Tx};
use gongkai_domain::registers::{Column, Kind, Selection, Test, Value};
use jiff::civil::Date;

/// Which rows of a list are wanted.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// Rows to pass over.
    pub offset: i64,
    /// Most rows to answer.
    pub limit: i64,
}

/// Above this many rows a page is read along the key instead of sorting what is selected.
pub(super) const WALK_FROM: i64 = 20_000;

/// The `where` of a selection, over table alias `r`, with its arguments.
pub(crate) struct Filter {
    pub(crate) text: String,
    pub(super) values: Vec<(SqlKind, Value)>,
    walking: bool,
}

impl Filter {
    pub(crate) fn of(selection: &Selection) -> Self {
        Self::made(selection, false)
    }

    /// The same rows, asked for so that no index on a dimension is taken: for reading along the key.
    pub(super) fn walking(selection: &Selection) -> Self {
        Self::made(selection, true)
    }

    fn made(selection: &Selection, walking: bool) -> Self {
        let mut filter = Self { text: "true".to_owned(), values: Vec::new(), walking };
        if let Some(bodies) = &selection.bodies {
            let values = bodies.iter().map(|code| (SqlKind::Text, Value::Text(code.clone()))).collect();
            filter.one_of(&filter.name(selection.register.body_column()), values, false);
        }
        for condition in &selection.conditions {
            filter.condition(condition.column, &condition.test);
        }
        filter
    }

    fn name(&self, column: &str) -> String {
        if self.walking {
            format!("coalesce(r.\"{column}\", r.\"{column}\")")
        } else {
            format!("r.\"{column}\"")
        }
    }

    pub(crate) fn cells(&self) -> Vec<Cell<'_>> {
        self.values.iter().map(|(kind, value)| Cell::of(*kind, value)).collect()
    }

    fn condition(&mut self, column: &Column, test: &Test) {
        let name = self.name(&column.dimension_column());
        let kind = if column.kind == Kind::Date { SqlKind::Bigint } else { sql_kind(column.kind) };
        match test {
            Test::OneOf(values) | Test::NoneOf(values) => {
                let values = values.iter().map(|value| (kind, value.clone())).collect();
                self.one_of(&name, values, matches!(test, Test::NoneOf(_)));
            }
            Test::Present => self.and(&format!("{name} is not null")),
            Test::Absent => self.and(&format!("{name} is null")),
            Test::Year { from, to, or_absent } => self.years(&name, *from, *to, *or_absent),
        }
    }

    pub(super) fn and(&mut self, condition: &str) {
        self.text.push_str(" and ");
        self.text.push_str(condition);
    }

    fn one_of(&mut self, name: &str, values: Vec<(SqlKind, Value)>, none: bool) {
        if values.is_empty() {
            if !none {
                self.and("false");
            }
            return;
        }
        let places = places(self.values.len() + 1, values.len());
        if none {
            self.and(&format!("({name} is null or {name} not in ({places}))"));
        } else {
            self.and(&format!("{name} in ({places})"));
        }
        self.values.extend(values);
    }

    fn years(&mut self, name: &str, from: Option<i16>, to: Option<i16>, or_absent: bool) {
        let mut bounds = vec![format!("{name} is not null")];
        for (sign, bound) in [(">=", from), ("<=", to)] {
            if let Some(year) = bound {
                self.values.push((SqlKind::Bigint, Value::Integer(i64::from(year))));
                bounds.push(format!("{name} {sign} ${}", self.values.len()));
            }
        }
        let bounds = bounds.join(" and ");
        if or_absent {
            self.and(&format!("({name} is null or {bounds})"));
        } else {
            self.and(&bounds);
        }
    }
}

/// How many rows a selection means, counted row by row.
pub async fn count(tx: &mut Tx, selection: &Selection) -> Result<i64, StorageError> {
    let filter = Filter::of(selection);
    let sql = format!("select count(*) from {} r where {}", selection.register.table, filter.text);
    number(tx, sql, &filter.cells()).await
}

/// The rows of a selection by natural key, one page of them; `total` is how many there are.
///
/// Few rows are found through the covering index and sorted; many are read along the key, where the page fills
/// quickly. Which way is taken never changes the answer.
pub async fn page(
    tx: &mut Tx,
    selection: &Selection,
    total: i64,
    page: Page,
) -> Result<Vec<Stored>, StorageError> {
    if total > WALK_FROM {
        return in_order(tx, selection, &Filter::walking(selection), "r.\"key\"", page).await;
    }
    in_order(tx, selection, &Filter::of(selection), "r.\"key\" || ''", page).await
}

/// The rows of a selection by one of the register's dates, newest first, one page of them.
pub async fn newest(
    tx: &mut Tx,
    selection: &Selection,
    date: &'static str,
    page: Page,
) -> Result<Vec<Stored>, StorageError> {
    let order = format!("r.\"{date}\" desc nulls last, r.\"key\" desc");
    in_order(tx, selection, &Filter::of(selection), &order, page).await
}

/// The rows of a selection nearest to `day` by one of the register's dates: at most `limit` of that day or before,
/// newest first, then at most `limit` after it, oldest first.
pub async fn nearest(
    tx: &mut Tx,
    selection: &Selection,
    date: &'static str,
    day: Date,
    limit: i64,
) -> Result<Vec<Stored>, StorageError> {
    let mut rows = Vec::new();
    for (sign, way) in [("<=", "desc"), (">", "asc")] {
        let mut filter = Filter::of(selection);
        filter.values.push((SqlKind::Date, Value::Date(day)));
        filter.and(&format!("r.\"{date}\" {sign} ${}", filter.values.len()));
        let order = format!("r.\"{date}\" {way} nulls last, r.\"key\" {way}");
        rows.extend(in_order(tx, selection, &filter, &order, Page { offset: 0, limit }).await?);
    }
    Ok(rows)
}

async fn in_order(
    tx: &mut Tx,
    selection: &Selection,
    filter: &Filter,
    order: &str,
    page: Page,
) -> Result<Vec<Stored>, StorageError> {
    let shape = shape(selection.register);
    let at = filter.values.len();
    let sql = format!(
        "select {} from {} where {} order by {order} limit ${} offset ${}",
        shape.select(),
        shape.from,
        filter.text,
        at + 1,
        at + 2
    );
    let mut cells = filter.cells();
    cells.extend([Cell::from(page.limit), Cell::from(page.offset)]);
    let rows = fetch(tx, sql, &cells, &shape.kinds).await?;
    Ok(rows.into_iter().map(|values| stored_from(selection.register, values)).collect())
}

/// These columns of the rows of a selection, sorted by one column (absent values last), then by natural key.
pub async fn list_columns(
    tx: &mut Tx,
    selection: &Selection,
    columns: &[&Column],
    sort: Option<&Column>,
) -> Result<Vec<Vec<Value>>, StorageError> {
    let filter = Filter::of(selection);
    let mut names = vec!["r.\"key\"".to_owned()];
    let mut kinds = vec![SqlKind::Text];
    for column in sort.iter().chain(columns) {
        names.push(format!("r.\"{}\"", column.code));
        kinds.push(sql_kind(column.kind));
    }
    let sql =
        format!("select {} from {} r where {}", names.join(", "), selection.register.table, filter.text);
    let mut rows = fetch(tx, sql, &filter.cells(), &kinds).await?;
    let sorts = usize::from(sort.is_some());
    rows.sort_by(|left, right| {
        let by = |row: &[Value]| (sorts == 1 && row[1].is_absent(), row[sorts].clone(), row[0].clone());
        by(left).cmp(&by(right))
    });
    Ok(rows.into_iter().map(|mut row| row.split_off(1 + sorts)).collect())
}

/// The distinct values of one column over a selection, each with its rows, sorted by the value.
pub async fn distinct(
    tx: &mut Tx,
    selection: &Selection,
    column: &Column,
) -> Result<Vec<(Value, i64)>, StorageError> {
    let filter = Filter::of(selection);
    let sql = format!(
        "select r.\"{0}\", count(*) from {1} r where {2} and r.\"{0}\" is not null group by r.\"{0}\"",
        column.code, selection.register.table, filter.text
    );
    let rows = fetch(tx, sql, &filter.cells(), &[sql_kind(column.kind), SqlKind::Bigint]).await?;
    let mut things: Vec<(Value, i64)> = rows
        .into_iter()
        .map(|mut row| {
            let rows = row[1].as_integer().unwrap_or_default();
            (row.swap_remove(0), rows)
        })
        .collect();
    things.sort();
    Ok(things)
}

/// For each of these columns, how many rows of a selection fill it.
pub async fn fill_counts(
    tx: &mut Tx,
    selection: &Selection,
    columns: &[&Column],
) -> Result<Vec<i64>, StorageError> {
    if columns.is_empty() {
        return Ok(Vec::new());
    }
    let filter = Filter::of(selection);
    let counts: Vec<String> = columns.iter().map(|column| format!("count(r.\"{}\")", column.code)).collect();
    let sql =
        format!("select {} from {} r where {}", counts.join(", "), selection.register.table, filter.text);
    let rows = fetch(tx, sql, &filter.cells(), &vec![SqlKind::Bigint; columns.len()]).await?;
    Ok(rows
        .first()
        .map(|row| row.iter().map(|value| value.as_integer().unwrap_or_default()).collect())
        .unwrap_or_default())
}
