//! One call at the office: who asks, in which session, when.

use crate::Office;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use gongkai_app::import::By;
use gongkai_app::people::{Officer, Session, SignedIn};
use gongkai_domain::people::Permission;
use gongkai_web::{PageError, Visit};
use jiff::Timestamp;
use jiff::civil::Date;

/// An instant with its civil day in the office's time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The instant.
    pub at: Timestamp,
    /// The civil day.
    pub today: Date,
}

/// One call of somebody signed in; what every handler but those of signing in takes.
#[derive(Clone, Debug)]
pub struct Call {
    /// Which page, in which language.
    pub visit: Visit,
    /// Who asks, and what they may do.
    pub officer: Officer,
    /// Their session.
    pub session: Session,
    /// When.
    pub moment: Moment,
}

impl Call {
    /// Who acts, and when, as use cases take it.
    pub fn by(&self) -> By {
        self.officer.by(self.moment.at, self.moment.today)
    }

    /// Refuses what may not be done for a body with the page for something that is not there: that it exists is
    /// nobody's business who may not see it.
    pub fn must(&self, permission: Permission, body: &str) -> Result<(), PageError> {
        if self.officer.may_for(permission, body) { Ok(()) } else { Err(PageError::not_found()) }
    }
}

impl FromRequestParts<Office> for Call {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, office: &Office) -> Result<Self, PageError> {
        let visit = parts.extensions.get::<Visit>().cloned().unwrap_or_default();
        let signed = parts.extensions.get::<SignedIn>().cloned();
        let Some(SignedIn { officer, session, .. }) = signed else {
            return Err(PageError::broken("a route that takes a call lets in people who are not signed in"));
        };
        Ok(Self { visit, officer, session, moment: (office.clock)() })
    }
}
