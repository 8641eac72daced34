//! Inviting somebody (邀请), and the link they are sent, which is shown once.

use crate::forms::Fields;
use crate::frame::{page, refused};
use crate::{Call, Frame, Needs, Office, Rooms, instants};
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use gongkai_app::people::{self, Body, NewStaff, PeopleError, Staff};
use gongkai_domain::people::Permission;
use gongkai_domain::says::Says;
use gongkai_web::PageError;
use jiff::SignedDuration;

const PATH: &str = "/office/people/new";
const NEEDS: Needs = Needs::OneOf(&[Permission::ManagePeople]);

pub(super) fn routes(rooms: Rooms) -> Rooms {
    rooms.page(PATH, NEEDS, show).act(PATH, NEEDS, invite)
}

#[derive(Debug, Template)]
#[template(path = "people/invite.html")]
struct InvitePage {
    frame: Frame,
    bodies: Vec<Body>,
    new: NewStaff,
    fault: Option<(&'static str, Says)>,
}

impl InvitePage {
    async fn of(
        office: &Office,
        call: &Call,
        new: NewStaff,
        fault: Option<(&'static str, Says)>,
    ) -> Result<Self, PageError> {
        let frame = Frame::new(office, call, super::PATH);
        let (people, title) =
            (frame.say("人员", "People").to_owned(), frame.say("邀请", "Invite").to_owned());
        let bodies = people::bodies_of(&office.records, &call.officer, &[Permission::ManagePeople]).await;
        Ok(Self {
            frame: frame.titled(&title).faulty(fault.is_some()).under(people, super::PATH),
            bodies: bodies.map_err(|error| crate::error::failed(&error))?,
            new,
            fault,
        })
    }

    fn fault_of(&self, field: &str) -> Option<&Says> {
        self.fault.as_ref().filter(|(name, _)| *name == field).map(|(_, says)| says)
    }
}

/// The page with a link that was just made.
#[derive(Debug, Template)]
#[template(path = "people/link.html")]
pub(super) struct MadeLinkPage {
    frame: Frame,
    staff: Staff,
    address: String,
    until: String,
}

async fn show(State(office): State<Office>, call: Call) -> Result<Response, PageError> {
    let new = NewStaff { body: call.officer.body.clone(), ..NewStaff::default() };
    let form = InvitePage::of(&office, &call, new, None).await?;
    page(&form.frame, &form)
}

async fn invite(
    State(office): State<Office>,
    call: Call,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, PageError> {
    let field = |name: &str| fields.get(name).to_owned();
    let new = NewStaff {
        account: field("account"),
        name: field("name"),
        body: field("body"),
        email: field("email"),
        grants: Vec::new(),
    };
    let fault = match people::invite(&office.records, &new, &call.by()).await {
        Ok((staff, secret)) => return made_link(&office, &call, &headers, staff, &secret),
        Err(PeopleError::Field(field, says)) => (field, says),
        Err(PeopleError::Refused(says)) => ("body", says),
        Err(error) => return Err(crate::error::of_people(error)),
    };
    let form = InvitePage::of(&office, &call, new, Some(fault)).await?;
    refused(&form.frame, &form)
}

/// Shows a link once: it is kept nowhere.
pub(super) fn made_link(
    office: &Office,
    call: &Call,
    headers: &HeaderMap,
    staff: Staff,
    secret: &str,
) -> Result<Response, PageError> {
    let frame = Frame::new(office, call, super::PATH);
    let (people, title) = (frame.say("人员", "People").to_owned(), frame.say("链接", "Link").to_owned());
    let life = SignedDuration::from_hours(office.records.law.sign_in.link_hours.into());
    let made = MadeLinkPage {
        address: format!("{}{}/office/link/{secret}", origin(office, headers), office.look.base),
        until: instants::words(&call.visit, call.moment.at + life),
        frame: frame.titled(&title).under(people, super::PATH),
        staff,
    };
    page(&made.frame, &made)
}

/// Scheme and host of the office: those the administrator gave; otherwise the host that was asked.
fn origin(office: &Office, headers: &HeaderMap) -> String {
    if !office.look.origin.is_empty() {
        return office.look.origin.clone();
    }
    let host = headers.get("host").and_then(|host| host.to_str().ok()).unwrap_or("127.0.0.1:8720");
    format!("http://{host}")
}
