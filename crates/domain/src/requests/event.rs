//! One thing that happened to a request, and how it is stored.

use super::Fact;
use super::facts;
use jiff::civil::Date;

/// What kind of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// The request came in (收到); the first event, with everything that is known by then.
    Received,
    /// It was entered in the register (登记).
    Registered,
    /// The requester was asked to correct it (告知补正).
    ClarificationSent,
    /// The corrected request came in (收到补正).
    ClarificationReceived,
    /// A third party was asked (征求第三方意见).
    ThirdPartySent,
    /// The third party answered (第三方答复).
    ThirdPartyAnswered,
    /// The extension of the reply period was approved (批准延期).
    ExtensionApproved,
    /// The reply was decided (作出答复), with its outcome and number.
    Decided,
    /// The reply was served (送达).
    Served,
    /// What was written down before was wrong (更正).
    Corrected,
    /// The request was struck out of the register (撤销登记): it should never have stood there.
    Struck,
}

const CODES: [(EventKind, &str); 11] = [
    (EventKind::Received, "received"),
    (EventKind::Registered, "registered"),
    (EventKind::ClarificationSent, "clarification-sent"),
    (EventKind::ClarificationReceived, "clarification-received"),
    (EventKind::ThirdPartySent, "third-party-sent"),
    (EventKind::ThirdPartyAnswered, "third-party-answered"),
    (EventKind::ExtensionApproved, "extension-approved"),
    (EventKind::Decided, "decided"),
    (EventKind::Served, "served"),
    (EventKind::Corrected, "corrected"),
    (EventKind::Struck, "struck"),
];

impl EventKind {
    /// Every kind, in the order an office meets them.
    pub fn all() -> impl Iterator<Item = Self> {
        CODES.into_iter().map(|(kind, _)| kind)
    }

    /// Permanent code, the same word as the clock's where the clock knows the kind: `third-party-sent`.
    pub fn code(self) -> &'static str {
        CODES[self as usize].1
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        CODES.into_iter().find(|(_, known)| *known == code).map(|(kind, _)| kind)
    }
}

/// One thing that happened to a request. Without personal data, and never changed once it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// The civil day it happened, in the office's time zone; none where the ledger does not say.
    pub on: Option<Date>,
    /// What it told, by column, in the order of the columns' codes.
    pub facts: Vec<Fact>,
}

impl Event {
    /// Puts an event together from its stored columns.
    pub fn read(kind: &str, on: Option<Date>, facts: &str) -> Result<Self, EventFault> {
        let known = EventKind::from_code(kind).ok_or_else(|| EventFault::UnknownKind(kind.to_owned()))?;
        Ok(Self { kind: known, on, facts: facts::read(known, facts)? })
    }

    /// The facts as they are stored: one JSON object, keys in order, no spaces; `{}` when the day says it all.
    pub fn facts_json(&self) -> String {
        facts::write(&self.facts)
    }
}

/// Why stored columns are not an event. They are written by this program only, so the database was tampered with or
/// belongs to a later version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EventFault {
    /// There is no such kind.
    #[error("没有“{0}”这种事件 / there is no kind of event called “{0}”")]
    UnknownKind(String),
    /// The facts are not a JSON object.
    #[error("事件“{kind}”的内容不是 JSON 对象 / the facts of “{kind}” are not a JSON object")]
    NotAnObject {
        /// Code of the event's kind.
        kind: &'static str,
    },
    /// An event of this kind cannot tell anything of that column.
    #[error("事件“{kind}”不能含有“{column}” / “{kind}” cannot tell of “{column}”")]
    UnknownFact {
        /// Code of the event's kind.
        kind: &'static str,
        /// What stands for the column.
        column: String,
    },
    /// What it tells of the column is not a value of its kind.
    #[error("事件“{kind}”中“{column}”的值无法识别 / the value of “{column}” in “{kind}” cannot be read")]
    BadValue {
        /// Code of the event's kind.
        kind: &'static str,
        /// Code of the column.
        column: &'static str,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock;

    #[test]
    fn codes_are_read_as_they_are_written() {
        for kind in EventKind::all() {
            assert_eq!(EventKind::from_code(kind.code()), Some(kind));
        }
        assert_eq!(EventKind::from_code("fee-paid"), None);
    }

    #[test]
    fn the_clock_calls_the_same_things_by_the_same_words() {
        let known = EventKind::all().filter(|kind| clock::EventKind::from_code(kind.code()).is_some());
        assert_eq!(
            known.collect::<Vec<_>>(),
            [
                EventKind::ClarificationSent,
                EventKind::ClarificationReceived,
                EventKind::ThirdPartySent,
                EventKind::ThirdPartyAnswered,
                EventKind::ExtensionApproved,
            ]
        );
    }
}
