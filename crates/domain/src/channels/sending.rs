//! Sending an item: what is sent, what can become of it, how long to wait before it is tried again.

use crate::says::Says;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// An item as it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// What tells this sending from every other, the same each time it is tried.
    pub delivery: String,
    /// Title.
    pub title: String,
    /// Summary, or the beginning of the text; may be empty.
    pub summary: String,
    /// The text as clean HTML; may be empty.
    pub html: String,
    /// Index number.
    pub index_number: String,
    /// Document number; may be empty.
    pub document_number: String,
    /// Name of the publisher.
    pub body: String,
    /// Day of publication.
    pub published_on: Option<Date>,
    /// Address of the item's page at the public site, with scheme and host.
    pub address: String,
}

/// That an item was placed, as the service says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placed {
    /// Address, where the service gives one.
    pub address: String,
    /// The service's own id of it.
    pub id: String,
    /// The answer as it came, which is kept as evidence.
    pub answer: String,
}

/// Why an item was not placed, or may not have been.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Nothing was placed; it may work later, at the earliest after so long.
    Later(Says, Option<Duration>),
    /// It went out and no answer came: it may have been placed.
    Lost(Says),
    /// Nothing was placed, and trying again would not help: a person must see to it.
    Person(Says),
    /// Whether it was placed cannot be found out from here: a person must look.
    Unsure(Says),
}

/// What became of one step of sending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There is another step, after so long.
    GoOn {
        /// How far it has come, for the next step.
        progress: String,
        /// When the next step may be.
        after: Duration,
    },
    /// It is placed.
    Placed(Placed),
    /// It is not, or not for certain.
    Trouble(Trouble),
}

/// How long a sending is tried before it waits for a person.
const TRIED_FOR: Duration = Duration::from_hours(24);
/// The first wait; each is twice the one before.
const FIRST_WAIT: Duration = Duration::from_mins(1);
/// The longest wait.
const LONGEST_WAIT: Duration = Duration::from_hours(4);

/// How long to wait after so many tries, the first of which was `since` ago; `None` when a day is over and a person is to
/// see to it.
pub fn wait_after(attempts: i64, since: Duration, asked: Option<Duration>) -> Option<Duration> {
    let doublings = u32::try_from(attempts.clamp(1, 12) - 1).unwrap_or_default();
    let own = FIRST_WAIT.saturating_mul(2_u32.pow(doublings)).min(LONGEST_WAIT);
    let wait = own.max(asked.unwrap_or_default());
    (since + wait <= TRIED_FOR).then_some(wait)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end_after_a_day() {
        let (mut since, mut waits) = (Duration::ZERO, Vec::new());
        while let Some(wait) = wait_after(waits.len() as i64 + 1, since, None) {
            waits.push(wait.as_secs() / 60);
            since += wait;
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 240, 240, 240, 240]);
        assert!(since <= Duration::from_hours(24));
    }

    #[test]
    fn a_service_may_ask_for_a_longer_wait() {
        let hour = Some(Duration::from_hours(1));
        assert_eq!(wait_after(1, Duration::ZERO, hour), hour);
        assert_eq!(wait_after(9, Duration::ZERO, hour), Some(Duration::from_hours(4)));
        assert_eq!(wait_after(1, Duration::ZERO, Some(Duration::from_hours(25))), None);
    }
}
