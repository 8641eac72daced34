//! A link somebody was sent: to take up an account, or to set a forgotten password anew.

use crate::forms::Fields;
use crate::frame::{page, refused};
use crate::sign_in::{From, nobody, owner};
use crate::{Frame, Needs, Office, Rooms, cookies, desk, instants};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use gongkai_app::people::{self, LinkError, OpenLink, SignInStep};
use gongkai_domain::says::Says;
use gongkai_web::{PageError, Visit};

const PATH: &str = "/office/link/{secret}";

pub(crate) fn routes(rooms: Rooms) -> Rooms {
    rooms.page(PATH, Needs::Nothing, show).act(PATH, Needs::Nothing, take_up)
}

#[derive(Debug, Template)]
#[template(path = "link.html")]
struct LinkPage {
    frame: Frame,
    owner: String,
    secret: String,
    open: OpenLink,
    /// Until when it can be used.
    until: String,
    /// What the password must be.
    advice: Vec<Says>,
    /// What is wrong: the field and why.
    faults: Vec<(&'static str, Says)>,
}

impl LinkPage {
    fn is_invitation(&self) -> bool {
        self.open.kind == "invitation"
    }

    fn faults_of<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a Says> {
        self.faults.iter().filter(move |(name, _)| *name == field).map(|(_, says)| says)
    }

    fn is_bad(&self, field: &str) -> bool {
        self.faults_of(field).next().is_some()
    }
}

async fn show(
    State(office): State<Office>,
    visit: Visit,
    Path(secret): Path<String>,
) -> Result<Response, PageError> {
    let form = form(&office, visit, secret, Vec::new()).await?;
    page(&form.frame, &form)
}

async fn take_up(
    State(office): State<Office>,
    visit: Visit,
    Path(secret): Path<String>,
    From(asker): From,
    fields: Fields,
) -> Result<Response, PageError> {
    let (password, again) = (fields.raw("password"), fields.raw("password-again"));
    let open = open(&office, &secret).await?;
    let mut faults: Vec<(&'static str, Says)> = office
        .records
        .law
        .sign_in
        .faults(password, &open.staff.account)
        .into_iter()
        .map(|fault| ("password", fault.says()))
        .collect();
    if password != again {
        let says = Says::new("两次输入的口令不一样", "this is not the same password");
        faults.push(("password-again", says));
    }
    if !faults.is_empty() {
        let form = form(&office, visit, secret, faults).await?;
        return refused(&form.frame, &form);
    }
    let step = people::sign_in_by_link(&office.records, &secret, password, &asker, &nobody(&office))
        .await
        .map_err(of)?;
    let (path, session) = match step {
        SignInStep::Whole(session) => (desk::PATH, session),
        SignInStep::Code(session) => ("/office/sign-in/code", session),
    };
    let mut response = Redirect::to(&visit.href(path)).into_response();
    response.headers_mut().append(header::SET_COOKIE, cookies::of_session(&office.look, Some(&session)));
    Ok(response)
}

async fn form(
    office: &Office,
    visit: Visit,
    secret: String,
    faults: Vec<(&'static str, Says)>,
) -> Result<LinkPage, PageError> {
    let open = open(office, &secret).await?;
    let until = instants::words(&visit, open.expires_at);
    let frame = Frame::of(office, visit, None);
    let title = match open.kind.as_str() {
        "invitation" => frame.say("启用账号", "Take up your account"),
        _ => frame.say("重设口令", "Set a new password"),
    };
    let title = title.to_owned();
    let frame = frame.titled(&title).faulty(!faults.is_empty());
    let advice = office.records.law.sign_in.advice();
    Ok(LinkPage { frame, owner: owner(office).await?, secret, open, until, advice, faults })
}

async fn open(office: &Office, secret: &str) -> Result<OpenLink, PageError> {
    people::open_link(&office.records, secret, (office.clock)().at).await.map_err(of)
}

fn of(error: LinkError) -> PageError {
    match error {
        LinkError::Storage(error) => crate::error::failed(&error),
        LinkError::NoRandomness => PageError::broken(error.to_string()),
        LinkError::Over | LinkError::Password(_) => PageError::refused(
            StatusCode::NOT_FOUND,
            Says::new("这个链接已经不能用了", "This link no longer works"),
            Says::new(
                "链接只能用一次，过期作废；发了新的，旧的也作废。",
                "A link works once, until its end, and only as long as no later one was made.",
            ),
            Says::new(
                "请系统管理员再发一个。如果账号已经启用，直接登录就行。",
                "Ask the administrator for another. If the account is taken up already, just sign in.",
            ),
        ),
    }
}
