//! Which columns of the register an event of each kind fills.

use super::{EventKind, REQUESTS};
use crate::registers::{Column, Value};
use jiff::civil::Date;

/// The place of a column in a row; a column that does not exist stops the compiler.
pub(super) const fn at(code: &str) -> usize {
    let mut place = 0;
    while place < REQUESTS.columns.len() {
        if same(REQUESTS.columns[place].code.as_bytes(), code.as_bytes()) {
            return place;
        }
        place += 1;
    }
    panic!("the register of requests has no such column")
}

const fn same(one: &[u8], other: &[u8]) -> bool {
    let mut place = 0;
    while place < one.len() && place < other.len() && one[place] == other[place] {
        place += 1;
    }
    place == one.len() && place == other.len()
}

/// The columns an event of one kind fills, as places in the row.
pub(super) struct Holding {
    pub kind: EventKind,
    /// Its day.
    pub day: usize,
    /// What it tells, in the order of the columns' codes.
    pub facts: &'static [usize],
}

/// One holding a kind that a ledger tells of, in the order an office meets them; events of one day keep this order.
pub(super) const HOLDINGS: [Holding; 9] = [
    Holding {
        kind: EventKind::Received,
        day: at("received_on"),
        facts: &[at("body"), at("channel"), at("number"), at("requester_kind"), at("subject")],
    },
    Holding { kind: EventKind::Registered, day: at("registered_on"), facts: &[] },
    Holding { kind: EventKind::ClarificationSent, day: at("clarification_sent_on"), facts: &[] },
    Holding { kind: EventKind::ClarificationReceived, day: at("clarification_received_on"), facts: &[] },
    Holding { kind: EventKind::ThirdPartySent, day: at("third_party_sent_on"), facts: &[] },
    Holding { kind: EventKind::ThirdPartyAnswered, day: at("third_party_answered_on"), facts: &[] },
    Holding { kind: EventKind::ExtensionApproved, day: at("extension_approved_on"), facts: &[] },
    Holding { kind: EventKind::Decided, day: at("decided_on"), facts: &[at("outcome"), at("reply_number")] },
    Holding { kind: EventKind::Served, day: at("served_on"), facts: &[] },
];

impl Holding {
    /// The holding of a kind; none for those that no ledger tells of.
    pub fn of(kind: EventKind) -> Option<&'static Self> {
        const { &HOLDINGS }.iter().find(|holding| holding.kind == kind)
    }

    /// Whether it fills the column at a place.
    pub fn fills(&self, place: usize) -> bool {
        self.day == place || self.facts.contains(&place)
    }

    /// Whether the row has anything of it.
    pub fn is_in(&self, values: &[Value]) -> bool {
        std::iter::once(&self.day).chain(self.facts).any(|place| !value(values, *place).is_absent())
    }
}

/// The value at a place; absent where the row is too short.
pub(super) fn value(values: &[Value], place: usize) -> &Value {
    values.get(place).unwrap_or(&Value::Absent)
}

/// The date at a place.
pub(super) fn day(values: &[Value], place: usize) -> Option<Date> {
    value(values, place).as_date()
}

/// The column at a place.
pub(super) fn column(place: usize) -> &'static Column {
    &REQUESTS.columns[place]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_filled_by_one_event_or_personal_or_computed() {
        for (place, column) in REQUESTS.columns.iter().enumerate() {
            let held = HOLDINGS.iter().map(|holding| {
                usize::from(holding.day == place)
                    + holding.facts.iter().filter(|fact| **fact == place).count()
            });
            let expected = usize::from(!column.personal && !column.computed);
            assert_eq!(held.sum::<usize>(), expected, "{}", column.code);
        }
    }

    #[test]
    fn facts_stand_in_the_order_of_their_codes() {
        for holding in &HOLDINGS {
            assert!(holding.facts.is_sorted_by_key(|place| column(*place).code));
            assert_eq!(Holding::of(holding.kind).map(|found| found.day), Some(holding.day));
        }
    }
}
