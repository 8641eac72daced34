//! What every answer passes through: the visit, headers that protect, compression, limits, error pages.

use crate::{Arrival, Look, PageError, Visit, arrival};
use axum::{
    Router,
    body::Body,
    extract::{MatchedPath, Request},
    http::{Extensions, HeaderMap, HeaderName, HeaderValue, Response, StatusCode, Uri, Version, header},
    middleware::{self, Next},
    response::{IntoResponse, Response as Answer},
};
use std::{any::Any, sync::Arc, time::Duration};
use tower::{Layer, ServiceExt, util::MapRequestLayer};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{CompressionLayer, DefaultPredicate, Predicate},
    set_header::SetResponseHeaderLayer,
    timeout::TimeoutLayer,
};

/// Longest a page may take to make.
const TIME_LIMIT: Duration = Duration::from_secs(20);

/// Nothing inline, nothing from elsewhere, in no one else's frame.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Puts a site's pages into the shell.
///
/// `pages` are routes of paths without base, language and body; `rooms` are the first segments every body has (see
/// [`Visit::read`]). The router must turn [`PageError`]s into pages itself, with a layer that calls [`taken`]: only
/// the site knows its layout.
pub fn enclose(pages: Router, look: &Look, rooms: &'static [&'static str]) -> Router {
    let base: Arc<str> = look.base.as_str().into();
    let arrive = MapRequestLayer::new(move |request: Request| arrive(&base, rooms, request));
    let inside = arrive.layer(pages.layer(middleware::from_fn(tell_route)));
    let header = |name: &'static str, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(HeaderName::from_static(name), HeaderValue::from_static(value))
    };
    Router::new()
        .fallback(move |request: Request| inside.clone().oneshot(request))
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(is_made_here)))
        .layer(header("cache-control", "no-cache"))
        .layer(header("content-security-policy", POLICY))
        .layer(header("x-content-type-options", "nosniff"))
        .layer(header("x-frame-options", "DENY"))
        .layer(header("referrer-policy", "same-origin"))
        .layer(header("permissions-policy", "camera=(), geolocation=(), microphone=()"))
        .layer(header("cross-origin-opener-policy", "same-origin"))
}

/// Puts one site beside another: addresses whose first part is `room` go to the first, all others to the second.
pub fn beside(base: &str, room: &'static str, there: Router, elsewhere: Router) -> Router {
    let base: Arc<str> = base.into();
    Router::new().fallback(move |request: Request| {
        let site = if is_in(&base, room, request.uri().path()) { there.clone() } else { elsewhere.clone() };
        site.oneshot(request)
    })
}

fn is_in(base: &str, room: &str, path: &str) -> bool {
    let inside = path.strip_prefix(base).filter(|rest| rest.starts_with('/')).unwrap_or(path);
    let mut parts = inside.split('/').skip(1);
    let first = parts.next();
    let first = if first == Some("en") { parts.next() } else { first };
    first == Some(room)
}

/// Turns away who asks too often, ends what takes too long and what panics; all become plain statuses that carry
/// their [`PageError`].
pub fn within_limits(pages: Router) -> Router {
    within(TIME_LIMIT, pages)
}

/// The same with a time limit of its own, for what takes longer than making a page.
pub fn within(time_limit: Duration, pages: Router) -> Router {
    pages
        .layer(CatchPanicLayer::custom(panicked))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, time_limit))
        .layer(middleware::from_fn(remember_choices))
        .layer(middleware::from_fn(turn_away))
}

/// The error a response stands for, if it is one: what a handler returned, or a bare status of the router. An answer
/// that brings its own page or data is none.
pub fn taken(response: &mut Answer) -> Option<PageError> {
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    let has_words = kind.starts_with(b"text/html") || kind.starts_with(b"application/json");
    if has_words || !status.is_client_error() && !status.is_server_error() {
        return None;
    }
    Some(response.extensions_mut().remove().unwrap_or_else(|| PageError::of_status(status)))
}

/// Whether an answer is a page or data of our own. A file that is given in parts goes out as it lies there: most kinds
/// of them are compressed already, and their tags and ranges mean these bytes.
fn is_made_here(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    !headers.contains_key(header::ACCEPT_RANGES)
}

fn arrive(base: &str, rooms: &[&str], mut request: Request) -> Request {
    let mut visit = Visit::read(base, rooms, request.uri(), request.headers());
    let known = request.extensions().get::<Arrival>();
    visit.reference = known.map_or_else(arrival::new_id, |arrival| arrival.id.clone());
    let mut address = visit.path.clone();
    if let Some(query) = request.uri().query() {
        address.push('?');
        address.push_str(query);
    }
    if let Ok(uri) = address.parse::<Uri>() {
        *request.uri_mut() = uri;
    }
    request.extensions_mut().insert(visit);
    request
}

fn panicked(cause: Box<dyn Any + Send>) -> Response<Body> {
    let words = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("no message");
    PageError::broken(format!("the handler panicked: {words}")).into_response()
}

/// Answers a client that has to wait with when to come back, before anything is looked up for it.
async fn turn_away(request: Request, next: Next) -> Answer {
    match request.extensions().get::<Arrival>() {
        Some(Arrival { wait, .. }) if *wait > 0 => {
            ([(header::RETRY_AFTER, wait.to_string())], PageError::too_many(*wait)).into_response()
        }
        _ => next.run(request).await,
    }
}

/// Leaves the pattern of the route with the response, so that whoever serves the site can count by it.
async fn tell_route(request: Request, next: Next) -> Answer {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let mut response = next.run(request).await;
    if let Some(route) = route {
        response.extensions_mut().insert(route);
    }
    response
}

/// Keeps the size and contrast chosen by `?size=` and `?contrast=` in cookies, so that the next page has them too.
async fn remember_choices(visit: Visit, request: Request, next: Next) -> Answer {
    let https = request.extensions().get::<Arrival>().is_some_and(|arrival| arrival.https);
    let secure = if https { "; Secure" } else { "" };
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let contrast = if visit.high_contrast { "high" } else { "normal" };
    for (name, value) in [("size", visit.size.name()), ("contrast", contrast)] {
        if visit.query.get(name) != Some(value) {
            continue;
        }
        let path = if visit.base.is_empty() { "/" } else { &visit.base };
        let cookie = format!("{name}={value}; Path={path}; Max-Age=31536000; SameSite=Lax{secure}");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            headers.append(header::SET_COOKIE, cookie);
        }
    }
    headers.append(header::VARY, HeaderValue::from_static("cookie"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;

    async fn boom() -> &'static str {
        let rows: Vec<&str> = Vec::new();
        rows[0]
    }

    async fn answer(path: &str) -> Answer {
        answer_over(path, false).await
    }

    async fn answer_over(path: &str, https: bool) -> Answer {
        let pages = Router::new().route("/boom", get(boom)).route("/x/zfxxgk/", get(|| async { "no" }));
        let pages =
            within_limits(pages.route("/zfxxgk/", get(|visit: Visit| async move { visit.href("/zfxxgk/") })));
        let site = enclose(pages, &Look::default(), &["zfxxgk"]);
        let mut request = Request::get(path).body(Body::empty()).unwrap();
        request.extensions_mut().insert(Arrival { https, ..Arrival::default() });
        site.oneshot(request).await.unwrap()
    }

    #[test]
    fn two_sites_stand_beside_one_another() {
        for (path, there) in [
            ("/office", true),
            ("/office/", true),
            ("/en/office/items", true),
            ("/zwgk/office/", true),
            ("/zwgk/en/office/", true),
            ("/offices/", false),
            ("/jiekou/office/", false),
            ("/zfxxgk/office", false),
            ("/", false),
        ] {
            assert_eq!(is_in("/zwgk", "office", path), there, "{path}");
        }
    }

    #[tokio::test]
    async fn a_choice_made_over_https_is_told_over_https_alone() {
        for https in [false, true] {
            let answer = answer_over("/zfxxgk/?size=large", https).await;
            let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap();
            assert_eq!(cookie.ends_with("; Secure"), https, "{cookie}");
        }
    }

    #[tokio::test]
    async fn a_panic_becomes_an_error_that_names_its_cause_only_to_the_log() {
        let mut response = answer("/boom").await;
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let error = taken(&mut response).unwrap();
        assert!(error.words.cause.contains("panicked") && error.is_ours());
        assert!(!error.words.what.zh.contains("panicked"));
    }

    #[tokio::test]
    async fn the_front_of_the_address_is_taken_off_before_routing() {
        let response = answer("/en/jiekou/zfxxgk/?page=2").await;
        let body = axum::body::to_bytes(response.into_body(), 1_000).await.unwrap();
        assert_eq!(body, "/en/jiekou/zfxxgk/");
    }

    #[tokio::test]
    async fn a_bare_status_becomes_an_error_with_words() {
        let mut response = answer("/nothing").await;
        assert_eq!(taken(&mut response).unwrap().status, StatusCode::NOT_FOUND);
        assert!(taken(&mut answer("/zfxxgk/").await).is_none());
    }

    #[tokio::test]
    async fn a_client_that_has_to_wait_is_told_for_how_long() {
        let mut request = Request::get("/en/zfxxgk/").body(Body::empty()).unwrap();
        request.extensions_mut().insert(Arrival { wait: 7, ..Arrival::default() });
        let pages = within_limits(Router::new().route("/zfxxgk/", get(boom)));
        let mut response = enclose(pages, &Look::default(), &["zfxxgk"]).oneshot(request).await.unwrap();
        assert_eq!(response.headers()[header::RETRY_AFTER], "7");
        assert_eq!(taken(&mut response).unwrap().status, StatusCode::TOO_MANY_REQUESTS);
    }

    #[tokio::test]
    async fn the_route_and_the_id_of_the_server_are_those_of_the_page() {
        let pages = Router::new().route("/doc/{id}", get(|visit: Visit| async move { visit.reference }));
        let mut request = Request::get("/en/doc/7").body(Body::empty()).unwrap();
        request.extensions_mut().insert(Arrival { id: "AAAA-0001".to_owned(), ..Arrival::default() });
        let response = enclose(pages, &Look::default(), &[]).oneshot(request).await.unwrap();
        assert_eq!(response.extensions().get::<MatchedPath>().unwrap().as_str(), "/doc/{id}");
        assert_eq!(axum::body::to_bytes(response.into_body(), 100).await.unwrap(), "AAAA-0001");
    }
}
