//! B2, my day (我的一天): what waits for whoever is signed in.

use crate::frame::page;
use crate::{Call, Frame, Needs, Office, Rooms};
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use gongkai_domain::people::Role;
use gongkai_domain::says::Says;
use gongkai_web::PageError;

/// Path of the page.
pub(crate) const PATH: &str = "/office/";

pub(crate) fn routes(rooms: Rooms) -> Rooms {
    rooms.page(PATH, Needs::SignedIn, show)
}

#[derive(Debug, Template)]
#[template(path = "desk.html")]
struct DeskPage {
    frame: Frame,
    roles: Vec<Says>,
}

async fn show(State(office): State<Office>, call: Call, headers: HeaderMap) -> Result<Response, PageError> {
    let frame = Frame::new(&office, &call, PATH).telling(&headers);
    let title = frame.say("我的一天", "My day").to_owned();
    let mut roles: Vec<Says> = call.officer.roles(call.moment.today).into_iter().map(Role::name).collect();
    roles.dedup();
    let desk = DeskPage { frame: frame.titled(&title), roles };
    page(&desk.frame, &desk)
}
