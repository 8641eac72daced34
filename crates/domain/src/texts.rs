//! What the office itself says in its report: its words, numbers in place of counted ones, what does not apply to it.

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

register! {
    /// A number the office puts in place of a counted one in one report, and why (数字更正).
    REPORT_OVERRIDES = "report-overrides" "报告数字更正台账" "Report overrides";
    unit "个", table "report_override", key ["report_year", "format", "cell"], year "report_year", seen CountedOnly,
        check [Number("value")];
    body: Body [required] "填报机构" "Body";
    report_year: Year [required] "年度" "Year";
    format: Text [required] "报告格式" "Format";
    cell: Text [required] "单元格" "Cell", "报告格式里的代码，如 F38、B.r1.total；只有数值单元格可以更正";
    value: Text [required] "更正为" "Value", "以这一格的单位计的数";
    reason: LongText [required] "理由" "Reason";
    decided_by: Text [required] "决定人" "Decided by";
    decided_on: Date [required] "决定日期" "Decided on";
}

register! {
    /// A cell, or a row or column of cells, that does not apply to the body (不适用): printed `/`, which is not 0.
    REPORT_NOT_APPLICABLE = "report-not-applicable" "报告不适用指标台账" "Cells that do not apply";
    unit "个", table "report_not_applicable", key ["report_year", "format", "cell"], year "report_year",
        seen CountedOnly;
    body: Body [required] "填报机构" "Body";
    report_year: Year [required] "年度" "Year";
    format: Text [required] "报告格式" "Format";
    cell: Text [required] "单元格" "Cell", "代码，或带一个星号的一行、一列，如 A.regulation.*";
    reason: LongText [required] "理由" "Reason", "如：本机关没有规章制定权";
    decided_by: Text [required] "决定人" "Decided by";
    decided_on: Date [required] "决定日期" "Decided on";
}
