//! The office's own words for its report.

use crate::registers::register;

register! {
    /// What the office itself says in one place of one report (报告自撰文字).
    REPORT_TEXTS = "report-texts" "报告文字台账" "Report texts";
    unit "段", table "report_text", key ["report_year", "format", "place"], year "report_year", seen CountedOnly;
    body: Body [required] "填报机构" "Body";
    report_year: Year [required] "年度" "Year";
    format: Text [required] "报告格式" "Format";
    place: Text [required] "位置" "Place", "报告格式文件里留给单位自撰文字的位置";
    text: LongText [required] "文字" "Text";
}
