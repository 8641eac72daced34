//! `gongkai serve`.

use super::upgrade;
use crate::Outcome;
use crate::globals::{Globals, Missing, now};
use crate::serving::{self, Serving};
use anyhow::Result;
use clap::Args;
use gongkai_app::doctor::Level;
use gongkai_app::{Installation, attachments, upkeep};
use std::path::PathBuf;
use std::time::Duration;

/// Serves the portal.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Serve {
    /// How the site is served.
    #[command(flatten)]
    pub serving: Serving,
}

const EXAMPLES: &str = "\
例 / Examples:
  gongkai serve --data-dir 数据 --listen 0.0.0.0:8720
  gongkai serve --listen 0.0.0.0:443 --tls-certificate 证书.pem --tls-key 私钥.key --origin https://www.example.gov.cn
  gongkai serve --trusted-proxy 10.0.0.0/8 --log json --log-dir /var/log/gongkai --metrics-listen 127.0.0.1:9720";

impl Serve {
    /// Runs the command.
    pub async fn run(&self, globals: &Globals) -> Result<Outcome> {
        let office = globals.open_as_is(Missing::Refuse).await?;
        upgrade::bring_up_to_date(globals, &office).await?;
        tokio::spawn(warn_daily(office.clone(), globals.data_dir.clone()));
        serving::serve(globals, office, &self.serving, None).await
    }
}

/// Logs what must be done about backups, disks and attachments, and clears away files nobody needs, now and every day
/// while the program runs.
async fn warn_daily(office: Installation, data_dir: PathBuf) {
    let mut days = tokio::time::interval(Duration::from_hours(24));
    loop {
        days.tick().await;
        match upkeep::look(&office, &data_dir, now()).await {
            Ok(findings) => {
                for finding in findings.iter().filter(|finding| finding.level > Level::Good) {
                    tracing::warn!(check = finding.check, "{} / {}", finding.says.zh, finding.says.en);
                }
            }
            Err(error) => tracing::warn!(check = "backups", "{error}"),
        }
        match attachments::sweep(&office, now()).await {
            Ok(0) => {}
            Ok(gone) => tracing::info!(files = gone, "cleared away files nobody needs"),
            Err(error) => tracing::warn!(check = "attachments", "{error}"),
        }
    }
}
