//! A report as PDF: the file that is handed in, and its checking copy.

use super::{Asked, file_name, files, find, saved};
use crate::Site;
use axum::{extract::State, response::Response};
use gongkai_app::typesetting::TypesettingError;
use gongkai_domain::reports::Printing;
use gongkai_web::{PageError, Visit};

/// `report.pdf`.
pub(super) async fn official(
    State(site): State<Site>,
    visit: Visit,
    asked: Asked,
) -> Result<Response, PageError> {
    set(&site, visit, &asked, Printing::Official).await
}

/// `report-checking.pdf`.
pub(super) async fn checking(
    State(site): State<Site>,
    visit: Visit,
    asked: Asked,
) -> Result<Response, PageError> {
    set(&site, visit, &asked, Printing::Checking).await
}

async fn set(site: &Site, visit: Visit, asked: &Asked, printing: Printing) -> Result<Response, PageError> {
    let typesetter = site.typesetter.as_ref().ok_or_else(PageError::not_found)?;
    let found = find(site, visit, &asked.0).await?;
    let publication = files::publication(site, &found).await?;
    let pdf = typesetter.report(publication, printing).await.map_err(|error| not_set(&error))?;
    let kind = if printing == Printing::Checking { "checking.pdf" } else { "pdf" };
    Ok(saved(&file_name(&found.report, kind), "application/pdf", pdf.bytes.clone()))
}

/// The page for a report that could not be set: later it may, unless a template or font is at fault.
fn not_set(error: &TypesettingError) -> PageError {
    match error {
        TypesettingError::Busy | TypesettingError::Lost(_) | TypesettingError::Slow(_) => {
            PageError::unavailable(error.to_string())
        }
        TypesettingError::Fault(_) => PageError::broken(error.to_string()),
    }
}
