//! Addresses of a site before this one (旧网址): path and query in one spelling, so that what a browser asks for and what
//! a crawl has noted down meet.

use std::fmt;
use std::fmt::Write;

/// Longest address kept, in bytes.
pub const LONGEST: usize = 2_000;

/// A path on this host, with its query, in the one spelling that is kept and looked up: bytes beyond ASCII and all that
/// has no place in an address are escaped, what need not be escaped is not, and nothing stands behind a `#`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OldAddress(String);

/// Why a text is no address that can be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressFault {
    /// There is nothing in it, or only a host.
    #[error("没有路径；请写 /zwgk/201605/t123.html 或完整网址 / there is no path in it")]
    NoPath,
    /// It is longer than [`LONGEST`].
    #[error("网址超过 {LONGEST} 字节 / the address is longer than {LONGEST} bytes")]
    TooLong,
    /// It holds control characters, or an escape that is none.
    #[error("网址里有控制字符或不成对的 % / there are control characters or a broken escape in the address")]
    Control,
    /// It leads to another host, or would do so in some browsers.
    #[error("只能指向本站：以一个 / 开头，不带主机 / it must stay on this site: one slash, no host")]
    Elsewhere,
    /// It climbs out of its folder.
    #[error("网址里有 .. / there is .. in the address")]
    Climbs,
}

impl OldAddress {
    /// Reads the address of a page, with or without scheme and host, which are not kept.
    ///
    /// # Errors
    /// What cannot be the address of a page of a site.
    ///
    /// ```
    /// # use gongkai_domain::catalogue::OldAddress;
    /// let whole = OldAddress::of("http://www.x.gov.cn/公开/%61.html?id=3#top").unwrap();
    /// assert_eq!(whole, OldAddress::of("/%e5%85%AC%e5%bc%80/a.html?id=3").unwrap());
    /// ```
    pub fn of(text: &str) -> Result<Self, AddressFault> {
        let text = text.trim();
        let scheme = ["http://", "https://"]
            .iter()
            .find(|scheme| text.get(..scheme.len()).is_some_and(|front| front.eq_ignore_ascii_case(scheme)));
        match scheme {
            Some(scheme) => {
                let rest = &text[scheme.len()..];
                let at = rest.find(['/', '?', '#']).ok_or(AddressFault::NoPath)?;
                if rest[at..].starts_with('/') { Self::path(&rest[at..]) } else { Err(AddressFault::NoPath) }
            }
            None => Self::path(text),
        }
    }

    /// Reads an address that must stay on this host: what a redirect may lead to.
    ///
    /// # Errors
    /// Everything with a host, and what a browser could take for one.
    pub fn path(text: &str) -> Result<Self, AddressFault> {
        let text = text.trim();
        let text = text.split_once('#').map_or(text, |(before, _)| before);
        if text.is_empty() {
            return Err(AddressFault::NoPath);
        }
        if !text.starts_with('/') || text.starts_with("//") || text.contains('\\') {
            return Err(AddressFault::Elsewhere);
        }
        let spelled = spelled(text)?;
        let path = spelled.split_once('?').map_or(spelled.as_str(), |(path, _)| path);
        if path.split('/').any(|part| part == "..") {
            return Err(AddressFault::Climbs);
        }
        Ok(Self(spelled))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OldAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The address in its one spelling.
fn spelled(text: &str) -> Result<String, AddressFault> {
    let mut spelled = String::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let (byte, escaped) = if byte == b'%' {
            let digit = |byte: Option<u8>| byte.and_then(|byte| (byte as char).to_digit(16));
            let (Some(high), Some(low)) = (digit(bytes.next()), digit(bytes.next())) else {
                return Err(AddressFault::Control);
            };
            ((high * 16 + low) as u8, true)
        } else {
            (byte, false)
        };
        let plain = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        if byte.is_ascii_control() {
            return Err(AddressFault::Control);
        }
        if plain || (!escaped && b"/?&=+:@!$'()*,;".contains(&byte)) {
            spelled.push(byte as char);
        } else {
            let _ = write!(spelled, "%{byte:02X}");
        }
        if spelled.len() > LONGEST {
            return Err(AddressFault::TooLong);
        }
    }
    Ok(spelled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_has_one_spelling() {
        let one = |text: &str| OldAddress::of(text).map(|address| address.0);
        for (text, kept) in [
            ("http://www.x.gov.cn/zwgk/t1.html", "/zwgk/t1.html"),
            ("HTTPS://x.gov.cn:8080/a?id=3&b=%7e", "/a?id=3&b=~"),
            ("/zwgk/%2f%b9%ab/a b.html", "/zwgk/%2F%B9%AB/a%20b.html"),
            ("/公开", "/%E5%85%AC%E5%BC%80"),
            (" /a.html#top ", "/a.html"),
            ("/a(2022-01-01).html", "/a(2022-01-01).html"),
            ("/a/../b?c=..", ""),
            ("/a/%2e%2E/b", ""),
            ("/a?c=../b", "/a?c=../b"),
        ] {
            assert_eq!(one(text).unwrap_or_default(), kept, "{text}");
        }
    }

    #[test]
    fn what_leads_elsewhere_or_hides_something_is_refused() {
        for (text, fault) in [
            ("", AddressFault::NoPath),
            ("http://x.gov.cn", AddressFault::NoPath),
            ("http://x.gov.cn?a=1", AddressFault::NoPath),
            ("//evil.example/a", AddressFault::Elsewhere),
            ("/\\evil.example", AddressFault::Elsewhere),
            ("javascript:alert(1)", AddressFault::Elsewhere),
            ("a.html", AddressFault::Elsewhere),
            ("/a\r\nLocation: http://evil", AddressFault::Control),
            ("/a%0d%0aSet-Cookie:x", AddressFault::Control),
            ("/a%zz", AddressFault::Control),
            ("/a%", AddressFault::Control),
        ] {
            assert_eq!(OldAddress::of(text), Err(fault), "{text:?}");
        }
        assert_eq!(OldAddress::of(&format!("/{}", "x".repeat(3_000))), Err(AddressFault::TooLong));
        assert_eq!(OldAddress::path("http://evil.example/a"), Err(AddressFault::Elsewhere));
    }
}
