//! Printed issues: gazettes, bulletins and booklets that were issued, with the file each was.

use crate::people::instant;
use crate::sql::{Cell, execute, fetch, insert_many, marks};
use crate::tables::SqlKind;
use crate::{StorageError, Tx};
use gongkai_domain::registers::Value;
use jiff::Timestamp;
use jiff::civil::Date;

/// An issue as it was printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedIssue {
    /// Permanent id.
    pub id: String,
    /// Code of the body.
    pub body: String,
    /// Code of its kind.
    pub kind: String,
    /// Name of the series.
    pub series: String,
    /// Title.
    pub title: String,
    /// Year it is numbered in.
    pub issue_year: i64,
    /// Number in the year.
    pub issue_number: i64,
    /// Day it bears.
    pub dated: Date,
    /// Keys of its items in order, one a line.
    pub items: String,
    /// SM3 digest of the file.
    pub digest: String,
    /// Size of the file, in bytes.
    pub size: i64,
    /// Who issued it.
    pub made_by: String,
    /// When.
    pub made_at: Timestamp,
}

const COLUMNS: &str =
    "id, body, kind, series, title, issue_year, issue_number, dated, items, digest, size, made_by, made_at";

const KINDS: [SqlKind; 13] = {
    use SqlKind::{Bigint, Date, Text, Timestamptz};
    [Text, Text, Text, Text, Text, Bigint, Bigint, Date, Text, Text, Bigint, Text, Timestamptz]
};

/// Keeps an issue with its file in parts of text.
pub async fn add(tx: &mut Tx, issue: &PrintedIssue, parts: &[String]) -> Result<(), StorageError> {
    let sql = format!(
        "insert into printed_issue ({COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
    );
    let cells = [
        Cell::from(issue.id.as_str()),
        Cell::from(issue.body.as_str()),
        Cell::from(issue.kind.as_str()),
        Cell::from(issue.series.as_str()),
        Cell::from(issue.title.as_str()),
        Cell::from(issue.issue_year),
        Cell::from(issue.issue_number),
        Cell::Date(Some(issue.dated)),
        Cell::from(issue.items.as_str()),
        Cell::from(issue.digest.as_str()),
        Cell::from(issue.size),
        Cell::from(issue.made_by.as_str()),
        Cell::Instant(Some(issue.made_at)),
    ];
    execute(tx, sql, &cells).await?;
    let cells = parts.iter().enumerate().flat_map(|(at, part)| {
        [Cell::from(issue.id.as_str()), Cell::from(at as i64), Cell::from(part.as_str())]
    });
    insert_many(tx, "printed_part", &["issue", "part", "content"], cells, "").await
}

/// The issue with this id.
pub async fn get(tx: &mut Tx, id: &str) -> Result<Option<PrintedIssue>, StorageError> {
    let sql = format!("select {COLUMNS} from printed_issue where id = $1");
    let rows = fetch(tx, sql, &[id.into()], &KINDS).await?;
    Ok(rows.first().and_then(|row| issue_of(row)))
}

/// The file of an issue, in its parts.
pub async fn parts(tx: &mut Tx, id: &str) -> Result<Vec<String>, StorageError> {
    let sql = "select content from printed_part where issue = $1 order by part";
    let rows = fetch(tx, sql, &[id.into()], &[SqlKind::Text]).await?;
    Ok(rows.iter().map(|row| row[0].to_plain()).collect())
}

/// The issues of these bodies, newest first, at most `most`.
pub async fn of_bodies(tx: &mut Tx, bodies: &[String], most: i64) -> Result<Vec<PrintedIssue>, StorageError> {
    if bodies.is_empty() {
        return Ok(Vec::new());
    }
    let places = marks(tx.engine(), 0, bodies.len());
    let limit = marks(tx.engine(), bodies.len(), 1);
    let sql = format!(
        "select {COLUMNS} from printed_issue where body in ({places}) order by dated desc, made_at desc, id \
         limit {limit}"
    );
    let mut cells: Vec<Cell<'_>> = bodies.iter().map(|body| Cell::from(body.as_str())).collect();
    cells.push(most.into());
    let rows = fetch(tx, sql, &cells, &KINDS).await?;
    Ok(rows.iter().filter_map(|row| issue_of(row)).collect())
}

fn issue_of(row: &[Value]) -> Option<PrintedIssue> {
    Some(PrintedIssue {
        id: row[0].to_plain(),
        body: row[1].to_plain(),
        kind: row[2].to_plain(),
        series: row[3].to_plain(),
        title: row[4].to_plain(),
        issue_year: row[5].as_integer()?,
        issue_number: row[6].as_integer()?,
        dated: row[7].as_date()?,
        items: row[8].to_plain(),
        digest: row[9].to_plain(),
        size: row[10].as_integer().unwrap_or_default(),
        made_by: row[11].to_plain(),
        made_at: instant(&row[12])?,
    })
}
