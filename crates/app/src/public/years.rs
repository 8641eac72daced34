//! Figures of a body's reports, year by year.

use super::{report, report_years};
use crate::Installation;
use crate::reports::ReportError;
use gongkai_domain::reports::{Chart, Report};
use std::sync::Arc;

/// Fewer years than this are no comparison.
const FEWEST: usize = 2;

/// Every series over the reports of a body up to the year `last`, oldest year first, each in the office's format of
/// that year. A series with a value in fewer than two years is left out.
///
/// The reports are those [`report`] gives, so a number here is the number of its report.
pub async fn years(office: &Installation, body: &str, last: i16) -> Result<Vec<Chart>, ReportError> {
    let mut reports = Vec::new();
    for (year, formats) in report_years(office, body).await?.into_iter().rev() {
        let Some(own) = formats.first().filter(|_| year <= last) else { continue };
        reports.extend(public(report(office, body, year, own).await)?);
    }
    Ok(over(office, &reports))
}

/// Every series over a report and those of the years before it: in its own format where a year can be read in it,
/// otherwise in the office's format of that year.
pub async fn years_to(office: &Installation, last: &Report) -> Result<Vec<Chart>, ReportError> {
    let mut reports = Vec::new();
    for (year, formats) in report_years(office, &last.body).await?.into_iter().rev() {
        let same = formats.iter().find(|format| **format == last.format).or(formats.first());
        if let Some(format) = same.filter(|_| year < last.year) {
            reports.extend(public(report(office, &last.body, year, format).await)?);
        }
    }
    reports.push(Arc::new(last.clone()));
    Ok(over(office, &reports))
}

/// A report, unless it is withdrawn.
fn public(report: Result<Arc<Report>, ReportError>) -> Result<Option<Arc<Report>>, ReportError> {
    match report {
        Err(ReportError::Unpublished(_)) => Ok(None),
        report => report.map(Some),
    }
}

fn over(office: &Installation, reports: &[Arc<Report>]) -> Vec<Chart> {
    let charts = office.law.series.iter().map(|series| series.over(reports));
    charts.filter(|chart| chart.points.len() >= FEWEST).collect()
}
