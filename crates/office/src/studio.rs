//! B18, the report studio (编制年报): one report from its first draft to the public.

mod acts;
mod asking;
mod cell;
mod files;
mod page;
mod signing;
mod steps;
mod table;
mod text;

use crate::{Call, Needs, Office, Rooms, error, reports};
use axum::http::StatusCode;
use gongkai_app::reports::ReportError;
use gongkai_app::reports::studio::{self as use_cases, ReportOf, StudioError};
use gongkai_domain::people::Permission;
use gongkai_domain::reports::WorkRefusal;
use gongkai_domain::says::Says;
use gongkai_web::{PageError, Step};

/// Body, year and format of an address.
type Parts = (String, String, String);

/// Pattern of the addresses of one report.
macro_rules! under {
    ($rest:literal) => {
        concat!("/office/reports/{body}/{year}/{format}", $rest)
    };
}

pub(crate) fn routes(rooms: Rooms) -> Rooms {
    use Permission::{CheckReports, PrepareReports, PublishItems, SignReports};
    let prepares = Needs::OneOf(&[PrepareReports]);
    let checks = Needs::OneOf(&[CheckReports]);
    let signs = Needs::OneOf(&[SignReports]);
    let publishes = Needs::OneOf(&[SignReports, PublishItems]);
    rooms
        .page(under!(""), reports::SEES, page::show)
        .page(under!("/text/{place}"), prepares, text::show)
        .act(under!("/text/{place}"), prepares, text::save)
        .page(under!("/cell/{cell}"), prepares, cell::show)
        .act(under!("/cell/{cell}"), prepares, cell::decide)
        .act(under!("/check/{check}"), prepares, acts::accept)
        .act(under!("/submission"), prepares, acts::submit)
        .act(under!("/checking"), checks, acts::check)
        .act(under!("/return"), reports::SEES, acts::send_back)
        .act(under!("/comments"), reports::SEES, acts::comment)
        .act(under!("/comments/{comment}"), reports::SEES, acts::resolve)
        .page(under!("/signature"), signs, signing::show)
        .act(under!("/signature"), signs, signing::sign)
        .act(under!("/publication"), publishes, acts::publish)
        .act(under!("/withdrawal"), publishes, acts::withdraw)
        .page(under!("/file/{name}"), reports::SEES, files::give)
}

/// Address of the studio of a report.
pub(crate) fn address(body: &str, year: i16, format: &str) -> String {
    format!("/office/reports/{body}/{year}/{format}")
}

fn path(of: ReportOf<'_>) -> String {
    address(of.body, of.year, &of.format.id)
}

/// The report an address is about, for those who may see it.
fn found<'a>(office: &'a Office, call: &Call, parts: &'a Parts) -> Result<ReportOf<'a>, PageError> {
    let (body, year, format) = parts;
    let year: i16 = year.parse().ok().filter(|year| (1900..=2200).contains(year)).ok_or_else(unknown)?;
    let format = office.records.law.format(format).ok_or_else(unknown)?;
    if !use_cases::may_see(&call.officer, body) {
        return Err(unknown());
    }
    Ok(ReportOf { body, year, format })
}

fn unknown() -> PageError {
    PageError::not_found().step(Step::new("看全部年报", "See all annual reports", reports::PATH))
}

/// The page for something the studio did not do.
pub(crate) fn failed(error: StudioError) -> PageError {
    match error {
        StudioError::Storage(error) | StudioError::Report(ReportError::Storage(error)) => {
            error::failed(&error)
        }
        StudioError::Report(ReportError::Missing(error)) => PageError::broken(error.to_string()),
        StudioError::Unknown | StudioError::Report(_) => unknown(),
        StudioError::Refused(refusals) => {
            let reasons: Vec<Says> = refusals.into_iter().map(WorkRefusal::says).collect();
            let zh: Vec<&str> = reasons.iter().map(|says| says.zh.as_str()).collect();
            let en: Vec<&str> = reasons.iter().map(|says| says.en.as_str()).collect();
            not_done(&Says::new(zh.join("；"), en.join("; ")))
        }
        StudioError::Changed => not_done(&Says::of_both(&StudioError::Changed.to_string())),
        other => not_done(&Says::of_both(&other.to_string())),
    }
}

fn not_done(why: &Says) -> PageError {
    PageError::refused(
        StatusCode::CONFLICT,
        Says::new("没有办理", "This was not done"),
        Says::new(format!("{}。", why.zh), format!("{}.", why.en)),
        Says::new("请回到这份年报再看一遍。", "Go back to the report and look again."),
    )
}
