//! Resources of the disclosure work (保障): staff, funds, viewing points.

use crate::registers::register;

register! {
    /// Staff of the disclosure work in a year (从事政府信息公开工作人员).
    STAFF = "disclosure-staff" "工作人员台账" "Disclosure staff";
    unit "人", table "disclosure_staff", key ["staff_year"], year "staff_year", seen Public;
    body: Body [required] "机构" "Body";
    staff_year: Year [required tally] "年度" "Year";
    full_time: Integer [required sum] "专职人员数" "Full-time";
    part_time: Integer [required sum] "兼职人员数" "Part-time";
}

register! {
    /// Funds of the disclosure work in a year (专项经费).
    FUNDS = "disclosure-funds" "专项经费台账" "Disclosure funds";
    unit "笔", table "disclosure_fund", key ["fund_year"], year "fund_year", seen Public;
    body: Body [required] "机构" "Body";
    fund_year: Year [required tally] "年度" "Year";
    amount: Money [required sum] "经费金额" "Amount";
}

register! {
    /// One place where information can be seen (政府信息公开查阅点).
    VIEWING_POINTS = "viewing-points" "查阅点台账" "Viewing points";
    unit "个", table "viewing_point", key ["name"], seen Public,
        check [Order("opened_on", "closed_on")];
    body: Body [required] "设置机构" "Body";
    name: Text [required] "查阅点名称" "Name";
    kind: Code("viewing-point-kinds") [required tally] "类型" "Kind";
    address: Text "地址" "Address";
    opened_on: Date [tally] "启用日期" "Opened on";
    closed_on: Date [tally] "停用日期" "Closed on";
}
