//! Home of the platform (P1): the five entries, what is new, whom to turn to, the figures of the last report.

use crate::{entries, items::ItemLine};
use askama::Template;
use gongkai_domain::says::Says;
use gongkai_web::{Layout, Markup, markup};

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
    pub label: Says,
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

    fn printed(&self, figure: &HomeFigure) -> Markup {
        markup::printed(&figure.printed)
    }
}
