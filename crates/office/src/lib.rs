//! The office (办公端): where staff draft, review, publish, keep registers and prepare the annual report.
//!
//! One file a page, with its template beside it, as in the portal. What differs: every route says in one line who may
//! ask for it ([`Rooms`]), every page is framed by [`Frame`], and every handler is given a [`Call`] — who asks, what
//! they may do, when.

mod account;
mod audit;
mod call;
mod channels;
mod cookies;
mod desk;
mod error;
mod forms;
mod frame;
mod guard;
mod instants;
mod items;
mod link;
mod own_site;
mod people;
mod registers;
mod reports;
mod retention;
mod rooms;
mod settings;
mod sign_in;
mod studio;
mod undo;

pub use audit::Verifying;
pub use call::{Call, Moment};
pub use frame::Frame;
pub use rooms::{Needs, Room, Rooms};
pub use undo::UndoForm;

use axum::{Router, middleware};
use gongkai_app::Installation;
use gongkai_app::typesetting::Typesetter;
use gongkai_channels::Services;
use gongkai_domain::reports::Publication;
use gongkai_domain::says::Language;
use gongkai_web::{Look, shell};
use std::{fmt, sync::Arc, time::Duration};

/// Longest an upload may take: 200 MB over a line of half a megabit a second. One that stands still is given up sooner.
const UPLOAD_LIMIT: Duration = Duration::from_hours(1);

/// First part of every address of the office.
pub const ROOM: &str = "office";

/// The office of one installation.
#[derive(Clone)]
pub struct Office {
    /// The records and the law.
    pub records: Installation,
    /// How the site looks.
    pub look: Arc<Look>,
    /// The instant, and the civil day in the office's time zone.
    pub clock: Arc<dyn Fn() -> Moment + Send + Sync>,
    /// Whether the audit trail is being verified.
    pub verifying: Verifying,
    /// Who sets reports as PDF; none where PDF is not offered.
    pub typesetter: Option<Typesetter>,
    /// The services of channels, to try an account; none where nothing is sent.
    pub services: Option<Arc<Services>>,
    /// Who lays a report out as one HTML file that opens without a network; none where that is not offered.
    pub offline_copy: Option<OfflineCopy>,
}

/// A report as one HTML file, or why it could not be laid out.
pub type OfflineCopy = fn(&Publication, Language) -> Result<String, String>;

impl fmt::Debug for Office {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Office").field("look", &self.look).finish_non_exhaustive()
    }
}

/// Every room with its routes, and who may enter.
pub fn rooms(office: &Office) -> Rooms {
    let rooms = Rooms::new(office.clone());
    [
        sign_in::routes,
        link::routes,
        desk::routes,
        items::routes,
        channels::routes,
        registers::routes,
        reports::routes,
        studio::routes,
        retention::routes,
        account::routes,
        people::routes,
        settings::routes,
        audit::routes,
    ]
    .into_iter()
    .fold(rooms, |rooms, routes| routes(rooms))
}

/// The whole office: its pages, error pages and protecting headers.
pub fn router(office: Office) -> Router {
    let look = Arc::clone(&office.look);
    let (pages, uploads) = rooms(&office).into_routers();
    let pages = pages.fallback(error::nothing_here);
    let pages = shell::within_limits(pages.with_state(office.clone()))
        .merge(shell::within(UPLOAD_LIMIT, uploads.with_state(office.clone())))
        .layer(middleware::from_fn_with_state(office, error::pages))
        .layer(middleware::from_fn(cookies::keep_safe));
    shell::enclose(pages, &look, &[])
}
