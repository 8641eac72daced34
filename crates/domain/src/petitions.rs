//! Petitions (信访): the citizens' hotline, and how often its hall is read.

use crate::registers::register;

register! {
    /// One petition (信访事项).
    PETITIONS = "petitions" "信访事项台账" "Petitions";
    unit "宗", table "petition", key ["number"], year "accepted_on", seen CountedOnly,
        check [
            Order("received_on", "accepted_on"),
            Order("received_on", "answered_on"),
        ];
    body: Body [required] "受理机构" "Body";
    number: Text [required] "信访编号" "Number";
    channel: Code("petition-channels") [required tally] "信访方式" "Channel";
    kind: Code("petition-kinds") [tally] "类别" "Kind";
    petitioner: Text [personal] "信访人" "Petitioner";
    content: LongText [personal] "信访内容" "Content";
    received_on: Date [required] "收到日期" "Received on";
    accepted_on: Date [tally] "受理日期" "Accepted on";
    answered_on: Date [tally] "答复日期" "Answered on";
}

register! {
    /// How often a page or hall was read in a span of time (浏览量).
    PAGE_VIEWS = "page-views" "浏览量台账" "Page views";
    unit "人次", table "page_view", key ["page", "counted_on"], year "counted_on", seen Public;
    body: Body [required] "机构" "Body";
    page: Code("pages") [required tally] "栏目" "Page";
    counted_on: Date [required tally] "统计截止日期" "Counted on";
    views: Integer [required sum] "浏览量（人次）" "Views";
}
