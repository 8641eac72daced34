//! What was done with a draft, and every version of it that is kept.

use super::meeting::{changed_fields, left_out};
use super::{PATH, draft, of, refused, when};
use crate::frame::page;
use crate::{Call, Frame, Office};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use gongkai_app::drafts::{self, Draft, Event, Version};
use gongkai_domain::catalogue::{Stage, Step};
use gongkai_domain::difference::Difference;
use gongkai_web::{Markup, PageError, difference};
use std::collections::BTreeMap;

#[derive(Debug, Template)]
#[template(path = "items/history.html")]
struct HistoryPage {
    frame: Frame,
    draft: Draft,
    events: Vec<Event>,
    versions: Vec<Version>,
    names: BTreeMap<String, String>,
    /// Place of the version that is open.
    open: i64,
}

pub(super) async fn show(
    State(office): State<Office>,
    call: Call,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let draft = draft(&office, &call, &id).await?;
    let (mut events, mut versions, names) =
        drafts::history(&office.records, &call.officer, &id).await.map_err(refused)?;
    events.reverse();
    versions.reverse();
    let open = call.visit.query.number("version", 1..=1_000_000)?.unwrap_or_default() as i64;
    let frame = Frame::new(&office, &call, PATH).telling(&headers);
    let (list, title) =
        (frame.say("信息发布", "Information").to_owned(), frame.say("经过", "History").to_owned());
    let frame = frame.titled(&title).under(list, PATH).under(draft.title(), &of(&id, "review"));
    let history = HistoryPage { frame, draft, events, versions, names, open };
    page(&history.frame, &history)
}

impl HistoryPage {
    fn at(&self, page: &str) -> String {
        self.frame.href(&of(&self.draft.id, page))
    }

    fn act(&self, event: &Event) -> String {
        if let Some(step) = Step::ALL.into_iter().find(|step| step.code() == event.act) {
            return self.frame.says(&step.name()).to_owned();
        }
        let (zh, en) = match event.act.as_str() {
            "accept-finding" => ("写明理由保留", "Finding accepted"),
            "attach-file" => ("上传附件", "Files uploaded"),
            "remove-file" => ("移除附件", "File taken away"),
            "arrange-files" => ("整理附件", "Files renamed or ordered"),
            "mask-finding" => ("替换", "Finding put right"),
            other => (other, other),
        };
        self.frame.say(zh, en).to_owned()
    }

    fn stage(&self, event: &Event) -> String {
        Stage::of_code(&event.stage)
            .map(|stage| self.frame.says(&stage.name()).to_owned())
            .unwrap_or_default()
    }

    fn facts(&self, event: &Event) -> String {
        let (zh, en) = match event.facts.as_str() {
            "proactive" => ("可以公开", "open"),
            "on_request" => ("依申请公开", "on request"),
            "withheld" => ("不予公开", "withheld"),
            "scheduled" => ("到时自动发布", "by schedule"),
            other => match other.parse() {
                Ok(at) => return when(at, self.frame.today),
                Err(_) => return other.to_owned(),
            },
        };
        self.frame.say(zh, en).to_owned()
    }

    fn name(&self, who: &str) -> String {
        self.names.get(who).cloned().unwrap_or_else(|| who.to_owned())
    }

    fn at_time(&self, at: &jiff::Timestamp) -> String {
        when(*at, self.frame.today)
    }

    fn is_open(&self, version: &Version) -> bool {
        version.position == self.open
    }

    /// How a version differs from the one kept before it.
    fn difference(&self, version: &Version) -> Markup {
        let before =
            self.versions.iter().find(|other| other.kind == "saved" && other.position < version.position);
        let (fields, html) = drafts::words_of(version);
        let (before_fields, before_html) = before.map(drafts::words_of).unwrap_or_default();
        let differs = Difference::of(&before_html.plain(), &html.plain());
        let mut markup = difference::paragraphs(&differs, |count| left_out(&self.frame, count));
        for (label, before, after) in changed_fields(&self.frame, &before_fields, &fields) {
            markup.tag("<p class=\"ch\">");
            markup.push(&Markup::text(&format!("{label}：")));
            markup.tag("<del>");
            markup.push(&Markup::text(&before));
            markup.tag("</del><ins>");
            markup.push(&Markup::text(&after));
            markup.tag("</ins></p>");
        }
        markup
    }
}
