//! The office's own words for its reports.

use crate::ledger::{Rows, cells};
use crate::world::OFFICE;
use gongkai_domain::texts::REPORT_TEXTS;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct TextsFile {
    /// Text by place, by year and format.
    report: Vec<ReportTexts>,
}

#[derive(Deserialize)]
struct ReportTexts {
    year: i64,
    format: String,
    text: BTreeMap<String, String>,
}

/// Texts of the report of 2016 as it was published.
pub fn of_2016() -> Rows {
    texts(|year, format| year == 2016 && format == "gz-2016")
}

/// Texts of the reports of 2014 to 2020, but for the published one.
pub fn of_earlier_years() -> Rows {
    texts(|year, format| year <= 2020 && (year, format) != (2016, "gz-2016"))
}

/// Texts of the reports of 2021 to 2024.
pub fn of_later_years() -> Rows {
    texts(|year, _| year > 2020)
}

fn texts(wanted: impl Fn(i64, &str) -> bool) -> Rows {
    let mut rows = Rows::of(&REPORT_TEXTS);
    let file: TextsFile = match toml::from_str(include_str!("../words/report-texts.toml")) {
        Ok(file) => file,
        Err(error) => panic!("words/report-texts.toml: {error}"),
    };
    for report in file.report.into_iter().filter(|report| wanted(report.year, &report.format)) {
        for (place, text) in report.text {
            rows.add(cells! {
                body: OFFICE, report_year: report.year, format: report.format.as_str(), place: place, text: text.trim(),
            });
        }
    }
    rows
}
