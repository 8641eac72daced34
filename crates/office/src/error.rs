//! Errors as pages of the office.

use crate::{Frame, Office};
use askama::Template;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{ALLOW, RETRY_AFTER};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use gongkai_app::StorageError;
use gongkai_app::people::{PeopleError, SignedIn};
use gongkai_domain::says::Says;
use gongkai_web::{PageError, Visit, shell};

/// What went wrong, in the frame of the office.
#[derive(Debug, Template)]
#[template(path = "office-error.html")]
struct OfficeErrorPage {
    frame: Frame,
    error: PageError,
}

/// Nothing stands at an address.
pub(crate) async fn nothing_here() -> PageError {
    PageError::not_found()
}

/// The page for a database that failed.
pub(crate) fn failed(error: &StorageError) -> PageError {
    match error {
        StorageError::Unavailable(_) => PageError::unavailable(error.to_string()),
        _ => PageError::broken(error.to_string()),
    }
}

/// The page for something about people that was not done, where no form shows it: what one may not see is not there.
pub(crate) fn of_people(error: PeopleError) -> PageError {
    match error {
        PeopleError::Storage(error) => failed(&error),
        PeopleError::Unknown => PageError::not_found(),
        PeopleError::Refused(says) | PeopleError::Field(_, says) => PageError::refused(
            StatusCode::UNPROCESSABLE_ENTITY,
            Says::new("没有办理", "This was not done"),
            Says::new(format!("{}。", says.zh), format!("{}.", says.en)),
            Says::new("没有改动任何内容。", "Nothing was changed."),
        ),
        PeopleError::Closed => PageError::refused(
            StatusCode::UNPROCESSABLE_ENTITY,
            Says::new("没有办理", "This was not done"),
            Says::new("这个账号已经停用。", "This account is closed."),
            Says::new("需要时先恢复账号。", "Reopen it first if it is needed."),
        ),
        PeopleError::NoRandomness | PeopleError::Sealing(_) => PageError::broken(error.to_string()),
    }
}

/// Turns errors into pages. Whoever caused one is known when the guard let them in.
pub(crate) async fn pages(
    State(office): State<Office>,
    visit: Visit,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    let Some(error) = shell::taken(&mut response) else { return response };
    error.log(&visit);
    let signed = response.extensions_mut().remove::<SignedIn>();
    let mut frame = Frame::of(&office, visit, signed.as_ref().map(|signed| &signed.officer));
    let title = frame.says(&error.words.title).to_owned();
    frame = frame.titled(&title);
    let status = error.status;
    let page = OfficeErrorPage { frame, error };
    let mut answer = match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(failure) => {
            tracing::error!("an error page could not be laid out: {failure}");
            status.into_response()
        }
    };
    for name in [ALLOW, RETRY_AFTER] {
        if let Some(value) = response.headers_mut().remove(&name) {
            answer.headers_mut().insert(name, value);
        }
    }
    answer
}
