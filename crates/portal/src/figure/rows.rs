//! From what the use cases answer about a figure to what its page shows.

use super::{BehindView, RowsView};
use crate::{
    Site,
    report::Found,
    site::{amount, language, no_report, page_of},
};
use gongkai_app::public::{self, Figure, FigureRows, PublicRow, RowsWanted, Standing, Thing};
use gongkai_domain::{
    registers::{Column, Kind},
    reports::{Report, Verdict},
    says::Says,
};
use gongkai_web::{PageError, paging::Paging};

/// Rows on one page.
const PAGE: usize = 20;
/// Most columns a page shows; the files hold all of them.
const COLUMNS: usize = 6;

/// A figure with one page of its rows; a thing it does not count is refused.
pub(super) async fn figure(site: &Site, found: &Found, cell: &str, page: usize) -> Result<Figure, PageError> {
    let layout = &found.room.layout;
    let wanted = RowsWanted {
        thing: layout.visit.query.get("thing").map(str::to_owned),
        page: page_of(page, PAGE),
        language: language(layout),
    };
    let report = &found.report;
    let figure = public::figure(&site.office, &found.room.body, report.year, &report.format, cell, &wanted)
        .await
        .map_err(|error| no_report(&error))?;
    if let (Standing::Things { things, .. }, Some(asked)) = (&figure.standing, &wanted.thing)
        && things.iter().all(|thing| thing.value != *asked)
    {
        let rule = Says::new("这个数里没有这一项", "this figure does not count it");
        return Err(PageError::bad_value("thing", asked, rule));
    }
    Ok(figure)
}

/// What stands behind a figure, for its page.
pub(super) fn behind(standing: Standing, found: &Found, page: usize) -> Result<BehindView, PageError> {
    Ok(match standing {
        Standing::Rows(rows) => BehindView::Rows(view(rows, page, None)?),
        Standing::Things { what, things, rows } => {
            let asked = found.room.layout.visit.query.get("thing");
            let chosen = things.iter().find(|thing| Some(thing.value.as_str()) == asked).cloned();
            BehindView::Things { what: Says::new(what.zh, what.en), things, rows: view(rows, page, chosen)? }
        }
        Standing::Cells(codes) => {
            BehindView::Figures(codes.iter().filter_map(|code| found.report.cell(code).cloned()).collect())
        }
        Standing::Record => BehindView::Record,
    })
}

/// Verdicts of the checks whose rules name a cell.
pub(super) fn checks_of(site: &Site, report: &Report, cell: &str) -> Vec<Verdict> {
    let Some(format) = site.office.law.format(&report.format) else { return Vec::new() };
    let names = |id: &str| {
        format.checks.iter().filter(|check| check.id == id).any(|check| {
            check.left.cells().into_iter().chain(check.right.cells()).any(|(code, _)| code == cell)
        })
    };
    report.checks.iter().filter(|verdict| names(&verdict.id)).cloned().collect()
}

fn view(rows: FigureRows, page: usize, thing: Option<Thing>) -> Result<RowsView, PageError> {
    let shown = shown_columns(&rows.columns, &rows.rows);
    let columns: Vec<&Column> = shown.iter().map(|at| rows.columns[*at]).collect();
    let cells = |row: PublicRow| PublicRow {
        cells: shown.iter().map(|at| row.cells.get(*at).cloned().unwrap_or_default()).collect(),
        ..row
    };
    Ok(RowsView {
        register: Says::new(rows.register.zh, rows.register.en),
        unit: rows.register.unit.to_owned(),
        naming: naming_column(&columns),
        columns: columns.iter().map(|column| Says::new(column.zh, column.en)).collect(),
        rows: rows.rows.into_iter().map(cells).collect(),
        paging: Paging::new(page, PAGE, amount(rows.visible))?,
        hidden: rows.hidden,
        hidden_why: rows.hidden_why,
        thing,
    })
}

/// Places of the columns a page shows: those that tell its rows apart, and of these first what every row fills.
fn shown_columns(columns: &[&Column], rows: &[PublicRow]) -> Vec<usize> {
    let cell = |row: &PublicRow, at: usize| row.cells.get(at).cloned().unwrap_or_default();
    let same = |at: usize| rows.len() > 1 && rows.iter().all(|row| cell(row, at) == cell(&rows[0], at));
    let fits = |at: &usize| columns[*at].kind != Kind::LongText && !same(*at);
    let mut shown: Vec<usize> = (0..columns.len()).filter(fits).collect();
    shown.sort_by_key(|at| !columns[*at].required);
    shown.truncate(COLUMNS);
    shown.sort_unstable();
    shown
}

/// The column a row is called by: its title or name, otherwise its first text.
fn naming_column(columns: &[&Column]) -> usize {
    let called = |names: &[&str]| columns.iter().position(|column| names.contains(&column.code));
    called(&["title", "name", "topic", "subject"])
        .or_else(|| columns.iter().position(|column| column.kind == Kind::Text))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_domain::catalogue::ITEMS;

    #[test]
    fn a_page_shows_what_every_row_fills() {
        let columns: Vec<&Column> = ITEMS.columns.iter().collect();
        let codes = |rows: &[PublicRow]| -> Vec<&str> {
            shown_columns(&columns, rows).into_iter().map(|at| columns[at].code).collect()
        };
        assert_eq!(codes(&[]), ["body", "index_number", "title", "category", "class", "published_on"]);
        let row = |title: &str| PublicRow {
            key: title.to_owned(),
            cells: columns
                .iter()
                .map(|column| if column.code == "title" { title } else { "同" }.to_owned())
                .collect(),
            document: None,
        };
        assert_eq!(codes(&[row("甲"), row("乙")]), ["title"], "what is the same in every row is left out");
        assert_eq!(naming_column(&columns), 2);
    }
}
