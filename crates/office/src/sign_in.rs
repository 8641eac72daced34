//! B1, signing in (登录) and out.

pub(crate) mod again;
mod code;

use crate::forms::Fields;
use crate::frame::{page, refused};
use crate::{Call, Frame, Needs, Office, Rooms, cookies, desk};
use askama::Template;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use gongkai_app::import::By;
use gongkai_app::people::{self, Asker, SignInError, SignInStep};
use gongkai_domain::says::Says;
use gongkai_web::{Arrival, PageError, Visit};
use std::convert::Infallible;

/// Path of the page.
pub(crate) const PATH: &str = "/office/sign-in";

pub(crate) fn routes(rooms: Rooms) -> Rooms {
    let rooms = rooms.page(PATH, Needs::Nothing, show).act(PATH, Needs::Nothing, sign_in);
    let rooms =
        rooms.page(code::PATH, Needs::Nothing, code::show).act(code::PATH, Needs::Nothing, code::take);
    rooms.act("/office/sign-out", Needs::Account, sign_out)
}

/// Where somebody who is not signed in is led, to come back to the page they wanted.
pub(crate) fn address(visit: &Visit) -> String {
    let wanted = visit.path.clone() + &visit.query.without(&[]);
    let query = if visit.path == desk::PATH { String::new() } else { visit.query_of("next", &wanted) };
    visit.href(PATH) + &query
}

/// Where somebody signs in from; the address is that of the connection, behind the proxies the administrator trusts.
pub(crate) struct From(pub Asker);

impl FromRequestParts<Office> for From {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Office) -> Result<Self, Infallible> {
        let address = parts.extensions.get::<Arrival>().map(|arrival| arrival.client.to_string());
        let agent = parts.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
        Ok(Self(Asker { address: address.unwrap_or_default(), agent: agent.unwrap_or_default().to_owned() }))
    }
}

/// Nobody yet, now: who acts while signing in.
pub(crate) fn nobody(office: &Office) -> By {
    let moment = (office.clock)();
    By { actor: String::new(), at: moment.at, today: moment.today }
}

/// What a form of signing in carries along.
#[derive(Clone, Debug, Default)]
struct Onward {
    /// The page that was wanted.
    next: String,
    /// What was sent after the session was over, sealed.
    kept: String,
}

impl Onward {
    fn of(fields: &Fields) -> Self {
        Self { next: fields.get("next").to_owned(), kept: fields.get("kept").to_owned() }
    }
}

#[derive(Debug, Template)]
#[template(path = "sign-in.html")]
struct SignInPage {
    frame: Frame,
    /// Name of the first body; empty while none is recorded.
    owner: String,
    account: String,
    onward: Onward,
    /// Why somebody is asked again, in a few words and in a sentence.
    wrong: Option<(Says, Says)>,
    idle_minutes: u32,
}

async fn show(State(office): State<Office>, visit: Visit, headers: HeaderMap) -> Result<Response, PageError> {
    let onward = Onward { next: visit.query.get("next").unwrap_or_default().to_owned(), kept: String::new() };
    let mut form = form(&office, visit, String::new(), onward, None).await?;
    form.frame = form.frame.telling(&headers);
    page(&form.frame, &form)
}

async fn form(
    office: &Office,
    visit: Visit,
    account: String,
    onward: Onward,
    wrong: Option<(Says, Says)>,
) -> Result<SignInPage, PageError> {
    let frame = Frame::of(office, visit, None);
    let title = frame.say("登录", "Sign in").to_owned();
    let frame = frame.titled(&title).faulty(wrong.is_some());
    let (owner, idle_minutes) = (owner(office).await?, office.records.law.sign_in.idle_minutes);
    Ok(SignInPage { frame, owner, account, onward, wrong, idle_minutes })
}

/// Name of the first body; empty while none is recorded.
pub(crate) async fn owner(office: &Office) -> Result<String, PageError> {
    let bodies =
        gongkai_app::public::bodies(&office.records).await.map_err(|error| crate::error::failed(&error))?;
    Ok(bodies.first().map(|body| body.name.clone()).unwrap_or_default())
}

async fn sign_in(
    State(office): State<Office>,
    visit: Visit,
    From(asker): From,
    fields: Fields,
) -> Result<Response, PageError> {
    let (account, onward) = (fields.get("account"), Onward::of(&fields));
    let password = fields.raw("password");
    let wrong = match people::sign_in(&office.records, account, password, &asker, &nobody(&office)).await {
        Ok(SignInStep::Whole(secret)) => return entered(&office, &visit, &onward, &secret).await,
        Ok(SignInStep::Code(secret)) => return code::ask_for(&office, visit, onward, &secret).await,
        Err(SignInError::Storage(error)) => return Err(crate::error::failed(&error)),
        Err(SignInError::NoRandomness | SignInError::Sealing(_)) => {
            return Err(PageError::broken("signing in failed inside"));
        }
        Err(SignInError::Over) => too_late(),
        Err(SignInError::Wrong | SignInError::WrongCode(_) | SignInError::Locked) => wrong_password(&office),
    };
    let form = form(&office, visit, account.to_owned(), onward, Some(wrong)).await?;
    refused(&form.frame, &form)
}

/// One sentence for every refusal: it tells neither which accounts there are nor whether one is locked.
fn wrong_password(office: &Office) -> (Says, Says) {
    let rule = &office.records.law.sign_in;
    let (tries, minutes) = (rule.tries, rule.locked_minutes);
    (
        Says::new("没有登录", "You are not signed in"),
        Says::new(
            format!("账号或口令不对。连续错 {tries} 次，账号锁定 {minutes} 分钟；急用请找安全管理员解锁。"),
            format!(
                "The account or its password is wrong. After {tries} wrong tries in a row an account is locked for {minutes} minutes; the security officer can unlock it."
            ),
        ),
    )
}

fn too_late() -> (Says, Says) {
    (
        Says::new("等得太久", "This took too long"),
        Says::new("请重新输入账号和口令。", "Please give your account and password again."),
    )
}

/// Leads on to the page that was wanted, when it is one of the office; or to what was sent too late.
async fn entered(
    office: &Office,
    visit: &Visit,
    onward: &Onward,
    secret: &str,
) -> Result<Response, PageError> {
    let mut response = match again::offer(office, visit, &onward.kept, secret).await? {
        Some(page) => page,
        None if onward.kept.is_empty() => Redirect::to(&visit.href(own(&onward.next))).into_response(),
        None => {
            let told = Says::new(
                "你已登录。刚才没有提交的内容不是你写的，或者放得太久，没有带过来。",
                "You are signed in. What was not sent is not yours, or too old; it was dropped.",
            );
            crate::frame::go_on(office, visit, desk::PATH, &told)
        }
    };
    let cookie = cookies::of_session(&office.look, Some(secret));
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// An address of the office, or the desk's.
fn own(next: &str) -> &str {
    let is_ours = next.starts_with("/office/") && !next.contains(['\\', '\r', '\n']) && next.is_ascii();
    if is_ours { next } else { desk::PATH }
}

async fn sign_out(State(office): State<Office>, call: Call) -> Result<Response, PageError> {
    people::sign_out(&office.records, &call.session).await.map_err(|error| crate::error::failed(&error))?;
    let told = Says::new("已退出。", "You are signed out.");
    let mut response = crate::frame::go_on(&office, &call.visit, PATH, &told);
    response.headers_mut().append(header::SET_COOKIE, cookies::of_session(&office.look, None));
    Ok(response)
}
