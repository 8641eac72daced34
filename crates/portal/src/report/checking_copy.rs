//! A report as a file of its own: opened, printed and checked without a network.
//!
//! Every number leads to the list of figures at its end, which says its code, its exact value, how many rows stand
//! behind it, and what it means.

use super::{BlockView, ReportPage};
use crate::{entries::ENTRIES, furniture::Furniture};
use askama::Template;
use gongkai_domain::{
    reports::{Publication, ReportCell, Standing},
    says::{Language, Says},
};
use gongkai_web::{Layout, Markup, Owner, Visit, assets, dates, markup, official};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The file.
#[derive(Debug, Template)]
#[template(path = "report/checking-copy.html")]
pub struct CheckingCopy {
    page: ReportPage,
    standing: Standing,
    definitions: BTreeMap<String, Says>,
}

/// A report as one HTML file without links to a network.
///
/// # Errors
/// A page that cannot be laid out.
pub fn checking_copy(publication: &Publication, language: Language) -> Result<String, askama::Error> {
    let owner = Owner { name: publication.body.clone(), ..Owner::default() };
    let visit = Visit { language, ..Visit::default() };
    let layout = Layout { visit, owner, entries: &ENTRIES, ..Layout::default() };
    CheckingCopy::of(publication, layout).render()
}

impl CheckingCopy {
    /// The file of a report; its list leads back to the pages of the site where the layout knows the site's origin.
    pub fn of(publication: &Publication, layout: Layout) -> Self {
        let page = ReportPage {
            layout,
            format: publication.format.clone(),
            report: Arc::new(publication.report.clone()),
            standing: None,
            years: Vec::new(),
            by_year: Vec::new(),
            furniture: Furniture::default(),
            alone: true,
        };
        Self { page, standing: publication.standing.clone(), definitions: publication.definitions.clone() }
    }

    fn definition(&self, cell: &ReportCell) -> &str {
        self.definitions.get(&cell.code).map_or("", |says| self.page.layout.says(says))
    }

    /// The page of a figure on the site, if there is a site to lead back to.
    fn site_href(&self, cell: &ReportCell) -> Option<String> {
        let origin = &self.page.layout.look.origin;
        (!origin.is_empty()).then(|| origin.clone() + &self.page.figure_page(&cell.code))
    }

    fn exact(cell: &ReportCell) -> Markup {
        let number = cell.value.number().map(|number| number.normalize().to_string());
        markup::printed(&number.unwrap_or_else(|| cell.printed.clone()))
    }
}
