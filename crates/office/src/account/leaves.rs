//! Having a colleague stand in during a leave (代理).

use crate::forms::Fields;
use crate::frame::{go_on, page, refused};
use crate::{Call, Frame, Needs, Office, Rooms};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use gongkai_app::people::{self, NewDelegation, PeopleError, Staff};
use gongkai_domain::says::Says;
use gongkai_web::PageError;

const PATH: &str = "/office/account/leave";

pub(super) fn routes(rooms: Rooms) -> Rooms {
    rooms.page(PATH, Needs::SignedIn, show).act(PATH, Needs::SignedIn, arrange).act(
        "/office/account/leaves/{id}/ending",
        Needs::SignedIn,
        end,
    )
}

#[derive(Debug, Template)]
#[template(path = "account/leave.html")]
struct LeavePage {
    frame: Frame,
    colleagues: Vec<Staff>,
    to: String,
    first: String,
    last: String,
    reason: String,
    fault: Option<(&'static str, Says)>,
}

impl LeavePage {
    async fn of(
        office: &Office,
        call: &Call,
        fields: &Fields,
        fault: Option<(&'static str, Says)>,
    ) -> Result<Self, PageError> {
        let frame = Frame::new(office, call, "");
        let (account, title) =
            (frame.say("我的账号", "My account"), frame.say("请人代理", "Have somebody stand in"));
        let (account, title) = (account.to_owned(), title.to_owned());
        let colleagues = people::colleagues(&office.records, &call.officer).await;
        Ok(Self {
            frame: frame.titled(&title).faulty(fault.is_some()).under(account, super::PATH),
            colleagues: colleagues.map_err(|error| crate::error::failed(&error))?,
            to: fields.get("to").to_owned(),
            first: fields.get("first").to_owned(),
            last: fields.get("last").to_owned(),
            reason: fields.get("reason").to_owned(),
            fault,
        })
    }

    fn fault_of(&self, field: &str) -> Option<&Says> {
        self.fault.as_ref().filter(|(name, _)| *name == field).map(|(_, says)| says)
    }
}

async fn show(State(office): State<Office>, call: Call) -> Result<Response, PageError> {
    let form = LeavePage::of(&office, &call, &Fields::default(), None).await?;
    page(&form.frame, &form)
}

async fn arrange(State(office): State<Office>, call: Call, fields: Fields) -> Result<Response, PageError> {
    let fault = match arranged(&office, &call, &fields).await {
        Ok(()) => {
            let told =
                Says::new("代理已安排，到时自动开始、自动结束。", "Arranged; it begins and ends by itself.");
            return Ok(go_on(&office, &call.visit, super::PATH, &told));
        }
        Err(PeopleError::Field(field, says)) => (field, says),
        Err(error) => return Err(crate::error::of_people(error)),
    };
    let form = LeavePage::of(&office, &call, &fields, Some(fault)).await?;
    refused(&form.frame, &form)
}

async fn arranged(office: &Office, call: &Call, fields: &Fields) -> Result<(), PeopleError> {
    let day = |name: &'static str| {
        let says = Says::new("请写日期，如 2017-05-01", "give a date such as 2017-05-01");
        fields.get(name).parse().map_err(|_| PeopleError::Field(name, says))
    };
    let new = NewDelegation {
        to: fields.get("to").to_owned(),
        first: day("first")?,
        last: day("last")?,
        reason: fields.get("reason").to_owned(),
    };
    people::delegate(&office.records, &call.officer, &new, &call.by()).await
}

async fn end(
    State(office): State<Office>,
    call: Call,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    people::end_delegation(&office.records, &call.officer, &id, &call.by())
        .await
        .map_err(crate::error::of_people)?;
    Ok(go_on(&office, &call.visit, super::PATH, &Says::new("代理已结束。", "It is ended.")))
}
