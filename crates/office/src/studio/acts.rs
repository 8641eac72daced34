//! What is done with a report by one press: hand in, check, send back, comment, accept a check, publish, withdraw.

use super::{Parts, failed, found, path};
use crate::forms::Fields;
use crate::frame::go_on;
use crate::{Call, Office};
use axum::extract::{Path, State};
use axum::response::Response;
use gongkai_app::reports::studio::{self as use_cases, ReportOf, StudioError};
use gongkai_domain::says::Says;
use gongkai_web::PageError;

type Answer = Result<Response, PageError>;
type Part = Path<(String, String, String, String)>;

/// Back to the studio, which tells what was done.
fn done(office: &Office, call: &Call, of: ReportOf<'_>, told: Result<Says, StudioError>) -> Answer {
    Ok(go_on(office, &call.visit, &path(of), &told.map_err(failed)?))
}

pub(super) async fn submit(
    State(office): State<Office>,
    call: Call,
    Path(parts): Path<Parts>,
    fields: Fields,
) -> Answer {
    let of = found(&office, &call, &parts)?;
    let told = use_cases::submit(&office.records, &call.officer, of, fields.get("seen"), &call.by()).await;
    done(&office, &call, of, told.map(|()| Says::new("已送审；下一步：审核", "Handed in; next: checking")))
}

pub(super) async fn check(
    State(office): State<Office>,
    call: Call,
    Path(parts): Path<Parts>,
    fields: Fields,
) -> Answer {
    let of = found(&office, &call, &parts)?;
    let with = (fields.get("seen"), fields.get("forced"));
    let told = use_cases::check(&office.records, &call.officer, of, with, &call.by()).await;
    done(&office, &call, of, told.map(|()| Says::new("审核通过；下一步：签发", "Checked; next: signing")))
}

pub(super) async fn send_back(
    State(office): State<Office>,
    call: Call,
    Path(parts): Path<Parts>,
    fields: Fields,
) -> Answer {
    let of = found(&office, &call, &parts)?;
    let said = (fields.get("about"), fields.get("words"));
    let told = use_cases::send_back(&office.records, &call.officer, of, said, &call.by()).await;
    done(&office, &call, of, told.map(|()| Says::new("已退回编制", "Sent back to whoever prepares it")))
}

pub(super) async fn comment(
    State(office): State<Office>,
    call: Call,
    Path(parts): Path<Parts>,
    fields: Fields,
) -> Answer {
    let of = found(&office, &call, &parts)?;
    let said = (fields.get("about"), fields.get("words"));
    let told = use_cases::comment(&office.records, &call.officer, of, said, &call.by()).await;
    done(&office, &call, of, told.map(|()| Says::new("意见已记下", "The comment is kept")))
}

pub(super) async fn resolve(
    State(office): State<Office>,
    call: Call,
    Path((body, year, format, id)): Part,
) -> Answer {
    let parts = (body, year, format);
    let of = found(&office, &call, &parts)?;
    let told = use_cases::resolve(&office.records, &call.officer, of, &id, &call.by()).await;
    done(&office, &call, of, told.map(|()| Says::new("意见已办结", "The comment is dealt with")))
}

pub(super) async fn accept(
    State(office): State<Office>,
    call: Call,
    Path((body, year, format, id)): Part,
    fields: Fields,
) -> Answer {
    let parts = (body, year, format);
    let of = found(&office, &call, &parts)?;
    let (records, officer, by) = (&office.records, &call.officer, call.by());
    if fields.get("what") == "take-back" {
        let told = use_cases::take_acceptance_back(records, officer, of, &id, &by).await;
        return done(
            &office,
            &call,
            of,
            told.map(|()| Says::new("说明已收回", "The acceptance is taken back")),
        );
    }
    let told = use_cases::accept_check(records, officer, of, (&id, fields.get("reason")), &by).await;
    let words = Says::new(
        "已写明理由，这一项不再挡住送审",
        "The reason is kept; this check no longer stands in the way",
    );
    done(&office, &call, of, told.map(|()| words))
}

pub(super) async fn publish(
    State(office): State<Office>,
    call: Call,
    Path(parts): Path<Parts>,
    fields: Fields,
) -> Answer {
    let of = found(&office, &call, &parts)?;
    let told = use_cases::publish(&office.records, &call.officer, of, fields.get("note"), &call.by()).await;
    let words = |version| {
        Says::new(
            format!("第 {version} 版已在门户公布"),
            format!("Version {version} is public on the portal"),
        )
    };
    done(&office, &call, of, told.map(words))
}

pub(super) async fn withdraw(
    State(office): State<Office>,
    call: Call,
    Path(parts): Path<Parts>,
    fields: Fields,
) -> Answer {
    let of = found(&office, &call, &parts)?;
    let told = use_cases::withdraw(&office.records, &call.officer, of, fields.get("why"), &call.by()).await;
    let words = |version| {
        Says::new(
            format!("第 {version} 版已撤回，原来的地址说明原因"),
            format!("Version {version} is withdrawn; its address says why"),
        )
    };
    done(&office, &call, of, told.map(words))
}
