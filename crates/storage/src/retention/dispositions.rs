//! Runs of disposition (处置): what was proposed, who decided, what became of each item, the certificate's files.

use super::instant;
use crate::sql::{Cell, execute, fetch, insert_many, places};
use crate::tables::SqlKind;
use crate::{StorageError, Tx};
use gongkai_domain::registers::Value;
use jiff::Timestamp;
use jiff::civil::Date;

/// One run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disposition {
    /// Permanent id.
    pub id: String,
    /// Number of the certificate, once carried out.
    pub number: Option<String>,
    /// Code of the body.
    pub body: String,
    /// `proposed`, `done` or `dropped`.
    pub state: String,
    /// What the proposer says.
    pub reason: String,
    /// Digest of its list.
    pub digest: String,
    /// Who proposed it, and when.
    pub asked: (String, Timestamp),
    /// Who decided, when, and what they said.
    pub decided: Option<(String, Timestamp, String)>,
    /// Whether one person did both.
    pub forced: bool,
    /// The audit entry that carried it out.
    pub sequence: Option<i64>,
}

/// One item of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DispositionItem {
    /// Key of the item.
    pub item_key: String,
    /// Its part of the address.
    pub short_id: String,
    /// Index number.
    pub index_number: String,
    /// Title.
    pub title: String,
    /// Number of its last edition before the run.
    pub edition: i64,
    /// Digest of that edition.
    pub digest: String,
    /// Id of the rule.
    pub rule: String,
    /// Last day of its term.
    pub last_day: Option<Date>,
    /// What is to be done with it.
    pub choice: String,
    /// What was done; empty before it was carried out.
    pub outcome: String,
    /// Why it was passed over, or how long it was extended; may be empty.
    pub note: String,
}

/// A file of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DispositionFile {
    /// Name.
    pub name: String,
    /// SM3 digest of its bytes.
    pub digest: String,
    /// Its bytes in base64.
    pub content: String,
}

const COLUMNS: &str = "id, number, body, state, reason, digest, asked_by, asked_at, decided_by, decided_at, decided_why, \
                       forced, sequence";

const KINDS: [SqlKind; 13] = {
    use SqlKind::{Bigint, Boolean, Text, Timestamptz};
    [Text, Text, Text, Text, Text, Text, Text, Timestamptz, Text, Timestamptz, Text, Boolean, Bigint]
};

/// Adds a run.
pub async fn add(tx: &mut Tx, run: &Disposition) -> Result<(), StorageError> {
    let sql = format!("insert into disposition ({COLUMNS}) values ({})", places(1, 13));
    execute(tx, sql, &cells(run)).await.map(drop)
}

/// Writes a run that still stands in `state`; answers whether it did.
pub async fn update(tx: &mut Tx, run: &Disposition, state: &str) -> Result<bool, StorageError> {
    let names: Vec<&str> = COLUMNS.split(',').map(str::trim).collect();
    let sets: Vec<String> =
        names.iter().enumerate().skip(1).map(|(at, name)| format!("{name} = ${}", at + 1)).collect();
    let sql = format!("update disposition set {} where id = $1 and state = $14", sets.join(", "));
    let mut cells = cells(run).to_vec();
    cells.push(state.into());
    Ok(execute(tx, sql, &cells).await? == 1)
}

/// The run with this id.
pub async fn load(tx: &mut Tx, id: &str) -> Result<Option<Disposition>, StorageError> {
    let sql = format!("select {COLUMNS} from disposition where id = $1");
    Ok(fetch(tx, sql, &[id.into()], &KINDS).await?.first().map(|row| run_of(row)))
}

/// The runs of these bodies, the newest first.
pub async fn list(tx: &mut Tx, bodies: &[String], limit: i64) -> Result<Vec<Disposition>, StorageError> {
    if bodies.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "select {COLUMNS} from disposition where body in ({}) order by asked_at desc, id limit ${}",
        places(1, bodies.len()),
        bodies.len() + 1
    );
    let mut cells: Vec<Cell<'_>> = bodies.iter().map(|body| Cell::from(body.as_str())).collect();
    cells.push(limit.into());
    Ok(fetch(tx, sql, &cells, &KINDS).await?.iter().map(|row| run_of(row)).collect())
}

/// Writes the items of a run in place of those it had.
pub async fn put_items(tx: &mut Tx, run: &str, items: &[DispositionItem]) -> Result<(), StorageError> {
    execute(tx, "delete from disposition_item where disposition = $1", &[run.into()]).await?;
    let columns = [
        "disposition",
        "position",
        "item_key",
        "short_id",
        "index_number",
        "title",
        "edition",
        "digest",
        "rule",
        "last_day",
        "choice",
        "outcome",
        "note",
    ];
    let cells = items.iter().zip(1_i64..).flat_map(|(item, position)| {
        [
            Cell::from(run),
            position.into(),
            item.item_key.as_str().into(),
            item.short_id.as_str().into(),
            item.index_number.as_str().into(),
            item.title.as_str().into(),
            item.edition.into(),
            item.digest.as_str().into(),
            item.rule.as_str().into(),
            Cell::Date(item.last_day),
            item.choice.as_str().into(),
            item.outcome.as_str().into(),
            item.note.as_str().into(),
        ]
    });
    insert_many(tx, "disposition_item", &columns, cells, "").await
}

/// The items of a run in their order.
pub async fn items_of(tx: &mut Tx, run: &str) -> Result<Vec<DispositionItem>, StorageError> {
    use SqlKind::{Bigint, Date, Text};
    let sql = "select item_key, short_id, index_number, title, edition, digest, rule, last_day, choice, outcome, note \
               from disposition_item where disposition = $1 order by position";
    let kinds = [Text, Text, Text, Text, Bigint, Text, Text, Date, Text, Text, Text];
    let rows = fetch(tx, sql, &[run.into()], &kinds).await?;
    Ok(rows
        .iter()
        .map(|row| DispositionItem {
            item_key: row[0].to_plain(),
            short_id: row[1].to_plain(),
            index_number: row[2].to_plain(),
            title: row[3].to_plain(),
            edition: row[4].as_integer().unwrap_or_default(),
            digest: row[5].to_plain(),
            rule: row[6].to_plain(),
            last_day: row[7].as_date(),
            choice: row[8].to_plain(),
            outcome: row[9].to_plain(),
            note: row[10].to_plain(),
        })
        .collect())
}

/// Keeps a file of a run's certificate; what is kept already under the name stays.
pub async fn keep_file(tx: &mut Tx, run: &str, kept: &DispositionFile) -> Result<(), StorageError> {
    let sql = "insert into disposition_file (disposition, name, digest, content) values ($1, $2, $3, $4) \
               on conflict (disposition, name) do nothing";
    let cells =
        [run.into(), kept.name.as_str().into(), kept.digest.as_str().into(), kept.content.as_str().into()];
    execute(tx, sql, &cells).await.map(drop)
}

/// A file of a run's certificate.
pub async fn file(tx: &mut Tx, run: &str, name: &str) -> Result<Option<DispositionFile>, StorageError> {
    let sql = "select name, digest, content from disposition_file where disposition = $1 and name = $2";
    let rows = fetch(tx, sql, &[run.into(), name.into()], &[SqlKind::Text; 3]).await?;
    Ok(rows.first().map(|row| DispositionFile {
        name: row[0].to_plain(),
        digest: row[1].to_plain(),
        content: row[2].to_plain(),
    }))
}

fn cells(run: &Disposition) -> [Cell<'_>; 13] {
    let decided = run.decided.as_ref();
    [
        run.id.as_str().into(),
        Cell::Text(run.number.as_deref()),
        run.body.as_str().into(),
        run.state.as_str().into(),
        run.reason.as_str().into(),
        run.digest.as_str().into(),
        run.asked.0.as_str().into(),
        Cell::Instant(Some(run.asked.1)),
        Cell::Text(decided.map(|(by, ..)| by.as_str())),
        Cell::Instant(decided.map(|(_, at, _)| *at)),
        Cell::Text(decided.map(|(.., why)| why.as_str())),
        Cell::Boolean(Some(run.forced)),
        Cell::Bigint(run.sequence),
    ]
}

fn run_of(row: &[Value]) -> Disposition {
    Disposition {
        id: row[0].to_plain(),
        number: row[1].as_text().map(str::to_owned),
        body: row[2].to_plain(),
        state: row[3].to_plain(),
        reason: row[4].to_plain(),
        digest: row[5].to_plain(),
        asked: (row[6].to_plain(), instant(&row[7]).unwrap_or_default()),
        decided: instant(&row[9]).map(|at| (row[8].to_plain(), at, row[10].to_plain())),
        forced: row[11] == Value::Boolean(true),
        sequence: row[12].as_integer(),
    }
}
