//! Disclosure on application (依申请公开): requests, from receipt to service.
//!
//! A request is a complete, append-only list of [`Event`]s; the row of the register is what they add up to
//! ([`replay`]). A ledger tells the same in columns, so its rows are turned into events ([`events_of`], [`changes`])
//! and back without loss. What no ledger tells (due day, timeliness, state) is worked out by [`complete`], with the
//! clock of the regime that was in force on the day of receipt; [`explain`] gives the same due day with its steps.
//!
//! Events hold no personal data: of a personal column they tell at most that it was corrected.

mod completing;
mod deadline;
mod event;
mod facts;
mod history;
mod holdings;
mod replaying;

pub use completing::complete;
pub use deadline::{Deadline, Remark, explain};
pub use event::{Event, EventFault, EventKind};
pub use facts::{Fact, Told};
pub use history::{changes, events_of, struck};
pub use replaying::{Case, ReplayFault, replay};

use crate::registers::register;

register! {
    /// One request for information (政府信息公开申请), shown by the state computed from its events.
    REQUESTS = "requests" "依申请公开台账" "Requests";
    unit "件", table "request", key ["number"], year "received_on", seen CountedOnly, holding Events,
        check [
            Order("received_on", "registered_on"),
            Order("clarification_sent_on", "clarification_received_on"),
            Order("third_party_sent_on", "third_party_answered_on"),
            Order("received_on", "clarification_sent_on"),
            Order("received_on", "third_party_sent_on"),
            Order("received_on", "extension_approved_on"),
            Order("received_on", "decided_on"),
            Order("decided_on", "served_on"),
            Needs("decided_on", "outcome"),
            Needs("outcome", "decided_on"),
            Needs("clarification_received_on", "clarification_sent_on"),
            Needs("third_party_answered_on", "third_party_sent_on"),
        ];
    body: Body [required] "受理机关" "Body";
    number: Text [required] "登记编号" "Number";
    received_on: Date [required tally] "收到日期" "Received on";
    channel: Code("request-channels") [required tally] "申请方式" "Channel";
    requester_kind: Code("requester-kinds") [required tally] "申请人类型" "Kind of requester";
    requester_name: Text [personal] "申请人" "Requester";
    requester_paper: Text [personal] "证件号码" "Identity paper";
    requester_phone: Text [personal] "联系电话" "Telephone";
    requester_address: Text [personal] "联系地址" "Address";
    requester_email: Text [personal] "电子邮箱" "E-mail";
    description: LongText [personal] "所需信息" "Information wanted";
    subject: Code("request-subjects") [tally] "内容类别" "Subject";
    registered_on: Date "登记日期" "Registered on";
    clarification_sent_on: Date "补正告知日期" "Clarification asked on";
    clarification_received_on: Date "补正收到日期" "Clarification received on";
    third_party_sent_on: Date "征求第三方意见日期" "Third party asked on";
    third_party_answered_on: Date "第三方答复日期" "Third party answered on";
    extension_approved_on: Date "延期批准日期" "Extension approved on";
    decided_on: Date [tally] "答复日期" "Decided on";
    outcome: Code("outcomes") [tally] "答复结果" "Outcome";
    reply_number: Text "答复文号" "Number of the reply";
    served_on: Date "送达日期" "Served on";
    due_on: Date [computed] "答复期限" "Due on";
    timeliness: Code("timeliness") [tally computed] "办理时限" "Timeliness";
    state: Code("request-states") [tally computed] "办理状态" "State";
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
