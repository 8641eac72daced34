//! Parts of one report: horizontal bars in the order of the report, the value beside each.

use crate::canvas::{Anchor, Canvas};
use crate::letters::{self, LINE, SIZE};
use crate::{WIDTH, length, longest};
use gongkai_domain::{reports::Point, says::Language};

/// Room for labels, in Chinese characters; longer ones take a second line.
const LABEL: f64 = 10.0;
/// Height of a row of one line.
const ROW: f64 = 28.0;
/// Height of a bar.
const BAR: f64 = 18.0;
/// Between a label, its bar and its value.
const GAP: f64 = 8.0;
/// Room kept at both edges, for fonts a little wider than reckoned.
const EDGE: f64 = 4.0;
/// Least room for the longest bar.
const LEAST: f64 = 90.0;
/// Shortest bar of a value that is not 0.
const SHORTEST: f64 = 1.5;

pub(crate) fn draw(points: &[Point], language: Language, href: &dyn Fn(&Point) -> Option<String>) -> Canvas {
    let labels: Vec<Vec<String>> =
        points.iter().map(|point| letters::lines(point.label.in_language(language), LABEL * SIZE)).collect();
    let widest = labels.iter().flatten().map(|line| letters::width(line)).fold(0.0, f64::max);
    let values = points.iter().map(|point| letters::value_width(&point.printed)).fold(0.0, f64::max);
    let left = EDGE + widest + GAP;
    let width = WIDTH.max((left + LEAST + GAP + values + EDGE).ceil());
    let room = width - left - GAP - values - EDGE;
    let heights: Vec<f64> =
        labels.iter().map(|lines| ROW + LINE * lines.len().saturating_sub(1) as f64).collect();
    let height: f64 = heights.iter().sum::<f64>().max(ROW);
    let most = longest(points);

    let mut canvas = Canvas::new(width, height);
    let mut top = 0.0;
    for ((point, lines), row) in points.iter().zip(&labels).zip(&heights) {
        let middle = top + row / 2.0;
        let bar = match length(point) / most * room {
            none if none <= 0.0 => 0.0,
            bar => bar.max(SHORTEST),
        };
        canvas.link(href(point).as_deref(), |canvas| {
            canvas.hit(0.0, top, width, *row);
            for (at, line) in lines.iter().enumerate() {
                canvas.label(line, left - GAP, base_line(middle, lines.len(), at), Anchor::End);
            }
            if bar > 0.0 {
                canvas.bar(left, middle - BAR / 2.0, bar, BAR);
            }
            canvas.value(&point.printed, left + bar + GAP, base_line(middle, 1, 0), Anchor::Start);
        });
        top += row;
    }
    canvas.base((left, 0.0), (left, height));
    canvas
}

/// Where line `at` of `lines` stands, so that all of them are centred on `middle`.
fn base_line(middle: f64, lines: usize, at: usize) -> f64 {
    middle + SIZE * 0.37 + LINE * (at as f64 - (lines.saturating_sub(1)) as f64 / 2.0)
}
