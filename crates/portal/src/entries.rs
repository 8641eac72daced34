//! The five fixed entries (五个栏目) every disclosure platform has, with the addresses inspectors and readers know.

use gongkai_web::Entry;

/// Home of the platform.
pub const HOME: &str = "/zfxxgk/";
/// The guide (政府信息公开指南).
pub const GUIDE: &str = "/zfxxgk/zfxxgkzn/";
/// The rules (政府信息公开制度).
pub const RULES: &str = "/zfxxgk/zfxxgkzd/";
/// What the law says must be published (法定主动公开内容).
pub const ITEMS: &str = "/zfxxgk/fdzdgknr/";
/// The annual reports (政府信息公开年报).
pub const REPORTS: &str = "/zfxxgk/zfxxgknb/";
/// Checking a report of anybody (年度报告核对).
pub const REPORT_CHECK: &str = "/zfxxgk/zfxxgknb/check";
/// The same for programs.
pub const REPORT_CHECK_DATA: &str = "/zfxxgk/zfxxgknb/check.json";
/// Disclosure on application (依申请公开).
pub const REQUESTS: &str = "/ysqgk/";

/// First segments of the paths every body has.
pub const ROOMS: &[&str] = &["zfxxgk", "ysqgk"];

/// The five, in the prescribed order.
pub static ENTRIES: [Entry; 5] = [
    Entry { path: GUIDE, zh: ["政府信息公开", "指南", ""], en: ["", "Guide", ""] },
    Entry { path: RULES, zh: ["政府信息公开", "制度", ""], en: ["", "Rules", ""] },
    Entry { path: ITEMS, zh: ["法定", "主动公开", "内容"], en: ["", "Published", " information"] },
    Entry { path: REPORTS, zh: ["政府信息公开", "年报", ""], en: ["Annual ", "reports", ""] },
    Entry { path: REQUESTS, zh: ["", "依申请公开", ""], en: ["", "Request", " information"] },
];

/// Address of a document.
pub fn document(short_id: &str) -> String {
    format!("{HOME}doc/{short_id}")
}

/// Address of a report.
pub fn report(year: i16, format: &str) -> String {
    format!("{REPORTS}{year}/{format}")
}

/// Address of a figure of a report.
pub fn figure(year: i16, format: &str, cell: &str) -> String {
    format!("{REPORTS}{year}/{format}/{cell}")
}

/// The route of a report.
pub(crate) fn report_pattern() -> String {
    format!("{REPORTS}{{year}}/{{format}}")
}

/// The route of something below a report: a figure, or one of its files.
pub(crate) fn figure_pattern(below: &str) -> String {
    format!("{}/{below}", report_pattern())
}
