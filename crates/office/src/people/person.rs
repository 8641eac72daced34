//! One person: roles, state, where they are signed in, and what may be done about it.

use super::{Standing, invite};
use crate::account::OpenPlace;
use crate::forms::Fields;
use crate::frame::{go_on, page, refused};
use crate::{Call, Frame, Needs, Office, Rooms, instants};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use gongkai_app::people::{self, PeopleError, Person};
use gongkai_domain::people::{Grant, Permission, Role};
use gongkai_domain::says::Says;
use gongkai_web::PageError;

const PERSON: &str = "/office/people/{id}";
const MANAGE: Needs = Needs::OneOf(&[Permission::ManagePeople]);
const GUARD: Needs = Needs::OneOf(&[Permission::GrantRoles]);

pub(super) fn routes(rooms: Rooms) -> Rooms {
    rooms
        .page(PERSON, super::NEEDS, show)
        .act("/office/people/{id}/roles", super::NEEDS, grant)
        .act("/office/people/{id}/roles/removal", super::NEEDS, revoke)
        .act("/office/people/{id}/link", MANAGE, send_link)
        .act("/office/people/{id}/closing", MANAGE, close)
        .act("/office/people/{id}/reopening", MANAGE, reopen)
        .act("/office/people/{id}/lock", GUARD, lock)
        .act("/office/people/{id}/unlock", GUARD, unlock)
        .act("/office/people/{id}/sessions/ending", GUARD, end_sessions)
        .act("/office/people/{id}/second-factor/removal", GUARD, clear_second_factor)
}

#[derive(Debug, Template)]
#[template(path = "people/person.html")]
struct PersonPage {
    frame: Frame,
    person: Person,
    state: Standing,
    places: Vec<OpenPlace>,
    signed_in: Option<String>,
    made: String,
    roles: [Role; 9],
    /// What was chosen for a role that was not given.
    chosen: Chosen,
    fault: Option<(&'static str, Says)>,
}

#[derive(Debug, Default)]
struct Chosen {
    role: String,
    body: String,
    below: bool,
    until: String,
}

impl Chosen {
    fn of(fields: &Fields) -> Self {
        let field = |name: &str| fields.get(name).to_owned();
        Self { role: field("role"), body: field("body"), below: fields.has("below"), until: field("until") }
    }
}

impl PersonPage {
    fn may(&self, permission: &str) -> bool {
        let wanted = if permission == "manage" { Permission::ManagePeople } else { Permission::GrantRoles };
        self.person.may.contains(&wanted)
    }

    fn path(&self, rest: &str) -> String {
        self.frame.href(&format!("/office/people/{}{rest}", self.person.listed.staff.id))
    }

    fn is(&self, state: &str) -> bool {
        self.person.listed.staff.state == state
    }

    /// Whether too many wrong passwords or the security officer locked the account.
    fn is_locked(&self) -> bool {
        self.state.code == "locked"
    }

    fn may_revoke(&self, grant: &Grant) -> bool {
        !self.person.is_self && self.person.grantable.iter().any(|body| body.code == grant.body)
    }

    fn fault_of(&self, field: &str) -> Option<&Says> {
        self.fault.as_ref().filter(|(name, _)| *name == field).map(|(_, says)| says)
    }

    async fn of(
        office: &Office,
        call: &Call,
        id: &str,
        chosen: Chosen,
        fault: Option<(&'static str, Says)>,
    ) -> Result<Self, PageError> {
        let mut person = people::person(&office.records, &call.officer, id, &call.by())
            .await
            .map_err(crate::error::of_people)?;
        let frame = Frame::new(office, call, super::PATH);
        let (people, title) = (frame.say("人员", "People").to_owned(), person.listed.staff.name.clone());
        let staff = &person.listed.staff;
        let places = std::mem::take(&mut person.places).into_iter();
        Ok(Self {
            frame: frame.titled(&title).faulty(fault.is_some()).under(people, super::PATH),
            state: Standing::of(&staff.state, staff.locked_until, call.moment.at),
            places: places.map(|place| OpenPlace::of(place, &call.session.digest)).collect(),
            signed_in: staff.signed_in_at.map(instants::short),
            made: instants::short(staff.made_at),
            roles: Role::ALL,
            chosen,
            fault,
            person,
        })
    }
}

async fn show(
    State(office): State<Office>,
    call: Call,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let mut person = PersonPage::of(&office, &call, &id, Chosen::default(), None).await?;
    person.frame = person.frame.telling(&headers);
    page(&person.frame, &person)
}

async fn grant(
    State(office): State<Office>,
    call: Call,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let done = match wanted(&fields) {
        Ok(wanted) => people::grant(&office.records, &id, &wanted, &call.by()).await,
        Err(fault) => Err(fault),
    };
    let told =
        Says::new("已授权。他下一次打开页面就能用。", "The role is given; it counts from the next page on.");
    answer(&office, &call, &id, done, &told, Chosen::of(&fields)).await
}

fn wanted(fields: &Fields) -> Result<Grant, PeopleError> {
    let fault = |field, zh: &str, en: &str| PeopleError::Field(field, Says::new(zh, en));
    let until = fields.get("until");
    Ok(Grant {
        role: Role::of_code(fields.get("role")).ok_or_else(|| fault("role", "请选角色", "choose a role"))?,
        body: fields.get("body").to_owned(),
        below: fields.has("below"),
        until: match until {
            "" => None,
            day => {
                Some(day.parse().map_err(|_| {
                    fault("until", "请写日期，如 2017-12-31", "give a date such as 2017-12-31")
                })?)
            }
        },
    })
}

async fn revoke(
    State(office): State<Office>,
    call: Call,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let role = Role::of_code(fields.get("role")).ok_or_else(PageError::not_found)?;
    let done = people::revoke(&office.records, &id, role, fields.get("body"), &call.by()).await;
    let told = Says::new("已收回。", "The role is taken back.");
    answer(&office, &call, &id, done, &told, Chosen::default()).await
}

async fn send_link(
    State(office): State<Office>,
    call: Call,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    match people::send_reset(&office.records, &id, &call.by()).await {
        Ok(secret) => {
            let person = people::person(&office.records, &call.officer, &id, &call.by()).await;
            let staff = person.map_err(crate::error::of_people)?.listed.staff;
            invite::made_link(&office, &call, &headers, staff, &secret)
        }
        Err(error) => answer(&office, &call, &id, Err(error), &Says::default(), Chosen::default()).await,
    }
}

/// Handlers that do one thing to an account and tell it.
macro_rules! acts {
    ($($handler:ident: $use_case:path, $zh:literal, $en:literal;)*) => {$(
        async fn $handler(
            State(office): State<Office>,
            call: Call,
            Path(id): Path<String>,
        ) -> Result<Response, PageError> {
            let done = $use_case(&office.records, &id, &call.by()).await.map(drop);
            answer(&office, &call, &id, done, &Says::new($zh, $en), Chosen::default()).await
        }
    )*};
}

acts! {
    close: people::close, "账号已停用，角色已收回，登录的地方都已退出。", "The account is closed, its roles taken back, its sessions ended.";
    reopen: people::reopen, "账号已恢复。发一个链接给他；角色要重新授予。", "The account is open again. Send a link; roles must be given anew.";
    lock: people::lock, "账号已锁定，登录的地方都已退出。", "The account is locked and signed out everywhere.";
    unlock: people::unlock, "账号已解锁。", "The account is unlocked.";
    end_sessions: people::end_sessions, "登录的地方都已退出。", "Signed out everywhere.";
    clear_second_factor: people::clear_second_factor, "动态码已取消，他下次登录再设。", "The second factor is taken away; it is set up at the next sign-in.";
}

/// Back to the person, told what was done; or their page with why it was not.
async fn answer(
    office: &Office,
    call: &Call,
    id: &str,
    done: Result<(), PeopleError>,
    told: &Says,
    chosen: Chosen,
) -> Result<Response, PageError> {
    let fault = match done {
        Ok(()) => return Ok(go_on(office, &call.visit, &format!("/office/people/{id}"), told)),
        Err(PeopleError::Field(field, says)) => (field, says),
        Err(PeopleError::Refused(says)) => ("acts", says),
        Err(PeopleError::Closed) => ("acts", Says::new("这个账号已经停用", "this account is closed")),
        Err(error) => return Err(crate::error::of_people(error)),
    };
    let person = PersonPage::of(office, call, id, chosen, Some(fault)).await?;
    refused(&person.frame, &person)
}
