//! Events of requests: appended, never changed.

use crate::sql::{Cell, fetch, insert_many, marks};
use crate::tables::SqlKind;
use crate::walking::{Walk, walk};
use crate::{StorageError, Tx};
use jiff::civil::Date;
use std::collections::HashMap;

/// One event of a request as the database holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEvent {
    /// Key of the request.
    pub request_key: String,
    /// Place in the request's list, from 1.
    pub position: i64,
    /// Code of the kind.
    pub kind: String,
    /// Civil day it happened on.
    pub happened_on: Option<Date>,
    /// Facts as JSON, without personal data.
    pub facts: String,
}

/// Appends events made by the audit entry `sequence`.
pub async fn append_events(tx: &mut Tx, sequence: i64, events: &[StoredEvent]) -> Result<(), StorageError> {
    let cells = events.iter().flat_map(|event| {
        [
            Cell::from(event.request_key.as_str()),
            Cell::from(event.position),
            Cell::from(sequence),
            Cell::from(event.kind.as_str()),
            Cell::Date(event.happened_on),
            Cell::from(event.facts.as_str()),
        ]
    });
    let columns = ["request_key", "position", "sequence", "kind", "happened_on", "facts"];
    insert_many(tx, "request_event", &columns, cells, "").await
}

/// The events of these requests, by request and place.
pub async fn events(tx: &mut Tx, keys: &[&str]) -> Result<Vec<StoredEvent>, StorageError> {
    let kinds = [SqlKind::Text, SqlKind::Bigint, SqlKind::Text, SqlKind::Date, SqlKind::Text];
    let mut found = Vec::new();
    for chunk in keys.chunks(500) {
        let sql = format!(
            "select request_key, position, kind, happened_on, facts from request_event \
             where request_key in ({}) order by request_key, position",
            marks(tx.engine(), 0, chunk.len())
        );
        let cells: Vec<Cell<'_>> = chunk.iter().map(|key| Cell::from(*key)).collect();
        for row in fetch(tx, sql, &cells, &kinds).await? {
            found.push(StoredEvent {
                request_key: row[0].as_text().unwrap_or_default().to_owned(),
                position: row[1].as_integer().unwrap_or_default(),
                kind: row[2].as_text().unwrap_or_default().to_owned(),
                happened_on: row[3].as_date(),
                facts: row[4].as_text().unwrap_or_default().to_owned(),
            });
        }
    }
    Ok(found)
}

/// Hands over every event with the audit entry that made it, by request and place.
pub async fn each_event<E: From<StorageError>>(
    tx: &mut Tx,
    mut take: impl FnMut(i64, StoredEvent) -> Result<(), E>,
) -> Result<(), E> {
    let all = Walk {
        from: "request_event",
        columns: &["request_key", "position", "sequence", "kind", "happened_on", "facts"],
        kinds: &[
            SqlKind::Text,
            SqlKind::Bigint,
            SqlKind::Bigint,
            SqlKind::Text,
            SqlKind::Date,
            SqlKind::Text,
        ],
        key: &[0, 1],
    };
    walk(tx, &all, |row| {
        let event = StoredEvent {
            request_key: row[0].to_plain(),
            position: row[1].as_integer().unwrap_or_default(),
            kind: row[3].to_plain(),
            happened_on: row[4].as_date(),
            facts: row[5].to_plain(),
        };
        take(row[2].as_integer().unwrap_or_default(), event)
    })
    .await
}

/// The last place in the list of each of these requests that has events.
pub async fn last_positions(tx: &mut Tx, keys: &[&str]) -> Result<HashMap<String, i64>, StorageError> {
    let mut found = HashMap::new();
    if fetch(tx, "select position from request_event limit 1", &[], &[SqlKind::Bigint]).await?.is_empty() {
        return Ok(found);
    }
    for chunk in keys.chunks(500) {
        let sql = format!(
            "select request_key, max(position) from request_event where request_key in ({}) group by request_key",
            marks(tx.engine(), 0, chunk.len())
        );
        let cells: Vec<Cell<'_>> = chunk.iter().map(|key| Cell::from(*key)).collect();
        for row in fetch(tx, sql, &cells, &[SqlKind::Text, SqlKind::Bigint]).await? {
            found.insert(row[0].to_plain(), row[1].as_integer().unwrap_or_default());
        }
    }
    Ok(found)
}
