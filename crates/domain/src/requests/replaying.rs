//! From the events of a request back to its row.

use super::holdings::{Holding, column, value};
use super::{Event, EventKind, REQUESTS, Told};
use crate::registers::Value;

/// What the events of a request add up to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The row, in the order of the register's columns; absent where it is personal or computed.
    pub values: Vec<Value>,
    /// Whether it was struck out of the register.
    pub struck: bool,
}

/// Why a list of events cannot be the whole history of a request: one is missing, doubled or altered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReplayFault {
    /// There are no events.
    #[error("没有任何事件 / there are no events")]
    Empty,
    /// The list begins with something else, or something follows a strike-out that is not a new receipt.
    #[error("第 {place} 个事件之前应有收到事件 / event {place} must follow a receipt")]
    NotReceived {
        /// Place of the event in the list, from 1.
        place: usize,
    },
    /// It has happened already.
    #[error("第 {place} 个事件（{kind}）重复 / event {place} ({kind}) has happened already")]
    Twice {
        /// Place of the event in the list, from 1.
        place: usize,
        /// Code of its kind.
        kind: &'static str,
    },
    /// A correction of a value that did not stand there.
    #[error(
        "第 {place} 个事件更正的“{column}”与原值不符 / event {place} corrects a value of “{column}” that was not there"
    )]
    NotThere {
        /// Place of the event in the list, from 1.
        place: usize,
        /// Code of the column.
        column: &'static str,
    },
    /// It tells of a column that events of its kind do not fill.
    #[error("第 {place} 个事件不能含有“{column}” / event {place} cannot tell of “{column}”")]
    OutOfPlace {
        /// Place of the event in the list, from 1.
        place: usize,
        /// Code of the column.
        column: &'static str,
    },
}

/// What the events of a request, in their stored order, add up to.
pub fn replay(events: &[Event]) -> Result<Case, ReplayFault> {
    let mut case = None;
    for (place, event) in (1..).zip(events) {
        take(&mut case, event, place)?;
    }
    case.ok_or(ReplayFault::Empty)
}

fn take(case: &mut Option<Case>, event: &Event, place: usize) -> Result<(), ReplayFault> {
    let running = case.as_mut().filter(|case| !case.struck);
    match (event.kind, running) {
        (EventKind::Received, None) => {
            let mut received = Case { values: vec![Value::Absent; REQUESTS.columns.len()], struck: false };
            received.happened(event, place)?;
            *case = Some(received);
            Ok(())
        }
        (EventKind::Received, Some(_)) => Err(ReplayFault::Twice { place, kind: event.kind.code() }),
        (_, None) => Err(ReplayFault::NotReceived { place }),
        (EventKind::Corrected, Some(case)) => case.corrected(event, place),
        (EventKind::Struck, Some(case)) => {
            case.struck = true;
            Ok(())
        }
        (_, Some(case)) => case.happened(event, place),
    }
}

impl Case {
    fn happened(&mut self, event: &Event, place: usize) -> Result<(), ReplayFault> {
        let Some(holding) = Holding::of(event.kind) else { return Ok(()) };
        if holding.is_in(&self.values) {
            return Err(ReplayFault::Twice { place, kind: event.kind.code() });
        }
        self.values[holding.day] = event.on.map_or(Value::Absent, Value::Date);
        for fact in &event.facts {
            let filled = holding.facts.iter().find(|filled| column(**filled).code == fact.column);
            let (Some(filled), Told::Is(value)) = (filled, &fact.told) else {
                return Err(ReplayFault::OutOfPlace { place, column: fact.column });
            };
            self.values[*filled] = value.clone();
        }
        Ok(())
    }

    fn corrected(&mut self, event: &Event, place: usize) -> Result<(), ReplayFault> {
        for fact in &event.facts {
            let known =
                REQUESTS.columns.iter().position(|column| column.code == fact.column && !column.computed);
            match (known, &fact.told) {
                (Some(at), Told::Withheld) if column(at).personal => {}
                (Some(at), Told::Corrected(before, after)) if !column(at).personal => {
                    if value(&self.values, at) != before {
                        return Err(ReplayFault::NotThere { place, column: fact.column });
                    }
                    self.values[at] = after.clone();
                }
                _ => return Err(ReplayFault::OutOfPlace { place, column: fact.column }),
            }
        }
        Ok(())
    }
}
