//! Care of the store: what is missing, what is left over, whether the scanner answers.

use super::Keeping;
use super::store::unreadable;
use crate::Installation;
use crate::doctor::{Finding, Level};
use gongkai_domain::says::Says;
use gongkai_storage::StorageError;
use gongkai_storage::attachments as stored;
use jiff::{SignedDuration, Timestamp};

/// How old a file must be that nobody needs before it is taken for one left over.
const LEFT_OVER: SignedDuration = SignedDuration::from_hours(24);

/// What an administrator should know of the files and the scanner.
pub async fn look(office: &Installation, at: Timestamp) -> Result<Vec<Finding>, StorageError> {
    let Some(keeping) = &office.files else { return Ok(Vec::new()) };
    let mut findings = vec![files(office, keeping, at).await?];
    if let Some(scanner) = &keeping.scanner {
        let waiting = stored::count_waiting(&mut office.db.read().await?).await?;
        findings.push(match scanner.ping().await {
            Ok(()) if waiting == 0 => told(
                "scanner",
                Level::Good,
                format!("病毒扫描器（{}）有应答", scanner.address),
                format!("the virus scanner ({}) answers", scanner.address),
            ),
            Ok(()) => told(
                "scanner",
                Level::Warning,
                format!("病毒扫描器有应答，还有 {waiting} 个附件没有查过；太大查不了的，请调大 clamd 的 StreamMaxLength"),
                format!("the virus scanner answers; {waiting} attachments are not scanned yet; for those too large, raise StreamMaxLength of clamd"),
            ),
            Err(fault) => told(
                "scanner",
                Level::Error,
                format!("病毒扫描器（{}）没有应答（{fault}），{waiting} 个附件等着查，不能发布；请看 clamd 是否在运行", scanner.address),
                format!("the virus scanner ({}) does not answer ({fault}); {waiting} attachments wait and cannot be published; see whether clamd runs", scanner.address),
            ),
        });
    }
    Ok(findings)
}

async fn files(office: &Installation, keeping: &Keeping, at: Timestamp) -> Result<Finding, StorageError> {
    let (mut kept, mut bytes, mut missing) = (0_u64, 0_i64, 0_u64);
    let mut tx = office.db.read().await?;
    stored::each(&mut tx, |digest, size, original| {
        kept += 1;
        bytes += size;
        missing += u64::from(!keeping.store.has(&digest) || !keeping.store.has(&original));
        Ok::<(), StorageError>(())
    })
    .await?;
    let before = at - LEFT_OVER;
    let mut left_over = 0;
    for digest in keeping.store.older_than(before).map_err(unreadable)? {
        left_over += u64::from(!stored::is_needed(&mut tx, &digest).await?);
    }
    let folder = keeping.store.folder().display();
    if missing > 0 {
        return Ok(told(
            "attachments",
            Level::Error,
            format!("{missing} 个附件的文件不在“{folder}”里；请从备份恢复，或检查目录是否挂上"),
            format!(
                "files of {missing} attachments are not in “{folder}”; restore a backup, or see whether the folder is mounted"
            ),
        ));
    }
    let megabytes = bytes / 1_000_000;
    Ok(told(
        "attachments",
        Level::Good,
        format!("附件 {kept} 个，{megabytes} MB，在“{folder}”；没有人用的文件 {left_over} 个，每天自动清除"),
        format!(
            "{kept} attachments, {megabytes} MB, in “{folder}”; {left_over} files left over, which go by themselves every day"
        ),
    ))
}

fn told(check: &'static str, level: Level, zh: String, en: String) -> Finding {
    Finding { check, level, says: Says { zh, en } }
}

/// Removes what nobody has needed for a day: rows that neither a draft nor an edition uses, files without a row, and
/// what was never received whole. Answers how many files went.
pub async fn sweep(office: &Installation, at: Timestamp) -> Result<usize, StorageError> {
    let Some(keeping) = &office.files else { return Ok(0) };
    let before = at - LEFT_OVER;
    let mut tx = office.db.write().await?;
    stored::forget_unused(&mut tx, before).await?;
    tx.commit().await?;
    let mut gone = keeping.store.drop_unfinished(before).map_err(unreadable)?;
    for digest in keeping.store.older_than(before).map_err(unreadable)? {
        let mut tx = office.db.read().await?;
        if stored::is_needed(&mut tx, &digest).await? {
            continue;
        }
        drop(tx);
        // The same file may be coming in just now: it is laid aside, asked for once more, and put back if need be.
        let Some(aside) = keeping.store.lay_aside(&digest).map_err(unreadable)? else { continue };
        if stored::is_needed(&mut office.db.read().await?, &digest).await? {
            aside.put_back().map_err(unreadable)?;
        } else {
            gone += 1;
        }
    }
    Ok(gone)
}
