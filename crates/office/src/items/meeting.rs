//! Two saves that met: both texts as one difference, and the choice of what stands.

use super::{PATH, draft, of, refused};
use crate::frame::page;
use crate::{Call, Frame, Office};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use gongkai_app::drafts::{self, Draft};
use gongkai_domain::catalogue::{Fields, drafted};
use gongkai_domain::difference::Difference;
use gongkai_domain::safe_html::SafeHtml;
use gongkai_web::{Markup, PageError, difference};

#[derive(Debug, Template)]
#[template(path = "items/meeting.html")]
struct MeetingPage {
    frame: Frame,
    theirs: Draft,
    by: String,
    mine: (Fields, SafeHtml),
    text: Difference,
    is_open: bool,
}

pub(super) async fn show(
    State(office): State<Office>,
    call: Call,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let theirs = draft(&office, &call, &id).await?;
    let (_, versions, names) = drafts::history(&office.records, &call.officer, &id).await.map_err(refused)?;
    let asked = call.visit.query.number("aside", 1..=1_000_000)?.unwrap_or_default() as i64;
    let own = call.by().actor;
    let aside = versions
        .iter()
        .find(|version| version.position == asked && version.kind == "aside" && version.saved_by == own)
        .ok_or_else(PageError::not_found)?;
    let mine = drafts::words_of(aside);
    let frame = Frame::new(&office, &call, PATH);
    let (list, title) = (
        frame.say("信息发布", "Information").to_owned(),
        frame.say("两个人同时改了这一件", "Two people changed this draft").to_owned(),
    );
    let frame = frame.titled(&title).under(list, PATH).under(theirs.title(), &of(&id, ""));
    let meeting = MeetingPage {
        by: names.get(&theirs.saved.0).cloned().unwrap_or_default(),
        text: Difference::of(&theirs.html.plain(), &mine.1.plain()),
        is_open: theirs.stage == gongkai_domain::catalogue::Stage::Draft,
        frame,
        theirs,
        mine,
    };
    page(&meeting.frame, &meeting)
}

impl MeetingPage {
    fn action(&self) -> String {
        self.frame.href(&of(&self.theirs.id, ""))
    }

    fn difference(&self) -> Markup {
        difference::paragraphs(&self.text, |count| left_out(&self.frame, count))
    }

    /// Fields that differ: label, theirs, mine.
    fn fields(&self) -> Vec<(&'static str, String, String)> {
        changed_fields(&self.frame, &self.theirs.fields, &self.mine.0)
    }

    /// Every field of mine, to be sent along.
    fn hidden(&self) -> Vec<(&String, &String)> {
        self.mine.0.iter().collect()
    }
}

/// Fields that differ between two drafts: label, before, after.
pub(super) fn changed_fields(
    frame: &Frame,
    before: &Fields,
    after: &Fields,
) -> Vec<(&'static str, String, String)> {
    let typed = |fields: &Fields, code: &str| fields.get(code).cloned().unwrap_or_default();
    drafted()
        .map(|column| {
            (frame.say(column.zh, column.en), typed(before, column.code), typed(after, column.code))
        })
        .filter(|(_, before, after)| before != after)
        .collect()
}

/// What stands for paragraphs left out of a difference.
pub(super) fn left_out(frame: &Frame, count: usize) -> String {
    if frame.lang() == "en" {
        format!("{count} paragraphs unchanged")
    } else {
        format!("未变的 {count} 段")
    }
}
