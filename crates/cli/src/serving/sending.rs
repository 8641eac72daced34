//! Sending items to channels: a worker beside the pages, which looks at the queue every few seconds.

use super::networks::Network;
use crate::globals::{civil_day, now};
use anyhow::{Result, anyhow};
use clap::Args;
use gongkai_app::Installation;
use gongkai_channels::{Caller, Services, Site, send_due};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

/// How often the queue is looked at.
const EVERY: Duration = Duration::from_secs(5);

/// Where items may be sent.
#[derive(Clone, Debug, Args)]
pub struct Reaching {
    /// 渠道推送可以连接的内部网段；公网之外默认都不连。Inner networks that channels may be sent to.
    #[arg(long, env = "GONGKAI_CHANNEL_NETWORK", value_name = "CIDR,…", value_delimiter = ',')]
    channel_network: Vec<Network>,
    /// 经网关访问微信接口时的网址。Gateway to WeChat.
    #[arg(long, env = "GONGKAI_WECHAT_API", value_name = "URL")]
    wechat_api: Option<String>,
    /// 经网关访问微博接口时的网址。Gateway to Weibo.
    #[arg(long, env = "GONGKAI_WEIBO_API", value_name = "URL")]
    weibo_api: Option<String>,
}

impl Reaching {
    /// The services as they can be reached from here.
    pub fn services(&self) -> Result<Arc<Services>> {
        let networks = self.channel_network.clone();
        let allowed = move |address: IpAddr| networks.iter().any(|network| network.contains(address));
        let caller = Caller::new(Arc::new(allowed)).map_err(|why| anyhow!("{why}"))?;
        Ok(Arc::new(Services::new(&caller, self.wechat_api.as_deref(), self.weibo_api.as_deref())))
    }
}

/// Sends what is due, for ever. What was being sent when a program was killed is taken up when its lease ends.
pub async fn send_what_is_due(office: Installation, services: Arc<Services>, origin: String, base: String) {
    let holder = format!("{}-{}", std::process::id(), now().as_microsecond());
    let clock = || {
        let at = now();
        (at, civil_day(at))
    };
    loop {
        let site = Site { origin: &origin, base: &base, holder: &holder, clock: &clock };
        if let Err(error) = send_due(&office, &services, &site).await {
            tracing::warn!("what is queued for channels could not be looked for: {error}");
        }
        tokio::time::sleep(EVERY).await;
    }
}
