//! A table that is still open: its cells so far, and whether it is a table at all or only lays the page out.

use crate::blocks::cell_text;
use crate::flow::{Flow, Item};
use crate::grid::Grid;
use crate::{Cell, DocumentFault};

/// Text of one cell beyond which no table of figures goes, in letters.
const LONGEST_FIGURES: usize = 400;

/// How a cell lies on the grid, as the file says it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    /// Rows it covers; may reach below the table.
    pub(crate) rows: usize,
    /// Columns it covers.
    pub(crate) columns: usize,
    /// Whether it only goes on with the cell above it.
    pub(crate) continues: bool,
}

/// A cell as it stands in the file.
#[derive(Debug)]
struct Part {
    span: Span,
    items: Vec<Item>,
}

/// A row as it stands in the file.
#[derive(Debug, Default)]
struct Row {
    /// Columns left free before its first cell.
    free: usize,
    deleted: bool,
    parts: Vec<Part>,
}

/// A table that is still open.
#[derive(Debug, Default)]
pub(crate) struct OpenTable {
    rows: Vec<Row>,
    /// The open cell.
    open: Option<Span>,
    begun: usize,
    flow: Flow,
    /// What stands in no cell: captions, and what a browser would put before the table.
    before: Flow,
    lays_out: bool,
}

impl OpenTable {
    /// Begins a table; `lays_out` where the page says that it is none.
    pub(crate) fn new(lays_out: bool) -> Self {
        Self { lays_out, ..Self::default() }
    }

    /// Where text goes.
    pub(crate) fn flow(&mut self) -> &mut Flow {
        if self.open.is_some() { &mut self.flow } else { &mut self.before }
    }

    /// How many cells have begun.
    pub(crate) fn cells_begun(&self) -> usize {
        if self.open.is_some() { self.begun } else { 0 }
    }

    /// Begins a row; the one before may still be open.
    pub(crate) fn row(&mut self) {
        self.end_cell();
        self.rows.push(Row::default());
    }

    /// Leaves columns free before the first cell of the row.
    pub(crate) fn leave_free(&mut self, columns: usize) {
        if let Some(row) = self.rows.last_mut() {
            row.free = columns;
        }
    }

    /// Takes the row out again.
    pub(crate) fn delete_row(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            row.deleted = true;
        }
    }

    /// The span of the open cell, for what is learnt of it late.
    pub(crate) fn span(&mut self) -> Option<&mut Span> {
        self.open.as_mut()
    }

    /// Begins a cell; the one before may still be open.
    pub(crate) fn cell(&mut self, rows: usize, columns: usize) {
        self.end_cell();
        if self.rows.is_empty() {
            self.rows.push(Row::default());
        }
        self.begun += 1;
        self.open = Some(Span { rows, columns, continues: false });
    }

    /// Ends the open cell, where there is one.
    pub(crate) fn end_cell(&mut self) {
        if let (Some(span), Some(row)) = (self.open.take(), self.rows.last_mut()) {
            let items = std::mem::take(&mut self.flow).finish();
            row.parts.push(Part { span, items });
        }
    }

    /// What it comes to: itself, or what stands in its cells, one after the other, where it only lays out.
    pub(crate) fn finish(mut self) -> Result<Vec<Item>, DocumentFault> {
        self.end_cell();
        let mut items = std::mem::take(&mut self.before).finish();
        // Rows without cells are not shown.
        self.rows.retain(|row| !row.deleted && !row.parts.is_empty());
        if self.only_lays_out() {
            for part in self.rows.into_iter().flat_map(|row| row.parts) {
                if items.is_empty() {
                    items = part.items;
                } else {
                    items.extend(part.items);
                }
            }
            return Ok(items);
        }
        items.push(Item::Table(placed(&self.rows)?));
        Ok(items)
    }

    fn only_lays_out(&self) -> bool {
        let parts = || self.rows.iter().flat_map(|row| &row.parts);
        let filled = parts().filter(|part| !part.is_blank()).count();
        let framing = parts().filter(|part| part.holds_table()).count();
        self.lays_out
            || filled <= 1
            || framing * 3 >= filled
            || (self.rows.iter().all(|row| row.parts.len() <= 1)
                && parts().any(|part| part.is_longer_than(60)))
            || parts().any(|part| part.items.len() > 2 && part.is_longer_than(LONGEST_FIGURES))
    }
}

/// The cells on their grid.
fn placed(rows: &[Row]) -> Result<Vec<Vec<Cell>>, DocumentFault> {
    let mut grid = Grid::default();
    for row in rows {
        grid.row();
        grid.skip(row.free);
        for part in &row.parts {
            let Span { rows, columns, continues } = part.span;
            if !(continues && part.is_blank() && grid.lengthen(columns)) {
                grid.cell(part.text(), rows, columns);
            }
        }
    }
    grid.finish()
}

impl Part {
    fn is_blank(&self) -> bool {
        self.items.iter().all(|item| match item {
            Item::Paragraph(text) => text.trim_matches(crate::blocks::is_blank).is_empty(),
            Item::Table(_) => false,
        })
    }

    fn holds_table(&self) -> bool {
        self.items.iter().any(|item| matches!(item, Item::Table(_)))
    }

    /// Whether it has more letters than this outside tables.
    fn is_longer_than(&self, most: usize) -> bool {
        let mut letters = 0;
        self.items.iter().any(|item| {
            if let Item::Paragraph(text) = item {
                letters += text.chars().count();
            }
            letters > most
        })
    }

    fn text(&self) -> String {
        cell_text(self.items.iter().flat_map(|item| match item {
            Item::Paragraph(text) => vec![text.as_str()],
            Item::Table(rows) => words(rows),
        }))
    }
}

/// The text of a table within a cell of another, cell by cell.
fn words(rows: &[Vec<Cell>]) -> Vec<&str> {
    rows.iter().flatten().map(|cell| cell.text.as_str()).collect()
}
