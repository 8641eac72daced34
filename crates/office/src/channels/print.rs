//! Printing (编印): items are chosen and put in order, looked at as PDF, issued; what was issued can be fetched again.

use super::{PATH, PRINT, not_done, refused};
use crate::forms::Fields;
use crate::frame::{go_on, page};
use crate::items::when;
use crate::{Call, Frame, Office};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use gongkai_app::Page;
use gongkai_app::channels::{self, ChannelError, PrintError, Printed, Wanted};
use gongkai_app::drafts::{self, DraftFilter, PublishedLine};
use gongkai_app::registers::body_names;
use gongkai_app::typesetting::{Pdf, TypesettingError};
use gongkai_domain::catalogue::Stage;
use gongkai_domain::issues::{Issue, IssueKind};
use gongkai_domain::people::Permission;
use gongkai_domain::says::Says;
use gongkai_web::PageError;
use std::sync::Arc;

/// Items to choose from at once.
const SHOWN: i64 = 60;

#[derive(Template)]
#[template(path = "channels/issues.html")]
struct IssuesPage {
    frame: Frame,
    issues: Vec<(Printed, String)>,
    may_publish: bool,
}

pub(super) async fn list(
    State(office): State<Office>,
    call: Call,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let issues = channels::issues(&office.records, &call.officer).await.map_err(refused)?;
    let frame = Frame::new(&office, &call, PATH).telling(&headers);
    let (title, above) = (frame.say("编印", "Print"), frame.say("公开渠道", "Channels").to_owned());
    let frame = frame.titled(title).under(above, PATH);
    let list = IssuesPage { frame, issues, may_publish: call.officer.may(Permission::PublishItems) };
    page(&list.frame, &list)
}

pub(super) async fn file(
    State(office): State<Office>,
    call: Call,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let (_, pdf) = channels::issue_file(&office.records, &call.officer, &id).await.map_err(refused)?;
    Ok(shown(pdf))
}

/// A PDF the browser shows.
fn shown(pdf: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/pdf"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"issue.pdf\""),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    (headers, pdf).into_response()
}

/// What is being put together, with the items there are to choose from.
#[derive(Template)]
#[template(path = "channels/print.html")]
struct PrintPage {
    frame: Frame,
    wanted: Wanted,
    kind: IssueKind,
    bodies: Vec<(String, String)>,
    categories: Vec<(String, String)>,
    words: String,
    category: String,
    year: String,
    /// Chosen items in order: short id and title.
    chosen: Vec<(String, String, String)>,
    /// Items to choose from.
    found: Vec<PublishedLine>,
    faults: Vec<(&'static str, Says)>,
    sets: bool,
}

pub(super) async fn new(State(office): State<Office>, call: Call) -> Result<Response, PageError> {
    let kind = IssueKind::of_code(call.visit.query.get("kind").unwrap_or("gazette"));
    let kind = kind.ok_or_else(PageError::not_found)?;
    let bodies = call.officer.bodies(Permission::PublishItems);
    let body = bodies.iter().find(|body| **body == call.officer.body).or(bodies.first());
    let wanted = Wanted {
        body: body.cloned().unwrap_or_default(),
        kind: Some(kind),
        year: call.moment.today.year().to_string(),
        dated: call.moment.today.to_string(),
        ..Wanted::default()
    };
    let form = form(&office, &call, wanted, &Fields::default(), Vec::new()).await?;
    page(&form.frame, &form)
}

pub(super) async fn work(
    State(office): State<Office>,
    call: Call,
    sent: Fields,
) -> Result<Response, PageError> {
    let wanted = wanted(&sent);
    let faults = match sent.get("do") {
        "preview" => match preview(&office, &call, &wanted).await? {
            Ok(pdf) => return Ok(shown(pdf.bytes.clone())),
            Err(faults) => faults,
        },
        "issue" => match issue(&office, &call, &wanted).await? {
            Ok(response) => return Ok(response),
            Err(faults) => faults,
        },
        _ => Vec::new(),
    };
    let is_wrong = !faults.is_empty();
    let form = form(&office, &call, wanted, &sent, faults).await?;
    let mut response = page(&form.frame, &form)?;
    if is_wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

type Faults = Vec<(&'static str, Says)>;

async fn preview(
    office: &Office,
    call: &Call,
    wanted: &Wanted,
) -> Result<Result<Arc<Pdf>, Faults>, PageError> {
    match channels::assemble(&office.records, &call.officer, wanted, true).await {
        Ok(issue) => Ok(Ok(set(office, issue).await?)),
        Err(ChannelError::Fields(faults)) => Ok(Err(faults)),
        Err(error) => Err(refused(error)),
    }
}

async fn issue(office: &Office, call: &Call, wanted: &Wanted) -> Result<Result<Response, Faults>, PageError> {
    let issue = match channels::assemble(&office.records, &call.officer, wanted, false).await {
        Ok(issue) => issue,
        Err(ChannelError::Fields(faults)) => return Ok(Err(faults)),
        Err(error) => return Err(refused(error)),
    };
    let pdf = set(office, issue.clone()).await?;
    let set = (&issue, pdf.bytes.as_slice());
    match channels::keep_issue(&office.records, &call.officer, wanted, set, &call.by()).await {
        Ok(_) => {
            let told = if issue.kind.channel().is_some() {
                Says::new(
                    "已编印。每件信息都登记了一条渠道发布，文件留存在这里。",
                    "Printed. Every item has its placement, and the file is kept here.",
                )
            } else {
                Says::new(
                    "已编印。简报台账登记了这一期，文件留存在这里。",
                    "Printed. The issue is in its register, and the file is kept here.",
                )
            };
            Ok(Ok(go_on(office, &call.visit, PRINT, &told)))
        }
        Err(PrintError::Channel(ChannelError::Fields(faults))) => Ok(Err(faults)),
        Err(PrintError::Channel(error)) => Err(refused(error)),
        Err(error @ PrintError::Changed) => Err(not_done(Says::of_both(&error.to_string()))),
    }
}

async fn set(office: &Office, issue: Issue) -> Result<Arc<Pdf>, PageError> {
    let Some(typesetter) = &office.typesetter else { return Err(PageError::not_found()) };
    typesetter.issue(issue).await.map_err(|error| match error {
        TypesettingError::Fault(_) => PageError::broken(error.to_string()),
        _ => PageError::unavailable(error.to_string()),
    })
}

/// What was sent: chosen items sorted by the numbers typed beside them, less those dropped; ticked ones after them.
fn wanted(sent: &Fields) -> Wanted {
    let text = |name: &str| sent.get(name).to_owned();
    let dropped = sent.all("drop");
    let chosen = sent.all("item").into_iter().filter(|id| !dropped.contains(id));
    let mut chosen: Vec<(i64, &str)> =
        chosen.map(|id| (sent.get(&format!("order.{id}")).parse().unwrap_or(i64::MAX), id)).collect();
    chosen.sort_by_key(|(order, _)| *order);
    let mut items: Vec<String> = chosen.into_iter().map(|(_, id)| id.to_owned()).collect();
    for id in sent.all("add") {
        if !items.iter().any(|known| known == id) {
            items.push(id.to_owned());
        }
    }
    Wanted {
        body: text("body"),
        kind: IssueKind::of_code(sent.get("kind")),
        series: text("series"),
        title: text("title"),
        year: text("year"),
        number: text("number"),
        dated: text("dated"),
        items,
    }
}

async fn form(
    office: &Office,
    call: &Call,
    mut wanted: Wanted,
    sent: &Fields,
    faults: Faults,
) -> Result<PrintPage, PageError> {
    let failed = |error| crate::error::failed(&error);
    let kind = wanted.kind.ok_or_else(PageError::not_found)?;
    let (words, category, year) = (sent.get("words"), sent.get("category"), sent.get("of_year"));
    let filter = DraftFilter {
        stage: Some(Stage::Published),
        category: category.to_owned(),
        body: String::new(),
        year: year.parse().ok(),
        words: words.to_owned(),
    };
    let rows = Page { offset: 0, limit: SHOWN };
    let list = drafts::list(&office.records, &call.officer, &filter, call.moment.today, rows).await;
    let mut found = list.map_err(failed)?.published;
    found.retain(|line| line.class == "proactive" && line.withdrawn_on.is_none());
    found.retain(|line| !wanted.items.contains(&line.short_id));
    let mut chosen = Vec::new();
    for id in &wanted.items {
        // What is not in reach is not told of; it is left out when the form is drawn again.
        if let Ok(item) = drafts::item_history(&office.records, &call.officer, id).await {
            let text = |code: &str| item.item.row.value(&gongkai_domain::catalogue::ITEMS, code).to_plain();
            chosen.push((id.clone(), text("title"), text("document_number")));
        }
    }
    wanted.items = chosen.iter().map(|(id, ..)| id.clone()).collect();
    let names = body_names(&office.records).await.map_err(failed)?;
    let bodies = call.officer.bodies(Permission::PublishItems).into_iter();
    let bodies = bodies.map(|code| {
        let name = names.name(&code).map_or_else(|| code.clone(), str::to_owned);
        (code, name)
    });
    let frame = Frame::new(office, call, PATH);
    let title = format!("{}{}", frame.say("编印", "Print: "), frame.says(&kind.name()));
    let (above, list) = (frame.say("公开渠道", "Channels").to_owned(), frame.say("编印", "Print").to_owned());
    let frame = frame.titled(&title).faulty(!faults.is_empty()).under(above, PATH).under(list, PRINT);
    Ok(PrintPage {
        categories: crate::items::form::codes(office, &frame, "item-categories"),
        bodies: bodies.collect(),
        frame,
        wanted,
        kind,
        words: words.to_owned(),
        category: category.to_owned(),
        year: year.to_owned(),
        chosen,
        found,
        faults,
        sets: office.typesetter.is_some(),
    })
}

impl IssuesPage {
    fn kinds(&self) -> [(IssueKind, &'static str, String); 3] {
        let of = |kind: IssueKind, zh, en| {
            let query = self.frame.visit.query_of("kind", kind.code());
            (
                kind,
                super::Says2(zh, en).of(&self.frame),
                self.frame.href("/office/channels/print/new") + &query,
            )
        };
        [
            of(IssueKind::Gazette, "每件信息记一条“政府公报”", "a placement in the gazette for each item"),
            of(IssueKind::Booklet, "每件信息记一条“办事指南手册”", "a placement in a booklet for each item"),
            of(IssueKind::Bulletin, "简报台账记一期", "one issue in the register of bulletins"),
        ]
    }

    fn kind(&self, issue: &Printed) -> String {
        IssueKind::of_code(&issue.kind)
            .map(|kind| self.frame.says(&kind.name()).to_owned())
            .unwrap_or_default()
    }

    fn number(&self, issue: &Printed) -> String {
        match issue.issue_number {
            0 => issue.issue_year.to_string(),
            number if self.frame.lang() == "en" => format!("{}, no. {number}", issue.issue_year),
            number => format!("{}年第{number}期", issue.issue_year),
        }
    }

    #[expect(clippy::unused_self, reason = "the template asks the page")]
    fn count(&self, issue: &Printed) -> usize {
        issue.items.lines().count()
    }

    fn href(&self, issue: &Printed) -> String {
        self.frame.href(&format!("{PRINT}{}/issue.pdf", issue.id))
    }

    fn made(&self, issue: &Printed) -> String {
        when(issue.made_at, self.frame.today)
    }

    #[expect(clippy::unused_self, reason = "the template asks the page")]
    fn digest<'a>(&self, issue: &'a Printed) -> &'a str {
        issue.digest.get(..12).unwrap_or_default()
    }
}

impl PrintPage {
    fn why(&self, field: &str) -> Option<&Says> {
        self.faults.iter().find(|(wrong, _)| *wrong == field).map(|(_, says)| says)
    }

    fn action(&self) -> String {
        self.frame.href("/office/channels/print/new")
    }

    /// Names that suit the kind.
    fn example(&self) -> &str {
        match self.kind {
            IssueKind::Gazette => self.frame.say("如 从化区人民政府公报", "such as the name of the gazette"),
            IssueKind::Bulletin => self.frame.say("如 政务公开工作简报", "such as the name of the bulletin"),
            IssueKind::Booklet => self.frame.say("如 从化区办事指南", "such as the name of the booklet"),
        }
    }

    fn number_hint(&self) -> &str {
        if self.kind == IssueKind::Booklet { self.frame.say("没有就空着", "empty for none") } else { "" }
    }

    #[expect(clippy::unused_self, reason = "the template asks the page")]
    fn day(&self, line: &PublishedLine) -> String {
        line.published_on.map(|day| day.to_string()).unwrap_or_default()
    }
}
