//! Staff, their roles, the links they were sent.

use crate::sql::{Cell, execute, fetch, number};
use crate::tables::SqlKind;
use crate::{StorageError, Tx};
use gongkai_domain::registers::Value;
use jiff::Timestamp;
use jiff::civil::Date;

/// Somebody who may sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    /// Permanent id; what the audit trail calls them.
    pub id: String,
    /// What they type to sign in; lower case.
    pub account: String,
    /// Name.
    pub name: String,
    /// Code of the body they work at.
    pub body: String,
    /// E-mail.
    pub email: Option<String>,
    /// `invited`, `active`, `locked` (by the security officer) or `closed`.
    pub state: String,
    /// Password as a PHC string; none before the first link was used.
    pub password: Option<String>,
    /// When it was set.
    pub password_set_at: Option<Timestamp>,
    /// The sealed secret of the second factor; none while nobody began to set it up.
    pub second_factor: Option<String>,
    /// The last time step whose code was used, so that none is used twice; none until a first code proved that it works.
    pub second_factor_step: Option<i64>,
    /// Digests of the recovery codes not yet used, one a line.
    pub recovery_codes: Option<String>,
    /// Who they are to the single sign-on provider.
    pub provider_subject: Option<String>,
    /// Wrong sign-ins in a row.
    pub failures: i64,
    /// Locked until then.
    pub locked_until: Option<Timestamp>,
    /// When the account was made.
    pub made_at: Timestamp,
    /// When they last signed in.
    pub signed_in_at: Option<Timestamp>,
}

const COLUMNS: &str = "id, account, name, body, email, state, password, password_set_at, second_factor, \
                       second_factor_step, recovery_codes, provider_subject, failures, locked_until, made_at, \
                       signed_in_at";

const KINDS: [SqlKind; 16] = {
    use SqlKind::{Bigint, Text, Timestamptz};
    [
        Text,
        Text,
        Text,
        Text,
        Text,
        Text,
        Text,
        Timestamptz,
        Text,
        Bigint,
        Text,
        Text,
        Bigint,
        Timestamptz,
        Timestamptz,
        Timestamptz,
    ]
};

/// Everybody, by account.
pub async fn all(tx: &mut Tx) -> Result<Vec<Staff>, StorageError> {
    let sql = format!("select {COLUMNS} from staff order by account");
    Ok(fetch(tx, sql, &[], &KINDS).await?.into_iter().map(staff_of).collect())
}

/// The person with this id.
pub async fn by_id(tx: &mut Tx, id: &str) -> Result<Option<Staff>, StorageError> {
    one(tx, "id", id).await
}

/// The person with this account.
pub async fn by_account(tx: &mut Tx, account: &str) -> Result<Option<Staff>, StorageError> {
    one(tx, "account", account).await
}

/// The person a single sign-on provider calls so.
pub async fn by_provider_subject(tx: &mut Tx, subject: &str) -> Result<Option<Staff>, StorageError> {
    one(tx, "provider_subject", subject).await
}

/// How many people there are.
pub async fn count(tx: &mut Tx) -> Result<i64, StorageError> {
    number(tx, "select count(*) from staff", &[]).await
}

/// Adds a person, or writes everything of one who is there.
pub async fn put(tx: &mut Tx, staff: &Staff) -> Result<(), StorageError> {
    let sql = format!(
        "insert into staff ({COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) \
         on conflict (id) do update set account = excluded.account, name = excluded.name, body = excluded.body, \
         email = excluded.email, state = excluded.state, password = excluded.password, \
         password_set_at = excluded.password_set_at, second_factor = excluded.second_factor, \
         second_factor_step = excluded.second_factor_step, recovery_codes = excluded.recovery_codes, \
         provider_subject = excluded.provider_subject, failures = excluded.failures, \
         locked_until = excluded.locked_until, signed_in_at = excluded.signed_in_at"
    );
    let cells = [
        Cell::from(staff.id.as_str()),
        Cell::from(staff.account.as_str()),
        Cell::from(staff.name.as_str()),
        Cell::from(staff.body.as_str()),
        Cell::Text(staff.email.as_deref()),
        Cell::from(staff.state.as_str()),
        Cell::Text(staff.password.as_deref()),
        Cell::Instant(staff.password_set_at),
        Cell::Text(staff.second_factor.as_deref()),
        Cell::Bigint(staff.second_factor_step),
        Cell::Text(staff.recovery_codes.as_deref()),
        Cell::Text(staff.provider_subject.as_deref()),
        Cell::from(staff.failures),
        Cell::Instant(staff.locked_until),
        Cell::Instant(Some(staff.made_at)),
        Cell::Instant(staff.signed_in_at),
    ];
    execute(tx, sql, &cells).await.map(drop)
}

async fn one(tx: &mut Tx, column: &str, value: &str) -> Result<Option<Staff>, StorageError> {
    let sql = format!("select {COLUMNS} from staff where {column} = $1");
    Ok(fetch(tx, sql, &[value.into()], &KINDS).await?.into_iter().next().map(staff_of))
}

fn staff_of(row: Vec<Value>) -> Staff {
    let mut values = row.into_iter();
    let mut next = || values.next().unwrap_or_default();
    Staff {
        id: next().to_plain(),
        account: next().to_plain(),
        name: next().to_plain(),
        body: next().to_plain(),
        email: text(next()),
        state: next().to_plain(),
        password: text(next()),
        password_set_at: instant(&next()),
        second_factor: text(next()),
        second_factor_step: next().as_integer(),
        recovery_codes: text(next()),
        provider_subject: text(next()),
        failures: next().as_integer().unwrap_or_default(),
        locked_until: instant(&next()),
        made_at: instant(&next()).unwrap_or(Timestamp::UNIX_EPOCH),
        signed_in_at: instant(&next()),
    }
}

/// A role somebody has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffGrant {
    /// Id of the person.
    pub staff: String,
    /// Code of the role.
    pub role: String,
    /// Code of the body it is given for.
    pub body: String,
    /// Whether it holds for the bodies below too.
    pub below: bool,
    /// Last day.
    pub until: Option<Date>,
    /// Who gave it.
    pub granted_by: String,
    /// When.
    pub granted_at: Timestamp,
}

const GRANT_KINDS: [SqlKind; 7] = {
    use SqlKind::{Boolean, Date, Text, Timestamptz};
    [Text, Text, Text, Boolean, Date, Text, Timestamptz]
};

const GRANTS: &str = "select staff, role, body, below, until, granted_by, granted_at from staff_grant";

/// The roles of a person.
pub async fn grants(tx: &mut Tx, staff: &str) -> Result<Vec<StaffGrant>, StorageError> {
    let sql = format!("{GRANTS} where staff = $1 order by role, body");
    Ok(fetch(tx, sql, &[staff.into()], &GRANT_KINDS).await?.into_iter().map(grant_of).collect())
}

/// The roles of everybody.
pub async fn all_grants(tx: &mut Tx) -> Result<Vec<StaffGrant>, StorageError> {
    let sql = format!("{GRANTS} order by staff, role, body");
    Ok(fetch(tx, sql, &[], &GRANT_KINDS).await?.into_iter().map(grant_of).collect())
}

/// Gives a role, or changes how far and how long one holds.
pub async fn put_grant(tx: &mut Tx, grant: &StaffGrant) -> Result<(), StorageError> {
    let sql = "insert into staff_grant (staff, role, body, below, until, granted_by, granted_at) \
               values ($1, $2, $3, $4, $5, $6, $7) on conflict (staff, role, body) do update set \
               below = excluded.below, until = excluded.until, granted_by = excluded.granted_by, \
               granted_at = excluded.granted_at";
    let cells = [
        Cell::from(grant.staff.as_str()),
        Cell::from(grant.role.as_str()),
        Cell::from(grant.body.as_str()),
        Cell::Boolean(Some(grant.below)),
        Cell::Date(grant.until),
        Cell::from(grant.granted_by.as_str()),
        Cell::Instant(Some(grant.granted_at)),
    ];
    execute(tx, sql, &cells).await.map(drop)
}

/// Takes a role back; answers whether it was there.
pub async fn remove_grant(tx: &mut Tx, staff: &str, role: &str, body: &str) -> Result<bool, StorageError> {
    let sql = "delete from staff_grant where staff = $1 and role = $2 and body = $3";
    Ok(execute(tx, sql, &[staff.into(), role.into(), body.into()]).await? > 0)
}

fn grant_of(row: Vec<Value>) -> StaffGrant {
    StaffGrant {
        staff: row[0].to_plain(),
        role: row[1].to_plain(),
        body: row[2].to_plain(),
        below: matches!(row[3], Value::Boolean(true)),
        until: row[4].as_date(),
        granted_by: row[5].to_plain(),
        granted_at: instant(&row[6]).unwrap_or(Timestamp::UNIX_EPOCH),
    }
}

/// A link somebody was sent: to take up an account, or to set a new password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffLink {
    /// Digest of the secret in its address.
    pub digest: String,
    /// For whom.
    pub staff: String,
    /// `invitation` or `reset`.
    pub kind: String,
    /// Who made it.
    pub made_by: String,
    /// When.
    pub made_at: Timestamp,
    /// From then on it does not open anything.
    pub expires_at: Timestamp,
    /// When it was used.
    pub used_at: Option<Timestamp>,
}

/// The link with this digest.
pub async fn link(tx: &mut Tx, digest: &str) -> Result<Option<StaffLink>, StorageError> {
    use SqlKind::{Text, Timestamptz};
    let sql =
        "select digest, staff, kind, made_by, made_at, expires_at, used_at from staff_link where digest = $1";
    let kinds = [Text, Text, Text, Text, Timestamptz, Timestamptz, Timestamptz];
    let rows = fetch(tx, sql, &[digest.into()], &kinds).await?;
    Ok(rows.first().map(|row| StaffLink {
        digest: row[0].to_plain(),
        staff: row[1].to_plain(),
        kind: row[2].to_plain(),
        made_by: row[3].to_plain(),
        made_at: instant(&row[4]).unwrap_or(Timestamp::UNIX_EPOCH),
        expires_at: instant(&row[5]).unwrap_or(Timestamp::UNIX_EPOCH),
        used_at: instant(&row[6]),
    }))
}

/// Adds a link; every other of the person that was not used stops working.
pub async fn add_link(tx: &mut Tx, link: &StaffLink) -> Result<(), StorageError> {
    let earlier = "delete from staff_link where staff = $1 and used_at is null";
    execute(tx, earlier, &[link.staff.as_str().into()]).await?;
    let sql = "insert into staff_link (digest, staff, kind, made_by, made_at, expires_at, used_at) \
               values ($1, $2, $3, $4, $5, $6, $7)";
    let cells = [
        Cell::from(link.digest.as_str()),
        Cell::from(link.staff.as_str()),
        Cell::from(link.kind.as_str()),
        Cell::from(link.made_by.as_str()),
        Cell::Instant(Some(link.made_at)),
        Cell::Instant(Some(link.expires_at)),
        Cell::Instant(link.used_at),
    ];
    execute(tx, sql, &cells).await.map(drop)
}

/// Marks a link as used; answers whether nobody had used it before.
pub async fn use_link(tx: &mut Tx, digest: &str, at: Timestamp) -> Result<bool, StorageError> {
    let sql = "update staff_link set used_at = $2 where digest = $1 and used_at is null";
    Ok(execute(tx, sql, &[digest.into(), Cell::Instant(Some(at))]).await? == 1)
}

/// Takes away the links of a person that were not used.
pub async fn remove_links(tx: &mut Tx, staff: &str) -> Result<u64, StorageError> {
    execute(tx, "delete from staff_link where staff = $1 and used_at is null", &[staff.into()]).await
}

/// A text that may be missing.
fn text(value: Value) -> Option<String> {
    value.as_text().map(str::to_owned)
}

/// An instant that may be missing.
pub(crate) fn instant(value: &Value) -> Option<Timestamp> {
    value.as_text().and_then(|text| text.parse().ok())
}
