//! Drafts of items: what is being written, its versions, what was done with it.

use crate::sql::{Cell, execute, fetch, number, places};
use crate::tables::SqlKind;
use crate::{StorageError, Tx};
use gongkai_domain::registers::Value;
use jiff::Timestamp;

/// A draft as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Permanent id.
    pub id: String,
    /// Key of the item it is a new edition of; none for a new item.
    pub item_key: Option<String>,
    /// Code of the body it is drafted for.
    pub body: String,
    /// Code of its stage.
    pub stage: String,
    /// Counts every save, from 1.
    pub version: i64,
    /// What was typed, as JSON by code of the column.
    pub fields: String,
    /// The text, as clean HTML.
    pub html: String,
    /// Ids of those who wrote on it, as JSON.
    pub authors: String,
    /// Who reviewed it and what was decided in this round, as JSON.
    pub hands: String,
    /// Findings that were accepted, with reasons, as JSON.
    pub accepted: String,
    /// When it is to be published.
    pub publish_at: Option<Timestamp>,
    /// Who made it.
    pub made_by: String,
    /// When.
    pub made_at: Timestamp,
    /// Who saved it last.
    pub saved_by: String,
    /// When.
    pub saved_at: Timestamp,
}

/// One version that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The draft.
    pub draft: String,
    /// Place among its versions, from 1.
    pub position: i64,
    /// `saved`, or `aside` for one that met another's save and was laid aside.
    pub kind: String,
    /// The draft's count at this save; for one laid aside the count it was written on.
    pub version: i64,
    /// What was typed.
    pub fields: String,
    /// The text.
    pub html: String,
    /// When the first save of this version was.
    pub begun_at: Timestamp,
    /// Who saved it.
    pub saved_by: String,
    /// When it was saved last.
    pub saved_at: Timestamp,
}

/// Something done with a draft; never changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The draft.
    pub draft: String,
    /// Place among its events, from 1.
    pub position: i64,
    /// What was done.
    pub act: String,
    /// Where the draft stood afterwards.
    pub stage: String,
    /// Which count of the draft it was done with.
    pub version: i64,
    /// Who.
    pub actor: String,
    /// When.
    pub at: Timestamp,
    /// Why; may be empty.
    pub reason: String,
    /// Whether somebody had two parts.
    pub forced: bool,
    /// More, as JSON.
    pub facts: String,
}

const COLUMNS: &str = "id, item_key, body, stage, version, fields, html, authors, hands, accepted, publish_at, \
                       made_by, made_at, saved_by, saved_at";

const KINDS: [SqlKind; 15] = {
    use SqlKind::{Bigint, Text, Timestamptz};
    [
        Text,
        Text,
        Text,
        Text,
        Bigint,
        Text,
        Text,
        Text,
        Text,
        Text,
        Timestamptz,
        Text,
        Timestamptz,
        Text,
        Timestamptz,
    ]
};

/// The draft with this id.
pub async fn load(tx: &mut Tx, id: &str) -> Result<Option<Draft>, StorageError> {
    let sql = format!("select {COLUMNS} from draft where id = $1");
    Ok(fetch(tx, sql, &[id.into()], &KINDS).await?.into_iter().next().map(draft_of))
}

/// The drafts of these bodies, last saved first; only those at these stages.
pub async fn list(
    tx: &mut Tx,
    bodies: &[String],
    stages: &[&str],
    limit: i64,
) -> Result<Vec<Draft>, StorageError> {
    if bodies.is_empty() || stages.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "select {COLUMNS} from draft where stage in ({}) and body in ({}) order by saved_at desc, id limit ${}",
        places(1, stages.len()),
        places(stages.len() + 1, bodies.len()),
        stages.len() + bodies.len() + 1
    );
    let mut cells: Vec<Cell<'_>> = stages.iter().map(|stage| Cell::from(*stage)).collect();
    cells.extend(bodies.iter().map(|body| Cell::from(body.as_str())));
    cells.push(limit.into());
    Ok(fetch(tx, sql, &cells, &KINDS).await?.into_iter().map(draft_of).collect())
}

/// How many drafts of these bodies stand at each stage.
pub async fn counts(tx: &mut Tx, bodies: &[String]) -> Result<Vec<(String, i64)>, StorageError> {
    if bodies.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "select stage, count(*) from draft where body in ({}) group by stage order by stage",
        places(1, bodies.len())
    );
    let cells: Vec<Cell<'_>> = bodies.iter().map(|body| Cell::from(body.as_str())).collect();
    let rows = fetch(tx, sql, &cells, &[SqlKind::Text, SqlKind::Bigint]).await?;
    Ok(rows.iter().map(|row| (row[0].to_plain(), row[1].as_integer().unwrap_or_default())).collect())
}

/// The drafts of an item, last saved first.
pub async fn of_item(tx: &mut Tx, item_key: &str) -> Result<Vec<Draft>, StorageError> {
    let sql = format!("select {COLUMNS} from draft where item_key = $1 order by saved_at desc, id");
    Ok(fetch(tx, sql, &[item_key.into()], &KINDS).await?.into_iter().map(draft_of).collect())
}

/// Ids of the drafts at `stage` that were to be published by an instant, the longest due first.
pub async fn due(tx: &mut Tx, stage: &str, by: Timestamp) -> Result<Vec<String>, StorageError> {
    let sql = "select id from draft where stage = $1 and publish_at <= $2 order by publish_at nulls last, id";
    let rows = fetch(tx, sql, &[stage.into(), Cell::Instant(Some(by))], &[SqlKind::Text]).await?;
    Ok(rows.iter().map(|row| row[0].to_plain()).collect())
}

/// Adds a draft.
pub async fn insert(tx: &mut Tx, draft: &Draft) -> Result<(), StorageError> {
    let sql = format!("insert into draft ({COLUMNS}) values ({})", places(1, 15));
    execute(tx, sql, &cells(draft)).await.map(drop)
}

/// Writes a draft that is still at the count `version`; answers whether it was.
pub async fn update(tx: &mut Tx, draft: &Draft, version: i64) -> Result<bool, StorageError> {
    let names: Vec<&str> = COLUMNS.split(',').map(str::trim).collect();
    let sets: Vec<String> =
        names.iter().enumerate().skip(1).map(|(at, name)| format!("{name} = ${}", at + 1)).collect();
    let sql = format!("update draft set {} where id = $1 and version = $16", sets.join(", "));
    let mut cells = cells(draft).to_vec();
    cells.push(version.into());
    Ok(execute(tx, sql, &cells).await? == 1)
}

fn cells(draft: &Draft) -> [Cell<'_>; 15] {
    [
        draft.id.as_str().into(),
        Cell::Text(draft.item_key.as_deref()),
        draft.body.as_str().into(),
        draft.stage.as_str().into(),
        draft.version.into(),
        draft.fields.as_str().into(),
        draft.html.as_str().into(),
        draft.authors.as_str().into(),
        draft.hands.as_str().into(),
        draft.accepted.as_str().into(),
        Cell::Instant(draft.publish_at),
        draft.made_by.as_str().into(),
        Cell::Instant(Some(draft.made_at)),
        draft.saved_by.as_str().into(),
        Cell::Instant(Some(draft.saved_at)),
    ]
}

fn draft_of(row: Vec<Value>) -> Draft {
    Draft {
        id: row[0].to_plain(),
        item_key: row[1].as_text().map(str::to_owned),
        body: row[2].to_plain(),
        stage: row[3].to_plain(),
        version: row[4].as_integer().unwrap_or_default(),
        fields: row[5].to_plain(),
        html: row[6].to_plain(),
        authors: row[7].to_plain(),
        hands: row[8].to_plain(),
        accepted: row[9].to_plain(),
        publish_at: instant(&row[10]),
        made_by: row[11].to_plain(),
        made_at: instant(&row[12]).unwrap_or_default(),
        saved_by: row[13].to_plain(),
        saved_at: instant(&row[14]).unwrap_or_default(),
    }
}

/// Every version of a draft that is kept, oldest first.
pub async fn versions(tx: &mut Tx, draft: &str) -> Result<Vec<Version>, StorageError> {
    use SqlKind::{Bigint, Text, Timestamptz};
    let sql = "select draft, position, kind, version, fields, html, begun_at, saved_by, saved_at \
               from draft_version where draft = $1 order by position";
    let kinds = [Text, Bigint, Text, Bigint, Text, Text, Timestamptz, Text, Timestamptz];
    let rows = fetch(tx, sql, &[draft.into()], &kinds).await?;
    Ok(rows
        .iter()
        .map(|row| Version {
            draft: row[0].to_plain(),
            position: row[1].as_integer().unwrap_or_default(),
            kind: row[2].to_plain(),
            version: row[3].as_integer().unwrap_or_default(),
            fields: row[4].to_plain(),
            html: row[5].to_plain(),
            begun_at: instant(&row[6]).unwrap_or_default(),
            saved_by: row[7].to_plain(),
            saved_at: instant(&row[8]).unwrap_or_default(),
        })
        .collect())
}

/// The last version saved: place, who, when it was begun, and with which count of the draft.
pub async fn last_version(
    tx: &mut Tx,
    draft: &str,
) -> Result<Option<(i64, String, Timestamp, i64)>, StorageError> {
    let sql = "select position, saved_by, begun_at, version from draft_version where draft = $1 and kind = 'saved' \
               order by position desc limit 1";
    let kinds = [SqlKind::Bigint, SqlKind::Text, SqlKind::Timestamptz, SqlKind::Bigint];
    let rows = fetch(tx, sql, &[draft.into()], &kinds).await?;
    Ok(rows.first().map(|row| {
        (
            row[0].as_integer().unwrap_or_default(),
            row[1].to_plain(),
            instant(&row[2]).unwrap_or_default(),
            row[3].as_integer().unwrap_or_default(),
        )
    }))
}

/// The place after the last version of a draft.
pub async fn next_version(tx: &mut Tx, draft: &str) -> Result<i64, StorageError> {
    number(tx, "select coalesce(max(position), 0) + 1 from draft_version where draft = $1", &[draft.into()])
        .await
}

/// Adds a version, or writes the one at its place anew.
pub async fn put_version(tx: &mut Tx, version: &Version) -> Result<(), StorageError> {
    let sql = "insert into draft_version (draft, position, kind, version, fields, html, begun_at, saved_by, saved_at) \
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (draft, position) do update set \
               version = excluded.version, fields = excluded.fields, html = excluded.html, saved_at = excluded.saved_at";
    let cells = [
        Cell::from(version.draft.as_str()),
        version.position.into(),
        version.kind.as_str().into(),
        version.version.into(),
        version.fields.as_str().into(),
        version.html.as_str().into(),
        Cell::Instant(Some(version.begun_at)),
        version.saved_by.as_str().into(),
        Cell::Instant(Some(version.saved_at)),
    ];
    execute(tx, sql, &cells).await.map(drop)
}

/// Everything done with a draft, oldest first.
pub async fn events(tx: &mut Tx, draft: &str) -> Result<Vec<Event>, StorageError> {
    use SqlKind::{Bigint, Boolean, Text, Timestamptz};
    let sql = "select draft, position, act, stage, version, actor, at, reason, forced, facts from draft_event \
               where draft = $1 order by position";
    let kinds = [Text, Bigint, Text, Text, Bigint, Text, Timestamptz, Text, Boolean, Text];
    let rows = fetch(tx, sql, &[draft.into()], &kinds).await?;
    Ok(rows
        .iter()
        .map(|row| Event {
            draft: row[0].to_plain(),
            position: row[1].as_integer().unwrap_or_default(),
            act: row[2].to_plain(),
            stage: row[3].to_plain(),
            version: row[4].as_integer().unwrap_or_default(),
            actor: row[5].to_plain(),
            at: instant(&row[6]).unwrap_or_default(),
            reason: row[7].to_plain(),
            forced: row[8] == Value::Boolean(true),
            facts: row[9].to_plain(),
        })
        .collect())
}

/// Adds an event after those there are; its own place is not looked at.
pub async fn add_event(tx: &mut Tx, event: &Event) -> Result<(), StorageError> {
    let sql = "insert into draft_event (draft, position, act, stage, version, actor, at, reason, forced, facts) \
               select $1, coalesce(max(position), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9 from draft_event where draft = $1";
    let cells = [
        Cell::from(event.draft.as_str()),
        event.act.as_str().into(),
        event.stage.as_str().into(),
        event.version.into(),
        event.actor.as_str().into(),
        Cell::Instant(Some(event.at)),
        event.reason.as_str().into(),
        Cell::Boolean(Some(event.forced)),
        event.facts.as_str().into(),
    ];
    execute(tx, sql, &cells).await.map(drop)
}

fn instant(value: &Value) -> Option<Timestamp> {
    value.as_text().and_then(|text| text.parse().ok())
}
