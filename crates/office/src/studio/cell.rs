//! What the office decides about one cell: another number, or that it does not apply.

use super::{Parts, failed, found, path, unknown};
use crate::forms::Fields;
use crate::frame::{go_on, page};
use crate::{Call, Frame, Office, reports};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use gongkai_app::import::ImportError;
use gongkai_app::reports::studio::{self as use_cases, ReportOf, StudioError};
use gongkai_domain::reports::{Figure, ReportCell};
use gongkai_domain::says::Says;
use gongkai_web::{Markup, PageError, markup};

#[derive(Debug, Template)]
#[template(path = "studio/cell.html")]
struct CellPage {
    frame: Frame,
    home: String,
    cell: ReportCell,
    counted: Markup,
    is_number: bool,
    does_not_apply: bool,
    value: String,
    reason: String,
    wrong: Option<(&'static str, Says)>,
    is_open: bool,
}

type Place = Path<(String, String, String, String)>;

pub(super) async fn show(
    State(office): State<Office>,
    call: Call,
    Path((body, year, format, code)): Place,
) -> Result<Response, PageError> {
    let parts = (body, year, format);
    let form = form(&office, &call, &parts, &code, None).await?;
    page(&form.frame, &form)
}

async fn form(
    office: &Office,
    call: &Call,
    parts: &Parts,
    code: &str,
    sent: Option<(&Fields, &'static str, Says)>,
) -> Result<CellPage, PageError> {
    let of = found(office, call, parts)?;
    let studio =
        use_cases::look(&office.records, &call.officer, of, call.moment.today).await.map_err(failed)?;
    let cell = studio.report.cell(code).ok_or_else(unknown)?.clone();
    let frame = Frame::new(office, call, reports::PATH);
    let english = frame.lang() == "en";
    let title =
        if english { format!("Another number for {code}") } else { format!("另定 {code} 的数值") };
    let title = if sent.is_some() { frame.say("错误：", "Error: ").to_owned() + &title } else { title };
    let name = if english { format!("Report {}", of.year) } else { format!("{}年年报", of.year) };
    let known = of.format.cell(code).ok_or_else(unknown)?;
    let set = cell.overridden.as_ref();
    let (value, reason) = match &sent {
        Some((fields, ..)) => (fields.get("value").to_owned(), fields.get("reason").to_owned()),
        None => (
            set.map(|set| set.value.normalize().to_string()).unwrap_or_default(),
            set.map(|set| set.reason.clone()).unwrap_or_default(),
        ),
    };
    Ok(CellPage {
        home: frame.href(&path(of)),
        counted: markup::printed(&plain(&cell.counted)),
        is_number: known.is_number(),
        does_not_apply: cell.value == Figure::NotApplicable,
        value,
        reason,
        wrong: sent.map(|(_, field, says)| (field, says)),
        is_open: studio.work.state.is_open(),
        frame: frame
            .titled(&title)
            .under(if english { "Annual reports" } else { "年报" }, reports::PATH)
            .under(name, &path(of)),
        cell,
    })
}

fn plain(figure: &Figure) -> String {
    match figure {
        Figure::Number(number) => number.normalize().to_string(),
        Figure::List(items) => items.join("、"),
        Figure::Words(words) => words.clone(),
        Figure::Undefined => "—".to_owned(),
        Figure::NotApplicable => "/".to_owned(),
    }
}

pub(super) async fn decide(
    State(office): State<Office>,
    call: Call,
    Path((body, year, format, code)): Place,
    fields: Fields,
) -> Result<Response, PageError> {
    let parts = (body, year, format);
    let of = found(&office, &call, &parts)?;
    let told = match decided(&office, &call, of, &code, &fields).await {
        Ok(told) => told,
        Err(StudioError::Field(field)) => {
            let why = if field == "value" {
                Says::new("请填一个数，如 5187 或 12.5", "give a number, as 5187 or 12.5")
            } else {
                Says::new("请写明理由，它会印在报告里", "say why; the report prints it")
            };
            return again(&office, &call, &parts, &code, (&fields, field, why)).await;
        }
        Err(StudioError::Import(ImportError::Faults(faults))) => {
            let why = faults.first().map(|problem| problem.fault.says.clone()).unwrap_or_default();
            return again(&office, &call, &parts, &code, (&fields, "value", why)).await;
        }
        Err(error) => return Err(failed(error)),
    };
    let back = format!("{}?cell={code}", path(of));
    Ok(go_on(&office, &call.visit, &back, &told))
}

async fn again(
    office: &Office,
    call: &Call,
    parts: &Parts,
    code: &str,
    sent: (&Fields, &'static str, Says),
) -> Result<Response, PageError> {
    let form = form(office, call, parts, code, Some(sent)).await?;
    let mut response = page(&form.frame, &form)?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

async fn decided(
    office: &Office,
    call: &Call,
    of: ReportOf<'_>,
    code: &str,
    fields: &Fields,
) -> Result<Says, StudioError> {
    let (records, officer, by) = (&office.records, &call.officer, call.by());
    if fields.get("what") == "count" {
        use_cases::take_decision_back(records, officer, of, code, &by).await?;
        return Ok(Says::new(
            format!("{code} 恢复按台账计数"),
            format!("{code} is counted from the registers again"),
        ));
    }
    let reason = fields.get("reason");
    if fields.get("what") == "not-applicable" {
        use_cases::decide(records, officer, of, (code, None, reason), &by).await?;
        return Ok(Says::new(
            format!("{code} 标为不适用，印“/”"),
            format!("{code} does not apply; it prints “/”"),
        ));
    }
    use_cases::decide(records, officer, of, (code, Some(fields.get("value")), reason), &by).await?;
    Ok(Says::new(format!("{code} 已另定数值"), format!("{code} has another number")))
}
