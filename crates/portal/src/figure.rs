//! A figure of a report: what it means, what it comes to, and the rows behind it that the public may see.

use crate::{
    Site, entries,
    furniture::Furniture,
    report::{self, VerdictView},
    site::{no_report, unknown_report},
};
use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::get,
};
use gongkai_app::public::{self, FigureDrift, PublicRow, Thing};
use gongkai_domain::{
    reports::{Freezing, ReportCell, Verdict},
    says::Says,
};
use gongkai_web::{
    Layout, Markup, PageError, Visit, dates, markup, page,
    paging::{self, PageLink, Paging},
};

mod columns;
mod files;
mod rows;

/// Characters of a code up to which it stays on one line.
const UNBROKEN: usize = 32;

/// The routes of the page and of the files of its rows.
pub fn routes() -> Router<Site> {
    Router::new()
        .route(&entries::figure_pattern("{cell}"), get(show))
        .route(&entries::figure_pattern("{cell}/rows.csv"), get(files::csv))
        .route(&entries::figure_pattern("{cell}/rows.json"), get(files::json))
}

async fn show(
    State(site): State<Site>,
    visit: Visit,
    Path((year, format, code)): Path<(String, String, String)>,
) -> Result<Response, PageError> {
    let number = paging::asked(&visit.query)?;
    let found = report::find(&site, visit, &(year, format)).await?;
    let cell = found.report.cell(&code).cloned().ok_or_else(unknown_report)?;
    let figure = rows::figure(&site, &found, &code, number).await?;
    let other_years = site.other_years(&found.room, &found.report, &code).await?;
    let furniture = report::furniture(&found, (site.today)())
        .with_related(Says::new("其他年度的这个数", "This figure in other years"), other_years);
    let behind = rows::behind(figure.standing, &figure.explanation.behind, &found, number)?;
    let drift =
        public::figure_drift(&site.office, &found.room.body, found.report.year, &found.report.format, &code)
            .await
            .map_err(|error| no_report(&error))?;
    let layout = found.layout(true).crumb(code.as_str(), "");
    let title = format!("{code} {} {}{}", cell.label, cell.printed, cell.unit);
    page(&FigurePage {
        layout: layout.titled(&title),
        report: found.report.title.clone(),
        format: found.report.format.clone(),
        year: found.report.year,
        furniture,
        checks: rows::checks_of(&site, &found.report, &code),
        definition: figure.explanation.definition,
        behind,
        freezing: found.standing.map(|standing| standing.freezing),
        drift,
        cell,
    })
}

/// The page of a figure.
#[derive(Debug, Template)]
#[template(path = "figure.html")]
pub struct FigurePage {
    /// The layout around it.
    pub layout: Layout,
    /// Title of the report.
    pub report: String,
    /// Id of the report's format.
    pub format: String,
    /// Year reported on.
    pub year: i16,
    /// What stands around it.
    pub furniture: Furniture,
    /// The figure.
    pub cell: ReportCell,
    /// Its definition, for this body and year.
    pub definition: Says,
    /// What stands behind it.
    pub behind: BehindView,
    /// Verdicts of the checks it takes part in.
    pub checks: Vec<Verdict>,
    /// When its report was frozen, if it was.
    pub freezing: Option<Freezing>,
    /// What the registers say otherwise now.
    pub drift: Option<FigureDrift>,
}

/// What stands behind a figure.
#[derive(Clone, Debug)]
pub enum BehindView {
    /// Rows of a register.
    Rows(RowsView),
    /// Things counted, each with its rows; with the rows of the thing chosen, if one is.
    Things {
        /// What a thing is (the column counted).
        what: Says,
        /// The things.
        things: Vec<Thing>,
        /// Rows of all things, or of the chosen one.
        rows: RowsView,
    },
    /// Other figures.
    Figures(Vec<ReportCell>),
    /// A record: nothing is counted.
    Record,
}

/// Rows behind a figure.
#[derive(Clone, Debug)]
pub struct RowsView {
    /// The register they stand in.
    pub register: Says,
    /// Measure word of a row.
    pub unit: String,
    /// Columns shown; all public columns are in the files.
    pub columns: Vec<ColumnView>,
    /// Which column names a row.
    pub naming: usize,
    /// The public rows on this page.
    pub rows: Vec<PublicRow>,
    /// Which page of the public rows.
    pub paging: Paging,
    /// Rows counted but not shown.
    pub hidden: i64,
    /// Why they are not shown.
    pub hidden_why: Says,
    /// The thing whose rows these are, if one is chosen.
    pub thing: Option<Thing>,
}

/// A column of the rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnView {
    /// Its heading; that of an amount of money names the unit (元).
    pub head: Says,
    /// Whether it holds amounts, which stand under one another.
    pub amount: bool,
    /// Whether it holds document numbers, which stay on one line.
    pub number: bool,
}

impl FigurePage {
    /// The printed value; only numbers get gaps, a postcode does not.
    fn value(&self) -> Markup {
        match self.cell.value.number() {
            Some(_) => markup::printed(&self.cell.printed),
            None => Markup::text(&self.cell.printed),
        }
    }

    /// Whether the value is a short number that can stand large.
    fn is_large(&self) -> bool {
        self.cell.printed.chars().count() <= 12
    }

    /// The value before it was rounded for print, to six decimals.
    fn exact(&self) -> Option<Markup> {
        let number = self.cell.value.number()?;
        let cut = number.round_dp(6);
        let mut text = cut.normalize().to_string();
        if text == self.cell.printed {
            return None;
        }
        if cut != number {
            text.push('…');
        }
        Some(markup::printed(&text))
    }

    fn counted(&self) -> Option<Markup> {
        self.cell.overridden.as_ref()?;
        Some(markup::printed(&self.cell.counted.number()?.normalize().to_string()))
    }

    fn verdict(&self, verdict: &Verdict) -> VerdictView {
        VerdictView::of(verdict, &self.layout)
    }

    fn operand_href(&self, cell: &ReportCell) -> String {
        self.layout.href(&entries::figure(self.year, &self.format, &cell.code))
    }

    fn report_href(&self) -> String {
        self.layout.href(&entries::report(self.year, &self.format))
    }

    /// Address of the public rows as a file.
    fn file(&self, kind: &str) -> String {
        let query = self.layout.visit.query.without(&["page", "size", "contrast"]);
        format!(
            "{}/rows.{kind}{query}",
            self.layout.href(&entries::figure(self.year, &self.format, &self.cell.code))
        )
    }

    fn document_href(&self, short_id: &str) -> String {
        self.layout.href(&entries::document(short_id))
    }

    fn thing_href(&self, thing: &Thing) -> String {
        let base = self.layout.visit.href(&entries::figure(self.year, &self.format, &self.cell.code));
        base + &gongkai_web::Query::default().with("thing", &thing.value) + "#rows"
    }

    fn all_things_href(&self) -> String {
        self.layout.href(&entries::figure(self.year, &self.format, &self.cell.code)) + "#rows"
    }

    fn rows(&self) -> Option<&RowsView> {
        match &self.behind {
            BehindView::Rows(rows) | BehindView::Things { rows, .. } => Some(rows),
            BehindView::Figures(_) | BehindView::Record => None,
        }
    }
}

/// Whether a value is a number, a date or a short code, which must not be broken.
fn is_plain(value: &str) -> bool {
    value.len() <= UNBROKEN
        && value.chars().all(|letter| letter.is_ascii_alphanumeric() || "-./".contains(letter))
}
