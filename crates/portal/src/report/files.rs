//! The report as files an office hands in and works on: DOCX, XLSX, CSV.

use super::{file_name, find, saved};
use crate::{Site, site::no_report};
use axum::{
    extract::{Path, State},
    response::Response,
};
use gongkai_app::public::publication;
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
    made: impl FnOnce(&Publication) -> Made,
) -> Result<Response, PageError> {
    let found = find(site, visit, asked).await?;
    let (report, today) = (&found.report, (site.today)());
    let origin = Some(site.look.origin.as_str());
    let publication = publication(&site.office, &report.body, report.year, &report.format, today, origin)
        .await
        .map_err(|error| no_report(&error))?;
    let bytes = made(&publication).map_err(|error| PageError::broken(error.to_string()))?;
    Ok(saved(&file_name(&found.report, kind), media, bytes))
}
