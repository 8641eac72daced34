//! Proving the trail from the browser: it may take a minute, so it goes on while the auditor does something else.

use super::PATH;
use crate::frame::go_on;
use crate::{Call, Office};
use axum::extract::State;
use axum::response::Response;
use gongkai_app::verify::{Verified, verify};
use gongkai_domain::says::Says;
use jiff::Timestamp;
use std::sync::{Arc, Mutex, PoisonError};

/// Faults shown; a broken chain may have as many as it has entries.
const MOST_FAULTS: usize = 20;

/// What is known of the last verification since the program started, the same for every auditor.
#[derive(Clone, Debug, Default)]
pub struct Verifying(Arc<Mutex<Standing>>);

/// How a verification stands.
#[derive(Clone, Debug, Default)]
pub(super) enum Standing {
    /// None was asked for.
    #[default]
    None,
    /// It goes on.
    Running(Says),
    /// It is done: what to tell, and what does not hold.
    Done(Says, Vec<Says>),
}

impl Verifying {
    pub(super) fn standing(&self) -> Standing {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts `next` in the place of what was; answers whether one was running.
    fn put(&self, next: Standing) -> bool {
        let mut standing = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *standing, next).is_running()
    }
}

impl Standing {
    pub(super) const fn is_running(&self) -> bool {
        matches!(self, Self::Running(_))
    }

    pub(super) const fn words(&self) -> Option<&Says> {
        match self {
            Self::None => None,
            Self::Running(words) | Self::Done(words, _) => Some(words),
        }
    }

    pub(super) fn faults(&self) -> &[Says] {
        match self {
            Self::Done(_, faults) => &faults[..faults.len().min(MOST_FAULTS)],
            _ => &[],
        }
    }

    pub(super) fn look(&self) -> &'static str {
        match self {
            Self::Done(_, faults) if !faults.is_empty() => "stop",
            Self::Done(..) => "ok",
            _ => "info",
        }
    }
}

pub(super) async fn start(State(office): State<Office>, call: Call) -> Response {
    let begun = super::civil(&call.moment.at.to_string());
    let words = Says::new(format!("{begun} 开始核验，还没有完"), format!("verifying since {begun}"));
    if office.verifying.standing().is_running() {
        return go_on(&office, &call.visit, PATH, &Says::new("核验正在进行。", "It is going on already."));
    }
    office.verifying.put(Standing::Running(words));
    let (verifying, records, clock) =
        (office.verifying.clone(), office.records.clone(), Arc::clone(&office.clock));
    tokio::spawn(async move {
        let done = match verify(&records).await {
            Ok(verified) => told(&verified, clock().at),
            Err(error) => Standing::Done(
                Says::new("核验没有做完", "It could not be finished"),
                vec![Says::of_both(&error.to_string())],
            ),
        };
        verifying.put(done);
    });
    go_on(
        &office,
        &call.visit,
        PATH,
        &Says::new("核验已经开始，可以先做别的。", "It has begun; you may do something else meanwhile."),
    )
}

fn told(verified: &Verified, at: Timestamp) -> Standing {
    let at = super::civil(&at.to_string());
    let Verified { entries, changes, rows, frozen, attachments, faults } = verified;
    let words = if faults.is_empty() {
        Says::new(
            format!(
                "{at} 核验通过：{entries} 条记录、{changes} 项变更、{rows} 行、{frozen} 份定稿报告、{attachments} 个附件都对得上"
            ),
            format!(
                "Verified at {at}: {entries} entries, {changes} changes, {rows} rows, {frozen} frozen reports and {attachments} attachments hold"
            ),
        )
    } else {
        Says::new(
            format!("{at} 核验不通过：{} 处对不上", faults.len()),
            format!("Verification at {at} failed: {} do not hold", faults.len()),
        )
    };
    Standing::Done(words, faults.clone())
}
