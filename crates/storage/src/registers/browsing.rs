//! Looking through a register: the rows of a selection that hold some words, in an order, with their totals.
//!
//! What these functions cost grows with the selection, not with the page, unless the order is that of the key and no
//! words are sought; whoever calls them bounds the selection by its tally first.

use super::listing::{Filter, WALK_FROM, page};
use super::{Page, Stored, load};
use crate::sql::{Cell, fetch};
use crate::tables::SqlKind;
use crate::{StorageError, Tx};
use gongkai_domain::registers::{Column, Selection, Value};
use std::collections::HashMap;

/// Rows being looked for: those of a selection of which each of the words stands in one of the columns.
#[derive(Clone, Copy, Debug)]
pub struct Sought<'a> {
    /// The selection.
    pub selection: &'a Selection,
    /// Words, all of which must be found; ASCII letters match whatever their case.
    pub words: &'a [String],
    /// Columns of text they are looked for in.
    pub columns: &'a [&'static Column],
}

/// The order of a list; absent values come last, equal ones by key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// By natural key, rising.
    Key,
    /// By a column.
    Column {
        /// The column; neither personal nor a long text of an item.
        column: &'static Column,
        /// Whether the largest comes first.
        falling: bool,
    },
}

/// What a list adds up to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// How many rows.
    pub rows: i64,
    /// Totals of the columns asked for; fen for money.
    pub sums: Vec<i64>,
    /// For each pair of columns, their totals over the rows that fill both.
    pub pairs: Vec<(i64, i64)>,
}

impl Sought<'_> {
    fn filter(&self, walking: bool) -> Filter {
        let mut filter = if walking { Filter::walking(self.selection) } else { Filter::of(self.selection) };
        for word in self.words {
            filter.values.push((SqlKind::Text, Value::Text(word.to_ascii_lowercase())));
            let at = filter.values.len();
            // Both engines know `replace`, and neither knows the other's way to look for a text in a text.
            let holds = |column: &&Column| {
                let text = format!("lower(coalesce(r.\"{}\", ''))", column.code);
                format!("replace({text}, ${at}, '') <> {text}")
            };
            let any: Vec<String> = self.columns.iter().map(holds).collect();
            if any.is_empty() {
                filter.and("false");
            } else {
                filter.and(&format!("({})", any.join(" or ")));
            }
        }
        filter
    }
}

/// One page of the rows; `total` is how many the selection has.
pub async fn browse(
    tx: &mut Tx,
    sought: &Sought<'_>,
    total: i64,
    order: Order,
    wanted: Page,
) -> Result<Vec<Stored>, StorageError> {
    let selection = sought.selection;
    let (by, walking) = match order {
        Order::Key if sought.words.is_empty() => return page(tx, selection, total, wanted).await,
        Order::Key => ("r.\"key\"".to_owned(), total > WALK_FROM),
        Order::Column { column, falling } => {
            let way = if falling { "desc" } else { "asc" };
            (format!("r.\"{}\" {way} nulls last, r.\"key\" {way}", column.code), false)
        }
    };
    let filter = sought.filter(walking);
    let at = filter.values.len();
    // The keys are sorted alone: whole rows would have to be carried through the sorting.
    let sql = format!(
        "select r.\"key\" from {} r where {} order by {by} limit ${} offset ${}",
        selection.register.table,
        filter.text,
        at + 1,
        at + 2
    );
    let mut cells = filter.cells();
    cells.extend([Cell::from(wanted.limit), Cell::from(wanted.offset)]);
    let keys: Vec<String> =
        fetch(tx, sql, &cells, &[SqlKind::Text]).await?.iter().map(|row| row[0].to_plain()).collect();
    let asked: Vec<&str> = keys.iter().map(String::as_str).collect();
    let found = load(tx, selection.register, &asked).await?;
    let mut found: HashMap<String, Stored> =
        found.into_iter().map(|stored| (stored.row.key.clone(), stored)).collect();
    Ok(keys.iter().filter_map(|key| found.remove(key)).collect())
}

/// What the rows add up to.
pub async fn totals(
    tx: &mut Tx,
    sought: &Sought<'_>,
    sums: &[&Column],
    pairs: &[(&Column, &Column)],
) -> Result<Totals, StorageError> {
    let filter = sought.filter(false);
    let mut select = vec!["count(*)".to_owned()];
    select
        .extend(sums.iter().map(|column| format!("cast(coalesce(sum(r.\"{}\"), 0) as bigint)", column.code)));
    for (one, other) in pairs {
        for column in [one, other] {
            select.push(format!(
                "cast(coalesce(sum(r.\"{}\") filter (where r.\"{}\" is not null and r.\"{}\" is not null), 0) as bigint)",
                column.code, one.code, other.code
            ));
        }
    }
    let kinds = vec![SqlKind::Bigint; select.len()];
    let sql = format!(
        "select {} from {} r where {}",
        select.join(", "),
        sought.selection.register.table,
        filter.text
    );
    let rows = fetch(tx, sql, &filter.cells(), &kinds).await?;
    let mut numbers = rows.first().into_iter().flatten().map(|value| value.as_integer().unwrap_or_default());
    let mut next = || numbers.next().unwrap_or_default();
    Ok(Totals {
        rows: next(),
        sums: sums.iter().map(|_| next()).collect(),
        pairs: pairs.iter().map(|_| (next(), next())).collect(),
    })
}
