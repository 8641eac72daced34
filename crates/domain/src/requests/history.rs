//! Telling the rows of a ledger as events.

use super::holdings::{HOLDINGS, Holding, column, day, value};
use super::{Event, EventKind, Fact, REQUESTS, Told};
use crate::registers::Value;
use jiff::civil::Date;

/// Everything a row tells, as events: the receipt first, then in the order of their days, those of one day in the
/// order an office meets them, those without a day last.
///
/// `values` stand in the order of the register's columns. Personal and computed columns are left out. Holds for any
/// row, lawful or not: whether the days make sense is for [`complete`](super::complete) to say.
pub fn events_of(values: &[Value]) -> Vec<Event> {
    let mut events = Vec::with_capacity(HOLDINGS.len());
    events.extend(
        HOLDINGS
            .iter()
            .filter(|holding| holding.kind == EventKind::Received || holding.is_in(values))
            .map(|holding| event_of(holding, values)),
    );
    in_order(&mut events[1..]);
    events
}

/// What is new in a row since it was last told: first one event for each thing that has happened since, then, where
/// anything else differs, one correction, made on `on`. Empty when nothing differs but what is computed.
///
/// Both rows must be open: a personal column is compared by its plain text, and only its name is told.
pub fn changes(before: &[Value], after: &[Value], on: Date) -> Vec<Event> {
    let is_new = |holding: &&Holding| !holding.is_in(before) && holding.is_in(after);
    // The receipt always happened before, however little was known of it.
    let new: Vec<&Holding> = HOLDINGS[1..].iter().filter(is_new).collect();
    let mut events: Vec<Event> = new.iter().map(|holding| event_of(holding, after)).collect();
    in_order(&mut events);
    let is_told = |place: &usize| new.iter().any(|holding| holding.fills(*place));
    let mut facts: Vec<Fact> = (0..REQUESTS.columns.len())
        .filter(|place| !column(*place).computed && !is_told(place))
        .filter(|place| value(before, *place) != value(after, *place))
        .map(|place| correction(place, before, after))
        .collect();
    if !facts.is_empty() {
        facts.sort_by_key(|fact| fact.column);
        events.push(Event { kind: EventKind::Corrected, on: Some(on), facts });
    }
    events
}

/// The event that strikes a request out of the register, on `on`.
pub fn struck(on: Date) -> Event {
    Event { kind: EventKind::Struck, on: Some(on), facts: Vec::new() }
}

fn event_of(holding: &Holding, values: &[Value]) -> Event {
    let facts = holding
        .facts
        .iter()
        .filter(|place| !value(values, **place).is_absent())
        .map(|place| Fact { column: column(*place).code, told: Told::Is(value(values, *place).clone()) });
    Event { kind: holding.kind, on: day(values, holding.day), facts: facts.collect() }
}

fn in_order(events: &mut [Event]) {
    events.sort_by_key(|event| event.on.unwrap_or(Date::MAX));
}

fn correction(place: usize, before: &[Value], after: &[Value]) -> Fact {
    let told = if column(place).personal {
        Told::Withheld
    } else {
        Told::Corrected(value(before, place).clone(), value(after, place).clone())
    };
    Fact { column: column(place).code, told }
}
