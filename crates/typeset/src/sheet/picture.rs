//! Charts as drawings a template can place.

use gongkai_domain::reports::Chart;
use gongkai_domain::says::Language;
use serde::Serialize;

/// A drawing with its caption.
#[derive(Debug, Serialize)]
pub(super) struct Picture {
    /// Its path in the virtual project.
    file: String,
    title: String,
    unit: String,
    /// What it shows, for those who cannot see it.
    alt: String,
}

impl Picture {
    /// Draws a chart, and puts the drawing among the document's files.
    pub(super) fn draw(chart: &Chart, files: &mut Vec<(String, String)>) -> Self {
        let file = format!("/chart-{}.svg", files.len());
        files.push((file.clone(), gongkai_charts::svg(chart, Language::Chinese, &|_| None)));
        Self {
            file,
            title: chart.title.zh.clone(),
            unit: chart.unit.clone(),
            alt: gongkai_charts::conclusion(chart, Language::Chinese),
        }
    }
}
