//! Rules and normative documents (P3, 政府信息公开制度): in force or repealed.

use crate::{
    Site, entries,
    furniture::{Furniture, RelatedLink},
    site::{amount, failed, page_of},
};
use askama::Template;
use axum::{Router, extract::State, response::Response, routing::get};
use gongkai_app::public::{self, PublicRule};
use gongkai_domain::says::Says;
use gongkai_web::{
    Layout, PageError, Visit, dates, page,
    paging::{self, PageLink, Paging},
};

/// Rows on one page.
pub const PAGE: usize = 20;

/// The route of the page.
pub fn routes() -> Router<Site> {
    Router::new().route(entries::RULES, get(show))
}

async fn show(State(site): State<Site>, visit: Visit) -> Result<Response, PageError> {
    let number = paging::asked(&visit.query)?;
    let room = site.room(visit, entries::RULES).await?;
    let rules = public::rules(&site.office, &room.body, page_of(number, PAGE))
        .await
        .map_err(|error| failed(&error))?;
    let name = room.layout.say("政府信息公开制度", "Rules");
    let see_also = vec![
        RelatedLink::new(Says::new("政府信息公开指南", "Guide"), room.layout.href(entries::GUIDE)),
        RelatedLink::new(
            Says::new("法定主动公开内容", "Published information"),
            room.layout.href(entries::ITEMS),
        ),
    ];
    let furniture = Furniture::of_records(&room, (site.today)())
        .with_related(Says::new("相关栏目", "See also"), see_also);
    page(&RulesPage {
        furniture,
        layout: room.layout.titled(name).crumb(name, ""),
        in_force: amount(rules.in_force),
        paging: Paging::new(number, PAGE, amount(rules.total))?,
        rules: rules.rules,
    })
}

/// The list of rules.
#[derive(Debug, Template)]
#[template(path = "rules.html")]
pub struct RulesPage {
    /// The layout around it.
    pub layout: Layout,
    /// What stands around its text.
    pub furniture: Furniture,
    /// The rules on this page, newest first.
    pub rules: Vec<PublicRule>,
    /// How many are in force.
    pub in_force: usize,
    /// Which page of how many.
    pub paging: Paging,
}
