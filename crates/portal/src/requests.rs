//! Disclosure on application (P11, 依申请公开): how to ask, by which ways, and how long an answer takes.

use crate::{
    Site, entries,
    furniture::{Furniture, RelatedLink},
};
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
    let href = |path: &str| room.layout.href(path);
    let handled = Says::new("申请办理情况：看年报", "How requests were handled: the annual reports");
    let see_also = vec![
        RelatedLink::new(Says::new("政府信息公开指南", "Guide"), href(entries::GUIDE)),
        RelatedLink::new(handled, href(entries::REPORTS)),
    ];
    let furniture = Furniture::of_records(&room, (site.today)())
        .with_related(Says::new("相关栏目", "See also"), see_also);
    page(&RequestsPage { furniture, layout: room.layout.titled(name).crumb(name, ""), period })
}

/// How to ask for information.
#[derive(Debug, Template)]
#[template(path = "requests.html")]
pub struct RequestsPage {
    /// The layout around it; its owner is the body asked.
    pub layout: Layout,
    /// What stands around its text.
    pub furniture: Furniture,
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
