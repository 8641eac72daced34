//! The cells of a table: a grid where every row has one, otherwise the table as it is printed.

use super::asking::{TEXT, cells_of, tables};
use gongkai_domain::reports::{Report, ReportCell, ReportRow, ReportTable, TableHead};
use gongkai_web::{Markup, markup};
use std::collections::{BTreeMap, BTreeSet};

/// The cells of one table.
#[derive(Debug)]
pub(super) struct TableView {
    /// Title.
    pub title: String,
    /// Unit of all its cells; empty where they differ.
    pub unit: String,
    /// The cells one by one; empty where the table is laid out as printed.
    pub grid: Vec<CellView>,
    /// The rows as printed: heads and cells.
    pub rows: Vec<(Vec<HeadView>, Vec<CellView>)>,
}

/// A head of a row or column.
#[derive(Debug)]
pub(super) struct HeadView {
    /// What it says.
    pub text: String,
    /// Columns covered.
    pub columns: usize,
    /// Rows covered.
    pub rows: usize,
    /// `col` or `row`.
    pub scope: &'static str,
}

/// A cell.
#[derive(Debug)]
pub(super) struct CellView {
    /// Its code.
    pub code: String,
    /// What it is called here.
    pub label: String,
    /// What it prints.
    pub printed: Markup,
    /// What it printed last year.
    pub before: Option<Markup>,
    /// Whether it is chosen.
    pub is_chosen: bool,
    /// Whether a check fails in which it stands.
    pub is_bad: bool,
    /// Whether the office put another number there.
    pub is_set: bool,
    /// Columns covered.
    pub columns: usize,
}

/// What a cell is shown with.
pub(super) struct Showing<'s> {
    pub report: &'s Report,
    pub before: &'s BTreeMap<String, String>,
    pub chosen: Option<&'s str>,
    pub bad: &'s BTreeSet<String>,
}

impl Showing<'_> {
    /// The table with this id; the figures that stand in none for [`TEXT`].
    pub(super) fn table(&self, id: &str) -> Option<TableView> {
        let all = tables(self.report);
        match all.iter().find(|table| table.id == id) {
            Some(table) => Some(self.printed(table)),
            None if id == TEXT => {
                let grid = self.loose().into_iter().map(|cell| self.cell(cell, &cell.label, 1)).collect();
                Some(TableView { title: String::new(), unit: String::new(), grid, rows: Vec::new() })
            }
            None => None,
        }
    }

    /// The figures that stand in no table.
    pub(super) fn loose(&self) -> Vec<&ReportCell> {
        let inside: BTreeSet<&str> = tables(self.report).into_iter().flat_map(cells_of).collect();
        self.report.cells.iter().filter(|cell| !inside.contains(cell.code.as_str())).collect()
    }

    fn printed(&self, table: &ReportTable) -> TableView {
        let is_list = table.rows.iter().all(|row| match row {
            ReportRow::Heads(_) => true,
            ReportRow::Figures { heads, cells } => heads.len() == 1 && cells.len() == 1,
        });
        let mut view = TableView {
            title: table.title.clone(),
            unit: table.unit.clone(),
            grid: Vec::new(),
            rows: Vec::new(),
        };
        for row in &table.rows {
            match row {
                ReportRow::Figures { heads, cells } if is_list => {
                    let label = heads.first().map_or("", |head| head.text.as_str());
                    let label = label.trim_start_matches("其中：");
                    view.grid.extend(
                        cells
                            .iter()
                            .filter_map(|figure| Some(self.cell(self.report.cell(&figure.cell)?, label, 1))),
                    );
                }
                ReportRow::Heads(_) if is_list => {}
                ReportRow::Heads(heads) => view.rows.push((heads_of(heads, "col"), Vec::new())),
                ReportRow::Figures { heads, cells } => {
                    let cells = cells.iter().filter_map(|figure| {
                        let cell = self.report.cell(&figure.cell)?;
                        Some(self.cell(cell, &cell.label, figure.columns))
                    });
                    view.rows.push((heads_of(heads, "row"), cells.collect()));
                }
            }
        }
        view
    }

    fn cell(&self, cell: &ReportCell, label: &str, columns: usize) -> CellView {
        CellView {
            code: cell.code.clone(),
            label: label.to_owned(),
            printed: markup::printed(&shortened(&cell.printed)),
            before: self.before.get(&cell.code).map(|before| markup::printed(&shortened(before))),
            is_chosen: self.chosen == Some(cell.code.as_str()),
            is_bad: self.bad.contains(&cell.code),
            is_set: cell.overridden.is_some(),
            columns,
        }
    }
}

/// Most characters of a list or of words a cell has room for.
const ROOM: usize = 18;

fn shortened(printed: &str) -> String {
    if printed.chars().count() <= ROOM {
        return printed.to_owned();
    }
    printed.chars().take(ROOM).chain(['…']).collect()
}

fn heads_of(heads: &[TableHead], scope: &'static str) -> Vec<HeadView> {
    let view = |head: &TableHead| HeadView {
        text: head.text.clone(),
        columns: head.columns,
        rows: head.rows,
        scope,
    };
    heads.iter().map(view).collect()
}
