//! A published item at the office: its editions with what each changed; correcting it and taking it back.

use super::meeting::left_out;
use super::{PATH, of, of_published, refused};
use crate::forms::Fields as Sent;
use crate::frame::{go_on, page};
use crate::{Call, Frame, Office};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use gongkai_app::drafts::{self, Editions};
use gongkai_app::retention::{self, ItemRetention};
use gongkai_domain::catalogue::ITEMS;
use gongkai_domain::difference::Difference;
use gongkai_domain::people::Permission;
use gongkai_domain::says::Says;
use gongkai_web::{Markup, PageError, difference};

#[derive(Debug, Template)]
#[template(path = "items/published.html")]
struct PublishedPage {
    frame: Frame,
    short_id: String,
    found: Editions,
    /// How long it is kept; none where no rule is for it.
    kept: Option<ItemRetention>,
    may_hold: bool,
    may_draft: bool,
    may_withdraw: bool,
}

pub(super) async fn show(
    State(office): State<Office>,
    call: Call,
    headers: HeaderMap,
    Path(short_id): Path<String>,
) -> Result<Response, PageError> {
    let found = drafts::item_history(&office.records, &call.officer, &short_id).await.map_err(refused)?;
    let frame = Frame::new(&office, &call, PATH).telling(&headers);
    let title = found.item.row.value(&ITEMS, "title").to_plain();
    let list = frame.say("已发布", "Published").to_owned();
    let frame = frame.titled(&title).under(list, &format!("{PATH}?stage=published"));
    let body = found.item.row.body(&ITEMS);
    let kept = retention::of_item(&office.records, &found.item)
        .await
        .map_err(|error| crate::error::failed(&error))?;
    let may = |permission| call.officer.may_for(permission, body);
    let published = PublishedPage {
        kept,
        may_hold: may(Permission::PublishItems) || may(Permission::ApproveItems),
        may_draft: call.officer.may_for(Permission::DraftItems, body),
        may_withdraw: call.officer.may_for(Permission::PublishItems, body),
        frame,
        short_id,
        found,
    };
    page(&published.frame, &published)
}

pub(super) async fn correct(
    State(office): State<Office>,
    call: Call,
    Path(short_id): Path<String>,
) -> Result<Response, PageError> {
    let found = drafts::item_history(&office.records, &call.officer, &short_id).await.map_err(refused)?;
    let draft = drafts::correct(&office.records, &call.officer, &found.item.row.key, &call.by())
        .await
        .map_err(refused)?;
    let told = Says::new(
        "更正也要走完四手；写明更正了什么。",
        "A correction goes through all hands too; say what it corrects.",
    );
    Ok(go_on(&office, &call.visit, &of(&draft.id, ""), &told))
}

pub(super) async fn withdraw(
    State(office): State<Office>,
    call: Call,
    Path(short_id): Path<String>,
    sent: Sent,
) -> Result<Response, PageError> {
    let found = drafts::item_history(&office.records, &call.officer, &short_id).await.map_err(refused)?;
    drafts::withdraw(&office.records, &call.officer, &found.item.row.key, sent.get("reason"), &call.by())
        .await
        .map_err(refused)?;
    let told = Says::new(
        "已撤回；原来的网址还在，写着撤回的原因。",
        "Withdrawn; its address still answers and says why.",
    );
    Ok(go_on(&office, &call.visit, &of_published(&short_id), &told))
}

impl PublishedPage {
    fn text(&self, code: &str) -> String {
        self.found.item.row.value(&ITEMS, code).to_plain()
    }

    fn at(&self, page: &str) -> String {
        self.frame.href(&format!("{}{page}", of_published(&self.short_id)))
    }

    fn public(&self) -> String {
        self.frame.href(&format!("/zfxxgk/doc/{}", self.short_id))
    }

    fn withdrawn(&self) -> bool {
        !self.text("withdrawn_on").is_empty()
    }

    fn archived(&self) -> bool {
        !self.text("archived_on").is_empty()
    }

    fn kept_for(&self, kept: &ItemRetention) -> String {
        self.frame.says(&kept.decision.brief()).to_owned()
    }

    fn kept_why(&self, kept: &ItemRetention) -> String {
        self.frame.says(&kept.decision.explain()).to_owned()
    }

    /// Where a hold on the item is placed.
    fn hold_href(&self) -> String {
        let query = self.frame.visit.query_of("item", &self.text("index_number"));
        self.frame.href("/office/retention/holds") + &query
    }

    /// Each edition: number, note, and how it differs from the one before it.
    fn editions(&self) -> Vec<(i64, &str, Option<Markup>)> {
        let editions = &self.found.editions;
        editions
            .iter()
            .enumerate()
            .map(|(at, (number, note, text))| {
                let before = editions.get(at + 1).map(|(_, _, before)| Difference::of(before, text));
                let differs = before.filter(|found| !found.is_empty());
                let markup =
                    differs.map(|found| difference::paragraphs(&found, |count| left_out(&self.frame, count)));
                (*number, note.as_str(), markup)
            })
            .collect()
    }
}
