//! Disclosure on application (P11, 依申请公开): how to ask, by which ways, and how long an answer takes.

use crate::{Site, entries};
use askama::Template;
use axum::{Router, extract::State, response::Response, routing::get};
use gongkai_domain::says::Says;
use gongkai_web::{Layout, PageError, Visit, page};

/// The route of the page.
pub fn routes() -> Router<Site> {
    Router::new().route(entries::REQUESTS, get(show))
}

async fn show(State(site): State<Site>, visit: Visit) -> Result<Response, PageError> {
    let room = site.room(visit, entries::REQUESTS).await?;
    let regime = site.office.law.regimes.regime_for((site.today)());
    let period = regime.map(|regime| ReplyPeriod {
        days: regime.reply.working_days,
        extension: (regime.extension.times > 0).then_some(regime.extension.working_days),
        article: regime.reply.article.0.clone(),
    });
    let name = room.layout.say("依申请公开", "Request information");
    page(&RequestsPage { layout: room.layout.titled(name).crumb(name, ""), period })
}

/// How to ask for information.
#[derive(Debug, Template)]
#[template(path = "requests.html")]
pub struct RequestsPage {
    /// The layout around it; its owner is the body asked.
    pub layout: Layout,
    /// How long an answer takes under the regime of the day, if one is in force.
    pub period: Option<ReplyPeriod>,
}

/// The reply period as the regime in force sets it (答复期限).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyPeriod {
    /// Working days from the day after receipt.
    pub days: u32,
    /// Working days by which it may be extended once; `None` where it may not.
    pub extension: Option<u32>,
    /// Article that sets it.
    pub article: Says,
}
