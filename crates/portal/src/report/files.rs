//! The report as files an office hands in and works on: DOCX, XLSX, CSV.

use super::{Found, file_name, find, saved};
use crate::{Site, site::no_report};
use axum::{
    extract::{Path, State},
    response::Response,
};
use gongkai_app::public;
use gongkai_domain::reports::Publication;
use gongkai_report_files::{FileFault, Printing};
use gongkai_web::{PageError, Visit};

type Asked = Path<(String, String)>;
type Made = Result<Vec<u8>, FileFault>;

/// `report.docx`: as it is handed in.
pub(super) async fn docx(
    State(site): State<Site>,
    visit: Visit,
    asked: Asked,
) -> Result<Response, PageError> {
    let media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    give(&site, visit, &asked.0, ("docx", media), |publication| {
        gongkai_report_files::docx(publication, Printing::Official)
    })
    .await
}

/// `report.xlsx`: the tables, and every figure as a row.
pub(super) async fn xlsx(
    State(site): State<Site>,
    visit: Visit,
    asked: Asked,
) -> Result<Response, PageError> {
    let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    give(&site, visit, &asked.0, ("xlsx", media), gongkai_report_files::xlsx).await
}

/// `report.csv`: every figure as a line.
pub(super) async fn csv(State(site): State<Site>, visit: Visit, asked: Asked) -> Result<Response, PageError> {
    give(&site, visit, &asked.0, ("csv", "text/csv; charset=utf-8"), gongkai_report_files::csv).await
}

async fn give(
    site: &Site,
    visit: Visit,
    asked: &(String, String),
    (kind, media): (&str, &'static str),
    made: impl FnOnce(&Publication) -> Made + Send + 'static,
) -> Result<Response, PageError> {
    let found = find(site, visit, asked).await?;
    let publication = publication(site, &found).await?;
    // Tens of milliseconds of work, in which other visits go on.
    let bytes = tokio::task::spawn_blocking(move || made(&publication))
        .await
        .map_err(|error| PageError::broken(error.to_string()))?
        .map_err(|error| PageError::broken(error.to_string()))?;
    Ok(saved(&file_name(&found.report, kind), media, bytes))
}

/// A report with everything its files print.
pub(super) async fn publication(site: &Site, found: &Found) -> Result<Publication, PageError> {
    let (report, today) = (&found.report, (site.today)());
    let origin = Some(site.look.origin.as_str());
    public::publication(&site.office, &report.body, report.year, &report.format, today, origin)
        .await
        .map_err(|error| no_report(&error))
}
