//! Files published beside a text, and which drafts and editions use them.

use crate::sql::{Cell, execute, fetch, insert_many, marks, number};
use crate::tables::SqlKind;
use crate::walking::{Walk, walk};
use crate::{StorageError, Tx};
use gongkai_domain::registers::Value;
use jiff::Timestamp;

/// A file that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// SM3 digest of the copy the public gets, which is also its address.
    pub digest: String,
    /// The usual ending of its name (`pdf`).
    pub kind: String,
    /// Size of that copy, in bytes.
    pub size: i64,
    /// SM3 digest of the sealed original.
    pub original: String,
    /// Where its pages, sheets or files begin in its text, as JSON.
    pub parts: String,
    /// What the copy holds that is not seen, as JSON.
    pub hidden: String,
    /// What was taken out of the original, as JSON.
    pub removed: String,
    /// `none`, `waiting`, `clean` or `infected`.
    pub scan: String,
    /// What the scanner found, or why it did not scan; may be empty.
    pub scan_says: String,
    /// When it was scanned.
    pub scanned_at: Option<Timestamp>,
    /// Who sent it.
    pub received_by: String,
    /// When.
    pub received_at: Timestamp,
}

/// A file as a draft uses it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftFile {
    /// The file.
    pub file: Attachment,
    /// What it is called there.
    pub name: String,
    /// Who put it there.
    pub added_by: String,
    /// When.
    pub added_at: Timestamp,
}

/// A file as an edition of an item uses it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionFile {
    /// Digest of the copy the public gets.
    pub digest: String,
    /// What it is called there.
    pub name: String,
}

const COLUMNS: [&str; 12] = [
    "digest",
    "kind",
    "size",
    "original",
    "parts",
    "hidden",
    "removed",
    "scan",
    "scan_says",
    "scanned_at",
    "received_by",
    "received_at",
];

const KINDS: [SqlKind; 12] = {
    use SqlKind::{Bigint, Text, Timestamptz};
    [Text, Text, Bigint, Text, Text, Text, Text, Text, Text, Timestamptz, Text, Timestamptz]
};

/// The columns under the name a query gives the table.
fn columns() -> String {
    COLUMNS.map(|column| format!("a.{column}")).join(", ")
}

fn attachment_of(row: &[Value]) -> Attachment {
    Attachment {
        digest: row[0].to_plain(),
        kind: row[1].to_plain(),
        size: row[2].as_integer().unwrap_or_default(),
        original: row[3].to_plain(),
        parts: row[4].to_plain(),
        hidden: row[5].to_plain(),
        removed: row[6].to_plain(),
        scan: row[7].to_plain(),
        scan_says: row[8].to_plain(),
        scanned_at: instant(&row[9]),
        received_by: row[10].to_plain(),
        received_at: instant(&row[11]).unwrap_or_default(),
    }
}

fn instant(value: &Value) -> Option<Timestamp> {
    value.as_text().and_then(|text| text.parse().ok())
}

/// Keeps a file with its text; one that is there already stays as it is.
pub async fn insert(tx: &mut Tx, file: &Attachment, text: &str) -> Result<(), StorageError> {
    let sql = "insert into attachment (digest, kind, size, original, text, parts, hidden, removed, scan, scan_says, \
               scanned_at, received_by, received_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
               on conflict (digest) do nothing";
    let cells = [
        Cell::from(file.digest.as_str()),
        file.kind.as_str().into(),
        file.size.into(),
        file.original.as_str().into(),
        text.into(),
        file.parts.as_str().into(),
        file.hidden.as_str().into(),
        file.removed.as_str().into(),
        file.scan.as_str().into(),
        file.scan_says.as_str().into(),
        Cell::Instant(file.scanned_at),
        file.received_by.as_str().into(),
        Cell::Instant(Some(file.received_at)),
    ];
    execute(tx, sql, &cells).await.map(drop)
}

/// Notes that a file nobody uses yet came once more.
pub async fn receive_again(tx: &mut Tx, digest: &str, at: Timestamp) -> Result<(), StorageError> {
    let sql = format!("update attachment set received_at = $2 where digest = $1 and {UNUSED}");
    execute(tx, sql, &[digest.into(), Cell::Instant(Some(at))]).await.map(drop)
}

/// Gives a file the original it has now.
pub async fn set_original(tx: &mut Tx, digest: &str, original: &str) -> Result<(), StorageError> {
    let sql = "update attachment set original = $2 where digest = $1";
    execute(tx, sql, &[digest.into(), original.into()]).await.map(drop)
}

/// The file with this digest.
pub async fn load(tx: &mut Tx, digest: &str) -> Result<Option<Attachment>, StorageError> {
    let sql = format!("select {} from attachment a where a.digest = $1", columns());
    Ok(fetch(tx, sql, &[digest.into()], &KINDS).await?.first().map(|row| attachment_of(row)))
}

/// The text of a file; empty where there is none.
pub async fn text(tx: &mut Tx, digest: &str) -> Result<String, StorageError> {
    let sql = "select text from attachment where digest = $1";
    let rows = fetch(tx, sql, &[digest.into()], &[SqlKind::Text]).await?;
    Ok(rows.first().map(|row| row[0].to_plain()).unwrap_or_default())
}

/// Notes what a scanner said.
pub async fn set_scan(
    tx: &mut Tx,
    digest: &str,
    scan: &str,
    scan_says: &str,
    at: Timestamp,
) -> Result<(), StorageError> {
    let sql = "update attachment set scan = $2, scan_says = $3, scanned_at = $4 where digest = $1";
    execute(tx, sql, &[digest.into(), scan.into(), scan_says.into(), Cell::Instant(Some(at))]).await.map(drop)
}

/// Files in use that no scanner has seen, the oldest first.
pub async fn unscanned(tx: &mut Tx, most: i64) -> Result<Vec<Attachment>, StorageError> {
    let sql = format!(
        "select {} from attachment a where a.scan in ('none', 'waiting') and exists \
         (select 1 from draft_attachment d where d.digest = a.digest) order by a.received_at nulls last, a.digest limit $1",
        columns()
    );
    Ok(fetch(tx, sql, &[most.into()], &KINDS).await?.iter().map(|row| attachment_of(row)).collect())
}

/// How many files wait for the scanner.
pub async fn count_waiting(tx: &mut Tx) -> Result<i64, StorageError> {
    number(tx, "select count(*) from attachment where scan = 'waiting'", &[]).await
}

/// That neither a draft nor an edition uses a file.
const UNUSED: &str = "not exists (select 1 from draft_attachment d where d.digest = attachment.digest) \
                      and not exists (select 1 from edition_attachment e where e.digest = attachment.digest)";

/// Forgets the files nobody uses that were received before an instant; answers how many.
pub async fn forget_unused(tx: &mut Tx, before: Timestamp) -> Result<u64, StorageError> {
    let sql = format!("delete from attachment where received_at < $1 and {UNUSED}");
    execute(tx, sql, &[Cell::Instant(Some(before))]).await
}

/// Whether some row needs this file of the store.
pub async fn is_needed(tx: &mut Tx, blob: &str) -> Result<bool, StorageError> {
    let sql = "select count(*) from attachment where digest = $1 or original = $1";
    Ok(number(tx, sql, &[blob.into()]).await? > 0)
}

/// Hands over every file: digest of its copy, its size, digest of its original.
pub async fn each<E: From<StorageError>>(
    tx: &mut Tx,
    mut take: impl FnMut(String, i64, String) -> Result<(), E>,
) -> Result<(), E> {
    let all = Walk {
        from: "attachment",
        columns: &["digest", "size", "original"],
        kinds: &[SqlKind::Text, SqlKind::Bigint, SqlKind::Text],
        key: &[0],
    };
    walk(tx, &all, |row| take(row[0].to_plain(), row[1].as_integer().unwrap_or_default(), row[2].to_plain()))
        .await
}

/// The files of a draft in their order.
pub async fn of_draft(tx: &mut Tx, draft: &str) -> Result<Vec<DraftFile>, StorageError> {
    let sql = format!(
        "select {}, d.name, d.added_by, d.added_at from draft_attachment d join attachment a on a.digest = d.digest \
         where d.draft = $1 order by d.position nulls last, d.digest",
        columns()
    );
    let kinds = [&KINDS[..], &[SqlKind::Text, SqlKind::Text, SqlKind::Timestamptz]].concat();
    let rows = fetch(tx, sql, &[draft.into()], &kinds).await?;
    Ok(rows
        .iter()
        .map(|row| DraftFile {
            file: attachment_of(row),
            name: row[12].to_plain(),
            added_by: row[13].to_plain(),
            added_at: instant(&row[14]).unwrap_or_default(),
        })
        .collect())
}

/// Puts these files in the place of those of a draft, in this order.
pub async fn put_of_draft(tx: &mut Tx, draft: &str, files: &[DraftFile]) -> Result<(), StorageError> {
    execute(tx, "delete from draft_attachment where draft = $1", &[draft.into()]).await?;
    let cells = files.iter().enumerate().flat_map(|(at, file)| {
        [
            Cell::from(draft),
            file.file.digest.as_str().into(),
            (at as i64 + 1).into(),
            file.name.as_str().into(),
            file.added_by.as_str().into(),
            Cell::Instant(Some(file.added_at)),
        ]
    });
    let columns = ["draft", "digest", "position", "name", "added_by", "added_at"];
    insert_many(tx, "draft_attachment", &columns, cells, "").await
}

/// The files of an edition in their order, with what they are called there.
pub async fn of_edition(
    tx: &mut Tx,
    item_key: &str,
    number: i64,
) -> Result<Vec<(Attachment, String)>, StorageError> {
    let sql = format!(
        "select {}, e.name from edition_attachment e join attachment a on a.digest = e.digest \
         where e.item_key = $1 and e.number = $2 order by e.position",
        columns()
    );
    let kinds = [&KINDS[..], &[SqlKind::Text]].concat();
    let rows = fetch(tx, sql, &[item_key.into(), number.into()], &kinds).await?;
    Ok(rows.iter().map(|row| (attachment_of(row), row[12].to_plain())).collect())
}

/// The files of the current editions of these items, each with the key of its item, in their order.
pub async fn current(tx: &mut Tx, keys: &[&str]) -> Result<Vec<(String, EditionFile)>, StorageError> {
    let mut found = Vec::new();
    for chunk in keys.chunks(500) {
        let sql = format!(
            "select e.item_key, e.digest, e.name from edition_attachment e \
             join item i on i.key = e.item_key and i.edition = e.number \
             where e.item_key in ({}) order by e.item_key, e.position",
            marks(tx.engine(), 0, chunk.len())
        );
        let cells: Vec<Cell<'_>> = chunk.iter().map(|key| Cell::from(*key)).collect();
        let rows = fetch(tx, sql, &cells, &[SqlKind::Text; 3]).await?;
        found.extend(rows.iter().map(|row| {
            (row[0].to_plain(), EditionFile { digest: row[1].to_plain(), name: row[2].to_plain() })
        }));
    }
    Ok(found)
}

/// The items whose current editions use a file: key, and what it is called there.
pub async fn users(tx: &mut Tx, digest: &str) -> Result<Vec<(String, String)>, StorageError> {
    let sql = "select e.item_key, e.name from edition_attachment e join item i on i.key = e.item_key \
               and i.edition = e.number where e.digest = $1 order by e.item_key, e.position";
    let rows = fetch(tx, sql, &[digest.into()], &[SqlKind::Text; 2]).await?;
    Ok(rows.iter().map(|row| (row[0].to_plain(), row[1].to_plain())).collect())
}
