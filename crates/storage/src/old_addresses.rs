//! Addresses of a site before this one, and the marks of what was brought along from there.

use crate::sql::{Cell, fetch, insert_many, places};
use crate::tables::SqlKind;
use crate::{StorageError, Tx};
use gongkai_domain::registers::Value;
use jiff::civil::Date;

/// Most keys of one query.
const AT_ONCE: usize = 400;

/// An old address and what it leads to: one of the three.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OldAddressRow {
    /// Path and query.
    pub address: String,
    /// Key of an item.
    pub item_key: Option<String>,
    /// Id of a draft that will become an item.
    pub draft: Option<String>,
    /// Another address of this site.
    pub target: Option<String>,
}

/// A mark of something brought along, and what it became.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adopted {
    /// The mark, within its body.
    pub mark: String,
    /// Digest of what was understood of it.
    pub digest: String,
    /// Key of the item it became.
    pub item_key: Option<String>,
    /// Id of the draft it became.
    pub draft: Option<String>,
    /// Day it was published on the old site, for a draft.
    pub published_on: Option<Date>,
    /// Index number it had on the old site, for a draft.
    pub index_number: Option<String>,
}

/// Adds old addresses; the audit entry `sequence` tells of them.
pub async fn add(tx: &mut Tx, sequence: i64, rows: &[OldAddressRow]) -> Result<(), StorageError> {
    let cells = rows.iter().flat_map(|row| {
        [
            Cell::from(row.address.as_str()),
            Cell::Text(row.item_key.as_deref()),
            Cell::Text(row.draft.as_deref()),
            Cell::Text(row.target.as_deref()),
            Cell::from(sequence),
        ]
    });
    insert_many(tx, "old_address", &["address", "item_key", "draft", "target", "sequence"], cells, "").await
}

/// Those of these addresses that lead somewhere.
pub async fn known(tx: &mut Tx, addresses: &[&str]) -> Result<Vec<OldAddressRow>, StorageError> {
    let mut found = Vec::new();
    for part in addresses.chunks(AT_ONCE) {
        let sql = format!(
            "select address, item_key, draft, target from old_address where address in ({})",
            places(1, part.len())
        );
        let cells: Vec<Cell<'_>> = part.iter().map(|address| Cell::from(*address)).collect();
        for row in fetch(tx, sql, &cells, &[SqlKind::Text; 4]).await? {
            found.push(OldAddressRow {
                address: row[0].to_plain(),
                item_key: text(&row[1]),
                draft: text(&row[2]),
                target: text(&row[3]),
            });
        }
    }
    Ok(found)
}

/// Where an address leads: the key of an item (that of a draft once it is published), or another address.
pub async fn forward(
    tx: &mut Tx,
    address: &str,
) -> Result<Option<(Option<String>, Option<String>)>, StorageError> {
    let sql = "select coalesce(o.item_key, d.item_key), o.target from old_address o \
               left join draft d on d.id = o.draft where o.address = $1";
    let rows = fetch(tx, sql, &[address.into()], &[SqlKind::Text; 2]).await?;
    Ok(rows.first().map(|row| (text(&row[0]), text(&row[1]))))
}

/// Keeps marks; one that is known gets its new digest.
pub async fn keep_marks(tx: &mut Tx, sequence: i64, rows: &[Adopted]) -> Result<(), StorageError> {
    let cells = rows.iter().flat_map(|row| {
        [
            Cell::from(row.mark.as_str()),
            Cell::from(row.digest.as_str()),
            Cell::Text(row.item_key.as_deref()),
            Cell::Text(row.draft.as_deref()),
            Cell::Date(row.published_on),
            Cell::Text(row.index_number.as_deref()),
            Cell::from(sequence),
        ]
    });
    let columns = ["mark", "digest", "item_key", "draft", "published_on", "index_number", "sequence"];
    let again = " on conflict (mark) do update set digest = excluded.digest, sequence = excluded.sequence";
    insert_many(tx, "adopted", &columns, cells, again).await
}

/// Those of these marks that are known.
pub async fn marks(tx: &mut Tx, marks: &[&str]) -> Result<Vec<Adopted>, StorageError> {
    let mut found = Vec::new();
    for part in marks.chunks(AT_ONCE) {
        let sql = format!("select {MARK_COLUMNS} from adopted where mark in ({})", places(1, part.len()));
        let cells: Vec<Cell<'_>> = part.iter().map(|mark| Cell::from(*mark)).collect();
        found.extend(fetch(tx, sql, &cells, &MARK_KINDS).await?.iter().map(|row| mark_of(row)));
    }
    Ok(found)
}

/// What is known of a draft that was brought along.
pub async fn of_draft(tx: &mut Tx, draft: &str) -> Result<Option<Adopted>, StorageError> {
    let sql = format!("select {MARK_COLUMNS} from adopted where draft = $1 order by mark limit 1");
    Ok(fetch(tx, sql, &[draft.into()], &MARK_KINDS).await?.first().map(|row| mark_of(row)))
}

const MARK_COLUMNS: &str = "mark, digest, item_key, draft, published_on, index_number";
const MARK_KINDS: [SqlKind; 6] =
    [SqlKind::Text, SqlKind::Text, SqlKind::Text, SqlKind::Text, SqlKind::Date, SqlKind::Text];

fn mark_of(row: &[Value]) -> Adopted {
    Adopted {
        mark: row[0].to_plain(),
        digest: row[1].to_plain(),
        item_key: text(&row[2]),
        draft: text(&row[3]),
        published_on: row[4].as_date(),
        index_number: text(&row[5]),
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_text().map(str::to_owned)
}
