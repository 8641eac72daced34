//! `gongkai serve`.

use crate::Outcome;
use crate::globals::{Globals, Missing};
use crate::serving::{self, Serving};
use anyhow::Result;
use clap::Args;

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
        let office = globals.open(Missing::Refuse).await?;
        serving::serve(globals, office, &self.serving, None).await
    }
}
