//! Remedies (救济): reconsideration, litigation and complaints about disclosure.

use crate::registers::register;

register! {
    /// One administrative reconsideration about disclosure (行政复议).
    RECONSIDERATIONS = "reconsiderations" "行政复议台账" "Reconsiderations";
    unit "件", table "reconsideration", key ["number"], year "received_on", seen CountedOnly,
        check [
            Order("received_on", "decided_on"),
            Needs("result", "decided_on"),
        ];
    body: Body [required] "被申请人" "Body";
    number: Text [required] "案号" "Case number";
    applicant: Text [personal] "申请人" "Applicant";
    organ: Text "复议机关" "Reconsideration organ";
    request_number: Text "登记编号" "Request number";
    received_on: Date [required tally] "受理日期" "Accepted on";
    decided_on: Date [tally] "审结日期" "Decided on";
    result: Code("remedy-results") [tally] "结果" "Result";
}

register! {
    /// One administrative lawsuit about disclosure (行政诉讼).
    LAWSUITS = "lawsuits" "行政诉讼台账" "Lawsuits";
    unit "件", table "lawsuit", key ["number"], year "received_on", seen CountedOnly,
        check [
            Order("received_on", "decided_on"),
            Needs("result", "decided_on"),
        ];
    body: Body [required] "被告" "Body";
    number: Text [required] "案号" "Case number";
    plaintiff: Text [personal] "原告" "Plaintiff";
    court: Text "法院" "Court";
    request_number: Text "登记编号" "Request number";
    after_reconsideration: Boolean [required tally] "复议后起诉" "After reconsideration";
    co_defendant: Boolean [tally] "复议机关作共同被告" "Reconsideration organ as co-defendant", "本机关仅作为复议机关被列为共同被告的，填“是”，不计入本机关";
    received_on: Date [required tally] "立案日期" "Accepted on";
    decided_on: Date [tally] "审结日期" "Decided on";
    result: Code("remedy-results") [tally] "结果" "Result";
}

register! {
    /// One complaint, report or appeal about disclosure (举报、投诉、申诉).
    COMPLAINTS = "complaints" "举报投诉台账" "Complaints";
    unit "件", table "complaint", key ["number"], year "received_on", seen CountedOnly,
        check [Order("received_on", "answered_on")];
    body: Body [required] "被投诉机关" "Body";
    number: Text [required] "编号" "Number";
    kind: Code("complaint-kinds") [required tally] "类别" "Kind";
    complainant: Text [personal] "投诉人" "Complainant";
    content: LongText [personal] "投诉内容" "Content";
    received_on: Date [required tally] "收到日期" "Received on";
    answered_on: Date [tally] "办结日期" "Answered on";
}
