//! 签名推送: a signed message to an address of the office's own.
//!
//! ```text
//! POST {address}
//! Content-Type: application/json
//! X-Gongkai-Delivery: 8f3kq2m4n7pz          the same each time this sending is tried
//! X-Gongkai-Timestamp: 1491445200           seconds since 1970, when it was signed
//! X-Gongkai-Signature: hmac-sm3=9c0f…       over timestamp + "." + delivery + "." + body
//! ```
//!
//! A receiver checks the signature and that the timestamp is of the last minutes, and answers a delivery it has taken
//! before as it did then: so a message may be sent again when its answer was lost. Any 2xx says that it was taken; a JSON
//! answer may give the `url` where the item now stands and an `id`.

use crate::caller::{Call, Caller};
use crate::service::{Answer, Attempt, Repeating, Sending, Service, ask};
use gongkai_app::channels::Opened;
use gongkai_domain::channels::{Outcome, Placed, Post, Signing, Trouble};
use gongkai_domain::says::Says;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use serde_json::{Value, json};

/// Longest answer that is kept as evidence, in characters.
const ANSWER: usize = 4_000;

/// Addresses of an office's own.
#[derive(Debug)]
pub struct Webhook {
    caller: Caller,
}

impl Webhook {
    pub(crate) const fn new(caller: Caller) -> Self {
        Self { caller }
    }

    async fn send(
        &self,
        account: &Opened,
        delivery: &str,
        body: &Value,
        at: Timestamp,
    ) -> Result<(u16, String), Trouble> {
        let settings = &account.account.settings;
        let (timestamp, body) = (at.as_second(), body.to_string());
        let signed =
            signature(settings.signing, account.secret.as_bytes(), timestamp, delivery, body.as_bytes());
        let mut call = Call::post(settings.address.clone(), "application/json", body.into_bytes());
        call.headers = vec![
            ("x-gongkai-delivery", delivery.to_owned()),
            ("x-gongkai-timestamp", timestamp.to_string()),
            ("x-gongkai-signature", signed),
        ];
        // The receiver knows the delivery again, but the answer is worth knowing: it is asked again with the same.
        let reply = ask(&self.caller, call, Repeating::Unsafe).await?;
        Ok((reply.status, String::from_utf8_lossy(&reply.body).chars().take(ANSWER).collect()))
    }
}

impl Service for Webhook {
    fn advance<'a>(&'a self, sending: Sending<'a>) -> Answer<'a, Attempt> {
        Box::pin(async move {
            let post = sending.post;
            let sent = self.send(sending.account, &post.delivery, &message(post), sending.at).await;
            let outcome = match sent {
                Ok((status, answer)) => Outcome::Placed(placed(post, status, &answer)),
                Err(trouble) => Outcome::Trouble(trouble),
            };
            outcome.into()
        })
    }

    fn try_account<'a>(&'a self, account: &'a Opened, at: Timestamp) -> Answer<'a, Result<Says, Trouble>> {
        Box::pin(async move {
            let delivery = format!("ping-{}", at.as_second());
            let body = json!({ "event": "ping", "delivery": delivery });
            let (status, _) = self.send(account, &delivery, &body, at).await?;
            Ok(Says::new(format!("对方收下了（{status}）"), format!("it was taken ({status})")))
        })
    }
}

/// What is sent of an item.
fn message(post: &Post) -> Value {
    json!({
        "event": "item.published",
        "delivery": post.delivery,
        "item": {
            "index_number": post.index_number,
            "title": post.title,
            "document_number": post.document_number,
            "publisher": post.body,
            "published_on": post.published_on,
            "summary": post.summary,
            "html": post.html,
            "url": post.address,
        },
    })
}

fn placed(post: &Post, status: u16, answer: &str) -> Placed {
    let told: Value = serde_json::from_str(answer).unwrap_or_default();
    let text = |name: &str| match told.get(name) {
        Some(Value::String(text)) => text.chars().take(500).collect(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let (address, id) = (text("url"), text("id"));
    Placed {
        // What is no address is no evidence to click on.
        address: if address.starts_with("https://") || address.starts_with("http://") {
            address
        } else {
            String::new()
        },
        id: if id.is_empty() { post.delivery.clone() } else { id },
        answer: format!("{status} {answer}"),
    }
}

/// The signature of a message: `hmac-sm3=` or `hmac-sha256=`, and the digest in hexadecimal digits.
pub fn signature(signing: Signing, key: &[u8], timestamp: i64, delivery: &str, body: &[u8]) -> String {
    let head = format!("{timestamp}.{delivery}.");
    let parts = [head.as_bytes(), body];
    let digest = match signing {
        Signing::HmacSm3 => digest::<Hmac<sm3::Sm3>>(key, &parts),
        Signing::HmacSha256 => digest::<Hmac<sha2::Sha256>>(key, &parts),
    };
    format!("{}={digest}", signing.code())
}

/// Keys of every length are taken, so that the digest of a keyed hash always exists.
fn digest<M: Mac + KeyInit>(key: &[u8], parts: &[&[u8]]) -> String {
    let Ok(mut mac) = <M as KeyInit>::new_from_slice(key) else { return String::new() };
    for part in parts {
        mac.update(part);
    }
    hex::encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_those_any_other_program_works_out() {
        // printf '1491445200.8f3k.{"a":1}' | openssl dgst -sha256 -hmac 0123456789abcdef   (and -sm3)
        let of = |signing| signature(signing, b"0123456789abcdef", 1_491_445_200, "8f3k", b"{\"a\":1}");
        assert_eq!(
            of(Signing::HmacSha256),
            "hmac-sha256=b4d35ee145db85ae2782efa930869e74a3a2d8ab6b0abe3c8581f0a4e4dc0a99"
        );
        assert_eq!(
            of(Signing::HmacSm3),
            "hmac-sm3=7e50ef9c4569373b1d8e07f40cb2a3a261635bcd52786a4263400de704039780"
        );
    }
}
