//! The clock of a request (答复期限): when the reply is due, and why.
//!
//! [`due`] takes the regime, the calendar, the day of receipt and what happened since, and gives the due day with
//! every step that led there: which rule and article, which days were counted and which were skipped. The same steps
//! are shown to the officer and the requester, printed by the command line and returned by the interface.
//!
//! The day of receipt is day zero. Waiting for others *pauses* the clock: the working days waited are added. A
//! corrected request or a paid fee *restarts* it: that day becomes day zero of a whole new period. An extension adds
//! to the period it was approved in. Which event does what is data, in `law/regimes/`; the choices behind the rules
//! are in `docs/decisions/0004-the-clock.md`.

mod course;
mod due_day;
mod event;
mod explain;
mod refusal;
mod sentences;
mod steps;
mod wording;

pub use due_day::{DueDay, due_day};
pub use event::{ClockEvent, EventFault, EventKind, Wait};
pub use refusal::ClockRefusal;

use crate::calendar::{Calendar, Skipped};
use crate::regime::Regime;
use crate::says::Says;
use jiff::civil::Date;
use serde::Serialize;

/// When the reply is due, explained.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Due {
    /// The last day for the reply (答复期限届满日).
    pub due: Date,
    /// True when the day can still move: the count reaches a year without a calendar, or the clock is [stopped](Self::stopped).
    pub provisional: bool,
    /// True while the clock stands still for an answer that has no day yet. `due` is then the day for an answer on the
    /// last day the law allows, or on the day of asking where the law sets no limit. Serialised only when true.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub stopped: bool,
    /// How it came about, in order, from the receipt to the due day.
    pub steps: Vec<Step>,
}

/// One step of the explanation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What kind of step it is.
    pub kind: StepKind,
    /// The rule applied, by its place in the regime's file: `receipt`, `reply`, `extension`, `wait.third-party`.
    pub rule: String,
    /// The article the rule rests on, in Chinese.
    pub article: String,
    /// Where the step begins; the day itself is not counted.
    pub from: Date,
    /// Where it ends, this day included.
    pub to: Date,
    /// The working days this step adds to the period.
    pub counted: u32,
    /// The days passed over while counting them.
    pub skipped: Vec<Skipped>,
    /// The step in words. The first line is the step; further lines, parted by `\n`, list the days skipped and the
    /// make-up days counted.
    pub says: Says,
}

/// What a step of the clock is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepKind {
    /// The day of receipt, day zero. `from` is the day first written down, `to` the right one.
    Receipt,
    /// The clock stopped at `from` and a new day zero is `to`.
    Restart,
    /// The clock stopped at `from` and still stands; `to` is the day taken for the answer that is yet to come.
    Stop,
    /// The working days of the reply period, from day zero to the plain due day.
    Count,
    /// Waiting from `from` to `to`; `counted` working days are not counted in the period, and so move the due day.
    Pause,
    /// The due day moves from `from` to `to`.
    Extension,
    /// Something that happened, and does not move the due day; the words say why.
    Note,
    /// The due day: `counted` and `skipped` are of the whole way from day zero.
    Due,
}

/// When the reply to a request received on `received` is due, under `regime`, after `events`.
///
/// The events may come in any order; those of one day happen in the order given. Refuses a list of events that cannot
/// be what happened, with all the reasons.
pub fn due(
    regime: &Regime,
    calendar: &Calendar,
    received: Date,
    events: &[ClockEvent],
) -> Result<Due, Vec<ClockRefusal>> {
    let course = course::follow(regime, calendar, received, events)?;
    Ok(steps::tell(regime, calendar, &course))
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
