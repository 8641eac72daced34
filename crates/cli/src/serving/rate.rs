//! How fast one client may ask for pages.
//!
//! Our own seventy lines, not tower_governor: the answer has to be a page of the site in the visitor's language, the
//! client is the one [`super::client`] finds, and one time an address is all there is to remember.

use super::networks::{as_ipv6, first_bits};
use std::collections::HashMap;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How many pages a client may ask for: `50/200` is 50 a second, and 200 at once after a rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    per_second: u32,
    burst: u32,
}

/// The rates clients have, `None` for no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit(pub Option<Rate>);

impl FromStr for RateLimit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "off" {
            return Ok(Self(None));
        }
        let numbers =
            text.split_once('/').and_then(|(rate, burst)| Some((rate.parse().ok()?, burst.parse().ok()?)));
        match numbers {
            Some((per_second, burst)) if per_second > 0 && burst > 0 => Ok(Self(Some(Rate { per_second, burst }))),
            _ => Err("写成 每秒页数/一次最多，如 50/200，或 off / write pages a second and at once, as 50/200, or off"
                .to_owned()),
        }
    }
}

impl fmt::Display for RateLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(Rate { per_second, burst }) => write!(f, "{per_second}/{burst}"),
            None => write!(f, "off"),
        }
    }
}

/// Counts what each client asks for.
///
/// A page pushes the client's time on by the share of a second it may have; a client whose time is further ahead of
/// the clock than its burst allows has to wait. Clients whose time has passed are forgotten when there are many.
#[derive(Debug)]
pub struct Gate {
    step: Duration,
    ahead: Duration,
    clients: Mutex<Clients>,
}

#[derive(Debug)]
struct Clients {
    times: HashMap<u128, Instant>,
    tidy_at: usize,
}

/// Clients remembered before those that rest are forgotten.
const MANY: usize = 4_096;

impl Gate {
    /// A gate that lets this much through.
    pub fn new(rate: Rate) -> Self {
        let step = Duration::from_secs(1) / rate.per_second;
        let clients = Mutex::new(Clients { times: HashMap::new(), tidy_at: MANY });
        Self { step, ahead: step * (rate.burst - 1), clients }
    }

    /// Seconds this client has to wait at `now`, rounded up; 0 lets it pass and counts the page.
    pub fn wait(&self, client: IpAddr, now: Instant) -> u64 {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        clients.tidy(now);
        let time = clients.times.entry(counted_as(client)).or_insert(now);
        let due = (*time).max(now);
        let early = due.duration_since(now).saturating_sub(self.ahead);
        if early.is_zero() {
            *time = due + self.step;
            return 0;
        }
        early.as_secs() + u64::from(early.subsec_nanos() > 0)
    }
}

impl Clients {
    fn tidy(&mut self, now: Instant) {
        if self.times.len() >= self.tidy_at {
            self.times.retain(|_, time| *time > now);
            self.tidy_at = MANY.max(self.times.len() * 2);
        }
    }
}

/// What counts as one client: an IPv4 address; of IPv6 the /64 a connection is given, in which it may choose freely.
fn counted_as(client: IpAddr) -> u128 {
    match client.to_canonical() {
        IpAddr::V6(address) => first_bits(address.to_bits(), 64),
        address @ IpAddr::V4(_) => as_ipv6(address),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate(text: &str) -> Gate {
        Gate::new(text.parse::<RateLimit>().unwrap().0.unwrap())
    }

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_burst_passes_and_then_the_rate_holds() {
        let (gate, client, start) = (gate("2/5"), address("192.0.2.1"), Instant::now());
        let passed = |at: Duration| (0..10).filter(|_| gate.wait(client, start + at) == 0).count();
        assert_eq!(passed(Duration::ZERO), 5);
        assert_eq!(passed(Duration::from_millis(499)), 0);
        assert_eq!(passed(Duration::from_millis(500)), 1);
        assert_eq!(passed(Duration::from_secs(2)), 3);
        assert_eq!(passed(Duration::from_hours(1)), 5);
        assert_eq!(
            gate.wait(client, start + Duration::from_hours(1)),
            1,
            "half a second is a second to wait"
        );
    }

    #[test]
    fn one_page_a_time_is_a_burst_of_one() {
        let (gate, client, start) = (gate("1/1"), address("192.0.2.1"), Instant::now());
        assert_eq!(gate.wait(client, start), 0);
        assert_eq!(gate.wait(client, start + Duration::from_millis(1)), 1);
        assert_eq!(gate.wait(client, start + Duration::from_secs(1)), 0);
    }

    #[test]
    fn clients_do_not_wait_for_one_another() {
        let (gate, now) = (gate("1/1"), Instant::now());
        for (client, passes) in [
            ("192.0.2.1", true),
            ("192.0.2.2", true),
            ("192.0.2.1", false),
            ("::ffff:192.0.2.2", false),
            ("2001:db8::1", true),
            ("2001:db8::ffff:2", false),
            ("2001:db8:0:1::1", true),
        ] {
            assert_eq!(gate.wait(address(client), now) == 0, passes, "{client}");
        }
    }

    #[test]
    fn clients_that_rest_are_forgotten() {
        let (gate, start) = (gate("100/1"), Instant::now());
        for number in 0..20_000_u32 {
            let now = start + Duration::from_millis(u64::from(number));
            gate.wait(IpAddr::V4(number.into()), now);
        }
        assert!(gate.clients.lock().unwrap().times.len() <= MANY);
    }

    #[test]
    fn a_rate_is_read_and_written() {
        for text in ["50/200", "off", "1/1"] {
            assert_eq!(text.parse::<RateLimit>().unwrap().to_string(), text);
        }
        for text in ["", "50", "0/5", "5/0", "-1/5", "fast", "5/6/7", "OFF"] {
            assert!(text.parse::<RateLimit>().is_err(), "{text}");
        }
    }
}
