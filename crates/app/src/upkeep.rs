//! What must be looked at every day while the program runs: is there a good backup, is there room on the disks, are the
//! attachments there and does the scanner answer.
//!
//! `doctor` shows it, `serve` logs it, and both read it from here.

use crate::Installation;
use crate::attachments;
use crate::backups::Record;
use crate::doctor::{Finding, Level};
use gongkai_domain::says::Says;
use gongkai_storage::{StorageError, audit};
use jiff::{SignedDuration, Timestamp};
use std::path::Path;

/// How old the last good backup may be: a daily one may fail once before it is told.
const MAY_BE_OLD: SignedDuration = SignedDuration::from_hours(48);
/// A disk with less than this free, in bytes, is nearly full.
const LEAST_FREE: u64 = 1_000_000_000;
/// A disk with less than this part of it free is nearly full, in percent.
const LEAST_PERCENT: u64 = 10;

/// Looks at the backups and the disks of the installation in `data_dir`, at the instant `at`.
pub async fn look(
    office: &Installation,
    data_dir: &Path,
    at: Timestamp,
) -> Result<Vec<Finding>, StorageError> {
    let begun = audit::begun(&mut office.db.read().await?).await?;
    let record = match Record::read(data_dir) {
        Ok(record) => record,
        Err(error) => {
            let said =
                Says::new(format!("备份的登记读不出：{error}"), format!("backups are not known: {error}"));
            return Ok(vec![Finding { check: "backups", level: Level::Error, says: said }, room(data_dir)]);
        }
    };
    let mut findings = vec![last_backup(&record, begun, at)];
    findings.extend(same_disk(&record, data_dir));
    findings.push(room(data_dir));
    let folders = record.folders.iter().map(|known| known.folder.as_path());
    findings.extend(folders.filter(|folder| folder.is_dir()).map(room));
    findings.extend(attachments::look(office, at).await?);
    Ok(findings)
}

fn last_backup(record: &Record, begun: Option<Timestamp>, at: Timestamp) -> Finding {
    let says = |level, zh: String, en: String| Finding { check: "backups", level, says: Says { zh, en } };
    let Some(newest) = record.newest() else {
        return if begun.is_some_and(|begun| at.duration_since(begun) > MAY_BE_OLD) {
            says(
                Level::Error,
                "从来没有做过定期备份；请运行 gongkai backup 文件夹 --keep 14，并让它每天运行（gongkai service install 会安排好）".into(),
                "no backup was ever kept; run gongkai backup FOLDER --keep 14, every day (gongkai service install sees to it)".into(),
            )
        } else {
            says(
                Level::Good,
                "还没有备份，数据还不到两天".into(),
                "no backup yet; the data is less than two days old".into(),
            )
        };
    };
    let (folder, last) = (newest.folder.display(), &newest.last);
    let age = at.duration_since(last.made_at);
    if age > MAY_BE_OLD {
        let days = age.as_hours() / 24;
        return says(
            Level::Error,
            format!(
                "最近一次完好的备份是 {days} 天前的 {}，在“{folder}”；请看定时备份为什么停了，并马上运行 gongkai backup “{folder}” --keep {}",
                last.name, newest.keep
            ),
            format!(
                "the last good backup, {}, is {days} days old, in “{folder}”; see why the daily backup has stopped, and run gongkai backup “{folder}” --keep {} now",
                last.name, newest.keep
            ),
        );
    }
    if !newest.folder.join(&last.name).join("manifest.json").is_file() {
        return says(
            Level::Error,
            format!("最近一次完好的备份 {} 不在“{folder}”里了；备份盘挂上了吗？", last.name),
            format!("the last good backup, {}, is no longer in “{folder}”; is its disk mounted?", last.name),
        );
    }
    says(
        Level::Good,
        format!("最近一次完好的备份 {}，在“{folder}”，留 {} 份", last.name, newest.keep),
        format!("last good backup {}, in “{folder}”, {} kept", last.name, newest.keep),
    )
}

/// A backup on the disk of the data goes with it.
fn same_disk(record: &Record, data_dir: &Path) -> Option<Finding> {
    let device = |path: &Path| rustix::fs::stat(path).ok().map(|found| found.st_dev);
    let data = device(data_dir)?;
    let all_there =
        !record.folders.is_empty() && record.folders.iter().all(|known| device(&known.folder) == Some(data));
    all_there.then(|| Finding {
        check: "backups",
        level: Level::Warning,
        says: Says::new(
            "备份和数据在同一个盘上，盘坏了两样都没有；请再备份到另一个盘，或把备份目录挂到另一个盘",
            "backups and data lie on one disk and would be lost together; back up to another disk too",
        ),
    })
}

fn room(folder: &Path) -> Finding {
    let shown = folder.display().to_string();
    match rustix::fs::statvfs(folder) {
        // Of the whole, what the system keeps for itself is nobody's to fill.
        Ok(disk) => {
            let used = disk.f_blocks.saturating_sub(disk.f_bfree);
            let free = disk.f_bavail;
            free_space(&shown, free * disk.f_frsize, (used + free) * disk.f_frsize)
        }
        Err(error) => Finding {
            check: "disk",
            level: Level::Error,
            says: Says::new(
                format!("“{shown}”的盘看不到：{error}"),
                format!("the disk of “{shown}”: {error}"),
            ),
        },
    }
}

/// How `free` bytes of `whole` are judged.
fn free_space(shown: &str, free: u64, whole: u64) -> Finding {
    let percent = (u128::from(free) * 100).checked_div(u128::from(whole)).unwrap_or_default();
    let size = format!("{:.1} GB", free as f64 / 1e9);
    let full = free < LEAST_FREE || percent < u128::from(LEAST_PERCENT);
    let (zh, en) = if full {
        (
            format!(
                "“{shown}”所在的盘快满了：剩 {size}（{percent}%）；请腾出地方或换大一些的盘，满了就写不进数据"
            ),
            format!(
                "the disk of “{shown}” is nearly full: {size} ({percent} %) free; make room, or nothing more can be written"
            ),
        )
    } else {
        (
            format!("“{shown}”所在的盘剩 {size}（{percent}%）"),
            format!("the disk of “{shown}” has {size} ({percent} %) free"),
        )
    };
    let level = if full { Level::Error } else { Level::Good };
    Finding { check: "disk", level, says: Says { zh, en } }
}

/// Bytes free for us on the disk of `folder`; nothing when it cannot be told.
pub(crate) fn free_bytes(folder: &Path) -> Option<u64> {
    rustix::fs::statvfs(folder).ok().map(|disk| disk.f_bavail * disk.f_frsize)
}

#[cfg(test)]
mod tests {
    use super::{Level, free_space};

    #[test]
    fn a_disk_is_nearly_full_below_a_tenth_or_a_gigabyte() {
        for (free, whole, level) in [
            (50_000_000_000, 100_000_000_000, Level::Good),
            (10_000_000_000, 100_000_000_000, Level::Good),
            (9_990_000_000, 100_000_000_000, Level::Error),
            (999_999_999, 4_000_000_000, Level::Error),
            (1_000_000_000, 4_000_000_000, Level::Good),
            (0, 0, Level::Error),
        ] {
            let found = free_space("/data", free, whole);
            assert_eq!(found.level, level, "{free} of {whole}: {}", found.says.zh);
        }
    }
}
