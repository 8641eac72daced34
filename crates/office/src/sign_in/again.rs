//! What was sent after the session was over: kept through signing in again, then offered to be sent once more.
//!
//! Only to whoever wrote it, only what a form without files sends, never a password.

use super::{Onward, form};
use crate::frame::page;
use crate::{Frame, Office, cookies};
use askama::Template;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use gongkai_app::people::{self, KeptForm};
use gongkai_domain::says::Says;
use gongkai_web::{PageError, Visit};

/// Longest form that is kept, in bytes: sealed, it must come back in a form itself.
const LONGEST: usize = 1 << 20;
/// How much of a long field the page shows.
const SHOWN: usize = 200;

/// Asks whoever sent something without a session to sign in; the page keeps what they sent, where that can be.
pub(crate) async fn session_over(office: &Office, visit: &Visit, request: Request) -> Response {
    let sealed = keep(office, visit, request).await;
    let why = if sealed.is_some() {
        Says::new(
            "刚才填的内容还在：登录以后，可以再看一遍、再提交。",
            "What you wrote is kept: after signing in you can look at it and send it again.",
        )
    } else {
        Says::new(
            "这一次的内容没法带过来（有附件，或者内容太长，或者不知道是谁写的）。请在另一个标签页里登录，再回到刚才的页面重新提交；那一页上写的还在。",
            "This could not be kept (it has files, or is too long, or nobody knows whose it is). Sign in in another tab, then go back and send it again: what you wrote is still on that page.",
        )
    };
    let wrong = (Says::new("登录已过期，内容没有提交", "The session is over; nothing was sent"), why);
    let onward = Onward { next: String::new(), kept: sealed.unwrap_or_default() };
    let made = async {
        let form = form(office, visit.clone(), String::new(), onward, Some(wrong)).await?;
        page(&form.frame, &form)
    };
    match made.await {
        Ok(mut response) => {
            *response.status_mut() = StatusCode::FORBIDDEN;
            response
        }
        Err(error) => error.into_response(),
    }
}

/// Seals what was sent, where it is a form of somebody who was signed in.
async fn keep(office: &Office, visit: &Visit, request: Request) -> Option<String> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if !kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded")) {
        return None;
    }
    let secret = cookies::session(request.headers())?;
    let staff = people::who_was(&office.records, secret).await.ok().flatten()?;
    let body = to_bytes(request.into_body(), LONGEST).await.ok()?;
    let fields = form_urlencoded::parse(&body).filter(|(name, _)| !is_secret(name));
    let form = KeptForm {
        staff,
        path: visit.path.clone() + &visit.query.without(&[]),
        fields: fields.map(|(name, value)| (name.into_owned(), value.into_owned())).collect(),
        at: (office.clock)().at,
    };
    people::keep_form(&office.records, &form).ok()
}

fn is_secret(name: &str) -> bool {
    matches!(name, "csrf" | "code" | "kept") || name.contains("password")
}

#[derive(Debug, Template)]
#[template(path = "sign_in/again.html")]
struct AgainPage {
    frame: Frame,
    /// Where it is sent.
    action: String,
    fields: Vec<(String, String)>,
}

impl AgainPage {
    /// The fields somebody can have written, shortened.
    fn shown(&self) -> Vec<(&str, String)> {
        let filled = self.fields.iter().filter(|(_, value)| !value.trim().is_empty());
        filled
            .map(|(name, value)| {
                let start: String = value.chars().take(SHOWN).collect();
                let more = if start.len() < value.len() { "……" } else { "" };
                (name.as_str(), start + more)
            })
            .collect()
    }
}

/// The page that offers to send a kept form once more; nothing when there is none, or it is somebody else's.
pub(super) async fn offer(
    office: &Office,
    visit: &Visit,
    kept: &str,
    secret: &str,
) -> Result<Option<Response>, PageError> {
    let moment = (office.clock)();
    let Some(kept) = people::kept_form(&office.records, kept, moment.at) else { return Ok(None) };
    let signed = people::signed_in(&office.records, secret, moment.at, moment.today).await;
    let Some(signed) = signed.map_err(|error| crate::error::failed(&error))? else { return Ok(None) };
    if signed.officer.id != kept.staff || !kept.path.starts_with("/office/") {
        return Ok(None);
    }
    let mut frame = Frame::of(office, visit.clone(), Some(&signed.officer));
    frame.csrf.clone_from(&signed.session.csrf);
    let title = frame.say("确认再提交", "Send again").to_owned();
    let frame = frame.titled(&title);
    let action = frame.href(&kept.path);
    let again = AgainPage { frame, action, fields: kept.fields };
    page(&again.frame, &again).map(Some)
}
