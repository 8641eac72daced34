//! Checking a report (年度报告核对): anyone hands in a published annual report and reads what in it cannot be right.
//!
//! Nothing is stored: a file is held in memory while it is read and let go with the answer. The same comes as data for
//! programs. Few files are taken and checked at a time, so that the rest of the portal always answers.

mod document;
mod findings;
mod sending;
mod summary;

pub use document::{Flag, ShownBlock, ShownCell, ShownDocument, ShownRow};
pub use findings::{FindingView, Tally};
pub use summary::{Summary, check_summary};

use crate::{Site, entries};
use askama::Template;
use axum::{
    Extension, Json, Router,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use gongkai_app::LawBook;
use gongkai_documents::Document;
use gongkai_domain::{reports::Format, says::Says};
use gongkai_report_check::{Checked, CheckedFile, Reading, odd_pair, read, to_json, together};
use gongkai_web::{Layout, PageError, Visit, page};
use sending::{LARGEST, MEGABYTES, MOST, Refusal, Sent, SentFile, received};
use serde_json::json;
use std::{convert::Infallible, num::NonZero, sync::Arc, thread, time::Duration};
use tokio::{sync::Semaphore, task::spawn_blocking, time::timeout};

/// Longest a request may take in all: sending, waiting for a place, checking.
pub const TIME_LIMIT: Duration = Duration::from_secs(150);
/// Files that may be on their way at a time.
const ARRIVING: usize = 16;
/// Longest a file waits for its turn.
const WAIT: Duration = Duration::from_secs(15);
/// Longest a file may be worked on; a report takes a tenth of a second.
const WORK: Duration = Duration::from_secs(20);
/// Findings shown on a page.
const MOST_FINDINGS: usize = 500;

/// How many files may be taken and worked on at a time.
#[derive(Debug)]
struct Desk {
    arriving: Semaphore,
    working: Arc<Semaphore>,
}

/// The routes of the page and of the data.
pub fn routes() -> Router<Site> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let desk = Desk { arriving: Semaphore::new(ARRIVING), working: Arc::new(Semaphore::new(cores)) };
    Router::new()
        .route(entries::REPORT_CHECK, get(form).post(show))
        .route(entries::REPORT_CHECK_DATA, post(data))
        .layer(DefaultBodyLimit::max(MOST))
        .layer(Extension(Arc::new(desk)))
}

async fn form(State(site): State<Site>, visit: Visit) -> Result<Response, PageError> {
    page(&CheckPage { layout: layout(&site, visit).await?, refusal: None })
}

async fn show(
    State(site): State<Site>,
    visit: Visit,
    Extension(desk): Extension<Arc<Desk>>,
    request: Request,
) -> Result<Response, PageError> {
    let layout = layout(&site, visit).await?;
    let response = match examined(&site.office.law, &desk, request).await {
        Ok(Examined { document: Some(document), file, note }) => {
            page(&ResultPage::of(&file, &document, note, layout, &site.office.law))?
        }
        Ok(Examined { file, .. }) => {
            let fault = file.outcome.err().unwrap_or_default();
            let says =
                Says::new(format!("{}：{}", file.file, fault.zh), format!("{}: {}", file.file, fault.en));
            refused(layout, Refusal { status: StatusCode::UNPROCESSABLE_ENTITY, says })?
        }
        Err(refusal) => refused(layout, refusal)?,
    };
    Ok(unkept(response))
}

async fn data(State(site): State<Site>, Extension(desk): Extension<Arc<Desk>>, request: Request) -> Response {
    let law = &site.office.law;
    let response = match examined(law, &desk, request).await {
        Ok(Examined { file, .. }) => {
            let status = if file.outcome.is_ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            (status, Json(to_json(&[file], &law.formats))).into_response()
        }
        Err(refusal) => (refusal.status, Json(json!({ "fault": refusal.says }))).into_response(),
    };
    unkept(response)
}

/// What nobody on the way may keep.
fn unkept(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn refused(layout: Layout, refusal: Refusal) -> Result<Response, PageError> {
    let mut response = page(&CheckPage { layout, refusal: Some(refusal.says) })?;
    *response.status_mut() = refusal.status;
    Ok(response)
}

async fn layout(site: &Site, visit: Visit) -> Result<Layout, PageError> {
    let layout = site.room(visit, entries::REPORTS).await?.layout;
    let (reports, name) =
        (layout.say("政府信息公开年报", "Annual reports"), layout.say("年度报告核对", "Check a report"));
    let href = layout.href(entries::REPORTS);
    Ok(layout.titled(name).crumb(reports, href).crumb(name, ""))
}

/// A file that was worked on.
struct Examined {
    file: CheckedFile,
    /// Its text, where it could be read.
    document: Option<Document>,
    /// What there is to say of last year's report.
    note: Option<Says>,
}

async fn examined(law: &Arc<LawBook>, desk: &Desk, request: Request) -> Result<Examined, Refusal> {
    let busy = || {
        Refusal::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "现在核对的人太多，请过一分钟再试。",
            "Too many reports are being checked just now; please try again in a minute.",
        )
    };
    let sent = {
        let _place = desk.arriving.try_acquire().map_err(|_| busy())?;
        received(request).await?
    };
    let turn = timeout(WAIT, Arc::clone(&desk.working).acquire_owned()).await;
    let Ok(Ok(turn)) = turn else { return Err(busy()) };
    let law = Arc::clone(law);
    let work = spawn_blocking(move || {
        let _turn = turn;
        worked_on(&law, sent)
    });
    match timeout(WORK, work).await {
        Ok(Ok(examined)) => Ok(examined),
        Ok(Err(error)) => {
            tracing::error!("a report could not be checked: {error}");
            Err(Refusal::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "程序在这份文件上出了错，没有核对完。请换一种格式再试，如另存为 DOCX。",
                "The program failed on this file. Please try another format, such as DOCX.",
            ))
        }
        Err(_) => Err(Refusal::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "这份文件太复杂，没有在限定的时间里核对完。请只发年度报告本身，或另存为 DOCX 再试。",
            "This file is too complex to be checked in time. Please send the report alone, or save it as DOCX.",
        )),
    }
}

fn worked_on(law: &LawBook, sent: Sent) -> Examined {
    let (previous, note) = match sent.previous {
        None => (None, None),
        Some(file) => last_year(law, &file),
    };
    let SentFile { name, bytes } = sent.report;
    let name = if name.is_empty() { "report".to_owned() } else { name };
    match gongkai_documents::read(&name, &bytes) {
        Ok(document) => {
            let checked = beside(&document, &law.formats, previous.as_slice());
            let note = note.or_else(|| odd_pair(&checked.reading, previous.as_ref()?));
            Examined {
                file: CheckedFile { file: name, outcome: Ok(checked) },
                document: Some(document),
                note,
            }
        }
        Err(fault) => Examined {
            file: CheckedFile { file: name, outcome: Err(Says::of_both(&fault.to_string())) },
            document: None,
            note,
        },
    }
}

fn last_year(law: &LawBook, file: &SentFile) -> (Option<Reading>, Option<Says>) {
    match gongkai_documents::read(&file.name, &file.bytes) {
        Ok(document) => (Some(read(&document, &law.formats)), None),
        Err(fault) => {
            let fault = Says::of_both(&fault.to_string());
            let note = Says::new(
                format!("上一年的报告没能读出，没有核对上年结转：{}", fault.zh),
                format!(
                    "Last year's report could not be read, so nothing was compared with it: {}",
                    fault.en
                ),
            );
            (None, Some(note))
        }
    }
}

/// The report tested against last year's, unless their years say that it is not.
fn beside(document: &Document, formats: &[Format], previous: &[Reading]) -> Checked {
    let outcome = together(1, |_| Ok::<_, Infallible>(document.clone()), formats, previous).pop();
    outcome.map(|Ok(checked)| checked).unwrap_or_default()
}

/// The page with the form.
#[derive(Debug, Template)]
#[template(path = "report_check/form.html")]
pub struct CheckPage {
    /// The layout around it.
    pub layout: Layout,
    /// Why what was sent could not be checked.
    pub refusal: Option<Says>,
}

/// The page that shows what was found.
#[derive(Debug, Template)]
#[template(path = "report_check/result.html")]
pub struct ResultPage {
    /// The layout around it.
    pub layout: Layout,
    /// Name of the file.
    pub file: String,
    /// The body that reports.
    pub body: String,
    /// The year it reports on.
    pub year: Option<i16>,
    /// What its format is called.
    pub format: Says,
    /// How many cells of the format, and how many figures of sentences were read.
    pub read: (usize, usize),
    /// What there is to say of last year's report.
    pub note: Option<Says>,
    /// How many findings of each severity.
    pub tallies: Vec<Tally>,
    /// The findings.
    pub findings: Vec<FindingView>,
    /// Findings that are not shown.
    pub more: usize,
    /// The text.
    pub document: ShownDocument,
}

impl ResultPage {
    pub(crate) fn of(
        file: &CheckedFile,
        document: &Document,
        note: Option<Says>,
        layout: Layout,
        law: &LawBook,
    ) -> Self {
        let shown = &file.findings()[..file.findings().len().min(MOST_FINDINGS)];
        let document = ShownDocument::of(document, shown);
        let view = |(at, finding): (usize, &gongkai_report_check::Finding)| {
            FindingView::of(finding, format!("f{}", at + 1), document.href(finding.place))
        };
        let reading = file.reading().cloned().unwrap_or_default();
        Self {
            layout: layout.meta("robots", "noindex"),
            file: file.file.clone(),
            format: reading.format_name(&law.formats),
            read: (reading.cells.len(), reading.figures.len()),
            body: reading.body.unwrap_or_default(),
            year: reading.year,
            note,
            tallies: Tally::of(file),
            findings: shown.iter().enumerate().map(view).collect(),
            more: file.findings().len() - shown.len(),
            document,
        }
    }

    fn nothing_read(&self) -> bool {
        self.read == (0, 0)
    }

    /// How many findings there are.
    fn all(&self) -> usize {
        self.findings.len() + self.more
    }
}
