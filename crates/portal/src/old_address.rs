//! Addresses of the site before this one: asked for only when no page answers, they lead on for good (301).

use crate::{Site, entries};
use axum::{
    extract::Request,
    http::{HeaderValue, Method, StatusCode, header::LOCATION},
    response::{IntoResponse, Response},
};
use gongkai_app::public::{self, Forward};
use gongkai_web::Visit;

/// The whole address a request asks for, as it came; only requests that read may be sent on.
pub(crate) fn asked(visit: &Visit, request: &Request) -> Option<String> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return None;
    }
    let mut address = visit.href(&visit.path);
    if let Some(query) = request.uri().query() {
        address.push('?');
        address.push_str(query);
    }
    Some(address)
}

/// The answer that leads from an old address to where its document is now; nothing where it is none, or the records fail.
pub(crate) async fn forwarded(site: &Site, visit: &Visit, address: &str) -> Option<Response> {
    let href = match public::forward(&site.office, address).await.ok()?? {
        Forward::Address(address) => address,
        Forward::Item { short_id, body } => {
            let room = site.room(Visit { body: None, ..visit.clone() }, "").await.ok()?;
            visit.href_of(room.prefix_of(&body).as_deref(), &entries::document(&short_id))
        }
    };
    let place = HeaderValue::from_str(&href).ok()?;
    Some((StatusCode::MOVED_PERMANENTLY, [(LOCATION, place)]).into_response())
}
