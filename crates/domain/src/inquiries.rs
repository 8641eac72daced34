//! Inquiries (咨询): questions, not requests.

use crate::registers::register;

register! {
    /// Inquiries received by one channel on one day (咨询).
    INQUIRIES = "inquiries" "咨询台账" "Inquiries";
    unit "人次", table "inquiry", key fingerprint, year "received_on", seen Public;
    body: Body [required] "受理机关" "Body";
    channel: Code("inquiry-channels") [required tally] "咨询方式" "Channel";
    received_on: Date [required tally] "咨询日期" "Received on";
    matter: Text "咨询事项" "Matter";
    persons: Integer [required sum] "人次" "Persons";
}
