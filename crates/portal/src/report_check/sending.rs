//! What a reader sends to be checked: one file, and last year's if there is one, held in memory and never written down.

use axum::{
    RequestExt,
    body::to_bytes,
    extract::{FromRequest, Multipart, Request, multipart::Field},
    http::{StatusCode, header},
};
use gongkai_domain::says::Says;
use gongkai_web::Query;
use std::time::Duration;
use tokio::time::timeout;

/// Largest file taken, in megabytes.
pub(super) const MEGABYTES: usize = 10;
/// The same in bytes.
pub(super) const LARGEST: usize = MEGABYTES << 20;
/// Most bytes of a request; what is above [`LARGEST`] is read and dropped, so that the sender hears why.
pub(super) const MOST: usize = 256 << 20;
/// Longest a reader may take to send a file.
const PATIENCE: Duration = Duration::from_secs(90);
/// Longest name of a file that is shown, in characters.
const LONGEST_NAME: usize = 120;

/// A file that was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SentFile {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sent {
    /// The report to be checked.
    pub report: SentFile,
    /// That of the year before.
    pub previous: Option<SentFile>,
}

/// Why nothing was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    /// Status of the answer.
    pub status: StatusCode,
    /// The reason, and what to do.
    pub says: Says,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { status, says: Says::new(zh, en) }
    }

    fn too_large() -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("文件超过 {MEGABYTES} MB。请只发年度报告本身；扫描件没有文字，也核对不了。"),
            format!(
                "The file is larger than {MEGABYTES} MB. Please send the report alone; a scan has no text to check."
            ),
        )
    }

    fn nothing() -> Self {
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "没有选文件。请先选一份年度报告，再点“核对”。",
            "No file was chosen. Please choose a report first.",
        )
    }

    fn broken() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "文件没有传完，请再试一次。",
            "The file did not arrive whole; please try again.",
        )
    }

    fn too_slow() -> Self {
        Self::new(
            StatusCode::REQUEST_TIMEOUT,
            "文件传得太慢，没有收完。请换一个网络，或改用较小的文件。",
            "The file took too long to arrive. Please use another network or a smaller file.",
        )
    }
}

/// Takes what is sent: a form with files, or one file as it is.
pub(super) async fn received(request: Request) -> Result<Sent, Refusal> {
    let sent = timeout(PATIENCE, async {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        if kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
            form(request).await
        } else {
            plain(request).await
        }
    })
    .await
    .map_err(|_| Refusal::too_slow())??;
    if sent.report.bytes.is_empty() && sent.report.name.is_empty() {
        Err(Refusal::nothing())
    } else {
        Ok(sent)
    }
}

async fn form(request: Request) -> Result<Sent, Refusal> {
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| Refusal::broken())?;
    let mut sent = Sent::default();
    while let Some(field) = form.next_field().await.map_err(|_| Refusal::broken())? {
        match field.name() {
            Some("file") => sent.report = whole(field).await?,
            Some("previous") => {
                sent.previous = Some(whole(field).await?).filter(|file| !file.bytes.is_empty());
            }
            _ => {}
        }
    }
    Ok(sent)
}

/// A file of a form. One that is too large is read to its end, because a browser that is cut short shows nothing of the
/// answer.
async fn whole(mut field: Field<'_>) -> Result<SentFile, Refusal> {
    let name = shown_name(field.file_name().unwrap_or_default());
    let (mut bytes, mut too_large) = (Vec::new(), false);
    while let Some(chunk) = field.chunk().await.map_err(|_| Refusal::broken())? {
        too_large |= bytes.len() + chunk.len() > LARGEST;
        if too_large {
            bytes = Vec::new();
        } else {
            bytes.extend_from_slice(&chunk);
        }
    }
    if too_large { Err(Refusal::too_large()) } else { Ok(SentFile { name, bytes }) }
}

/// A request whose body is the file; `?name=` says what it is called.
async fn plain(request: Request) -> Result<Sent, Refusal> {
    let name = shown_name(Query::read(request.uri()).get("name").unwrap_or_default());
    let bytes =
        to_bytes(request.with_limited_body().into_body(), LARGEST).await.map_err(|_| Refusal::too_large())?;
    Ok(Sent { report: SentFile { name, bytes: bytes.into() }, previous: None })
}

/// A name without folders, no longer than can be read.
fn shown_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|letter| !letter.is_control()).take(LONGEST_NAME).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn request(kind: &str, uri: &str, body: impl Into<Body>) -> Request {
        Request::post(uri).header(header::CONTENT_TYPE, kind).body(body.into()).unwrap()
    }

    fn part(name: &str, file: &str, text: &str) -> String {
        format!(
            "--x\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\r\n{text}\r\n"
        )
    }

    #[tokio::test]
    async fn a_form_and_a_plain_body_say_the_same() {
        let form = part("file", "C:\\年报\\某局.txt", "年报") + &part("previous", "", "") + "--x--\r\n";
        let sent = received(request("multipart/form-data; boundary=x", "/", form)).await.unwrap();
        assert_eq!((sent.report.name.as_str(), sent.previous), ("某局.txt", None));
        let uri = "/?name=%E6%9F%90%E5%B1%80.txt";
        assert_eq!(received(request("text/plain", uri, "年报")).await.unwrap().report, sent.report);
    }

    #[tokio::test]
    async fn what_is_missing_broken_or_too_large_is_refused_in_words() {
        let kind = "multipart/form-data; boundary=x";
        for (body, status) in [
            (part("file", "", "") + "--x--\r\n", StatusCode::UNPROCESSABLE_ENTITY),
            ("--x--\r\n".to_owned(), StatusCode::UNPROCESSABLE_ENTITY),
            (part("file", "a.txt", "cut"), StatusCode::BAD_REQUEST),
            (part("file", "a.txt", &"x".repeat(3 << 20)), StatusCode::BAD_REQUEST),
        ] {
            assert_eq!(received(request(kind, "/", body)).await.unwrap_err().status, status);
        }
        let large = "x".repeat(LARGEST + 1);
        assert_eq!(
            received(request("text/plain", "/", large)).await.unwrap_err().status,
            StatusCode::PAYLOAD_TOO_LARGE
        );
    }
}
