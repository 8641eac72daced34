//! Following the events in order of their days: what each of them does, or why it cannot be.

use super::{ClockEvent, ClockRefusal, EventKind, Wait};
use crate::calendar::Calendar;
use crate::regime::{Effect, Regime, WaitRule};
use jiff::civil::Date;

/// The facts of a request that its period depends on.
pub(super) struct Course<'a> {
    /// The day of receipt as first written down.
    pub noted: Date,
    /// The right day of receipt.
    pub received: Date,
    /// What happened and what it did, in order.
    pub facts: Vec<Fact<'a>>,
}

/// What an event did.
pub(super) enum Fact<'a> {
    Pause(Pause<'a>),
    /// Asked on one day, answered on another, which is a new day zero.
    Restart {
        rule: &'a WaitRule,
        asked: Date,
        day_zero: Date,
    },
    /// Asked and not answered: the clock stands, and `day_zero` is only taken for the answer.
    Stopped {
        rule: &'a WaitRule,
        asked: Date,
        day_zero: Date,
    },
    Extension {
        approved: Date,
        days: u32,
    },
    /// Something that does not move the due day.
    Ineffective {
        event: ClockEvent,
        answered: Option<Date>,
        why: Ineffective,
    },
}

impl Fact<'_> {
    /// A pause from before the last restart that lasted beyond it goes on in the new period.
    pub fn straddles(&self, day_zero: Date) -> bool {
        matches!(self, Self::Pause(pause) if pause.ends(pause.asked) > day_zero)
    }
}

/// Why an event does not move the due day.
#[derive(Clone, Copy)]
pub(super) enum Ineffective {
    /// The regime does not stop the clock for it.
    NoRule,
    /// The rule came into force only later.
    NotYet(Date),
    /// It was sent after its own limit.
    Late(Date),
    /// The reply was due before.
    RunOut(Date),
    /// A later correction of the day of receipt took its place.
    Superseded,
}

/// A time of waiting that is not counted.
pub(super) struct Pause<'a> {
    pub rule: &'a WaitRule,
    pub asked: Date,
    pub answered: Option<Date>,
    /// The last day of the limit for the answer.
    pub runs_out: Option<Date>,
}

impl Pause<'_> {
    /// Its last day: the answer or the end of the limit, whichever is earlier. Without either the pause has no end
    /// yet, and `open` is taken for it.
    pub fn ends(&self, open: Date) -> Date {
        let answered = self.answered.or(self.runs_out).unwrap_or(open);
        self.runs_out.map_or(answered, |runs_out| answered.min(runs_out))
    }

    /// Its last day as far as it has come by `today`, when the answer may still be out.
    fn ends_by(&self, today: Date) -> Date {
        self.ends(today).min(today)
    }
}

/// The part of each pause that is not counted in a period from `day_zero`: after the day of asking, up to the end, and
/// not yet covered by an earlier pause, so that overlapping pauses count once. An empty part ends where it begins.
pub(super) fn parts_not_counted(
    day_zero: Date,
    pauses: impl Iterator<Item = (Date, Date)>,
) -> impl Iterator<Item = (Date, Date)> {
    pauses.scan(day_zero, |covered, (asked, ends)| {
        let from = asked.max(*covered);
        *covered = ends.max(*covered);
        Some((from, ends.max(from)))
    })
}

impl Course<'_> {
    /// Where the running period begins in the facts: after the last restart.
    pub fn period(&self) -> (Date, usize) {
        let restart = self.facts.iter().enumerate().rev().find_map(|(place, fact)| match fact {
            Fact::Restart { day_zero, .. } | Fact::Stopped { day_zero, .. } => Some((*day_zero, place + 1)),
            _ => None,
        });
        restart.unwrap_or((self.received, 0))
    }

    /// The facts that matter to the running period, in order: the pauses from before it that last into it, then those
    /// since it began.
    pub fn live(&self) -> impl Iterator<Item = &Fact<'_>> {
        let (day_zero, begins) = self.period();
        let (before, since) = self.facts.split_at(begins);
        before.iter().filter(move |fact| fact.straddles(day_zero)).chain(since)
    }

    /// Whether the clock stands still for an answer that has no day and no limit, or that a restart waits for.
    pub fn is_stopped(&self) -> bool {
        self.facts.iter().any(|fact| match fact {
            Fact::Stopped { .. } => true,
            Fact::Pause(pause) => pause.answered.is_none() && pause.runs_out.is_none(),
            _ => false,
        })
    }
}

/// Sorts the events and follows them. Refuses with every reason there is.
pub(super) fn follow<'a>(
    regime: &'a Regime,
    calendar: &Calendar,
    noted: Date,
    events: &[ClockEvent],
) -> Result<Course<'a>, Vec<ClockRefusal>> {
    let is_correction = |event: &ClockEvent| event.kind == EventKind::CorrectedReceipt;
    let correction = events.iter().rposition(is_correction);
    let received = correction.map_or(noted, |place| events[place].on);
    let course = Course { noted, received, facts: Vec::new() };
    let mut walk = Walk { regime, calendar, course, waiting: Vec::new(), refusals: Vec::new() };
    let mut in_order: Vec<(usize, ClockEvent)> = events.iter().copied().enumerate().collect();
    in_order.sort_by_key(|(_, event)| event.on);
    for (place, event) in in_order {
        if Some(place) != correction {
            walk.take(event);
        }
    }
    if walk.refusals.is_empty() { Ok(walk.arrive()) } else { Err(walk.refusals) }
}

/// Being under way: what has happened so far and what is still out.
struct Walk<'a, 'b> {
    regime: &'a Regime,
    calendar: &'b Calendar,
    course: Course<'a>,
    waiting: Vec<Waiting<'a>>,
    refusals: Vec<ClockRefusal>,
}

/// A question that is out.
struct Waiting<'a> {
    rule: &'a WaitRule,
    asked: Date,
    /// The fact it became; none when it stopped the clock, since that becomes a fact with its answer.
    fact: Option<usize>,
}

impl<'a> Walk<'a, '_> {
    fn take(&mut self, event: ClockEvent) {
        if event.kind == EventKind::CorrectedReceipt {
            self.note(event, Ineffective::Superseded);
            return;
        }
        if event.on < self.course.received {
            self.refusals.push(ClockRefusal::BeforeReceipt { event, received: self.course.received });
        }
        match event.kind {
            EventKind::Asked(wait) => self.ask(event, wait),
            EventKind::Answered(wait) => self.answer(event, wait),
            EventKind::ExtensionApproved(days) => self.extend(event, days),
            EventKind::CorrectedReceipt => {}
        }
    }

    fn ask(&mut self, event: ClockEvent, wait: Wait) {
        if let Some(first) = self.waiting.iter().position(|waiting| waiting.rule.wait == wait) {
            if !self.has_run_out(first, event.on) {
                let first = self.waiting[first].asked;
                self.refusals.push(ClockRefusal::AskedTwice { event, first });
                return;
            }
            self.waiting.remove(first);
        }
        let rule = self.regime.rule_of(wait);
        let fact = match self.why_ineffective(rule, event.on) {
            Some(why) => Some(self.note(event, why)),
            None if rule.effect == Effect::Pause => Some(self.pause(rule, event.on)),
            None => None,
        };
        self.waiting.push(Waiting { rule, asked: event.on, fact });
    }

    /// A pause whose limit is over waits no more: the office may ask again, say another third party.
    fn has_run_out(&self, waiting: usize, today: Date) -> bool {
        let fact = self.waiting[waiting].fact.and_then(|place| self.course.facts.get(place));
        matches!(fact, Some(Fact::Pause(pause)) if pause.runs_out.is_some_and(|last| last < today))
    }

    fn why_ineffective(&self, rule: &WaitRule, on: Date) -> Option<Ineffective> {
        if rule.effect == Effect::None {
            return Some(Ineffective::NoRule);
        }
        if let Some(from) = rule.from.filter(|from| on < *from) {
            return Some(Ineffective::NotYet(from));
        }
        let limit = rule.ask_within.filter(|_| !rule.late_stops);
        let limit = limit.map(|days| self.calendar.add_working_days(self.course.period().0, days).day);
        if let Some(limit) = limit.filter(|limit| on > *limit) {
            return Some(Ineffective::Late(limit));
        }
        self.due_by(on).filter(|due| on > *due).map(Ineffective::RunOut)
    }

    fn note(&mut self, event: ClockEvent, why: Ineffective) -> usize {
        self.course.facts.push(Fact::Ineffective { event, answered: None, why });
        self.course.facts.len() - 1
    }

    fn pause(&mut self, rule: &'a WaitRule, asked: Date) -> usize {
        let runs_out = rule.answer_within.map(|days| self.calendar.add_working_days(asked, days).day);
        self.course.facts.push(Fact::Pause(Pause { rule, asked, answered: None, runs_out }));
        self.course.facts.len() - 1
    }

    fn answer(&mut self, event: ClockEvent, wait: Wait) {
        let Some(place) = self.waiting.iter().position(|waiting| waiting.rule.wait == wait) else {
            self.refusals.push(ClockRefusal::AnswerWithoutQuestion { event });
            return;
        };
        let Waiting { rule, asked, fact } = self.waiting.remove(place);
        match fact.and_then(|place| self.course.facts.get_mut(place)) {
            Some(Fact::Pause(pause)) => pause.answered = Some(event.on),
            Some(Fact::Ineffective { answered, .. }) => *answered = Some(event.on),
            _ => self.course.facts.push(Fact::Restart { rule, asked, day_zero: event.on }),
        }
    }

    fn extend(&mut self, event: ClockEvent, days: Option<u32>) {
        let rule = &self.regime.extension;
        let days = days.unwrap_or(rule.working_days);
        let before = self.refusals.len();
        if !(1..=rule.working_days).contains(&days) {
            self.refusals.push(ClockRefusal::ExtensionOutOfRange { event, at_most: rule.working_days });
        }
        let extended: Vec<Date> = self.extensions().map(|(approved, _)| approved).collect();
        if let Some(first) = extended.last().filter(|_| extended.len() >= rule.times) {
            self.refusals.push(ClockRefusal::SecondExtension { event, first: *first });
        }
        if let Some(due) = self.due_by(event.on).filter(|due| event.on > *due) {
            self.refusals.push(ClockRefusal::ExtensionAfterDue { event, due });
        }
        if self.refusals.len() == before {
            self.course.facts.push(Fact::Extension { approved: event.on, days });
        }
    }

    /// The extensions of the running period: one approved before a restart went with the period it extended.
    fn extensions(&self) -> impl Iterator<Item = (Date, u32)> {
        self.course.facts[self.course.period().1..].iter().filter_map(|fact| match fact {
            Fact::Extension { approved, days } => Some((*approved, *days)),
            _ => None,
        })
    }

    /// The due day as it stands on `today`; none while the clock stands still for a restart.
    fn due_by(&self, today: Date) -> Option<Date> {
        if self.waiting.iter().any(|waiting| waiting.fact.is_none()) {
            return None;
        }
        let (day_zero, _) = self.course.period();
        let pauses = self.course.facts.iter().filter_map(|fact| match fact {
            Fact::Pause(pause) => Some((pause.asked, pause.ends_by(today))),
            _ => None,
        });
        let waited: u32 = parts_not_counted(day_zero, pauses)
            .map(|(from, to)| self.calendar.working_days_between(from, to))
            .sum();
        let extended: u32 = self.extensions().map(|(_, days)| days).sum();
        let days = self.regime.reply.working_days + waited + extended;
        Some(self.calendar.add_working_days(day_zero, days).day)
    }

    /// Ends the walk: a restart that still waits is taken to be answered on the last day the law allows, or where it
    /// sets no limit on the day of asking, which gives the earliest day the reply can be due.
    fn arrive(mut self) -> Course<'a> {
        let (current, _) = self.course.period();
        let mut stops: Vec<(Date, Waiting)> = std::mem::take(&mut self.waiting)
            .into_iter()
            .filter(|waiting| waiting.fact.is_none())
            .map(|waiting| {
                let days = waiting.rule.answer_within.unwrap_or(0);
                (self.calendar.add_working_days(waiting.asked, days).day.max(current), waiting)
            })
            .collect();
        stops.sort_by_key(|(day_zero, _)| *day_zero);
        for (day_zero, Waiting { rule, asked, .. }) in stops {
            self.course.facts.push(Fact::Stopped { rule, asked, day_zero });
        }
        self.course
    }
}
