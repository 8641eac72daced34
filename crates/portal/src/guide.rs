//! The guide (P2, 政府信息公开指南), made from the body's own record, so that it is never out of date.

use crate::{
    Site, entries,
    furniture::{Furniture, RelatedLink},
    site::{failed, page_of},
};
use askama::Template;
use axum::{Router, extract::State, response::Response, routing::get};
use gongkai_app::public::{self, Facet, ItemFilter, ViewingPoint};
use gongkai_domain::says::Says;
use gongkai_web::{Layout, PageError, Visit, page};

/// The route of the page.
pub fn routes() -> Router<Site> {
    Router::new().route(entries::GUIDE, get(show))
}

async fn show(State(site): State<Site>, visit: Visit) -> Result<Response, PageError> {
    let room = site.room(visit, entries::GUIDE).await?;
    let own = ItemFilter { body: Some(room.body.clone()), ..ItemFilter::default() };
    let items = public::items(&site.office, &own, page_of(1, 0)).await.map_err(|error| failed(&error))?;
    let places = public::viewing_points(&site.office, &room.body).await.map_err(|error| failed(&error))?;
    let name = room.layout.say("政府信息公开指南", "Guide");
    let href = |path: &str| room.layout.href(path);
    let see_also = vec![
        RelatedLink::new(Says::new("政府信息公开制度", "Rules"), href(entries::RULES)),
        RelatedLink::new(Says::new("政府信息公开年报", "Annual reports"), href(entries::REPORTS)),
    ];
    let furniture = Furniture::of_records(&room, (site.today)())
        .with_related(Says::new("相关栏目", "See also"), see_also);
    page(&GuidePage {
        furniture,
        layout: room.layout.titled(name).crumb(name, ""),
        categories: items.categories,
        places,
    })
}

/// The guide of a body.
#[derive(Debug, Template)]
#[template(path = "guide.html")]
pub struct GuidePage {
    /// The layout around it; its owner is the body the guide is of.
    pub layout: Layout,
    /// What stands around its text.
    pub furniture: Furniture,
    /// Categories of information with their counts.
    pub categories: Vec<Facet>,
    /// Places where information can be read that are open.
    pub places: Vec<ViewingPoint>,
}

impl GuidePage {
    fn category_href(&self, facet: &Facet) -> String {
        format!("{}?category={}", self.layout.href(entries::ITEMS), facet.code)
    }
}
