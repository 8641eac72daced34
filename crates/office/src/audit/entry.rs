//! One entry of the trail: what it says, its place in the chain, the rows it changed.

use super::{PATH, civil};
use crate::frame::page;
use crate::{Call, Frame, Office};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use gongkai_app::trail::{self, ToldChange, ToldChanges, ToldEntry};
use gongkai_domain::audit::act_name;
use gongkai_domain::says::Says;
use gongkai_web::PageError;
use gongkai_web::paging::{self, Paging};

/// Rows on a page.
const SIZE: usize = 50;

#[derive(Debug, Template)]
#[template(path = "audit/entry.html")]
struct EntryPage {
    frame: Frame,
    told: ToldEntry,
    act: Says,
    at: String,
    hash: String,
    facts: Vec<(String, String)>,
    changes: ToldChanges,
    paging: Paging,
}

pub(super) async fn show(
    State(office): State<Office>,
    call: Call,
    Path(sequence): Path<String>,
) -> Result<Response, PageError> {
    let sequence: i64 = sequence.parse().map_err(|_| PageError::not_found())?;
    let failed = |error| crate::error::failed(&error);
    let told = trail::entry(&office.records, &call.officer, sequence).await.map_err(failed)?;
    let told = told.ok_or_else(PageError::not_found)?;
    let total = usize::try_from(told.entry.changes).unwrap_or_default();
    let paging = Paging::new(paging::asked(&call.visit.query)?, SIZE, total)?;
    let offset = ((paging.page - 1) * SIZE) as i64;
    let changes = trail::changes(&office.records, &call.officer, sequence, offset, SIZE as i64)
        .await
        .map_err(failed)?;
    let frame = Frame::new(&office, &call, PATH);
    let name = frame.say("审计", "Audit trail").to_owned();
    let act = act_name(&told.entry.act);
    let title = format!("{} {sequence}", frame.says(&act));
    let shown = EntryPage {
        frame: frame.titled(&title).under(name, PATH),
        act,
        at: civil(&told.entry.at),
        hash: told.entry.hash(),
        facts: facts(&told.entry.facts),
        told,
        changes,
        paging,
    };
    page(&shown.frame, &shown)
}

impl EntryPage {
    fn register(&self, change: &ToldChange) -> String {
        change.register.map_or_else(
            || change.code.clone(),
            |register| self.frame.say(register.zh, register.en).to_owned(),
        )
    }

    fn column(&self, change: &ToldChange, code: &str) -> String {
        let column = change.register.and_then(|register| register.column(code));
        column.map_or_else(|| code.to_owned(), |column| self.frame.say(column.zh, column.en).to_owned())
    }

    fn done(&self, change: &ToldChange) -> &'static str {
        match change.act.as_str() {
            "added" => self.frame.say("新增", "added"),
            "removed" => self.frame.say("移去", "removed"),
            _ => self.frame.say("更改", "changed"),
        }
    }
}

/// The facts of an entry, one a line, as they are hashed.
fn facts(json: &str) -> Vec<(String, String)> {
    let facts: serde_json::Map<String, serde_json::Value> = serde_json::from_str(json).unwrap_or_default();
    let plain = |value: serde_json::Value| match value {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    };
    facts.into_iter().map(|(name, value)| (name, plain(value))).collect()
}
