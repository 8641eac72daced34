//! Proving integrity: the chain of audit entries, the row changes of each, the rows as they are now.

use crate::Installation;
use gongkai_domain::audit::ChangesDigest;
use gongkai_domain::registers::{ALL, Holding};
use gongkai_domain::says::Says;
use gongkai_storage::{StorageError, audit, registers};
use std::collections::BTreeMap;

/// What was walked, and everything that does not hold.
#[derive(Clone, Debug, Default)]
pub struct Verified {
    /// Audit entries walked.
    pub entries: i64,
    /// Row changes walked.
    pub changes: i64,
    /// Rows compared with their last change.
    pub rows: i64,
    /// What does not hold; empty when the chain is whole.
    pub faults: Vec<Says>,
}

/// Walks the whole trail on one state of the database.
///
/// Every entry's hash is worked out again from what it says and from the hash before it; every entry's digest
/// from its row changes; every row's digest from the row, and compared with its last change.
pub async fn verify(office: &Installation) -> Result<Verified, StorageError> {
    let mut tx = office.db.read().await?;
    let mut verified = Verified::default();
    let digests = walk_changes(&mut tx, &mut verified).await?;
    walk_entries(&mut tx, &mut verified, digests.of_entries).await?;
    walk_rows(&mut tx, &mut verified, digests.of_rows).await?;
    Ok(verified)
}

struct Digests {
    of_entries: BTreeMap<i64, (i64, ChangesDigest)>,
    of_rows: BTreeMap<String, BTreeMap<String, String>>,
}

async fn walk_changes(
    tx: &mut gongkai_storage::Tx,
    verified: &mut Verified,
) -> Result<Digests, StorageError> {
    let mut digests = Digests { of_entries: BTreeMap::new(), of_rows: BTreeMap::new() };
    audit::each_change(tx, |change| {
        verified.changes += 1;
        let (count, digest) = digests.of_entries.entry(change.sequence).or_default();
        *count += 1;
        digest.add(&change.register, &change.key, &change.act, &change.digest, change.before.as_deref());
        digests.of_rows.entry(change.register).or_default().insert(change.key, change.digest);
        Ok::<(), StorageError>(())
    })
    .await?;
    Ok(digests)
}

async fn walk_entries(
    tx: &mut gongkai_storage::Tx,
    verified: &mut Verified,
    mut digests: BTreeMap<i64, (i64, ChangesDigest)>,
) -> Result<(), StorageError> {
    let mut previous = String::new();
    let mut expected = 1;
    let mut faults = Vec::new();
    audit::each_entry(tx, |entry, hash| {
        verified.entries += 1;
        let sequence = entry.sequence;
        let (count, digest) = digests.remove(&sequence).unwrap_or_default();
        let mut wrong = |zh: &str, en: &str| {
            faults.push(Says::new(
                format!("第 {sequence} 条审计记录：{zh}"),
                format!("audit entry {sequence}: {en}"),
            ));
        };
        if sequence != expected {
            wrong("前面缺少记录", "entries before it are missing");
        }
        if entry.previous != previous {
            wrong("与前一条接不上", "does not follow the entry before it");
        }
        if entry.hash() != hash {
            wrong("内容被改动过", "its content was altered");
        }
        if entry.changes != count || entry.changes_digest != digest.finish() {
            wrong("所记的行变更被改动过", "its row changes were altered");
        }
        expected = sequence + 1;
        previous = hash;
        Ok::<(), StorageError>(())
    })
    .await?;
    let head = audit::head(tx).await?;
    if head.sequence != expected - 1 || head.hash != previous {
        faults.push(Says::new(
            "链头与最后一条记录不符：末尾有记录缺失",
            "the head of the chain is not its last entry: entries at the end are missing",
        ));
    }
    for sequence in digests.keys() {
        faults.push(Says::new(
            format!("有行变更属于不存在的第 {sequence} 条记录"),
            format!("row changes belong to entry {sequence}, which does not exist"),
        ));
    }
    verified.faults.extend(faults);
    Ok(())
}

async fn walk_rows(
    tx: &mut gongkai_storage::Tx,
    verified: &mut Verified,
    mut digests: BTreeMap<String, BTreeMap<String, String>>,
) -> Result<(), StorageError> {
    let mut faults = Vec::new();
    for register in ALL {
        let mut of_register = digests.remove(register.code).unwrap_or_default();
        let mut wrong = |key: &str, zh: &str, en: &str| {
            faults.push(Says::new(
                format!("{}“{key}”：{zh}", register.zh),
                format!("{} “{key}”: {en}", register.code),
            ));
        };
        registers::each(tx, register, |stored| {
            verified.rows += 1;
            match of_register.remove(&stored.row.key) {
                Some(digest) if digest == stored.row.digest(register) => {}
                Some(_) => wrong(
                    &stored.row.key,
                    "与最后一次登记的变更不符",
                    "is not what its last recorded change made it",
                ),
                None => wrong(&stored.row.key, "没有任何登记的变更", "has no recorded change"),
            }
            Ok::<(), StorageError>(())
        })
        .await?;
        for (key, digest) in of_register {
            let struck = digest.is_empty() && register.holding != Holding::Editions;
            if !struck {
                wrong(&key, "已登记，但行不见了", "was recorded, but the row is gone");
            }
        }
    }
    verified.faults.extend(faults);
    Ok(())
}
