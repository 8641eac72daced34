//! The checking copy: the report as a file, with the definition of every figure beside its number.

use super::{BlockView, ReportFile, ReportPage};
use crate::Site;
use askama::Template;
use gongkai_app::reports::{ReportError, compute, definitions};
use gongkai_domain::reports::{Format, Verdict};
use gongkai_domain::says::{Language, Says};
use gongkai_web::{Layout, Markup, Visit, assets, markup, official};
use std::{ops::Deref, sync::Arc};

/// The report, its checks, and what every figure means.
#[derive(Debug, Template)]
#[template(path = "report-checking.html")]
struct CheckingCopy {
    file: ReportFile,
    figures: Vec<Defined>,
}

/// One figure with its definition.
#[derive(Debug)]
struct Defined {
    code: String,
    label: String,
    printed: Markup,
    unit: String,
    rows: i64,
    definition: Says,
}

/// Why there is no checking copy.
#[derive(Debug, thiserror::Error)]
pub enum CheckingError {
    /// There is no report.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// The page could not be laid out.
    #[error(transparent)]
    Layout(#[from] askama::Error),
}

/// The checking copy of a body's report as one HTML file that needs nothing beside it.
pub async fn checking_copy(
    site: &Site,
    body: &str,
    year: i16,
    format: &Format,
    language: Language,
) -> Result<String, CheckingError> {
    let report = Arc::new(compute(&site.office, body, year, format).await?);
    let definitions = definitions(&site.office, body, year, format).await?;
    let figures = report.cells.iter().map(|cell| Defined {
        code: cell.code.clone(),
        label: cell.label.clone(),
        printed: markup::printed(&cell.printed),
        unit: cell.unit.clone(),
        rows: cell.rows,
        definition: definitions.get(&cell.code).cloned().unwrap_or_default(),
    });
    let figures = figures.collect();
    let visit = Visit { language, ..Visit::default() };
    let layout = Layout { visit, look: (*site.look).clone(), ..Layout::default() };
    let page = ReportPage { layout, format: format.name.clone(), report, years: Vec::new() };
    Ok(CheckingCopy { file: ReportFile::new(page), figures }.render()?)
}

impl CheckingCopy {
    fn verdicts(&self) -> &[Verdict] {
        &self.file.report.checks
    }
}

impl Deref for CheckingCopy {
    type Target = ReportPage;

    fn deref(&self) -> &ReportPage {
        &self.file
    }
}
