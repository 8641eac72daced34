//! What of a body is due, item by item with its rule: the dry run, from which a run is proposed.

use super::{PATH, of_run, refused, said};
use crate::forms::Fields;
use crate::frame::{go_on, page};
use crate::items::of_published;
use crate::{Call, Frame, Office};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use gongkai_app::retention::{self, Authority, DueItem, RetentionError};
use gongkai_domain::people::Permission;
use gongkai_domain::retention::Choice;
use gongkai_domain::says::Says;
use gongkai_web::PageError;
use std::collections::BTreeMap;

/// What can be chosen for an item, in order.
const CHOICES: [Choice; 6] = [
    Choice::Wait,
    Choice::Archive,
    Choice::Transfer,
    Choice::Extend(10),
    Choice::Extend(30),
    Choice::Forever,
];

#[derive(Debug, Template)]
#[template(path = "retention/due.html")]
struct DuePage {
    frame: Frame,
    body: String,
    name: String,
    items: Vec<DueItem>,
    /// What was chosen already, where a form was not taken.
    chosen: BTreeMap<String, Choice>,
    reason: String,
    may_propose: bool,
    wrong: Option<Says>,
}

pub(super) async fn show(
    State(office): State<Office>,
    call: Call,
    headers: HeaderMap,
    Path(body): Path<String>,
) -> Result<Response, PageError> {
    let due = drawn(&office, &call, &headers, body, (BTreeMap::new(), String::new()), None).await?;
    page(&due.frame, &due)
}

pub(super) async fn propose(
    State(office): State<Office>,
    call: Call,
    headers: HeaderMap,
    Path(body): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let keys = fields.all("key").into_iter().map(str::to_owned);
    let choices = fields.all("choice").into_iter().map(Choice::of_code);
    let chosen: BTreeMap<String, Choice> =
        keys.zip(choices).filter_map(|(key, choice)| Some((key, choice?))).collect();
    let reason = fields.get("reason").to_owned();
    let who = Authority::Officer(&call.officer);
    match retention::propose(&office.records, who, &body, &chosen, &reason, &call.by()).await {
        Ok(id) => {
            let told = Says::new(
                "已提请；要由另一个有批准权限的人批准。",
                "Proposed; somebody else who may approve has to confirm it.",
            );
            Ok(go_on(&office, &call.visit, &of_run(&id), &told))
        }
        Err(error @ RetentionError::Refused(..)) => {
            let wrong = Some(said(&error));
            let due = drawn(&office, &call, &headers, body, (chosen, reason), wrong).await?;
            let mut response = page(&due.frame, &due)?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
        Err(error) => Err(refused(error)),
    }
}

async fn drawn(
    office: &Office,
    call: &Call,
    headers: &HeaderMap,
    body: String,
    (chosen, reason): (BTreeMap<String, Choice>, String),
    wrong: Option<Says>,
) -> Result<DuePage, PageError> {
    let who = Authority::Officer(&call.officer);
    let items = retention::due(&office.records, who, &body, call.moment.today).await.map_err(refused)?;
    let bodies =
        gongkai_app::public::bodies(&office.records).await.map_err(|error| crate::error::failed(&error))?;
    let name = bodies.into_iter().find(|one| one.code == body).map_or(body.clone(), |one| one.name);
    let frame = Frame::new(office, call, PATH).telling(headers);
    let title = frame.say("到期的信息", "What is due").to_owned();
    let list = frame.say("保管与归档", "Retention").to_owned();
    let frame = frame.titled(&title).faulty(wrong.is_some()).under(list, PATH);
    let may_propose = call.officer.may_for(Permission::PublishItems, &body);
    Ok(DuePage { frame, body, name, items, chosen, reason, may_propose, wrong })
}

impl DuePage {
    fn action(&self) -> String {
        self.frame.href(&format!("{PATH}due/{}", self.body))
    }

    fn item_href(&self, item: &DueItem) -> String {
        self.frame.href(&of_published(&item.short_id))
    }

    fn brief(&self, item: &DueItem) -> String {
        self.frame.says(&item.decision.brief()).to_owned()
    }

    fn why(&self, item: &DueItem) -> String {
        self.frame.says(&item.decision.explain()).to_owned()
    }

    /// The choices for an item: code, name, whether it is the one chosen.
    fn choices(&self, item: &DueItem) -> Vec<(String, String, bool)> {
        let chosen = self.chosen.get(&item.key).copied().unwrap_or(Choice::of(item.decision.action));
        let one =
            |choice: Choice| (choice.code(), self.frame.says(&choice.name()).to_owned(), choice == chosen);
        CHOICES.into_iter().map(one).collect()
    }
}
