//! Working out what no ledger tells of a request: its due day, its timeliness, its state.

use super::deadline::{DECIDED_ON, RECEIVED_ON, Reckoned, Remark, Terms};
use super::holdings::{at, column, day};
use crate::calendar::Calendar;
use crate::clock::{self, ClockEvent, ClockRefusal, DueDay, EventKind};
use crate::regime::Regimes;
use crate::registers::Value;
use crate::says::Says;
use jiff::civil::Date;

const CLARIFICATION_SENT_ON: usize = at("clarification_sent_on");
const CLARIFICATION_RECEIVED_ON: usize = at("clarification_received_on");
const THIRD_PARTY_SENT_ON: usize = at("third_party_sent_on");
const THIRD_PARTY_ANSWERED_ON: usize = at("third_party_answered_on");
const DUE_ON: usize = at("due_on");
const TIMELINESS: usize = at("timeliness");
const STATE: usize = at("state");

/// Fills the computed columns of a row, in place, whatever stood there.
///
/// - `due_on` (答复期限): by the clock of the regime in force on the day of receipt, with what had happened by the
///   decision. While the clock stands still it is the earliest day the reply can be due; absent when the request was
///   closed while it stood still, or no regulation was in force on the day of receipt.
/// - `timeliness` (办理时限): absent while the request is open. `overdue` when decided after the due day; `extended` when decided
///   by then, but on a day that only the extension made timely; otherwise `on_time`.
/// - `state` (办理状态): `closed` once decided; otherwise what is waited for, the requester first, since the clock
///   stands still for a clarification.
///
/// Gives what somebody should look at; such a row is still complete. Refuses a row whose dates contradict each other, with all the
/// reasons, and then leaves it as it was.
pub fn complete(
    values: &mut [Value],
    regimes: &Regimes,
    calendar: &Calendar,
) -> Result<Vec<Remark>, Vec<Remark>> {
    let decided = day(values, DECIDED_ON);
    let (due, timeliness, remarks) = match Terms::of(values, regimes) {
        None => (Value::Absent, Value::Absent, without_clock(values)?),
        Some(terms) => {
            let due_day =
                |events: &[ClockEvent]| clock::due_day(terms.regime, calendar, terms.received, events);
            let reckoned = terms.reckon(due_day)?;
            let timeliness = decided.map(|decided| timeliness(&reckoned, decided, due_day));
            (due_on(reckoned.due, decided), timeliness.map_or(Value::Absent, code), reckoned.left_out)
        }
    };
    let state = code(state(values));
    for (place, computed) in [(DUE_ON, due), (TIMELINESS, timeliness), (STATE, state)] {
        if let Some(value) = values.get_mut(place) {
            *value = computed;
        }
    }
    Ok(remarks)
}

fn due_on(day: DueDay, decided: Option<Date>) -> Value {
    if day.stopped && decided.is_some() { Value::Absent } else { Value::Date(day.due) }
}

/// Whether a request decided on a day was decided in time. No period runs out while the clock stands still.
fn timeliness(
    reckoned: &Reckoned<DueDay>,
    decided: Date,
    due_day: impl Fn(&[ClockEvent]) -> Result<DueDay, Vec<ClockRefusal>>,
) -> &'static str {
    let in_time = |day: DueDay| day.stopped || decided <= day.due;
    if !in_time(reckoned.due) {
        return "overdue";
    }
    let mut plain = reckoned.events.clone();
    plain.retain(|event| !matches!(event.kind, EventKind::ExtensionApproved(_)));
    let needed = plain.len() < reckoned.events.len() && !due_day(&plain).is_ok_and(in_time);
    if needed { "extended" } else { "on_time" }
}

fn state(values: &[Value]) -> &'static str {
    let waits = |asked, answered| day(values, asked).is_some() && day(values, answered).is_none();
    if day(values, DECIDED_ON).is_some() {
        "closed"
    } else if waits(CLARIFICATION_SENT_ON, CLARIFICATION_RECEIVED_ON) {
        "clarification_wait"
    } else if waits(THIRD_PARTY_SENT_ON, THIRD_PARTY_ANSWERED_ON) {
        "third_party_wait"
    } else {
        "in_progress"
    }
}

/// A row that the clock cannot count: without a day of receipt it is refused, before the first regulation it is only
/// remarked.
fn without_clock(values: &[Value]) -> Result<Vec<Remark>, Vec<Remark>> {
    let column = column(RECEIVED_ON).code;
    match day(values, RECEIVED_ON) {
        None => Err(vec![Remark {
            column,
            says: Says::new("未填写收到日期", "the day of receipt is missing"),
        }]),
        Some(received) => Ok(vec![Remark {
            column,
            says: Says::new(
                format!("{received} 尚无条例施行，不计算答复期限"),
                format!("no regulation was in force on {received}, so no due day is counted"),
            ),
        }]),
    }
}

fn code(code: &str) -> Value {
    Value::Text(code.to_owned())
}
