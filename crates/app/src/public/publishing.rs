//! A report as the public reads it, with everything its files print.

use super::{Issue, bodies, issue, report};
use crate::Installation;
use crate::reports::{self, ReportError, publishing::address};
use gongkai_domain::reports::Publication;
use jiff::civil::Date;

/// The report of a body and year as it was frozen, with the definitions of then; where it was not, as counted on
/// `counted_on`.
///
/// `origin` is scheme and host of the site (`https://www.example.gov.cn`), where it is known.
///
/// # Errors
/// An unknown format or body, or a database that fails.
pub async fn publication(
    office: &Installation,
    body: &str,
    year: i16,
    format: &str,
    counted_on: Date,
    origin: Option<&str>,
) -> Result<Publication, ReportError> {
    let issue = issue(office, body, year, format).await?;
    let Issue::Frozen(issue) = &*issue else {
        let report = report(office, body, year, format).await?;
        return reports::publication(office, &report, counted_on, origin).await;
    };
    let is_first = bodies(office).await?.first().is_some_and(|first| first.code == body);
    let page =
        origin.filter(|origin| !origin.is_empty()).map(|origin| address(origin, &issue.report, is_first));
    Ok(issue.frozen.content.publication(issue.frozen.freezing.clone(), page))
}
