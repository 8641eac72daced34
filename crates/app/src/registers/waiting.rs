//! Ledgers sent in the browser: kept sealed until they are confirmed, for whoever sent them, for a day.

use super::{kept_bodies, may_keep};
use crate::import::{By, Comparison, ImportError, Ledger, RowProblem, compare};
use crate::people::{Officer, secret};
use crate::sealing::SealingError;
use crate::{Installation, StorageError};
use gongkai_domain::registers::{Fault, Register, Severity};
use gongkai_domain::says::Says;
use gongkai_storage::waiting::{self as stored, WaitingLedger};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

/// How long a ledger waits.
const WAITS: SignedDuration = SignedDuration::from_hours(24);
/// Bytes of a sealed part.
const PART: usize = 1 << 20;
/// Stands in place of a register's code where the key of a waiting ledger is bound to it.
const PLACE: &str = "waiting-ledger";

/// A ledger as it is sent.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Names and bytes of its files.
    pub files: Vec<(String, Vec<u8>)>,
    /// Body of a ledger without such a column.
    pub body: Option<String>,
}

/// A ledger that waits.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Permanent id.
    pub id: String,
    /// What was sent.
    pub sent: Sent,
}

/// Why a ledger could not be kept or opened.
#[derive(Debug, thiserror::Error)]
pub enum WaitingError {
    /// It cannot be sealed or opened.
    #[error(transparent)]
    Sealing(#[from] SealingError),
    /// The machine gave no randomness.
    #[error("操作系统未能提供随机数 / the operating system gave no random numbers")]
    NoRandomness,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

fn since(at: Timestamp) -> Timestamp {
    at.checked_sub(WAITS).unwrap_or(Timestamp::MIN)
}

/// Keeps a ledger until it is confirmed, in place of what the same person had waiting for the register; answers its
/// id. All of it is kept or nothing.
pub async fn keep_waiting(
    office: &Installation,
    officer: &Officer,
    register: &Register,
    sent: &Sent,
    by: &By,
) -> Result<String, WaitingError> {
    let id: String = secret().ok_or(WaitingError::NoRandomness)?;
    let id: String = id.chars().filter(char::is_ascii_alphanumeric).take(20).collect();
    let (mut sealer, data_key) = office.key.new_row(PLACE, &id)?;
    let names: Vec<&str> = sent.files.iter().map(|(name, _)| name.as_str()).collect();
    let waiting = WaitingLedger {
        id: id.clone(),
        register: register.code.to_owned(),
        staff: officer.id.clone(),
        facts: json!({ "files": names, "body": sent.body }).to_string(),
        data_key,
        made_at: by.at,
    };
    let mut tx = office.db.write().await?;
    stored::forget(&mut tx, &officer.id, register.code, since(by.at)).await?;
    stored::add(&mut tx, &waiting).await?;
    for (file, (_, bytes)) in sent.files.iter().enumerate() {
        for (part, chunk) in bytes.chunks(PART).enumerate() {
            let content = sealer.seal_bytes(&place_of(file, part), chunk)?;
            stored::add_part(&mut tx, &id, (file as i64, part as i64), &content).await?;
        }
    }
    tx.commit().await?;
    Ok(id)
}

fn place_of(file: usize, part: usize) -> String {
    format!("{file}/{part}")
}

/// A ledger that waits for whoever asks.
pub async fn waiting(
    office: &Installation,
    officer: &Officer,
    register: &Register,
    id: &str,
    at: Timestamp,
) -> Result<Option<Waiting>, WaitingError> {
    let mut tx = office.db.read().await?;
    let found = stored::get(&mut tx, &officer.id, id, since(at)).await?;
    let Some(found) = found.filter(|found| found.register == register.code) else { return Ok(None) };
    let facts: serde_json::Value = serde_json::from_str(&found.facts).unwrap_or_default();
    let sealer = office.key.row(PLACE, id, &found.data_key)?;
    let names = facts["files"].as_array().cloned().unwrap_or_default();
    let mut files = Vec::with_capacity(names.len());
    for (file, name) in names.iter().enumerate() {
        let mut bytes = Vec::new();
        for (part, content) in stored::parts(&mut tx, id, file as i64).await?.iter().enumerate() {
            bytes.extend(sealer.open_bytes(&place_of(file, part), content)?);
        }
        files.push((name.as_str().unwrap_or_default().to_owned(), bytes));
    }
    let body = facts["body"].as_str().map(str::to_owned);
    Ok(Some(Waiting { id: id.to_owned(), sent: Sent { files, body } }))
}

/// Forgets what somebody has waiting for a register.
pub async fn drop_waiting(
    office: &Installation,
    officer: &Officer,
    register: &Register,
    at: Timestamp,
) -> Result<(), StorageError> {
    let mut tx = office.db.write().await?;
    stored::forget(&mut tx, &officer.id, register.code, since(at)).await?;
    tx.commit().await
}

/// Compares a ledger of somebody, who may import rows of the bodies they keep the register for, and no others.
///
/// # Errors
/// [`ImportError::Faults`] for rows of other bodies, and those of [`compare`].
pub async fn compare_kept(
    office: &Installation,
    officer: &Officer,
    ledger: &Ledger,
) -> Result<Comparison, ImportError> {
    let foreign = foreign(officer, ledger);
    if foreign.is_empty() { compare(office, ledger).await } else { Err(ImportError::Faults(foreign)) }
}

/// The rows of bodies somebody does not keep the register for.
pub(super) fn foreign(officer: &Officer, ledger: &Ledger) -> Vec<RowProblem> {
    let register = ledger.register;
    let kept = kept_bodies(officer, register);
    let column = register.column(register.body_column()).map_or("", |column| column.zh);
    let problem = |(index, row): (usize, &gongkai_domain::registers::Row)| RowProblem {
        index,
        fault: Fault {
            place: ledger.places[index].at(format!("“{column}”")),
            value: row.body(register).to_owned(),
            says: Says::new("你不登记这个机构的台账", "you do not keep this register for this body"),
            remedy: Says::new(
                "请由那个机构的人导入，或找安全管理员授权",
                "somebody of that body imports it, or the security officer grants it to you",
            ),
            severity: Severity::Error,
        },
    };
    let rows = ledger.rows.iter().enumerate();
    let foreign = rows.filter(|(_, row)| {
        let body = row.body(register);
        !kept.iter().any(|kept| kept == body) && !may_keep(officer, register, body)
    });
    foreign.map(problem).collect()
}
