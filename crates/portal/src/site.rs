//! What every page works on: the office's records, the site's look, the day.

use crate::dress;
use crate::entries::{ENTRIES, REPORTS};
use axum::http::StatusCode;
use gongkai_app::{
    Installation, Page, StorageError, public,
    public::PublicBody,
    reports::{ReportError, Withdrawn},
    typesetting::Typesetter,
};
use gongkai_domain::says::{Language, Says};
use gongkai_web::{Layout, Look, Owner, PageError, Step, Visit};
use jiff::civil::Date;
use std::{fmt, sync::Arc};

/// The portal of one installation.
#[derive(Clone)]
pub struct Site {
    /// The office's records and law.
    pub office: Installation,
    /// How the site looks.
    pub look: Arc<Look>,
    /// The civil day in the office's time zone.
    pub today: Arc<dyn Fn() -> Date + Send + Sync>,
    /// Who sets reports as PDF; none where PDF is not offered.
    pub typesetter: Option<Typesetter>,
}

/// One body's part of the portal, as one visit sees it.
pub(crate) struct Room {
    /// The layout with the body as its owner.
    pub layout: Layout,
    /// Code of the body; empty while no body is recorded.
    pub body: String,
    /// Every body, the first without a prefix.
    pub bodies: Vec<PublicBody>,
}

impl fmt::Debug for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Site").field("look", &self.look).finish_non_exhaustive()
    }
}

impl Site {
    /// The part of the portal a visit is in; 404 when no body has the code in the address.
    pub(crate) async fn room(&self, mut visit: Visit, entry: &'static str) -> Result<Room, PageError> {
        let bodies = public::bodies(&self.office).await.map_err(|error| failed(&error))?;
        let body = match visit.body.as_deref() {
            None => bodies.first(),
            Some(code) => Some(bodies.iter().find(|body| body.code == code).ok_or_else(|| {
                PageError::not_found()
                    .step(Step::new("看全部机关", "See all bodies", "/zfxxgk/"))
                    .of_the_whole_site()
            })?),
        };
        if body.map(|body| &body.code) == bodies.first().map(|body| &body.code) {
            visit.body = None;
        }
        let (owner, code) = body.map(|body| (owner_of(body), body.code.clone())).unwrap_or_default();
        let known = gongkai_app::site::site(&self.office).await.map_err(|error| failed(&error))?;
        let layout = Layout {
            visit,
            look: dress::dressed(&self.look, &known.0, &known.1),
            owner,
            entries: &ENTRIES,
            entry,
            ..Layout::default()
        };
        Ok(Room { layout, body: code, bodies })
    }

    /// What a report format is called; its id where the law does not know it.
    pub(crate) fn format_name(&self, id: &str) -> Says {
        self.office.law.format(id).map_or_else(|| Says::new(id, id), |format| format.name.clone())
    }
}

impl Room {
    /// Part of the address of a body: none for the first.
    pub(crate) fn prefix_of(&self, code: &str) -> Option<String> {
        (self.bodies.first().map(|first| first.code.as_str()) != Some(code)).then(|| code.to_owned())
    }
}

/// One page of a list in the terms of the use cases.
pub(crate) fn page_of(number: usize, size: usize) -> Page {
    Page { offset: (number.saturating_sub(1) * size) as i64, limit: size as i64 }
}

/// A count as pages use it.
pub(crate) fn amount(count: i64) -> usize {
    usize::try_from(count).unwrap_or_default()
}

/// The page for a database that failed.
pub(crate) fn failed(error: &StorageError) -> PageError {
    match error {
        StorageError::Unavailable(_) => PageError::unavailable(error.to_string()),
        _ => PageError::broken(error.to_string()),
    }
}

/// The page for a report that cannot be given.
pub(crate) fn no_report(error: &ReportError) -> PageError {
    match error {
        ReportError::UnknownFormat { .. } | ReportError::UnknownCell { .. } | ReportError::Body(_) => {
            unknown_report()
        }
        ReportError::Unpublished(None) => not_yet(),
        ReportError::Unpublished(Some(withdrawn)) => {
            let Withdrawn { title, body, on, reason } = withdrawn;
            PageError::withdrawn(title, body, Some(*on), reason).step(all_reports())
        }
        ReportError::Storage(error) => failed(error),
        ReportError::Missing(_) => PageError::broken(error.to_string()),
    }
}

/// 404 for a year, a format or a figure there is not.
pub(crate) fn unknown_report() -> PageError {
    PageError::not_found().step(all_reports())
}

fn all_reports() -> Step {
    Step::new("看全部年报", "See all annual reports", REPORTS)
}

/// 404 for a report that the body has not published yet.
fn not_yet() -> PageError {
    PageError::refused(
        StatusCode::NOT_FOUND,
        Says::new("这一年的年报还没有公布", "This annual report is not published yet"),
        Says::new("年报签发后在这里公布。", "It is published here once it has been signed."),
        Says::new("可能正在编制、审核。", "It may still be in preparation."),
    )
    .step(all_reports())
}

fn owner_of(body: &PublicBody) -> Owner {
    Owner {
        name: body.name.clone(),
        office: body.disclosure_office.clone(),
        address: body.address.clone(),
        postcode: body.postcode.clone(),
        phone: body.phone.clone(),
        fax: body.fax.clone(),
        email: body.email.clone(),
        hours: body.hours.clone(),
        website: body.website.clone(),
    }
}

/// The language in which codes are printed for a visit.
pub(crate) const fn language(layout: &Layout) -> Language {
    layout.visit.language
}
