//! Rules and normative documents (规章和行政规范性文件), and documents of others that are relied on.

use crate::registers::register;

register! {
    /// One rule or normative document (规章、行政规范性文件): issued, repealed, valid.
    RULES = "normative-documents" "规章规范性文件台账" "Rules and normative documents";
    unit "件", table "normative_document", key ["number"], year "issued_on", seen Public,
        check [
            Order("issued_on", "opened_on"),
            Order("issued_on", "repealed_on"),
        ];
    body: Body [required] "制定机关" "Issuing body";
    number: Text [required] "文号" "Document number";
    kind: Code("normative-kinds") [required tally] "种类" "Kind";
    title: Text [required] "文件名称" "Title";
    issued_on: Date [required tally] "制发日期" "Issued on";
    opened_on: Date [tally] "公开日期" "Opened on";
    repealed_on: Date [tally] "废止日期" "Repealed on";
}

register! {
    /// One document of another body that is relied on (依据文件).
    REFERENCE_DOCUMENTS = "reference-documents" "依据文件台账" "Reference documents";
    unit "件", table "reference_document", key ["number"], seen Public;
    body: Body [required] "登记机构" "Body";
    number: Text [required] "文号" "Document number";
    title: Text [required] "文件名称" "Title";
    issuer: Text "发文机关" "Issuer";
    matter: Code("reference-matters") [tally] "所涉工作" "Matter";
    issued_on: Date [tally] "成文日期" "Issued on";
}
