//! The files of a report: as it stands now, marked as a draft, or a frozen version.

use super::{failed, found, unknown};
use crate::{Call, Office};
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use gongkai_app::reports::studio::{self as use_cases, ReportOf};
use gongkai_app::typesetting::TypesettingError;
use gongkai_domain::reports::{Printing, Publication, Standing};
use gongkai_report_files::FileFault;
use gongkai_web::PageError;

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

type Made = Result<Vec<u8>, FileFault>;

pub(super) async fn give(
    State(office): State<Office>,
    call: Call,
    Path((body, year, format, name)): Path<(String, String, String, String)>,
) -> Result<Response, PageError> {
    let parts = (body, year, format);
    let of = found(&office, &call, &parts)?;
    let publication = publication(&office, &call, of).await?;
    let language = call.visit.language;
    let is_draft = matches!(publication.standing, Standing::Draft { .. });
    let (media, bytes) = match name.as_str() {
        "report.docx" => {
            (DOCX, made(publication, |report| gongkai_report_files::docx(report, Printing::Official)).await?)
        }
        "checking.docx" => {
            (DOCX, made(publication, |report| gongkai_report_files::docx(report, Printing::Checking)).await?)
        }
        "report.xlsx" => (XLSX, made(publication, gongkai_report_files::xlsx).await?),
        "report.csv" => ("text/csv; charset=utf-8", made(publication, gongkai_report_files::csv).await?),
        "report.json" => ("application/json", format!("{:#}\n", publication.report.to_json()).into_bytes()),
        "report.html" => {
            let laid_out = office.offline_copy.ok_or_else(unknown)?;
            let html = laid_out(&publication, language).map_err(PageError::broken)?;
            ("text/html; charset=utf-8", html.into_bytes())
        }
        "report.pdf" => ("application/pdf", pdf(&office, publication, Printing::Official).await?),
        "checking.pdf" => ("application/pdf", pdf(&office, publication, Printing::Checking).await?),
        _ => return Err(unknown()),
    };
    // The numbers alone carry no words, so the name of the file says that it is a draft.
    let name = if is_draft { format!("draft-{name}") } else { name };
    let save_as = format!("attachment; filename=\"{}-{}-{}-{name}\"", of.body, of.year, of.format.id);
    Ok(([(header::CONTENT_TYPE, media.to_owned()), (header::CONTENT_DISPOSITION, save_as)], bytes)
        .into_response())
}

/// The version the address names, otherwise the report as it stands now.
async fn publication(office: &Office, call: &Call, of: ReportOf<'_>) -> Result<Publication, PageError> {
    let version = call.visit.query.number("version", 1..=1_000_000)?;
    let Some(version) = version.and_then(|version| i64::try_from(version).ok()) else {
        return use_cases::draft(&office.records, &call.officer, of, call.moment.today).await.map_err(failed);
    };
    let frozen = use_cases::version(&office.records, &call.officer, of, version).await.map_err(failed)?;
    Ok(frozen.content.publication(frozen.freezing, None))
}

/// Tens of milliseconds of work, in which others are answered.
async fn made(
    publication: Publication,
    make: impl FnOnce(&Publication) -> Made + Send + 'static,
) -> Result<Vec<u8>, PageError> {
    tokio::task::spawn_blocking(move || make(&publication))
        .await
        .map_err(|error| PageError::broken(error.to_string()))?
        .map_err(|error| PageError::broken(error.to_string()))
}

async fn pdf(office: &Office, publication: Publication, printing: Printing) -> Result<Vec<u8>, PageError> {
    let typesetter = office.typesetter.as_ref().ok_or_else(unknown)?;
    match typesetter.report(publication, printing).await {
        Ok(pdf) => Ok(pdf.bytes.clone()),
        Err(error @ TypesettingError::Fault(_)) => Err(PageError::broken(error.to_string())),
        Err(error) => Err(PageError::unavailable(error.to_string())),
    }
}
