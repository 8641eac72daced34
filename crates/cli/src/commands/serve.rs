//! `gongkai serve`.

use crate::Outcome;
use crate::globals::{Globals, Missing, civil_day, now};
use crate::said::bad_use;
use anyhow::{Context, Result};
use clap::Args;
use gongkai_app::Installation;
use gongkai_portal::{Site, router};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;

/// Serves the portal.
#[derive(Debug, Args)]
#[command(after_help = "例 / Example:\n  gongkai serve --data-dir 数据 --listen 0.0.0.0:8720")]
pub struct Serve {
    #[command(flatten)]
    listening: Listening,
}

/// Where to listen.
#[derive(Debug, Args)]
pub struct Listening {
    /// 监听地址。Address to listen at.
    #[arg(long, env = "GONGKAI_LISTEN", default_value = "127.0.0.1:8720", value_name = "A")]
    listen: SocketAddr,
}

impl Serve {
    /// Runs the command.
    pub async fn run(&self, globals: &Globals) -> Result<Outcome> {
        let office = globals.open(Missing::Refuse).await?;
        serve(globals, office, &self.listening).await
    }
}

/// Serves until interrupted; answers what is under way before it ends.
pub async fn serve(globals: &Globals, office: Installation, listening: &Listening) -> Result<Outcome> {
    let listener = TcpListener::bind(listening.listen).await.map_err(|error| {
        if error.kind() == std::io::ErrorKind::AddrInUse {
            let address = listening.listen;
            return bad_use(
                format!(
                    "{address} 已被占用；请用 --listen 换一个，如 --listen 127.0.0.1:{}",
                    address.port() + 1
                ),
                format!("{address} is taken; choose another with --listen"),
            );
        }
        anyhow::Error::from(error).context(listening.listen.to_string())
    })?;
    let address = listener.local_addr().context("the address of the listener")?;
    out!("{}  http://{address}/zfxxgk/", globals.say("门户", "Portal"));
    out!("{}  http://{address}/zfxxgk/zfxxgknb/", globals.say("年报", "Annual reports"));
    out!("{}", globals.say("按 Ctrl-C 结束", "Ctrl-C ends it"));
    let today = || civil_day(now());
    let site = Site { office, look: Arc::default(), today: Arc::new(today) };
    axum::serve(listener, router(site)).with_graceful_shutdown(interrupted()).await?;
    Ok(Outcome::Done)
}

async fn interrupted() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
            return;
        }
    }
    let _ = interrupt.await;
}
