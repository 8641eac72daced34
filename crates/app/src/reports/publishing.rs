//! A report with everything its files print: what a PDF, a document or a page of it is made from.

use super::{ReportError, bodies, body_name, definitions, format_for};
use crate::Installation;
use gongkai_domain::reports::{Publication, Report, Standing};
use jiff::civil::Date;

/// A report as it stands today, not frozen; `address` is that of its page, where it is known.
///
/// # Errors
/// An unknown format or body, or a database that fails.
pub async fn publication(
    office: &Installation,
    report: &Report,
    counted_on: Date,
    address: Option<String>,
) -> Result<Publication, ReportError> {
    let format = format_for(office, Some(&report.format), report.year)?;
    let bodies = bodies(&mut office.db.read().await?).await?;
    Ok(Publication {
        report: report.clone(),
        format: format.name.clone(),
        body: body_name(&bodies, &report.body),
        standing: Standing::Draft { counted_on },
        definitions: definitions(office, &report.body, report.year, format).await?,
        years: Vec::new(),
        address,
    })
}
