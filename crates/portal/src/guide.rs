//! The guide (P2, 政府信息公开指南), made from the body's own record, so that it is never out of date.

use crate::{entries, items::Facet};
use askama::Template;
use gongkai_domain::says::Says;
use gongkai_web::Layout;

/// The guide of a body.
#[derive(Debug, Template)]
#[template(path = "guide.html")]
pub struct GuidePage {
    /// The layout around it; its owner is the body the guide is of.
    pub layout: Layout,
    /// Categories of information with their counts.
    pub categories: Vec<Facet>,
    /// Places where information can be read that are open.
    pub places: Vec<ViewingPoint>,
}

/// A place where information can be read (查阅点).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewingPoint {
    /// Its name.
    pub name: String,
    /// What kind of place it is.
    pub kind: Says,
    /// Its address; may be empty.
    pub address: String,
}

impl GuidePage {
    fn category_href(&self, facet: &Facet) -> String {
        format!("{}?category={}", self.layout.href(entries::ITEMS), facet.code)
    }
}
