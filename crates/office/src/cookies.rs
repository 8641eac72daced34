//! The two cookies of the office: the session's secret, and what the next page should tell.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use gongkai_web::{Arrival, Look};
use std::fmt::Write;

/// Name of the session's cookie.
const SESSION: &str = "gongkai-session";
/// Name of the cookie with what the next page tells.
const TOLD: &str = "gongkai-told";

/// Name of the cookie with what the next page offers to take back.
const UNDO: &str = "gongkai-undo";

/// The secret of the session a request comes with.
pub(crate) fn session(headers: &HeaderMap) -> Option<&str> {
    cookie(headers, SESSION)
}

/// What the page before wanted told on this one.
pub(crate) fn told(headers: &HeaderMap) -> Option<String> {
    cookie(headers, TOLD).map(decoded).filter(|told| !told.is_empty())
}

/// What the page before said can be taken back.
pub(crate) fn undo(headers: &HeaderMap) -> Option<String> {
    cookie(headers, UNDO).map(decoded).filter(|undo| !undo.is_empty())
}

/// The cookie that has the next page offer to take something back; without words, the one that takes it away.
pub(crate) fn of_undo(look: &Look, undo: &str) -> HeaderValue {
    let life = if undo.is_empty() { "; Max-Age=0" } else { "; Max-Age=60" };
    made(look, UNDO, &encoded(undo), life)
}

/// The cookie that keeps a session; without a secret, the one that ends it.
pub(crate) fn of_session(look: &Look, secret: Option<&str>) -> HeaderValue {
    let life = if secret.is_some() { "" } else { "; Max-Age=0" };
    made(look, SESSION, secret.unwrap_or_default(), life)
}

/// The cookie that has something told on the next page; without words, the one that takes it away.
pub(crate) fn of_told(look: &Look, words: &str) -> HeaderValue {
    let life = if words.is_empty() { "; Max-Age=0" } else { "; Max-Age=60" };
    made(look, TOLD, &encoded(words), life)
}

/// Keeps every cookie of an answer to encrypted connections, where the asker's own is one.
pub(crate) async fn keep_safe(request: Request, next: Next) -> Response {
    let https = request.extensions().get::<Arrival>().is_some_and(|arrival| arrival.https);
    let mut response = next.run(request).await;
    let cookies: Vec<HeaderValue> = response.headers().get_all(header::SET_COOKIE).iter().cloned().collect();
    if !https || cookies.is_empty() {
        return response;
    }
    response.headers_mut().remove(header::SET_COOKIE);
    for cookie in cookies {
        let text = String::from_utf8_lossy(cookie.as_bytes()).into_owned();
        let safe = if text.ends_with("; Secure") { text } else { text + "; Secure" };
        response.headers_mut().append(header::SET_COOKIE, HeaderValue::try_from(safe).unwrap_or(cookie));
    }
    response
}

fn made(look: &Look, name: &str, value: &str, life: &str) -> HeaderValue {
    let path = if look.base.is_empty() { "/" } else { &look.base };
    let cookie = format!("{name}={value}; Path={path}{life}; HttpOnly; SameSite=Lax");
    HeaderValue::try_from(cookie).unwrap_or(HeaderValue::from_static(""))
}

fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

fn encoded(words: &str) -> String {
    words.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).filter(|_| *first == b'%').and_then(|pair| std::str::from_utf8(pair).ok());
        if let Some(byte) = hex.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_survive_the_way_through_a_cookie() {
        for words in ["已送部门审核；下一步：保密审查", "100% “done”", "a;b=c, d"] {
            let cookie = of_told(&Look::default(), words);
            let pair = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
            let headers = HeaderMap::from_iter([(header::COOKIE, pair.parse().unwrap())]);
            assert_eq!(told(&headers).as_deref(), Some(words));
        }
        assert_eq!(decoded("%"), "%");
        assert_eq!(decoded("%zz%4"), "%zz%4");
    }
}
