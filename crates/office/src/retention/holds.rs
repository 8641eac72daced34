//! Holds: what keeps items from being disposed of, by whom and why.

use super::{PATH, refused, said};
use crate::forms::Fields;
use crate::frame::{go_on, page};
use crate::items::when;
use crate::{Call, Frame, Office};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use gongkai_app::retention::{self, HoldLine, RetentionError};
use gongkai_domain::people::Permission;
use gongkai_domain::retention::{Hold, HoldScope};
use gongkai_domain::says::Says;
use gongkai_web::PageError;

/// Path of the page.
const HOLDS: &str = "/office/retention/holds";

#[derive(Debug, Template)]
#[template(path = "retention/holds.html")]
struct HoldsPage {
    frame: Frame,
    holds: Vec<HoldLine>,
    /// The bodies somebody may place holds for: code and name.
    bodies: Vec<(String, String)>,
    sent: Fields,
    /// What is wrong: field and why.
    wrong: Option<(&'static str, Says)>,
}

pub(super) async fn show(
    State(office): State<Office>,
    call: Call,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let numbers = call.visit.query.get("item").unwrap_or_default().to_owned();
    let sent: Fields = [("numbers".to_owned(), numbers)].into_iter().collect();
    let shown = drawn(&office, &call, &headers, sent, None).await?;
    page(&shown.frame, &shown)
}

pub(super) async fn place(
    State(office): State<Office>,
    call: Call,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, PageError> {
    let scope = HoldScope::read(fields.raw("numbers"), fields.get("word"));
    let placed = match scope {
        Err(says) => Err(RetentionError::Refused("numbers", says)),
        Ok(scope) => {
            let hold = Hold {
                id: String::new(),
                body: fields.get("body").to_owned(),
                scope,
                matter: fields.get("matter").to_owned(),
                reason: fields.get("reason").to_owned(),
            };
            retention::place(&office.records, &call.officer, &hold, &call.by()).await
        }
    };
    match placed {
        Ok(_) => {
            let told = Says::new("已暂缓；到期也不处置，直到解除。", "On hold until it is lifted.");
            Ok(go_on(&office, &call.visit, HOLDS, &told))
        }
        Err(RetentionError::Refused(field, says)) => {
            again(&office, &call, &headers, fields, (field, says)).await
        }
        Err(error) => Err(refused(error)),
    }
}

pub(super) async fn lift(
    State(office): State<Office>,
    call: Call,
    headers: HeaderMap,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    match retention::lift(&office.records, &call.officer, &id, fields.get("why"), &call.by()).await {
        Ok(()) => {
            let told = Says::new("已解除暂缓。", "The hold is lifted.");
            Ok(go_on(&office, &call.visit, HOLDS, &told))
        }
        Err(error @ (RetentionError::Refused(..) | RetentionError::Changed)) => {
            again(&office, &call, &headers, Fields::default(), ("holds", said(&error))).await
        }
        Err(error) => Err(refused(error)),
    }
}

async fn again(
    office: &Office,
    call: &Call,
    headers: &HeaderMap,
    sent: Fields,
    wrong: (&'static str, Says),
) -> Result<Response, PageError> {
    let shown = drawn(office, call, headers, sent, Some(wrong)).await?;
    let mut response = page(&shown.frame, &shown)?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

async fn drawn(
    office: &Office,
    call: &Call,
    headers: &HeaderMap,
    sent: Fields,
    wrong: Option<(&'static str, Says)>,
) -> Result<HoldsPage, PageError> {
    let failed = |error| crate::error::failed(&error);
    let holds = retention::holds(&office.records, &call.officer).await.map_err(failed)?;
    let may = |code: &str| {
        [Permission::PublishItems, Permission::ApproveItems]
            .iter()
            .any(|one| call.officer.may_for(*one, code))
    };
    let bodies = gongkai_app::public::bodies(&office.records).await.map_err(failed)?;
    let bodies =
        bodies.into_iter().filter(|body| may(&body.code)).map(|body| (body.code, body.name)).collect();
    let frame = Frame::new(office, call, PATH).telling(headers);
    let title = frame.say("暂缓处置", "Holds").to_owned();
    let list = frame.say("保管与归档", "Retention").to_owned();
    let frame = frame.titled(&title).faulty(wrong.is_some()).under(list, PATH);
    Ok(HoldsPage { frame, holds, bodies, sent, wrong })
}

impl HoldsPage {
    fn why(&self, field: &str) -> Option<&str> {
        let wrong = self.wrong.as_ref().filter(|(about, _)| *about == field);
        wrong.map(|(_, says)| self.frame.says(says))
    }

    fn action(&self) -> String {
        self.frame.href(HOLDS)
    }

    fn lift_action(&self, line: &HoldLine) -> String {
        self.frame.href(&format!("{HOLDS}/{}/lift", line.hold.id))
    }

    fn scope(&self, line: &HoldLine) -> String {
        self.frame.says(&line.hold.scope.name()).to_owned()
    }

    fn placed(&self, line: &HoldLine) -> String {
        format!("{}　{}", line.placed.0, when(line.placed.1, self.frame.today))
    }

    fn lifted(&self, line: &HoldLine) -> Option<String> {
        let (who, at, why) = line.lifted.as_ref()?;
        Some(format!("{who}　{}　{why}", when(*at, self.frame.today)))
    }

    fn may_lift(&self, line: &HoldLine) -> bool {
        line.lifted.is_none() && self.bodies.iter().any(|(code, _)| *code == line.hold.body)
    }
}
