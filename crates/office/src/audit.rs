//! B21, the audit trail (审计): who did what, when, to which rows; and whether the trail is whole.

mod entry;
mod verifying;

pub use verifying::Verifying;

use crate::frame::page;
use crate::{Call, Frame, Needs, Office, Rooms};
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use gongkai_app::trail::{self, EntryFilter, ToldEntry};
use gongkai_domain::audit::act_name;
use gongkai_domain::people::Permission;
use gongkai_domain::says::Says;
use gongkai_web::{PageError, Query};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};
use verifying::Standing;

/// Path of the list.
pub(crate) const PATH: &str = "/office/audit/";
/// Who may enter.
pub(crate) const NEEDS: Needs = Needs::OneOf(&[Permission::ReadAudit]);
/// Entries on a page.
const SIZE: i64 = 50;

pub(crate) fn routes(rooms: Rooms) -> Rooms {
    rooms.page(PATH, NEEDS, show).page("/office/audit/{sequence}", NEEDS, entry::show).act(
        "/office/audit/verify",
        NEEDS,
        verifying::start,
    )
}

#[derive(Debug, Template)]
#[template(path = "audit/audit.html")]
struct AuditPage {
    frame: Frame,
    entries: Vec<Line>,
    /// Whom one can ask for: what the trail calls them, and their name.
    actors: Vec<(String, String)>,
    acts: Vec<(String, Says)>,
    query: Query,
    /// Address of the entries before these; empty at the end.
    earlier: String,
    standing: Standing,
}

/// One entry of the list.
#[derive(Debug)]
struct Line {
    sequence: i64,
    at: String,
    name: String,
    act: Says,
    about: String,
    changes: i64,
}

impl AuditPage {
    /// What a field of the filter was given.
    fn asked(&self, name: &str) -> &str {
        self.query.get(name).unwrap_or_default()
    }

    fn is(&self, name: &str, value: &str) -> bool {
        self.asked(name) == value
    }
}

async fn show(State(office): State<Office>, call: Call, headers: HeaderMap) -> Result<Response, PageError> {
    let query = call.visit.query.clone();
    let filter = filter_of(&query)?;
    let failed = |error| crate::error::failed(&error);
    let found = trail::entries(&office.records, &call.officer, &filter, SIZE + 1).await.map_err(failed)?;
    let earlier = found.get(SIZE as usize - 1).filter(|_| found.len() > SIZE as usize);
    let earlier =
        earlier.map(|told| call.visit.with("before", &told.entry.sequence.to_string())).unwrap_or_default();
    let acts = trail::acts(&office.records).await.map_err(failed)?;
    let frame = Frame::new(&office, &call, PATH).telling(&headers);
    let title = frame.say("审计", "Audit trail").to_owned();
    let audit = AuditPage {
        frame: frame.titled(&title),
        entries: found.into_iter().take(SIZE as usize).map(line).collect(),
        actors: trail::actors(&office.records, &call.officer).await.map_err(failed)?,
        acts: acts.into_iter().map(|act| (act.clone(), act_name(&act))).collect(),
        query,
        earlier,
        standing: office.verifying.standing(),
    };
    page(&audit.frame, &audit)
}

fn line(told: ToldEntry) -> Line {
    Line {
        sequence: told.entry.sequence,
        at: civil(&told.entry.at),
        act: act_name(&told.entry.act),
        about: about(&told.entry.facts),
        changes: told.entry.changes,
        name: told.name,
    }
}

/// What an act was about, from its facts: the register, the report, the person.
fn about(facts: &str) -> String {
    let facts: serde_json::Value = serde_json::from_str(facts).unwrap_or_default();
    let text = |name: &str| match &facts[name] {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let register = text("register")
        .map(|code| gongkai_domain::registers::find(&code).map_or(code, |register| register.zh.to_owned()));
    let rest = ["title", "year", "format", "address"].into_iter().filter_map(text);
    register.into_iter().chain(rest).collect::<Vec<_>>().join("　")
}

fn filter_of(query: &Query) -> Result<EntryFilter, PageError> {
    let day = |name: &str| -> Result<Option<Date>, PageError> {
        let Some(text) = query.get(name) else { return Ok(None) };
        text.parse().map(Some).map_err(|_| {
            PageError::bad_value(
                name,
                text,
                Says::new("应为日期，如 2017-03-31", "it must be a date such as 2017-03-31"),
            )
        })
    };
    let row = query.get("register").zip(query.get("key"));
    Ok(EntryFilter {
        actors: query.get("actor").map(|actor| vec![actor.to_owned()]),
        act: query.get("act").map(str::to_owned),
        from: day("from")?.and_then(beginning),
        until: day("until")?.and_then(|day| day.checked_add(1.day()).ok()).and_then(beginning),
        row: row.map(|(register, key)| (register.to_owned(), key.to_owned())),
        before: query.number("before", 1..=usize::MAX)?.map(|before| before as i64),
    })
}

fn zone() -> TimeZone {
    TimeZone::get("Asia/Shanghai").unwrap_or(TimeZone::UTC)
}

/// The instant a day begins in the office's time zone.
fn beginning(day: Date) -> Option<Timestamp> {
    day.to_zoned(zone()).ok().map(|zoned: Zoned| zoned.timestamp())
}

/// An instant of the trail as people read it, in the office's time zone.
fn civil(at: &str) -> String {
    let instant = at.parse::<Timestamp>();
    instant.map_or_else(|_| at.to_owned(), |at| at.to_zoned(zone()).strftime("%Y-%m-%d %H:%M:%S").to_string())
}
