//! `gongkai serve`.

use crate::Outcome;
use crate::globals::{Globals, Missing, civil_day, now};
use crate::said::bad_use;
use anyhow::{Context, Result};
use clap::Args;
use gongkai_app::Installation;
use gongkai_app::typesetting::{Typesetter, Working};
use gongkai_domain::says::Says;
use gongkai_portal::{Site, router};
use gongkai_web::Look;
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

/// Where to listen, and how the site is known.
#[derive(Debug, Args)]
pub struct Listening {
    /// 监听地址。Address to listen at.
    #[arg(long, env = "GONGKAI_LISTEN", default_value = "127.0.0.1:8720", value_name = "A")]
    listen: SocketAddr,
    /// 公众访问的网址（协议和主机），用于规范链接。Scheme and host the public uses, for canonical links.
    #[arg(long, env = "GONGKAI_ORIGIN", value_name = "URL", value_parser = origin)]
    origin: Option<String>,
}

/// `https://www.example.gov.cn`: a scheme and a host, nothing behind them.
fn origin(text: &str) -> Result<String, String> {
    let known = text.trim_end_matches('/');
    let host = known.strip_prefix("https://").or_else(|| known.strip_prefix("http://"));
    match host {
        Some(host)
            if !host.is_empty()
                && !host.contains(['/', '?', '#', '@'])
                && !host.contains(char::is_whitespace) =>
        {
            Ok(known.to_owned())
        }
        _ => Err("只写协议和主机，如 https://www.example.gov.cn / give scheme and host only".to_owned()),
    }
}

impl Serve {
    /// Runs the command.
    pub async fn run(&self, globals: &Globals) -> Result<Outcome> {
        let office = globals.open(Missing::Refuse).await?;
        serve(globals, office, &self.listening, None).await
    }
}

/// Serves until interrupted, with a notice on every page if there is one; answers what is under way before it ends.
pub async fn serve(
    globals: &Globals,
    office: Installation,
    listening: &Listening,
    notice: Option<Says>,
) -> Result<Outcome> {
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
    let look = Look { origin: listening.origin.clone().unwrap_or_default(), notice, ..Look::default() };
    let site =
        Site { office, look: Arc::new(look), today: Arc::new(today), typesetter: Some(typesetter(globals)?) };
    axum::serve(listener, router(site)).with_graceful_shutdown(interrupted()).await?;
    Ok(Outcome::Done)
}

/// Sets reports in a process of its own: this program once more, with the same fonts.
fn typesetter(globals: &Globals) -> Result<Typesetter> {
    let mut arguments =
        vec!["typeset".into(), "--data-dir".into(), globals.data_dir.clone().into_os_string()];
    if let Some(fonts) = &globals.fonts {
        arguments.extend(["--fonts".into(), fonts.clone().into_os_string()]);
    }
    let program = std::env::current_exe().context("the path of this program")?;
    Ok(Typesetter::new(Working::new(program, arguments)))
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

#[cfg(test)]
mod tests {
    use super::origin;

    #[test]
    fn an_origin_is_a_scheme_and_a_host() {
        assert_eq!(origin("https://www.example.gov.cn/").as_deref(), Ok("https://www.example.gov.cn"));
        assert_eq!(origin("http://127.0.0.1:8720").as_deref(), Ok("http://127.0.0.1:8720"));
        for wrong in ["www.example.gov.cn", "https://", "https://a/zfxxgk", "ftp://a", "https://a b", ""] {
            assert!(origin(wrong).is_err(), "{wrong}");
        }
    }
}
