//! The way to publication: draft → department review → secrecy review → approval → publication.
//!
//! Nothing here knows a database or a page: [`Case::next`] says where a step leads, or all the reasons why not.

use super::Finding;
use crate::people::Permission;
use crate::registers::RowFault;
use crate::says::Says;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Where a draft stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// 拟稿: being written.
    #[default]
    Draft,
    /// 部门审核: with the department's reviewer.
    Review,
    /// 保密审查: with the secrecy reviewer.
    Secrecy,
    /// 批准: with whoever approves.
    Approval,
    /// 待发布: approved, not yet published.
    Approved,
    /// 定时发布: approved, to be published at a set time.
    Scheduled,
    /// 已发布: an edition of an item.
    Published,
    /// 放弃: given up before publication.
    Abandoned,
}

/// What is done with a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// 送审.
    Submit,
    /// 部门审核通过.
    Review,
    /// 退回修改.
    SendBack,
    /// 保密审查结论.
    DecideSecrecy,
    /// 批准发布.
    Approve,
    /// 定时发布.
    Schedule,
    /// 取消定时.
    Unschedule,
    /// 发布.
    Publish,
    /// 放弃.
    Abandon,
    /// 收回: what was sent on comes back before anybody has reviewed it.
    TakeBack,
    /// 恢复: what was given up is taken up again.
    Reopen,
}

/// The secrecy reviewer's conclusion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdicts {
    /// 主动公开.
    Proactive,
    /// 依申请公开.
    OnRequest,
    /// 不予公开.
    Withheld,
}

/// A conclusion with its grounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The conclusion.
    pub kind: Verdicts,
    /// Code of the ground (`withholding-grounds`); empty for what is open.
    pub ground: String,
    /// The article; empty for what is open.
    pub article: String,
    /// What the reviewer says.
    pub opinion: String,
    /// Whether the public is told that the information exists, where it is not open.
    pub notice: bool,
}

/// Somebody's part in the way of a draft (手).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hand {
    /// 拟稿.
    Author,
    /// 部门审核.
    Reviewer,
    /// 保密审查.
    SecrecyReviewer,
    /// 批准发布.
    Approver,
}

/// What is known of a draft when something is to be done with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Case {
    /// Where it stands.
    pub stage: Stage,
    /// Whoever wrote on it.
    pub authors: BTreeSet<String>,
    /// Who reviewed it for the department, in this round.
    pub reviewer: Option<String>,
    /// Who decided on secrecy, in this round.
    pub secrecy_reviewer: Option<String>,
    /// The conclusion on secrecy, in this round.
    pub verdict: Option<Verdict>,
    /// What keeps its row out of the register.
    pub faults: Vec<RowFault>,
    /// What the automatic reading found and nobody has handled.
    pub open: Vec<Finding>,
}

/// Why a step cannot be taken.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// The draft stands elsewhere.
    WrongStage(Stage),
    /// Whoever asks may not do this for the body.
    MayNot(Permission),
    /// Whoever asks had another part in it already.
    SameHand(Hand),
    /// Only those who wrote on it may.
    NotAnAuthor,
    /// A reason must be given.
    NoReason,
    /// Nobody has decided on secrecy.
    NoVerdict,
    /// What is not open needs its ground.
    NoGround,
    /// What is not open needs its article.
    NoArticle,
    /// A field is missing or wrong.
    Fault(RowFault),
    /// A finding of the automatic reading is not handled.
    Open(Finding),
    /// The time to publish at is not in the future.
    Past,
}

impl Stage {
    /// Every stage in order.
    pub const ALL: [Self; 8] = [
        Self::Draft,
        Self::Review,
        Self::Secrecy,
        Self::Approval,
        Self::Approved,
        Self::Scheduled,
        Self::Published,
        Self::Abandoned,
    ];

    /// Permanent code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Review => "review",
            Self::Secrecy => "secrecy",
            Self::Approval => "approval",
            Self::Approved => "approved",
            Self::Scheduled => "scheduled",
            Self::Published => "published",
            Self::Abandoned => "abandoned",
        }
    }

    /// The stage with this code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }

    /// What it is called.
    pub fn name(self) -> Says {
        match self {
            Self::Draft => Says::new("拟稿", "Draft"),
            Self::Review => Says::new("部门审核", "Department review"),
            Self::Secrecy => Says::new("保密审查", "Secrecy review"),
            Self::Approval => Says::new("批准", "Approval"),
            Self::Approved => Says::new("待发布", "Approved"),
            Self::Scheduled => Says::new("定时发布", "Scheduled"),
            Self::Published => Says::new("已发布", "Published"),
            Self::Abandoned => Says::new("已放弃", "Given up"),
        }
    }

    /// Whether the draft still waits for somebody.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Published | Self::Abandoned)
    }

    /// What whoever holds the draft at this stage must be allowed to do.
    pub const fn holder(self) -> Option<Permission> {
        match self {
            Self::Draft => Some(Permission::DraftItems),
            Self::Review => Some(Permission::ReviewItems),
            Self::Secrecy => Some(Permission::ReviewSecrecy),
            Self::Approval => Some(Permission::ApproveItems),
            Self::Approved | Self::Scheduled => Some(Permission::PublishItems),
            Self::Published | Self::Abandoned => None,
        }
    }
}

impl Verdicts {
    /// Every conclusion.
    pub const ALL: [Self; 3] = [Self::Proactive, Self::OnRequest, Self::Withheld];

    /// The code of `disclosure-classes`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Proactive => "proactive",
            Self::OnRequest => "on_request",
            Self::Withheld => "withheld",
        }
    }

    /// The conclusion with this code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.code() == code)
    }
}

impl Step {
    /// Every step.
    pub const ALL: [Self; 11] = [
        Self::Submit,
        Self::Review,
        Self::SendBack,
        Self::DecideSecrecy,
        Self::Approve,
        Self::Schedule,
        Self::Unschedule,
        Self::Publish,
        Self::Abandon,
        Self::TakeBack,
        Self::Reopen,
    ];

    /// Permanent code, as the audit trail and the history keep it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Submit => "submit-draft",
            Self::Review => "review-draft",
            Self::SendBack => "send-back-draft",
            Self::DecideSecrecy => "decide-secrecy",
            Self::Approve => "approve-draft",
            Self::Schedule => "schedule-draft",
            Self::Unschedule => "unschedule-draft",
            Self::Publish => "publish-item",
            Self::Abandon => "abandon-draft",
            Self::TakeBack => "take-back-draft",
            Self::Reopen => "reopen-draft",
        }
    }

    /// What the history calls it.
    pub fn name(self) -> Says {
        match self {
            Self::Submit => Says::new("送审", "Submitted"),
            Self::Review => Says::new("部门审核通过", "Passed department review"),
            Self::SendBack => Says::new("退回修改", "Sent back"),
            Self::DecideSecrecy => Says::new("保密审查", "Secrecy decided"),
            Self::Approve => Says::new("批准发布", "Approved"),
            Self::Schedule => Says::new("定时发布", "Scheduled"),
            Self::Unschedule => Says::new("取消定时", "Schedule taken back"),
            Self::Publish => Says::new("发布", "Published"),
            Self::Abandon => Says::new("放弃", "Given up"),
            Self::TakeBack => Says::new("收回", "Taken back"),
            Self::Reopen => Says::new("恢复", "Taken up again"),
        }
    }

    /// Where the step leads from a stage; `None` where it cannot be taken there.
    pub const fn leads(self, from: Stage) -> Option<Stage> {
        match (self, from) {
            (Self::Submit, Stage::Draft) => Some(Stage::Review),
            (Self::Review, Stage::Review) => Some(Stage::Secrecy),
            (Self::DecideSecrecy, Stage::Secrecy) => Some(Stage::Approval),
            (Self::Approve, Stage::Approval) | (Self::Unschedule, Stage::Scheduled) => Some(Stage::Approved),
            (Self::Schedule, Stage::Approved | Stage::Scheduled) => Some(Stage::Scheduled),
            (Self::Publish, Stage::Approved | Stage::Scheduled) => Some(Stage::Published),
            (
                Self::SendBack,
                Stage::Review | Stage::Secrecy | Stage::Approval | Stage::Approved | Stage::Scheduled,
            )
            | (Self::TakeBack, Stage::Review)
            | (Self::Reopen, Stage::Abandoned) => Some(Stage::Draft),
            (Self::Abandon, Stage::Draft) => Some(Stage::Abandoned),
            _ => None,
        }
    }

    /// What it takes to do it with a draft that stands there.
    pub const fn permission(self, from: Stage) -> Permission {
        match self {
            Self::Submit | Self::Abandon | Self::TakeBack | Self::Reopen => Permission::DraftItems,
            Self::Review => Permission::ReviewItems,
            Self::DecideSecrecy => Permission::ReviewSecrecy,
            Self::Approve => Permission::ApproveItems,
            Self::Schedule | Self::Unschedule | Self::Publish => Permission::PublishItems,
            Self::SendBack => match from.holder() {
                Some(permission) => permission,
                None => Permission::PublishItems,
            },
        }
    }

    /// Whether the step moves the draft on towards the public, so that its fields and its text must be sound.
    const fn is_forward(self) -> bool {
        !matches!(self, Self::SendBack | Self::Unschedule | Self::Abandon | Self::TakeBack | Self::Reopen)
    }
}

impl Hand {
    /// What it is called.
    pub fn name(self) -> Says {
        match self {
            Self::Author => Says::new("拟稿", "Author"),
            Self::Reviewer => Says::new("部门审核", "Reviewer"),
            Self::SecrecyReviewer => Says::new("保密审查", "Secrecy reviewer"),
            Self::Approver => Says::new("批准发布", "Approver"),
        }
    }
}

impl Case {
    /// Where a step by `who` leads.
    ///
    /// `may` says what they may do for the body; `reason` is what they wrote; `verdict` the conclusion they came to;
    /// with `forced` the same person may have two parts, for the reason given, which the auditor will see.
    ///
    /// # Errors
    /// Every reason why not.
    pub fn next(
        &self,
        step: Step,
        who: &str,
        may: impl Fn(Permission) -> bool,
        given: &Given<'_>,
    ) -> Result<Stage, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let Some(leads) = step.leads(self.stage) else { return Err(vec![Refusal::WrongStage(self.stage)]) };
        let permission = step.permission(self.stage);
        if !may(permission) {
            refusals.push(Refusal::MayNot(permission));
        }
        if matches!(step, Step::TakeBack | Step::Reopen) && !self.authors.contains(who) {
            refusals.push(Refusal::NotAnAuthor);
        }
        let same: Vec<Hand> = self.hands_of(step, who);
        let is_forced = given.forced && !given.reason.trim().is_empty();
        if !same.is_empty() && !is_forced {
            refusals.extend(same.into_iter().map(Refusal::SameHand));
            if given.forced {
                refusals.push(Refusal::NoReason);
            }
        }
        if matches!(step, Step::SendBack | Step::Abandon) && given.reason.trim().is_empty() {
            refusals.push(Refusal::NoReason);
        }
        refusals.extend(self.undecided(step, given.verdict));
        if step.is_forward() {
            refusals.extend(self.faults.iter().cloned().map(Refusal::Fault));
            if step != Step::Submit {
                refusals.extend(self.open.iter().cloned().map(Refusal::Open));
            }
        }
        if step == Step::Schedule && !given.in_future {
            refusals.push(Refusal::Past);
        }
        if refusals.is_empty() { Ok(leads) } else { Err(refusals) }
    }

    /// The parts somebody had already that they must not have together with this step's.
    pub fn hands_of(&self, step: Step, who: &str) -> Vec<Hand> {
        let (author, reviewer, secrecy) = (
            self.authors.contains(who),
            self.reviewer.as_deref() == Some(who),
            self.secrecy_reviewer.as_deref() == Some(who),
        );
        let before: &[(Hand, bool)] = match step {
            Step::Review => &[(Hand::Author, author)],
            Step::DecideSecrecy => &[(Hand::Author, author), (Hand::Reviewer, reviewer)],
            Step::Approve => {
                &[(Hand::Author, author), (Hand::Reviewer, reviewer), (Hand::SecrecyReviewer, secrecy)]
            }
            _ => &[],
        };
        before.iter().filter(|(_, had)| *had).map(|(hand, _)| *hand).collect()
    }

    fn undecided(&self, step: Step, given: Option<&Verdict>) -> Vec<Refusal> {
        let verdict = if step == Step::DecideSecrecy { given } else { self.verdict.as_ref() };
        let needed = matches!(step, Step::DecideSecrecy | Step::Approve | Step::Schedule | Step::Publish);
        match verdict {
            _ if !needed => Vec::new(),
            None => vec![Refusal::NoVerdict],
            Some(verdict) if verdict.kind == Verdicts::Proactive => Vec::new(),
            Some(verdict) => {
                let missing = [
                    (verdict.kind == Verdicts::Withheld && verdict.ground.is_empty(), Refusal::NoGround),
                    (verdict.kind == Verdicts::Withheld && verdict.article.is_empty(), Refusal::NoArticle),
                    (verdict.opinion.trim().is_empty(), Refusal::NoReason),
                ];
                missing.into_iter().filter(|(is, _)| *is).map(|(_, refusal)| refusal).collect()
            }
        }
    }
}

/// What comes with a step.
#[derive(Clone, Copy, Debug, Default)]
pub struct Given<'a> {
    /// What was written.
    pub reason: &'a str,
    /// Whether the same person may have two parts.
    pub forced: bool,
    /// The conclusion on secrecy.
    pub verdict: Option<&'a Verdict>,
    /// Whether the time to publish at lies ahead.
    pub in_future: bool,
}

impl Refusal {
    /// The sentence that says why, and what to do.
    pub fn says(&self) -> Says {
        match self {
            Self::WrongStage(stage) => {
                let name = stage.name();
                Says::new(
                    format!("这件现在是“{}”，这一步办不了；可能别人已经办了，请看经过", name.zh),
                    format!(
                        "it stands at “{}” now; somebody may have done it already: see the history",
                        name.en
                    ),
                )
            }
            Self::MayNot(permission) => {
                let name = permission.name();
                Says::new(
                    format!("你对这个机构没有“{}”的权限", name.zh),
                    format!("you may not {} for this body", name.en),
                )
            }
            Self::SameHand(hand) => {
                let name = hand.name();
                Says::new(
                    format!("这件的“{}”是你办的，要由另一个人来办；确需由你办的，写明理由并勾选", name.zh),
                    format!(
                        "you were its {} already: somebody else must do this, or you give a reason and tick the box",
                        name.en.to_lowercase()
                    ),
                )
            }
            Self::NotAnAuthor => {
                Says::new("只有拟稿的人能收回、恢复", "only those who wrote on it may do this")
            }
            Self::NoReason => Says::new("请写理由", "give a reason"),
            Self::NoVerdict => Says::new("还没有保密审查结论", "nobody has decided on secrecy"),
            Self::NoGround => Says::new("不予公开的，请选理由", "choose the ground for withholding"),
            Self::NoArticle => Says::new("不予公开的，请写条款", "give the article for withholding"),
            Self::Fault(fault) => Says::new(
                format!("{}；{}", fault.says.zh, fault.remedy.zh),
                format!("{}; {}", fault.says.en, fault.remedy.en),
            ),
            Self::Open(finding) => Says::new(
                format!("自动检查：{}，还没有处理", finding.says.zh),
                format!("automatic reading: {} is not handled", finding.says.en),
            ),
            Self::Past => Says::new("发布时间要在现在之后", "the time to publish at must lie ahead"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn everything(_: Permission) -> bool {
        true
    }

    fn verdict(kind: Verdicts) -> Verdict {
        Verdict {
            kind,
            ground: "internal_affairs".into(),
            article: "第十六条".into(),
            opinion: "内部".into(),
            notice: false,
        }
    }

    #[test]
    fn the_table_of_stages_and_steps() {
        let table: Vec<String> = Stage::ALL
            .into_iter()
            .map(|stage| {
                let ways = Step::ALL
                    .into_iter()
                    .filter_map(|step| step.leads(stage).map(|to| format!("{}→{}", step.code(), to.code())));
                format!("{}: {}", stage.code(), ways.collect::<Vec<_>>().join(" "))
            })
            .collect();
        assert_eq!(
            table,
            [
                "draft: submit-draft→review abandon-draft→abandoned",
                "review: review-draft→secrecy send-back-draft→draft take-back-draft→draft",
                "secrecy: send-back-draft→draft decide-secrecy→approval",
                "approval: send-back-draft→draft approve-draft→approved",
                "approved: send-back-draft→draft schedule-draft→scheduled publish-item→published",
                "scheduled: send-back-draft→draft schedule-draft→scheduled unschedule-draft→approved publish-item→published",
                "published: ",
                "abandoned: reopen-draft→draft",
            ]
        );
    }

    #[test]
    fn nobody_has_two_parts_unless_forced_with_a_reason() {
        let case = Case {
            stage: Stage::Approval,
            authors: BTreeSet::from(["a".to_owned()]),
            reviewer: Some("b".into()),
            secrecy_reviewer: Some("c".into()),
            verdict: Some(verdict(Verdicts::Proactive)),
            ..Case::default()
        };
        let ask = |who: &str, reason: &str, forced: bool| {
            case.next(Step::Approve, who, everything, &Given { reason, forced, ..Given::default() })
        };
        assert_eq!(ask("d", "", false), Ok(Stage::Approved));
        for (who, hand) in [("a", Hand::Author), ("b", Hand::Reviewer), ("c", Hand::SecrecyReviewer)] {
            assert_eq!(ask(who, "", false), Err(vec![Refusal::SameHand(hand)]));
            assert_eq!(ask(who, "  ", true), Err(vec![Refusal::SameHand(hand), Refusal::NoReason]));
            assert_eq!(ask(who, "只有一人在岗", true), Ok(Stage::Approved));
        }
    }

    #[test]
    fn only_an_author_takes_back_what_was_sent_on() {
        let case =
            Case { stage: Stage::Review, authors: BTreeSet::from(["a".to_owned()]), ..Case::default() };
        let ask = |case: &Case, step, who| case.next(step, who, everything, &Given::default());
        assert_eq!(ask(&case, Step::TakeBack, "a"), Ok(Stage::Draft));
        assert_eq!(ask(&case, Step::TakeBack, "b"), Err(vec![Refusal::NotAnAuthor]));
        let later = Case { stage: Stage::Secrecy, ..case.clone() };
        assert_eq!(ask(&later, Step::TakeBack, "a"), Err(vec![Refusal::WrongStage(Stage::Secrecy)]));
        let given_up = Case { stage: Stage::Abandoned, ..case };
        assert_eq!(ask(&given_up, Step::Reopen, "a"), Ok(Stage::Draft));
        assert_eq!(ask(&given_up, Step::Reopen, "b"), Err(vec![Refusal::NotAnAuthor]));
    }

    #[test]
    fn what_is_withheld_needs_ground_article_and_opinion() {
        let case = Case { stage: Stage::Secrecy, ..Case::default() };
        let ask = |verdict: Option<&Verdict>| {
            case.next(Step::DecideSecrecy, "c", everything, &Given { verdict, ..Given::default() })
        };
        assert_eq!(ask(None), Err(vec![Refusal::NoVerdict]));
        let mut bare =
            Verdict { ground: String::new(), article: String::new(), ..verdict(Verdicts::Withheld) };
        bare.opinion.clear();
        assert_eq!(ask(Some(&bare)), Err(vec![Refusal::NoGround, Refusal::NoArticle, Refusal::NoReason]));
        bare.kind = Verdicts::OnRequest;
        assert_eq!(ask(Some(&bare)), Err(vec![Refusal::NoReason]));
        bare.kind = Verdicts::Proactive;
        assert_eq!(ask(Some(&bare)), Ok(Stage::Approval));
        assert_eq!(ask(Some(&verdict(Verdicts::Withheld))), Ok(Stage::Approval));
    }

    #[test]
    fn all_reasons_come_together() {
        let case = Case { stage: Stage::Review, authors: BTreeSet::from(["a".into()]), ..Case::default() };
        let refusals = case.next(Step::Review, "a", |_| false, &Given::default()).unwrap_err();
        assert_eq!(refusals, [Refusal::MayNot(Permission::ReviewItems), Refusal::SameHand(Hand::Author)]);
        assert_eq!(
            case.next(Step::Publish, "a", everything, &Given::default()),
            Err(vec![Refusal::WrongStage(Stage::Review)])
        );
        assert_eq!(
            case.next(Step::SendBack, "b", everything, &Given { reason: " ", ..Given::default() }),
            Err(vec![Refusal::NoReason])
        );
    }

    proptest! {
        /// However people come and go, nothing is published that nobody decided on, nor by one person alone.
        #[test]
        fn there_is_no_way_around_the_secrecy_decision(
            steps in proptest::collection::vec((0..Step::ALL.len(), 0..5_usize, any::<bool>(), any::<bool>()), 0..60)
        ) {
            let mut case = Case { authors: BTreeSet::from(["p0".to_owned()]), ..Case::default() };
            let mut approver = None;
            let mut forced_ever = false;
            for (step, who, forced, decides) in steps {
                let (step, who) = (Step::ALL[step], format!("p{who}"));
                let conclusion = verdict(Verdicts::Proactive);
                let given = Given {
                    reason: "理由", forced, verdict: decides.then_some(&conclusion), in_future: true,
                };
                let same = !case.hands_of(step, &who).is_empty();
                let Ok(stage) = case.next(step, &who, everything, &given) else { continue };
                forced_ever |= same;
                match step {
                    Step::Review => case.reviewer = Some(who),
                    Step::DecideSecrecy => {
                        case.secrecy_reviewer = Some(who);
                        case.verdict = given.verdict.cloned();
                    }
                    Step::Approve => approver = Some(who),
                    Step::SendBack => {
                        (case.reviewer, case.secrecy_reviewer, case.verdict) = (None, None, None);
                        approver = None;
                    }
                    _ => {}
                }
                case.stage = stage;
                if stage == Stage::Published {
                    prop_assert!(case.verdict.is_some());
                    let hands = [case.reviewer.clone(), case.secrecy_reviewer.clone(), approver.clone()];
                    prop_assert!(hands.iter().all(Option::is_some));
                    let mut people: BTreeSet<String> = hands.into_iter().flatten().collect();
                    people.insert("p0".to_owned());
                    prop_assert!(forced_ever || people.len() == 4);
                }
            }
        }
    }
}
