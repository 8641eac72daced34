//! Channels (公开渠道): where items were placed, what is on its way, accounts, and printed issues.

mod accounts;
mod board;
mod chosen;
mod item;
mod print;

pub(crate) use chosen::{choices, choose};

use crate::{Frame, Needs, Office, Rooms};
use axum::http::StatusCode;
use gongkai_app::channels::{ChannelError, Sending};
use gongkai_domain::channels::Connector;
use gongkai_domain::people::Permission;
use gongkai_domain::says::Says;
use gongkai_web::PageError;

/// Path of the board.
pub(crate) const PATH: &str = "/office/channels/";
/// Path of the accounts, among the settings.
pub(crate) const ACCOUNTS: &str = "/office/settings/channels/";
/// Path of the printed issues.
const PRINT: &str = "/office/channels/print/";

pub(crate) const READS: Needs = Needs::OneOf(&[Permission::Read]);
const PUBLISHES: Needs = Needs::OneOf(&[Permission::PublishItems]);
const SETS: Needs = Needs::OneOf(&[Permission::ChangeSettings]);
/// Largest form with a cover, in bytes.
const LARGEST: usize = 2 << 20;

pub(crate) fn routes(rooms: Rooms) -> Rooms {
    rooms
        .page(PATH, READS, board::show)
        .act("/office/channels/sendings/{id}", PUBLISHES, board::decide)
        .page("/office/items/published/{short_id}/channels", READS, item::show)
        .act("/office/items/published/{short_id}/channels", PUBLISHES, item::place)
        .act("/office/items/published/{short_id}/send", PUBLISHES, item::send)
        .page(PRINT, READS, print::list)
        .page("/office/channels/print/new", PUBLISHES, print::new)
        .act("/office/channels/print/new", PUBLISHES, print::work)
        .page("/office/channels/print/{id}/issue.pdf", READS, print::file)
        .page(ACCOUNTS, SETS, accounts::list)
        .act(ACCOUNTS, SETS, accounts::website)
        .page("/office/settings/channels/new", SETS, accounts::new)
        .upload("/office/settings/channels/new", SETS, LARGEST, accounts::create)
        .page("/office/settings/channels/{id}", SETS, accounts::edit)
        .upload("/office/settings/channels/{id}", SETS, LARGEST, accounts::change)
        .act("/office/settings/channels/{id}/try", SETS, accounts::try_account)
}

/// Address of the channels of an item.
pub(crate) fn of_item(short_id: &str) -> String {
    format!("/office/items/published/{short_id}/channels")
}

/// The page for something that was not done and no form shows.
fn refused(error: ChannelError) -> PageError {
    match error {
        ChannelError::Unknown => PageError::not_found(),
        ChannelError::Storage(error) => crate::error::failed(&error),
        ChannelError::Refused(says) => not_done(says),
        ChannelError::Fields(faults) => {
            let (zh, en): (Vec<_>, Vec<_>) = faults.into_iter().map(|(_, says)| (says.zh, says.en)).unzip();
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

/// The channels: code and name.
fn channels(office: &Office, frame: &Frame) -> Vec<(String, String)> {
    let entries = office.records.law.codes.list("channels").map_or(&[][..], |list| list.codes.as_slice());
    entries.iter().map(|entry| (entry.code.clone(), frame.say(&entry.zh, &entry.en).to_owned())).collect()
}

/// Class and words of how a sending stands.
fn state(frame: &Frame, sending: &Sending) -> (&'static str, &'static str) {
    match sending.state.as_str() {
        "waiting" if sending.attempts == 0 => ("info", Says2("排队中", "queued").of(frame)),
        "waiting" => ("warn", Says2("稍后再试", "to be tried again").of(frame)),
        "stopped" => ("stop", Says2("没有发出", "not sent").of(frame)),
        "unsure" => ("stop", Says2("不知发没发", "may have been sent").of(frame)),
        "done" => ("ok", Says2("已发出", "sent").of(frame)),
        _ => ("", Says2("已放弃", "given up").of(frame)),
    }
}

struct Says2(&'static str, &'static str);

impl Says2 {
    fn of(&self, frame: &Frame) -> &'static str {
        if frame.lang() == "en" { self.1 } else { self.0 }
    }
}

/// That a connector was never tried against the real service.
fn untried(frame: &Frame, connector: Connector) -> &'static str {
    if connector.is_tried() {
        ""
    } else {
        Says2("尚未在真实服务上试过", "not yet tried against the real service").of(frame)
    }
}
