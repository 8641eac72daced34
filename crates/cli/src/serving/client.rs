//! Who asks: the address behind the proxies the administrator trusts, and whether they came over TLS.

use super::networks::Network;
use axum::http::HeaderMap;
use std::net::{IpAddr, SocketAddr};

/// Where a request comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Client {
    /// Address to log and to limit by.
    pub address: IpAddr,
    /// Whether its own connection is encrypted.
    pub https: bool,
    /// Whether it came through a proxy that is trusted, whose headers count.
    pub by_proxy: bool,
}

/// Who asks, when `peer` is at the other end of the connection.
///
/// Anybody can write `X-Forwarded-For`, so it counts only from a trusted proxy, and only its right end does: each proxy
/// adds at the right whom it saw. Read from there, the first address that is no trusted proxy is the client.
/// `Forwarded` (RFC 7239) is read in the same way. When a request has both and they name different clients, the proxy
/// passed one of them on unseen; then neither counts, and the proxy itself is the client.
pub fn client(peer: IpAddr, tls: bool, headers: &HeaderMap, trusted: &[Network]) -> Client {
    let peer = peer.to_canonical();
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    if !is_trusted(peer) {
        return Client { address: peer, https: tls, by_proxy: false };
    }
    let x_forwarded_for: Vec<&str> = values(headers, "x-forwarded-for").collect();
    let forwarded: Vec<Forwarded<'_>> = values(headers, "forwarded").map(Forwarded::read).collect();
    let by_x = behind(peer, x_forwarded_for.iter().copied(), &is_trusted);
    let by_forwarded = behind(peer, forwarded.iter().map(|element| element.client), &is_trusted);
    let address = match (x_forwarded_for.is_empty(), forwarded.is_empty()) {
        (_, true) => by_x,
        (true, false) => by_forwarded,
        (false, false) if by_x == by_forwarded => by_x,
        (false, false) => peer,
    };
    let protocol = values(headers, "x-forwarded-proto").last();
    let protocol = protocol.or_else(|| forwarded.last().and_then(|element| element.protocol));
    let https = protocol.map_or(tls, |protocol| protocol.eq_ignore_ascii_case("https"));
    Client { address, https, by_proxy: true }
}

/// The first address from the right that is no trusted proxy. One that cannot be read ends the search: who wrote it
/// is not known, so the last proxy that was is the client.
fn behind<'a>(
    peer: IpAddr,
    hops: impl DoubleEndedIterator<Item = &'a str>,
    is_trusted: &impl Fn(IpAddr) -> bool,
) -> IpAddr {
    let mut client = peer;
    for hop in hops.rev() {
        let Some(address) = address(hop) else { return client };
        client = address;
        if !is_trusted(address) {
            return client;
        }
    }
    client
}

/// One element of `Forwarded`.
struct Forwarded<'a> {
    client: &'a str,
    protocol: Option<&'a str>,
}

impl<'a> Forwarded<'a> {
    /// Reads `for="[2001:db8::1]:4711";proto=https`; names are written in any case.
    fn read(element: &'a str) -> Self {
        let value = |name: &str| {
            let mut pairs = element.split(';').filter_map(|pair| pair.split_once('='));
            let (_, value) = pairs.find(|(key, _)| key.trim().eq_ignore_ascii_case(name))?;
            Some(value.trim().trim_matches('"'))
        };
        Self { client: value("for").unwrap_or_default(), protocol: value("proto") }
    }
}

/// The parts of a header between its commas, over all lines that carry it, in order.
fn values<'a>(headers: &'a HeaderMap, name: &str) -> impl Iterator<Item = &'a str> {
    let lines = headers.get_all(name).into_iter();
    lines.flat_map(|line| line.to_str().unwrap_or_default().split(',')).map(str::trim)
}

/// An address as proxies write it: alone, in brackets, with a port.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    let with_port = || text.parse::<SocketAddr>().map(|address| address.ip());
    bare.parse::<IpAddr>().or_else(|_| with_port()).ok().map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    fn asked(peer: &str, tls: bool, headers: &[(&str, &str)], trusted: &[&str]) -> Client {
        let mut all = HeaderMap::new();
        for (name, value) in headers {
            all.append(HeaderName::try_from(*name).unwrap(), HeaderValue::try_from(*value).unwrap());
        }
        let trusted: Vec<Network> = trusted.iter().map(|network| network.parse().unwrap()).collect();
        client(peer.parse().unwrap(), tls, &all, &trusted)
    }

    type Headers = &'static [(&'static str, &'static str)];

    const X: &str = "x-forwarded-for";
    const F: &str = "forwarded";

    #[test]
    fn the_client_is_the_first_from_the_right_that_is_no_trusted_proxy() {
        let proxies: &[&str] = &["10.0.0.0/8", "2001:db8:1::/48", "::1"];
        let table: [(&str, Headers, &str); 22] = [
            // Nobody is behind it.
            ("10.0.0.1", &[], "10.0.0.1"),
            ("203.0.113.9", &[], "203.0.113.9"),
            // One who is not trusted claims to speak for another.
            ("203.0.113.9", &[(X, "198.51.100.1")], "203.0.113.9"),
            ("203.0.113.9", &[(F, "for=198.51.100.1")], "203.0.113.9"),
            // A trusted proxy.
            ("10.0.0.1", &[(X, "198.51.100.1")], "198.51.100.1"),
            ("::ffff:10.0.0.1", &[(X, "198.51.100.1")], "198.51.100.1"),
            ("10.0.0.1", &[(F, "for=198.51.100.1;proto=https;by=10.0.0.1")], "198.51.100.1"),
            // The client wrote the left end itself.
            ("10.0.0.1", &[(X, "127.0.0.1, 198.51.100.1")], "198.51.100.1"),
            ("10.0.0.1", &[(X, "10.9.9.9, 198.51.100.1")], "198.51.100.1"),
            ("10.0.0.1", &[(X, "1.1.1.1"), (X, "198.51.100.1")], "198.51.100.1"),
            // Two trusted proxies, one behind the other.
            ("10.0.0.1", &[(X, "1.1.1.1, 198.51.100.1, 10.0.0.2")], "198.51.100.1"),
            // All are trusted: a machine of our own asks.
            ("10.0.0.1", &[(X, "10.0.0.3, 10.0.0.2")], "10.0.0.3"),
            // What cannot be read ends the search at the proxy that wrote it.
            ("10.0.0.1", &[(X, "198.51.100.1, unknown")], "10.0.0.1"),
            ("10.0.0.1", &[(X, "198.51.100.1, unknown, 10.0.0.2")], "10.0.0.2"),
            ("10.0.0.1", &[(X, "")], "10.0.0.1"),
            ("10.0.0.1", &[(F, "for=_hidden")], "10.0.0.1"),
            // Ports, brackets, IPv6, IPv4 written as IPv6.
            ("10.0.0.1", &[(X, "198.51.100.1:4711")], "198.51.100.1"),
            ("2001:db8:1::5", &[(X, "2001:db8:2::7")], "2001:db8:2::7"),
            ("::1", &[(F, "For=\"[2001:db8:2::7]:4711\"")], "2001:db8:2::7"),
            ("10.0.0.1", &[(X, "::ffff:198.51.100.1")], "198.51.100.1"),
            // Both headers: the same client, or neither.
            ("10.0.0.1", &[(X, "198.51.100.1"), (F, "for=198.51.100.1")], "198.51.100.1"),
            ("10.0.0.1", &[(X, "198.51.100.1"), (F, "for=127.0.0.1")], "10.0.0.1"),
        ];
        for (peer, headers, expected) in table {
            let found = asked(peer, false, headers, proxies).address;
            assert_eq!(found, expected.parse::<IpAddr>().unwrap(), "{peer} {headers:?}");
        }
    }

    #[test]
    fn without_trusted_proxies_no_header_counts() {
        let headers =
            [(X, "198.51.100.1"), (F, "for=198.51.100.1;proto=https"), ("x-forwarded-proto", "https")];
        let found = asked("127.0.0.1", false, &headers, &[]);
        let peer = "127.0.0.1".parse().unwrap();
        assert_eq!(found, Client { address: peer, https: false, by_proxy: false });
        assert!(asked("127.0.0.1", true, &[("x-forwarded-proto", "http")], &[]).https);
    }

    #[test]
    fn a_trusted_proxy_says_whether_the_client_came_over_tls() {
        for (headers, tls, https) in [
            (&[("x-forwarded-proto", "https")][..], false, true),
            (&[("x-forwarded-proto", "HTTPS")], false, true),
            (&[("x-forwarded-proto", "https, http")], false, false),
            (&[(F, "for=198.51.100.1;proto=https")], false, true),
            (&[("x-forwarded-proto", "http"), (F, "proto=https")], false, false),
            (&[("x-forwarded-proto", "http")], true, false),
            (&[], true, true),
            (&[], false, false),
        ] {
            assert_eq!(asked("10.0.0.1", tls, headers, &["10.0.0.0/8"]).https, https, "{headers:?}");
        }
    }
}
