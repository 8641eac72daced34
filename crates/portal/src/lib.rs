//! The public portal (政府信息公开平台): what the law says the public may see, laid out to be read.
//!
//! One file a page, with its template and its route beside it: a page is a struct that holds exactly what it shows.
//! Everything works without a script, in Chinese and under `/en` in English, for the first body and under `/{body}`
//! for the others. The answers of [`gongkai_app::public`] are all it knows: they cannot carry what is personal or
//! unpublished.

mod attachments;
mod by_year;
mod chart;
pub mod document;
mod dress;
pub mod entries;
pub mod figure;
pub mod furniture;
pub mod guide;
pub mod home;
pub mod items;
mod old_address;
pub mod report;
pub mod report_check;
pub mod reports;
pub mod requests;
pub mod rules;
mod site;

#[cfg(test)]
mod rendering;
#[cfg(test)]
mod samples;

pub use report::checking_copy;
pub use report_check::check_summary;
pub use site::Site;

use axum::{
    Router,
    extract::{Request, State},
    http::{
        StatusCode,
        header::{ALLOW, RETRY_AFTER},
    },
    middleware::{self, Next},
    response::{IntoResponse, Redirect, Response},
};
use entries::{ENTRIES, HOME, ROOMS};
use gongkai_web::{ErrorPage, Layout, PageError, Visit, assets, shell};

/// The whole portal: its pages, assets, error pages and protecting headers.
pub fn router(site: Site) -> Router {
    let pages = Router::new()
        .merge(home::routes())
        .merge(guide::routes())
        .merge(rules::routes())
        .merge(items::routes())
        .merge(document::routes())
        .merge(reports::routes())
        .merge(report::routes())
        .merge(figure::routes())
        .merge(requests::routes())
        .merge(dress::routes())
        .merge(attachments::routes())
        .merge(assets::routes())
        .fallback(elsewhere);
    let look = site.look.clone();
    let checking = report_check::routes().with_state(site.clone());
    let pages = shell::within_limits(pages.with_state(site.clone()))
        .merge(shell::within(report_check::TIME_LIMIT, checking))
        .layer(middleware::from_fn_with_state(site, error_pages));
    shell::enclose(pages, &look, ROOMS)
}

/// Addresses that mean a page without being its own: no slash at the end, the bare root, the bare code of a body.
async fn elsewhere(State(site): State<Site>, visit: Visit) -> Result<Response, PageError> {
    let whole = format!("{}/", visit.path.trim_end_matches('/'));
    if whole == "/" {
        return Ok(Redirect::to(&visit.href(HOME)).into_response());
    }
    if visit.path != whole && (whole == HOME || ENTRIES.iter().any(|entry| entry.path == whole)) {
        return Ok(Redirect::permanent(&visit.href(&whole)).into_response());
    }
    let code = whole.trim_matches('/').to_owned();
    if visit.body.is_none() && !code.contains('/') && !code.is_empty() {
        let inside = Visit { body: Some(code.clone()), ..visit.clone() };
        if site.room(inside, "").await.is_ok() {
            return Ok(Redirect::to(&visit.href_of(Some(&code), HOME)).into_response());
        }
    }
    Err(PageError::not_found())
}

/// Turns errors into pages of the body they happened in; with what little is known when the records fail too.
async fn error_pages(State(site): State<Site>, visit: Visit, request: Request, next: Next) -> Response {
    let asked = old_address::asked(&visit, &request);
    let mut response = next.run(request).await;
    let Some(error) = shell::taken(&mut response) else { return response };
    if error.status == StatusCode::NOT_FOUND
        && let Some(asked) = asked
        && let Some(forwarded) = old_address::forwarded(&site, &visit, &asked).await
    {
        return forwarded;
    }
    error.log(&visit);
    let visit = if error.whole_site { Visit { body: None, ..visit } } else { visit };
    let bare = |visit| Layout { visit, look: (*site.look).clone(), entries: &ENTRIES, ..Layout::default() };
    let layout = if error.status == StatusCode::TOO_MANY_REQUESTS {
        // Turning a client away must cost less than answering it: nothing is asked of the database.
        bare(visit)
    } else if let Ok(room) = site.room(visit.clone(), "").await {
        room.layout
    } else {
        bare(Visit { body: None, ..visit })
    };
    let told =
        [ALLOW, RETRY_AFTER].map(|name| response.headers_mut().remove(&name).map(|value| (name, value)));
    let mut page = ErrorPage::new(layout, error).into_response();
    page.headers_mut().extend(told.into_iter().flatten());
    page
}
