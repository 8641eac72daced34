//! Services (政务服务): items, centres, windows, rollout batches, decisions.

use crate::registers::register;

register! {
    /// One service item (政务服务事项), with the twelve things each counter shows.
    SERVICE_ITEMS = "service-items" "政务服务事项台账" "Service items";
    unit "项", table "service_item", key ["number"], year "online_on", seen Public,
        check [AtMost("promised_days", "statutory_days", "《行政许可法》第四十二条：在法定期限内办结")];
    body: Body [required] "实施机构" "Body";
    number: Text [required] "事项编码" "Item code";
    title: Text [required] "事项名称" "Title";
    kind: Code("service-item-kinds") [required tally] "事项类型" "Kind";
    online_on: Date [tally] "进驻网上办事大厅日期" "Online since";
    batch: Text "综合受理批次" "Rollout batch";
    integrated_on: Date [tally] "综合受理日期" "Integrated on";
    statutory_days: Integer "法定办结时限（工作日）" "Statutory limit (working days)";
    promised_days: Integer "承诺办结时限（工作日）" "Promised limit (working days)";
    scope: Text "办事范围" "Scope";
    basis: Text "办事依据" "Legal basis";
    duties: Text "办事职责" "Duties";
    conditions: Text "办事条件" "Conditions";
    procedure: Text "办事程序" "Procedure";
    commitments: Text "承诺服务事项" "Service commitments";
    results: Text "办事结果" "Results";
    discipline: Text "办事纪律" "Discipline";
    complaint_route: Text "投诉处理途径" "Complaint route";
    integrity: Text "领导干部廉洁自律情况" "Integrity of leaders";
    concerns: Text "热点问题" "Public concerns";
    key_work: Text "重点工作事项" "Key work";
}

register! {
    /// One service centre or village service station (政务服务中心、公共服务站).
    CENTRES = "service-centres" "政务服务场所台账" "Service centres and stations";
    unit "个", table "service_centre", key ["name"], seen Public,
        check [Order("opened_on", "closed_on")];
    body: Body [required] "管理机构" "Body";
    name: Text [required] "场所名称" "Name";
    level: Code("service-levels") [required tally] "层级" "Level";
    address: Text "地址" "Address";
    hours: Text "办公时间" "Hours";
    phone: Text "电话" "Telephone";
    opened_on: Date [tally] "启用日期" "Opened on";
    closed_on: Date [tally] "停用日期" "Closed on";
}

register! {
    /// One body working in a service centre (进驻部门).
    RESIDENTS = "centre-residents" "进驻部门台账" "Resident bodies";
    unit "个", table "centre_resident", key ["centre"], seen Public,
        check [Order("since_on", "until_on")];
    body: Body [required] "进驻部门" "Resident body";
    centre: Text [required] "场所名称" "Centre";
    since_on: Date [tally] "进驻日期" "Since";
    until_on: Date [tally] "撤出日期" "Until";
}

register! {
    /// One window of a service centre (服务窗口).
    WINDOWS = "service-windows" "服务窗口台账" "Service windows";
    unit "个", table "service_window", key ["centre", "name"], seen Public,
        check [Order("opened_on", "closed_on")];
    body: Body [required] "管理机构" "Body";
    centre: Text [required] "场所名称" "Centre";
    name: Text [required] "窗口名称" "Name";
    kind: Code("window-kinds") [required tally] "窗口类型" "Kind";
    owner: Body "主办机构" "Owner (body)";
    owner_name: Text "主办单位名称" "Owner (name)", "不在机构名录中的单位填名称";
    opened_on: Date [tally] "启用日期" "Opened on";
    closed_on: Date [tally] "停用日期" "Closed on";
}

register! {
    /// One dated wave of integrated acceptance (综合受理批次), also planned ones.
    BATCHES = "rollout-batches" "综合受理批次台账" "Rollout batches";
    unit "批", table "rollout_batch", key ["number"], year "starts_on", seen Public;
    body: Body [required] "牵头机构" "Body";
    number: Text [required] "批次" "Batch";
    status: Code("batch-statuses") [required tally] "状态" "Status";
    starts_on: Date [tally] "实施日期" "Starts on";
    note: Text "说明" "Note";
}

register! {
    /// One matter left out of a batch (不纳入事项).
    EXCLUSIONS = "batch-exclusions" "批次除外事项台账" "Batch exclusions";
    unit "项", table "batch_exclusion", key ["batch", "position"], seen Public;
    body: Body [required] "牵头机构" "Body";
    batch: Text [required tally] "批次" "Batch";
    position: Integer [required] "次序" "Order";
    matter: Text [required] "除外事项" "Matter left out";
}

register! {
    /// One decision of another external administrative service (其他对外管理服务).
    DECISIONS = "service-decisions" "其他对外管理服务台账" "Other service decisions";
    unit "件", table "service_decision", key ["number"], year "decided_on", seen Public;
    body: Body [required] "机构" "Body";
    number: Text [required] "决定文号" "Decision number";
    title: Text [required] "事项" "Matter";
    decided_on: Date [required tally] "决定日期" "Decided on";
}
