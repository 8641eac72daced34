//! One disposition run: its list, confirming or dropping it, its certificate.

use super::{PATH, of_run, refused, said};
use crate::forms::Fields;
use crate::frame::{go_on, page};
use crate::items::{of_published, when};
use crate::{Call, Frame, Office};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use gongkai_app::retention::{self, Authority, Confirmation, RetentionError, Run, RunItem};
use gongkai_app::typesetting::TypesettingError;
use gongkai_domain::people::Permission;
use gongkai_domain::retention::Outcome;
use gongkai_domain::says::Says;
use gongkai_web::PageError;

#[derive(Debug, Template)]
#[template(path = "retention/run.html")]
struct RunPage {
    frame: Frame,
    run: Run,
    decided: String,
    /// Whether whoever looks proposed it.
    is_own: bool,
    may_confirm: bool,
    has_pdf: bool,
    wrong: Option<Says>,
}

pub(super) async fn show(
    State(office): State<Office>,
    call: Call,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let shown = drawn(&office, &call, &headers, &id, None).await?;
    page(&shown.frame, &shown)
}

/// Confirms the run, or drops it.
pub(super) async fn decide(
    State(office): State<Office>,
    call: Call,
    headers: HeaderMap,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let (who, by) = (Authority::Officer(&call.officer), call.by());
    let reason = fields.get("reason").to_owned();
    let done = if fields.get("act") == "drop" {
        retention::drop_run(&office.records, who, &id, &reason, &by)
            .await
            .map(|()| Says::new("这一批不予处置；什么都没有改动。", "Dropped; nothing was changed."))
    } else {
        let given =
            Confirmation { digest: fields.get("digest").to_owned(), forced: fields.has("forced"), reason };
        retention::carry_out(&office.records, who, &id, &given, &by).await.map(|number| {
            Says::new(
                format!("已办结，证明 {number}。"),
                format!("Carried out; the certificate is {number}."),
            )
        })
    };
    match done {
        Ok(told) => Ok(go_on(&office, &call.visit, &of_run(&id), &told)),
        Err(error @ (RetentionError::Refused(..) | RetentionError::Changed)) => {
            let shown = drawn(&office, &call, &headers, &id, Some(said(&error))).await?;
            let mut response = page(&shown.frame, &shown)?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
        Err(error) => Err(refused(error)),
    }
}

async fn drawn(
    office: &Office,
    call: &Call,
    headers: &HeaderMap,
    id: &str,
    wrong: Option<Says>,
) -> Result<RunPage, PageError> {
    let who = Authority::Officer(&call.officer);
    let run = retention::run(&office.records, who, id).await.map_err(refused)?;
    let decided = match &run.run.decided {
        Some((_, at, _)) => format!("{}　{}", run.decided, when(*at, call.moment.today)),
        None => String::new(),
    };
    let frame = Frame::new(office, call, PATH).telling(headers);
    let number = run.run.number.clone();
    let title = number.unwrap_or_else(|| frame.say("等批准的处置", "A run that waits").to_owned());
    let list = frame.say("保管与归档", "Retention").to_owned();
    let frame = frame.titled(&title).faulty(wrong.is_some()).under(list, PATH);
    let is_own = run.run.asked.0 == call.by().actor;
    let may_confirm = call.officer.may_for(Permission::ApproveItems, &run.run.body);
    Ok(RunPage { frame, decided, is_own, may_confirm, has_pdf: office.typesetter.is_some(), wrong, run })
}

/// A file of the certificate.
pub(super) async fn file(
    State(office): State<Office>,
    call: Call,
    Path((id, name)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let who = Authority::Officer(&call.officer);
    let (media, paper) = match name.as_str() {
        "certificate.csv" => (
            "text/csv; charset=utf-8",
            retention::csv(&office.records, who, &id).await.map_err(refused)?.bytes,
        ),
        "certificate.pdf" => ("application/pdf", pdf(&office, &call, &id).await?),
        "package.zip" => {
            ("application/zip", retention::package(&office.records, who, &id).await.map_err(refused)?.bytes)
        }
        _ => return Err(PageError::not_found()),
    };
    let save_as = format!("attachment; filename=\"{id}-{name}\"");
    Ok(([(header::CONTENT_TYPE, media.to_owned()), (header::CONTENT_DISPOSITION, save_as)], paper)
        .into_response())
}

/// The certificate as it was set first; set now where it was not yet.
async fn pdf(office: &Office, call: &Call, id: &str) -> Result<Vec<u8>, PageError> {
    let who = Authority::Officer(&call.officer);
    if let Some(kept) = retention::kept_pdf(&office.records, who, id).await.map_err(refused)? {
        return Ok(kept.bytes);
    }
    let certificate = retention::certificate(&office.records, who, id).await.map_err(refused)?;
    let typesetter = office.typesetter.as_ref().ok_or_else(PageError::not_found)?;
    let pdf = typesetter.certificate(certificate).await.map_err(|error| match error {
        TypesettingError::Fault(_) => PageError::broken(error.to_string()),
        error => PageError::unavailable(error.to_string()),
    })?;
    let kept =
        retention::keep_pdf(&office.records, who, id, &pdf.bytes, &call.by()).await.map_err(refused)?;
    Ok(kept.bytes)
}

impl RunPage {
    fn may_drop(&self) -> bool {
        self.is_own || self.may_confirm
    }

    fn is_waiting(&self) -> bool {
        self.run.run.state == "proposed"
    }

    fn is_done(&self) -> bool {
        self.run.run.state == "done"
    }

    fn heading(&self) -> &str {
        match self.run.run.state.as_str() {
            "proposed" => self.frame.say("等批准的处置", "A run that waits"),
            "done" => self.run.run.number.as_deref().unwrap_or_default(),
            _ => self.frame.say("不予处置的一批", "A dropped run"),
        }
    }

    fn at(&self, file: &str) -> String {
        self.frame.href(&format!("{}{file}", of_run(&self.run.run.id)))
    }

    fn item_href(&self, item: &RunItem) -> String {
        self.frame.href(&of_published(&item.short_id))
    }

    fn why(&self, item: &RunItem) -> String {
        item.decision
            .as_ref()
            .map(|decision| self.frame.says(&decision.explain()).to_owned())
            .unwrap_or_default()
    }

    /// Class and word of what became of an item, or would.
    fn outcome(&self, item: &RunItem) -> (&'static str, String) {
        let class = match item.outcome {
            Outcome::Archived | Outcome::Transferred => "ok",
            Outcome::Extended | Outcome::Forever => "info",
            Outcome::Held | Outcome::Changed => "warn",
            Outcome::Waits => "",
        };
        let word = if self.is_waiting() && !matches!(item.outcome, Outcome::Held | Outcome::Changed) {
            item.choice.name()
        } else {
            item.outcome.name()
        };
        (class, self.frame.says(&word).to_owned())
    }

    /// How many items have each outcome, in the words of the list.
    fn totals(&self) -> Vec<(String, usize)> {
        let mut totals: Vec<(String, usize)> = Vec::new();
        for (_, word) in self.run.items.iter().map(|item| self.outcome(item)) {
            match totals.iter_mut().find(|(known, _)| *known == word) {
                Some((_, count)) => *count += 1,
                None => totals.push((word, 1)),
            }
        }
        totals
    }

    fn has_package(&self) -> bool {
        self.is_done() && self.run.items.iter().any(|item| item.outcome == Outcome::Transferred)
    }

    fn asked_at(&self) -> String {
        when(self.run.run.asked.1, self.frame.today)
    }

    fn decided_why(&self) -> &str {
        self.run.run.decided.as_ref().map(|(.., why)| why.as_str()).unwrap_or_default()
    }
}
