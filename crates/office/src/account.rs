//! One's own account (我的账号): roles, where one is signed in, who stands in, password and second factor.

mod device;
mod leaves;
mod password;
mod second_factor;

use crate::forms::Fields;
use crate::frame::{go_on, page};
use crate::{Call, Frame, Needs, Office, Rooms, instants};
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use gongkai_app::people::{self, Absence, Due, Place};
use gongkai_domain::people::Grant;
use gongkai_domain::says::Says;
use gongkai_web::{PageError, dates};

pub(crate) use device::name as device_name;

/// Path of the page.
pub(crate) const PATH: &str = "/office/account/";

/// Where somebody is led who must do something to their account first.
pub(crate) const fn page_of(due: Due) -> &'static str {
    match due {
        Due::SecondFactor => second_factor::PATH,
        Due::Password => password::PATH,
    }
}

pub(crate) fn routes(rooms: Rooms) -> Rooms {
    let rooms = rooms.page(PATH, Needs::Account, show);
    let rooms = rooms.act("/office/account/sessions/ending", Needs::Account, end_sessions);
    leaves::routes(second_factor::routes(password::routes(rooms)))
}

#[derive(Debug, Template)]
#[template(path = "account.html")]
struct AccountPage {
    frame: Frame,
    account: String,
    body: String,
    /// Own roles, in words.
    roles: Vec<Says>,
    /// Roles had for somebody away: who, until when, which.
    standing_in: Vec<(String, String, Vec<Says>)>,
    places: Vec<OpenPlace>,
    absences: Vec<Absence>,
    me: String,
    /// Recovery codes left; nothing without a second factor.
    codes_left: Option<usize>,
    must_have_second: bool,
    idle_minutes: u32,
}

/// A place where somebody is signed in, as pages show it.
#[derive(Debug)]
pub(crate) struct OpenPlace {
    pub id: String,
    pub device: Says,
    pub address: String,
    pub begun: String,
    pub seen: String,
    /// Whether it is this browser.
    pub is_here: bool,
}

impl OpenPlace {
    /// A place as the page of a session shows it.
    pub(crate) fn of(place: Place, here: &str) -> Self {
        Self {
            is_here: place.session.digest == here,
            device: device_name(&place.session.agent),
            begun: instants::short(place.session.begun_at),
            seen: instants::short(place.session.seen_at),
            address: place.session.address,
            id: place.id,
        }
    }
}

async fn show(State(office): State<Office>, call: Call, headers: HeaderMap) -> Result<Response, PageError> {
    let (records, officer, today) = (&office.records, &call.officer, call.moment.today);
    let failed = |error| crate::error::failed(&error);
    let bodies = gongkai_app::public::bodies(records).await.map_err(failed)?;
    let name = |code: &str| bodies.iter().find(|body| body.code == code).map(|body| body.name.clone());
    let in_words = |grant: &Grant| grant_in_words(grant, &name(&grant.body).unwrap_or(grant.body.clone()));
    let frame = Frame::new(&office, &call, PATH).telling(&headers);
    let title = frame.say("我的账号", "My account").to_owned();
    let standing_in = officer.standing_in.iter().map(|one| {
        let until = dates::long_text(one.last_day, call.visit.language);
        (one.name.clone(), until, one.grants.iter().map(in_words).collect())
    });
    let places = people::places(records, &officer.id, call.moment.at).await.map_err(failed)?;
    let left = people::recovery_codes_left(records, &officer.id).await.map_err(crate::error::of_people)?;
    let account = AccountPage {
        account: officer.account.clone(),
        body: name(&officer.body).unwrap_or_else(|| officer.body.clone()),
        roles: officer.grants.iter().filter(|grant| grant.holds_on(today)).map(in_words).collect(),
        standing_in: standing_in.collect(),
        places: places.into_iter().map(|place| OpenPlace::of(place, &call.session.digest)).collect(),
        absences: people::absences(records, &officer.id, today).await.map_err(failed)?,
        me: officer.id.clone(),
        codes_left: left,
        must_have_second: records.law.sign_in.wants_second_factor(&officer.roles(today)),
        idle_minutes: records.law.sign_in.idle_minutes,
        frame: frame.titled(&title),
    };
    page(&account.frame, &account)
}

/// A role with its scope: 公开经办：从化区人民政府办公室及下级机构，到2027年12月31日.
pub(crate) fn grant_in_words(grant: &Grant, body: &str) -> Says {
    use gongkai_domain::says::Language::{Chinese, English};
    let name = grant.role.name();
    let below = if grant.below { ("及下级机构", " and the bodies below") } else { ("", "") };
    let until = |language| grant.until.map(|day| dates::long_text(day, language)).unwrap_or_default();
    let (zh, en) = (until(Chinese), until(English));
    let zh = if zh.is_empty() { zh } else { format!("，到{zh}") };
    let en = if en.is_empty() { en } else { format!(", until {en}") };
    Says::new(format!("{}：{body}{}{zh}", name.zh, below.0), format!("{}: {body}{}{en}", name.en, below.1))
}

async fn end_sessions(
    State(office): State<Office>,
    call: Call,
    fields: Fields,
) -> Result<Response, PageError> {
    let (records, id) = (&office.records, &call.officer.id);
    let failed = |error| crate::error::failed(&error);
    let told = if fields.has("others") {
        let ended =
            people::end_other_places(records, id, &call.session.digest, &call.by()).await.map_err(failed)?;
        Says::new(format!("其他 {ended} 处已退出。"), format!("Signed out at {ended} other places."))
    } else if people::end_place(records, id, fields.get("place"), &call.by()).await.map_err(failed)? {
        Says::new("那一处已退出。", "Signed out there.")
    } else {
        Says::new("那一处已经退出了。", "That place was signed out already.")
    };
    Ok(go_on(&office, &call.visit, PATH, &told))
}
