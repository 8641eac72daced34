//! Where people are signed in.

use crate::people::instant;
use crate::sql::{Cell, execute, fetch};
use crate::tables::SqlKind;
use crate::{StorageError, Tx};
use gongkai_domain::registers::Value;
use jiff::Timestamp;

/// One browser in which somebody is signed in, or about to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Digest of the secret in its cookie.
    pub digest: String,
    /// Id of the person.
    pub staff: String,
    /// What every form of the session sends back, so that no other site can.
    pub csrf: String,
    /// How far signing in has come: `password` (the second factor is still asked for) or `whole`.
    pub stage: String,
    /// When it began.
    pub begun_at: Timestamp,
    /// When it was last used, to the minute.
    pub seen_at: Timestamp,
    /// Network address.
    pub address: String,
    /// What the browser calls itself.
    pub agent: String,
}

const COLUMNS: &str = "digest, staff, csrf, stage, begun_at, seen_at, address, agent";

const KINDS: [SqlKind; 8] = {
    use SqlKind::{Text, Timestamptz};
    [Text, Text, Text, Text, Timestamptz, Timestamptz, Text, Text]
};

/// The session with this digest.
pub async fn get(tx: &mut Tx, digest: &str) -> Result<Option<Session>, StorageError> {
    let sql = format!("select {COLUMNS} from session where digest = $1");
    Ok(fetch(tx, sql, &[digest.into()], &KINDS).await?.into_iter().next().map(session_of))
}

/// The sessions of a person, the one used last first.
pub async fn of_staff(tx: &mut Tx, staff: &str) -> Result<Vec<Session>, StorageError> {
    let sql = format!("select {COLUMNS} from session where staff = $1 order by seen_at desc, digest");
    Ok(fetch(tx, sql, &[staff.into()], &KINDS).await?.into_iter().map(session_of).collect())
}

/// Begins a session.
pub async fn add(tx: &mut Tx, session: &Session) -> Result<(), StorageError> {
    let sql = format!("insert into session ({COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8)");
    let cells = [
        Cell::from(session.digest.as_str()),
        Cell::from(session.staff.as_str()),
        Cell::from(session.csrf.as_str()),
        Cell::from(session.stage.as_str()),
        Cell::Instant(Some(session.begun_at)),
        Cell::Instant(Some(session.seen_at)),
        Cell::from(session.address.as_str()),
        Cell::from(session.agent.as_str()),
    ];
    execute(tx, sql, &cells).await.map(drop)
}

/// Notes that a session was used.
pub async fn see(tx: &mut Tx, digest: &str, at: Timestamp) -> Result<(), StorageError> {
    let sql = "update session set seen_at = $2 where digest = $1";
    execute(tx, sql, &[digest.into(), Cell::Instant(Some(at))]).await.map(drop)
}

/// Ends one session of a person; answers whether it was there.
pub async fn end(tx: &mut Tx, staff: &str, digest: &str) -> Result<bool, StorageError> {
    let sql = "delete from session where staff = $1 and digest = $2";
    Ok(execute(tx, sql, &[staff.into(), digest.into()]).await? > 0)
}

/// Ends every session of a person; answers how many there were.
pub async fn end_all(tx: &mut Tx, staff: &str) -> Result<u64, StorageError> {
    execute(tx, "delete from session where staff = $1", &[staff.into()]).await
}

/// Ends every session of a person but one; answers how many there were.
pub async fn end_others(tx: &mut Tx, staff: &str, kept: &str) -> Result<u64, StorageError> {
    execute(tx, "delete from session where staff = $1 and digest <> $2", &[staff.into(), kept.into()]).await
}

/// Forgets sessions last used before `seen` or begun before `begun`.
pub async fn forget(tx: &mut Tx, seen: Timestamp, begun: Timestamp) -> Result<u64, StorageError> {
    let sql = "delete from session where seen_at < $1 or begun_at < $2";
    execute(tx, sql, &[Cell::Instant(Some(seen)), Cell::Instant(Some(begun))]).await
}

fn session_of(row: Vec<Value>) -> Session {
    Session {
        digest: row[0].to_plain(),
        staff: row[1].to_plain(),
        csrf: row[2].to_plain(),
        stage: row[3].to_plain(),
        begun_at: instant(&row[4]).unwrap_or(Timestamp::UNIX_EPOCH),
        seen_at: instant(&row[5]).unwrap_or(Timestamp::UNIX_EPOCH),
        address: row[6].to_plain(),
        agent: row[7].to_plain(),
    }
}
