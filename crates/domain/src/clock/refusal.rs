//! Why a list of events cannot be what happened.

use super::{ClockEvent, EventKind};
use crate::says::Says;
use jiff::civil::Date;

/// One reason why the clock cannot be computed. All of them are returned together, so that an officer puts right
/// everything at once.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} / {}", self.says().zh, self.says().en)]
pub enum ClockRefusal {
    /// The event lies before the day of receipt (the corrected one, if it was corrected).
    BeforeReceipt {
        /// The event.
        event: ClockEvent,
        /// The day of receipt.
        received: Date,
    },
    /// An answer to something that was not asked, or was answered already.
    AnswerWithoutQuestion {
        /// The answer.
        event: ClockEvent,
    },
    /// Asked again while the first question of the kind still waits.
    AskedTwice {
        /// The second question.
        event: ClockEvent,
        /// The day of the first.
        first: Date,
    },
    /// The period was already extended as often as the regime allows.
    SecondExtension {
        /// The extension too many.
        event: ClockEvent,
        /// The day the period was extended before.
        first: Date,
    },
    /// Approved when the period had already run out.
    ExtensionAfterDue {
        /// The extension.
        event: ClockEvent,
        /// The day the reply was due by then.
        due: Date,
    },
    /// An extension of no days, or of more than the regime allows.
    ExtensionOutOfRange {
        /// The extension.
        event: ClockEvent,
        /// The most working days the regime allows.
        at_most: u32,
    },
}

impl ClockRefusal {
    /// The event that is refused.
    pub fn event(&self) -> ClockEvent {
        match self {
            Self::BeforeReceipt { event, .. }
            | Self::AnswerWithoutQuestion { event }
            | Self::AskedTwice { event, .. }
            | Self::SecondExtension { event, .. }
            | Self::ExtensionAfterDue { event, .. }
            | Self::ExtensionOutOfRange { event, .. } => *event,
        }
    }

    /// The reason in words, beginning with the event.
    pub fn says(&self) -> Says {
        let event = self.event();
        let name = event.kind.says();
        let why = self.why();
        Says::new(
            format!("{}（{}）：{}", name.zh, event.on, why.zh),
            format!("{} on {}: {}", name.en, event.on, why.en),
        )
    }

    fn why(&self) -> Says {
        match self {
            Self::BeforeReceipt { received, .. } => Says::new(
                format!("早于收到日 {received}"),
                format!("that is before the day of receipt, {received}"),
            ),
            Self::AnswerWithoutQuestion { event } => {
                let asked = match event.kind {
                    EventKind::Answered(wait) => EventKind::Asked(wait).code(),
                    _ => "",
                };
                Says::new(
                    format!("此前没有尚待答复的 {asked}"),
                    format!("no {asked} was waiting for an answer"),
                )
            }
            Self::AskedTwice { first, .. } => Says::new(
                format!("{first} 已经发出，尚未答复"),
                format!("already asked on {first}, and not answered yet"),
            ),
            Self::SecondExtension { first, .. } => Says::new(
                format!("本期限已于 {first} 延长过，只能延长一次"),
                format!("the period was already extended on {first}, and only one extension is allowed"),
            ),
            Self::ExtensionAfterDue { due, .. } => Says::new(
                format!("答复期限 {due} 已届满，只能在届满当日或之前批准"),
                format!("the reply was due on {due}; an extension must be approved by that day"),
            ),
            Self::ExtensionOutOfRange { at_most, .. } => Says::new(
                format!("延长应为 1 至 {at_most} 个工作日"),
                format!("an extension is 1 to {at_most} working days"),
            ),
        }
    }
}
