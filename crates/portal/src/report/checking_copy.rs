//! A report as a file of its own: opened, printed and checked without a network.
//!
//! Every number leads to the list of figures at its end, which says its code, its exact value, how many rows stand
//! behind it, and what it means.

use super::{BlockView, ReportPage};
use crate::{entries::ENTRIES, furniture::Furniture};
use askama::Template;
use gongkai_app::reports::{ReportError, definitions};
use gongkai_app::{Installation, StorageError, public};
use gongkai_domain::{
    reports::{Report, ReportCell},
    says::{Language, Says},
};
use gongkai_web::{Layout, Markup, Owner, Visit, assets, markup, official};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The file.
#[derive(Debug, Template)]
#[template(path = "report/checking-copy.html")]
pub struct CheckingCopy {
    page: ReportPage,
    definitions: Definitions,
}

/// What every figure means, by the code of its cell.
pub type Definitions = BTreeMap<String, Says>;

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The report's format or body is not known.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// The page could not be laid out.
    #[error("the report could not be laid out: {0}")]
    Layout(#[from] askama::Error),
}

/// A computed report as one HTML file without links to a network.
pub async fn checking_copy(
    office: &Installation,
    report: &Report,
    language: Language,
) -> Result<String, CopyError> {
    let bodies = public::bodies(office).await?;
    let name = bodies.into_iter().find(|body| body.code == report.body).map(|body| body.name);
    let owner = Owner { name: name.unwrap_or_else(|| report.body.clone()), ..Owner::default() };
    let visit = Visit { language, ..Visit::default() };
    let format = office.law.format(&report.format);
    let page = ReportPage {
        layout: Layout { visit, owner, entries: &ENTRIES, ..Layout::default() },
        format: format
            .map_or_else(|| Says::new(&report.format, &report.format), |format| format.name.clone()),
        report: Arc::new(report.clone()),
        standing: None,
        years: Vec::new(),
        by_year: Vec::new(),
        furniture: Furniture::default(),
        alone: true,
    };
    let definitions = match format {
        Some(format) => definitions(office, &report.body, report.year, format).await?,
        None => Definitions::new(),
    };
    Ok(CheckingCopy { page, definitions }.render()?)
}

impl CheckingCopy {
    /// The file of a report of the site; its list leads back to the pages where the site's origin is known.
    pub fn of(page: ReportPage, definitions: Definitions) -> Self {
        Self { page: ReportPage { alone: true, ..page }, definitions }
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
