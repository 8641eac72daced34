//! Powers (权责): the power-and-duty lists of departments, and the powers on them.

use crate::registers::register;

register! {
    /// One published power-and-duty list (权责清单).
    POWER_LISTS = "power-lists" "权责清单台账" "Power and duty lists";
    unit "份", table "power_list", key ["title"], year "published_on", seen Public,
        check [Order("published_on", "revoked_on")];
    body: Body [required] "部门" "Department";
    title: Text [required] "清单名称" "Title";
    powers: Integer [sum] "职权数" "Powers";
    published_on: Date [required tally] "公布日期" "Published on";
    revoked_on: Date [tally] "失效日期" "Revoked on";
}

register! {
    /// One power or duty of a body (权责事项), on its power-and-duty list from one day to another.
    POWER_ITEMS = "power-items" "权责事项台账" "Powers and duties";
    unit "项", table "power_item", key ["number"], year "listed_on", seen Public,
        check [Order("listed_on", "cancelled_on")];
    body: Body [required] "实施机构" "Body";
    number: Text [required] "职权编码" "Power code";
    title: Text [required] "职权名称" "Title";
    kind: Code("power-kinds") [required tally] "职权类别" "Kind";
    basis: Text "设定依据" "Legal basis";
    listed_on: Date [required tally] "列入日期" "Listed on";
    cancelled_on: Date [tally] "取消日期" "Cancelled on";
}
