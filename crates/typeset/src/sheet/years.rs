//! Figures of several years side by side: drawings, and one table of all of them.

use super::picture::Picture;
use gongkai_domain::reports::Publication;
use serde::Serialize;
use std::collections::BTreeSet;

/// The figures that are followed.
#[derive(Debug, Serialize)]
pub(super) struct Years {
    /// Tables of at most [`MOST`] years each, the earliest first.
    tables: Vec<YearsTable>,
    /// A line for each figure of three years or more.
    pictures: Vec<Picture>,
}

/// Some years of every figure.
#[derive(Debug, Serialize)]
struct YearsTable {
    /// The years, as heads.
    years: Vec<String>,
    /// Every figure with its values, one a year; `—` where no report of that year states it.
    rows: Vec<YearsRow>,
}

#[derive(Debug, Serialize)]
struct YearsRow {
    title: String,
    values: Vec<String>,
}

/// Years that fit beside one another across the page.
const MOST: usize = 8;

impl Years {
    /// The years of a publication, if any figure is followed.
    pub(super) fn of(publication: &Publication, files: &mut Vec<(String, String)>) -> Option<Self> {
        let charts = &publication.years;
        let years: BTreeSet<i16> =
            charts.iter().flat_map(|chart| chart.points.iter().map(|point| point.year)).collect();
        let years: Vec<i16> = years.into_iter().collect();
        let drawn = charts.iter().filter(|chart| chart.is_telling());
        let pictures = drawn.map(|chart| Picture::draw(chart, files)).collect();
        let table = |years: &[i16]| YearsTable {
            years: years.iter().map(|year| format!("{year}年")).collect(),
            rows: charts
                .iter()
                .map(|chart| {
                    let value = |year: &i16| {
                        let point = chart.points.iter().find(|point| point.year == *year);
                        point.map_or_else(|| "—".to_owned(), |point| point.printed.clone())
                    };
                    let unit =
                        if chart.unit.is_empty() { String::new() } else { format!("（{}）", chart.unit) };
                    YearsRow {
                        title: format!("{}{unit}", chart.title.zh),
                        values: years.iter().map(value).collect(),
                    }
                })
                .collect(),
        };
        let tables: Vec<YearsTable> = years.chunks(MOST).map(table).collect();
        (!tables.is_empty()).then_some(Self { tables, pictures })
    }
}
