//! The task list of a report: every step with its state, worked out from facts, and why it cannot be done yet.

use crate::Frame;
use gongkai_app::reports::studio::{ReportOf, Studio};
use gongkai_domain::reports::{IssueState, WorkState};

/// One step.
#[derive(Debug)]
pub(super) struct StepView {
    /// What it is called.
    pub name: String,
    /// Where it is done; empty where it cannot be yet.
    pub href: String,
    /// Class and word of its state.
    pub tag: (&'static str, String),
    /// Why it cannot be done yet, each with where that is solved.
    pub reasons: Vec<(String, String)>,
}

/// What the list is worked out from.
pub(super) struct Steps<'s> {
    pub frame: &'s Frame,
    pub studio: &'s Studio,
    pub of: ReportOf<'s>,
    /// Address of the studio.
    pub home: &'s str,
}

impl Steps<'_> {
    /// Every step, in order.
    pub(super) fn all(&self) -> Vec<StepView> {
        let state = self.studio.work.state;
        vec![
            self.scope(),
            self.registers(),
            self.tables(),
            self.text(),
            self.checks(),
            self.hand(
                ("送审", "Hand in", "#hands"),
                (state >= WorkState::Submitted, state == WorkState::Preparing),
                self.against(),
            ),
            self.hand(
                ("审核", "Check", "#hands"),
                (state >= WorkState::Checked, state == WorkState::Submitted),
                self.not_before(WorkState::Submitted, "还没有送审", "it has not been handed in"),
            ),
            self.hand(
                ("签发定稿", "Sign and freeze", "/signature"),
                (state == WorkState::Signed, state == WorkState::Checked),
                self.not_before(WorkState::Checked, "还没有审核通过", "it has not been checked"),
            ),
            self.publication(),
        ]
    }

    fn say(&self, zh: &str, en: &str) -> String {
        self.frame.say(zh, en).to_owned()
    }

    fn to(&self, rest: &str) -> String {
        format!("{}{rest}", self.home)
    }

    fn done(&self) -> (&'static str, String) {
        ("ok", self.say("完成", "Done"))
    }

    fn under_way(&self) -> (&'static str, String) {
        ("info", self.say("进行中", "Under way"))
    }

    fn counted(&self, count: usize, zh: &str, en: &str) -> String {
        if self.frame.lang() == "en" { format!("{count} {en}") } else { format!("{count} {zh}") }
    }

    fn scope(&self) -> StepView {
        let over = self.studio.obstacles.year_is_over;
        StepView {
            name: self.say("统计范围和期限", "Scope and period"),
            href: self.to("#head"),
            tag: if over { self.done() } else { ("warn", self.say("年度未完", "Year runs")) },
            reasons: Vec::new(),
        }
    }

    fn registers(&self) -> StepView {
        let empty = self.studio.registers.iter().filter(|used| used.rows == 0).count();
        StepView {
            name: self.say("台账齐全", "Registers complete"),
            href: self.to("#registers"),
            tag: match empty {
                0 => self.done(),
                _ => ("warn", self.counted(empty, "本为空", "empty")),
            },
            reasons: Vec::new(),
        }
    }

    fn tables(&self) -> StepView {
        let is_done = self.studio.work.state >= WorkState::Submitted;
        StepView {
            name: self.say("表格数据", "Tables"),
            href: self.to("#table"),
            tag: if is_done { self.done() } else { self.under_way() },
            reasons: Vec::new(),
        }
    }

    fn text(&self) -> StepView {
        let faults = self.studio.obstacles.text_faults;
        let empty = self.studio.empty_places(self.of).len();
        StepView {
            name: self.say("正文", "Text"),
            href: self.to("#text"),
            tag: match (faults, empty) {
                (0, 0) => self.done(),
                (0, empty) => ("info", self.counted(empty, "段未写", "empty")),
                (faults, _) => ("stop", self.counted(faults, "处要改", "to correct")),
            },
            reasons: Vec::new(),
        }
    }

    fn checks(&self) -> StepView {
        let failing = self.studio.obstacles.failing;
        StepView {
            name: self.say("核对", "Checks"),
            href: self.to("#checks"),
            tag: match failing {
                0 => self.done(),
                _ => ("stop", self.counted(failing, "项", "fail")),
            },
            reasons: Vec::new(),
        }
    }

    /// Everything against handing the report on, each with where it is solved.
    fn against(&self) -> Vec<(String, String)> {
        let against = self.studio.obstacles;
        let mut reasons = Vec::new();
        if !against.year_is_over {
            reasons.push((self.say("这一年还没有结束", "the year is not over"), self.to("#head")));
        }
        if against.failing > 0 {
            let words = self.counted(against.failing, "项核对未通过", "checks fail");
            reasons.push((words, self.to("#checks")));
        }
        if let Some(finding) = self.studio.findings.iter().find(|finding| finding.what.stops()) {
            let words = self.counted(against.text_faults, "处正文数字要改", "numbers in the text to correct");
            reasons.push((words, self.to(&format!("/text/{}", finding.place))));
        }
        if against.open_comments > 0 {
            let words = self.counted(against.open_comments, "条意见没有办结", "comments are open");
            reasons.push((words, self.to("#comments")));
        }
        reasons
    }

    fn not_before(&self, state: WorkState, zh: &str, en: &str) -> Vec<(String, String)> {
        let mut reasons = Vec::new();
        if self.studio.work.state < state {
            reasons.push((self.say(zh, en), self.to("#hands")));
        }
        reasons.extend(self.against());
        reasons
    }

    fn hand(
        &self,
        (zh, en, rest): (&str, &str, &str),
        (is_done, is_next): (bool, bool),
        reasons: Vec<(String, String)>,
    ) -> StepView {
        let can = is_next && reasons.is_empty();
        StepView {
            name: self.say(zh, en),
            href: if can { self.to(rest) } else { String::new() },
            tag: match (is_done, can) {
                (true, _) => self.done(),
                (_, true) => ("info", self.say("可以办", "Ready")),
                _ => ("", self.say("还不能", "Not yet")),
            },
            reasons: if is_done { Vec::new() } else { reasons },
        }
    }

    fn publication(&self) -> StepView {
        let latest = self.studio.issues.first().and_then(|issue| IssueState::of_code(&issue.state));
        let is_signed = self.studio.work.state == WorkState::Signed;
        let (tag, href) = match latest {
            Some(IssueState::Published) => (self.done(), self.to("#issue")),
            Some(IssueState::Withdrawn) => (("stop", self.say("已撤回", "Withdrawn")), self.to("#issue")),
            Some(IssueState::Held) if is_signed => (("info", self.say("可以办", "Ready")), self.to("#issue")),
            _ => (("", self.say("还不能", "Not yet")), String::new()),
        };
        let unsigned = (self.say("还没有签发", "it has not been signed"), self.to("#hands"));
        StepView {
            name: self.say("发布", "Publish"),
            reasons: if href.is_empty() { vec![unsigned] } else { Vec::new() },
            href,
            tag,
        }
    }
}
