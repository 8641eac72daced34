//! The audit trail in the database: appending an entry, reading it back in order.

use crate::sql::{Cell, execute, fetch, insert_many, number, places};
use crate::tables::SqlKind;
use crate::walking::{Walk, walk};
use crate::{StorageError, Tx};
use gongkai_domain::audit::{ChangesDigest, Entry, RowChange};
use gongkai_domain::registers::Value;
use jiff::Timestamp;

/// Last place and hash of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Place of the last entry; 0 before the first.
    pub sequence: i64,
    /// Its hash; empty before the first.
    pub hash: String,
}

/// What an entry says of the act, before it has its place in the chain.
#[derive(Clone, Copy, Debug)]
pub struct Act<'a> {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: &'a str,
    /// What.
    pub act: &'a str,
    /// Under which article.
    pub article: &'a str,
    /// Facts as JSON, without personal data.
    pub facts: &'a str,
}

/// The head of the chain as this transaction sees it.
pub async fn head(tx: &mut Tx) -> Result<Head, StorageError> {
    let rows = fetch(
        tx,
        "select sequence, hash from chain_head where id = 1",
        &[],
        &[SqlKind::Bigint, SqlKind::Text],
    )
    .await?;
    Ok(rows.first().map_or(Head { sequence: 0, hash: String::new() }, |row| Head {
        sequence: row[0].as_integer().unwrap_or_default(),
        hash: row[1].to_plain(),
    }))
}

/// Place of the last entry that changed a row of a register; 0 before the first. What is counted from rows is as it was
/// while this stays.
pub async fn last_change(tx: &mut Tx) -> Result<i64, StorageError> {
    number(tx, "select coalesce(max(sequence), 0) from row_change", &[]).await
}

/// Takes the next place in the chain and holds it until the transaction ends, so that acts queue up in order.
pub async fn take_place(tx: &mut Tx) -> Result<Head, StorageError> {
    execute(tx, "update chain_head set sequence = sequence + 1 where id = 1", &[]).await?;
    let head = head(tx).await?;
    Ok(Head { sequence: head.sequence - 1, hash: head.hash })
}

/// Writes the entry whose place was taken with [`take_place`], and its row changes, which are sorted by key here.
///
/// All changes are of one register or sorted by register already.
pub async fn append(
    tx: &mut Tx,
    before: &Head,
    act: Act<'_>,
    changes: &mut [RowChange],
) -> Result<Entry, StorageError> {
    changes.sort_by(|left, right| (left.register, &left.key).cmp(&(right.register, &right.key)));
    let mut digest = ChangesDigest::default();
    for change in changes.iter() {
        digest.add(change.register, &change.key, change.act.code(), &change.digest, change.before.as_deref());
    }
    let entry = Entry {
        sequence: before.sequence + 1,
        at: format!("{:.6}", act.at),
        actor: act.actor.to_owned(),
        act: act.act.to_owned(),
        article: act.article.to_owned(),
        facts: act.facts.to_owned(),
        changes: changes.len() as i64,
        changes_digest: digest.finish(),
        previous: before.hash.clone(),
    };
    let hash = entry.hash();
    execute(
        tx,
        "insert into audit_entry (sequence, at, actor, act, article, facts, changes, changes_digest, previous, hash) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            entry.sequence.into(),
            Cell::Instant(Some(act.at)),
            entry.actor.as_str().into(),
            entry.act.as_str().into(),
            entry.article.as_str().into(),
            entry.facts.as_str().into(),
            entry.changes.into(),
            entry.changes_digest.as_str().into(),
            entry.previous.as_str().into(),
            hash.as_str().into(),
        ],
    )
    .await?;
    execute(tx, "update chain_head set hash = $1 where id = 1", &[hash.as_str().into()]).await?;
    write_changes(tx, entry.sequence, changes).await?;
    Ok(entry)
}

async fn write_changes(tx: &mut Tx, sequence: i64, changes: &[RowChange]) -> Result<(), StorageError> {
    let cells = changes.iter().flat_map(|change| {
        [
            Cell::from(change.register),
            Cell::from(change.key.as_str()),
            Cell::from(sequence),
            Cell::from(change.act.code()),
            Cell::from(change.digest.as_str()),
            Cell::Text(change.before.as_deref()),
        ]
    });
    insert_many(tx, "row_change", &["register", "key", "sequence", "act", "digest", "before"], cells, "")
        .await
}

/// When the first act was recorded; nothing in an empty database.
pub async fn begun(tx: &mut Tx) -> Result<Option<Timestamp>, StorageError> {
    let sql = "select at from audit_entry order by sequence limit 1";
    let rows = fetch(tx, sql, &[], &[SqlKind::Timestamptz]).await?;
    Ok(rows.first().and_then(|row| row[0].as_text()?.parse().ok()))
}

/// When each of the newest acts was, and its facts; the newest first.
pub async fn newest(tx: &mut Tx, most: i64) -> Result<Vec<(Timestamp, String)>, StorageError> {
    let sql = "select at, facts from audit_entry order by sequence desc limit $1";
    let rows = fetch(tx, sql, &[most.into()], &[SqlKind::Timestamptz, SqlKind::Text]).await?;
    let entry = |row: &Vec<Value>| Some((row[0].as_text()?.parse().ok()?, row[1].to_plain()));
    Ok(rows.iter().filter_map(entry).collect())
}

/// Every entry with its stored hash, in order.
pub async fn each_entry<E: From<StorageError>>(
    tx: &mut Tx,
    mut take: impl FnMut(Entry, String) -> Result<(), E>,
) -> Result<(), E> {
    let all = Walk { from: "audit_entry", columns: &ENTRY_COLUMNS, kinds: &ENTRY_KINDS, key: &[0] };
    walk(tx, &all, |mut row| {
        let hash = row.pop().map(taken).unwrap_or_default();
        take(entry_of(row), hash)
    })
    .await
}

const ENTRY_COLUMNS: [&str; 10] =
    ["sequence", "at", "actor", "act", "article", "facts", "changes", "changes_digest", "previous", "hash"];

const ENTRY: &str = "select sequence, at, actor, act, article, facts, changes, changes_digest, previous, hash \
                     from audit_entry where sequence = $1";

const ENTRY_KINDS: [SqlKind; 10] = {
    use SqlKind::{Bigint, Text, Timestamptz};
    [Bigint, Timestamptz, Text, Text, Text, Text, Bigint, Text, Text, Text]
};

fn entry_of(row: Vec<Value>) -> Entry {
    let mut values = row.into_iter();
    let mut next = || values.next().unwrap_or_default();
    Entry {
        sequence: next().as_integer().unwrap_or_default(),
        at: taken(next()),
        actor: taken(next()),
        act: taken(next()),
        article: taken(next()),
        facts: taken(next()),
        changes: next().as_integer().unwrap_or_default(),
        changes_digest: taken(next()),
        previous: taken(next()),
    }
}

/// One stored row change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredChange {
    /// Register of the row.
    pub register: String,
    /// Key of the row.
    pub key: String,
    /// Entry it belongs to.
    pub sequence: i64,
    /// `added`, `changed` or `removed`.
    pub act: String,
    /// Digest of the row afterwards.
    pub digest: String,
    /// What was there before.
    pub before: Option<String>,
}

/// Every row change in order of register, key and entry (the order of the table's key).
pub async fn each_change<E: From<StorageError>>(
    tx: &mut Tx,
    mut take: impl FnMut(StoredChange) -> Result<(), E>,
) -> Result<(), E> {
    let all = Walk { from: "row_change", columns: &CHANGE_COLUMNS, kinds: &CHANGE_KINDS, key: &[0, 1, 2] };
    walk(tx, &all, |row| take(change(row))).await
}

/// The history of one row, oldest first.
pub async fn history(tx: &mut Tx, register: &str, key: &str) -> Result<Vec<StoredChange>, StorageError> {
    let sql = "select register, key, sequence, act, digest, before from row_change \
               where register = $1 and key = $2 order by sequence";
    let rows = fetch(tx, sql, &[register.into(), key.into()], &CHANGE_KINDS).await?;
    Ok(rows.into_iter().map(change).collect())
}

/// The last change of every row of these registers that changed after an entry, by register and key.
pub async fn changed_after(
    tx: &mut Tx,
    sequence: i64,
    registers: &[&str],
) -> Result<Vec<StoredChange>, StorageError> {
    if registers.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "select register, key, sequence, act, digest, before from row_change c where sequence > $1 \
         and register in ({}) and sequence = (select max(sequence) from row_change l \
         where l.register = c.register and l.key = c.key) order by register, key",
        places(2, registers.len())
    );
    let mut cells = vec![Cell::from(sequence)];
    cells.extend(registers.iter().map(|register| Cell::from(*register)));
    Ok(fetch(tx, sql, &cells, &CHANGE_KINDS).await?.into_iter().map(change).collect())
}

/// The changes of a register after an entry, newest first; `None` where there are more than `most`.
pub async fn changes_since(
    tx: &mut Tx,
    register: &str,
    sequence: i64,
    most: usize,
) -> Result<Option<Vec<StoredChange>>, StorageError> {
    let sql = "select register, key, sequence, act, digest, before from row_change \
               where register = $1 and sequence > $2 order by sequence desc limit $3";
    let limit = Cell::from(most as i64 + 1);
    let rows = fetch(tx, sql, &[register.into(), sequence.into(), limit], &CHANGE_KINDS).await?;
    Ok((rows.len() <= most).then(|| rows.into_iter().map(change).collect()))
}

/// When and by whom an entry was made, and what it did.
pub async fn entry(tx: &mut Tx, sequence: i64) -> Result<Option<Entry>, StorageError> {
    let rows = fetch(tx, ENTRY, &[sequence.into()], &ENTRY_KINDS).await?;
    Ok(rows.into_iter().next().map(entry_of))
}

/// Which entries are looked for; nothing set means all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntryFilter {
    /// By one of these, where only some are to be seen.
    pub actors: Option<Vec<String>>,
    /// What was done.
    pub act: Option<String>,
    /// Not before this instant.
    pub from: Option<Timestamp>,
    /// Before this instant.
    pub until: Option<Timestamp>,
    /// That changed this row: register and key.
    pub row: Option<(String, String)>,
    /// Before this place in the chain.
    pub before: Option<i64>,
}

/// The entries a filter means, newest first, at most `limit`.
pub async fn matching(tx: &mut Tx, filter: &EntryFilter, limit: i64) -> Result<Vec<Entry>, StorageError> {
    let mut cells: Vec<Cell<'_>> = Vec::new();
    let mut conditions = vec!["true".to_owned()];
    if let Some(actors) = &filter.actors {
        if actors.is_empty() {
            return Ok(Vec::new());
        }
        conditions.push(format!("actor in ({})", places(cells.len() + 1, actors.len())));
        cells.extend(actors.iter().map(|actor| Cell::from(actor.as_str())));
    }
    if let Some(act) = &filter.act {
        cells.push(act.as_str().into());
        conditions.push(format!("act = ${}", cells.len()));
    }
    for (sign, bound) in [(">=", filter.from), ("<", filter.until)] {
        if bound.is_some() {
            cells.push(Cell::Instant(bound));
            conditions.push(format!("at {sign} ${}", cells.len()));
        }
    }
    if let Some((register, key)) = &filter.row {
        cells.extend([Cell::from(register.as_str()), Cell::from(key.as_str())]);
        let (register, key) = (cells.len() - 1, cells.len());
        conditions.push(format!(
            "sequence in (select c.sequence from row_change c where c.register = ${register} and c.key = ${key})"
        ));
    }
    if let Some(before) = filter.before {
        cells.push(before.into());
        conditions.push(format!("sequence < ${}", cells.len()));
    }
    cells.push(limit.into());
    let sql = format!(
        "select sequence, at, actor, act, article, facts, changes, changes_digest, previous, hash from audit_entry \
         where {} order by sequence desc limit ${}",
        conditions.join(" and "),
        cells.len()
    );
    Ok(fetch(tx, sql, &cells, &ENTRY_KINDS).await?.into_iter().map(entry_of).collect())
}

/// Every act there is in the trail, sorted.
pub async fn acts(tx: &mut Tx) -> Result<Vec<String>, StorageError> {
    let rows = fetch(tx, "select distinct act from audit_entry order by act", &[], &[SqlKind::Text]).await?;
    Ok(rows.iter().map(|row| row[0].to_plain()).collect())
}

/// The row changes of an entry by register and key, one page of them.
pub async fn changes_of(
    tx: &mut Tx,
    sequence: i64,
    offset: i64,
    limit: i64,
) -> Result<Vec<StoredChange>, StorageError> {
    let sql = "select register, key, sequence, act, digest, before from row_change where sequence = $1 \
               order by register, key limit $2 offset $3";
    let cells = [Cell::from(sequence), Cell::from(limit), Cell::from(offset)];
    Ok(fetch(tx, sql, &cells, &CHANGE_KINDS).await?.into_iter().map(change).collect())
}

const CHANGE_COLUMNS: [&str; 6] = ["register", "key", "sequence", "act", "digest", "before"];

const CHANGE_KINDS: [SqlKind; 6] =
    [SqlKind::Text, SqlKind::Text, SqlKind::Bigint, SqlKind::Text, SqlKind::Text, SqlKind::Text];

fn change(row: Vec<Value>) -> StoredChange {
    let mut values = row.into_iter();
    let mut next = || values.next().unwrap_or_default();
    StoredChange {
        register: taken(next()),
        key: taken(next()),
        sequence: next().as_integer().unwrap_or_default(),
        act: taken(next()),
        digest: taken(next()),
        before: match next() {
            Value::Text(before) => Some(before),
            _ => None,
        },
    }
}

fn taken(value: Value) -> String {
    match value {
        Value::Text(text) => text,
        _ => String::new(),
    }
}
