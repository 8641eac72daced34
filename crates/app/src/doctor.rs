//! Is this installation in order? What an administrator should know and do.

use crate::Installation;
use gongkai_domain::says::Says;
use gongkai_storage::{StorageError, health, settings, tables};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeSet;

/// Name of the setting that says on which day a copy of the installation key was confirmed.
pub const KEY_COPY: &str = "installation-key-copy";

/// How pressing a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// In order.
    Good,
    /// Should be done soon.
    Warning,
    /// Something is broken.
    Error,
}

/// One thing looked at.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// What was looked at.
    pub check: &'static str,
    /// How it stands.
    pub level: Level,
    /// What was found and what to do.
    pub says: Says,
}

/// Looks at everything; `today` is the civil day in the office's time zone.
pub async fn examine(office: &Installation, today: Date) -> Result<Vec<Finding>, StorageError> {
    let mut tx = office.db.read().await?;
    let mut findings = vec![versions(&mut tx).await?, schema(&mut tx).await?, calendar(office, today)];
    findings.push(key_copy(&mut tx).await?);
    findings.extend(halves(&mut tx).await?);
    findings.push(jobs(&mut tx).await?);
    findings.push(engine(&mut tx).await?);
    Ok(findings)
}

/// Remembers that a copy of the installation key is kept elsewhere.
pub async fn confirm_key_copy(office: &Installation, today: Date) -> Result<(), StorageError> {
    let mut tx = office.db.write().await?;
    settings::set(&mut tx, KEY_COPY, &today.to_string()).await?;
    tx.commit().await
}

fn finding(check: &'static str, level: Level, zh: String, en: String) -> Finding {
    Finding { check, level, says: Says { zh, en } }
}

async fn versions(tx: &mut gongkai_storage::Tx) -> Result<Finding, StorageError> {
    let (found, known) = health::versions(tx).await?;
    let program = env!("CARGO_PKG_VERSION");
    let level = if found == known { Level::Good } else { Level::Error };
    Ok(finding(
        "versions",
        level,
        format!("程序 {program}，数据库结构第 {found} 版（程序所用第 {known} 版）"),
        format!("program {program}, schema version {found} (the program's own is {known})"),
    ))
}

async fn schema(tx: &mut gongkai_storage::Tx) -> Result<Finding, StorageError> {
    for table in tables::all() {
        // By name: a column added later stands at the end of its table, wherever it is declared.
        let declared: BTreeSet<(String, String)> =
            table.columns.iter().map(|(name, kind)| (name.clone(), kind.sql().to_owned())).collect();
        let found = tables::columns_in_database(tx, &table.name).await?;
        if found.into_iter().collect::<BTreeSet<_>>() != declared {
            return Ok(finding(
                "schema",
                Level::Error,
                format!("数据表 {} 的列与程序所知不同；请运行 gongkai migrate，或从备份恢复", table.name),
                format!(
                    "table {} is not as the program knows it; run gongkai migrate or restore a backup",
                    table.name
                ),
            ));
        }
    }
    Ok(finding("schema", Level::Good, "数据表与程序所知一致".into(), "every table is as declared".into()))
}

fn calendar(office: &Installation, today: Date) -> Finding {
    let last = office.law.calendar.last_year().unwrap_or_default();
    let level = if last < today.year() {
        Level::Error
    } else if last == today.year() && today.month() >= 11 {
        Level::Warning
    } else {
        Level::Good
    };
    let (zh, en) = if level == Level::Good {
        (
            format!("工作日历到 {last} 年"),
            format!("the calendar of working days reaches to the end of {last}"),
        )
    } else {
        (
            format!(
                "工作日历只到 {last} 年，此后的期限只是暂定；国务院办公厅发布 {} 年放假安排后，请用 gongkai law add 载入",
                last + 1
            ),
            format!(
                "the calendar of working days ends with {last}; later due dates are provisional: load the next year's notice with gongkai law add"
            ),
        )
    };
    finding("calendar", level, zh, en)
}

async fn key_copy(tx: &mut gongkai_storage::Tx) -> Result<Finding, StorageError> {
    Ok(match settings::get(tx, KEY_COPY).await? {
        Some(day) => finding(
            "installation-key",
            Level::Good,
            format!("安装密钥的副本已于 {day} 确认另行保管"),
            format!("a copy of the installation key was confirmed on {day}"),
        ),
        None => finding(
            "installation-key",
            Level::Warning,
            "安装密钥还没有确认过副本：备份里没有它，丢了它，个人信息就再也打不开。请把密钥文件另存到安全的地方，然后运行 gongkai doctor --key-copied".into(),
            "no copy of the installation key is confirmed: backups do not hold it, and without it personal data cannot be opened; keep a copy elsewhere, then run gongkai doctor --key-copied".into(),
        ),
    })
}

async fn halves(tx: &mut gongkai_storage::Tx) -> Result<Vec<Finding>, StorageError> {
    let counted = [
        (
            "editions",
            "没有当前版本的信息",
            "items without their current edition",
            health::items_without_edition(tx).await?,
        ),
        ("events", "没有事件的申请", "requests without events", health::requests_without_events(tx).await?),
        (
            "requests",
            "有事件而没有台账行的申请",
            "requests with events but without a row",
            health::events_without_request(tx).await?,
        ),
    ];
    Ok(counted
        .into_iter()
        .map(|(check, zh, en, count)| {
            let level = if count == 0 { Level::Good } else { Level::Error };
            finding(check, level, format!("{zh}：{count}"), format!("{en}: {count}"))
        })
        .collect())
}

async fn jobs(tx: &mut gongkai_storage::Tx) -> Result<Finding, StorageError> {
    let (waiting, failed) = health::jobs(tx).await?;
    let level = if failed > 0 { Level::Warning } else { Level::Good };
    Ok(finding(
        "jobs",
        level,
        format!("待办后台任务 {waiting} 个，失败 {failed} 个"),
        format!("{waiting} jobs waiting, {failed} failed"),
    ))
}

async fn engine(tx: &mut gongkai_storage::Tx) -> Result<Finding, StorageError> {
    let said = health::engine_check(tx).await?;
    if let Some(first) = said.first() {
        return Ok(finding(
            "database",
            Level::Error,
            format!("数据库文件有损坏：{first}；请从备份恢复"),
            format!("the database file is damaged: {first}; restore a backup"),
        ));
    }
    Ok(finding("database", Level::Good, "数据库完好".into(), "the database is sound".into()))
}
