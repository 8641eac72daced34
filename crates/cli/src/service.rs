//! The program as a service of the system (systemd): the files it needs and the programs that know them.

pub mod environment;
pub mod files;

use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::{Command, Stdio};

/// The service that serves the portal.
pub const UNIT: &str = "gongkai.service";
/// The clock of the daily backup.
pub const TIMER: &str = "gongkai-backup.timer";

/// Whether systemd runs this machine.
pub fn has_systemd() -> bool {
    Path::new("/run/systemd/system").is_dir()
}

/// Whether the service is running.
pub fn is_active() -> bool {
    has_systemd() && state("is-active", UNIT) == "active"
}

/// What `systemctl` says of a unit in one word.
pub fn state(question: &str, unit: &str) -> String {
    let said = Command::new("systemctl").args([question, unit]).stderr(Stdio::null()).output();
    said.map(|said| String::from_utf8_lossy(&said.stdout).trim().to_owned()).unwrap_or_default()
}

/// Has `systemctl` do something.
pub fn control(arguments: &[&str]) -> Result<()> {
    run(Command::new("systemctl").args(arguments))
}

/// Runs a program of the system and fails, naming it, when it does.
pub fn run(command: &mut Command) -> Result<()> {
    let shown = format!("{command:?}").replace('"', "");
    let status = command.stdin(Stdio::null()).status().with_context(|| shown.clone())?;
    if !status.success() {
        bail!("{shown}：没有成功 / failed ({status})");
    }
    Ok(())
}
