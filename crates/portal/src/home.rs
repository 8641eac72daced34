//! Home of the platform (P1): the five entries, what is new, whom to turn to, the figures of the last report.

use crate::{
    Site, entries,
    items::ItemLine,
    reports,
    site::{Room, amount, failed, no_report, page_of},
};
use askama::Template;
use axum::{Router, extract::State, response::Response, routing::get};
use gongkai_app::public::{self, ItemFilter};
use gongkai_domain::reports::{Report, ReportCell};
use gongkai_web::{Layout, PageError, Visit, markup, page};

/// Newest items shown.
const LATEST: usize = 8;
/// Figures shown.
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
    let bodies = room.bodies.iter().filter(|body| body.code != room.body);
    let bodies = bodies.map(|body| BodyLink { code: room.prefix_of(&body.code), name: body.name.clone() });
    let bodies = bodies.collect();
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
    Ok(Some(LastReport { year, format: format.format.clone(), figures: some_figures(&report) }))
}

/// A few figures that differ in kind: the first that is not zero of each unit, then the largest of the others; in
/// the order of the report.
fn some_figures(report: &Report) -> Vec<HomeFigure> {
    let short = |cell: &ReportCell| !cell.unit.is_empty() && cell.unit != "%" && cell.printed.len() <= 8;
    let value = |cell: &ReportCell| cell.value.number().unwrap_or_default();
    let mut others: Vec<(usize, &ReportCell)> = report.cells.iter().enumerate().collect();
    others.retain(|(_, cell)| cell.rows > 0 && short(cell) && !value(cell).is_zero());
    let mut chosen: Vec<(usize, &ReportCell)> = Vec::new();
    others.retain(|(at, cell)| {
        let is_new = chosen.len() < FIGURES && chosen.iter().all(|(_, known)| known.unit != cell.unit);
        if is_new {
            chosen.push((*at, cell));
        }
        !is_new
    });
    others.sort_by_key(|(_, cell)| std::cmp::Reverse(value(cell)));
    others.dedup_by_key(|(_, cell)| value(cell));
    chosen.extend(others.into_iter().take(FIGURES.saturating_sub(chosen.len())));
    chosen.sort_by_key(|(at, _)| *at);
    let figure = |cell: &ReportCell| HomeFigure {
        cell: cell.code.clone(),
        label: cell.label.clone(),
        printed: cell.printed.clone(),
        unit: cell.unit.clone(),
    };
    chosen.into_iter().map(|(_, cell)| figure(cell)).collect()
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
    pub bodies: Vec<BodyLink>,
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
    pub label: String,
    /// The value as printed.
    pub printed: String,
    /// Its unit.
    pub unit: String,
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
    fn figure_href(&self, report: &LastReport, figure: &HomeFigure) -> String {
        self.layout.href(&entries::figure(report.year, &report.format, &figure.cell))
    }
}
