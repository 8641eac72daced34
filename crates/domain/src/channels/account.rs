//! Accounts of a body at a channel: which service, and what must be known of it.

use crate::says::Says;
use serde::{Deserialize, Serialize};

/// A service items can be sent to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connector {
    /// 微信公众号: an article of an official account.
    Wechat,
    /// 微博: a short message with the address of the item.
    Weibo,
    /// A signed message to an address of the office's own.
    Webhook,
}

/// With what a webhook's messages are signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Signing {
    /// HMAC with SM3 (GB/T 32905).
    #[default]
    HmacSm3,
    /// HMAC with SHA-256.
    HmacSha256,
}

impl Connector {
    /// Every connector.
    pub const ALL: [Self; 3] = [Self::Wechat, Self::Weibo, Self::Webhook];

    /// Permanent code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Wechat => "wechat",
            Self::Weibo => "weibo",
            Self::Webhook => "webhook",
        }
    }

    /// The connector with this code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// What it is called.
    pub fn name(self) -> Says {
        match self {
            Self::Wechat => Says::new("微信公众号", "WeChat official account"),
            Self::Weibo => Says::new("微博", "Weibo"),
            Self::Webhook => Says::new("签名推送（Webhook）", "Signed webhook"),
        }
    }

    /// Code of the channel its placements count in; a webhook's is chosen.
    pub const fn channel(self) -> Option<&'static str> {
        match self {
            Self::Wechat => Some("wechat"),
            Self::Weibo => Some("weibo"),
            Self::Webhook => None,
        }
    }

    /// Whether it was ever tried against the real service. Screens and documents say so where it was not.
    pub const fn is_tried(self) -> bool {
        matches!(self, Self::Webhook)
    }
}

impl Signing {
    /// Name in the header of a signature.
    pub const fn code(self) -> &'static str {
        match self {
            Self::HmacSm3 => "hmac-sm3",
            Self::HmacSha256 => "hmac-sha256",
        }
    }
}

/// What is known of an account and is no secret; which of it counts depends on the connector.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccountSettings {
    /// WeChat: the developer's id of the account (AppID).
    pub app_id: String,
    /// WeChat: the author an article names; may be empty.
    pub author: String,
    /// WeChat: the picture on the cover of articles, in base64; the service takes no article without one.
    pub cover: String,
    /// Webhook: where messages go.
    pub address: String,
    /// Webhook: with what they are signed.
    pub signing: Signing,
}

/// Largest cover, in bytes: what the service takes as a thumbnail.
const LARGEST_COVER: usize = 1 << 20;
/// Shortest secret a webhook's messages are signed with, in bytes.
const SHORTEST_SECRET: usize = 16;

impl AccountSettings {
    /// What is wrong with the settings of an account: field and sentence. `secret` is `None` where the one that is kept
    /// stays.
    pub fn faults(&self, connector: Connector, secret: Option<&str>) -> Vec<(&'static str, Says)> {
        let mut faults = Vec::new();
        let mut wrong = |field, zh: &str, en: &str| faults.push((field, Says::new(zh, en)));
        match connector {
            Connector::Wechat => {
                if self.app_id.is_empty() || !self.app_id.bytes().all(|b| b.is_ascii_alphanumeric()) {
                    wrong(
                        "app_id",
                        "填公众号的 AppID，只有字母和数字",
                        "give the AppID: letters and digits only",
                    );
                }
                if self.cover.is_empty() {
                    wrong(
                        "cover",
                        "选一张封面图；没有封面，微信不收文章",
                        "choose a cover; WeChat takes no article without",
                    );
                } else if self.cover.len() / 4 * 3 > LARGEST_COVER {
                    wrong("cover", "封面图最大 1 MB", "a cover has at most 1 MB");
                }
            }
            Connector::Weibo => {}
            Connector::Webhook => {
                let host = self.address.strip_prefix("https://").or(self.address.strip_prefix("http://"));
                let is_sound = host.is_some_and(|host| {
                    !host.is_empty() && !host.starts_with('/') && !host.contains(char::is_whitespace)
                });
                if !is_sound || self.address.contains('@') || self.address.contains('#') {
                    wrong(
                        "address",
                        "填接收方的网址，以 https:// 开头，不带用户名和 #",
                        "give the receiver's address: https://, without user name and #",
                    );
                }
            }
        }
        let least = if connector == Connector::Webhook { SHORTEST_SECRET } else { 1 };
        if secret.is_some_and(|secret| secret.len() < least) {
            match connector {
                Connector::Wechat => wrong("secret", "填 AppSecret", "give the AppSecret"),
                Connector::Weibo => wrong("secret", "填 access_token", "give the access token"),
                Connector::Webhook => {
                    wrong(
                        "secret",
                        "签名密钥至少 16 个字符",
                        "the key of the signature has at least 16 characters",
                    );
                }
            }
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_lead_back_to_their_connectors() {
        for connector in Connector::ALL {
            assert_eq!(Connector::of_code(connector.code()), Some(connector));
        }
        assert_eq!(Connector::of_code("fax"), None);
    }

    #[test]
    fn an_account_lacks_what_its_service_needs() {
        let fields = |connector, settings: &AccountSettings, secret| -> Vec<&str> {
            settings.faults(connector, secret).into_iter().map(|(field, _)| field).collect()
        };
        let mut settings = AccountSettings::default();
        assert_eq!(fields(Connector::Wechat, &settings, Some("")), ["app_id", "cover", "secret"]);
        assert_eq!(fields(Connector::Weibo, &settings, Some("")), ["secret"]);
        assert!(fields(Connector::Weibo, &settings, None).is_empty(), "the secret that is kept stays");
        assert_eq!(fields(Connector::Webhook, &settings, Some("short")), ["address", "secret"]);
        for wrong in ["ftp://a", "https://", "https:///x", "https://user@a", "https://a b", "a"] {
            wrong.clone_into(&mut settings.address);
            assert_eq!(fields(Connector::Webhook, &settings, None), ["address"], "{wrong}");
        }
        "https://portal.example.gov.cn/hook".clone_into(&mut settings.address);
        assert!(fields(Connector::Webhook, &settings, Some("0123456789abcdef")).is_empty());
    }
}
