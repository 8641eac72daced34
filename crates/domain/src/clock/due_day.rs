//! The due day alone, without its steps, for those who count many requests.

use super::course::{Course, Fact, follow, parts_not_counted};
use super::{ClockEvent, ClockRefusal};
use crate::calendar::Calendar;
use crate::regime::Regime;
use jiff::civil::Date;

/// When the reply is due, without the steps: the same as in [`Due`](super::Due).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueDay {
    /// The last day for the reply (答复期限届满日).
    pub due: Date,
    /// True when the day can still move.
    pub provisional: bool,
    /// True while the clock stands still for an answer that has no day yet.
    pub stopped: bool,
}

/// The due day of [`due`](super::due), from the same course of facts and with the same refusals, but without a word:
/// for ledgers of a million rows.
pub fn due_day(
    regime: &Regime,
    calendar: &Calendar,
    received: Date,
    events: &[ClockEvent],
) -> Result<DueDay, Vec<ClockRefusal>> {
    let course = follow(regime, calendar, received, events)?;
    let (day_zero, _) = course.period();
    let reached = calendar.add_working_days(day_zero, days(regime, calendar, &course, day_zero));
    let stopped = course.is_stopped();
    Ok(DueDay { due: reached.day, provisional: reached.provisional || stopped, stopped })
}

/// The working days of the running period: those of the regime, those waited, those of extensions.
fn days(regime: &Regime, calendar: &Calendar, course: &Course, day_zero: Date) -> u32 {
    let pauses = course.live().filter_map(|fact| match fact {
        Fact::Pause(pause) => Some((pause.asked, pause.ends(pause.asked))),
        _ => None,
    });
    let waited: u32 =
        parts_not_counted(day_zero, pauses).map(|(from, to)| calendar.working_days_between(from, to)).sum();
    let extended = course.live().map(|fact| match fact {
        Fact::Extension { days, .. } => *days,
        _ => 0,
    });
    regime.reply.working_days + waited + extended.sum::<u32>()
}
