//! Requests for information (依申请公开): cases whose dates keep, or visibly miss, the limits of the law.

use crate::chance::Chance;
use crate::dates::WorkingDays;
use crate::ledger::{Rows, cells};
use crate::people;
use crate::wording::Scope;
use jiff::civil::Date;

/// One request with what happened to it.
#[derive(Clone, Debug)]
pub struct Case {
    /// Code of the body asked.
    pub body: &'static str,
    /// Number in its register.
    pub number: String,
    /// Number of the reply.
    pub reply: Option<String>,
    /// Day of receipt.
    pub received: Date,
    /// Code of the channel.
    pub channel: &'static str,
    /// Code of the kind of requester.
    pub requester: &'static str,
    /// Code of the subject.
    pub subject: &'static str,
    /// Clarification asked, and received.
    pub clarification: (Option<Date>, Option<Date>),
    /// Third party asked, and answered.
    pub third_party: (Option<Date>, Option<Date>),
    /// Extension approved.
    pub extended: Option<Date>,
    /// Day of the decision.
    pub decided: Option<Date>,
    /// Code of the outcome.
    pub outcome: Option<&'static str>,
}

/// How a case runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// Answered within the limit.
    Plain,
    /// Answered on one of the last days, so that a request of December is carried over.
    Slow,
    /// Extended once.
    Extended,
    /// Clarified by the requester, after which the limit starts again.
    Clarified,
    /// Never clarified.
    Abandoned,
    /// A third party was asked.
    ThirdParty,
    /// Fee notice never paid: twenty working days must pass, so the limit is extended.
    Unpaid,
    /// Answered too late.
    Overdue,
}

impl Case {
    /// Sets the dates of a course under a limit of `limit` working days (15 before 2019-05-15, 20 since).
    pub fn run(&mut self, course: Course, limit: i64, days: &WorkingDays, chance: &mut Chance) {
        let after = |from: Date, count: i64| days.add(from, count);
        let start = self.received;
        let decided = match course {
            Course::Plain => after(start, chance.between(4, limit - 1)),
            Course::Slow => after(start, chance.between(limit - 1, limit)),
            Course::Extended => {
                self.extended = Some(after(start, chance.between(limit - 6, limit - 1)));
                after(start, chance.between(limit + 2, limit * 2 - 2))
            }
            Course::Clarified => {
                let asked = after(start, chance.between(2, 6));
                let back = after(asked, chance.between(3, 12));
                self.clarification = (Some(asked), Some(back));
                after(back, chance.between(6, limit - 1))
            }
            Course::Abandoned => {
                let asked = after(start, chance.between(2, 6));
                self.clarification = (Some(asked), None);
                after(asked, 22)
            }
            Course::ThirdParty => {
                let asked = after(start, chance.between(2, 6));
                let back = after(asked, chance.between(4, 14));
                self.third_party = (Some(asked), Some(back));
                after(back, chance.between(2, limit - 8))
            }
            Course::Unpaid => {
                self.extended = Some(after(start, limit - 2));
                after(start, limit + 6)
            }
            Course::Overdue => after(start, limit + chance.between(2, 6)),
        };
        self.decided = Some(decided);
    }

    /// Writes the case, with a requester who does not exist.
    pub fn write(&self, scope: &Scope<'_>, days: &WorkingDays, rows: &mut Rows, chance: &mut Chance) {
        let person = self.requester == "natural_person";
        let name = if person { people::name(chance) } else { people::organization(self.requester, chance) };
        let paper = if person {
            people::paper(chance)
        } else {
            crate::identifiers::firm_code(chance.between(1, 9_999_999))
        };
        let email = (self.channel == "online").then(|| people::email(chance));
        let description = scope.say(
            "申请公开{镇街}{事项}的{批准文件|实施方案|资金安排|补偿标准|会议纪要|统计数据}{及其附件|（{今年}年度）|}。",
            chance,
        );
        rows.add(cells! {
            body: self.body,
            number: self.number.as_str(),
            received_on: self.received,
            channel: self.channel,
            requester_kind: self.requester,
            requester_name: name,
            requester_paper: paper,
            requester_phone: people::phone(chance),
            requester_address: people::address(chance),
            requester_email: email,
            description: description,
            subject: self.subject,
            registered_on: self.received,
            clarification_sent_on: self.clarification.0,
            clarification_received_on: self.clarification.1,
            third_party_sent_on: self.third_party.0,
            third_party_answered_on: self.third_party.1,
            extension_approved_on: self.extended,
            decided_on: self.decided,
            outcome: self.outcome,
            reply_number: self.reply.as_deref(),
            served_on: self.decided.map(|decided| days.add(decided, chance.between(0, 2))),
        });
    }
}
