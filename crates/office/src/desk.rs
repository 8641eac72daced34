//! B2, my day (我的一天): what waits for whoever is signed in, the most pressing first.

use crate::frame::page;
use crate::{Call, Frame, Needs, Office, Rooms, items, studio};
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use gongkai_app::drafts::{self, DraftLine};
use gongkai_app::reports::studio::{Waiting, WaitsFor, waiting as reports_waiting};
use gongkai_domain::catalogue::Stage;
use gongkai_domain::people::{Permission, Role};
use gongkai_domain::says::Says;
use gongkai_web::PageError;

/// Path of the page.
pub(crate) const PATH: &str = "/office/";
/// Most things listed; the whole lists are a click away.
const MOST: usize = 50;

pub(crate) fn routes(rooms: Rooms) -> Rooms {
    rooms.page(PATH, Needs::SignedIn, show)
}

#[derive(Debug, Template)]
#[template(path = "desk.html")]
struct DeskPage {
    frame: Frame,
    roles: Vec<Says>,
    queues: Vec<Queue>,
    /// How many things wait in all.
    total: usize,
    calendar: Option<Says>,
    /// Files the scanner has not seen: address of the draft, and name.
    unscanned: Vec<(String, String)>,
}

/// Things that wait, under one heading.
#[derive(Debug)]
struct Queue {
    id: &'static str,
    name: Says,
    tasks: Vec<Task>,
}

/// One thing that waits.
#[derive(Debug)]
struct Task {
    /// Working days left; none where the law sets no limit.
    left: Option<i64>,
    limit: String,
    title: String,
    about: String,
    kind: Says,
    now: Says,
    next: Says,
    href: String,
}

impl DeskPage {
    /// The days left in words, and how they look.
    fn left(&self, left: Option<&i64>) -> (&'static str, String) {
        let Some(left) = left.copied() else { return ("", "—".to_owned()) };
        match left {
            ..0 if self.frame.lang() == "en" => ("late", format!("{} days late", -left)),
            ..0 => ("late", format!("逾期 {} 日", -left)),
            0 => ("late", self.frame.say("今天", "today").to_owned()),
            _ => (if left <= 3 { "soon" } else { "" }, format!("{left}{}", self.frame.say(" 日", " days"))),
        }
    }
}

async fn show(State(office): State<Office>, call: Call, headers: HeaderMap) -> Result<Response, PageError> {
    let frame = Frame::new(&office, &call, PATH).telling(&headers);
    let title = frame.say("我的一天", "My day").to_owned();
    let mut roles: Vec<Says> = call.officer.roles(call.moment.today).into_iter().map(Role::name).collect();
    roles.dedup();
    let tasks = tasks(&office, &call, &frame).await?;
    let total = tasks.len();
    let queues = queues(tasks);
    let calendar = calendar(&office, &call);
    let unscanned = gongkai_app::attachments::waiting_for_scan(&office.records, &call.officer).await;
    let unscanned = unscanned.map_err(|error| crate::error::failed(&error))?.into_iter();
    let unscanned = unscanned.map(|(draft, name)| (frame.href(&items::of(&draft, "review")), name)).collect();
    let desk = DeskPage { frame: frame.titled(&title), roles, queues, total, calendar, unscanned };
    page(&desk.frame, &desk)
}

async fn tasks(office: &Office, call: &Call, frame: &Frame) -> Result<Vec<Task>, PageError> {
    let today = call.moment.today;
    let mut tasks = Vec::new();
    if frame.may(Permission::Read) {
        let drafts = drafts::waiting(&office.records, &call.officer, today).await;
        let drafts = drafts.map_err(|error| crate::error::failed(&error))?;
        tasks.extend(drafts.into_iter().map(|line| of_draft(frame, line)));
    }
    if [Permission::PrepareReports, Permission::CheckReports, Permission::SignReports]
        .iter()
        .any(|one| frame.may(*one))
    {
        let waiting = reports_waiting(&office.records, &call.officer, today).await.map_err(studio::failed)?;
        tasks.extend(waiting.into_iter().map(|report| of_report(office, frame, &report)));
    }
    Ok(tasks)
}

fn of_draft(frame: &Frame, line: DraftLine) -> Task {
    let DraftLine { draft, body, limit } = line;
    let next = match draft.stage {
        Stage::Draft => Says::new("拟稿", "write"),
        Stage::Review => Says::new("审核", "review"),
        Stage::Secrecy => Says::new("保密审查", "decide on secrecy"),
        Stage::Approval => Says::new("批准", "approve"),
        _ => Says::new("发布", "publish"),
    };
    let place = if draft.stage == Stage::Draft { "" } else { "review" };
    let title = draft.title().to_owned();
    Task {
        left: limit.as_ref().map(|(.., left)| *left),
        limit: limit.map(|(_, limit, _)| limit.due.to_string()).unwrap_or_default(),
        title: if title.is_empty() {
            frame.say("（还没有标题）", "(no title yet)").to_owned()
        } else {
            title
        },
        about: body,
        kind: Says::new("主动公开", "Information"),
        now: draft.stage.name(),
        next,
        href: frame.href(&items::of(&draft.id, place)),
    }
}

fn of_report(office: &Office, frame: &Frame, waiting: &Waiting) -> Task {
    let (now, next) = match waiting.act {
        WaitsFor::Repair => (Says::new("已退回", "sent back"), Says::new("修改", "put right")),
        WaitsFor::Check => (Says::new("已送审", "submitted"), Says::new("审核", "check")),
        WaitsFor::Sign => (Says::new("已审核", "checked"), Says::new("签发", "sign")),
        WaitsFor::Publish => (Says::new("已签发", "signed"), Says::new("发布", "publish")),
        WaitsFor::Drift(cells) => (
            Says::new(
                format!("定稿后有 {cells} 个数变了"),
                format!("{cells} figures differ since it was frozen"),
            ),
            Says::new("查看", "look"),
        ),
    };
    let name =
        office.records.law.format(&waiting.format).map(|format| format.name.clone()).unwrap_or_default();
    Task {
        left: None,
        limit: String::new(),
        title: match frame.lang() {
            "en" => format!("Annual report {}", waiting.year),
            _ => format!("{}年度报告", waiting.year),
        },
        about: frame.says(&name).to_owned(),
        kind: Says::new("年报", "Annual report"),
        now,
        next,
        href: frame.href(&studio::address(&waiting.body, waiting.year, &waiting.format)),
    }
}

/// The tasks in their queues: late, today, within three days, later or without a limit.
fn queues(tasks: Vec<Task>) -> Vec<Queue> {
    let queue = |id, zh, en| Queue { id, name: Says::new(zh, en), tasks: Vec::new() };
    let mut queues = vec![
        queue("late", "逾期", "Late"),
        queue("today", "今天到期", "Due today"),
        queue("soon", "三日内", "Within three days"),
        queue("later", "以后", "Later"),
    ];
    for task in tasks.into_iter().take(MOST) {
        let at = match task.left {
            Some(..0) => 0,
            Some(0) => 1,
            Some(1..=3) => 2,
            _ => 3,
        };
        queues[at].tasks.push(task);
    }
    queues
}

/// That limits reach past the calendar, told to those who work with limits.
fn calendar(office: &Office, call: &Call) -> Option<Says> {
    let next = call.moment.today.year() + 1;
    let first = jiff::civil::Date::new(next, 1, 1).ok()?;
    let covered = office.records.law.calendar.covers(first) || call.moment.today.month() < 11;
    (call.officer.may(Permission::DraftItems) && !covered).then(|| {
        Says::new(
            format!("{next} 年放假安排还没有载入，跨到 {next} 年的期限只是暂定"),
            format!("the working days of {next} are not loaded; limits that reach into it are provisional"),
        )
    })
}
