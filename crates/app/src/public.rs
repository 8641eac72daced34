//! What the public may see: read-only queries whose answers *cannot* carry personal or unpublished data.
//!
//! One rule decides ([`visible`]): the list of items, their numbers, the rows behind a figure and their files ask it.
//! Bodies, viewing points and rules stand in registers that are public as a whole and are listed without asking.
//! Personal columns have no place in the types answered here.

mod bodies;
mod cache;
mod figures;
mod files;
mod forwarding;
mod items;
mod publishing;
mod recounting;
mod related;
mod rules;
mod standing;
mod years;

pub use bodies::{PublicBody, ViewingPoint, bodies, viewing_points};
pub use cache::{Cache, FrozenIssue, Issue};
pub use figures::{Figure, FigureRows, PublicRow, RowsWanted, Standing, Thing, figure, figure_rows};
pub use files::{PublicFile, PublishedFile, published_file};
pub use forwarding::{Forward, forward};
pub use items::{
    ClosedItem, Facet, ItemFilter, ItemList, ItemState, PublicEdition, PublicItem, Validity, item, items,
    key_of_address,
};
pub use publishing::publication;
pub use related::{RelatedItems, related};
pub use rules::{PublicRule, RuleList, rules};
pub use standing::{FigureDrift, PublicStanding, figure_drift, frozen_days, standing};
pub use years::{years, years_to};

use crate::Installation;
use crate::reports::studio::keeps_unpublished_back;
use crate::reports::{self, ReportError};
use gongkai_domain::catalogue::ITEMS;
use gongkai_domain::registers::{Condition, Register, Selection, Tally, Test, Value, Visibility};
use gongkai_domain::reports::Report;
use gongkai_domain::requests::REQUESTS;
use gongkai_domain::says::Says;
use gongkai_storage::StorageError;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The rows of a selection that the public may see; `None` when it may see none.
pub fn visible(selection: &Selection) -> Option<Selection> {
    let mut selection = selection.clone();
    match selection.register.visibility {
        Visibility::CountedOnly => return None,
        Visibility::Public => {}
        Visibility::Where(code, value) => {
            let test = Test::OneOf(vec![Value::Text(value.to_owned())]);
            selection
                .conditions
                .extend(selection.register.column(code).map(|column| Condition { column, test }));
        }
    }
    let withdrawn =
        selection.register.column("withdrawn_on").map(|column| Condition { column, test: Test::Absent });
    selection.conditions.extend(withdrawn);
    Some(selection)
}

/// Of what the public may see, what stands in lists, searches and feeds: not what was archived, whose address goes on
/// answering, and which goes on counting in the years it was published in.
pub fn listed(selection: &Selection) -> Option<Selection> {
    let mut selection = visible(selection)?;
    let archived =
        selection.register.column("archived_on").map(|column| Condition { column, test: Test::Absent });
    selection.conditions.extend(archived);
    Some(selection)
}

/// Why rows of a register are counted but not shown.
pub fn hidden_why(register: &Register) -> Says {
    match register.visibility {
        Visibility::CountedOnly => Says::new(
            "这本台账含有个人信息或内部资料，只计数，不公开各行。",
            "The rows of this register hold personal or internal data; they are counted, not shown.",
        ),
        Visibility::Public | Visibility::Where(..) => Says::new(
            "这些行未公开或已撤回，只计数。",
            "These rows are unpublished or have been withdrawn; they are only counted.",
        ),
    }
}

/// Years a body can be reported on, newest first, each with the ids of its formats, the office's own first.
///
/// A year counts when the body has items or requests in it and a format is meant for it. Where the body shows its
/// reports only once they are published, those of the others are left out.
pub async fn report_years(
    office: &Installation,
    body: &str,
) -> Result<Vec<(i16, Vec<String>)>, StorageError> {
    let mut years = counted_years(office, body).await?;
    if !keeps_unpublished_back(&mut office.db.read().await?, body).await? {
        return Ok(years);
    }
    for (year, formats) in &mut years {
        let mut shown = Vec::new();
        for format in std::mem::take(formats) {
            if !matches!(*office.cache.issue(office, body, *year, &format).await?, Issue::KeptBack) {
                shown.push(format);
            }
        }
        *formats = shown;
    }
    years.retain(|(_, formats)| !formats.is_empty());
    Ok(years)
}

/// The tallies that tell of which years a body has something to report.
pub(crate) async fn year_tallies(office: &Installation) -> Result<[Arc<Tally>; 2], StorageError> {
    Ok([office.cache.tally(office, &ITEMS).await?, office.cache.tally(office, &REQUESTS).await?])
}

/// The years in which a body has rows.
pub(crate) fn years_of(tallies: &[Arc<Tally>], body: &str) -> BTreeSet<i16> {
    let year = |tally: &Tally| {
        let code = tally.register.year?;
        tally.register.dimensions().position(|column| column.code == code)
    };
    let in_years = tallies.iter().filter_map(|tally| Some((tally, year(tally)?)));
    let groups = in_years.flat_map(|(tally, at)| tally.groups.iter().map(move |group| (group, at)));
    groups
        .filter(|(group, _)| group.values[0].as_text() == Some(body))
        .filter_map(|(group, at)| group.values[at].year())
        .collect()
}

/// Years a body has items or requests in and a format is meant for, newest first, with the ids of their formats.
pub(crate) async fn counted_years(
    office: &Installation,
    body: &str,
) -> Result<Vec<(i16, Vec<String>)>, StorageError> {
    let years = years_of(&year_tallies(office).await?, body);
    Ok(years
        .into_iter()
        .rev()
        .map(|year| (year, office.law.formats_of(year).map(|format| format.id.clone()).collect::<Vec<_>>()))
        .filter(|(_, formats)| !formats.is_empty())
        .collect())
}

/// The report of a body and year: as it was frozen, where it was; otherwise computed, again only when something was
/// written since.
pub async fn report(
    office: &Installation,
    body: &str,
    year: i16,
    format: &str,
) -> Result<Arc<Report>, ReportError> {
    if let Issue::Frozen(issue) = &*issue(office, body, year, format).await? {
        return Ok(issue.report.clone());
    }
    let format = reports::format_for(office, Some(format), year)?;
    office.cache.report(office, body, year, format).await
}

/// What the public reads of a report.
///
/// # Errors
/// [`ReportError::Unpublished`] where it reads nothing, because the report was withdrawn or is kept back until it is
/// published.
pub(crate) async fn issue(
    office: &Installation,
    body: &str,
    year: i16,
    format: &str,
) -> Result<Arc<Issue>, ReportError> {
    let issue = office.cache.issue(office, body, year, format).await?;
    match &*issue {
        Issue::Withdrawn(withdrawn) => Err(ReportError::Unpublished(Some(withdrawn.clone()))),
        Issue::KeptBack => Err(ReportError::Unpublished(None)),
        Issue::Frozen(_) | Issue::Counted => Ok(issue),
    }
}
