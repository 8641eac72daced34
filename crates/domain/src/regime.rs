//! A legal regime (法规依据): the limits of the reply period and what stops it, from `law/regimes/*.toml`.
//!
//! The regulation of 2008 and its revision in force from 2019-05-15 have different limits. A request keeps the regime
//! of its day of receipt ([`Regimes::regime_for`]), so old cases can still be counted, and a new regulation is one
//! more file.

mod reading;

use crate::clock::Wait;
use crate::says::Says;
use jiff::civil::Date;
use serde::Deserialize;

/// The rules of one regulation for the reply period (答复期限).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regime {
    /// Code used in commands, settings and rows: `cn-2019`.
    pub id: String,
    /// Name of the regulation.
    pub name: Says,
    /// Where it was published: 国务院令第711号.
    pub source: String,
    /// First day in force (施行之日).
    pub in_force: Date,
    /// Last day in force; none while it is in force.
    pub until: Option<Date>,
    /// The article that fixes the day of receipt (收到申请之日), day zero of the period.
    pub receipt: Article,
    /// The reply period itself.
    pub reply: ReplyPeriod,
    /// How it may be extended.
    pub extension: ExtensionRule,
    /// One rule for each kind of waiting, in the order of [`Wait::ALL`].
    waits: [WaitRule; 6],
}

/// The article a rule rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article(pub Says);

/// How long the office has to reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyPeriod {
    /// Working days, the day of receipt not counted.
    pub working_days: u32,
    /// The article that sets it.
    pub article: Article,
}

/// The extension of the reply period (延长答复期限), approved by the head of the disclosure office up to and
/// including the day the reply is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtensionRule {
    /// At most this many working days.
    pub working_days: u32,
    /// How often one period may be extended.
    pub times: usize,
    /// The article that allows it.
    pub article: Article,
}

/// What waiting for somebody does to the reply period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitRule {
    /// For whom or what the office waits.
    pub wait: Wait,
    /// What that does.
    pub effect: Effect,
    /// The office must ask within this many working days after day zero; none means any time up to the due day.
    pub ask_within: Option<u32>,
    /// Whether asking later than that still stops the clock.
    pub late_stops: bool,
    /// The answer must come within this many working days after asking; none means there is no limit.
    pub answer_within: Option<u32>,
    /// Asked before this day, it has no effect.
    pub from: Option<Date>,
    /// The article that says so.
    pub article: Article,
}

/// What a wait does to the reply period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// The working days waited do not count (不计入期限).
    Pause,
    /// The clock stops, and the day of the answer is day zero of a whole new period (重新起算).
    Restart,
    /// Nothing: the clock runs on.
    None,
}

impl Regime {
    /// Whether the regulation was in force on `date`.
    pub fn in_force_on(&self, date: Date) -> bool {
        self.in_force <= date && self.until.is_none_or(|until| date <= until)
    }

    /// What waiting for `wait` does; a file that leaves one out is refused.
    pub fn rule_of(&self, wait: Wait) -> &WaitRule {
        &self.waits[wait as usize]
    }
}

/// All the regimes, in the order they came into force.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Regimes(Vec<Regime>);

impl Regimes {
    /// The regime of a request received on `received`: the one in force that day. None before the first.
    pub fn regime_for(&self, received: Date) -> Option<&Regime> {
        self.0.iter().find(|regime| regime.in_force_on(received))
    }

    /// The regime with this code.
    pub fn with_id(&self, id: &str) -> Option<&Regime> {
        self.0.iter().find(|regime| regime.id == id)
    }

    /// Each of them, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Regime> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests;
