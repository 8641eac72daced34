//! `gongkai backup` and `gongkai restore`.

use crate::Outcome;
use crate::globals::{Globals, Missing, in_zone, now};
use crate::said::bad_use;
use anyhow::Result;
use clap::Args;
use gongkai_app::backup::{Manifest, backup, manifest, restore, restore_files};
use gongkai_app::backups::{Record, keep};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Backs everything up, without the installation key.
#[derive(Debug, Args)]
#[command(
    after_help = "例 / Examples:\n  gongkai backup /backup/2026-11-23       一份，写进空文件夹\n  gongkai backup /backup --keep 14        核验过的、按日期命名的备份，留最新的 14 份"
)]
pub struct Backup {
    /// 空文件夹；有 --keep 时是放各份备份的文件夹。An empty folder, or with --keep the folder of dated backups.
    folder: PathBuf,
    /// 定期备份：恢复出来核验无误才算数，只留最新的 N 份。Verify, name by date, keep the newest N.
    #[arg(long, value_name = "N")]
    keep: Option<NonZeroUsize>,
}

/// Restores a backup into an empty database.
#[derive(Debug, Args)]
#[command(
    after_help = "例 / Example:\n  gongkai restore /backup/2026-11-23 --data-dir new --key-file installation.key --verify"
)]
pub struct Restore {
    /// 备份文件夹。The folder of the backup.
    folder: PathBuf,
    /// 恢复后核验审计链和每一行。Walk the chain and every row afterwards.
    #[arg(long)]
    verify: bool,
}

impl Backup {
    /// Runs the command.
    pub async fn run(&self, globals: &Globals) -> Result<Outcome> {
        if let Some(number) = self.keep {
            return self.keep(globals, number).await;
        }
        let office = globals.open(Missing::Refuse).await?;
        let manifest = backup(&office, &self.folder, now()).await?;
        tell(globals, &manifest, globals.say("已备份", "backed up"));
        if !globals.json {
            out!(
                "{}",
                globals.say(
                    "备份里没有安装密钥；恢复个人信息还需要它，请另行保管。",
                    "The backup does not hold the installation key, which personal data needs; keep it elsewhere."
                )
            );
        }
        Ok(Outcome::Done)
    }

    /// Adds a verified backup to the folder, notes it, and drops the oldest.
    async fn keep(&self, globals: &Globals, number: NonZeroUsize) -> Result<Outcome> {
        let office = globals.open(Missing::Refuse).await?;
        let kept = keep(&office, &self.folder, number, &in_zone(now())).await?;
        Record::note(&globals.data_dir, &kept, number)?;
        tell(globals, &kept.manifest, globals.say("已备份并核验", "backed up and verified"));
        if !globals.json {
            out!("  {}", kept.path.display());
            for name in &kept.removed {
                out!("  {} {name}", globals.say("已删去旧的", "removed the older"));
            }
        }
        Ok(Outcome::Done)
    }
}

impl Restore {
    /// Runs the command. The key is checked before anything is written.
    pub async fn run(&self, globals: &Globals) -> Result<Outcome> {
        let told = manifest(&self.folder)?;
        key_fits(globals, &told)?;
        let db = globals.connect_as_is().await?;
        restore_files(&self.folder, &told, &globals.files()?.store).await?;
        let restored = restore(&db, &self.folder).await?;
        db.close().await;
        put_beside(globals, &restored)?;
        tell(globals, &restored, globals.say("已恢复", "restored"));
        if restored.files.is_none() && !globals.json {
            out!(
                "{}",
                globals.say(
                    "这份备份里没有附件的文件；有附件的，请从定期备份里恢复。",
                    "This backup holds no files of attachments; if there are any, take them from a regular backup."
                )
            );
        }
        let office = globals.open(Missing::Refuse).await?;
        if !self.verify {
            return Ok(Outcome::Done);
        }
        let verified = gongkai_app::verify::verify(&office).await?;
        Ok(super::verify::tell(globals, &verified))
    }
}

/// Puts what lies beside the database where the next command looks for it: the key that was given, the law files.
fn put_beside(globals: &Globals, restored: &Manifest) -> Result<()> {
    for (place, text) in &restored.law {
        globals.write_law(place, text)?;
    }
    let kept = globals.data_dir.join("keys").join("installation.key");
    let given = globals.key_path();
    if given != kept && given.exists() && !kept.exists() {
        Globals::write_key(&kept, &std::fs::read_to_string(&given)?)?;
    }
    Ok(())
}

/// Refuses a key that is not the one the backup was made with, before anything is written.
fn key_fits(globals: &Globals, told: &Manifest) -> Result<()> {
    let file = globals.key_path();
    let wanted = &told.installation_key;
    let found = std::fs::read_to_string(&file)
        .ok()
        .and_then(|text| gongkai_app::sealing::InstallationKey::read(&text).ok());
    match found.map(|key| key.fingerprint()) {
        Some(found) if found == *wanted || wanted.is_empty() => Ok(()),
        None if wanted.is_empty() => Ok(()),
        Some(found) => Err(bad_use(
            format!(
                "这份备份需要指纹为 {wanted} 的安装密钥，而“{}”的指纹是 {found}；请用 --key-file 指定原来的密钥",
                file.display()
            ),
            format!(
                "this backup needs the installation key {wanted}, but “{}” is {found}; give the original with --key-file",
                file.display()
            ),
        )),
        None => Err(bad_use(
            format!(
                "恢复需要原来的安装密钥（指纹 {wanted}）：备份里没有它。请用 --key-file 指定，或放到“{}”",
                file.display()
            ),
            format!(
                "restoring needs the original installation key ({wanted}), which no backup holds; give it with --key-file or put it at “{}”",
                file.display()
            ),
        )),
    }
}

fn tell(globals: &Globals, manifest: &Manifest, done: &str) {
    if globals.json {
        out!("{}", serde_json::to_string_pretty(manifest).unwrap_or_default());
        return;
    }
    let rows: u64 = manifest.tables.iter().map(|table| table.rows).sum();
    out!(
        "✓ {done}：{rows} {}，{} {}，{} {}，{} {}",
        globals.say("行", "rows"),
        globals.say("附件的文件", "files of attachments"),
        manifest.files.unwrap_or_default(),
        globals.say("审计记录到第", "audit entries up to"),
        manifest.last_entry,
        globals.say("密钥指纹", "key"),
        manifest.installation_key
    );
}
