//! 微博: a short message with the title of the item and the address of its page (statuses/share).
//!
//! Everything known of the protocol stands here. It was written down from memory of the public documents and has NOT yet
//! been tried against the real service: 尚未在真实服务上试过. Requests are forms, answers JSON; one with an `error_code` has
//! done nothing, but for 20032, which says that it is done and will show a little later.
//!
//! | step | request | answer |
//! |---|---|---|
//! | send | `POST /2/statuses/share.json` `access_token, status` | `idstr`, `user.idstr` |
//! | what is there | `GET /2/statuses/user_timeline.json?access_token&count` | `statuses: [idstr, text]` |
//! | whose token | `GET /2/account/get_uid.json?access_token` | `uid` |
//!
//! The token is given to the account's owner by the service in a browser and entered in the settings; it cannot be renewed
//! from here. The message must hold an address of a domain that is registered with the application.

use crate::caller::{Call, Caller, Reply};
use crate::service::{AN_HOUR, Answer, Attempt, Repeating, Sending, Service, lost};
use gongkai_app::channels::Opened;
use gongkai_domain::channels::{Outcome, Placed, Post, Trouble};
use gongkai_domain::says::Says;
use jiff::Timestamp;
use serde_json::Value;

/// The service itself.
const API: &str = "https://api.weibo.com";
/// Longest message before its address, in characters; the address counts as some twenty.
const MESSAGE: usize = 115;
/// By so many characters a message is known again: what follows may have been shortened there.
const KNOWN_BY: usize = 20;

/// Accounts of Weibo.
#[derive(Debug)]
pub struct Weibo {
    caller: Caller,
    api: String,
}

impl Weibo {
    pub(crate) fn new(caller: Caller, api: Option<&str>) -> Self {
        Self { caller, api: api.unwrap_or(API).trim_end_matches('/').to_owned() }
    }

    async fn send(&self, sending: Sending<'_>) -> Result<Outcome, Trouble> {
        if sending.doubt {
            return self.find(sending).await;
        }
        let message = format!("{} {}", message(sending.post), sending.post.address);
        let body = form_urlencoded::Serializer::new(String::new())
            .append_pair("access_token", &sending.account.secret)
            .append_pair("status", &message)
            .finish();
        let address = format!("{}/2/statuses/share.json", self.api);
        let call = Call::post(address, "application/x-www-form-urlencoded", body.into_bytes());
        let answer = self.ask(call, Repeating::Unsafe).await?;
        match id_of(&answer) {
            Some(id) => Ok(Outcome::Placed(placed(id, &answer))),
            None => Err(Trouble::Lost(no_sense(&answer.to_string()))),
        }
    }

    /// Whether our message is among the last ones of the account.
    async fn find(&self, sending: Sending<'_>) -> Result<Outcome, Trouble> {
        let token = escaped(&sending.account.secret);
        let address = format!("{}/2/statuses/user_timeline.json?access_token={token}&count=20", self.api);
        let answer = self.ask(Call::get(address), Repeating::Safe).await?;
        let known_by: String = message(sending.post).chars().take(KNOWN_BY).collect();
        let statuses = answer.get("statuses").and_then(Value::as_array);
        let ours = statuses.into_iter().flatten().find(|status| {
            status.get("text").and_then(Value::as_str).is_some_and(|text| text.starts_with(&known_by))
        });
        match ours.and_then(|status| id_of(status).map(|id| (id, status))) {
            Some((id, status)) => Ok(Outcome::Placed(placed(id, status))),
            None => Err(Trouble::Unsure(Says::new(
                "发送的答复丢了，最近的微博里也没有找到；请到微博上看一看，再决定重发还是登记",
                "the answer was lost, and it is not among the last messages: look at the account, then decide",
            ))),
        }
    }

    /// Asks, and sorts the answer. Errors come with other statuses than 200 too, so their words are read first.
    async fn ask(&self, call: Call, repeating: Repeating) -> Result<Value, Trouble> {
        let reply = ask_any(&self.caller, call, repeating).await?;
        let Ok(answer) = serde_json::from_slice::<Value>(&reply.body) else {
            return Err(lost(no_sense(&String::from_utf8_lossy(&reply.body)), repeating));
        };
        match answer.get("error_code").and_then(Value::as_i64) {
            None | Some(0) => Ok(answer),
            Some(code) => {
                let said = answer.get("error").and_then(Value::as_str).unwrap_or_default();
                Err(trouble_of(code, &said.replace(" / ", "/"), reply.status))
            }
        }
    }
}

/// Calls, and lets an answer that explains itself through whatever its status.
async fn ask_any(caller: &Caller, call: Call, repeating: Repeating) -> Result<Reply, Trouble> {
    match caller.call(call.clone()).await {
        Ok(reply) if (400..500).contains(&reply.status) && explains(&reply) => Ok(reply),
        Ok(reply) if (200..300).contains(&reply.status) => Ok(reply),
        Ok(reply) => crate::service::sorted(reply, repeating),
        Err(fault) => Err(crate::service::trouble(fault, repeating)),
    }
}

fn explains(reply: &Reply) -> bool {
    serde_json::from_slice::<Value>(&reply.body).is_ok_and(|answer| answer.get("error_code").is_some())
}

impl Service for Weibo {
    fn advance<'a>(&'a self, sending: Sending<'a>) -> Answer<'a, Attempt> {
        Box::pin(async move { self.send(sending).await.unwrap_or_else(Outcome::Trouble).into() })
    }

    fn try_account<'a>(&'a self, account: &'a Opened, _: Timestamp) -> Answer<'a, Result<Says, Trouble>> {
        Box::pin(async move {
            let token = escaped(&account.secret);
            let address = format!("{}/2/account/get_uid.json?access_token={token}", self.api);
            let answer = self.ask(Call::get(address), Repeating::Safe).await?;
            let uid = answer.get("uid").map(ToString::to_string).unwrap_or_default();
            Ok(Says::new(format!("令牌有效，用户 {uid}"), format!("the token is valid, user {uid}")))
        })
    }
}

/// The message without its address: 【title】summary.
fn message(post: &Post) -> String {
    let text = format!("【{}】{}", post.title, post.summary.replace(['\n', '\r'], " "));
    if text.chars().count() <= MESSAGE {
        return text;
    }
    text.chars().take(MESSAGE - 1).chain(['…']).collect()
}

/// What a code means for us, by the lists of the public documents as remembered.
fn trouble_of(code: i64, said: &str, status: u16) -> Trouble {
    let says = |zh: &str, en: &str| {
        Says::new(format!("微博：{zh}（{code} {said}）"), format!("Weibo: {en} ({code} {said})"))
    };
    match code {
        20032 => Trouble::Lost(says("已收下，稍后才看得到", "it was taken and will show later")),
        21314..=21317 | 21327 | 21332 => Trouble::Person(says(
            "令牌无效或者过期，请在渠道设置里换",
            "the token is not valid or has ended: enter another in the settings",
        )),
        10022..=10024 | 20016 => Trouble::Later(says("次数到了上限", "its limit is reached"), AN_HOUR),
        20017 | 20019 => Trouble::Person(says(
            "平台认为和发过的微博相同",
            "the platform takes it for one that was sent before",
        )),
        10001 | 10009..=10011 => Trouble::Later(says("系统繁忙", "it is busy"), None),
        _ if status >= 500 => Trouble::Later(says("系统出错", "it failed"), None),
        _ => Trouble::Person(says("没有接受", "it was not taken")),
    }
}

fn id_of(status: &Value) -> Option<String> {
    match (status.get("idstr"), status.get("id")) {
        (Some(Value::String(id)), _) if !id.is_empty() => Some(id.clone()),
        (_, Some(Value::Number(id))) => Some(id.to_string()),
        _ => None,
    }
}

fn placed(id: String, answer: &Value) -> Placed {
    Placed { address: format!("https://m.weibo.cn/status/{id}"), id, answer: answer.to_string() }
}

fn no_sense(words: &str) -> Says {
    let words: String = words.replace(" / ", "/").chars().take(80).collect();
    Says::new(format!("微博的答复看不懂：{words}"), format!("Weibo's answer makes no sense: {words}"))
}

fn escaped(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
