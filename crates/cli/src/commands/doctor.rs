//! `gongkai doctor`.

use crate::Outcome;
use crate::globals::{Globals, Missing, by};
use crate::serving::Public;
use anyhow::Result;
use clap::Args;
use gongkai_app::doctor::{Level, confirm_key_copy, examine};

/// Is this installation in order?
#[derive(Debug, Args)]
pub struct Doctor {
    /// 确认安装密钥已另存副本。Confirm that a copy of the installation key is kept elsewhere.
    #[arg(long)]
    key_copied: bool,
    #[command(flatten)]
    public: Public,
}

impl Doctor {
    /// Runs the command; problems only for errors, warnings leave the exit code 0.
    pub async fn run(&self, globals: &Globals) -> Result<Outcome> {
        let office = globals.open(Missing::Refuse).await?;
        let today = by().today;
        if self.key_copied {
            confirm_key_copy(&office, today).await?;
        }
        let mut findings = examine(&office, today).await?;
        findings.extend(self.public.examine());
        if globals.json {
            out!("{}", serde_json::to_string_pretty(&findings)?);
        } else {
            for finding in &findings {
                let mark = match finding.level {
                    Level::Good => "✓",
                    Level::Warning => "!",
                    Level::Error => "✗",
                };
                out!("{mark} {:<18}{}", finding.check, finding.says.in_language(globals.language()));
            }
        }
        let worst = findings.iter().map(|finding| finding.level).max();
        Ok(if worst == Some(Level::Error) { Outcome::Problems } else { Outcome::Done })
    }
}
