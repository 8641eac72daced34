//! B18, the shelf of annual reports (年报): every year of the bodies one prepares, checks or signs for, and where it stands.

use crate::forms::Fields;
use crate::frame::{go_on, page};
use crate::{Call, Frame, Needs, Office, Rooms, studio};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use gongkai_app::reports::studio::{self as use_cases, Place, SEES as SEEN_BY};
use gongkai_domain::people::Permission;
use gongkai_domain::reports::{Issued, WorkState};
use gongkai_domain::says::Says;
use gongkai_web::paging::{PageLink, Paging, asked};
use gongkai_web::{PageError, dates};
use jiff::civil::Date;

/// Path of the page.
pub(crate) const PATH: &str = "/office/reports/";

/// Who may enter.
pub(crate) const SEES: Needs = Needs::OneOf(&SEEN_BY);

/// Reports on a page.
const SIZE: usize = 15;

pub(crate) fn routes(rooms: Rooms) -> Rooms {
    let signs = Needs::OneOf(&[Permission::SignReports]);
    rooms.page(PATH, SEES, show).act("/office/reports/{body}/public", signs, choose)
}

#[derive(Debug, Template)]
#[template(path = "reports.html")]
struct ReportsPage {
    frame: Frame,
    years: Vec<(i16, Vec<Line>)>,
    paging: Paging,
    /// Bodies whose reports one signs: code, name, whether only published ones are public.
    choices: Vec<(String, String, bool)>,
}

/// One report on the shelf.
#[derive(Debug)]
struct Line {
    name: String,
    href: String,
    format: String,
    others: Vec<(String, String)>,
    tag: (&'static str, String),
    more: Vec<String>,
    due: Option<Due>,
}

/// The last day of a report, and how far it is.
#[derive(Debug)]
pub(crate) struct Due {
    /// The day.
    pub day: Date,
    /// Where it comes from.
    pub source: String,
    /// How far it is: words and class.
    pub left: (String, &'static str),
    /// How that was counted; empty once it is over.
    pub why: String,
}

async fn show(State(office): State<Office>, call: Call, headers: HeaderMap) -> Result<Response, PageError> {
    let number = asked(&call.visit.query)?;
    let today = call.moment.today;
    let shelf = use_cases::shelf(&office.records, &call.officer, (number - 1, SIZE), today)
        .await
        .map_err(studio::failed)?;
    let frame = Frame::new(&office, &call, PATH).telling(&headers);
    let title = frame.say("年报", "Annual reports").to_owned();
    let mut years: Vec<(i16, Vec<Line>)> = Vec::new();
    for place in &shelf.places {
        let line = line(&office, &frame, place, today);
        match years.last_mut() {
            Some((year, lines)) if *year == place.year => lines.push(line),
            _ => years.push((place.year, vec![line])),
        }
    }
    let paging = Paging::new(number, SIZE, shelf.total)?;
    let choices = choices(&office, &call).await?;
    let shelf = ReportsPage { frame: frame.titled(&title), years, paging, choices };
    page(&shelf.frame, &shelf)
}

async fn choices(office: &Office, call: &Call) -> Result<Vec<(String, String, bool)>, PageError> {
    use_cases::choices(&office.records, &call.officer).await.map_err(studio::failed)
}

fn line(office: &Office, frame: &Frame, place: &Place, today: Date) -> Line {
    let href = |format: &str| frame.href(&studio::address(&place.body, place.year, format));
    let name = |format: &str| {
        let known = office.records.law.format(format);
        known.map_or_else(|| format.to_owned(), |format| frame.says(&format.name).to_owned())
    };
    Line {
        name: place.name.clone(),
        href: href(&place.format),
        format: name(&place.format),
        others: place.others.iter().map(|other| (name(other), href(other))).collect(),
        tag: tag(frame, place, today),
        more: more(frame, place),
        due: due(office, frame, place.due.as_ref(), today, place.frozen.is_some()),
    }
}

/// The one word for where a report stands.
fn tag(frame: &Frame, place: &Place, today: Date) -> (&'static str, String) {
    let state = frame.says(&place.state.name()).to_owned();
    match (place.state, place.issued) {
        _ if place.year >= today.year() => ("", frame.say("年度未结束", "Year not over").to_owned()),
        (_, Issued::Withdrawn(_)) => ("stop", frame.say("已撤回", "Withdrawn").to_owned()),
        (WorkState::Preparing, _) if place.sent_back => ("warn", frame.say("已退回", "Sent back").to_owned()),
        (WorkState::Preparing, Issued::Version(_)) => ("ok", frame.say("已公布", "Published").to_owned()),
        (WorkState::Preparing | WorkState::Submitted | WorkState::Checked, _) => ("info", state),
        (WorkState::Signed, Issued::Version(version))
            if place.frozen.is_some_and(|(last, _)| last == version) =>
        {
            ("ok", frame.say("已公布", "Published").to_owned())
        }
        (WorkState::Signed, _) => ("warn", frame.say("已签发，待公布", "Signed, not published").to_owned()),
    }
}

/// What else is to be known of a report.
fn more(frame: &Frame, place: &Place) -> Vec<String> {
    let mut more = Vec::new();
    let english = frame.lang() == "en";
    if let Some((version, on)) = place.frozen {
        more.push(if english {
            format!("version {version} frozen on {on}")
        } else {
            format!("第 {version} 版 {on} 定稿")
        });
    }
    if place.failing > 0 && place.state != WorkState::Signed {
        more.push(if english {
            format!("{} checks fail", place.failing)
        } else {
            format!("{} 项核对未通过", place.failing)
        });
    }
    if place.drifted > 0 {
        more.push(if english {
            format!("{} figures differ from it now", place.drifted)
        } else {
            format!("定稿后有 {} 个数变了", place.drifted)
        });
    }
    more
}

/// How far the last day is, counted by the calendar.
pub(crate) fn due(
    office: &Office,
    frame: &Frame,
    due: Option<&(Date, String)>,
    today: Date,
    is_frozen: bool,
) -> Option<Due> {
    let (day, source) = due?.clone();
    let english = frame.lang() == "en";
    let late = (today - day).get_days();
    let calendar = &office.records.law.calendar;
    let working = calendar.working_days_between(today, day);
    let left = match (is_frozen, late) {
        (true, _) => (String::new(), ""),
        (false, ..=0) if english => (format!("{working} working days left"), ""),
        (false, ..=0) => (format!("还有 {working} 个工作日"), if working <= 5 { "soon" } else { "" }),
        (false, _) if english => (format!("{late} days late"), "late"),
        (false, _) => (format!("已过 {late} 日"), "late"),
    };
    let all = (day - today).get_days();
    let rest = all - i32::try_from(working).unwrap_or_default();
    let why = match () {
        () if is_frozen || late > 0 => String::new(),
        () if english => format!(
            "From the day after {today} up to {day} there are {all} days; {rest} of them are weekends and days off \
             (make-up working days count as working days)."
        ),
        () => format!(
            "从 {today} 的次日数到 {day} 共 {all} 日，减去休息日和放假 {rest} 日，调休上班的日子计入。"
        ),
    };
    Some(Due { day, source, left, why })
}

/// Decides whether the public sees reports of a body only once they are published.
async fn choose(
    State(office): State<Office>,
    call: Call,
    Path(body): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let back = fields.get("only") == "yes";
    use_cases::keep_unpublished_back(&office.records, &call.officer, &body, back, &call.by())
        .await
        .map_err(studio::failed)?;
    let told = if back {
        Says::new("以后只有公布了的年报才对外显示", "From now on only published reports are public")
    } else {
        Says::new("还没有定稿的年报照常对外显示", "Reports that are not frozen yet are public as before")
    };
    Ok(go_on(&office, &call.visit, PATH, &told))
}
