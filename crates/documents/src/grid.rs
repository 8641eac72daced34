//! Cells put on the grid of a table, as web pages and Word give them: row by row, each with its spans.

use crate::blocks::MOST_CELLS;
use crate::{Cell, DocumentFault};

/// Columns a table may have; the text of cells further right goes into the one before.
const MOST_COLUMNS: usize = 1_000;

/// A table that is filled cell by cell.
#[derive(Debug, Default)]
pub(crate) struct Grid {
    rows: Vec<Vec<Cell>>,
    /// For each column the first row, from 0, in which it is free.
    free_from: Vec<usize>,
    /// For each column the cell last placed in it: its row and which of the row it is, from 0.
    lowest: Vec<(usize, usize)>,
    /// The column, from 0, after the cell last placed.
    next: usize,
}

impl Grid {
    /// Begins a row.
    pub(crate) fn row(&mut self) {
        self.rows.push(Vec::new());
        self.next = 0;
    }

    /// Leaves columns free, as Word does before the first cell of a row.
    pub(crate) fn skip(&mut self, columns: usize) {
        self.next = (self.next + columns).min(MOST_COLUMNS);
    }

    /// Places a cell in the next columns that are free; `rows` may reach below the table, [`Self::finish`] cuts it.
    pub(crate) fn cell(&mut self, text: String, rows: usize, columns: usize) {
        if self.rows.is_empty() {
            self.row();
        }
        let row = self.rows.len() - 1;
        let mut column = self.next;
        while self.free_from.get(column).is_some_and(|free| *free > row) {
            column += 1;
        }
        if column >= MOST_COLUMNS {
            if let Some(last) = self.rows[row].last_mut().filter(|_| !text.is_empty()) {
                last.text = format!("{}\n{text}", last.text);
            }
            return;
        }
        // A cell as wide as this never runs over one that reaches down from above.
        let most = MOST_COLUMNS - column;
        let free = (column..column + columns.clamp(1, most))
            .take_while(|at| self.free_from.get(*at).is_none_or(|free| *free <= row))
            .count();
        let columns = free.max(1);
        let rows = rows.max(1);
        let end = column + columns;
        if self.free_from.len() < end {
            self.free_from.resize(end, 0);
            self.lowest.resize(end, (0, 0));
        }
        self.lowest[column..end].fill((row, self.rows[row].len()));
        self.free_from[column..end].fill(row.saturating_add(rows));
        self.next = end;
        self.rows[row].push(Cell { text, row: row + 1, column: column + 1, rows, columns });
    }

    /// The cell above the next free column that began in an earlier row and ends just above this one, made one row longer:
    /// Word's way of merging cells down. `false` where there is none of this width.
    pub(crate) fn lengthen(&mut self, columns: usize) -> bool {
        let (row, column) = (self.rows.len(), self.next + 1);
        let above = self.lowest.get(column - 1).and_then(|(row, at)| self.rows.get_mut(*row)?.get_mut(*at));
        let Some(above) = above.filter(|above| {
            above.column == column && above.columns == columns && above.row + above.rows == row
        }) else {
            return false;
        };
        above.rows += 1;
        let end = column - 1 + columns;
        self.free_from[column - 1..end].fill(row);
        self.next = end;
        true
    }

    /// The rows, no cell reaching below the last.
    pub(crate) fn finish(mut self) -> Result<Vec<Vec<Cell>>, DocumentFault> {
        let last = self.rows.len();
        let mut covered = 0usize;
        for cell in self.rows.iter_mut().flatten() {
            cell.rows = cell.rows.min(last + 1 - cell.row);
            covered = covered.saturating_add(cell.rows * cell.columns);
        }
        if covered > MOST_CELLS { Err(DocumentFault::TooMuch) } else { Ok(self.rows) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placed(rows: &[Vec<Cell>]) -> Vec<(&str, usize, usize, usize, usize)> {
        let cells = rows.iter().flatten();
        cells.map(|cell| (cell.text.as_str(), cell.row, cell.column, cell.rows, cell.columns)).collect()
    }

    #[test]
    fn spans_push_cells_aside() {
        let mut grid = Grid::default();
        grid.row();
        grid.cell("a".into(), 2, 1);
        grid.cell("b".into(), 1, 2);
        grid.row();
        grid.cell("c".into(), 9, 1);
        grid.cell("d".into(), 1, 1);
        grid.row();
        grid.cell("e".into(), 1, 5);
        let rows = grid.finish().unwrap();
        let expected = [
            ("a", 1, 1, 2, 1),
            ("b", 1, 2, 1, 2),
            ("c", 2, 2, 2, 1),
            ("d", 2, 3, 1, 1),
            // It would run over `c` and stops before it.
            ("e", 3, 1, 1, 1),
        ];
        assert_eq!(placed(&rows), expected);
    }

    #[test]
    fn cells_grow_down() {
        let mut grid = Grid::default();
        grid.row();
        grid.cell("a".into(), 1, 2);
        grid.cell("b".into(), 1, 1);
        for _ in 0..2 {
            grid.row();
            assert!(grid.lengthen(2));
            assert!(!grid.lengthen(2));
            grid.cell("c".into(), 1, 1);
        }
        let rows = grid.finish().unwrap();
        let expected = [("a", 1, 1, 3, 2), ("b", 1, 3, 1, 1), ("c", 2, 3, 1, 1), ("c", 3, 3, 1, 1)];
        assert_eq!(placed(&rows), expected);
    }

    #[test]
    fn a_table_larger_than_any_is_refused() {
        let mut grid = Grid::default();
        for _ in 0..3_000 {
            grid.row();
            grid.cell(String::new(), 1, 5_000);
        }
        assert_eq!(grid.finish(), Err(DocumentFault::TooMuch));
    }
}
