//! 微信公众号: an article is added to the drafts of the account and published (草稿箱、发布能力).
//!
//! Everything known of the protocol stands here. It was written down from memory of the public documents and has NOT yet
//! been tried against the real service: 尚未在真实服务上试过. Requests are JSON, answers too; an answer with an
//! `errcode` other than 0 has done nothing.
//!
//! | step | request | answer |
//! |---|---|---|
//! | token | `POST /cgi-bin/stable_token` `grant_type, appid, secret, force_refresh` | `access_token, expires_in` |
//! | cover | `POST /cgi-bin/material/add_material?type=thumb`, the picture in the form field `media` | `media_id` |
//! | draft | `POST /cgi-bin/draft/add` `articles: [title, author, digest, content, content_source_url, thumb_media_id]` | `media_id` |
//! | publish | `POST /cgi-bin/freepublish/submit` `media_id` | `publish_id` |
//! | look | `POST /cgi-bin/freepublish/get` `publish_id` | `publish_status`, `article_id`, `article_detail` |
//! | what is there | `POST /cgi-bin/freepublish/batchget` `offset, count, no_content` | `item: [article_id, content: [news_item]]` |
//!
//! Only `publish` must not be repeated blindly. When its answer is lost, what is published is looked through for an article
//! that leads to our page; one that is not there may still be on its way, so a person is asked.

use crate::caller::{Call, Caller, Reply};
use crate::service::{AN_HOUR, Answer, Attempt, Repeating, Sending, Service, ask, lost};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gongkai_app::channels::Opened;
use gongkai_domain::channels::{Outcome, Placed, Post, Trouble};
use gongkai_domain::says::Says;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

/// The service itself.
const API: &str = "https://api.weixin.qq.com";
/// Longest title, in characters.
const TITLE: usize = 64;
/// Longest digest, in characters.
const DIGEST: usize = 120;
/// How long to wait for an article that is being published.
const BEING_PUBLISHED: Duration = Duration::from_secs(10);
/// A token is renewed when it holds for less than this.
const ABOUT_TO_END: SignedDuration = SignedDuration::from_mins(5);

/// Official accounts of WeChat.
#[derive(Debug)]
pub struct Wechat {
    caller: Caller,
    api: String,
    /// Covers that are there already: the picture's digest and account, and what the service calls it.
    covers: Mutex<HashMap<(String, u64), String>>,
}

/// How far an article has come.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "snake_case")]
enum Way {
    Drafted { media: String },
    Submitted { publish: String },
}

/// A token in use, and whether it is to be kept.
struct Token {
    words: String,
    new: Option<(String, Timestamp)>,
}

impl Wechat {
    pub(crate) fn new(caller: Caller, api: Option<&str>) -> Self {
        let api = api.unwrap_or(API).trim_end_matches('/').to_owned();
        Self { caller, api, covers: Mutex::default() }
    }

    async fn step(&self, sending: Sending<'_>, token: &mut Token) -> Result<Outcome, Trouble> {
        match serde_json::from_str(sending.progress) {
            Ok(Way::Submitted { publish }) => self.look(sending, token, &publish).await,
            Ok(Way::Drafted { media }) => {
                if sending.doubt {
                    return self.find(sending, token).await;
                }
                self.publish(sending, token, &media).await
            }
            Err(_) => self.draft(sending, token).await,
        }
    }

    async fn draft(&self, sending: Sending<'_>, token: &mut Token) -> Result<Outcome, Trouble> {
        let thumb = self.cover(sending, token).await?;
        let post = sending.post;
        let article = json!({
            "title": cut(&post.title, TITLE),
            "author": sending.account.account.settings.author,
            "digest": cut(&post.summary, DIGEST),
            "content": content(post),
            "content_source_url": post.address,
            "thumb_media_id": thumb,
            "need_open_comment": 0,
        });
        let body = json!({ "articles": [article] });
        let answer = self.post(sending, token, "/cgi-bin/draft/add", &body, Repeating::Safe).await?;
        let media = text(&answer, "media_id")?;
        Ok(Outcome::GoOn { progress: json!(Way::Drafted { media }).to_string(), after: Duration::ZERO })
    }

    /// The cover of articles, sent once.
    async fn cover(&self, sending: Sending<'_>, token: &mut Token) -> Result<String, Trouble> {
        let settings = &sending.account.account.settings;
        let key = (settings.app_id.clone(), digest_of(&settings.cover));
        let known = self.covers.lock().ok().and_then(|covers| covers.get(&key).cloned());
        if let Some(known) = known {
            return Ok(known);
        }
        let picture = STANDARD.decode(&settings.cover).unwrap_or_default();
        let (kind, body) = form_of(&picture);
        let path = "/cgi-bin/material/add_material?type=thumb";
        let answer = self.send(sending, token, path, &kind, &body, Repeating::Safe).await?;
        let media = text(&parsed(&answer, Repeating::Safe)?, "media_id")?;
        if let Ok(mut covers) = self.covers.lock() {
            covers.insert(key, media.clone());
        }
        Ok(media)
    }

    async fn publish(
        &self,
        sending: Sending<'_>,
        token: &mut Token,
        media: &str,
    ) -> Result<Outcome, Trouble> {
        let body = json!({ "media_id": media });
        let path = "/cgi-bin/freepublish/submit";
        let answer = self.post(sending, token, path, &body, Repeating::Unsafe).await?;
        let publish = match answer.get("publish_id") {
            Some(Value::String(id)) if !id.is_empty() => id.clone(),
            Some(Value::Number(id)) => id.to_string(),
            _ => return Err(Trouble::Lost(no_sense(&answer.to_string()))),
        };
        let progress = json!(Way::Submitted { publish }).to_string();
        Ok(Outcome::GoOn { progress, after: BEING_PUBLISHED })
    }

    async fn look(&self, sending: Sending<'_>, token: &mut Token, publish: &str) -> Result<Outcome, Trouble> {
        let body = json!({ "publish_id": publish });
        let answer = self.post(sending, token, "/cgi-bin/freepublish/get", &body, Repeating::Safe).await?;
        let why = match answer.get("publish_status").and_then(Value::as_i64) {
            Some(0) => return Ok(Outcome::Placed(placed_of(&answer))),
            Some(1) => {
                return Ok(Outcome::GoOn { progress: sending.progress.to_owned(), after: BEING_PUBLISHED });
            }
            Some(2) => ("原创声明失败", "the claim of originality failed"),
            Some(3) => ("发布失败", "publishing failed"),
            Some(4) => ("平台审核不通过", "the platform's review refused it"),
            Some(5) => ("发布后已被删除", "it was deleted after it was published"),
            Some(6) => ("发布后被系统封禁", "it was banned after it was published"),
            _ => return Err(Trouble::Later(no_sense(&answer.to_string()), None)),
        };
        Err(Trouble::Person(Says::new(format!("微信：{}", why.0), format!("WeChat: {}", why.1))))
    }

    /// Whether an article that leads to our page is published.
    async fn find(&self, sending: Sending<'_>, token: &mut Token) -> Result<Outcome, Trouble> {
        let body = json!({ "offset": 0, "count": 20, "no_content": 1 });
        let answer =
            self.post(sending, token, "/cgi-bin/freepublish/batchget", &body, Repeating::Safe).await?;
        let items = answer.get("item").and_then(Value::as_array).cloned().unwrap_or_default();
        for item in &items {
            let articles = item.pointer("/content/news_item").and_then(Value::as_array);
            let ours = articles.into_iter().flatten().find(|article| {
                article.get("content_source_url").and_then(Value::as_str)
                    == Some(sending.post.address.as_str())
            });
            if let Some(article) = ours {
                let id = item.get("article_id").and_then(Value::as_str).unwrap_or_default().to_owned();
                let address = article.get("url").and_then(Value::as_str).unwrap_or_default().to_owned();
                return Ok(Outcome::Placed(Placed { address, id, answer: item.to_string() }));
            }
        }
        Err(Trouble::Unsure(Says::new(
            "发布请求的答复丢了，已发布列表里也没有找到；请到公众号后台看一看，再决定重发还是登记",
            "the answer to publishing was lost, and it is not among what is published: look at the account, then decide",
        )))
    }

    /// Asks with JSON, and once more with a new token where the old one has ended.
    async fn post(
        &self,
        sending: Sending<'_>,
        token: &mut Token,
        path: &str,
        body: &Value,
        repeating: Repeating,
    ) -> Result<Value, Trouble> {
        let body = body.to_string().into_bytes();
        parsed(&self.send(sending, token, path, "application/json", &body, repeating).await?, repeating)
    }

    async fn send(
        &self,
        sending: Sending<'_>,
        token: &mut Token,
        path: &str,
        kind: &str,
        body: &[u8],
        repeating: Repeating,
    ) -> Result<Reply, Trouble> {
        let reply = self.send_once(&token.words, path, kind, body, repeating).await?;
        if !matches!(errcode(&reply), Some(40001 | 40014 | 42001)) {
            return Ok(reply);
        }
        *token = self.fetch_token(sending.account, sending.at, true).await?;
        self.send_once(&token.words, path, kind, body, repeating).await
    }

    async fn send_once(
        &self,
        token: &str,
        path: &str,
        kind: &str,
        body: &[u8],
        repeating: Repeating,
    ) -> Result<Reply, Trouble> {
        let and = if path.contains('?') { '&' } else { '?' };
        let address = format!("{}{path}{and}access_token={}", self.api, escaped(token));
        ask(&self.caller, Call::post(address, kind, body.to_vec()), repeating).await
    }

    async fn token(&self, account: &Opened, at: Timestamp) -> Result<Token, Trouble> {
        match &account.token {
            Some((words, until)) if *until > at + ABOUT_TO_END => {
                Ok(Token { words: words.clone(), new: None })
            }
            _ => self.fetch_token(account, at, false).await,
        }
    }

    async fn fetch_token(&self, account: &Opened, at: Timestamp, force: bool) -> Result<Token, Trouble> {
        let body = json!({
            "grant_type": "client_credential",
            "appid": account.account.settings.app_id,
            "secret": account.secret,
            "force_refresh": force,
        });
        let address = format!("{}/cgi-bin/stable_token", self.api);
        let call = Call::post(address, "application/json", body.to_string().into_bytes());
        let answer = parsed(&ask(&self.caller, call, Repeating::Safe).await?, Repeating::Safe)?;
        let words = text(&answer, "access_token")?;
        let seconds = answer.get("expires_in").and_then(Value::as_i64).unwrap_or(0).clamp(0, 86_400);
        let until = at + SignedDuration::from_secs(seconds);
        Ok(Token { new: Some((words.clone(), until)), words })
    }
}

impl Service for Wechat {
    fn advance<'a>(&'a self, sending: Sending<'a>) -> Answer<'a, Attempt> {
        Box::pin(async move {
            let mut token = match self.token(sending.account, sending.at).await {
                Ok(token) => token,
                Err(trouble) => return Outcome::Trouble(trouble).into(),
            };
            let outcome = self.step(sending, &mut token).await.unwrap_or_else(Outcome::Trouble);
            Attempt { outcome, token: token.new }
        })
    }

    fn try_account<'a>(&'a self, account: &'a Opened, at: Timestamp) -> Answer<'a, Result<Says, Trouble>> {
        Box::pin(async move {
            self.fetch_token(account, at, false).await?;
            Ok(Says::new("取到了访问令牌", "an access token was given"))
        })
    }
}

/// The answer as JSON, or the trouble its `errcode` means.
fn parsed(reply: &Reply, repeating: Repeating) -> Result<Value, Trouble> {
    let words = String::from_utf8_lossy(&reply.body);
    let Ok(answer) = serde_json::from_slice::<Value>(&reply.body) else {
        return Err(lost(no_sense(&words), repeating));
    };
    match errcode(reply) {
        None | Some(0) => Ok(answer),
        Some(code) => {
            let said = answer.get("errmsg").and_then(Value::as_str).unwrap_or_default();
            Err(trouble_of(code, &cut(&said.replace(" / ", "/"), 100)))
        }
    }
}

fn errcode(reply: &Reply) -> Option<i64> {
    serde_json::from_slice::<Value>(&reply.body).ok()?.get("errcode")?.as_i64()
}

/// What a code means for us, by the lists of the public documents as remembered.
fn trouble_of(code: i64, said: &str) -> Trouble {
    let says = |zh: &str, en: &str| {
        Says::new(format!("微信：{zh}（{code} {said}）"), format!("WeChat: {en} ({code} {said})"))
    };
    match code {
        -1 => Trouble::Later(says("系统繁忙", "it is busy"), None),
        45009 | 45011 => {
            Trouble::Later(says("接口调用次数到了上限", "its limit of calls is reached"), AN_HOUR)
        }
        40001 | 40014 | 42001 => Trouble::Person(says("访问令牌无效", "the token is not valid")),
        40013 => Trouble::Person(says("AppID 不对", "the AppID is wrong")),
        40125 => Trouble::Person(says("AppSecret 不对", "the AppSecret is wrong")),
        40164 => Trouble::Person(says(
            "本机的 IP 不在公众号的白名单里",
            "the address of this machine is not on the account's list",
        )),
        48001 => {
            Trouble::Person(says("这个公众号没有发布接口的权限", "the account may not publish by interface"))
        }
        _ => Trouble::Person(says("没有接受", "it was not taken")),
    }
}

fn no_sense(words: &str) -> Says {
    let words = cut(&words.replace(" / ", "/"), 80);
    Says::new(format!("微信的答复看不懂：{words}"), format!("WeChat's answer makes no sense: {words}"))
}

fn text(answer: &Value, name: &str) -> Result<String, Trouble> {
    let found = answer.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    found.map(str::to_owned).ok_or_else(|| Trouble::Later(no_sense(&answer.to_string()), None))
}

fn placed_of(answer: &Value) -> Placed {
    let text = |place: &str| answer.pointer(place).and_then(Value::as_str).unwrap_or_default().to_owned();
    Placed {
        address: text("/article_detail/item/0/article_url"),
        id: text("/article_id"),
        answer: answer.to_string(),
    }
}

/// The text as an article takes it: pictures would have to stand at the service first, so their words stand in place.
fn content(post: &Post) -> String {
    let mut html = String::with_capacity(post.html.len());
    let mut rest = post.html.as_str();
    while let Some(at) = rest.find("<img") {
        html.push_str(&rest[..at]);
        rest = &rest[at..];
        let (end, alt) = end_of_tag(rest);
        if !alt.is_empty() {
            html.extend(["（图：", alt, "）"]);
        }
        rest = &rest[end..];
    }
    html.push_str(rest);
    if post.title.chars().count() > TITLE {
        let title = post.title.replace('&', "&amp;").replace('<', "&lt;");
        html.insert_str(0, &format!("<p><strong>{title}</strong></p>"));
    }
    html
}

/// Where a tag ends, quotes heeded, and what its `alt` says.
fn end_of_tag(tag: &str) -> (usize, &str) {
    let (mut quoted, mut end) = (false, tag.len());
    for (at, letter) in tag.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            '>' if !quoted => {
                end = at + 1;
                break;
            }
            _ => {}
        }
    }
    let alt = tag[..end].split_once("alt=\"").and_then(|(_, rest)| rest.split_once('"')).map(|(alt, _)| alt);
    (end, alt.unwrap_or_default())
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

fn escaped(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// Tells pictures apart; nothing rests on nobody being able to make two alike.
fn digest_of(text: &str) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// A form with one file, as bytes and their kind.
fn form_of(picture: &[u8]) -> (String, Vec<u8>) {
    const BOUNDARY: &str = "gongkai-3f1d6a9c";
    let (name, kind) = match picture {
        [0x89, b'P', b'N', b'G', ..] => ("cover.png", "image/png"),
        _ => ("cover.jpg", "image/jpeg"),
    };
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"media\"; filename=\"{name}\"\r\nContent-Type: {kind}\r\n\r\n"
    );
    let body = [head.as_bytes(), picture, format!("\r\n--{BOUNDARY}--\r\n").as_bytes()].concat();
    (format!("multipart/form-data; boundary={BOUNDARY}"), body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_of_a_text_become_their_words() {
        let post = Post {
            delivery: String::new(),
            title: "长".repeat(65),
            summary: String::new(),
            html: "<p>前<img src=\"/attachments/x\" alt=\"图 > 一\">后</p><img src=\"/y\">".to_owned(),
            index_number: String::new(),
            document_number: String::new(),
            body: String::new(),
            published_on: None,
            address: String::new(),
        };
        let expected = format!("<p><strong>{}</strong></p><p>前（图：图 > 一）后</p>", post.title);
        assert_eq!(content(&post), expected);
        assert_eq!(cut(&post.title, TITLE).chars().count(), TITLE);
    }
}
