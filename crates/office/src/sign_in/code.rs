//! The second step of signing in: the code of the second factor.

use super::{From, Onward, entered, nobody};
use crate::forms::Fields;
use crate::frame::{page, refused};
use crate::{Frame, Office, cookies, instants};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use gongkai_app::people::{self, Awaiting, SignInError};
use gongkai_domain::says::Says;
use gongkai_web::{PageError, Visit};

/// Path of the page.
pub(super) const PATH: &str = "/office/sign-in/code";

#[derive(Debug, Template)]
#[template(path = "sign_in/code.html")]
struct CodePage {
    frame: Frame,
    owner: String,
    onward: Onward,
    /// Whether a recovery code is asked for.
    recovery: bool,
    wrong: Option<Says>,
    /// When whoever signs in did so before.
    last: Option<String>,
    idle_minutes: u32,
}

impl CodePage {
    /// This page with the other kind of code asked for.
    fn other(&self) -> String {
        let kind = if self.recovery { "" } else { "yes" };
        let next = self.frame.visit.query_of("next", &self.onward.next);
        let query = self.frame.visit.query_of("recovery", kind);
        let joined = if query.is_empty() { next } else { query + &next.replace('?', "&") };
        self.frame.href(PATH) + &joined
    }
}

/// After the right password: to the page that asks for the code.
pub(super) async fn ask_for(
    office: &Office,
    visit: Visit,
    onward: Onward,
    secret: &str,
) -> Result<Response, PageError> {
    let mut response = if onward.kept.is_empty() {
        let query = visit.query_of("next", &onward.next);
        Redirect::to(&(visit.href(PATH) + &query)).into_response()
    } else {
        // What was sent too late is too long for an address: this page carries it on.
        let Some(awaiting) = waiting(office, secret).await? else { return Ok(start_again(&visit)) };
        let form = form(office, visit, onward, false, &awaiting, None).await?;
        page(&form.frame, &form)?
    };
    response.headers_mut().append(header::SET_COOKIE, cookies::of_session(&office.look, Some(secret)));
    Ok(response)
}

pub(super) async fn show(
    State(office): State<Office>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let secret = cookies::session(&headers).unwrap_or_default();
    let Some(awaiting) = waiting(&office, secret).await? else { return Ok(start_again(&visit)) };
    let next = visit.query.get("next").unwrap_or_default().to_owned();
    let recovery = visit.query.get("recovery").is_some();
    let form = form(&office, visit, Onward { next, kept: String::new() }, recovery, &awaiting, None).await?;
    page(&form.frame, &form)
}

pub(super) async fn take(
    State(office): State<Office>,
    visit: Visit,
    headers: HeaderMap,
    From(asker): From,
    fields: Fields,
) -> Result<Response, PageError> {
    let secret = cookies::session(&headers).unwrap_or_default();
    let onward = Onward::of(&fields);
    let code = fields.get("code");
    let answer = people::sign_in_with_code(&office.records, secret, code, &asker, &nobody(&office)).await;
    let left = match answer {
        Ok(whole) => return entered(&office, &visit, &onward, &whole).await,
        Err(SignInError::Storage(error)) => return Err(crate::error::failed(&error)),
        Err(SignInError::NoRandomness | SignInError::Sealing(_)) => {
            return Err(PageError::broken("the second factor failed inside"));
        }
        Err(SignInError::Over | SignInError::Wrong | SignInError::Locked) => {
            let wrong = match answer {
                Err(SignInError::Over) => super::too_late(),
                _ => super::wrong_password(&office),
            };
            let form = super::form(&office, visit, String::new(), onward, Some(wrong)).await?;
            return refused(&form.frame, &form);
        }
        Err(SignInError::WrongCode(left)) => left,
    };
    let Some(awaiting) = waiting(&office, secret).await? else { return Ok(start_again(&visit)) };
    let minutes = office.records.law.sign_in.locked_minutes;
    let wrong = Says::new(
        format!("请用新的一组。再错 {left} 次，账号锁定 {minutes} 分钟。"),
        format!(
            "Use the next one. After {left} more wrong codes the account is locked for {minutes} minutes."
        ),
    );
    let form = form(&office, visit, onward, fields.has("recovery"), &awaiting, Some(wrong)).await?;
    refused(&form.frame, &form)
}

async fn form(
    office: &Office,
    visit: Visit,
    onward: Onward,
    recovery: bool,
    awaiting: &Awaiting,
    wrong: Option<Says>,
) -> Result<CodePage, PageError> {
    let last = awaiting.last.map(|at| instants::words(&visit, at));
    let frame = Frame::of(office, visit, None);
    let title = frame.say("登录：动态码", "Sign in: code").to_owned();
    let frame = frame.titled(&title).faulty(wrong.is_some());
    let idle_minutes = office.records.law.sign_in.idle_minutes;
    Ok(CodePage { frame, owner: super::owner(office).await?, onward, recovery, wrong, last, idle_minutes })
}

async fn waiting(office: &Office, secret: &str) -> Result<Option<Awaiting>, PageError> {
    let now = (office.clock)().at;
    people::awaiting_code(&office.records, secret, now).await.map_err(|error| crate::error::failed(&error))
}

fn start_again(visit: &Visit) -> Response {
    Redirect::to(&visit.href(super::PATH)).into_response()
}
