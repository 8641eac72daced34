//! Tables between ruling lines: each cell the largest rectangle no line runs through.

use super::letters::Letter;
use super::lines;
use super::rulings::Frame;

/// A table of a page, its columns and rows still where they were drawn.
#[derive(Clone, Debug)]
pub(super) struct RuledTable {
    /// Where its columns are parted, from left to right, the outer sides among them.
    pub(super) columns: Vec<f64>,
    pub(super) top: f64,
    pub(super) bottom: f64,
    pub(super) rows: Vec<Vec<RuledCell>>,
}

/// A cell of a ruled table; columns and rows from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RuledCell {
    pub(super) text: String,
    pub(super) column: usize,
    pub(super) columns: usize,
    pub(super) rows: usize,
    /// Whether its last line goes up to its right side.
    pub(super) is_full: bool,
}

/// A frame with its cells and the letters in each.
#[derive(Debug)]
struct Filled {
    columns: Vec<f64>,
    rows: Vec<f64>,
    cells: Vec<Place>,
    /// For each atom of the grid, row by row, the cell it belongs to.
    owners: Vec<usize>,
    letters: Vec<Vec<Letter>>,
}

/// What belongs to no cell yet.
const FREE: usize = usize::MAX;

/// Where a cell lies on the grid, from 0.
#[derive(Clone, Copy, Debug)]
struct Place {
    row: usize,
    column: usize,
    rows: usize,
    columns: usize,
}

/// The tables of a page; `letters` keeps those that are in none.
pub(super) fn tables(frames: &[Frame], letters: &mut Vec<Letter>) -> Vec<RuledTable> {
    let mut filled: Vec<Filled> = frames.iter().filter_map(Filled::of).collect();
    // The smaller is within the larger, as a table within the border of a page.
    filled.sort_by(|a, b| a.area().total_cmp(&b.area()));
    for letter in std::mem::take(letters) {
        let middle = letter.middle();
        let cell = filled.iter_mut().find_map(|table| table.cell_at(middle).map(|cell| (table, cell)));
        match cell {
            Some((table, cell)) => table.letters[cell].push(letter),
            None => letters.push(letter),
        }
    }
    let mut tables = Vec::new();
    for table in filled {
        if table.is_table() {
            tables.push(table.finish());
        } else {
            letters.extend(table.letters.into_iter().flatten());
        }
    }
    tables
}

impl Filled {
    fn of(frame: &Frame) -> Option<Self> {
        let (columns, rows) = frame.grid();
        if columns.len() < 2 || rows.len() < 2 {
            return None;
        }
        let (wide, high) = (columns.len() - 1, rows.len() - 1);
        let mut owners = vec![FREE; wide * high];
        let mut cells = Vec::new();
        for row in 0..high {
            for column in 0..wide {
                if owners[row * wide + column] != FREE {
                    continue;
                }
                let parted_right =
                    |row: usize, right: usize| frame.parts_columns(columns[right], rows[row], rows[row + 1]);
                let parted_below = |row: usize, column: usize| {
                    frame.parts_rows(rows[row + 1], columns[column], columns[column + 1])
                };
                let mut end = column + 1;
                while end < wide && owners[row * wide + end] == FREE && !parted_right(row, end) {
                    end += 1;
                }
                let mut below = row + 1;
                // One line across any of its columns ends it, and so does a line upright within the next row.
                while below < high
                    && (column..end)
                        .all(|at| owners[below * wide + at] == FREE && !parted_below(below - 1, at))
                    && (column + 1..end).all(|at| !parted_right(below, at))
                {
                    below += 1;
                }
                for covered in row..below {
                    owners[covered * wide + column..covered * wide + end].fill(cells.len());
                }
                cells.push(Place { row, column, rows: below - row, columns: end - column });
            }
        }
        let letters = vec![Vec::new(); cells.len()];
        Some(Self { columns, rows, cells, owners, letters })
    }

    fn area(&self) -> f64 {
        let width = self.columns[self.columns.len() - 1] - self.columns[0];
        width * (self.rows[self.rows.len() - 1] - self.rows[0])
    }

    fn cell_at(&self, (x, y): (f64, f64)) -> Option<usize> {
        let wide = self.columns.len() - 1;
        let column = self.columns.partition_point(|at| *at <= x).checked_sub(1)?;
        let row = self.rows.partition_point(|at| *at <= y).checked_sub(1)?;
        (column < wide && row < self.rows.len() - 1).then(|| self.owners[row * wide + column])
    }

    /// Whether it is a table and no border around text, no box, no drawing.
    fn is_table(&self) -> bool {
        let filled = self.letters.iter().filter(|letters| !letters.is_empty()).count();
        let longest = self.letters.iter().map(Vec::len).max().unwrap_or(0);
        let all: usize = self.letters.iter().map(Vec::len).sum();
        self.cells.len() >= 2 && filled >= 2 && !(longest > 400 && longest * 10 > all * 7)
    }

    fn finish(self) -> RuledTable {
        let high = self.rows.len() - 1;
        let mut rows = vec![Vec::new(); high];
        for (place, letters) in self.cells.iter().zip(self.letters) {
            let Place { row, column, rows: down, columns } = *place;
            let (text, is_full) = lines::joined(letters, self.columns[column + columns]);
            rows[row].push(RuledCell { text, column, columns, rows: down, is_full });
        }
        RuledTable { top: self.rows[0], bottom: self.rows[high], columns: self.columns, rows }
    }
}
