//! Writing a draft: its fields and its text; saved by the button, and by the script while one writes.

use super::files::{FileLine, lines};
use super::form::{Control, bodies, controls, fields_of};
use super::review::undo_of;
use super::{PATH, draft, files_of, of, refused, when};
use crate::forms::Fields as Sent;
use crate::frame::{go_on, go_on_undoable, page};
use crate::{Call, Frame, Office};
use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use gongkai_app::attachments;
use gongkai_app::drafts::{self, Draft, Examined, Move, Saved, Text};
use gongkai_domain::catalogue::{Stage, Step};
use gongkai_domain::safe_html::SafeHtml;
use gongkai_domain::says::Says;
use gongkai_web::PageError;
use serde_json::json;

#[derive(Debug, Template)]
#[template(path = "items/edit.html")]
struct EditPage {
    frame: Frame,
    draft: Draft,
    controls: Vec<Control>,
    found: Option<Examined>,
    /// Shows what is wrong: after sending it on, or a file, was refused.
    refused: Refused,
    saved: String,
    files: Vec<FileLine>,
}

/// What was refused just now.
#[derive(Debug)]
pub(super) enum Refused {
    /// Nothing.
    Nothing,
    /// Sending the draft on, for these reasons.
    Submit(Vec<Says>),
    /// Some of the files that were sent.
    Files(Vec<Says>),
}

impl Refused {
    fn says(&self) -> &[Says] {
        match self {
            Self::Nothing => &[],
            Self::Submit(says) | Self::Files(says) => says,
        }
    }
}

/// The empty form, for the first body one may draft for.
pub(super) async fn begin(
    State(office): State<Office>,
    call: Call,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let bodies = bodies(&office, &call).await?;
    let own = bodies.iter().find(|(code, _)| *code == call.officer.body).or(bodies.first());
    let Some((body, _)) = own.cloned() else { return Err(PageError::not_found()) };
    let by = call.by();
    let text = Text { fields: &gongkai_domain::catalogue::Fields::new(), html: "" };
    let mut draft = drafts::blank(&call.officer, &body, text, &by).map_err(refused)?;
    "new".clone_into(&mut draft.id);
    show_form(&office, &call, &headers, draft, None, Refused::Nothing).await
}

/// Makes the draft with what was typed first.
pub(super) async fn create(
    State(office): State<Office>,
    call: Call,
    headers: HeaderMap,
    sent: Sent,
) -> Result<Response, PageError> {
    let fields = fields_of(&sent);
    let text = Text { fields: &fields, html: sent.raw("html") };
    let made = drafts::create(&office.records, &call.officer, sent.get("body"), text, &call.by())
        .await
        .map_err(refused)?;
    if headers.contains_key("x-csrf-token") {
        return Ok(kept(&call, &made));
    }
    then(&office, &call, &headers, &sent, made).await
}

pub(super) async fn show(
    State(office): State<Office>,
    call: Call,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let draft = draft(&office, &call, &id).await?;
    if draft.stage != Stage::Draft {
        return Ok(Redirect::to(&call.visit.href(&of(&id, "review"))).into_response());
    }
    show_form(&office, &call, &headers, draft, None, Refused::Nothing).await
}

/// Shows the form of a draft that is being written, with what was refused.
pub(super) async fn show_refused(
    office: &Office,
    call: &Call,
    headers: &HeaderMap,
    id: &str,
    refused: Refused,
) -> Result<Response, PageError> {
    let draft = draft(office, call, id).await?;
    let mut response = show_form(office, call, headers, draft, None, refused).await?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// Saves what was typed along with a button of the attachments; answers the draft, which may be a new one, and where
/// two texts meet, if they do.
pub(super) async fn saved_with(
    office: &Office,
    call: &Call,
    id: &str,
    sent: &Sent,
) -> Result<(String, Option<String>), PageError> {
    if id == "new" {
        let fields = fields_of(sent);
        let text = Text { fields: &fields, html: sent.raw("html") };
        let made = drafts::create(&office.records, &call.officer, sent.get("body"), text, &call.by()).await;
        return Ok((made.map_err(refused)?.id, None));
    }
    // Files can be sent without the form around them.
    if !sent.has("version") {
        return Ok((draft(office, call, id).await?.id, None));
    }
    Ok(match write(office, call, id, sent).await? {
        Saved::Kept(draft) => (draft.id, None),
        Saved::Met { theirs, aside } => (theirs.id, Some(meeting(call, id, aside))),
    })
}

pub(super) async fn save(
    State(office): State<Office>,
    call: Call,
    headers: HeaderMap,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, PageError> {
    match write(&office, &call, &id, &sent).await? {
        Saved::Kept(draft) => then(&office, &call, &headers, &sent, *draft).await,
        Saved::Met { aside, .. } => Ok(Redirect::to(&meeting(&call, &id, aside)).into_response()),
    }
}

/// Saving by the script: answers the new count and the time, or where the two texts meet.
pub(super) async fn keep(
    State(office): State<Office>,
    call: Call,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, PageError> {
    Ok(match write(&office, &call, &id, &sent).await? {
        Saved::Kept(draft) => kept(&call, &draft),
        Saved::Met { aside, .. } => {
            (StatusCode::CONFLICT, Json(json!({ "meeting": meeting(&call, &id, aside) }))).into_response()
        }
    })
}

fn kept(call: &Call, draft: &Draft) -> Response {
    let told =
        json!({ "id": draft.id, "version": draft.version, "at": when(draft.saved.1, call.moment.today) });
    Json(told).into_response()
}

async fn write(office: &Office, call: &Call, id: &str, sent: &Sent) -> Result<Saved, PageError> {
    let fields = fields_of(sent);
    let text = Text { fields: &fields, html: sent.raw("html") };
    let base = sent.get("version").parse().unwrap_or_default();
    let saved = drafts::save(&office.records, &call.officer, id, base, text, &call.by()).await;
    let saved = saved.map_err(refused)?;
    let names: Vec<(String, String)> = sent
        .beginning("name-")
        .into_iter()
        .map(|(digest, name)| (digest.to_owned(), name.to_owned()))
        .collect();
    if !names.is_empty() && matches!(saved, Saved::Kept(_)) {
        attachments::arrange(&office.records, &call.officer, id, &names, None, &call.by())
            .await
            .map_err(refused)?;
    }
    Ok(saved)
}

fn meeting(call: &Call, id: &str, aside: i64) -> String {
    call.visit.href(&of(id, "meeting")) + &format!("?aside={aside}")
}

/// What follows a save: the form again, the preview, or the next hand.
async fn then(
    office: &Office,
    call: &Call,
    headers: &HeaderMap,
    sent: &Sent,
    draft: Draft,
) -> Result<Response, PageError> {
    match sent.get("then") {
        "preview" => Ok(Redirect::to(&call.visit.href(&of(&draft.id, "preview"))).into_response()),
        "submit" => submit(office, call, headers, sent, draft).await,
        _ => {
            let at = when(draft.saved.1, call.moment.today);
            let told = Says::new(format!("已保存，{at}。"), format!("Saved at {at}."));
            Ok(go_on(office, &call.visit, &of(&draft.id, ""), &told))
        }
    }
}

async fn submit(
    office: &Office,
    call: &Call,
    headers: &HeaderMap,
    sent: &Sent,
    draft: Draft,
) -> Result<Response, PageError> {
    let wanted = Move {
        step: Step::Submit,
        version: draft.version,
        reason: sent.get("reason").to_owned(),
        forced: false,
        verdict: None,
        publish_at: None,
    };
    match drafts::step(&office.records, &call.officer, &draft.id, &wanted, &call.by()).await {
        Ok(next) => {
            let told = Says::new("已送部门审核。", "Sent on to department review.");
            let path = of(&draft.id, "review");
            Ok(match undo_of(Step::Submit, &next) {
                Some(undo) => go_on_undoable(office, &call.visit, &path, &told, &undo),
                None => go_on(office, &call.visit, &path, &told),
            })
        }
        Err(drafts::DraftError::Refused(reasons)) => {
            let found = drafts::examine(&office.records, &draft)
                .await
                .map_err(|error| crate::error::failed(&error))?;
            let says = reasons.iter().map(gongkai_domain::catalogue::Refusal::says).collect();
            let mut response =
                show_form(office, call, headers, draft, Some(found), Refused::Submit(says)).await?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
        Err(error) => Err(refused(error)),
    }
}

async fn show_form(
    office: &Office,
    call: &Call,
    headers: &HeaderMap,
    draft: Draft,
    found: Option<Examined>,
    refused: Refused,
) -> Result<Response, PageError> {
    let frame = Frame::new(office, call, PATH).telling(headers);
    let list = frame.say("信息发布", "Information").to_owned();
    let bodies = bodies(office, call).await?;
    let name = match draft.title().trim() {
        "" => frame.say("拟发布信息", "New draft").to_owned(),
        title => title.to_owned(),
    };
    let title =
        if refused.says().is_empty() { name } else { frame.say("错误：", "Error: ").to_owned() + &name };
    let frame = frame.titled(&title).under(list, PATH);
    let saved = if draft.id == "new" { String::new() } else { when(draft.saved.1, call.moment.today) };
    let (columns, _) = gongkai_app::item_settings::columns(&office.records)
        .await
        .map_err(|error| crate::error::failed(&error))?;
    let controls = controls(office, &frame, &draft, found.as_ref(), (&bodies, &columns));
    let files = lines(office, call, &draft).await?;
    let edit = EditPage { frame, draft, controls, found, refused, saved, files };
    page(&edit.frame, &edit)
}

impl EditPage {
    fn action(&self) -> String {
        self.frame.href(&of(&self.draft.id, ""))
    }

    fn at(&self, page: &str) -> String {
        self.frame.href(&of(&self.draft.id, page))
    }

    fn is_new(&self) -> bool {
        self.draft.id == "new"
    }

    fn heading(&self) -> &str {
        match self.draft.title().trim() {
            "" => self.frame.say("拟发布信息", "New draft"),
            title => title,
        }
    }

    /// What is wrong, each with the field it is about where there is one.
    fn errors(&self) -> Vec<(&'static str, &str)> {
        let by_field = self
            .controls
            .iter()
            .flat_map(|control| control.why.iter().map(|says| (control.code, self.frame.says(says))));
        let mut errors: Vec<(&'static str, &str)> = by_field.collect();
        let told = |says: &&Says| !errors.iter().any(|(_, why)| self.frame.says(says).starts_with(*why));
        let rest: Vec<&str> =
            self.refused.says().iter().filter(told).map(|says| self.frame.says(says)).collect();
        let of_files = matches!(self.refused, Refused::Files(_));
        let place = |why: &str| {
            let is_of_file = of_files || why.starts_with("附件") || why.starts_with("attachment");
            if is_of_file { "attachments" } else { "html" }
        };
        errors.extend(rest.into_iter().map(|why| (place(why), why)));
        errors
    }

    /// What the summary of errors is called.
    fn refusal(&self) -> Option<&'static str> {
        match &self.refused {
            Refused::Nothing => None,
            Refused::Submit(_) => {
                Some(self.frame.say("还不能送审，已经保存", "Saved, but it cannot be sent on yet"))
            }
            Refused::Files(_) => Some(self.frame.say(
                "有文件没有收下，稿子和其他文件已经保存",
                "Some files were not taken; the draft and the others are saved",
            )),
        }
    }

    /// The text with its pictures where the office shows them.
    fn html(&self) -> SafeHtml {
        self.draft.html.with_files_at(&files_of(&self.frame.visit, &self.draft.id))
    }

    /// The pictures the text may show, for the editor.
    fn pictures(&self) -> String {
        let pictures: Vec<_> = self
            .files
            .iter()
            .filter(|line| line.file.kind.is_picture())
            .map(|line| json!({ "name": line.name, "src": self.file(line) }))
            .collect();
        json!(pictures).to_string()
    }

    fn file(&self, line: &FileLine) -> String {
        files_of(&self.frame.visit, &self.draft.id) + &line.file.digest
    }

    /// What stands above the text: the title, and what a correction corrects.
    fn first(&self) -> Vec<&Control> {
        self.controls.iter().filter(|one| matches!(one.code, "title" | "correction")).collect()
    }

    /// From when to when it is in force, and what repeals what.
    fn validity(&self) -> Vec<&Control> {
        let is_validity =
            |one: &&Control| matches!(one.code, "effective_on" | "repealed_on" | "repealed_by" | "replaces");
        self.controls.iter().filter(is_validity).collect()
    }

    fn validity_is_filled(&self) -> bool {
        self.validity().iter().any(|one| !one.typed.is_empty() || !one.why.is_empty())
    }

    /// The rest of the catalogue entry.
    fn entry(&self) -> Vec<&Control> {
        let elsewhere: Vec<&str> = self.first().iter().chain(&self.validity()).map(|one| one.code).collect();
        self.controls.iter().filter(|one| !elsewhere.contains(&one.code)).collect()
    }

    fn limit(&self) -> Option<String> {
        let (issued, limit) = self.found.as_ref()?.limit.as_ref()?;
        Some(self.frame.says(&limit.explain(*issued)).to_owned())
    }
}
