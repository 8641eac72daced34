//! What of a report an address asks the studio to show.

use gongkai_domain::reports::{Block, Report, ReportRow, ReportSection, ReportTable, Span};
use gongkai_web::{PageError, Query, paging};

/// The name of the list of figures that stand in no table.
pub(super) const TEXT: &str = "text";

/// What of a report is shown.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    /// Id of the table, or [`TEXT`].
    pub table: String,
    /// Code of the cell, if one is chosen.
    pub cell: Option<String>,
    /// Id of the section.
    pub section: String,
    /// Page of rows behind the cell, from 1.
    pub page: usize,
    /// Frozen version compared with; last year where none is asked for.
    pub against: Option<i64>,
    /// Whether every check is listed.
    pub all_checks: bool,
}

impl Asked {
    /// Reads the query; what it does not say is chosen so that the cell, the table and the section fit together.
    pub(super) fn of(query: &Query, report: &Report) -> Result<Self, PageError> {
        let cell = query.get("cell").filter(|code| report.cell(code).is_some()).map(str::to_owned);
        let tables = tables(report);
        let known = |id: &&str| *id == TEXT || tables.iter().any(|table| table.id == **id);
        let holding = cell.as_deref().map(|cell| {
            let table = tables.iter().find(|table| cells_of(table).contains(&cell));
            table.map_or(TEXT, |table| table.id.as_str())
        });
        let first = tables.first().map_or(TEXT, |table| table.id.as_str());
        let table = query.get("table").filter(known).or(holding).unwrap_or(first).to_owned();
        let section =
            query.get("section").filter(|id| report.sections.iter().any(|section| section.id == *id));
        // The text that speaks of the cell, or else of the table.
        let shown =
            tables.iter().find(|known| known.id == table).and_then(|table| cells_of(table).first().copied());
        let speaking = cell.as_deref().or(shown).and_then(|cell| section_of(report, cell));
        let usual = report.sections.iter().find(|section| has_figures(section)).or(report.sections.first());
        let section = section.or(speaking).or(usual.map(|section| section.id.as_str())).unwrap_or_default();
        Ok(Self {
            table,
            section: section.to_owned(),
            cell,
            page: paging::asked(query)?,
            against: query.number("against", 1..=1_000_000)?.and_then(|version| i64::try_from(version).ok()),
            all_checks: query.get("checks") == Some("all"),
        })
    }
}

/// The tables of a report, in order.
pub(super) fn tables(report: &Report) -> Vec<&ReportTable> {
    let blocks = report.sections.iter().flat_map(|section| &section.blocks);
    blocks.filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None }).collect()
}

/// The codes of the cells of a table, in order.
pub(super) fn cells_of(table: &ReportTable) -> Vec<&str> {
    let figures = table.rows.iter().filter_map(|row| match row {
        ReportRow::Figures { cells, .. } => Some(cells),
        ReportRow::Heads(_) => None,
    });
    figures.flatten().map(|figure| figure.cell.as_str()).collect()
}

fn has_figures(section: &ReportSection) -> bool {
    section.blocks.iter().any(|block| !figures_of(block).is_empty())
}

fn section_of<'r>(report: &'r Report, cell: &str) -> Option<&'r str> {
    let says =
        |section: &&ReportSection| section.blocks.iter().any(|block| figures_of(block).contains(&cell));
    report.sections.iter().find(says).map(|section| section.id.as_str())
}

fn figures_of(block: &Block) -> Vec<&str> {
    let Block::Paragraph(spans) = block else { return Vec::new() };
    spans
        .iter()
        .filter_map(|span| if let Span::Figure { cell, .. } = span { Some(cell.as_str()) } else { None })
        .collect()
}
