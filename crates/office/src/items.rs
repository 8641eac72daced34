//! Publishing information (信息发布): drafts, their way through all hands, what is published.

mod attachments;
mod edit;
mod files;
pub(crate) mod form;
mod history;
mod list;
mod meeting;
mod preview;
mod published;
mod review;

use crate::{Call, Needs, Office, Rooms};
use axum::http::StatusCode;
use gongkai_app::drafts::{Draft, DraftError};
use gongkai_domain::people::Permission;
use gongkai_domain::says::Says;
use gongkai_web::{PageError, Visit};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Path of the list.
pub(crate) const PATH: &str = "/office/items/";

/// Who takes part in the way of a draft.
const HANDS: Needs = Needs::OneOf(&[
    Permission::DraftItems,
    Permission::ReviewItems,
    Permission::ReviewSecrecy,
    Permission::ApproveItems,
    Permission::PublishItems,
]);
pub(crate) const READS: Needs = Needs::OneOf(&[Permission::Read]);
const DRAFTS: Needs = Needs::OneOf(&[Permission::DraftItems]);
const PUBLISHES: Needs = Needs::OneOf(&[Permission::PublishItems]);

pub(crate) fn routes(rooms: Rooms) -> Rooms {
    rooms
        .page(PATH, READS, list::show)
        .page("/office/items/new", DRAFTS, edit::begin)
        .act("/office/items/new", DRAFTS, edit::create)
        .page("/office/items/{id}", READS, edit::show)
        .act("/office/items/{id}", DRAFTS, edit::save)
        .act("/office/items/{id}/save", DRAFTS, edit::keep)
        .upload("/office/items/{id}/attachments", DRAFTS, attachments::MOST, attachments::upload)
        .act("/office/items/{id}/attachments/arrange", DRAFTS, attachments::arrange)
        .page("/office/items/{id}/attachments/{digest}", READS, attachments::open)
        .page("/office/items/{id}/meeting", DRAFTS, meeting::show)
        .page("/office/items/{id}/review", READS, review::show)
        .act("/office/items/{id}/step", HANDS, review::step)
        .act("/office/items/{id}/finding", HANDS, review::handle)
        .page("/office/items/{id}/history", READS, history::show)
        .page("/office/items/{id}/preview", READS, preview::show)
        .page("/office/items/published/{short_id}", READS, published::show)
        .act("/office/items/published/{short_id}/correct", DRAFTS, published::correct)
        .act("/office/items/published/{short_id}/withdraw", PUBLISHES, published::withdraw)
}

/// Address of a page of a draft.
pub(crate) fn of(draft: &str, page: &str) -> String {
    if page.is_empty() { format!("{PATH}{draft}") } else { format!("{PATH}{draft}/{page}") }
}

/// Beginning of the addresses of a draft's files.
fn files_of(visit: &Visit, draft: &str) -> String {
    visit.href(&of(draft, "attachments/"))
}

/// Address of a published item at the office.
pub(crate) fn of_published(short_id: &str) -> String {
    format!("{PATH}published/{short_id}")
}

/// The draft an address names.
async fn draft(office: &Office, call: &Call, id: &str) -> Result<Draft, PageError> {
    gongkai_app::drafts::open(&office.records, &call.officer, id).await.map_err(refused)
}

/// The page for something that was not done.
fn refused(error: DraftError) -> PageError {
    match error {
        DraftError::Unknown => PageError::not_found(),
        DraftError::Storage(error) => crate::error::failed(&error),
        DraftError::Refused(reasons) => {
            let says: Vec<Says> = reasons.iter().map(gongkai_domain::catalogue::Refusal::says).collect();
            let zh: Vec<&str> = says.iter().map(|says| says.zh.as_str()).collect();
            let en: Vec<&str> = says.iter().map(|says| says.en.as_str()).collect();
            not_done(Says::new(zh.join("；"), en.join("; ")))
        }
        other => not_done(Says::of_both(&other.to_string())),
    }
}

fn not_done(why: Says) -> PageError {
    let title = Says::new("没有办成", "Nothing was done");
    let what = Says::new("内容没有变，也没有丢。", "Nothing was changed, and nothing was lost.");
    PageError::refused(StatusCode::CONFLICT, title, what, why)
}

/// An instant as the office's clock shows it.
fn local(at: Timestamp) -> jiff::Zoned {
    at.to_zoned(zone())
}

/// The office's time zone.
fn zone() -> TimeZone {
    TimeZone::get("Asia/Shanghai").unwrap_or(TimeZone::UTC)
}

/// Day and time in figures: 03-28 16:20, with the year where it is another.
pub(crate) fn when(at: Timestamp, today: jiff::civil::Date) -> String {
    let at = local(at);
    let form = if at.date() == today {
        "%H:%M"
    } else if at.year() == today.year() {
        "%m-%d %H:%M"
    } else {
        "%Y-%m-%d %H:%M"
    };
    at.strftime(form).to_string()
}
