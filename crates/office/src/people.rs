//! People (人员): who has an account, what each may do.

mod invite;
mod person;

use crate::account::grant_in_words;
use crate::frame::page;
use crate::{Call, Frame, Needs, Office, Rooms, instants};
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use gongkai_app::people::{self, Body, Listed};
use gongkai_domain::people::{Permission, Role};
use gongkai_domain::says::Says;
use gongkai_web::PageError;
use jiff::Timestamp;

/// Path of the page.
pub(crate) const PATH: &str = "/office/people/";

/// Who looks after people.
pub(crate) const NEEDS: Needs = Needs::OneOf(&[Permission::ManagePeople, Permission::GrantRoles]);

pub(crate) fn routes(rooms: Rooms) -> Rooms {
    person::routes(invite::routes(rooms.page(PATH, NEEDS, show)))
}

#[derive(Debug, Template)]
#[template(path = "people.html")]
struct PeoplePage {
    frame: Frame,
    people: Vec<Line>,
    /// How many there are without the filter.
    all: usize,
    bodies: Vec<Body>,
    body: String,
    roles: [Role; 9],
    role: String,
    state: String,
    may_invite: bool,
}

impl PeoplePage {
    fn is_state(&self, code: &str) -> bool {
        self.state == code
    }
}

/// One line of the list.
#[derive(Debug)]
struct Line {
    id: String,
    account: String,
    name: String,
    body: String,
    state: Standing,
    second_factor: bool,
    roles: Vec<Says>,
    signed_in: Option<String>,
}

/// What an account's state is called, and how it looks.
#[derive(Clone, Debug)]
struct Standing {
    code: &'static str,
    says: Says,
    tag: &'static str,
}

/// Every state there is, by its code.
const STATES: [&str; 4] = ["active", "invited", "locked", "closed"];

impl Standing {
    fn of(state: &str, locked_until: Option<Timestamp>, now: Timestamp) -> Self {
        let made = |code, zh: &str, en: &str, tag| Self { code, says: Says::new(zh, en), tag };
        match state {
            "active" if locked_until.is_some_and(|until| now < until) => {
                made("locked", "输错锁定", "locked: wrong tries", "stop")
            }
            "active" => made("active", "在用", "active", "ok"),
            "invited" => made("invited", "待启用", "invited", "warn"),
            "locked" => made("locked", "已锁定", "locked", "stop"),
            _ => made("closed", "已停用", "closed", ""),
        }
    }

    /// A state's name in the filter.
    fn name(code: &str) -> Says {
        Self::of(code, None, Timestamp::UNIX_EPOCH).says
    }
}

impl Line {
    fn of(listed: Listed, now: Timestamp) -> Self {
        let staff = listed.staff;
        Self {
            state: Standing::of(&staff.state, staff.locked_until, now),
            second_factor: staff.second_factor_step.is_some(),
            roles: listed.grants.iter().map(|(grant, body)| grant_in_words(grant, body)).collect(),
            signed_in: staff.signed_in_at.map(instants::short),
            id: staff.id,
            account: staff.account,
            name: staff.name,
            body: listed.body,
        }
    }
}

async fn show(State(office): State<Office>, call: Call, headers: HeaderMap) -> Result<Response, PageError> {
    let failed = |error| crate::error::failed(&error);
    let frame = Frame::new(&office, &call, PATH).telling(&headers);
    let title = frame.say("人员", "People").to_owned();
    let query = |name: &str| call.visit.query.get(name).unwrap_or_default().to_owned();
    let (body, role, state) = (query("body"), query("role"), query("state"));
    let all = people::people(&office.records, &call.officer).await.map_err(failed)?;
    let count = all.len();
    let now = call.moment.at;
    let fits = |listed: &Listed| {
        (body.is_empty()
            || listed.staff.body == body
            || listed.grants.iter().any(|(grant, _)| grant.body == body))
            && (role.is_empty() || listed.grants.iter().any(|(grant, _)| grant.role.code() == role))
            && (state.is_empty()
                || Standing::of(&listed.staff.state, listed.staff.locked_until, now).code == state)
    };
    let people = all.into_iter().filter(|listed| fits(listed)).map(|listed| Line::of(listed, now)).collect();
    let permissions = [Permission::ManagePeople, Permission::GrantRoles];
    let bodies = people::bodies_of(&office.records, &call.officer, &permissions).await.map_err(failed)?;
    let may_invite = call.officer.may(Permission::ManagePeople);
    let frame = frame.titled(&title);
    let list =
        PeoplePage { frame, people, all: count, bodies, body, roles: Role::ALL, role, state, may_invite };
    page(&list.frame, &list)
}
