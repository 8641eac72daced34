//! Importing a ledger in the browser: send → compare → confirm → apply, as on the command line.

mod reading;
mod view;

use super::form::kept;
use super::{PATH, files, list_path, named, printing, short_name};
use crate::error::failed;
use crate::forms::Fields;
use crate::frame::{go_on, go_on_undoable, page};
use crate::undo::Undo;
use crate::{Call, Frame, Office};
use askama::Template;
use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use gongkai_app::import::{Applied, ImportError};
use gongkai_app::registers::{self, Outcome, Sent, WaitingError, Work, kept_bodies};
use gongkai_domain::registers::Register;
use gongkai_domain::says::Says;
use gongkai_ledgers::write;
use gongkai_web::PageError;
use gongkai_web::paging::PageLink;
use reading::{Compared, Unread, compared};
use std::sync::Arc;
use std::time::Duration;
use view::{ComparisonView, Tab};

/// Most bytes of all files together.
pub(super) const MOST: usize = 200 << 20;
/// Most files at once.
const MOST_FILES: usize = 20;
/// How long an answer waits for a short work to end.
const PATIENCE: Duration = Duration::from_millis(1_500);
/// How often it looks.
const STEP: Duration = Duration::from_millis(25);

/// Where a ledger is chosen.
#[derive(Template)]
#[template(path = "registers/import.html")]
struct SendPage {
    frame: Frame,
    register: &'static Register,
    path: String,
    bodies: Vec<(String, String)>,
    wrong: Option<Says>,
}

/// What an import would do.
#[derive(Template)]
#[template(path = "registers/comparison.html")]
struct ComparePage {
    frame: Frame,
    register: &'static Register,
    path: String,
    view: ComparisonView,
    wrong: Option<Says>,
}

/// How far a work has come.
#[derive(Template)]
#[template(path = "registers/work.html")]
struct WorkPage {
    frame: Frame,
    register: &'static Register,
    work: Arc<Work>,
    here: String,
    list: String,
    failure: Option<Says>,
    is_over: bool,
}

fn import_path(register: &Register) -> String {
    format!("{}import", list_path(register))
}

pub(super) async fn choose(
    State(office): State<Office>,
    call: Call,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let register = kept(&call, &code)?;
    let mut shown = send_page(&office, &call, register, None).await?;
    shown.frame = shown.frame.telling(&headers);
    page(&shown.frame, &shown)
}

async fn send_page(
    office: &Office,
    call: &Call,
    register: &'static Register,
    wrong: Option<Says>,
) -> Result<SendPage, PageError> {
    let printing = printing(office, call).await?;
    let kept = kept_bodies(&call.officer, register).into_iter();
    let bodies = kept.map(|code| {
        let name = printing.bodies.name(&code).unwrap_or(&code).to_owned();
        (code, name)
    });
    let frame = framed(office, call, register, wrong.is_some(), "导入", "Import");
    Ok(SendPage { frame, register, path: import_path(register), bodies: bodies.collect(), wrong })
}

fn framed(office: &Office, call: &Call, register: &Register, is_wrong: bool, zh: &str, en: &str) -> Frame {
    let frame = Frame::new(office, call, PATH);
    let (shelf, list) =
        (frame.say("台账", "Registers").to_owned(), frame.say(short_name(register), register.en).to_owned());
    let mark = if is_wrong { frame.say("错误：", "Error: ") } else { "" };
    let title = format!("{mark}{} {list}", frame.say(zh, en));
    frame.under(shelf, PATH).under(list, &list_path(register)).titled(&title)
}

/// Takes a ledger in. Only what has arrived whole is kept.
pub(super) async fn send(
    State(office): State<Office>,
    call: Call,
    Path(code): Path<String>,
    form: Multipart,
) -> Result<Response, PageError> {
    let register = kept(&call, &code)?;
    let sent = match received(form).await {
        Ok(sent) if !sent.files.is_empty() => sent,
        Ok(_) => {
            let says = Says::new("请选一个台账文件。", "Choose a ledger file.");
            return refused(&office, &call, register, says).await;
        }
        Err(error) => return Err(cut_off(&error)),
    };
    // What cannot be read at all is told here, beside the file chooser.
    if let Err(Unread::File(fault)) = compared(&office, &call, register, sent.clone()).await {
        let says = fault.why.says();
        return refused(&office, &call, register, says).await;
    }
    let id = registers::keep_waiting(&office.records, &call.officer, register, &sent, &call.by()).await;
    let id = id.map_err(|error| unkept(&error))?;
    let told = Says::new("文件已收到，还没有写入。", "The file has arrived; nothing is written yet.");
    Ok(go_on(&office, &call.visit, &format!("{}/{id}", import_path(register)), &told))
}

async fn refused(
    office: &Office,
    call: &Call,
    register: &'static Register,
    wrong: Says,
) -> Result<Response, PageError> {
    let shown = send_page(office, call, register, Some(wrong)).await?;
    let mut response = page(&shown.frame, &shown)?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

async fn received(mut form: Multipart) -> Result<Sent, MultipartError> {
    let mut sent = Sent { files: Vec::new(), body: None };
    while let Some(field) = form.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "files" => {
                let file = field.file_name().unwrap_or_default();
                // Old browsers send the whole path.
                let file: String =
                    file.rsplit(['/', '\\']).next().unwrap_or_default().chars().take(200).collect();
                let bytes = field.bytes().await?;
                if !bytes.is_empty() && sent.files.len() < MOST_FILES {
                    sent.files.push((file, bytes.to_vec()));
                }
            }
            "body" => sent.body = Some(field.text().await?).filter(|body| !body.is_empty()),
            _ => drop(field.bytes().await?),
        }
    }
    Ok(sent)
}

fn cut_off(error: &MultipartError) -> PageError {
    PageError::refused(
        error.status(),
        Says::new("文件没有收全", "The file did not arrive whole"),
        Says::new(
            "没有收全的文件不会留下，台账没有改动。",
            "Nothing of it was kept; the register is as it was.",
        ),
        Says::new(
            "可能是网络中断，或文件超过 200 MB；请再送一次，大的台账请按年度拆开。",
            "The connection may have been cut, or it is larger than 200 MB; send it again, a large ledger year by year.",
        ),
    )
    .caused_by(error.body_text())
}

fn unkept(error: &WaitingError) -> PageError {
    match error {
        WaitingError::Storage(error) => failed(error),
        _ => PageError::broken(error.to_string()),
    }
}

/// The ledger that waits under an id, read and compared.
async fn waiting(
    office: &Office,
    call: &Call,
    register: &'static Register,
    id: &str,
) -> Result<Compared, PageError> {
    let waiting = registers::waiting(&office.records, &call.officer, register, id, call.moment.at).await;
    let waiting = waiting.map_err(|error| unkept(&error))?.ok_or_else(no_longer)?;
    compared(office, call, register, waiting.sent).await.map_err(|unread| match unread {
        Unread::File(fault) => PageError::broken(fault.to_string()),
        Unread::Import(ImportError::Storage(error)) | Unread::Storage(error) => failed(&error),
        Unread::Import(error) => PageError::broken(error.to_string()),
    })
}

fn no_longer() -> PageError {
    PageError::refused(
        StatusCode::NOT_FOUND,
        Says::new("没有等待确认的台账", "No ledger waits here"),
        Says::new(
            "这份台账已经导入，或者等了超过一天。",
            "It was imported, or has waited for more than a day.",
        ),
        Says::new("请回到台账重新选文件。", "Go back to the register and choose the file again."),
    )
}

pub(super) async fn compare(
    State(office): State<Office>,
    call: Call,
    Path((code, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let register = kept(&call, &code)?;
    let compared = waiting(&office, &call, register, &id).await?;
    let mut shown = compare_page(&office, &call, register, &id, &compared, None).await?;
    shown.frame = shown.frame.telling(&headers);
    page(&shown.frame, &shown)
}

async fn compare_page(
    office: &Office,
    call: &Call,
    register: &'static Register,
    id: &str,
    compared: &Compared,
    wrong: Option<Says>,
) -> Result<ComparePage, PageError> {
    let printing = printing(office, call).await?;
    let effects =
        registers::effects(&office.records, &call.officer, &compared.ledger, &compared.comparison).await;
    let effects = effects.map_err(|error| failed(&error))?;
    let frame = framed(office, call, register, wrong.is_some(), "核对后确认：", "Check, then confirm:");
    let view = ComparisonView::new(&frame, &printing, register, compared, effects)?;
    let path = format!("{}/{id}", import_path(register));
    Ok(ComparePage { frame, register, path, view, wrong })
}

/// Applies what was shown; all of it, or the good rows.
pub(super) async fn confirm(
    State(office): State<Office>,
    call: Call,
    Path((code, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let register = kept(&call, &code)?;
    let compared = waiting(&office, &call, register, &id).await?;
    let is_whole = compared.reading.rejected.is_empty() && compared.reading.errors == 0;
    let wrong = if !is_whole && fields.get("which") != "good" {
        Some(Says::new("有错误的行，没有写入。", "There are rows with errors; nothing was written."))
    } else if fields.get("digest") != compared.comparison.digest {
        Some(Says::new(
            "台账在你核对之后变了，没有写入。下面是现在的比对，请再看一遍。",
            "The register has changed since you checked; nothing was written. Look at the comparison as it is now.",
        ))
    } else {
        None
    };
    if wrong.is_some() {
        let shown = compare_page(&office, &call, register, &id, &compared, wrong).await?;
        let mut response = page(&shown.frame, &shown)?;
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(response);
    }
    let total = compared.comparison.added + compared.comparison.changed.len();
    let digest = compared.comparison.digest.clone();
    let work =
        registers::carry_out(&office.records, &call.officer, (compared.ledger, total), digest, call.by())
            .ok_or_else(PageError::not_found)?;
    Ok(watched(&office, &call, register, &work).await)
}

/// Waits a moment for a work to end, then goes on.
pub(super) async fn watched(
    office: &Office,
    call: &Call,
    register: &'static Register,
    work: &Work,
) -> Response {
    for _ in 0..PATIENCE.as_millis() / STEP.as_millis() {
        if work.outcome().is_some() {
            break;
        }
        tokio::time::sleep(STEP).await;
    }
    begun(office, call, register, work)
}

/// Goes back to the list when the work is done already, otherwise to where it can be watched.
fn begun(office: &Office, call: &Call, register: &'static Register, work: &Work) -> Response {
    if let Some(Outcome::Applied(Applied { added, changed, unchanged, sequence, .. })) = work.outcome() {
        let told = if work.act == "import" {
            Says::new(
                format!("已导入：新增 {added}，更改 {changed}，相同 {unchanged}。"),
                format!("Imported: {added} added, {changed} changed, {unchanged} as they were."),
            )
        } else {
            Says::new(format!("已修改 {changed} 行。"), format!("{changed} rows are changed."))
        };
        let path = list_path(register);
        return match sequence.filter(|_| work.act == "change-rows") {
            Some(sequence) => {
                let undo = Undo::Rows(register.code.to_owned(), sequence);
                go_on_undoable(office, &call.visit, &path, &told, &undo)
            }
            None => go_on(office, &call.visit, &path, &told),
        };
    }
    let told = Says::new("正在写入，可以离开这一页。", "It is being written; you may leave this page.");
    go_on(office, &call.visit, &format!("{}work/{}", list_path(register), work.id), &told)
}

pub(super) async fn work(
    State(office): State<Office>,
    call: Call,
    Path((code, id)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let register = named(&code)?;
    let work = office.records.works.find(&call.officer, &id).filter(|work| work.register == register.code);
    let work = work.ok_or_else(PageError::not_found)?;
    let outcome = work.outcome();
    let failure = match &outcome {
        Some(Outcome::Changed) => Some(Says::new(
            "台账在你核对之后变了，没有写入；请重新核对。",
            "The register has changed since you checked; nothing was written. Check again.",
        )),
        Some(Outcome::Failed(why)) => Some(super::row::both(why)),
        _ => None,
    };
    let frame = framed(&office, &call, register, failure.is_some(), "导入", "Import");
    let shown = WorkPage {
        here: frame.href(&call.visit.path),
        list: frame.href(&list_path(register)),
        is_over: outcome.is_some(),
        frame,
        register,
        work,
        failure,
    };
    page(&shown.frame, &shown)
}

/// The rows that cannot be taken, each with why.
pub(super) async fn rejects(
    State(office): State<Office>,
    call: Call,
    Path((code, id)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let register = kept(&call, &code)?;
    let compared = waiting(&office, &call, register, &id).await?;
    let bytes = write::rejects_xlsx(&compared.reading).map_err(|fault| files::unwritten(&fault))?;
    Ok(files::file(bytes, files::XLSX, &format!("{}-rejected.xlsx", register.code)))
}
