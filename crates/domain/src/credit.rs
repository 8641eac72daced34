//! Credit publication (双公示) and what is counted with it: licences, penalties, coercive measures, charges.

use crate::registers::register;

register! {
    /// One licence decision (行政许可决定).
    LICENCES = "licences" "行政许可台账" "Licences";
    unit "件", table "licence", key ["number"], year "decided_on", seen Public,
        check [
            Order("decided_on", "valid_until"),
            Order("decided_on", "published_on"),
        ];
    body: Body [required] "许可机关" "Body";
    number: Text [required] "行政许可决定文书号" "Decision number";
    title: Text [required] "行政许可决定文书名称" "Title";
    category: Code("licence-categories") [required tally] "许可类别" "Category";
    party: Text "行政相对人名称" "Party (organisation)";
    party_code: Text "统一社会信用代码" "Credit code";
    person: Text [personal] "行政相对人（自然人）" "Party (natural person)";
    person_paper: Text [personal] "证件号码" "Identity paper";
    content: Text "许可内容" "Content";
    decided_on: Date [required tally] "许可决定日期" "Decided on";
    valid_until: Date "有效期至" "Valid until";
    published_on: Date [tally] "公示日期" "Published on";
}

register! {
    /// One penalty decision (行政处罚决定).
    PENALTIES = "penalties" "行政处罚台账" "Penalties";
    unit "件", table "penalty", key ["number"], year "decided_on", seen Public,
        check [Order("decided_on", "published_on")];
    body: Body [required] "处罚机关" "Body";
    number: Text [required] "行政处罚决定文书号" "Decision number";
    act: Text [required] "违法行为类型" "Unlawful act";
    basis: Text "处罚依据" "Legal basis";
    category: Code("penalty-categories") [required tally] "处罚类别" "Category";
    party: Text "行政相对人名称" "Party (organisation)";
    party_code: Text "统一社会信用代码" "Credit code";
    person: Text [personal] "行政相对人（自然人）" "Party (natural person)";
    person_paper: Text [personal] "证件号码" "Identity paper";
    fine: Money [sum] "罚款金额" "Fine";
    decided_on: Date [required tally] "处罚决定日期" "Decided on";
    published_on: Date [tally] "公示日期" "Published on";
}

register! {
    /// One coercive measure (行政强制).
    COERCIVE_MEASURES = "coercive-measures" "行政强制台账" "Coercive measures";
    unit "件", table "coercive_measure", key ["number"], year "decided_on", seen Public;
    body: Body [required] "实施机关" "Body";
    number: Text [required] "决定文书号" "Decision number";
    kind: Code("coercive-kinds") [required tally] "种类" "Kind";
    party: Text "行政相对人名称" "Party (organisation)";
    person: Text [personal] "行政相对人（自然人）" "Party (natural person)";
    decided_on: Date [required tally] "决定日期" "Decided on";
}

register! {
    /// What one administrative charge brought in a year (行政事业性收费).
    CHARGES = "administrative-charges" "行政事业性收费台账" "Administrative charges";
    unit "项", table "administrative_charge", key ["charge", "charge_year"], year "charge_year", seen Public;
    body: Body [required] "收费机关" "Body";
    charge: Text [required] "收费项目" "Charge";
    charge_year: Year [required tally] "年度" "Year";
    basis: Text "收费依据" "Legal basis";
    amount: Money [required sum] "收费金额" "Amount";
}
