//! Powers (权责): the power-and-duty lists of departments.

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
