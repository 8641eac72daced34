//! The institution's own colour and emblem, under addresses that change when they do.

use crate::Site;
use crate::site::failed;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use gongkai_app::site::{emblem, site};
use gongkai_domain::says::Says;
use gongkai_domain::site::SiteSettings;
use gongkai_web::{Look, PageError};

/// Characters of the digest in an address.
const DIGEST: usize = 16;

/// Routes of the two files.
pub fn routes() -> Router<Site> {
    Router::new().route("/site/{file}", get(show))
}

/// A look with what the administrator has set.
pub(crate) fn dressed(look: &Look, settings: &SiteSettings, digest: &str) -> Look {
    let file = |is_there: bool, ending: &str| {
        if is_there { format!("/site/{}.{ending}", &digest[..DIGEST]) } else { String::new() }
    };
    Look {
        footer: settings.footer_lines().into_iter().chain(look.footer.iter().cloned()).collect(),
        site_name: Says::new(
            &*settings.name,
            if settings.name_en.is_empty() { &*settings.name } else { &*settings.name_en },
        ),
        site_code: settings.code.clone(),
        colour: file(settings.colour.is_some(), "css"),
        emblem: file(settings.emblem.is_some(), "png"),
        ..look.clone()
    }
}

async fn show(State(portal): State<Site>, Path(file): Path<String>) -> Result<Response, PageError> {
    let known = site(&portal.office).await.map_err(|error| failed(&error))?;
    let (settings, digest) = &*known;
    let (asked, ending) = file.split_once('.').ok_or_else(PageError::not_found)?;
    if asked != &digest[..DIGEST] {
        return Err(PageError::not_found());
    }
    let (kind, bytes) = match ending {
        "css" => ("text/css; charset=utf-8", settings.colour.map(|colour| colour.style("html").into_bytes())),
        "png" => ("image/png", emblem(settings)),
        _ => return Err(PageError::not_found()),
    };
    let keep = [(header::CACHE_CONTROL, "public, max-age=31536000, immutable"), (header::CONTENT_TYPE, kind)];
    bytes.map(|bytes| (keep, bytes).into_response()).ok_or_else(PageError::not_found)
}
