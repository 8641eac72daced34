//! Editions of items: written once, never changed.

use crate::attachments::EditionFile;
use crate::sql::{Cell, fetch, insert_many};
use crate::tables::SqlKind;
use crate::walking::{Walk, walk};
use crate::{StorageError, Tx};
use std::collections::HashMap;

/// One edition of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Key of the item.
    pub item_key: String,
    /// Number of the edition, from 1.
    pub number: i64,
    /// Every value but the text, as JSON by column.
    pub facts: String,
    /// The text as it was in this edition.
    pub text: Option<String>,
    /// The same text as HTML, where it was written with an editor.
    pub html: Option<String>,
    /// The files published beside it, in their order.
    pub attachments: Vec<EditionFile>,
}

/// Adds editions made by the audit entry `sequence`.
pub async fn add_editions(tx: &mut Tx, sequence: i64, editions: &[Edition]) -> Result<(), StorageError> {
    let cells = editions.iter().flat_map(|edition| {
        [
            Cell::from(edition.item_key.as_str()),
            Cell::from(edition.number),
            Cell::from(sequence),
            Cell::from(edition.facts.as_str()),
            Cell::Text(edition.text.as_deref()),
            Cell::Text(edition.html.as_deref()),
        ]
    });
    insert_many(tx, "edition", &["item_key", "number", "sequence", "facts", "text", "html"], cells, "")
        .await?;
    let cells = editions.iter().flat_map(|edition| {
        edition.attachments.iter().enumerate().flat_map(|(at, file)| {
            [
                Cell::from(edition.item_key.as_str()),
                Cell::from(edition.number),
                Cell::from(at as i64 + 1),
                Cell::from(file.digest.as_str()),
                Cell::from(file.name.as_str()),
            ]
        })
    });
    let columns = ["item_key", "number", "position", "digest", "name"];
    insert_many(tx, "edition_attachment", &columns, cells, "").await
}

/// The files of editions, by key of the item and number; of one item or of all.
async fn files(
    tx: &mut Tx,
    item_key: Option<&str>,
) -> Result<HashMap<(String, i64), Vec<EditionFile>>, StorageError> {
    use SqlKind::{Bigint, Text};
    let (of_one, cells) = match item_key {
        Some(key) => ("where item_key = $1 ", vec![Cell::from(key)]),
        None => ("", Vec::new()),
    };
    let sql = format!(
        "select item_key, number, digest, name from edition_attachment {of_one}order by item_key, number, position"
    );
    let mut files: HashMap<(String, i64), Vec<EditionFile>> = HashMap::new();
    for row in fetch(tx, sql, &cells, &[Text, Bigint, Text, Text]).await? {
        let place = (row[0].to_plain(), row[1].as_integer().unwrap_or_default());
        let file = EditionFile { digest: row[2].to_plain(), name: row[3].to_plain() };
        files.entry(place).or_default().push(file);
    }
    Ok(files)
}

/// Every edition of an item, newest first, each with the audit entry that made it.
pub async fn editions(tx: &mut Tx, item_key: &str) -> Result<Vec<(i64, Edition)>, StorageError> {
    let sql =
        "select number, sequence, facts, text, html from edition where item_key = $1 order by number desc";
    let kinds = [SqlKind::Bigint, SqlKind::Bigint, SqlKind::Text, SqlKind::Text, SqlKind::Text];
    let rows = fetch(tx, sql, &[item_key.into()], &kinds).await?;
    let mut files = files(tx, Some(item_key)).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let number = row[0].as_integer().unwrap_or_default();
            let edition = Edition {
                item_key: item_key.to_owned(),
                number,
                facts: row[2].as_text().unwrap_or_default().to_owned(),
                text: row[3].as_text().map(str::to_owned),
                html: row[4].as_text().map(str::to_owned),
                attachments: files.remove(&(item_key.to_owned(), number)).unwrap_or_default(),
            };
            (row[1].as_integer().unwrap_or_default(), edition)
        })
        .collect())
}

/// The newest edition of an item.
pub async fn newest_edition(tx: &mut Tx, item_key: &str) -> Result<Option<Edition>, StorageError> {
    let sql =
        "select number, facts, text, html from edition where item_key = $1 order by number desc limit 1";
    let kinds = [SqlKind::Bigint, SqlKind::Text, SqlKind::Text, SqlKind::Text];
    let rows = fetch(tx, sql, &[item_key.into()], &kinds).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let number = row[0].as_integer().unwrap_or_default();
    let attachments = files(tx, Some(item_key)).await?.remove(&(item_key.to_owned(), number));
    Ok(Some(Edition {
        item_key: item_key.to_owned(),
        number,
        facts: row[1].to_plain(),
        text: row[2].as_text().map(str::to_owned),
        html: row[3].as_text().map(str::to_owned),
        attachments: attachments.unwrap_or_default(),
    }))
}

/// Hands over every edition with the audit entry that made it, by key and number.
pub async fn each_edition<E: From<StorageError>>(
    tx: &mut Tx,
    mut take: impl FnMut(i64, Edition) -> Result<(), E>,
) -> Result<(), E> {
    let all = Walk {
        from: "edition",
        columns: &["item_key", "number", "sequence", "facts", "text", "html"],
        kinds: &[
            SqlKind::Text,
            SqlKind::Bigint,
            SqlKind::Bigint,
            SqlKind::Text,
            SqlKind::Text,
            SqlKind::Text,
        ],
        key: &[0, 1],
    };
    let mut files = files(tx, None).await?;
    walk(tx, &all, |row| {
        let place = (row[0].to_plain(), row[1].as_integer().unwrap_or_default());
        let edition = Edition {
            attachments: files.remove(&place).unwrap_or_default(),
            item_key: place.0,
            number: place.1,
            facts: row[3].to_plain(),
            text: row[4].as_text().map(str::to_owned),
            html: row[5].as_text().map(str::to_owned),
        };
        take(row[2].as_integer().unwrap_or_default(), edition)
    })
    .await
}

/// The key of the item with this permanent short id.
pub async fn key_of_short_id(tx: &mut Tx, short_id: &str) -> Result<Option<String>, StorageError> {
    let rows =
        fetch(tx, "select key from item where short_id = $1", &[short_id.into()], &[SqlKind::Text]).await?;
    Ok(rows.first().and_then(|row| row[0].as_text().map(str::to_owned)))
}

/// The key of the item with this index number; of several bodies' the first.
pub async fn key_of_index_number(tx: &mut Tx, number: &str) -> Result<Option<String>, StorageError> {
    let sql = "select key from item where index_number = $1 order by key limit 1";
    let rows = fetch(tx, sql, &[number.into()], &[SqlKind::Text]).await?;
    Ok(rows.first().and_then(|row| row[0].as_text().map(str::to_owned)))
}

/// Counts a series of index numbers up by one, from at least `least` on; answers the serial that is now taken.
///
/// Two that ask at the same time are given two numbers: the second waits for the row.
pub async fn next_serial(tx: &mut Tx, series: &str, least: i64) -> Result<i64, StorageError> {
    let sql = "insert into index_series (series, last) values ($1, $2) on conflict (series) do update set \
               last = case when index_series.last + 1 > excluded.last then index_series.last + 1 else excluded.last end \
               returning last";
    crate::sql::number(tx, sql, &[series.into(), least.into()]).await
}

/// The serial a series has come to; 0 where it was never counted.
pub async fn last_serial(tx: &mut Tx, series: &str) -> Result<i64, StorageError> {
    let sql = "select coalesce(max(last), 0) from index_series where series = $1";
    crate::sql::number(tx, sql, &[series.into()]).await
}

/// Whether an item has this index number.
pub async fn has_index_number(tx: &mut Tx, number: &str) -> Result<bool, StorageError> {
    let sql = "select index_number from item where index_number = $1 limit 1";
    Ok(!fetch(tx, sql, &[number.into()], &[SqlKind::Text]).await?.is_empty())
}

/// The last index numbers that begin so, as text is ordered.
pub async fn last_index_numbers(tx: &mut Tx, beginning: &str) -> Result<Vec<String>, StorageError> {
    let after = format!("{beginning}\u{10ffff}");
    let sql = "select index_number from item where index_number >= $1 and index_number < $2 \
               order by index_number desc limit 20";
    let rows = fetch(tx, sql, &[beginning.into(), after.as_str().into()], &[SqlKind::Text]).await?;
    Ok(rows.iter().map(|row| row[0].to_plain()).collect())
}
