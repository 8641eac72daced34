//! Rules and normative documents (P3, 政府信息公开制度): in force or repealed.

use crate::entries;
use askama::Template;
use gongkai_domain::says::Says;
use gongkai_web::{
    Layout, Markup, dates,
    paging::{PageLink, Paging},
};
use jiff::civil::Date;

/// Rows on one page.
pub const PAGE: usize = 20;

/// The list of rules.
#[derive(Debug, Template)]
#[template(path = "rules.html")]
pub struct RulesPage {
    /// The layout around it.
    pub layout: Layout,
    /// The rules on this page, newest first.
    pub rules: Vec<RuleLine>,
    /// How many are in force.
    pub in_force: usize,
    /// Which page of how many.
    pub paging: Paging,
}

/// One rule or normative document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleLine {
    /// Document number (文号).
    pub number: String,
    /// Title.
    pub title: String,
    /// Kind (规章、行政规范性文件).
    pub kind: Says,
    /// Day it was issued.
    pub issued_on: Date,
    /// Day it was repealed, if it was.
    pub repealed_on: Option<Date>,
    /// The document's part of the address, where its text is published here.
    pub short_id: Option<String>,
}

impl RulesPage {
    fn short(&self, date: &Date) -> Markup {
        dates::short(*date)
    }

    fn href(&self, short_id: &str) -> String {
        self.layout.href(&entries::document(short_id))
    }
}
