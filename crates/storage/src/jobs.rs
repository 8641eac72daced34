//! The queue of what is to be done outside: rows taken with a lease, so that of several programs on one database only
//! one carries each out.

use crate::people::instant;
use crate::sql::{Cell, execute, fetch, marks, number};
use crate::tables::SqlKind;
use crate::{StorageError, Tx};
use gongkai_domain::registers::Value;
use jiff::Timestamp;

/// Something to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Place in the queue, for ever its own.
    pub id: i64,
    /// What is to be done.
    pub kind: String,
    /// With what, as JSON.
    pub facts: String,
    /// When it was asked for.
    pub queued_at: Timestamp,
    /// When it was done or given up.
    pub done_at: Option<Timestamp>,
    /// Why it waits for a person.
    pub failure: Option<String>,
    /// Code of the body it belongs to.
    pub body: String,
    /// Key of what it is about.
    pub subject: String,
    /// Id of the account it goes to.
    pub account: String,
    /// `waiting`, `stopped`, `unsure`, `done` or `dropped`.
    pub state: String,
    /// When it is tried next.
    pub next_at: Option<Timestamp>,
    /// How often it was tried.
    pub attempts: i64,
    /// Whether the last try may have done it without our knowing.
    pub doubt: bool,
    /// How far it has come, in words of its own.
    pub progress: String,
    /// What was said last.
    pub said: String,
}

const COLUMNS: &str = "id, kind, facts, queued_at, done_at, failure, body, subject, account, state, next_at, attempts, doubt, progress, \
                       said";

const KINDS: [SqlKind; 15] = {
    use SqlKind::{Bigint, Boolean, Text, Timestamptz};
    [
        Bigint,
        Text,
        Text,
        Timestamptz,
        Timestamptz,
        Text,
        Text,
        Text,
        Text,
        Text,
        Timestamptz,
        Bigint,
        Boolean,
        Text,
        Text,
    ]
};

/// Asks for something to be done as soon as possible; answers its id. The transaction must hold its place in the audit
/// chain, which is what keeps two from being given the same id.
pub async fn add(
    tx: &mut Tx,
    kind: &str,
    facts: &str,
    (body, subject, account): (&str, &str, &str),
    at: Timestamp,
) -> Result<i64, StorageError> {
    let id = number(tx, "select coalesce(max(id), 0) + 1 from job", &[]).await?;
    let sql = "insert into job (id, kind, facts, queued_at, body, subject, account, state, next_at, attempts, doubt, progress, said) \
               values ($1, $2, $3, $4, $5, $6, $7, 'waiting', $4, 0, false, '', '')";
    let cells = [
        id.into(),
        kind.into(),
        facts.into(),
        Cell::Instant(Some(at)),
        body.into(),
        subject.into(),
        account.into(),
    ];
    execute(tx, sql, &cells).await?;
    Ok(id)
}

/// Whether anything is due that nobody holds.
pub async fn is_due(tx: &mut Tx, now: Timestamp) -> Result<bool, StorageError> {
    let sql = "select count(*) from job where state = 'waiting' and next_at <= $1 \
               and (held_until is null or held_until <= $1)";
    Ok(number(tx, sql, &[Cell::Instant(Some(now))]).await? > 0)
}

/// Takes the job that is due longest and nobody holds, for `holder` until `until`.
///
/// What comes back says whether there was doubt before; from now on there is, until the job is settled: a program that
/// is killed leaves it so.
pub async fn take(
    tx: &mut Tx,
    holder: &str,
    now: Timestamp,
    until: Timestamp,
) -> Result<Option<Job>, StorageError> {
    let sql = format!(
        "select {COLUMNS} from job where state = 'waiting' and next_at <= $1 \
         and (held_until is null or held_until <= $1) order by next_at nulls last, id limit 1"
    );
    let rows = fetch(tx, sql, &[Cell::Instant(Some(now))], &KINDS).await?;
    let Some(mut job) = rows.first().and_then(|row| job_of(row)) else { return Ok(None) };
    let sql = "update job set holder = $2, held_until = $3, attempts = attempts + 1, doubt = true \
               where id = $1 and state = 'waiting' and attempts = $5 and (held_until is null or held_until <= $4)";
    let cells = [
        job.id.into(),
        holder.into(),
        Cell::Instant(Some(until)),
        Cell::Instant(Some(now)),
        job.attempts.into(),
    ];
    job.attempts += 1;
    Ok((execute(tx, sql, &cells).await? == 1).then_some(job))
}

/// Notes how far a job has come while it is held, which is then held until `until`; answers whether it still was.
pub async fn go_on(
    tx: &mut Tx,
    (id, holder): (i64, &str),
    progress: &str,
    until: Timestamp,
) -> Result<bool, StorageError> {
    let sql =
        "update job set progress = $3, held_until = $4 where id = $1 and holder = $2 and state = 'waiting'";
    let cells = [id.into(), holder.into(), progress.into(), Cell::Instant(Some(until))];
    Ok(execute(tx, sql, &cells).await? == 1)
}

/// What became of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled<'a> {
    /// Its state now.
    pub state: &'a str,
    /// What was said.
    pub said: &'a str,
    /// How far it has come.
    pub progress: &'a str,
    /// When it is tried again.
    pub next_at: Option<Timestamp>,
    /// Whether it may have been done without our knowing.
    pub doubt: bool,
    /// When it was done or given up.
    pub done_at: Option<Timestamp>,
    /// Why it waits for a person.
    pub failure: Option<&'a str>,
}

/// Lets go of a job that `holder` holds; answers whether it still did.
pub async fn settle(
    tx: &mut Tx,
    (id, holder): (i64, &str),
    settled: &Settled<'_>,
) -> Result<bool, StorageError> {
    let sql = "update job set state = $3, said = $4, progress = $5, next_at = $6, doubt = $7, done_at = $8, \
               failure = $9, holder = null, held_until = null where id = $1 and holder = $2 and state = 'waiting'";
    let cells = [
        id.into(),
        holder.into(),
        settled.state.into(),
        settled.said.into(),
        settled.progress.into(),
        Cell::Instant(settled.next_at),
        Cell::Boolean(Some(settled.doubt)),
        Cell::Instant(settled.done_at),
        Cell::Text(settled.failure),
    ];
    Ok(execute(tx, sql, &cells).await? == 1)
}

/// Ends a job that was done, whoever holds it and whatever was thought of it; answers whether it was open.
pub async fn finish(tx: &mut Tx, id: i64, settled: &Settled<'_>) -> Result<bool, StorageError> {
    let sql = "update job set state = $2, said = $3, doubt = false, done_at = $4, failure = null, holder = null, \
               held_until = null, next_at = null where id = $1 and done_at is null";
    let cells = [id.into(), settled.state.into(), settled.said.into(), Cell::Instant(settled.done_at)];
    Ok(execute(tx, sql, &cells).await? == 1)
}

/// Moves a job nobody works on from one of the states it may be in to another; answers whether it was there.
pub async fn decide(
    tx: &mut Tx,
    id: i64,
    from: &str,
    now: Timestamp,
    settled: &Settled<'_>,
) -> Result<bool, StorageError> {
    let sql = "update job set state = $3, said = $4, progress = $5, next_at = $6, doubt = $7, done_at = $8, \
               failure = $9, attempts = 0, queued_at = case when $3 = 'waiting' then $10 else queued_at end, \
               holder = null, held_until = null \
               where id = $1 and state = $2 and (held_until is null or held_until <= $10)";
    let cells = [
        id.into(),
        from.into(),
        settled.state.into(),
        settled.said.into(),
        settled.progress.into(),
        Cell::Instant(settled.next_at),
        Cell::Boolean(Some(settled.doubt)),
        Cell::Instant(settled.done_at),
        Cell::Text(settled.failure),
        Cell::Instant(Some(now)),
    ];
    Ok(execute(tx, sql, &cells).await? == 1)
}

/// After a restore: whatever was queued may have been done since the copy was made, so it waits for a person.
pub async fn doubt_all(tx: &mut Tx, why: &str) -> Result<u64, StorageError> {
    let sql = "update job set state = 'unsure', doubt = true, failure = $1, holder = null, held_until = null \
               where state = 'waiting'";
    execute(tx, sql, &[why.into()]).await
}

/// The job with this id.
pub async fn get(tx: &mut Tx, id: i64) -> Result<Option<Job>, StorageError> {
    let sql = format!("select {COLUMNS} from job where id = $1 and state is not null");
    let rows = fetch(tx, sql, &[id.into()], &KINDS).await?;
    Ok(rows.first().and_then(|row| job_of(row)))
}

/// Jobs about one thing, newest first.
pub async fn about(tx: &mut Tx, subject: &str) -> Result<Vec<Job>, StorageError> {
    let sql = format!("select {COLUMNS} from job where subject = $1 and state is not null order by id desc");
    let rows = fetch(tx, sql, &[subject.into()], &KINDS).await?;
    Ok(rows.iter().filter_map(|row| job_of(row)).collect())
}

/// Jobs of these bodies that are not done, those that wait for a person first, at most `most`.
pub async fn open(tx: &mut Tx, bodies: &[String], most: i64) -> Result<Vec<Job>, StorageError> {
    if bodies.is_empty() {
        return Ok(Vec::new());
    }
    let places = marks(tx.engine(), 0, bodies.len());
    let limit = marks(tx.engine(), bodies.len(), 1);
    let sql = format!(
        "select {COLUMNS} from job where body in ({places}) and done_at is null and state is not null \
         order by case when state = 'waiting' then 1 else 0 end, id limit {limit}"
    );
    let mut cells: Vec<Cell<'_>> = bodies.iter().map(|body| Cell::from(body.as_str())).collect();
    cells.push(most.into());
    let rows = fetch(tx, sql, &cells, &KINDS).await?;
    Ok(rows.iter().filter_map(|row| job_of(row)).collect())
}

fn job_of(row: &[Value]) -> Option<Job> {
    Some(Job {
        id: row[0].as_integer()?,
        kind: row[1].to_plain(),
        facts: row[2].to_plain(),
        queued_at: instant(&row[3])?,
        done_at: instant(&row[4]),
        failure: row[5].as_text().map(str::to_owned),
        body: row[6].to_plain(),
        subject: row[7].to_plain(),
        account: row[8].to_plain(),
        state: row[9].to_plain(),
        next_at: instant(&row[10]),
        attempts: row[11].as_integer().unwrap_or_default(),
        doubt: row[12] == Value::Boolean(true),
        progress: row[13].to_plain(),
        said: row[14].to_plain(),
    })
}
