//! How the program faces the network and tells what it does, one file a concern.
//!
//! A connection is taken ([`listening`], over [`tls`] or not), each of its requests is given an id and a client
//! ([`mod@visits`], [`client`]), may be turned away ([`rate`]), goes to the site, and is told to the log and the metrics when
//! its answer has gone out ([`under_way`]). Those who watch the program ask a listener of their own ([`probes`]).

mod certificate;
mod client;
mod listening;
mod log_files;
pub mod logging;
mod metrics;
mod networks;
mod patience;
mod probes;
mod process;
mod rate;
mod scheduled;
mod sending;
mod tls;
mod under_way;
mod visits;

use crate::Outcome;
use crate::globals::{Globals, civil_day, now};
use anyhow::{Context, Result};
use axum::Router;
use clap::Args;
use gongkai_app::Installation;
use gongkai_app::doctor::Finding;
use gongkai_app::typesetting::{Typesetter, Working};
use gongkai_channels::Services;
use gongkai_domain::says::Says;
use gongkai_office::{Moment, Office, Verifying};
use gongkai_portal::{Site, router};
use gongkai_web::{Look, shell};
use logging::Logging;
use metrics::Metrics;
use networks::Network;
use probes::Watching;
use rate::{Gate, RateLimit};
use sending::Reaching;
use std::net::SocketAddr;
use std::sync::{Arc, Once};
use tls::Tls;
use visits::Visits;

/// How the site is served.
#[derive(Clone, Debug, Args)]
pub struct Serving {
    /// 监听地址。Address to listen at.
    #[arg(long, env = "GONGKAI_LISTEN", default_value = "127.0.0.1:8720", value_name = "A")]
    listen: SocketAddr,
    #[command(flatten)]
    public: Public,
    /// 可信的反向代理网段；只有它们的 X-Forwarded-* 才算数。Proxies whose X-Forwarded-* headers count.
    #[arg(long, env = "GONGKAI_TRUSTED_PROXY", value_name = "CIDR,…", value_delimiter = ',')]
    trusted_proxy: Vec<Network>,
    /// 每个访问者每秒页数/一次最多，off 不限。Pages a second and at once for one client, or off.
    #[arg(long, env = "GONGKAI_RATE_LIMIT", value_name = "N/N", default_value = "50/200")]
    rate_limit: RateLimit,
    #[command(flatten)]
    reaching: Reaching,
    #[command(flatten)]
    watching: Watching,
    /// What is logged, started before anything else.
    #[command(flatten)]
    pub logging: Logging,
}

/// How the public reaches the site; what `doctor` looks at too.
#[derive(Clone, Debug, Args)]
pub struct Public {
    /// 公众访问的网址（协议和主机），用于规范链接。Scheme and host the public uses, for canonical links.
    #[arg(long, env = "GONGKAI_ORIGIN", value_name = "URL", value_parser = origin)]
    origin: Option<String>,
    #[command(flatten)]
    tls: Tls,
}

/// `https://www.example.gov.cn`: a scheme and a host, nothing behind them.
pub fn origin(text: &str) -> Result<String, String> {
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

impl Public {
    /// What `doctor` says of the certificate; nothing without one.
    pub fn examine(&self) -> Option<Finding> {
        self.tls.examine(self.host(), now())
    }

    /// The host of the origin, without its port.
    fn host(&self) -> Option<&str> {
        let (_, host) = self.origin.as_deref()?.split_once("://")?;
        let without_port =
            host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|digit| digit.is_ascii_digit()));
        Some(without_port.map_or(host, |(host, _)| host))
    }

    fn is_https(&self) -> bool {
        self.origin.as_deref().is_some_and(|origin| origin.starts_with("https://"))
    }
}

/// Serves until interrupted, with a notice on every page if there is one; answers what is under way before it ends.
pub async fn serve(
    globals: &Globals,
    office: Installation,
    serving: &Serving,
    notice: Option<Says>,
) -> Result<Outcome> {
    let certificate = serving.public.tls.open()?;
    let acceptor = certificate.as_ref().map(tls::Renewable::acceptor).transpose()?;
    let listener = listening::bind(serving.listen, "--listen").await?;
    let metrics = Arc::new(Metrics::new(now()));
    let watched = serving.watching.start(Arc::clone(&metrics), office.db.clone()).await?;
    tell(globals, acceptor.is_some(), listener.local_addr()?, watched);
    if let Some(certificate) = certificate {
        tokio::spawn(certificate.watch());
    }
    tokio::spawn(scheduled::publish_what_is_due(office.clone()));
    tokio::spawn(scheduled::scan_what_waits(office.clone()));
    let look = Look { origin: serving.public.origin.clone().unwrap_or_default(), notice, ..Look::default() };
    let services = serving.reaching.services()?;
    tokio::spawn(sending::send_what_is_due(
        office.clone(),
        Arc::clone(&services),
        look.origin.clone(),
        look.base.clone(),
    ));
    let site = Site {
        office,
        look: Arc::new(look),
        today: Arc::new(|| civil_day(now())),
        typesetter: Some(typesetter(globals)?),
    };
    let visits = visits(site, services, serving, metrics);
    listening::answer(listener, acceptor, Arc::new(visits), interrupted()).await;
    Ok(Outcome::Done)
}

fn visits(site: Site, services: Arc<Services>, serving: &Serving, metrics: Arc<Metrics>) -> Visits {
    Visits {
        base: site.look.base.clone(),
        site: both(site, services),
        trusted: serving.trusted_proxy.clone(),
        gate: serving.rate_limit.0.map(Gate::new),
        hint: Once::new(),
        https_outside: serving.public.is_https(),
        metrics,
    }
}

/// The office beside the portal.
fn both(site: Site, services: Arc<Services>) -> Router {
    let clock = || {
        let at = now();
        Moment { at, today: civil_day(at) }
    };
    let office = Office {
        records: site.office.clone(),
        look: Arc::clone(&site.look),
        clock: Arc::new(clock),
        verifying: Verifying::default(),
        typesetter: site.typesetter.clone(),
        services: Some(services),
        offline_copy: Some(|publication, language| {
            gongkai_portal::checking_copy(publication, language).map_err(|error| error.to_string())
        }),
    };
    let base = site.look.base.clone();
    shell::beside(&base, gongkai_office::ROOM, gongkai_office::router(office), router(site))
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

fn tell(globals: &Globals, tls: bool, address: SocketAddr, watched: Option<SocketAddr>) {
    let scheme = if tls { "https" } else { "http" };
    out!("{}  {scheme}://{address}/zfxxgk/", globals.say("门户", "Portal"));
    out!("{}  {scheme}://{address}/zfxxgk/zfxxgknb/", globals.say("年报", "Annual reports"));
    out!("{}  {scheme}://{address}/office/", globals.say("办公", "Office"));
    if let Some(watched) = watched {
        out!("{}  http://{watched}/metrics", globals.say("监测", "Metrics"));
    }
    out!("{}", globals.say("按 Ctrl-C 结束", "Ctrl-C ends it"));
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
    use super::*;

    #[test]
    fn an_origin_is_a_scheme_and_a_host() {
        assert_eq!(origin("https://www.example.gov.cn/").as_deref(), Ok("https://www.example.gov.cn"));
        assert_eq!(origin("http://127.0.0.1:8720").as_deref(), Ok("http://127.0.0.1:8720"));
        for wrong in ["www.example.gov.cn", "https://", "https://a/zfxxgk", "ftp://a", "https://a b", ""] {
            assert!(origin(wrong).is_err(), "{wrong}");
        }
    }
}
