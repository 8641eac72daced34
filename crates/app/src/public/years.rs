//! Figures of a body's reports, year by year.

use super::{report, report_years};
use crate::Installation;
use crate::reports::ReportError;
use gongkai_domain::reports::Chart;

/// Fewer years than this are no comparison.
const FEWEST: usize = 2;

/// Every series over the reports of a body up to the year `last`, each year in the office's format of that year,
/// oldest year first. A series with a value in fewer than two years is left out.
///
/// The reports are those [`report`] gives, so a number here is the number of its report.
pub async fn years(office: &Installation, body: &str, last: i16) -> Result<Vec<Chart>, ReportError> {
    let mut reports = Vec::new();
    for (year, formats) in report_years(office, body).await?.into_iter().rev() {
        let Some(own) = formats.first().filter(|_| year <= last) else { continue };
        reports.push(report(office, body, year, own).await?);
    }
    let charts = office.law.series.iter().map(|series| series.over(&reports));
    Ok(charts.filter(|chart| chart.points.len() >= FEWEST).collect())
}
