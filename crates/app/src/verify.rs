//! Proving integrity: the chain of audit entries, the row changes, editions and events of each, the rows as they
//! are now, and the reports that were frozen.

use crate::Installation;
use crate::attachments::digest_of;
use crate::behind;
use crate::reports::freezing;
use crate::rows::opened;
use gongkai_domain::audit::{ChangesDigest, Entry};
use gongkai_domain::catalogue::short_id;
use gongkai_domain::registers::{ALL, Holding, Register};
use gongkai_domain::reports::{FrozenContent, rows_digest};
use gongkai_domain::says::Says;
use gongkai_storage::registers::Stored;
use gongkai_storage::{StorageError, Tx, attachments, audit, catalogue, frozen, registers, requests};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What was walked, and everything that does not hold.
#[derive(Clone, Debug, Default)]
pub struct Verified {
    /// Audit entries walked.
    pub entries: i64,
    /// Row changes walked.
    pub changes: i64,
    /// Rows compared with their last change.
    pub rows: i64,
    /// Frozen reports compared with their entry.
    pub frozen: i64,
    /// Attachments whose files were read and compared with their digests.
    pub attachments: i64,
    /// What does not hold; empty when the chain is whole.
    pub faults: Vec<Says>,
}

/// Walks the whole trail on one state of the database.
///
/// Every entry's hash is worked out again from what it says and from the hash before it; its digests from its row
/// changes, editions and events; every row's digest from the row, and compared with its last change. Personal values
/// are in no digest: they are opened, which what was altered or moved does not stand.
pub async fn verify(office: &Installation) -> Result<Verified, StorageError> {
    let mut tx = office.db.read().await?;
    let mut verified = Verified::default();
    let mut walked = Walked::default();
    walk_changes(&mut tx, &mut verified, &mut walked).await?;
    walk_behind(&mut tx, &mut walked).await?;
    walk_frozen(&mut tx, &mut verified, &mut walked).await?;
    walk_entries(&mut tx, &mut verified, &mut walked).await?;
    walk_rows(office, &mut tx, &mut verified, &mut walked).await?;
    walk_files(office, &mut tx, &mut verified).await?;
    Ok(verified)
}

/// What was walked and is still to be compared.
#[derive(Default)]
struct Walked {
    /// By entry: how many row changes, and their digest.
    changes: BTreeMap<i64, (i64, ChangesDigest)>,
    /// By entry: its editions and events.
    behind: BTreeMap<i64, behind::Digests>,
    /// By register and key: the digest of the last change.
    rows: BTreeMap<String, BTreeMap<String, String>>,
    /// By key of an item: its last edition.
    editions: BTreeMap<String, i64>,
    /// By entry: what it must say of the report it froze.
    frozen: BTreeMap<i64, serde_json::Value>,
}

async fn walk_changes(tx: &mut Tx, verified: &mut Verified, walked: &mut Walked) -> Result<(), StorageError> {
    audit::each_change(tx, |change| {
        verified.changes += 1;
        let (count, digest) = walked.changes.entry(change.sequence).or_default();
        *count += 1;
        digest.add(&change.register, &change.key, &change.act, &change.digest, change.before.as_deref());
        walked.rows.entry(change.register).or_default().insert(change.key, change.digest);
        Ok::<(), StorageError>(())
    })
    .await
}

async fn walk_behind(tx: &mut Tx, walked: &mut Walked) -> Result<(), StorageError> {
    catalogue::each_edition(tx, |sequence, edition| {
        walked.behind.entry(sequence).or_default().edition(&edition);
        walked.editions.insert(edition.item_key, edition.number);
        Ok::<(), StorageError>(())
    })
    .await?;
    requests::each_event(tx, |sequence, event| {
        walked.behind.entry(sequence).or_default().event(&event);
        Ok(())
    })
    .await
}

/// A frozen report's digests are worked out again from its content and its rows; its entry must hold the same.
async fn walk_frozen(tx: &mut Tx, verified: &mut Verified, walked: &mut Walked) -> Result<(), StorageError> {
    let mut reports = Vec::new();
    frozen::each(tx, |report| {
        reports.push((FrozenContent::digest(&report.content), freezing::content(&report), report));
        Ok::<(), StorageError>(())
    })
    .await?;
    for (digest, content, mut report) in reports {
        verified.frozen += 1;
        let parts = frozen::rows(tx, report.sequence).await?;
        let rows_are_whole = content.is_ok_and(|content| content.rows_digest == rows_digest(&parts));
        if digest != report.digest || !rows_are_whole {
            verified.faults.push(Says::new(
                format!(
                    "{} {} 年 {} 第 {} 版定稿被改动过",
                    report.body, report.year, report.format, report.version
                ),
                format!(
                    "the frozen report {} {} {} version {} was altered",
                    report.body, report.year, report.format, report.version
                ),
            ));
        }
        report.digest = digest;
        walked.frozen.insert(report.sequence, freezing::facts_of(&report, &parts));
    }
    Ok(())
}

async fn walk_entries(tx: &mut Tx, verified: &mut Verified, walked: &mut Walked) -> Result<(), StorageError> {
    let mut previous = String::new();
    let mut expected = 1;
    let mut faults = Vec::new();
    audit::each_entry(tx, |entry, hash| {
        verified.entries += 1;
        let sequence = entry.sequence;
        let (count, digest) = walked.changes.remove(&sequence).unwrap_or_default();
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
        for (zh, en) in altered_behind(&entry, walked.behind.remove(&sequence).unwrap_or_default()) {
            wrong(zh, en);
        }
        let frozen = walked.frozen.remove(&sequence);
        if (entry.act == freezing::ACT || frozen.is_some())
            && frozen != serde_json::from_str::<serde_json::Value>(&entry.facts).ok()
        {
            wrong("所记的定稿报告被改动过", "the report it froze was altered");
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
    for sequence in walked.changes.keys() {
        faults.push(Says::new(
            format!("有行变更属于不存在的第 {sequence} 条记录"),
            format!("row changes belong to entry {sequence}, which does not exist"),
        ));
    }
    for sequence in walked.behind.keys() {
        faults.push(Says::new(
            format!("有版本或事件属于不存在的第 {sequence} 条记录"),
            format!("editions or events belong to entry {sequence}, which does not exist"),
        ));
    }
    for sequence in walked.frozen.keys() {
        faults.push(Says::new(
            format!("有定稿报告属于不存在的第 {sequence} 条记录"),
            format!("a frozen report belongs to entry {sequence}, which does not exist"),
        ));
    }
    verified.faults.extend(faults);
    Ok(())
}

/// Which of an entry's editions and events are not those its facts answer for.
fn altered_behind(entry: &Entry, found: behind::Digests) -> Vec<(&'static str, &'static str)> {
    let found = found.facts();
    // Most entries have neither, and reading the facts of a million of them takes seconds.
    if found.iter().all(|(name, found)| found.is_none() && !entry.facts.contains(name)) {
        return Vec::new();
    }
    let facts: serde_json::Value = serde_json::from_str(&entry.facts).unwrap_or_default();
    let words = [
        ("所记的信息版本被改动过", "its editions of items were altered"),
        ("所记的申请事件被改动过", "its events of requests were altered"),
    ];
    let compared = found.into_iter().zip(words);
    compared
        .filter(|((name, found), _)| facts.get(*name).and_then(|told| told.as_str()) != found.as_deref())
        .map(|(_, words)| words)
        .collect()
}

async fn walk_rows(
    office: &Installation,
    tx: &mut Tx,
    verified: &mut Verified,
    walked: &mut Walked,
) -> Result<(), StorageError> {
    let mut faults = Vec::new();
    for register in ALL {
        let mut of_register = walked.rows.remove(register.code).unwrap_or_default();
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
            if let Some((zh, en)) = altered_beside(office, register, &stored, &walked.editions) {
                wrong(&stored.row.key, zh, en);
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

/// Both files of every attachment are read: each must be what its name says.
async fn walk_files(office: &Installation, tx: &mut Tx, verified: &mut Verified) -> Result<(), StorageError> {
    let Some(keeping) = &office.files else { return Ok(()) };
    let mut all = Vec::new();
    attachments::each(tx, |digest, size, original| {
        all.push((digest, size, original));
        Ok::<(), StorageError>(())
    })
    .await?;
    for (digest, size, original) in all {
        verified.attachments += 1;
        for (file, zh, en) in
            [(&digest, "公开的一份", "its public copy"), (&original, "封存的原件", "its sealed original")]
        {
            let is_whole = match keeping.store.path(file) {
                Some(path) => is_whole(path, file.clone()).await,
                None => false,
            };
            if !is_whole {
                verified.faults.push(Says::new(
                    format!("附件 {digest}（{size} 字节）：{zh}不见了，或被改动过"),
                    format!("attachment {digest} ({size} bytes): {en} is missing or was altered"),
                ));
            }
        }
    }
    Ok(())
}

/// Whether a file is what it is called by. Reading it must not keep others waiting.
async fn is_whole(path: PathBuf, digest: String) -> bool {
    let read = move || digest_of(&path).is_ok_and(|found| found == digest);
    tokio::task::spawn_blocking(read).await.unwrap_or(false)
}

/// What is wrong with a row that its digest cannot tell: which edition it shows, and what is sealed in it.
fn altered_beside(
    office: &Installation,
    register: &Register,
    stored: &Stored,
    editions: &BTreeMap<String, i64>,
) -> Option<(&'static str, &'static str)> {
    if let Some((number, address)) = &stored.edition
        && (editions.get(&stored.row.key) != Some(number) || *address != short_id(&stored.row.key))
    {
        return Some(("当前版本或网址被改动过", "its current edition or its address was altered"));
    }
    opened(office, register, stored).is_err().then_some((
        "加密的个人信息被改动过，打不开",
        "its sealed personal data were altered and do not open",
    ))
}
