//! What every service is asked, and which there are.

use crate::caller::{Call, Caller, Fault, Reply};
use crate::{Webhook, Wechat, Weibo};
use gongkai_app::channels::Opened;
use gongkai_domain::channels::{Connector, Outcome, Post, Trouble};
use gongkai_domain::says::Says;
use jiff::Timestamp;
use std::pin::Pin;
use std::time::Duration;

/// An item on its way to a service.
#[derive(Clone, Copy, Debug)]
pub struct Sending<'a> {
    /// With which account.
    pub account: &'a Opened,
    /// What is sent.
    pub post: &'a Post,
    /// How far it has come, as the last step said it; empty at first.
    pub progress: &'a str,
    /// Whether the last try of this step may have come through without our knowing.
    pub doubt: bool,
    /// Now.
    pub at: Timestamp,
}

/// What a step of sending came to.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// What became of it.
    pub outcome: Outcome,
    /// A token the service gave on the way, with the end of its time.
    pub token: Option<(String, Timestamp)>,
}

impl From<Outcome> for Attempt {
    fn from(outcome: Outcome) -> Self {
        Self { outcome, token: None }
    }
}

/// A future that can be kept behind a trait.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A service items can be sent to.
pub trait Service: Send + Sync {
    /// Takes one step: at most one request that changes anything there.
    fn advance<'a>(&'a self, sending: Sending<'a>) -> Answer<'a, Attempt>;

    /// Sees whether the account works, changing nothing; answers what the service said.
    fn try_account<'a>(&'a self, account: &'a Opened, at: Timestamp) -> Answer<'a, Result<Says, Trouble>>;
}

/// Every service there is.
#[derive(Debug)]
pub struct Services {
    wechat: Wechat,
    weibo: Weibo,
    webhook: Webhook,
}

impl Services {
    /// The services, WeChat and Weibo at these addresses instead of their own where an office reaches them through a
    /// gateway.
    pub fn new(caller: &Caller, wechat: Option<&str>, weibo: Option<&str>) -> Self {
        Self {
            wechat: Wechat::new(caller.clone(), wechat),
            weibo: Weibo::new(caller.clone(), weibo),
            webhook: Webhook::new(caller.clone()),
        }
    }

    /// The service of a connector.
    pub fn of(&self, connector: Connector) -> &dyn Service {
        match connector {
            Connector::Wechat => &self.wechat,
            Connector::Weibo => &self.weibo,
            Connector::Webhook => &self.webhook,
        }
    }
}

/// Whether a step can be taken again when nobody knows what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeating {
    /// Yes: nothing is published by it, or the receiver knows it again.
    Safe,
    /// No: it publishes.
    Unsafe,
}

/// Calls, and sorts what comes back by what can be done about it; redirects are never followed.
pub(crate) async fn ask(caller: &Caller, call: Call, repeating: Repeating) -> Result<Reply, Trouble> {
    match caller.call(call).await {
        Ok(reply) => sorted(reply, repeating),
        Err(fault) => Err(trouble(fault, repeating)),
    }
}

/// What can be done about a call that was not answered.
pub(crate) fn trouble(fault: Fault, repeating: Repeating) -> Trouble {
    match fault {
        Fault::Forbidden(says) => Trouble::Person(says),
        Fault::Unreached(says) => Trouble::Later(says, None),
        Fault::Lost(says) => lost(says, repeating),
    }
}

/// An answer, or what can be done about its status.
pub(crate) fn sorted(reply: Reply, repeating: Repeating) -> Result<Reply, Trouble> {
    let status = reply.status;
    match status {
        200..=299 => Ok(reply),
        300..=399 => Err(Trouble::Person(Says::new(
            format!("对方要求转到别的网址（{status}），没有跟随"),
            format!("it sends elsewhere ({status}), which is not followed"),
        ))),
        408 | 425 | 429 | 503 => Err(Trouble::Later(answered(&reply), reply.retry_after)),
        500..=599 => Err(lost(answered(&reply), repeating)),
        _ => Err(Trouble::Person(answered(&reply))),
    }
}

/// Trouble of a step nobody knows the end of.
pub(crate) fn lost(says: Says, repeating: Repeating) -> Trouble {
    match repeating {
        Repeating::Safe => Trouble::Later(says, None),
        Repeating::Unsafe => Trouble::Lost(says),
    }
}

/// What was answered, as a sentence.
fn answered(reply: &Reply) -> Says {
    let text: String = String::from_utf8_lossy(&reply.body).chars().take(120).collect();
    let text = text.replace(" / ", "/");
    let status = reply.status;
    let says = if text.trim().is_empty() { String::new() } else { format!("：{}", text.trim()) };
    Says::new(format!("对方答复 {status}{says}"), format!("it answered {status}{says}"))
}

/// The longest a service is asked to be left alone for by a limit of an hour.
pub(crate) const AN_HOUR: Option<Duration> = Some(Duration::from_hours(1));
