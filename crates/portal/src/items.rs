//! What the law says must be published (P4, 法定主动公开内容): a list with filters that are plain forms and links.

use crate::{
    Site, entries,
    site::{Room, amount, failed, page_of},
};
use askama::Template;
use axum::{Router, extract::State, response::Response, routing::get};
use gongkai_app::public::{self, Facet, ItemFilter, PublicBody, PublicItem};
use gongkai_domain::says::Says;
use gongkai_web::{
    Layout, Markup, PageError, Visit, dates, page,
    paging::{self, PageLink, Paging},
};
use jiff::civil::Date;

/// Rows on one page.
pub const PAGE: usize = 20;

/// Value of `?body=` for the items of every body.
const EVERY_BODY: &str = "all";

/// The route of the page.
pub fn routes() -> Router<Site> {
    Router::new().route(entries::ITEMS, get(show))
}

async fn show(State(site): State<Site>, visit: Visit) -> Result<Response, PageError> {
    let number = paging::asked(&visit.query)?;
    let room = site.room(visit, entries::ITEMS).await?;
    let filter = read_filter(&site, &room)?;
    let list =
        public::items(&site.office, &filter, page_of(number, PAGE)).await.map_err(|error| failed(&error))?;
    let own = room.body;
    let name = room.layout.say("法定主动公开内容", "Published information");
    let chosen = list.categories.iter().find(|facet| Some(&facet.code) == filter.category.as_ref());
    let chosen = chosen.map(|facet| room.layout.says(&facet.name).to_owned());
    let mut layout = room.layout.titled(chosen.as_deref().unwrap_or(name));
    layout = match chosen {
        Some(category) => {
            let href = layout.href(entries::ITEMS);
            layout.crumb(name, href).crumb(category, "")
        }
        None => layout.crumb(name, ""),
    };
    let line = if filter.body.is_some() { ItemLine::of_own } else { ItemLine::of_any };
    page(&ItemsPage {
        layout: layout.meta("ColumnName", name),
        paging: Paging::new(number, PAGE, amount(list.total))?,
        items: list.items.iter().map(line).collect(),
        filter,
        categories: list.categories,
        years: list.years,
        bodies: with_own(list.bodies, &room.bodies, &own),
        own,
    })
}

/// The publishers to choose from, among them always the body whose pages these are.
fn with_own(
    mut publishers: Vec<(String, String)>,
    bodies: &[PublicBody],
    own: &str,
) -> Vec<(String, String)> {
    if let Some(body) = bodies.iter().find(|body| body.code == own)
        && publishers.iter().all(|(code, _)| code != own)
    {
        publishers.insert(0, (own.to_owned(), body.name.clone()));
    }
    publishers
}

/// Reads the conditions; a value the list does not know is refused with those it knows.
fn read_filter(site: &Site, room: &Room) -> Result<ItemFilter, PageError> {
    let query = &room.layout.visit.query;
    let category = query.get("category").map(str::to_owned);
    let known = site.office.law.codes.list("item-categories");
    if let (Some(category), Some(known)) = (&category, known)
        && known.find(category).is_none()
    {
        let codes: Vec<&str> = known.codes.iter().map(|code| code.code.as_str()).collect();
        let codes = codes.join(", ");
        let rule = Says::new(format!("类别应为：{codes}"), format!("a category is one of {codes}"));
        return Err(PageError::bad_value("category", category, rule));
    }
    let body = match query.get("body") {
        None => Some(room.body.clone()),
        Some(EVERY_BODY) => None,
        Some(code) if room.bodies.iter().any(|body| body.code == code) => Some(code.to_owned()),
        Some(code) => {
            let rule = Says::new("机构名录里没有这个代码", "no body has this code");
            return Err(PageError::bad_value("body", code, rule));
        }
    };
    let year = query.number("year", 1949..=2999)?.and_then(|year| i16::try_from(year).ok());
    Ok(ItemFilter { category, year, body })
}

/// The list of items.
#[derive(Debug, Template)]
#[template(path = "items.html")]
pub struct ItemsPage {
    /// The layout around it.
    pub layout: Layout,
    /// What is asked for.
    pub filter: ItemFilter,
    /// Code of the body whose pages these are.
    pub own: String,
    /// Categories with their counts under the other filters, in official order.
    pub categories: Vec<Facet>,
    /// Years with items, newest first.
    pub years: Vec<i16>,
    /// Publishing bodies; shown only when there is more than one.
    pub bodies: Vec<(String, String)>,
    /// The items on this page, newest first.
    pub items: Vec<ItemLine>,
    /// Which page of how many.
    pub paging: Paging,
}

/// One item in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemLine {
    /// Its part of the address.
    pub short_id: String,
    /// Its title.
    pub title: String,
    /// Day it was published.
    pub published_on: Date,
    /// Its category.
    pub category: Says,
    /// Document number (文号); may be empty.
    pub document_number: String,
    /// Name of the publisher; empty where the list is of one body.
    pub body: String,
}

impl ItemLine {
    /// A line of a list of several bodies.
    pub fn of_any(item: &PublicItem) -> Self {
        Self {
            short_id: item.short_id.clone(),
            title: item.title.clone(),
            published_on: item.published_on,
            category: item.category.clone(),
            document_number: item.document_number.clone(),
            body: item.body.clone(),
        }
    }

    /// A line of a list of one body.
    pub fn of_own(item: &PublicItem) -> Self {
        Self { body: String::new(), ..Self::of_any(item) }
    }

    pub(crate) fn path(&self) -> String {
        entries::document(&self.short_id)
    }

    pub(crate) fn date(&self) -> Markup {
        dates::short(self.published_on)
    }
}

impl ItemsPage {
    fn total(&self) -> i64 {
        self.categories.iter().map(|facet| facet.count).sum()
    }

    /// Whether nothing is asked for but the body's own items.
    fn is_whole(&self) -> bool {
        self.filter.category.is_none() && self.filter.year.is_none() && !self.is_other_body()
    }

    fn is_other_body(&self) -> bool {
        self.filter.body.as_deref() != Some(self.own.as_str())
    }

    fn chosen(&self) -> Option<&Facet> {
        let code = self.filter.category.as_deref()?;
        self.categories.iter().find(|facet| facet.code == code)
    }

    fn is_chosen(&self, facet: &Facet) -> bool {
        self.filter.category.as_deref() == Some(facet.code.as_str())
    }

    fn heading(&self) -> &str {
        self.chosen().map_or_else(
            || self.layout.say("法定主动公开内容", "Published information"),
            |facet| self.layout.says(&facet.name),
        )
    }

    /// The list with another category, from its first page.
    fn category_href(&self, code: &str) -> String {
        let query = self.layout.visit.query.without(&["page", "size", "contrast", "category"]);
        let mut href = self.layout.href(entries::ITEMS);
        href.push_str(&query);
        if !code.is_empty() {
            href.push(if query.is_empty() { '?' } else { '&' });
            href.push_str("category=");
            href.push_str(code);
        }
        href
    }

    /// The list without one of the conditions.
    fn href_without(&self, name: &str) -> String {
        self.layout.href(entries::ITEMS) + &self.layout.visit.query.without(&["page", name])
    }

    fn is_year(&self, year: i16) -> bool {
        self.filter.year == Some(year)
    }

    fn is_body(&self, code: &str) -> bool {
        self.filter.body.as_deref() == Some(code)
    }
}
