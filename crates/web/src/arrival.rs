//! How a request arrived, as whoever serves the site knows it: from whom, over what, under which id.

use axum::http::HeaderMap;
use std::net::{IpAddr, Ipv4Addr};

/// How a request arrived. The server puts it into the request's extensions, before any page is looked up.
///
/// A request without one (a test, another server) is a visit like any other: it gets an id of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Id of the request: in its log lines, in the header `X-Request-Id`, on the error page.
    pub id: String,
    /// Address of whoever asks, behind the proxies the administrator trusts. The only address to log and to limit by.
    pub client: IpAddr,
    /// Whether the asker's own connection is encrypted.
    pub https: bool,
    /// Seconds until this client may ask for another page; 0 when it may now.
    pub wait: u64,
}

impl Default for Arrival {
    fn default() -> Self {
        Self { id: new_id(), client: IpAddr::V4(Ipv4Addr::UNSPECIFIED), https: false, wait: 0 }
    }
}

/// Header that carries the id of a request.
pub const REQUEST_ID: &str = "x-request-id";

/// Longest id taken over from a proxy.
const LONGEST_ID: usize = 64;

/// Eight hexadecimal digits in two groups, which can be read over the telephone; empty in the unlikely case that the
/// system gives no randomness.
pub fn new_id() -> String {
    getrandom::u32().map(|number| format!("{:04X}-{:04X}", number >> 16, number & 0xFFFF)).unwrap_or_default()
}

/// The id a trusted proxy gave the request; none when it could not stand in a log line or on a page.
pub fn given_id(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(REQUEST_ID)?.to_str().ok()?;
    let fits = (1..=LONGEST_ID).contains(&id.len())
        && id.bytes().all(|letter| letter.is_ascii_alphanumeric() || b"-_.".contains(&letter));
    fits.then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_can_be_read_over_the_telephone() {
        let id = new_id();
        assert_eq!(id.len(), 9);
        assert!(id.chars().all(|letter| letter.is_ascii_hexdigit() || letter == '-'));
    }

    #[test]
    fn an_id_from_a_proxy_is_taken_when_it_can_stand_in_a_log() {
        for (given, taken) in [
            ("5f0c3a2e9d1b4c7f8a6e", true),
            ("3F2A-91C0", true),
            ("", false),
            ("a b", false),
            ("<script>", false),
            ("a\"b", false),
            (&*"a".repeat(64), true),
            (&*"a".repeat(65), false),
        ] {
            let headers = HeaderMap::from_iter([(REQUEST_ID.parse().unwrap(), given.parse().unwrap())]);
            assert_eq!(given_id(&headers).is_some(), taken, "{given}");
        }
        assert_eq!(given_id(&HeaderMap::new()), None);
    }
}
