//! What happens to a request that the clock has to know of, and how it is written.

use crate::says::Says;
use jiff::civil::Date;
use serde::Deserialize;
use std::{fmt, str::FromStr};

/// For whom or what the office waits before it can reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wait {
    /// For the requester to correct an unclear request (补正).
    Clarification,
    /// For a third party whose rights the information touches (征求第三方意见).
    ThirdParty,
    /// For another organ that made the information too (征求共同制作机关意见).
    CoMaker,
    /// For any other organ (征求其他机关意见).
    OtherBody,
    /// For the requester's reasons for clearly excessive requests (说明理由).
    Reasons,
    /// For the information-processing fee (信息处理费).
    Fee,
}

impl Wait {
    /// Every kind of waiting.
    pub const ALL: [Self; 6] =
        [Self::Clarification, Self::ThirdParty, Self::CoMaker, Self::OtherBody, Self::Reasons, Self::Fee];

    /// Its name in regime files and in the steps of the clock: `third-party`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Clarification => "clarification",
            Self::ThirdParty => "third-party",
            Self::CoMaker => "co-maker",
            Self::OtherBody => "other-body",
            Self::Reasons => "reasons",
            Self::Fee => "fee",
        }
    }
}

/// What kind of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// The office asked, and begins to wait.
    Asked(Wait),
    /// What it waited for came.
    Answered(Wait),
    /// The extension was approved (批准延期), by so many working days; none means as many as the regime allows.
    ExtensionApproved(Option<u32>),
    /// The day of receipt was wrong: the day of this event is the right one (更正收到日).
    CorrectedReceipt,
}

/// Kind, code, and the words for it.
type Written = (EventKind, &'static str, &'static str, &'static str);

const WRITTEN: [Written; 14] = [
    (EventKind::Asked(Wait::Clarification), "clarification-sent", "告知补正", "clarification notice sent"),
    (
        EventKind::Answered(Wait::Clarification),
        "clarification-received",
        "收到补正后的申请",
        "corrected request received",
    ),
    (EventKind::Asked(Wait::ThirdParty), "third-party-sent", "征求第三方意见", "third party asked"),
    (EventKind::Answered(Wait::ThirdParty), "third-party-answered", "第三方答复", "third party answered"),
    (EventKind::Asked(Wait::CoMaker), "co-maker-sent", "征求共同制作机关意见", "co-maker organ asked"),
    (EventKind::Answered(Wait::CoMaker), "co-maker-answered", "共同制作机关答复", "co-maker organ answered"),
    (EventKind::Asked(Wait::OtherBody), "other-body-sent", "征求其他机关意见", "other organ asked"),
    (EventKind::Answered(Wait::OtherBody), "other-body-answered", "其他机关答复", "other organ answered"),
    (EventKind::Asked(Wait::Reasons), "reasons-asked", "要求说明理由", "reasons asked for"),
    (EventKind::Answered(Wait::Reasons), "reasons-given", "申请人说明理由", "reasons given"),
    (EventKind::ExtensionApproved(None), "extension-approved", "批准延长答复期限", "extension approved"),
    (EventKind::Asked(Wait::Fee), "fee-notified", "送达收费通知", "fee notice served"),
    (EventKind::Answered(Wait::Fee), "fee-paid", "申请人缴费", "fee paid"),
    (EventKind::CorrectedReceipt, "corrected-receipt", "更正收到日", "day of receipt corrected"),
];

impl EventKind {
    /// Every kind, in the order an office meets them; the extension as the full one.
    pub fn all() -> impl Iterator<Item = Self> {
        WRITTEN.iter().map(|(kind, ..)| *kind)
    }

    /// The kind with this code; an extension comes without its days.
    pub fn from_code(code: &str) -> Option<Self> {
        WRITTEN.iter().find(|(_, written, ..)| *written == code).map(|(kind, ..)| *kind)
    }

    /// Its code in commands, rows and the interface: `third-party-sent`.
    pub fn code(self) -> &'static str {
        self.written().1
    }

    /// Its name in words (征求第三方意见).
    pub fn says(self) -> Says {
        let (.., zh, en) = self.written();
        Says::new(zh, en)
    }

    fn written(self) -> Written {
        let plain = match self {
            Self::ExtensionApproved(_) => Self::ExtensionApproved(None),
            other => other,
        };
        WRITTEN.into_iter().find(|(kind, ..)| *kind == plain).unwrap_or(WRITTEN[0])
    }
}

/// Something that happened on a day.
///
/// Written `KIND=DATE`, or `extension-approved=DATE:DAYS` for an extension by fewer days than the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ClockEvent {
    /// What happened.
    pub kind: EventKind,
    /// The day it happened, in the office's time zone.
    pub on: Date,
}

impl ClockEvent {
    /// Something that happened on `on`.
    pub fn new(kind: EventKind, on: Date) -> Self {
        Self { kind, on }
    }

    /// Puts an event together from its stored columns: code, day and, for an extension only, its working days.
    pub fn from_columns(code: &str, on: Date, days: Option<u32>) -> Result<Self, EventFault> {
        let fault = |says| EventFault { written: code.to_owned(), says };
        let kind = EventKind::from_code(code).ok_or_else(|| fault(unknown_kind()))?;
        match (kind, days) {
            (EventKind::ExtensionApproved(_), days) => {
                Ok(Self { kind: EventKind::ExtensionApproved(days), on })
            }
            (_, None) => Ok(Self { kind, on }),
            (_, Some(_)) => Err(fault(Says::new(
                "只有 extension-approved 可以写天数",
                "only extension-approved takes a number of days",
            ))),
        }
    }

    /// The working days of an extension that is not the whole one, as stored.
    pub fn days(&self) -> Option<u32> {
        match self.kind {
            EventKind::ExtensionApproved(days) => days,
            _ => None,
        }
    }
}

impl fmt::Display for ClockEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.kind.code(), self.on)?;
        match self.days() {
            Some(days) => write!(f, ":{days}"),
            None => Ok(()),
        }
    }
}

impl FromStr for ClockEvent {
    type Err = EventFault;

    fn from_str(written: &str) -> Result<Self, EventFault> {
        let fault = |says| EventFault { written: written.to_owned(), says };
        let (code, rest) = written.split_once('=').ok_or_else(|| fault(unwritten()))?;
        let (day, days) = match rest.split_once(':') {
            Some((day, days)) => (day, Some(read_days(days).ok_or_else(|| fault(not_days(days)))?)),
            None => (rest, None),
        };
        let on: Option<Date> = day.parse().ok().filter(|date: &Date| date.to_string() == day);
        EventKind::from_code(code).ok_or_else(|| fault(unknown_kind()))?;
        let on = on.ok_or_else(|| fault(not_a_date(day)))?;
        Self::from_columns(code, on, days).map_err(|error| fault(error.says))
    }
}

/// Digits only, so that what is printed is what was read.
fn read_days(written: &str) -> Option<u32> {
    written.parse().ok().filter(|days: &u32| days.to_string() == written)
}

/// Why an event could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{written}: {} / {}", says.zh, says.en)]
pub struct EventFault {
    /// What was written.
    pub written: String,
    /// What is wrong with it and how to write it.
    pub says: Says,
}

fn unwritten() -> Says {
    Says::new(
        "事件应写成 种类=日期，如 third-party-sent=2024-02-20",
        "write an event as KIND=DATE, such as third-party-sent=2024-02-20",
    )
}

fn unknown_kind() -> Says {
    let codes: Vec<&str> = WRITTEN.iter().map(|(_, code, ..)| *code).collect();
    Says::new(
        format!("没有这种事件；可用：{}", codes.join("、")),
        format!("there is no such kind of event; use one of: {}", codes.join(", ")),
    )
}

fn not_a_date(written: &str) -> Says {
    Says::new(
        format!("“{written}”不是日期；应写成 2024-02-20 的样子"),
        format!("\"{written}\" is not a date; write it like 2024-02-20"),
    )
}

fn not_days(written: &str) -> Says {
    Says::new(
        format!("“{written}”不是工作日天数；应写成 extension-approved=2024-03-01:10 的样子"),
        format!(
            "\"{written}\" is not a number of working days; write it like extension-approved=2024-03-01:10"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_print_as_they_are_read() {
        for kind in EventKind::all() {
            let written = format!("{}=2024-02-20", kind.code());
            let event: ClockEvent = written.parse().unwrap();
            assert_eq!((event.kind, event.to_string()), (kind, written));
            assert_eq!(ClockEvent::from_columns(kind.code(), event.on, None).unwrap(), event);
        }
        let part: ClockEvent = "extension-approved=2024-03-01:10".parse().unwrap();
        assert_eq!((part.days(), part.kind.code()), (Some(10), "extension-approved"));
        assert_eq!(part.to_string(), "extension-approved=2024-03-01:10");
    }

    #[test]
    fn misspelt_events_say_how_to_write_them() {
        let faults = [
            ("third-party-sent", "KIND=DATE"),
            ("", "KIND=DATE"),
            ("third-party=2024-02-20", "use one of: clarification-sent, "),
            ("third-party-sent=2024-2-20", "\"2024-2-20\" is not a date"),
            ("third-party-sent=2024-02-30", "\"2024-02-30\" is not a date"),
            ("third-party-sent=20240220", "is not a date"),
            ("third-party-sent=2024-02-20:3", "only extension-approved takes"),
            ("extension-approved=2024-02-20:", "\"\" is not a number"),
            ("extension-approved=2024-02-20:+3", "\"+3\" is not a number"),
        ];
        for (written, says) in faults {
            let fault = written.parse::<ClockEvent>().unwrap_err();
            assert!(fault.says.en.contains(says), "{fault}");
            assert_eq!(fault.written, written);
        }
    }
}
