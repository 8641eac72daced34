//! The annual reports (P8, 政府信息公开年报): every year in every format it can be read in.

use crate::{
    Site,
    by_year::ByYear,
    entries,
    site::{failed, unknown_report},
};
use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use gongkai_app::public;
use gongkai_web::{Layout, PageError, Visit, dates, page};
use jiff::civil::Date;

/// The routes of the list and of a year, which leads to the office's format of that year.
pub fn routes() -> Router<Site> {
    Router::new()
        .route(entries::REPORTS, get(show))
        .route(&format!("{}{{year}}", entries::REPORTS), get(year))
        .route(&format!("{}{{year}}/", entries::REPORTS), get(year))
}

async fn show(State(site): State<Site>, visit: Visit) -> Result<Response, PageError> {
    let room = site.room(visit, entries::REPORTS).await?;
    let years = years(&site, &room.body).await?;
    let by_year = site.by_year(&room).await?;
    let name = room.layout.say("政府信息公开年报", "Annual reports");
    page(&ReportsPage { layout: room.layout.titled(name).crumb(name, ""), years, by_year })
}

async fn year(
    State(site): State<Site>,
    visit: Visit,
    Path(asked): Path<String>,
) -> Result<Response, PageError> {
    let room = site.room(visit, entries::REPORTS).await?;
    let years = years(&site, &room.body).await?;
    let own = years
        .iter()
        .find(|entry| entry.year.to_string() == asked)
        .and_then(|entry| entry.reports.first().map(|report| entries::report(entry.year, &report.format)));
    let path = own.ok_or_else(unknown_report)?;
    Ok(Redirect::to(&room.layout.href(&path)).into_response())
}

/// The years a body can be reported on; a year that is not over has no report yet.
pub(crate) async fn years(site: &Site, body: &str) -> Result<Vec<ReportYear>, PageError> {
    let this_year = (site.today)().year();
    let years = public::report_years(&site.office, body).await.map_err(|error| failed(&error))?;
    let frozen = public::frozen_days(&site.office, body).await.map_err(|error| failed(&error))?;
    let year = |(year, formats): (i16, Vec<String>)| ReportYear {
        year,
        reports: formats
            .into_iter()
            .enumerate()
            .map(|(at, format)| ReportLink {
                name: site.format_name(&format),
                frozen_on: frozen.get(&(year, format.clone())).copied(),
                format,
                is_own: at == 0,
            })
            .collect(),
    };
    Ok(years.into_iter().filter(|(year, _)| *year < this_year).map(year).collect())
}

/// The list of reports.
#[derive(Debug, Template)]
#[template(path = "reports.html")]
pub struct ReportsPage {
    /// The layout around it.
    pub layout: Layout,
    /// Years with a report, newest first.
    pub years: Vec<ReportYear>,
    /// Figures year by year.
    pub by_year: Vec<ByYear>,
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
    /// The day it was frozen, if it was.
    pub frozen_on: Option<Date>,
}

impl ReportsPage {
    fn href(&self, year: i16, report: &ReportLink) -> String {
        self.layout.href(&entries::report(year, &report.format))
    }
}
