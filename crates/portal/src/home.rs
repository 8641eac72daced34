//! Home of the platform (P1): the five entries, what is new, whom to turn to, the figures of the last report.

use crate::{
    Site, entries,
    items::ItemLine,
    reports,
    site::{Room, amount, failed, no_report, page_of},
};
use askama::Template;
use axum::{Router, extract::State, response::Response, routing::get};
use gongkai_app::public::{self, ItemFilter, PublicBody};
use gongkai_domain::{
    reports::{Highlight, Report},
    says::Says,
};
use gongkai_web::{Layout, PageError, Visit, markup, page};

/// Newest items shown.
const LATEST: usize = 8;
/// Most figures shown: as many as stand in one row.
const FIGURES: usize = 6;

/// The route of the page.
pub fn routes() -> Router<Site> {
    Router::new().route(entries::HOME, get(show))
}

async fn show(State(site): State<Site>, visit: Visit) -> Result<Response, PageError> {
    let room = site.room(visit, "").await?;
    let own = ItemFilter { body: Some(room.body.clone()), ..ItemFilter::default() };
    let items =
        public::items(&site.office, &own, page_of(1, LATEST)).await.map_err(|error| failed(&error))?;
    let report = last_report(&site, &room).await?;
    let bodies = by_kind(&site, &room);
    let mut layout = room.layout;
    layout.title = layout.say("政府信息公开 - ", "Information disclosure - ").to_owned() + &layout.owner.name;
    page(&HomePage {
        layout,
        latest: items.items.iter().map(ItemLine::of_own).collect(),
        items: amount(items.total),
        report,
        bodies,
    })
}

async fn last_report(site: &Site, room: &Room) -> Result<Option<LastReport>, PageError> {
    let years = reports::years(site, &room.body).await?;
    let Some((year, format)) = years.first().and_then(|entry| Some((entry.year, entry.reports.first()?)))
    else {
        return Ok(None);
    };
    let report = public::report(&site.office, &room.body, year, &format.format)
        .await
        .map_err(|error| no_report(&error))?;
    Ok(Some(LastReport { year, format: format.format.clone(), figures: highlights(site, &report) }))
}

/// The figures the report's format declares as its highlights.
fn highlights(site: &Site, report: &Report) -> Vec<HomeFigure> {
    let Some(format) = site.office.law.format(&report.format) else { return Vec::new() };
    let figure = |highlight: &Highlight| {
        let cell = report.cell(&highlight.cell)?;
        Some(HomeFigure {
            cell: cell.code.clone(),
            label: highlight.label.clone(),
            printed: cell.printed.clone(),
            unit: cell.unit.clone(),
        })
    };
    format.highlights.iter().filter_map(figure).take(FIGURES).collect()
}

/// The other bodies by their kind, in the order of the code list and within it of the register of bodies.
fn by_kind(site: &Site, room: &Room) -> Vec<BodyGroup> {
    let kinds = site.office.law.codes.list("body-kinds").map_or(&[][..], |list| &list.codes);
    let others: Vec<_> = room.bodies.iter().filter(|body| body.code != room.body).collect();
    let link = |body: &&PublicBody| BodyLink { code: room.prefix_of(&body.code), name: body.name.clone() };
    kinds
        .iter()
        .map(|kind| BodyGroup {
            kind: Says::new(&kind.zh, &kind.en),
            bodies: others
                .iter()
                .copied()
                .filter(|body| body.kind == kind.code)
                .map(|body| link(&body))
                .collect(),
        })
        .filter(|group| !group.bodies.is_empty())
        .collect()
}

/// The home page.
#[derive(Debug, Template)]
#[template(path = "home.html")]
pub struct HomePage {
    /// The layout around it.
    pub layout: Layout,
    /// The newest items.
    pub latest: Vec<ItemLine>,
    /// Items the public may see.
    pub items: usize,
    /// The last report, if there is one.
    pub report: Option<LastReport>,
    /// The other bodies of this installation.
    pub bodies: Vec<BodyGroup>,
}

/// The last report, as the home page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastReport {
    /// Year reported on.
    pub year: i16,
    /// Id of the format.
    pub format: String,
    /// A few of its figures.
    pub figures: Vec<HomeFigure>,
}

/// A figure on the home page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HomeFigure {
    /// Code of the cell.
    pub cell: String,
    /// What it is called.
    pub label: Says,
    /// The value as printed.
    pub printed: String,
    /// Its unit.
    pub unit: String,
}

/// Other bodies of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyGroup {
    /// What the kind is called.
    pub kind: Says,
    /// The bodies, in official order.
    pub bodies: Vec<BodyLink>,
}

/// Another body with its own pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyLink {
    /// Code of the body, which is its part of the address; `None` for the first body.
    pub code: Option<String>,
    /// Its name.
    pub name: String,
}

impl HomePage {
    fn other_bodies(&self) -> usize {
        self.bodies.iter().map(|group| group.bodies.len()).sum()
    }

    fn figure_href(&self, report: &LastReport, figure: &HomeFigure) -> String {
        self.layout.href(&entries::figure(report.year, &report.format, &figure.cell))
    }
}
