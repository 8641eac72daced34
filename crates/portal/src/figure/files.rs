//! The public rows behind a figure as files: CSV for spreadsheets, JSON for programs.

use crate::{
    Site,
    report::{self, Found, attachment},
    site::{no_report, unknown_report},
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use gongkai_app::{
    Page,
    public::{self, FigureRows, RowsWanted},
};
use gongkai_domain::registers::{Column, Kind, reads_as_formula};
use gongkai_domain::says::Language;
use gongkai_web::{PageError, Visit};
use serde_json::{Map, Value as Json, json};
use std::borrow::Cow;

/// Rows fetched at a time.
const CHUNK: i64 = 2_000;

/// Year, format and cell.
type Parts = (String, String, String);
type Asked = Path<Parts>;

/// `rows.csv`: a head of Chinese names, one line a row; begins with a byte order mark, which spreadsheets need.
pub(super) async fn csv(State(site): State<Site>, visit: Visit, asked: Asked) -> Result<Response, PageError> {
    let (found, rows) = all_rows(&site, visit, &asked.0).await?;
    let heads: Vec<&str> = rows.columns.iter().map(|column| column.zh).collect();
    let mut text = String::from("\u{feff}");
    add_line(&mut text, &heads);
    for row in &rows.rows {
        let cells: Vec<Cow<'_, str>> =
            row.cells.iter().zip(&rows.columns).map(|(cell, column)| guarded(cell, column)).collect();
        add_line(&mut text, &cells);
    }
    Ok(attachment(&file_name(&found, &asked.0.2, "csv"), "text/csv; charset=utf-8", text))
}

/// `rows.json`: the rows by column code, and how many are counted but not shown.
pub(super) async fn json(
    State(site): State<Site>,
    visit: Visit,
    asked: Asked,
) -> Result<Response, PageError> {
    let (found, rows) = all_rows(&site, visit, &asked.0).await?;
    let row = |cells: &[String]| {
        let pairs = rows.columns.iter().zip(cells);
        pairs.map(|(column, cell)| (column.code.to_owned(), Json::from(cell.as_str()))).collect::<Map<_, _>>()
    };
    let columns = rows.columns.iter();
    let data = json!({
        "body": found.report.body,
        "year": found.report.year,
        "format": found.report.format,
        "cell": asked.0.2,
        "register": rows.register.code,
        "visible": rows.visible,
        "hidden": rows.hidden,
        "columns": columns.map(|column| json!({ "code": column.code, "zh": column.zh, "en": column.en })).collect::<Vec<_>>(),
        "rows": rows.rows.iter().map(|found| row(&found.cells)).collect::<Vec<_>>(),
    });
    Ok(attachment(&file_name(&found, &asked.0.2, "json"), "application/json", format!("{data:#}\n")))
}

/// Every public row of a figure; 404 where nothing is counted behind it.
async fn all_rows(site: &Site, visit: Visit, asked: &Parts) -> Result<(Found, FigureRows), PageError> {
    let (year, format, cell) = asked;
    let thing = visit.query.get("thing").map(str::to_owned);
    let found = report::find(site, visit, &(year.clone(), format.clone())).await?;
    let mut all = rows_from(site, &found, cell, thing.clone(), 0).await?;
    loop {
        let known = all.rows.len() as i64;
        if known >= all.visible {
            return Ok((found, all));
        }
        let more = rows_from(site, &found, cell, thing.clone(), known).await?;
        if more.rows.is_empty() {
            return Ok((found, all));
        }
        all.rows.extend(more.rows);
    }
}

async fn rows_from(
    site: &Site,
    found: &Found,
    cell: &str,
    thing: Option<String>,
    offset: i64,
) -> Result<FigureRows, PageError> {
    let page = Page { offset, limit: CHUNK };
    let wanted = RowsWanted { thing, page, language: Language::Chinese };
    let (body, report) = (&found.room.body, &found.report);
    public::figure_rows(&site.office, body, report.year, &report.format, cell, &wanted)
        .await
        .map_err(|error| no_report(&error))?
        .ok_or_else(unknown_report)
}

fn file_name(found: &Found, cell: &str, kind: &str) -> String {
    format!("{}-{}-{}-{cell}.{kind}", found.report.body, found.report.year, found.report.format)
}

/// A text that a spreadsheet would take for a formula, with an apostrophe in front.
fn guarded<'a>(cell: &'a str, column: &Column) -> Cow<'a, str> {
    let is_text = matches!(column.kind, Kind::Text | Kind::LongText | Kind::Code(_) | Kind::Body);
    if is_text && reads_as_formula(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// One line of a CSV file (RFC 4180): quoted where it holds a comma, a quote or a line break.
fn add_line(text: &mut String, cells: &[impl AsRef<str>]) {
    for (at, cell) in cells.iter().map(AsRef::as_ref).enumerate() {
        if at > 0 {
            text.push(',');
        }
        if cell.contains([',', '"', '\n', '\r']) {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(cell);
        }
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let mut text = String::new();
        add_line(&mut text, &["从府办〔2016〕37号", "甲,乙", "他说\"好\"", ""]);
        assert_eq!(text, "从府办〔2016〕37号,\"甲,乙\",\"他说\"\"好\"\"\",\r\n");
    }
}
