//! Whether something was sent from a page of our own: no other site may act in the name of whoever is signed in.
//!
//! Three locks, each enough against what we know of: the cookie is `SameSite`; the browser says where the page was that
//! sends (`Sec-Fetch-Site`, `Origin`); and everything sent brings back the secret of the session's forms, as the header
//! `X-CSRF-Token`, or as `csrf` in the form — the first field where files are sent.

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Request, header};
use futures_util::StreamExt;
use gongkai_web::Look;

/// Header that brings the secret back where there is no form.
const TOKEN: &str = "x-csrf-token";

/// How much of what is sent is looked at for the secret: a form whole, an upload its first field.
const LONGEST_FORM: usize = 4 << 20;
const LONGEST_FIRST_FIELD: usize = 4 << 10;

/// Whether a browser says that the page that sends is ours. One so old that it says nothing is let on to the other
/// locks.
pub(crate) fn is_ours(look: &Look, headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    let Some(origin) = text("origin") else { return true };
    let host = origin.split_once("://").map(|(_, host)| host);
    origin == look.origin || (host.is_some() && host == text(header::HOST.as_str()))
}

/// Looks for the secret in what is sent; answers the request as it was, and whether the secret was there.
pub(crate) async fn with_token(request: Request<Body>, token: &str) -> (Request<Body>, bool) {
    let given = request.headers().get(TOKEN).and_then(|given| given.to_str().ok());
    if given.is_some_and(|given| same(given, token)) {
        return (request, true);
    }
    let kind =
        request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let (is_upload, is_form) =
        (kind.starts_with("multipart/form-data"), kind.starts_with("application/x-www-form-urlencoded"));
    if !is_upload && !is_form {
        return (request, false);
    }
    let enough = if is_upload { LONGEST_FIRST_FIELD } else { LONGEST_FORM };
    let (parts, body) = request.into_parts();
    let (start, body) = start_of(body, enough).await;
    let has = if is_upload { in_first_field(&start, token) } else { in_form(&start, token) };
    (Request::from_parts(parts, body), has)
}

/// The first bytes of a body, and the body as it was.
async fn start_of(body: Body, enough: usize) -> (Vec<u8>, Body) {
    let mut rest = body.into_data_stream();
    let mut start = Vec::new();
    let mut failure = None;
    while start.len() < enough {
        match rest.next().await {
            Some(Ok(bytes)) => start.extend_from_slice(&bytes),
            Some(Err(error)) => {
                failure = Some(Err(error));
                break;
            }
            None => break,
        }
    }
    let again =
        futures_util::stream::iter([Ok(Bytes::from(start.clone()))].into_iter().chain(failure)).chain(rest);
    (start, Body::from_stream(again))
}

fn in_form(form: &[u8], token: &str) -> bool {
    form_urlencoded::parse(form).any(|(name, given)| name == "csrf" && same(&given, token))
}

fn in_first_field(upload: &[u8], token: &str) -> bool {
    let text = String::from_utf8_lossy(upload);
    let Some((head, value)) = text.split_once("\r\n\r\n") else { return false };
    head.contains("name=\"csrf\"") && value.split("\r\n").next().is_some_and(|given| same(given, token))
}

/// Compares without telling by its duration how much is right.
fn same(given: &str, token: &str) -> bool {
    let differ = given.bytes().zip(token.bytes()).fold(0, |differ, (one, other)| differ | (one ^ other));
    given.len() == token.len() && differ == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body_util::BodyExt;

    async fn passes(kind: &str, body: &str) -> bool {
        let request =
            Request::post("/").header(header::CONTENT_TYPE, kind).body(Body::from(body.to_owned())).unwrap();
        let (request, passes) = with_token(request, "s3cret").await;
        let again = request.into_body().collect().await.unwrap().to_bytes();
        assert_eq!(again, body, "what was sent arrives whole");
        passes
    }

    #[tokio::test]
    async fn the_secret_comes_back_in_a_form_or_first_in_an_upload() {
        let form = "application/x-www-form-urlencoded";
        let upload = "multipart/form-data; boundary=x";
        let first = "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\ns3cret\r\n--x--\r\n";
        for (kind, body, good) in [
            (form, "title=a&csrf=s3cret", true),
            (form, "csrf=s%33cret", true),
            (form, "csrf=s3cre", false),
            (form, "xcsrf=s3cret", false),
            (form, "title=csrf%3Ds3cret", false),
            (form, "", false),
            (upload, first, true),
            (upload, &first.replace("s3cret", "secret"), false),
            (upload, &first.replace("csrf", "file"), false),
            ("application/json", "{\"csrf\":\"s3cret\"}", false),
            ("text/plain", "csrf=s3cret", false),
        ] {
            assert_eq!(passes(kind, body).await, good, "{kind} {body}");
        }
    }

    #[test]
    fn pages_of_other_sites_are_known() {
        let look = Look { origin: "https://www.example.gov.cn".to_owned(), ..Look::default() };
        for (headers, ours) in [
            (&[("sec-fetch-site", "same-origin")][..], true),
            (&[("sec-fetch-site", "cross-site")], false),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("sec-fetch-site", "none")], true),
            (&[("origin", "https://evil.example"), ("host", "127.0.0.1")], false),
            (&[("origin", "http://127.0.0.1:8720"), ("host", "127.0.0.1:8720")], true),
            (&[("origin", "https://www.example.gov.cn"), ("host", "10.0.0.1")], true),
            (&[("origin", "null"), ("host", "a")], false),
            (&[], true),
        ] {
            let pairs = headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
            let headers: HeaderMap = pairs.collect();
            assert_eq!(is_ours(&look, &headers), ours, "{headers:?}");
        }
    }
}
