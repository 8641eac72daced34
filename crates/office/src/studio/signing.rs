//! Signing: the page on which the head of the body signs a report, which freezes it.

use super::{Parts, failed, found, path};
use crate::forms::Fields;
use crate::frame::{go_on, page};
use crate::{Call, Frame, Office, reports};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use gongkai_app::reports::freezing::FreezeRefusal;
use gongkai_app::reports::studio::{self as use_cases, Signing, Studio, StudioError};
use gongkai_domain::people::Permission;
use gongkai_domain::reports::{WorkAct, WorkRefusal};
use gongkai_domain::says::Says;
use gongkai_web::PageError;

#[derive(Debug, Template)]
#[template(path = "studio/sign.html")]
struct SignPage {
    frame: Frame,
    home: String,
    studio: Studio,
    head: String,
    signing: Signing,
    reasons: Vec<Says>,
    is_own: bool,
    is_again: bool,
    wrong: Option<(&'static str, Says)>,
}

pub(super) async fn show(
    State(office): State<Office>,
    call: Call,
    Path(parts): Path<Parts>,
) -> Result<Response, PageError> {
    let form = form(&office, &call, &parts, None).await?;
    page(&form.frame, &form)
}

async fn form(
    office: &Office,
    call: &Call,
    parts: &Parts,
    sent: Option<(Signing, &'static str, Says)>,
) -> Result<SignPage, PageError> {
    let of = found(office, call, parts)?;
    call.must(Permission::SignReports, of.body)?;
    let studio =
        use_cases::look(&office.records, &call.officer, of, call.moment.today).await.map_err(failed)?;
    let frame = Frame::new(office, call, reports::PATH);
    let english = frame.lang() == "en";
    let title =
        if english { format!("Sign report {}", of.year) } else { format!("签发 {} 年年报", of.year) };
    let title = if sent.is_some() { frame.say("错误：", "Error: ").to_owned() + &title } else { title };
    let name = if english { format!("Report {}", of.year) } else { format!("{}年年报", of.year) };
    let actor = call.by().actor;
    // Own work can be signed with a reason, which the form asks for; it is no reason to hide the form.
    let refusals = studio.work.refusals(WorkAct::Sign, &actor, studio.obstacles, "x");
    let (signing, wrong) = if let Some((signing, field, says)) = sent {
        (signing, Some((field, says)))
    } else {
        let phone = studio.versions.first().map(|last| last.content.signatures.phone.clone());
        let usual = Signing {
            reviewer: studio.checker.clone().unwrap_or_default(),
            preparer: studio.preparer.clone().unwrap_or_default(),
            phone: phone.unwrap_or_default(),
            seen: studio.digest.clone(),
            ..Signing::default()
        };
        (usual, None)
    };
    Ok(SignPage {
        home: frame.href(&path(of)),
        head: call.officer.name.clone(),
        reasons: refusals.into_iter().map(WorkRefusal::says).collect(),
        is_own: studio.work.is_forced(WorkAct::Sign, &actor),
        is_again: !studio.versions.is_empty(),
        signing,
        wrong,
        frame: frame
            .titled(&title)
            .under(if english { "Annual reports" } else { "年报" }, reports::PATH)
            .under(name, &path(of)),
        studio,
    })
}

pub(super) async fn sign(
    State(office): State<Office>,
    call: Call,
    Path(parts): Path<Parts>,
    fields: Fields,
) -> Result<Response, PageError> {
    let of = found(&office, &call, &parts)?;
    let text = |name: &str| fields.get(name).to_owned();
    let signing = Signing {
        reviewer: text("reviewer"),
        preparer: text("preparer"),
        phone: text("phone"),
        reason: text("reason"),
        forced: text("forced"),
        seen: text("seen"),
    };
    let told = use_cases::sign(&office.records, &call.officer, of, &signing, &call.by()).await;
    let (field, why) = match told {
        Ok(frozen) => {
            let version = frozen.freezing.version;
            let told = Says::new(
                format!("已签发，第 {version} 版定稿；下一步：公布"),
                format!("Signed: version {version} is frozen; next: publish it"),
            );
            return Ok(go_on(&office, &call.visit, &path(of), &told));
        }
        Err(StudioError::Freeze(FreezeRefusal::NoReason(version))) => (
            "reason",
            Says::new(
                format!("已有第 {version} 版，请写明更正的理由"),
                format!("there is version {version}; say why it is corrected"),
            ),
        ),
        Err(StudioError::Freeze(refusal @ (FreezeRefusal::Unchanged(_) | FreezeRefusal::Meanwhile))) => {
            ("seen", Says::of_both(&refusal.to_string()))
        }
        Err(StudioError::Refused(refusals)) if refusals == [WorkRefusal::OwnWork] => {
            ("forced", WorkRefusal::OwnWork.says())
        }
        Err(error) => return Err(failed(error)),
    };
    let form = form(&office, &call, &parts, Some((signing, field, why))).await?;
    let mut response = page(&form.frame, &form)?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}
