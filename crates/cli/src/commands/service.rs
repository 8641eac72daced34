//! `gongkai service`: the program as a service of the system.

mod install;

use crate::globals::Globals;
use crate::said::bad_use;
use crate::service::{TIMER, UNIT, control, has_systemd, state};
use crate::{Outcome, owner};
use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use install::Install;
use std::fs;
use std::path::{Path, PathBuf};

/// The program as a service of the system.
#[derive(Debug, Subcommand)]
pub enum Service {
    /// 安装：程序、系统用户、服务、每日备份。Install the program, its user, the service and the daily backup.
    Install(Install),
    /// 服务和每日备份的状态。How the service and the daily backup are.
    Status,
    /// 卸下服务；数据、备份、选项、密钥都留着。Remove the service; data, backups, options and key stay.
    Uninstall(Uninstall),
}

/// Removes what `install` wrote and the system starts.
#[derive(Debug, Args)]
pub struct Uninstall {
    #[command(flatten)]
    root: Root,
}

/// The root of the file system.
#[derive(Debug, Args)]
struct Root {
    /// 系统的根；给别的目录时只写文件，不动系统。Root of the system; elsewhere files are written and nothing else done.
    #[arg(long, default_value = "/", value_name = "D")]
    prefix: PathBuf,
}

impl Root {
    fn is_the_system(&self) -> bool {
        self.prefix == Path::new("/")
    }

    fn at(&self, path: impl AsRef<Path>) -> PathBuf {
        let path = path.as_ref();
        self.prefix.join(path.strip_prefix("/").unwrap_or(path))
    }

    /// Only root changes the system.
    fn check(&self, doing: &str) -> Result<()> {
        if self.is_the_system() && !owner::is_root() {
            return Err(bad_use(
                format!("{doing}要有管理员权限；请在前面加 sudo，或用 --print 看看要写什么"),
                "this needs root: put sudo in front, or look at it with --print",
            ));
        }
        Ok(())
    }
}

impl Service {
    /// Runs the command.
    pub fn run(&self, globals: &Globals) -> Result<Outcome> {
        match self {
            Self::Install(install) => install.run(globals),
            Self::Status => status(globals),
            Self::Uninstall(uninstall) => uninstall.run(globals),
        }
    }
}

fn status(globals: &Globals) -> Result<Outcome> {
    if !has_systemd() {
        return Err(bad_use("这台机器不由 systemd 管理", "systemd does not run this machine"));
    }
    let mut fine = true;
    for (unit, zh, en) in [(UNIT, "门户", "portal"), (TIMER, "每日备份", "daily backup")] {
        let (active, enabled) = (state("is-active", unit), state("is-enabled", unit));
        let good = active == "active" && enabled == "enabled";
        fine &= good;
        let mark = if good { '✓' } else { '✗' };
        out!("{mark} {}  {unit}  {active}, {enabled}", globals.say(zh, en));
    }
    let failed = state("is-failed", "gongkai-backup.service") == "failed";
    if failed {
        out!(
            "✗ {}",
            globals.say(
                "最近一次备份没有成功：journalctl --namespace gongkai -u gongkai-backup",
                "the last backup failed: journalctl --namespace gongkai -u gongkai-backup"
            )
        );
    }
    Ok(if fine && !failed { Outcome::Done } else { Outcome::Problems })
}

impl Uninstall {
    fn run(&self, globals: &Globals) -> Result<Outcome> {
        self.root.check("卸下服务")?;
        if self.root.is_the_system() && has_systemd() {
            for unit in [UNIT, TIMER] {
                if state("is-enabled", unit) == "enabled" || state("is-active", unit) == "active" {
                    control(&["disable", "--now", unit])?;
                }
            }
        }
        for path in [
            "etc/systemd/system/gongkai.service",
            "etc/systemd/system/gongkai-backup.service",
            "etc/systemd/system/gongkai-backup.timer",
            "etc/systemd/journald@gongkai.conf",
        ] {
            let target = self.root.at(path);
            if target.exists() {
                fs::remove_file(&target).with_context(|| target.display().to_string())?;
                out!("✓ {} {}", globals.say("已删去", "removed"), target.display());
            }
        }
        if self.root.is_the_system() && has_systemd() {
            control(&["daemon-reload"])?;
        }
        out!(
            "{}",
            globals.say(
                "数据目录、备份、安装密钥、选项（/etc/gongkai）、程序和用户都留着；不再需要时请自己删去。",
                "Data directory, backups, installation key, options (/etc/gongkai), program and user were kept; remove them yourself."
            )
        );
        Ok(Outcome::Done)
    }
}
