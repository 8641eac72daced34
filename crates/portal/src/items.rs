//! What the law says must be published (P4, 法定主动公开内容): a list with filters that are plain forms and links.

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

/// The list of items.
#[derive(Debug, Template)]
#[template(path = "items.html")]
pub struct ItemsPage {
    /// The layout around it.
    pub layout: Layout,
    /// What is asked for.
    pub filter: ItemFilter,
    /// Categories with their counts under the other filters, in official order.
    pub categories: Vec<Facet>,
    /// Years with items, newest first.
    pub years: Vec<i16>,
    /// Publishing bodies; shown only when there is more than one.
    pub bodies: Vec<(String, String)>,
    /// The items on this page, newest first.
    pub items: Vec<ItemLine>,
    /// Which page of how many.
    pub paging: Paging,
}

/// Conditions of the list; each may be absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemFilter {
    /// Code of the category (信息类别).
    pub category: Option<String>,
    /// Year of publication.
    pub year: Option<i16>,
    /// Code of the publishing body.
    pub body: Option<String>,
}

/// One choice of a filter, with the rows it would leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// The code.
    pub code: String,
    /// Its word.
    pub name: Says,
    /// Rows it would leave.
    pub count: usize,
}

/// One item in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemLine {
    /// Its part of the address.
    pub short_id: String,
    /// Its title.
    pub title: String,
    /// Day it was published.
    pub published_on: Date,
    /// Its category.
    pub category: Says,
    /// Document number (文号); may be empty.
    pub document_number: String,
    /// Name of the publisher; empty where the list is of one body.
    pub body: String,
}

impl ItemLine {
    pub(crate) fn path(&self) -> String {
        entries::document(&self.short_id)
    }

    pub(crate) fn date(&self) -> Markup {
        dates::short(self.published_on)
    }
}

impl ItemFilter {
    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl ItemsPage {
    fn total(&self) -> usize {
        self.categories.iter().map(|facet| facet.count).sum()
    }

    fn chosen(&self) -> Option<&Facet> {
        let code = self.filter.category.as_deref()?;
        self.categories.iter().find(|facet| facet.code == code)
    }

    fn is_chosen(&self, facet: &Facet) -> bool {
        self.filter.category.as_deref() == Some(facet.code.as_str())
    }

    fn heading(&self) -> &str {
        self.chosen().map_or_else(
            || self.layout.say("法定主动公开内容", "Published information"),
            |facet| self.layout.says(&facet.name),
        )
    }

    /// The list with another category, from its first page.
    fn category_href(&self, code: &str) -> String {
        let query = self.layout.visit.query.without(&["page", "size", "contrast", "category"]);
        let mut href = self.layout.href(entries::ITEMS);
        href.push_str(&query);
        if !code.is_empty() {
            href.push(if query.is_empty() { '?' } else { '&' });
            href.push_str("category=");
            href.push_str(code);
        }
        href
    }

    /// The list without one of the conditions.
    fn href_without(&self, name: &str) -> String {
        self.layout.href(entries::ITEMS) + &self.layout.visit.query.without(&["page", name])
    }

    fn is_year(&self, year: &i16) -> bool {
        self.filter.year == Some(*year)
    }

    fn is_body(&self, code: &str) -> bool {
        self.filter.body.as_deref() == Some(code)
    }
}
