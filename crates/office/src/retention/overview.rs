//! What ends when, by body and year, and the runs there were.

use super::{PATH, of_run};
use crate::frame::page;
use crate::items::when;
use crate::{Call, Frame, Office};
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use gongkai_app::retention::{self, Overview, RunLine};
use gongkai_domain::retention::RetentionRule;
use gongkai_web::PageError;

#[derive(Debug, Template)]
#[template(path = "retention/overview.html")]
struct OverviewPage {
    frame: Frame,
    found: Overview,
    rules: Vec<RetentionRule>,
}

pub(super) async fn show(
    State(office): State<Office>,
    call: Call,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let found = retention::overview(&office.records, &call.officer, call.moment.today)
        .await
        .map_err(|error| crate::error::failed(&error))?;
    let frame = Frame::new(&office, &call, PATH).telling(&headers);
    let title = frame.say("保管与归档", "Retention").to_owned();
    let rules = office.records.law.retention.rules.clone();
    let overview = OverviewPage { frame: frame.titled(&title), found, rules };
    page(&overview.frame, &overview)
}

impl OverviewPage {
    fn due_href(&self, body: &str) -> String {
        self.frame.href(&format!("{PATH}due/{body}"))
    }

    fn run_href(&self, line: &RunLine) -> String {
        self.frame.href(&of_run(&line.run.id))
    }

    fn run_name<'a>(&'a self, line: &'a RunLine) -> &'a str {
        line.run.number.as_deref().unwrap_or_else(|| self.frame.say("（未编号）", "(no number)"))
    }

    /// Class and word of how far a run has come.
    fn state(&self, line: &RunLine) -> (&'static str, &str) {
        match line.run.state.as_str() {
            "proposed" => ("info", self.frame.say("等批准", "waits")),
            "done" => ("ok", self.frame.say("已办结", "done")),
            _ => ("", self.frame.say("不予处置", "dropped")),
        }
    }

    fn asked_at(&self, line: &RunLine) -> String {
        when(line.run.asked.1, self.frame.today)
    }

    fn decided(&self, line: &RunLine) -> String {
        let decided = line.decided.as_ref();
        decided.map(|(who, at)| format!("{who}　{}", when(*at, self.frame.today))).unwrap_or_default()
    }

    /// A rule as a row: what it is about, the term, from when, what then, where from.
    fn rule(&self, rule: &RetentionRule) -> (String, String, &'static str, String, String) {
        use gongkai_domain::retention::Counted;
        let say = |says: &gongkai_domain::says::Says| self.frame.says(says).to_owned();
        let from = match rule.counted {
            Counted::Published => self.frame.say("发布的次年", "the year after publication"),
            Counted::Repealed => self.frame.say("废止的次年", "the year after its repeal"),
        };
        let from = if rule.term == gongkai_domain::retention::Term::Permanent { "—" } else { from };
        (
            say(&rule.basis.about),
            say(&rule.term.name()),
            from,
            say(&rule.action.name()),
            say(&rule.basis.article),
        )
    }

    fn is_unchecked(&self) -> bool {
        self.rules.iter().any(|rule| !rule.basis.checked)
    }
}
