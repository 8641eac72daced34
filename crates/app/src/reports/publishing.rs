//! A report with everything its files print: what a PDF, a document or a page of it is made from.

use super::{ReportError, bodies, body_name, definitions, format_for};
use crate::Installation;
use gongkai_domain::reports::{Publication, Report, Standing};
use jiff::civil::Date;

/// A report as it stands today, not frozen.
///
/// `origin` is scheme and host of the site the public reads (`https://www.example.gov.cn`), where it is known.
///
/// # Errors
/// An unknown format or body, or a database that fails.
pub async fn publication(
    office: &Installation,
    report: &Report,
    counted_on: Date,
    origin: Option<&str>,
) -> Result<Publication, ReportError> {
    let format = format_for(office, Some(&report.format), report.year)?;
    let bodies = bodies(&mut office.db.read().await?).await?;
    let page =
        |origin: &str| address(origin, report, bodies.first().is_some_and(|first| first.key == report.body));
    Ok(Publication {
        report: report.clone(),
        format: format.name.clone(),
        body: body_name(&bodies, &report.body),
        standing: Standing::Draft { counted_on },
        definitions: definitions(office, &report.body, report.year, format).await?,
        years: Vec::new(),
        address: origin.filter(|origin| !origin.is_empty()).map(page),
    })
}

/// Where the report stands on the site; the first body's part of it has no prefix.
pub(crate) fn address(origin: &str, report: &Report, first: bool) -> String {
    let prefix = if first { String::new() } else { format!("/{}", report.body) };
    format!("{origin}{prefix}/zfxxgk/zfxxgknb/{}/{}", report.year, report.format)
}
