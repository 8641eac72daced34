//! Bulletins (简报): internal reference, not public by default.

use crate::registers::register;

register! {
    /// One issue of a bulletin (简报).
    BULLETINS = "bulletins" "简报台账" "Bulletins";
    unit "期", table "bulletin", key ["series", "issue_year", "issue_number"], year "issued_on", seen CountedOnly;
    body: Body [required] "编印机构" "Body";
    series: Text [required] "刊名" "Series";
    issue_year: Year [required] "年度" "Year";
    issue_number: Integer [required] "期号" "Issue";
    title: Text "题目" "Title";
    issued_on: Date [required tally] "编印日期" "Issued on";
}
