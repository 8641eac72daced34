//! A chart with its caption, as pages show it beside a table.

use gongkai_domain::reports::{Chart, Point};
use gongkai_web::{Layout, Markup};

/// A chart ready to be laid out.
#[derive(Debug)]
pub(crate) struct ChartView {
    /// What it shows.
    pub title: String,
    /// Unit of its values.
    pub unit: String,
    /// The drawing.
    pub drawing: Markup,
}

impl ChartView {
    /// The chart in the language of the page; `href` leads from a value to its figure.
    pub(crate) fn of(chart: &Chart, layout: &Layout, href: &dyn Fn(&Point) -> Option<String>) -> Self {
        let language = layout.visit.language;
        Self {
            title: chart.title.in_language(language).to_owned(),
            unit: chart.unit.clone(),
            drawing: Markup::drawing(gongkai_charts::svg(chart, language, href)),
        }
    }
}
