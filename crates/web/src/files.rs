//! Answering with a file that others sent us: streamed, in parts where a browser asks for parts, and so that it can do
//! nothing to the site it lies on.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::fmt::Write;
use std::path::Path;
use tower_http::services::ServeFile;

/// What a browser is told of a file.
#[derive(Clone, Copy, Debug)]
pub struct FileWords<'a> {
    /// The name under which it is saved, with its ending.
    pub name: &'a str,
    /// Its media type.
    pub media_type: &'static str,
    /// Whether it is shown where it is linked, as pictures and PDF are; everything else is saved.
    pub is_shown: bool,
}

/// Whatever a file tries, it runs in a place of its own and reaches nothing.
const SANDBOX: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";
/// PDF viewers of browsers refuse to show anything in a sandbox; they run nothing of the page's either.
const FOR_PDF: &str =
    "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'";

/// The answer to `request` with the file at `path`; a bare 404 where it is gone.
///
/// Ranges, dates and tags of the request are answered; no answer is compressed, so that they hold.
pub async fn file(request: Request, path: &Path, words: FileWords<'_>) -> Response {
    let mut answer = match ServeFile::new(path).try_call(request).await {
        Ok(answer) => answer.map(Body::new),
        Err(error) => {
            tracing::error!("a file could not be read: {error}");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    if answer.status().is_client_error() {
        return answer;
    }
    let policy = if words.media_type == "application/pdf" { FOR_PDF } else { SANDBOX };
    let headers = answer.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, words.media_type.to_owned()),
        (header::CONTENT_DISPOSITION, disposition(words)),
        (header::CONTENT_SECURITY_POLICY, policy.to_owned()),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin".to_owned()),
    ] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
    answer
}

/// A number of bytes as readers write it: 312 KB, 4.2 MB.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// `inline; filename="file.pdf"; filename*=UTF-8''%E8%A1%A8.pdf` (RFC 6266, RFC 8187).
fn disposition(words: FileWords<'_>) -> String {
    let how = if words.is_shown { "inline" } else { "attachment" };
    let ending = words.name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let ending: String = ending.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{how}; filename=\"file.{ending}\"; filename*=UTF-8''{}", escaped(words.name))
}

/// A name as addresses and headers write it: everything but plain letters and digits as bytes of UTF-8.
pub fn escaped(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len() * 3);
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_reach_every_browser_and_say_nothing_else() {
        for (name, is_shown, told) in [
            (
                "预算 表.pdf",
                true,
                "inline; filename=\"file.pdf\"; filename*=UTF-8''%E9%A2%84%E7%AE%97%20%E8%A1%A8.pdf",
            ),
            (
                "a\"; x=\r\n.zip",
                false,
                "attachment; filename=\"file.zip\"; filename*=UTF-8''a%22%3B%20x%3D%0D%0A.zip",
            ),
        ] {
            assert_eq!(disposition(FileWords { name, media_type: "", is_shown }), told);
        }
    }
}
