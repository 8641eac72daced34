//! Platform modules (“五个一”平台): what is deployed where.

use crate::registers::register;

register! {
    /// One module of the 五个一 platform (平台模块).
    MODULES = "platform-modules" "平台模块台账" "Platform modules";
    unit "个", table "platform_module", key ["module"], seen Public;
    body: Body [required] "建设机构" "Body";
    module: Code("platform-modules") [required tally] "模块" "Module";
    status: Code("module-statuses") [required tally] "状态" "Status";
    deployed_on: Date [tally] "部署日期" "Deployed on";
    note: Text "说明" "Note";
}
