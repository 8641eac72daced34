//! Charts (图) as standalone SVG: the same drawing on a page and inside a PDF.
//!
//! [`svg`] draws a [`Chart`] of the domain: parts of one report as horizontal bars, one figure of several years as a
//! line from 0. Every value is printed beside its mark, so nothing has to be read off an axis. Looks are given twice:
//! as presentation attributes, which need no style sheet, and as classes (`chart`, `bar`, `line`, `dot`, `base`,
//! `value`, `hit`), by which a page may restyle them. There is no script and no reference to anything outside.

mod bars;
mod canvas;
mod letters;
mod line;
mod says;

use gongkai_domain::{
    reports::{Chart, ChartKind, Point},
    says::Language,
};

/// Width of a drawing whose words fit; a wider one is scaled down by whoever shows it.
pub const WIDTH: f64 = 380.0;

/// Draws `chart` with its words in `language`; each mark is a link where `href` knows an address for its value.
///
/// The drawing has the role of an image, the chart's title as its name and its conclusion in one sentence as its
/// description. Its links cannot be reached by keyboard: an image has no parts for a screen reader, and the table that
/// stands beside every chart has the same links.
pub fn svg(chart: &Chart, language: Language, href: &dyn Fn(&Point) -> Option<String>) -> String {
    let canvas = match chart.kind {
        ChartKind::Parts => bars::draw(&chart.points, language, href),
        ChartKind::Years => line::draw(&chart.points, href),
    };
    canvas.into_svg(&name(chart), chart.title.in_language(language), &conclusion(chart, language))
}

/// What the drawing shows, in one sentence: the largest part, or the first and the last year.
pub fn conclusion(chart: &Chart, language: Language) -> String {
    match chart.kind {
        ChartKind::Parts => says::largest(chart, language),
        ChartKind::Years => says::course(chart, language),
    }
}

/// A name no other chart of the same page has: ids of reports and of series are given apart.
fn name(chart: &Chart) -> String {
    let kind = match chart.kind {
        ChartKind::Parts => "parts",
        ChartKind::Years => "years",
    };
    let id = chart.id.replace(|letter: char| !letter.is_ascii_alphanumeric(), "-");
    format!("chart-{kind}-{id}")
}

/// A value as a length on the drawing; below 0 there is nothing to draw.
fn length(point: &Point) -> f64 {
    use rust_decimal::prelude::ToPrimitive;
    point.value.to_f64().unwrap_or_default().max(0.0)
}

/// The largest length, and 1 where all are 0, so that it can be divided by.
fn longest(points: &[Point]) -> f64 {
    let most = points.iter().map(length).fold(0.0, f64::max);
    if most > 0.0 { most } else { 1.0 }
}
