//! One figure in several years: a line from 0, the value at each point, the year below it.

use crate::canvas::{Anchor, Canvas};
use crate::letters::{self, LINE, SIZE};
use crate::{WIDTH, length, longest};
use gongkai_domain::reports::Point;

/// Height between 0 and the largest value.
const RISE: f64 = 120.0;
/// Room above the largest value, where its print stands.
const ABOVE: f64 = 26.0;
/// From a point to the base line of its value.
const LIFT: f64 = 9.0;
/// Room kept at both edges, for fonts a little wider than reckoned.
const EDGE: f64 = 4.0;
/// Between two values side by side.
const GAP: f64 = 8.0;
/// Most steps between two points: years without a report take this much room and no more.
const WIDEST_STEP: f64 = 2.0;

pub(crate) fn draw(points: &[Point], href: &dyn Fn(&Point) -> Option<String>) -> Canvas {
    let years: Vec<String> = points.iter().map(|point| point.year.to_string()).collect();
    let values = points.iter().map(|point| letters::value_width(&point.printed));
    let widest = years.iter().map(|year| letters::width(year)).chain(values).fold(SIZE, f64::max);
    let steps = steps(points);
    let margin = EDGE + widest / 2.0;
    let across = steps.last().copied().unwrap_or_default();
    let width = WIDTH.max((2.0 * margin + across * (widest + GAP)).ceil());
    let step = if across > 0.0 { (width - 2.0 * margin) / across } else { 0.0 };
    let most = longest(points);
    let zero = ABOVE + RISE;
    let places: Vec<(f64, f64)> = points
        .iter()
        .zip(&steps)
        .map(|(point, at)| (margin + at * step, zero - length(point) / most * RISE))
        .collect();

    let mut canvas = Canvas::new(width, zero + GAP + LINE + EDGE);
    canvas.base((EDGE, zero), (width - EDGE, zero));
    for (pair, joined) in places.windows(2).zip(points.windows(2)) {
        canvas.line(pair[0], pair[1], joined[1].year - joined[0].year == 1);
    }
    for (at, ((point, year), place)) in points.iter().zip(&years).zip(&places).enumerate() {
        canvas.link(href(point).as_deref(), |canvas| {
            canvas.hit(place.0 - widest / 2.0, 0.0, widest, zero + GAP + LINE);
            canvas.dot(*place);
            canvas.value(&point.printed, place.0, value_line(&places, at, zero), Anchor::Middle);
            canvas.label(year, place.0, zero + GAP + SIZE, Anchor::Middle);
        });
    }
    canvas
}

/// How far right each point stands, in steps of a year: one, or a little more where years between have no report.
fn steps(points: &[Point]) -> Vec<f64> {
    let mut at = 0.0;
    let mut steps = vec![at];
    for pair in points.windows(2) {
        at += (f64::from(pair[1].year) - f64::from(pair[0].year)).clamp(1.0, WIDEST_STEP);
        steps.push(at);
    }
    steps.truncate(points.len());
    steps
}

/// The base line of a value: above its point, or below where the line leaves the point upwards on both sides.
fn value_line(places: &[(f64, f64)], at: usize, zero: f64) -> f64 {
    let y = places[at].1;
    let rises = |other: Option<&(f64, f64)>| other.is_some_and(|other| other.1 < y);
    let valley = at > 0 && rises(places.get(at - 1)) && rises(places.get(at + 1));
    if valley && zero - y > 2.0 * LINE { y + LIFT + SIZE } else { y - LIFT }
}
