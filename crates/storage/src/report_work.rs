//! The work on reports: how far each has come, what was said of it, which failing checks were accepted, and which frozen
//! versions the public reads.

use crate::people::instant;
use crate::sql::{Cell, execute, fetch};
use crate::tables::SqlKind::{self, Bigint, Boolean, Text, Timestamptz};
use crate::{StorageError, Tx};
use gongkai_domain::registers::Value;
use jiff::Timestamp;

/// Which report: body, year, format.
pub type Of<'a> = (&'a str, i16, &'a str);

/// How far the work on one report has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredWork {
    /// Code of the body.
    pub body: String,
    /// Year reported on.
    pub year: i16,
    /// Id of the format.
    pub format: String,
    /// Code of its state.
    pub state: String,
    /// Who handed it in, as the audit trail calls them, and when.
    pub submitted: Option<(String, Timestamp)>,
    /// Who checked it, and when.
    pub checked: Option<(String, Timestamp)>,
    /// Who signed it, and when.
    pub signed: Option<(String, Timestamp)>,
    /// When it was last sent back.
    pub sent_back_at: Option<Timestamp>,
    /// Digest of the report as it was last handed on.
    pub digest: String,
}

const WORK: &str = "body, report_year, format, state, submitted_by, submitted_at, checked_by, checked_at, signed_by, \
                    signed_at, sent_back_at, digest";

const WORK_KINDS: [SqlKind; 12] =
    [Text, Bigint, Text, Text, Text, Timestamptz, Text, Timestamptz, Text, Timestamptz, Timestamptz, Text];

/// The work on a report, if it was begun.
pub async fn work(tx: &mut Tx, of: Of<'_>) -> Result<Option<StoredWork>, StorageError> {
    let sql = format!("select {WORK} from report_work where body = $1 and report_year = $2 and format = $3");
    let rows = fetch(tx, sql, &key(of), &WORK_KINDS).await?;
    Ok(rows.first().and_then(|row| work_of(row)))
}

/// The work on every report of these years, from the first to the last.
pub async fn all_work(tx: &mut Tx, first: i16, last: i16) -> Result<Vec<StoredWork>, StorageError> {
    let sql = format!(
        "select {WORK} from report_work where report_year >= $1 and report_year <= $2 \
         order by report_year, body, format"
    );
    let rows = fetch(tx, sql, &[i64::from(first).into(), i64::from(last).into()], &WORK_KINDS).await?;
    Ok(rows.iter().filter_map(|row| work_of(row)).collect())
}

/// Writes how far a report has come.
pub async fn put_work(tx: &mut Tx, work: &StoredWork) -> Result<(), StorageError> {
    let sql = format!(
        "insert into report_work ({WORK}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
         on conflict (body, report_year, format) do update set state = excluded.state, \
         submitted_by = excluded.submitted_by, submitted_at = excluded.submitted_at, \
         checked_by = excluded.checked_by, checked_at = excluded.checked_at, signed_by = excluded.signed_by, \
         signed_at = excluded.signed_at, sent_back_at = excluded.sent_back_at, digest = excluded.digest"
    );
    let [body, year, format] = key((&work.body, work.year, &work.format));
    let mut cells = vec![body, year, format, work.state.as_str().into()];
    for hand in [&work.submitted, &work.checked, &work.signed] {
        cells.push(Cell::Text(hand.as_ref().map(|(who, _)| who.as_str())));
        cells.push(Cell::Instant(hand.as_ref().map(|(_, at)| *at)));
    }
    cells.extend([Cell::Instant(work.sent_back_at), work.digest.as_str().into()]);
    execute(tx, sql, &cells).await.map(drop)
}

fn work_of(row: &[Value]) -> Option<StoredWork> {
    let hand = |at: usize| Some((row[at].as_text()?.to_owned(), instant(&row[at + 1])?));
    Some(StoredWork {
        body: row[0].to_plain(),
        year: year_of(&row[1])?,
        format: row[2].to_plain(),
        state: row[3].to_plain(),
        submitted: hand(4),
        checked: hand(6),
        signed: hand(8),
        sent_back_at: instant(&row[10]),
        digest: row[11].to_plain(),
    })
}

/// Something said of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredComment {
    /// Permanent id.
    pub id: String,
    /// Code of the body.
    pub body: String,
    /// Year reported on.
    pub year: i16,
    /// Id of the format.
    pub format: String,
    /// What it is about: `cell:F17`, `section:overview`, or nothing for the whole.
    pub about: String,
    /// What was said.
    pub words: String,
    /// Whether the report was sent back with it.
    pub sent_back: bool,
    /// Who said it, as the audit trail calls them.
    pub author: String,
    /// When.
    pub made_at: Timestamp,
    /// Who dealt with it, and when.
    pub resolved: Option<(String, Timestamp)>,
}

const COMMENT: &str =
    "id, body, report_year, format, about, words, sent_back, author, made_at, resolved_by, resolved_at";

const COMMENT_KINDS: [SqlKind; 11] =
    [Text, Text, Bigint, Text, Text, Text, Boolean, Text, Timestamptz, Text, Timestamptz];

/// What was said of a report, oldest first.
pub async fn comments(tx: &mut Tx, of: Of<'_>) -> Result<Vec<StoredComment>, StorageError> {
    let sql = format!(
        "select {COMMENT} from report_comment where body = $1 and report_year = $2 and format = $3 \
         order by made_at, id"
    );
    Ok(fetch(tx, sql, &key(of), &COMMENT_KINDS).await?.iter().filter_map(|row| comment_of(row)).collect())
}

/// Keeps something said of a report.
pub async fn add_comment(tx: &mut Tx, comment: &StoredComment) -> Result<(), StorageError> {
    let sql = format!(
        "insert into report_comment ({COMMENT}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    );
    let [body, year, format] = key((&comment.body, comment.year, &comment.format));
    let cells = [
        comment.id.as_str().into(),
        body,
        year,
        format,
        comment.about.as_str().into(),
        comment.words.as_str().into(),
        Cell::Boolean(Some(comment.sent_back)),
        comment.author.as_str().into(),
        Cell::Instant(Some(comment.made_at)),
        Cell::Text(comment.resolved.as_ref().map(|(who, _)| who.as_str())),
        Cell::Instant(comment.resolved.as_ref().map(|(_, at)| *at)),
    ];
    execute(tx, sql, &cells).await.map(drop)
}

/// Marks a comment of a report as dealt with; answers whether there was such a one and it was open.
pub async fn resolve_comment(
    tx: &mut Tx,
    of: Of<'_>,
    id: &str,
    (who, at): (&str, Timestamp),
) -> Result<bool, StorageError> {
    let sql = "update report_comment set resolved_by = $5, resolved_at = $6 where body = $1 and report_year = $2 \
               and format = $3 and id = $4 and resolved_by is null";
    let [body, year, format] = key(of);
    let cells = [body, year, format, id.into(), who.into(), Cell::Instant(Some(at))];
    Ok(execute(tx, sql, &cells).await? > 0)
}

fn comment_of(row: &[Value]) -> Option<StoredComment> {
    Some(StoredComment {
        id: row[0].to_plain(),
        body: row[1].to_plain(),
        year: year_of(&row[2])?,
        format: row[3].to_plain(),
        about: row[4].to_plain(),
        words: row[5].to_plain(),
        sent_back: matches!(row[6], Value::Boolean(true)),
        author: row[7].to_plain(),
        made_at: instant(&row[8])?,
        resolved: row[9].as_text().map(str::to_owned).zip(instant(&row[10])),
    })
}

/// A failing check that was accepted while a report is prepared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAccepted {
    /// Id of the check.
    pub check: String,
    /// Why.
    pub reason: String,
    /// Who decided it, as the audit trail calls them.
    pub decided_by: String,
    /// When.
    pub decided_at: Timestamp,
}

/// The failing checks of a report that were accepted.
pub async fn accepted(tx: &mut Tx, of: Of<'_>) -> Result<Vec<StoredAccepted>, StorageError> {
    let sql = "select check_id, reason, decided_by, decided_at from report_accepted \
               where body = $1 and report_year = $2 and format = $3 order by check_id";
    let rows = fetch(tx, sql, &key(of), &[Text, Text, Text, Timestamptz]).await?;
    let accepted = |row: &Vec<Value>| StoredAccepted {
        check: row[0].to_plain(),
        reason: row[1].to_plain(),
        decided_by: row[2].to_plain(),
        decided_at: instant(&row[3]).unwrap_or(Timestamp::UNIX_EPOCH),
    };
    Ok(rows.iter().map(accepted).collect())
}

/// Accepts a failing check.
pub async fn accept(tx: &mut Tx, of: Of<'_>, accepted: &StoredAccepted) -> Result<(), StorageError> {
    let sql = "insert into report_accepted (body, report_year, format, check_id, reason, decided_by, decided_at) \
               values ($1, $2, $3, $4, $5, $6, $7) on conflict (body, report_year, format, check_id) \
               do update set reason = excluded.reason, decided_by = excluded.decided_by, \
               decided_at = excluded.decided_at";
    let [body, year, format] = key(of);
    let cells = [
        body,
        year,
        format,
        accepted.check.as_str().into(),
        accepted.reason.as_str().into(),
        accepted.decided_by.as_str().into(),
        Cell::Instant(Some(accepted.decided_at)),
    ];
    execute(tx, sql, &cells).await.map(drop)
}

/// Takes an acceptance back; answers whether there was one.
pub async fn unaccept(tx: &mut Tx, of: Of<'_>, check: &str) -> Result<bool, StorageError> {
    let sql = "delete from report_accepted where body = $1 and report_year = $2 and format = $3 \
               and check_id = $4";
    let [body, year, format] = key(of);
    Ok(execute(tx, sql, &[body, year, format, check.into()]).await? > 0)
}

/// Whether the public reads a frozen version that came out of the studio.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredIssue {
    /// The version.
    pub version: i64,
    /// `held`, `published` or `withdrawn`.
    pub state: String,
    /// Who brought it there, as the audit trail calls them.
    pub changed_by: String,
    /// When.
    pub changed_at: Timestamp,
    /// What the public is told of it: why it was withdrawn, or replaces the one before.
    pub note: String,
}

/// The versions of a report that came out of the studio, latest first. One that is not among them was frozen from the
/// command line.
pub async fn issues(tx: &mut Tx, of: Of<'_>) -> Result<Vec<StoredIssue>, StorageError> {
    let sql = "select version, state, changed_by, changed_at, note from report_issue \
               where body = $1 and report_year = $2 and format = $3 order by version desc";
    let rows = fetch(tx, sql, &key(of), &[Bigint, Text, Text, Timestamptz, Text]).await?;
    let issue = |row: &Vec<Value>| {
        Some(StoredIssue {
            version: row[0].as_integer()?,
            state: row[1].to_plain(),
            changed_by: row[2].to_plain(),
            changed_at: instant(&row[3])?,
            note: row[4].to_plain(),
        })
    };
    Ok(rows.iter().filter_map(issue).collect())
}

/// Writes whether the public reads a version.
pub async fn put_issue(tx: &mut Tx, of: Of<'_>, issue: &StoredIssue) -> Result<(), StorageError> {
    let sql = "insert into report_issue (body, report_year, format, version, state, changed_by, changed_at, note) \
               values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (body, report_year, format, version) \
               do update set state = excluded.state, changed_by = excluded.changed_by, \
               changed_at = excluded.changed_at, note = excluded.note";
    let [body, year, format] = key(of);
    let cells = [
        body,
        year,
        format,
        issue.version.into(),
        issue.state.as_str().into(),
        issue.changed_by.as_str().into(),
        Cell::Instant(Some(issue.changed_at)),
        issue.note.as_str().into(),
    ];
    execute(tx, sql, &cells).await.map(drop)
}

fn key((body, year, format): Of<'_>) -> [Cell<'_>; 3] {
    [body.into(), i64::from(year).into(), format.into()]
}

fn year_of(value: &Value) -> Option<i16> {
    i16::try_from(value.as_integer()?).ok()
}
