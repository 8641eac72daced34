//! From what the use cases answer about a figure to what its page shows.

use super::{
    BehindView, RowsView,
    columns::{self, Spoken},
};
use crate::{
    Site,
    report::Found,
    site::{amount, language, no_report, page_of},
};
use gongkai_app::public::{self, Figure, FigureRows, PublicRow, RowsWanted, Standing, Thing};
use gongkai_domain::{
    registers::Column,
    reports::{Behind, Report, Verdict},
    says::Says,
};
use gongkai_web::{PageError, paging::Paging};

/// Rows on one page.
const PAGE: usize = 20;

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
pub(super) fn behind(
    standing: Standing,
    behind: &Behind,
    found: &Found,
    page: usize,
) -> Result<BehindView, PageError> {
    let spoken = Spoken::of(behind);
    Ok(match standing {
        Standing::Rows(rows) => BehindView::Rows(view(rows, &spoken, page, None)?),
        Standing::Things { what, things, rows } => {
            let asked = found.room.layout.visit.query.get("thing");
            let chosen = things.iter().find(|thing| Some(thing.value.as_str()) == asked).cloned();
            let rows = view(rows, &spoken, page, chosen)?;
            BehindView::Things { what: Says::new(what.zh, what.en), things, rows }
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

fn view(rows: FigureRows, spoken: &Spoken, page: usize, thing: Option<Thing>) -> Result<RowsView, PageError> {
    let shown = columns::shown(rows.register, &rows.columns, &rows.rows, spoken);
    let columns: Vec<&Column> = shown.iter().map(|at| rows.columns[*at]).collect();
    let cells = |row: PublicRow| PublicRow {
        cells: shown.iter().map(|at| row.cells.get(*at).cloned().unwrap_or_default()).collect(),
        ..row
    };
    Ok(RowsView {
        register: Says::new(rows.register.zh, rows.register.en),
        unit: rows.register.unit.to_owned(),
        naming: columns::naming(&columns),
        columns: columns.iter().map(|column| columns::view(column)).collect(),
        rows: rows.rows.into_iter().map(cells).collect(),
        paging: Paging::new(page, PAGE, amount(rows.visible))?,
        hidden: rows.hidden,
        hidden_why: rows.hidden_why,
        thing,
    })
}
