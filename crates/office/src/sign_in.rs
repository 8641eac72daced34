//! B1, signing in (登录) and out.

use crate::forms::Fields;
use crate::frame::page;
use crate::{Call, Frame, Needs, Office, Rooms, cookies, desk};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use gongkai_app::import::By;
use gongkai_app::people::{self, Asker, SignInError, SignInStep};
use gongkai_domain::says::Says;
use gongkai_web::{Arrival, PageError, Visit};

/// Path of the page.
pub(crate) const PATH: &str = "/office/sign-in";

pub(crate) fn routes(rooms: Rooms) -> Rooms {
    rooms.page(PATH, Needs::Nothing, show).act(PATH, Needs::Nothing, sign_in).act(
        "/office/sign-out",
        Needs::SignedIn,
        sign_out,
    )
}

/// Where somebody who is not signed in is led, to come back to the page they wanted.
pub(crate) fn address(visit: &Visit) -> String {
    let wanted = visit.path.clone() + &visit.query.without(&[]);
    let query = if visit.path == desk::PATH { String::new() } else { visit.query_of("next", &wanted) };
    visit.href(PATH) + &query
}

#[derive(Debug, Template)]
#[template(path = "sign-in.html")]
struct SignInPage {
    frame: Frame,
    /// Name of the first body; empty while none is recorded.
    owner: String,
    account: String,
    next: String,
    wrong: Option<Says>,
    idle_minutes: u32,
}

async fn show(State(office): State<Office>, visit: Visit, headers: HeaderMap) -> Result<Response, PageError> {
    let next = visit.query.get("next").unwrap_or_default().to_owned();
    let form = form(&office, visit, String::new(), next, None).await?.told(&headers);
    page(&form.frame, &form)
}

impl SignInPage {
    fn told(mut self, headers: &HeaderMap) -> Self {
        self.frame = self.frame.telling(headers);
        self
    }
}

async fn form(
    office: &Office,
    visit: Visit,
    account: String,
    next: String,
    wrong: Option<Says>,
) -> Result<SignInPage, PageError> {
    let bodies =
        gongkai_app::public::bodies(&office.records).await.map_err(|error| crate::error::failed(&error))?;
    let owner = bodies.first().map(|body| body.name.clone()).unwrap_or_default();
    let frame = Frame::of(office, visit, None);
    let mut title = frame.say("登录", "Sign in").to_owned();
    if wrong.is_some() {
        title = frame.say("错误：", "Error: ").to_owned() + &title;
    }
    let idle_minutes = office.records.law.sign_in.idle_minutes;
    Ok(SignInPage { frame: frame.titled(&title), owner, account, next, wrong, idle_minutes })
}

async fn sign_in(
    State(office): State<Office>,
    visit: Visit,
    arrival: Option<Extension<Arrival>>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, PageError> {
    let moment = (office.clock)();
    let by = By { actor: String::new(), at: moment.at, today: moment.today };
    let asker = Asker {
        address: arrival.map(|Extension(arrival)| arrival.client.to_string()).unwrap_or_default(),
        agent: headers
            .get(header::USER_AGENT)
            .and_then(|agent| agent.to_str().ok())
            .unwrap_or_default()
            .to_owned(),
    };
    let (account, next) = (fields.get("account"), fields.get("next"));
    let wrong = match people::sign_in(&office.records, account, fields.raw("password"), &asker, &by).await {
        Ok(SignInStep::Whole(secret)) => return Ok(entered(&office, &visit, next, &secret)),
        Err(SignInError::Storage(error)) => return Err(crate::error::failed(&error)),
        Err(SignInError::NoRandomness) => {
            return Err(PageError::broken(SignInError::NoRandomness.to_string()));
        }
        Err(SignInError::Wrong) => Says::new(
            "账号或口令不对。连续错几次，账号会锁定一段时间。",
            "The account or its password is wrong. After a few wrong tries in a row the account is locked for a while.",
        ),
        Err(SignInError::Locked(_)) => {
            let minutes = office.records.law.sign_in.locked_minutes;
            Says::new(
                format!("错的次数太多，账号锁定 {minutes} 分钟。急用请找安全管理员解锁。"),
                format!(
                    "Too many wrong tries: the account is locked for {minutes} minutes. The security officer can unlock it."
                ),
            )
        }
    };
    let form = form(&office, visit, account.to_owned(), next.to_owned(), Some(wrong)).await?;
    let mut response = page(&form.frame, &form)?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// Leads on to the page that was wanted, when it is one of the office.
fn entered(office: &Office, visit: &Visit, next: &str, secret: &str) -> Response {
    let is_ours = next.starts_with("/office/") && !next.contains(['\\', '\r', '\n']) && next.is_ascii();
    let mut response = Redirect::to(&visit.href(if is_ours { next } else { desk::PATH })).into_response();
    let cookie: HeaderValue = cookies::of_session(&office.look, Some(secret));
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

async fn sign_out(State(office): State<Office>, call: Call) -> Result<Response, PageError> {
    people::sign_out(&office.records, &call.session).await.map_err(|error| crate::error::failed(&error))?;
    let told = Says::new("已退出。", "You are signed out.");
    let mut response = crate::frame::go_on(&office, &call.visit, PATH, &told);
    response.headers_mut().append(header::SET_COOKIE, cookies::of_session(&office.look, None));
    Ok(response)
}
