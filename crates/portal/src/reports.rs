//! The annual reports (P8, 政府信息公开年报): every year in every format it can be read in.

use crate::entries;
use askama::Template;
use gongkai_web::Layout;

/// The list of reports.
#[derive(Debug, Template)]
#[template(path = "reports.html")]
pub struct ReportsPage {
    /// The layout around it.
    pub layout: Layout,
    /// Years with a report, newest first.
    pub years: Vec<ReportYear>,
}

/// The reports on one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportYear {
    /// The year.
    pub year: i16,
    /// Its reports; the office's own format of that year first.
    pub reports: Vec<ReportLink>,
}

/// A report in one format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportLink {
    /// Id of the format.
    pub format: String,
    /// What the format is called.
    pub name: gongkai_domain::says::Says,
    /// Whether it is the office's format of that year.
    pub is_own: bool,
}

impl ReportsPage {
    fn href(&self, year: &i16, report: &ReportLink) -> String {
        self.layout.href(&entries::report(*year, &report.format))
    }
}
