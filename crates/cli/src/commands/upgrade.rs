//! `gongkai upgrade`: the data of an older program under this one; with `--to`, the program itself.

pub mod archive;
pub mod replace;

use crate::Outcome;
use crate::globals::{Globals, Missing, in_zone, now};
use anyhow::Result;
use clap::Args;
use gongkai_app::Installation;
use gongkai_app::upgrade::{Step, upgrade, versions};
use std::path::PathBuf;

/// Brings the data up to this program's schema, after a verified backup.
#[derive(Debug, Args)]
#[command(
    after_help = "例 / Examples:\n  gongkai upgrade --dry-run                                只看版本\n  gongkai upgrade                                          备份、核验、升级、再核验\n  sudo gongkai upgrade --to gongkai-0.2.0-x86_64-linux.tar.gz   换上新的程序，再升级数据"
)]
pub struct Upgrade {
    /// 只说明会做什么。Tell what would be done.
    #[arg(long)]
    dry_run: bool,
    /// 离线安装包：核对校验值，换上其中的程序，再由它升级数据。The offline archive of the new program.
    #[arg(long, value_name = "ARCHIVE")]
    to: Option<PathBuf>,
    /// 要换掉的程序文件；不填是正在运行的这个。The program file to replace; this one unless given.
    #[arg(long, value_name = "F", requires = "to")]
    program: Option<PathBuf>,
}

impl Upgrade {
    /// Runs the command.
    pub async fn run(&self, globals: &Globals) -> Result<Outcome> {
        if let Some(archive) = &self.to {
            return replace::replace(globals, archive, self.program.as_deref(), self.dry_run);
        }
        let office = globals.open_as_is(Missing::Refuse).await?;
        if self.dry_run {
            return tell_versions(globals, &office).await;
        }
        bring_up_to_date(globals, &office).await?;
        let after = versions(&office).await?;
        out!(
            "✓ {} {}（{} {}）",
            globals.say("数据库结构是最新的，第", "the schema is up to date, version"),
            after.known,
            globals.say("程序", "program"),
            env!("CARGO_PKG_VERSION")
        );
        Ok(Outcome::Done)
    }
}

async fn tell_versions(globals: &Globals, office: &Installation) -> Result<Outcome> {
    let found = versions(office).await?;
    if globals.json {
        out!("{}", serde_json::to_string_pretty(&found)?);
        return Ok(Outcome::Done);
    }
    out!(
        "{} {}，{} {}（{}）",
        globals.say("数据库结构版本", "the database is at schema version"),
        found.found,
        globals.say("本程序用版本", "this program works with"),
        found.known,
        env!("CARGO_PKG_VERSION")
    );
    out!(
        "{}",
        if found.found == found.known {
            globals.say("不需要升级。", "Nothing to upgrade.")
        } else {
            globals.say(
                "升级时会依次：做一份备份并恢复出来核验；升级数据库结构；再核验一遍。没有写入任何东西。",
                "An upgrade makes a backup and verifies it, migrates, and verifies again. Nothing was written."
            )
        }
    );
    Ok(Outcome::Done)
}

/// Upgrades what an older program made, telling each step; says nothing when there is nothing to do.
pub async fn bring_up_to_date(globals: &Globals, office: &Installation) -> Result<()> {
    let tell = |step: &Step| match step {
        Step::BackedUp(path) => {
            out!("✓ {} {}", globals.say("已备份并核验：", "backed up and verified:"), path.display());
        }
        Step::Copied => out!("✓ {}", globals.say("已复制数据库文件，以备换回", "copied the database file")),
        Step::Migrated => out!("✓ {}", globals.say("已升级数据库结构", "migrated the database")),
        Step::Verified => out!("✓ {}", globals.say("升级后核验无误", "verified after the upgrade")),
    };
    upgrade(office, &globals.data_dir, &in_zone(now()), &tell).await?;
    Ok(())
}
