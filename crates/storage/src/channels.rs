//! Channels: accounts items are sent to, what a draft is to be sent to, what proves a placement.

use crate::people::instant;
use crate::sql::{Cell, execute, fetch, marks};
use crate::tables::SqlKind;
use crate::{StorageError, Tx};
use gongkai_domain::registers::Value;
use jiff::Timestamp;

/// An account of a body at some channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Permanent id.
    pub id: String,
    /// Code of the body.
    pub body: String,
    /// Code of the connector.
    pub connector: String,
    /// Code of the channel its placements count in.
    pub channel: String,
    /// What it is called: the outlet of its placements.
    pub name: String,
    /// What is not secret, as JSON.
    pub settings: String,
    /// Key of what is sealed, wrapped by the installation key.
    pub data_key: String,
    /// What is secret, sealed.
    pub secret: String,
    /// The token the service gave last, sealed.
    pub token: Option<String>,
    /// Until when it holds.
    pub token_until: Option<Timestamp>,
    /// Whether new items are offered to it.
    pub offered: bool,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// Who made it.
    pub made_by: String,
    /// When.
    pub made_at: Timestamp,
}

const ACCOUNT: &str = "id, body, connector, channel, name, settings, data_key, secret, token, token_until, offered, closed_at, made_by, \
                       made_at";

const ACCOUNT_KINDS: [SqlKind; 14] = {
    use SqlKind::{Boolean, Text, Timestamptz};
    [
        Text,
        Text,
        Text,
        Text,
        Text,
        Text,
        Text,
        Text,
        Text,
        Timestamptz,
        Boolean,
        Timestamptz,
        Text,
        Timestamptz,
    ]
};

/// Writes an account, new or in place of the one with its id.
pub async fn put_account(tx: &mut Tx, account: &Account) -> Result<(), StorageError> {
    let sql = format!(
        "insert into channel_account ({ACCOUNT}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) \
         on conflict (id) do update set channel = excluded.channel, name = excluded.name, \
         settings = excluded.settings, data_key = excluded.data_key, secret = excluded.secret, \
         token = excluded.token, token_until = excluded.token_until, offered = excluded.offered, \
         closed_at = excluded.closed_at"
    );
    let cells = [
        Cell::from(account.id.as_str()),
        Cell::from(account.body.as_str()),
        Cell::from(account.connector.as_str()),
        Cell::from(account.channel.as_str()),
        Cell::from(account.name.as_str()),
        Cell::from(account.settings.as_str()),
        Cell::from(account.data_key.as_str()),
        Cell::from(account.secret.as_str()),
        Cell::Text(account.token.as_deref()),
        Cell::Instant(account.token_until),
        Cell::Boolean(Some(account.offered)),
        Cell::Instant(account.closed_at),
        Cell::from(account.made_by.as_str()),
        Cell::Instant(Some(account.made_at)),
    ];
    execute(tx, sql, &cells).await.map(drop)
}

/// Keeps the token a service gave, unless the account was given other secrets meanwhile.
pub async fn keep_token(
    tx: &mut Tx,
    id: &str,
    data_key: &str,
    token: &str,
    until: Timestamp,
) -> Result<(), StorageError> {
    let sql = "update channel_account set token = $3, token_until = $4 where id = $1 and data_key = $2";
    let cells = [id.into(), data_key.into(), token.into(), Cell::Instant(Some(until))];
    execute(tx, sql, &cells).await.map(drop)
}

/// The account with this id.
pub async fn account(tx: &mut Tx, id: &str) -> Result<Option<Account>, StorageError> {
    let sql = format!("select {ACCOUNT} from channel_account where id = $1");
    let rows = fetch(tx, sql, &[id.into()], &ACCOUNT_KINDS).await?;
    Ok(rows.first().and_then(|row| account_of(row)))
}

/// Every account of these bodies, closed ones too, by body and name.
pub async fn accounts(tx: &mut Tx, bodies: &[String]) -> Result<Vec<Account>, StorageError> {
    if bodies.is_empty() {
        return Ok(Vec::new());
    }
    let places = marks(tx.engine(), 0, bodies.len());
    let sql =
        format!("select {ACCOUNT} from channel_account where body in ({places}) order by body, name, id");
    let cells: Vec<Cell<'_>> = bodies.iter().map(|body| Cell::from(body.as_str())).collect();
    let rows = fetch(tx, sql, &cells, &ACCOUNT_KINDS).await?;
    Ok(rows.iter().filter_map(|row| account_of(row)).collect())
}

fn account_of(row: &[Value]) -> Option<Account> {
    Some(Account {
        id: row[0].to_plain(),
        body: row[1].to_plain(),
        connector: row[2].to_plain(),
        channel: row[3].to_plain(),
        name: row[4].to_plain(),
        settings: row[5].to_plain(),
        data_key: row[6].to_plain(),
        secret: row[7].to_plain(),
        token: row[8].as_text().map(str::to_owned),
        token_until: instant(&row[9]),
        offered: row[10] == Value::Boolean(true),
        closed_at: instant(&row[11]),
        made_by: row[12].to_plain(),
        made_at: instant(&row[13])?,
    })
}

/// Says which accounts a draft is to be sent to when it is published: their ids, one a line.
pub async fn choose(
    tx: &mut Tx,
    draft: &str,
    accounts: &str,
    chosen_by: &str,
    at: Timestamp,
) -> Result<(), StorageError> {
    let sql = "insert into draft_channel (draft, accounts, chosen_by, chosen_at) values ($1, $2, $3, $4) \
               on conflict (draft) do update set accounts = excluded.accounts, chosen_by = excluded.chosen_by, \
               chosen_at = excluded.chosen_at";
    let cells = [draft.into(), accounts.into(), chosen_by.into(), Cell::Instant(Some(at))];
    execute(tx, sql, &cells).await.map(drop)
}

/// The accounts chosen for a draft, one a line; nothing when nobody has chosen.
pub async fn chosen(tx: &mut Tx, draft: &str) -> Result<Option<String>, StorageError> {
    let sql = "select accounts from draft_channel where draft = $1";
    let rows = fetch(tx, sql, &[draft.into()], &[SqlKind::Text]).await?;
    Ok(rows.first().map(|row| row[0].to_plain()))
}

/// What proves a placement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Permanent id.
    pub id: String,
    /// Key the row of the placement had when this was kept.
    pub placement_key: String,
    /// Key of the item.
    pub item_key: Option<String>,
    /// Code of the body.
    pub body: String,
    /// Code of the channel.
    pub channel: String,
    /// Where it comes from: by hand, an answer, publication, an issue.
    pub source: String,
    /// Address or page of paper.
    pub address: String,
    /// Note.
    pub note: String,
    /// What was kept, as it came.
    pub content: String,
    /// SM3 digest of the content.
    pub digest: String,
    /// Who kept it.
    pub kept_by: String,
    /// When.
    pub kept_at: Timestamp,
}

/// Keeps evidence.
pub async fn add_evidence(tx: &mut Tx, evidence: &Evidence) -> Result<(), StorageError> {
    let sql = "insert into placement_evidence (id, placement_key, item_key, body, channel, source, address, note, \
               content, digest, kept_by, kept_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let cells = [
        Cell::from(evidence.id.as_str()),
        Cell::from(evidence.placement_key.as_str()),
        Cell::Text(evidence.item_key.as_deref()),
        Cell::from(evidence.body.as_str()),
        Cell::from(evidence.channel.as_str()),
        Cell::from(evidence.source.as_str()),
        Cell::from(evidence.address.as_str()),
        Cell::from(evidence.note.as_str()),
        Cell::from(evidence.content.as_str()),
        Cell::from(evidence.digest.as_str()),
        Cell::from(evidence.kept_by.as_str()),
        Cell::Instant(Some(evidence.kept_at)),
    ];
    execute(tx, sql, &cells).await.map(drop)
}

/// Everything kept of the placements of an item, newest first.
pub async fn evidence_of(tx: &mut Tx, item_key: &str) -> Result<Vec<Evidence>, StorageError> {
    use SqlKind::{Text, Timestamptz};
    let sql = "select id, placement_key, item_key, body, channel, source, address, note, content, digest, kept_by, kept_at \
               from placement_evidence where item_key = $1 order by kept_at desc, id";
    let kinds = [Text, Text, Text, Text, Text, Text, Text, Text, Text, Text, Text, Timestamptz];
    let rows = fetch(tx, sql, &[item_key.into()], &kinds).await?;
    let evidence = |row: Vec<Value>| {
        Some(Evidence {
            id: row[0].to_plain(),
            placement_key: row[1].to_plain(),
            item_key: row[2].as_text().map(str::to_owned),
            body: row[3].to_plain(),
            channel: row[4].to_plain(),
            source: row[5].to_plain(),
            address: row[6].to_plain(),
            note: row[7].to_plain(),
            content: row[8].to_plain(),
            digest: row[9].to_plain(),
            kept_by: row[10].to_plain(),
            kept_at: instant(&row[11])?,
        })
    };
    Ok(rows.into_iter().filter_map(evidence).collect())
}

/// How often items were placed in each channel: index number, channel, count.
pub async fn placed(
    tx: &mut Tx,
    index_numbers: &[String],
) -> Result<Vec<(String, String, i64)>, StorageError> {
    if index_numbers.is_empty() {
        return Ok(Vec::new());
    }
    let places = marks(tx.engine(), 0, index_numbers.len());
    let sql = format!(
        "select index_number, channel, count(*) from placement where index_number in ({places}) \
         group by index_number, channel order by index_number nulls last, channel"
    );
    let cells: Vec<Cell<'_>> = index_numbers.iter().map(|number| Cell::from(number.as_str())).collect();
    let rows = fetch(tx, sql, &cells, &[SqlKind::Text, SqlKind::Text, SqlKind::Bigint]).await?;
    let count = |row: &[Value]| row[2].as_integer().unwrap_or_default();
    Ok(rows.iter().map(|row| (row[0].to_plain(), row[1].to_plain(), count(row))).collect())
}
