//! How long items are kept, and what keeps them from being disposed of.

mod dispositions;

pub use dispositions::{
    Disposition, DispositionFile, DispositionItem, add, file, items_of, keep_file, list, load, put_items,
    update,
};

use crate::sql::{Cell, execute, fetch, insert_many, marks, places};
use crate::tables::SqlKind;
use crate::{StorageError, Tx};
use gongkai_domain::registers::Value;
use jiff::Timestamp;
use jiff::civil::Date;

/// How long an item is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Key of the item.
    pub item_key: String,
    /// Code of its body.
    pub body: String,
    /// The edition it was worked out from.
    pub edition: i64,
    /// Last day; none where the term never ends or has not begun.
    pub last_day: Option<Date>,
    /// Code of the action.
    pub action: String,
    /// Id of the rule.
    pub rule: String,
    /// The decision, as JSON.
    pub decision: String,
    /// When it was worked out.
    pub reckoned_at: Timestamp,
    /// When it was archived.
    pub disposed_on: Option<Date>,
}

/// A hold as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredHold {
    /// Permanent id.
    pub id: String,
    /// Code of the body.
    pub body: String,
    /// Which items, as JSON.
    pub scope: String,
    /// The case it is for.
    pub matter: String,
    /// Why.
    pub reason: String,
    /// Who placed it, and when.
    pub placed: (String, Timestamp),
    /// Who lifted it, when and why.
    pub lifted: Option<(String, Timestamp, String)>,
}

const COLUMNS: [&str; 10] = [
    "item_key",
    "body",
    "edition",
    "last_day",
    "last_year",
    "action",
    "rule",
    "decision",
    "reckoned_at",
    "disposed_on",
];

const KINDS: [SqlKind; 10] = {
    use SqlKind::{Bigint, Date, Text, Timestamptz};
    [Text, Text, Bigint, Date, Bigint, Text, Text, Text, Timestamptz, Date]
};

/// Editions written after a place — the audit entry and the key of the item —, in that order.
pub async fn editions_after(
    tx: &mut Tx,
    (sequence, key): (i64, &str),
    limit: i64,
) -> Result<Vec<(i64, String)>, StorageError> {
    let sql = "select sequence, item_key from edition where (sequence, item_key) > ($1, $2) \
               order by sequence, item_key limit $3";
    let cells = [sequence.into(), key.into(), limit.into()];
    let rows = fetch(tx, sql, &cells, &[SqlKind::Bigint, SqlKind::Text]).await?;
    Ok(rows.iter().map(|row| (row[0].as_integer().unwrap_or_default(), row[1].to_plain())).collect())
}

/// Writes how long items are kept, in place of what was known of them.
pub async fn put(tx: &mut Tx, kept: &[Kept]) -> Result<(), StorageError> {
    let years: Vec<Option<i64>> =
        kept.iter().map(|one| one.last_day.map(|day| i64::from(day.year()))).collect();
    let cells = kept.iter().zip(&years).flat_map(|(one, year)| {
        [
            Cell::from(one.item_key.as_str()),
            one.body.as_str().into(),
            one.edition.into(),
            Cell::Date(one.last_day),
            Cell::Bigint(*year),
            one.action.as_str().into(),
            one.rule.as_str().into(),
            one.decision.as_str().into(),
            Cell::Instant(Some(one.reckoned_at)),
            Cell::Date(one.disposed_on),
        ]
    });
    let sets: Vec<String> = COLUMNS[1..].iter().map(|name| format!("{name} = excluded.{name}")).collect();
    let conflict = format!(" on conflict (item_key) do update set {}", sets.join(", "));
    insert_many(tx, "retention", &COLUMNS, cells, &conflict).await
}

/// How long these items are kept, those it was worked out for.
pub async fn of_items(tx: &mut Tx, keys: &[&str]) -> Result<Vec<Kept>, StorageError> {
    let mut found = Vec::new();
    for chunk in keys.chunks(500) {
        let sql = format!(
            "select {} from retention where item_key in ({})",
            COLUMNS.join(", "),
            marks(tx.engine(), 0, chunk.len())
        );
        let cells: Vec<Cell<'_>> = chunk.iter().map(|key| Cell::from(*key)).collect();
        found.extend(fetch(tx, sql, &cells, &KINDS).await?.iter().map(|row| kept_of(row)));
    }
    Ok(found)
}

/// Items of a body whose term was over before a day and that nothing was done with, the longest over first.
pub async fn over(tx: &mut Tx, body: &str, before: Date, limit: i64) -> Result<Vec<Kept>, StorageError> {
    let sql = format!(
        "select {} from retention where body = $1 and disposed_on is null and last_year <= $2 and last_day < $3 \
         order by last_year nulls last, last_day nulls last, item_key limit $4",
        COLUMNS.join(", ")
    );
    let cells = [body.into(), i64::from(before.year()).into(), Cell::Date(Some(before)), limit.into()];
    Ok(fetch(tx, sql, &cells, &KINDS).await?.iter().map(|row| kept_of(row)).collect())
}

/// How many items of these bodies end in each year up to `last_year` and were not archived: body, year, action, items.
pub async fn by_year(
    tx: &mut Tx,
    bodies: &[String],
    last_year: i64,
) -> Result<Vec<(String, i64, String, i64)>, StorageError> {
    if bodies.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "select body, last_year, action, count(*) from retention where body in ({}) and disposed_on is null \
         and last_year <= ${} group by body, last_year, action order by body, last_year nulls last, action",
        places(1, bodies.len()),
        bodies.len() + 1
    );
    let mut cells: Vec<Cell<'_>> = bodies.iter().map(|body| Cell::from(body.as_str())).collect();
    cells.push(last_year.into());
    let kinds = [SqlKind::Text, SqlKind::Bigint, SqlKind::Text, SqlKind::Bigint];
    let rows = fetch(tx, sql, &cells, &kinds).await?;
    let integer = |value: &Value| value.as_integer().unwrap_or_default();
    Ok(rows
        .iter()
        .map(|row| (row[0].to_plain(), integer(&row[1]), row[2].to_plain(), integer(&row[3])))
        .collect())
}

/// Places a hold.
pub async fn add_hold(tx: &mut Tx, hold: &StoredHold) -> Result<(), StorageError> {
    let sql = "insert into retention_hold (id, body, scope, matter, reason, placed_by, placed_at) \
               values ($1, $2, $3, $4, $5, $6, $7)";
    let cells = [
        Cell::from(hold.id.as_str()),
        hold.body.as_str().into(),
        hold.scope.as_str().into(),
        hold.matter.as_str().into(),
        hold.reason.as_str().into(),
        hold.placed.0.as_str().into(),
        Cell::Instant(Some(hold.placed.1)),
    ];
    execute(tx, sql, &cells).await.map(drop)
}

/// Lifts a hold that is still placed; answers whether it was.
pub async fn lift_hold(
    tx: &mut Tx,
    id: &str,
    (by, at, why): (&str, Timestamp, &str),
) -> Result<bool, StorageError> {
    let sql = "update retention_hold set lifted_by = $2, lifted_at = $3, lifted_why = $4 \
               where id = $1 and lifted_at is null";
    let cells = [id.into(), by.into(), Cell::Instant(Some(at)), why.into()];
    Ok(execute(tx, sql, &cells).await? == 1)
}

/// The holds of these bodies, those still placed first, the newest first among each.
pub async fn holds(tx: &mut Tx, bodies: &[String]) -> Result<Vec<StoredHold>, StorageError> {
    use SqlKind::{Text, Timestamptz};
    if bodies.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "select id, body, scope, matter, reason, placed_by, placed_at, lifted_by, lifted_at, lifted_why \
         from retention_hold where body in ({}) order by lifted_at desc nulls first, placed_at desc, id",
        places(1, bodies.len())
    );
    let cells: Vec<Cell<'_>> = bodies.iter().map(|body| Cell::from(body.as_str())).collect();
    let kinds = [Text, Text, Text, Text, Text, Text, Timestamptz, Text, Timestamptz, Text];
    let rows = fetch(tx, sql, &cells, &kinds).await?;
    Ok(rows
        .iter()
        .map(|row| StoredHold {
            id: row[0].to_plain(),
            body: row[1].to_plain(),
            scope: row[2].to_plain(),
            matter: row[3].to_plain(),
            reason: row[4].to_plain(),
            placed: (row[5].to_plain(), instant(&row[6]).unwrap_or_default()),
            lifted: instant(&row[8]).map(|at| (row[7].to_plain(), at, row[9].to_plain())),
        })
        .collect())
}

fn kept_of(row: &[Value]) -> Kept {
    Kept {
        item_key: row[0].to_plain(),
        body: row[1].to_plain(),
        edition: row[2].as_integer().unwrap_or_default(),
        last_day: row[3].as_date(),
        action: row[5].to_plain(),
        rule: row[6].to_plain(),
        decision: row[7].to_plain(),
        reckoned_at: instant(&row[8]).unwrap_or_default(),
        disposed_on: row[9].as_date(),
    }
}

fn instant(value: &Value) -> Option<Timestamp> {
    crate::people::instant(value)
}
