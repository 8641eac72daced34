//! Procurement (政府采购): projects from budget to contract, and guides.

use crate::registers::register;

register! {
    /// One purchase, from budget to contract (政府采购项目).
    PROJECTS = "procurement-projects" "政府采购项目台账" "Procurement projects";
    unit "宗", table "procurement_project", key ["number"], year "signed_on", seen Public,
        check [AtMost("price", "budget", "《政府采购法》第六条：严格按照批准的预算执行")];
    body: Body [required] "采购单位" "Purchaser";
    number: Text [required] "项目编号" "Project number";
    title: Text [required] "项目名称" "Title";
    method: Code("procurement-methods") [required tally] "采购方式" "Method";
    object: Code("procurement-objects") [tally] "采购对象" "Object";
    central: Boolean [tally] "集中采购" "Centralised";
    budget: Money [required sum] "采购预算金额" "Budget";
    price: Money [sum] "合同金额" "Contract amount", "不应高于采购预算金额";
    supplier: Text "成交供应商" "Supplier";
    signed_on: Date [tally] "合同签订日期" "Contract signed on";
}

register! {
    /// One guide to procurement made for purchasers (政府采购操作规程指南).
    GUIDES = "procurement-guides" "采购指南台账" "Procurement guides";
    unit "份", table "procurement_guide", key ["title"], year "published_on", seen Public;
    body: Body [required] "制作机构" "Body";
    title: Text [required] "指南名称" "Title";
    published_on: Date [required tally] "制作日期" "Made on";
}
