//! Files published beside documents, at addresses made of what is in them: there only as long as the public may see a
//! document that has them.

use crate::{Site, site::failed};
use axum::{
    Router,
    extract::{Path, Request, State},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use gongkai_app::public;
use gongkai_domain::safe_html::ATTACHMENTS;
use gongkai_web::{PageError, Visit, files};

/// The routes of files: by their digest alone, as texts show them, and with the name they are saved under.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route(&format!("{ATTACHMENTS}{{digest}}"), get(bare))
        .route(&format!("{ATTACHMENTS}{{digest}}/{{name}}"), get(named))
}

/// Address of a file with its name.
pub(crate) fn address(digest: &str, name: &str) -> String {
    format!("{ATTACHMENTS}{digest}/{}", files::escaped(name))
}

async fn bare(
    State(site): State<Site>,
    Path(digest): Path<String>,
    request: Request,
) -> Result<Response, PageError> {
    give(&site, &digest, request).await
}

/// Nobody may put a name of their own into an address of the office: another leads to the right one.
async fn named(
    State(site): State<Site>,
    visit: Visit,
    Path((digest, name)): Path<(String, String)>,
    request: Request,
) -> Result<Response, PageError> {
    let found = found(&site, &digest).await?;
    if found.name != name {
        let base = &visit.base;
        return Ok(Redirect::to(&format!("{base}{}", address(&digest, &found.name))).into_response());
    }
    give(&site, &digest, request).await
}

async fn found(site: &Site, digest: &str) -> Result<public::PublishedFile, PageError> {
    let found = public::published_file(&site.office, digest).await.map_err(|error| failed(&error))?;
    found.ok_or_else(PageError::not_found)
}

async fn give(site: &Site, digest: &str, request: Request) -> Result<Response, PageError> {
    let found = found(site, digest).await?;
    let words = files::FileWords {
        name: &found.name,
        media_type: found.kind.media_type(),
        is_shown: found.kind.is_shown(),
    };
    Ok(files::file(request, &found.path, words).await)
}
