//! Fees (收费): what was charged for requests.

use crate::registers::register;

register! {
    /// One fee charged for a request (依申请公开收费).
    REQUEST_FEES = "request-fees" "依申请公开收费台账" "Request fees";
    unit "笔", table "request_fee", key ["request_number", "kind"], year "charged_on", seen CountedOnly,
        check [Order("charged_on", "paid_on")];
    body: Body [required] "收费机关" "Body";
    request_number: Text [required] "登记编号" "Request number";
    kind: Code("fee-kinds") [required tally] "收费项目" "Kind of fee";
    amount: Money [required sum] "金额" "Amount";
    charged_on: Date [required tally] "收费日期" "Charged on";
    paid_on: Date [tally] "缴纳日期" "Paid on";
    waived: Boolean [tally] "减免" "Waived";
}
