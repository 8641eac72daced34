//! The work on a report (编制、审核、签发): how it goes from hand to hand, and what may not be done.
//!
//! Whoever prepares a report does not check or sign it; a small office that has nobody else says why, and the audit
//! trail keeps that it was forced (《机关公文处理》的拟稿、审核、签发分人).

use crate::says::Says;

/// Where a report stands on its way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum WorkState {
    /// It is being prepared (编制中), or was sent back.
    #[default]
    Preparing,
    /// It was handed to the checker (已送审).
    Submitted,
    /// The checker found it right (已审核).
    Checked,
    /// The head signed it, and with that it was frozen (已签发).
    Signed,
}

/// A step on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkAct {
    /// Hand it to the checker (送审).
    Submit,
    /// Find it right (审核通过).
    Check,
    /// Sign and freeze it (签发定稿).
    Sign,
    /// Send it back to whoever prepares it (退回); after signing, for a new version.
    SendBack,
}

/// How far a report has come, and through whose hands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Where it stands.
    pub state: WorkState,
    /// Who handed it in, as the audit trail calls them.
    pub submitted_by: Option<String>,
    /// Who checked it.
    pub checked_by: Option<String>,
}

/// What stands against a step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Obstacles {
    /// Whether the year reported on is over.
    pub year_is_over: bool,
    /// Failing checks that nobody accepted.
    pub failing: usize,
    /// Places of the text that must be put right.
    pub text_faults: usize,
    /// Comments that nobody has dealt with.
    pub open_comments: usize,
}

/// Why a step cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkRefusal {
    /// It does not stand where this step begins.
    NotNow(WorkState),
    /// The year is not over.
    YearRuns,
    /// So many checks fail that nobody accepted.
    Failing(usize),
    /// So many places of the text must be put right.
    TextFaults(usize),
    /// So many comments are open.
    OpenComments(usize),
    /// Whoever asks prepared it; it needs somebody else, or a reason.
    OwnWork,
    /// A comment must say why it is sent back.
    NoComment,
}

impl WorkState {
    /// Every state, in order.
    pub const ALL: [Self; 4] = [Self::Preparing, Self::Submitted, Self::Checked, Self::Signed];

    /// Permanent code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Preparing => "preparing",
            Self::Submitted => "submitted",
            Self::Checked => "checked",
            Self::Signed => "signed",
        }
    }

    /// The state with this code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// What it is called.
    pub fn name(self) -> Says {
        match self {
            Self::Preparing => Says::new("编制中", "In preparation"),
            Self::Submitted => Says::new("待审核", "To be checked"),
            Self::Checked => Says::new("待签发", "To be signed"),
            Self::Signed => Says::new("已签发", "Signed"),
        }
    }

    /// Whether words and numbers may still be changed.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Preparing)
    }
}

impl WorkAct {
    /// Name of the act in the audit trail.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Submit => "submit-report",
            Self::Check => "check-report",
            Self::Sign => "sign-report",
            Self::SendBack => "send-back-report",
        }
    }

    /// Where it leads from `state`; `None` where it does not begin there.
    pub const fn leads(self, state: WorkState) -> Option<WorkState> {
        match (self, state) {
            (Self::Submit, WorkState::Preparing) => Some(WorkState::Submitted),
            (Self::Check, WorkState::Submitted) => Some(WorkState::Checked),
            (Self::Sign, WorkState::Checked) => Some(WorkState::Signed),
            (Self::SendBack, WorkState::Submitted | WorkState::Checked | WorkState::Signed) => {
                Some(WorkState::Preparing)
            }
            _ => None,
        }
    }
}

impl Work {
    /// Every reason against a step; none where it may be taken.
    ///
    /// `words` are the reason for forcing it, or, for sending back, the comment.
    pub fn refusals(&self, act: WorkAct, actor: &str, obstacles: Obstacles, words: &str) -> Vec<WorkRefusal> {
        let mut refusals = Vec::new();
        if act.leads(self.state).is_none() {
            refusals.push(WorkRefusal::NotNow(self.state));
        }
        if act == WorkAct::SendBack {
            refusals.extend(words.trim().is_empty().then_some(WorkRefusal::NoComment));
            return refusals;
        }
        refusals.extend(obstacles.refusals(act));
        let is_own = act != WorkAct::Submit && self.submitted_by.as_deref() == Some(actor);
        refusals.extend((is_own && words.trim().is_empty()).then_some(WorkRefusal::OwnWork));
        refusals
    }

    /// Whether a step is forced: somebody checks or signs what they prepared themselves.
    pub fn is_forced(&self, act: WorkAct, actor: &str) -> bool {
        matches!(act, WorkAct::Check | WorkAct::Sign) && self.submitted_by.as_deref() == Some(actor)
    }
}

impl Obstacles {
    fn refusals(self, act: WorkAct) -> Vec<WorkRefusal> {
        let mut refusals = Vec::new();
        refusals.extend((!self.year_is_over).then_some(WorkRefusal::YearRuns));
        refusals.extend((self.failing > 0).then_some(WorkRefusal::Failing(self.failing)));
        refusals.extend((self.text_faults > 0).then_some(WorkRefusal::TextFaults(self.text_faults)));
        let unanswered = act != WorkAct::Check && self.open_comments > 0;
        refusals.extend(unanswered.then_some(WorkRefusal::OpenComments(self.open_comments)));
        refusals
    }
}

impl WorkRefusal {
    /// The reason in words.
    pub fn says(self) -> Says {
        match self {
            Self::NotNow(state) => {
                let name = state.name();
                Says::new(format!("现在是“{}”", name.zh), format!("it stands at “{}”", name.en))
            }
            Self::YearRuns => Says::new("这一年还没有结束", "the year is not over"),
            Self::Failing(count) => {
                Says::new(format!("{count} 项核对未通过"), format!("{count} checks fail"))
            }
            Self::TextFaults(count) => Says::new(
                format!("正文有 {count} 处数字要改"),
                format!("{count} numbers in the text must be put right"),
            ),
            Self::OpenComments(count) => Says::new(
                format!("{count} 条意见没有办结"),
                format!("{count} comments have not been dealt with"),
            ),
            Self::OwnWork => Says::new(
                "送审的人不能自己审核、签发；确实没有别人的，写明理由",
                "whoever handed it in does not check or sign it; if there is nobody else, say why",
            ),
            Self::NoComment => Says::new("退回要写意见", "say in a comment why it is sent back"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLEAR: Obstacles = Obstacles { year_is_over: true, failing: 0, text_faults: 0, open_comments: 0 };

    fn at(state: WorkState) -> Work {
        Work { state, submitted_by: Some("staff:a".to_owned()), checked_by: None }
    }

    #[test]
    fn each_step_begins_in_one_state_only_and_sending_back_after_handing_in() {
        use WorkAct::{Check, SendBack, Sign, Submit};
        use WorkState::{Checked, Preparing, Signed, Submitted};
        for (act, leads) in [
            (Submit, [Some(Submitted), None, None, None]),
            (Check, [None, Some(Checked), None, None]),
            (Sign, [None, None, Some(Signed), None]),
            (SendBack, [None, Some(Preparing), Some(Preparing), Some(Preparing)]),
        ] {
            for (state, to) in WorkState::ALL.into_iter().zip(leads) {
                assert_eq!(act.leads(state), to, "{act:?} {state:?}");
                let refusals = at(state).refusals(act, "staff:b", CLEAR, "理由");
                assert_eq!(refusals.is_empty(), to.is_some(), "{act:?} {state:?}: {refusals:?}");
            }
        }
    }

    #[test]
    fn own_work_is_neither_checked_nor_signed_without_a_reason() {
        for (act, state) in [(WorkAct::Check, WorkState::Submitted), (WorkAct::Sign, WorkState::Checked)] {
            let work = at(state);
            assert_eq!(work.refusals(act, "staff:a", CLEAR, " "), [WorkRefusal::OwnWork]);
            assert_eq!(work.refusals(act, "staff:a", CLEAR, "只有一人"), []);
            assert_eq!(work.refusals(act, "staff:b", CLEAR, ""), []);
            assert!(work.is_forced(act, "staff:a") && !work.is_forced(act, "staff:b"));
        }
        assert!(!at(WorkState::Preparing).is_forced(WorkAct::Submit, "staff:a"));
    }

    #[test]
    fn every_reason_is_told_at_once() {
        let obstacles = Obstacles { year_is_over: false, failing: 2, text_faults: 3, open_comments: 1 };
        let refusals = at(WorkState::Preparing).refusals(WorkAct::Submit, "staff:a", obstacles, "");
        assert_eq!(
            refusals,
            [
                WorkRefusal::YearRuns,
                WorkRefusal::Failing(2),
                WorkRefusal::TextFaults(3),
                WorkRefusal::OpenComments(1)
            ]
        );
        assert_eq!(
            at(WorkState::Signed).refusals(WorkAct::SendBack, "staff:b", CLEAR, ""),
            [WorkRefusal::NoComment]
        );
    }

    #[test]
    fn codes_lead_back() {
        for state in WorkState::ALL {
            assert_eq!(WorkState::of_code(state.code()), Some(state));
        }
    }
}
