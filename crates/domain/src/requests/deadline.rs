//! What the clock says of a request, as far as its row tells.

use super::holdings::{at, column, day};
use crate::calendar::Calendar;
use crate::clock::{self, ClockEvent, ClockRefusal, Due, EventKind, Wait};
use crate::regime::{Regime, Regimes};
use crate::registers::Value;
use crate::says::Says;
use jiff::civil::Date;

pub(super) const RECEIVED_ON: usize = at("received_on");
pub(super) const DECIDED_ON: usize = at("decided_on");

/// What happened that the clock knows of, in the order an office meets it, with the column of its day. Events of one
/// day happen in this order: a corrected request that comes in on the day of an extension leaves it in the new period.
const HAPPENED: [(EventKind, usize); 5] = [
    (EventKind::Asked(Wait::Clarification), at("clarification_sent_on")),
    (EventKind::Answered(Wait::Clarification), at("clarification_received_on")),
    (EventKind::Asked(Wait::ThirdParty), at("third_party_sent_on")),
    (EventKind::Answered(Wait::ThirdParty), at("third_party_answered_on")),
    (EventKind::ExtensionApproved(None), at("extension_approved_on")),
];

/// Something about the dates of a request that somebody must put right or look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Code of the column to look at.
    pub column: &'static str,
    /// What is the matter, and what follows from it.
    pub says: Says,
}

/// The due day of a request with every step that leads to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The due day, explained.
    pub due: Due,
    /// What was left out of the count, and why: an extension approved too late.
    pub left_out: Vec<Remark>,
}

/// When the reply to a request is due, explained: the same day that [`complete`](super::complete) fills in.
///
/// None when the row has no day of receipt, or no regulation was in force on it. Refuses a row whose dates contradict
/// each other, with all the reasons.
pub fn explain(
    values: &[Value],
    regimes: &Regimes,
    calendar: &Calendar,
) -> Result<Option<Deadline>, Vec<Remark>> {
    let Some(terms) = Terms::of(values, regimes) else { return Ok(None) };
    let reckoned = terms.reckon(|events| clock::due(terms.regime, calendar, terms.received, events))?;
    Ok(Some(Deadline { due: reckoned.due, left_out: reckoned.left_out }))
}

/// What the count begins with.
pub(super) struct Terms<'a> {
    values: &'a [Value],
    /// The regime of the day of receipt.
    pub regime: &'a Regime,
    pub received: Date,
}

/// A due day, and what it was counted from.
pub(super) struct Reckoned<T> {
    pub due: T,
    /// The events that were counted.
    pub events: Vec<ClockEvent>,
    pub left_out: Vec<Remark>,
}

impl<'a> Terms<'a> {
    pub fn of(values: &'a [Value], regimes: &'a Regimes) -> Option<Self> {
        let received = day(values, RECEIVED_ON)?;
        Some(Self { values, regime: regimes.regime_for(received)?, received })
    }

    /// Counts the due day with `clock`, from the events up to the decision: what comes after it moves nothing.
    ///
    /// An extension approved too late did happen, so it does not refuse the row; it is left out.
    pub fn reckon<T>(
        &self,
        clock: impl Fn(&[ClockEvent]) -> Result<T, Vec<ClockRefusal>>,
    ) -> Result<Reckoned<T>, Vec<Remark>> {
        let mut events = events_of_the_clock(self.values);
        let mut contradictions = after_the_decision(self.values);
        let mut left_out = Vec::new();
        let mut due = clock(&events);
        if let Err(refusals) = &due
            && refusals.iter().all(|refusal| matches!(refusal, ClockRefusal::ExtensionAfterDue { .. }))
        {
            left_out = refusals.iter().map(late_extension).collect();
            events.retain(|event| !matches!(event.kind, EventKind::ExtensionApproved(_)));
            due = clock(&events);
        }
        let told = events.len();
        events.retain(|event| day(self.values, DECIDED_ON).is_none_or(|decided| event.on <= decided));
        if due.is_ok() && events.len() < told {
            due = clock(&events);
        }
        match due {
            Ok(due) if contradictions.is_empty() => Ok(Reckoned { due, events, left_out }),
            Ok(_) => Err(contradictions),
            Err(refusals) => {
                contradictions.extend(refusals.iter().map(refused));
                Err(contradictions)
            }
        }
    }
}

fn events_of_the_clock(values: &[Value]) -> Vec<ClockEvent> {
    let happened =
        HAPPENED.iter().filter_map(|(kind, place)| Some(ClockEvent::new(*kind, day(values, *place)?)));
    happened.collect()
}

/// Nobody decides before the receipt, or asks and extends after the decision. Answers may still come.
fn after_the_decision(values: &[Value]) -> Vec<Remark> {
    let Some(decided) = day(values, DECIDED_ON) else { return Vec::new() };
    let asked = HAPPENED.iter().filter(|(kind, _)| !matches!(kind, EventKind::Answered(_)));
    let places = std::iter::once(RECEIVED_ON).chain(asked.map(|(_, place)| *place));
    let later = places.filter_map(|place| Some((place, day(values, place).filter(|on| *on > decided)?)));
    later
        .map(|(place, on)| {
            let Says { zh, en } = Says::new(column(place).zh, column(place).en);
            Remark {
                column: column(place).code,
                says: Says::new(
                    format!("“{zh}”{on} 晚于答复日期 {decided}；请核对这两个日期"),
                    format!("“{en}”, {on}, lies after the decision on {decided}; check the two dates"),
                ),
            }
        })
        .collect()
}

fn refused(refusal: &ClockRefusal) -> Remark {
    let event = refusal.event();
    let place =
        HAPPENED.iter().find(|(kind, _)| *kind == event.kind).map_or(RECEIVED_ON, |(_, place)| *place);
    Remark { column: column(place).code, says: refusal.says() }
}

fn late_extension(refusal: &ClockRefusal) -> Remark {
    let Remark { column, says } = refused(refusal);
    let zh = format!("{}；这次延长不计入期限", says.zh);
    let en = format!("{}; the extension is left out of the count", says.en);
    Remark { column, says: Says { zh, en } }
}
