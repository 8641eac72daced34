//! Where every head and figure of a table stands, and how far it reaches: what both Word and spreadsheets must be told.

use gongkai_domain::reports::{ReportRow, ReportTable, TableFigure, TableHead};

/// Widest that one head or figure may be; a word processor holds no table of more columns.
const WIDEST: usize = 63;

/// A table on its grid, without holes.
#[derive(Debug)]
pub struct Grid<'t> {
    /// Columns in all.
    pub columns: usize,
    /// Rows of column heads at the top.
    pub top: usize,
    /// Whether they head every row below, and so come again on every page: a table with other heads further down is
    /// several tables in one.
    pub repeats: bool,
    /// The rows; the slots of each cover all columns from left to right.
    pub rows: Vec<Vec<Slot<'t>>>,
}

/// A stretch of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot<'t> {
    /// First column, from 0.
    pub column: usize,
    /// Columns covered.
    pub columns: usize,
    /// What stands there.
    pub holds: Holds<'t>,
}

/// What stands in a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds<'t> {
    /// A head that begins here and reaches over so many rows.
    Head {
        /// What it says.
        text: &'t str,
        /// Rows covered, this one included.
        rows: usize,
        /// Whether it heads columns, not its row.
        over_columns: bool,
    },
    /// A figure.
    Figure(&'t TableFigure),
    /// The head above reaches down here.
    Continued,
    /// Nothing: the row is shorter than the others.
    Nothing,
}

/// A head that reaches into the rows below.
#[derive(Clone, Copy)]
struct Reaching {
    column: usize,
    columns: usize,
    rows: usize,
}

impl<'t> Grid<'t> {
    /// Places a table. One that its format declared has no holes and no overlaps; in any other, what does not fit
    /// moves right and holes stay empty.
    pub fn of(table: &'t ReportTable) -> Self {
        let is_heads = |row: &&ReportRow| matches!(row, ReportRow::Heads(_));
        let mut reaching: Vec<Reaching> = Vec::new();
        let mut rows = Vec::new();
        for (at, row) in table.rows.iter().enumerate() {
            let below = table.rows.len() - at;
            let slots = place(row, &reaching, below);
            let down = slots.iter().filter_map(Slot::reaching);
            for above in &mut reaching {
                above.rows -= 1;
            }
            reaching.extend(down);
            reaching.retain(|head| head.rows > 0);
            rows.push(slots);
        }
        let columns = rows.iter().flatten().map(Slot::end).max().unwrap_or(1);
        for row in &mut rows {
            fill(row, columns);
        }
        let top = table.rows.iter().take_while(is_heads).count();
        let repeats = top > 0 && !table.rows.iter().skip(top).any(|row| is_heads(&row));
        Self { columns, top, repeats, rows }
    }
}

impl Slot<'_> {
    /// The column after the last.
    pub const fn end(&self) -> usize {
        self.column + self.columns
    }

    /// Rows covered, this one included.
    pub const fn rows(&self) -> usize {
        match self.holds {
            Holds::Head { rows, .. } => rows,
            _ => 1,
        }
    }

    fn reaching(&self) -> Option<Reaching> {
        let rows = self.rows() - 1;
        (rows > 0).then_some(Reaching { column: self.column, columns: self.columns, rows })
    }
}

/// The slots of a row, from left to right, with those that heads above reach into.
fn place<'t>(row: &'t ReportRow, reaching: &[Reaching], below: usize) -> Vec<Slot<'t>> {
    let (heads, cells): (&[TableHead], &[TableFigure]) = match row {
        ReportRow::Heads(heads) => (heads, &[]),
        ReportRow::Figures { heads, cells } => (heads, cells),
    };
    let over_columns = matches!(row, ReportRow::Heads(_));
    let head = |head: &'t TableHead| {
        let rows = head.rows.clamp(1, below);
        (head.columns, Holds::Head { text: &head.text, rows, over_columns })
    };
    let figure = |figure: &'t TableFigure| (figure.columns, Holds::Figure(figure));
    let mut slots: Vec<Slot<'t>> = reaching
        .iter()
        .map(|above| Slot { column: above.column, columns: above.columns, holds: Holds::Continued })
        .collect();
    let mut column = 0;
    for (columns, holds) in heads.iter().map(head).chain(cells.iter().map(figure)) {
        let columns = columns.clamp(1, WIDEST);
        while let Some(above) = reaching
            .iter()
            .find(|above| above.column < column + columns && column < above.column + above.columns)
        {
            column = above.column + above.columns;
        }
        slots.push(Slot { column, columns, holds });
        column += columns;
    }
    slots.sort_by_key(|slot| slot.column);
    slots
}

/// Puts empty slots where a row has none.
fn fill(row: &mut Vec<Slot<'_>>, columns: usize) {
    let mut whole = Vec::with_capacity(row.len());
    let mut column = 0;
    for slot in row.iter() {
        if slot.column > column {
            whole.push(Slot { column, columns: slot.column - column, holds: Holds::Nothing });
        }
        whole.push(*slot);
        column = slot.end();
    }
    if column < columns {
        whole.push(Slot { column, columns: columns - column, holds: Holds::Nothing });
    }
    *row = whole;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(text: &str, columns: usize, rows: usize) -> TableHead {
        TableHead { text: text.to_owned(), columns, rows }
    }

    fn figures(heads: Vec<TableHead>, count: usize) -> ReportRow {
        let cell = TableFigure { cell: "F".to_owned(), text: "0".to_owned(), columns: 1 };
        ReportRow::Figures { heads, cells: vec![cell; count] }
    }

    fn table(rows: Vec<ReportRow>) -> ReportTable {
        let [id, title, unit, note] = ["t", "表", "件", ""].map(str::to_owned);
        ReportTable { id, title, unit, note, rows }
    }

    fn spans(grid: &Grid<'_>) -> Vec<Vec<(usize, usize)>> {
        grid.rows.iter().map(|row| row.iter().map(|slot| (slot.column, slot.columns)).collect()).collect()
    }

    #[test]
    fn heads_reach_down_and_across() {
        let table = table(vec![
            ReportRow::Heads(vec![head("勾稽", 2, 2), head("申请人", 2, 1)]),
            ReportRow::Heads(vec![head("自然人", 1, 1), head("总计", 1, 1)]),
            figures(vec![head("三、结果", 1, 2), head("（一）", 1, 1)], 2),
            figures(vec![head("（二）", 1, 1)], 2),
        ]);
        let grid = Grid::of(&table);
        assert_eq!((grid.columns, grid.top, grid.repeats), (4, 2, true));
        assert_eq!(
            spans(&grid),
            [
                vec![(0, 2), (2, 2)],
                vec![(0, 2), (2, 1), (3, 1)],
                vec![(0, 1), (1, 1), (2, 1), (3, 1)],
                vec![(0, 1), (1, 1), (2, 1), (3, 1)],
            ]
        );
        assert_eq!(grid.rows[1][0].holds, Holds::Continued);
        assert_eq!(grid.rows[3][0].holds, Holds::Continued);
    }

    #[test]
    fn what_does_not_fit_moves_and_holes_stay_empty() {
        let table = table(vec![
            ReportRow::Heads(vec![head("甲", 1, 1), head("乙", 1, 9), head("丙", 1, 1)]),
            figures(vec![head("宽", 2, 1)], 1),
        ]);
        let grid = Grid::of(&table);
        assert_eq!(grid.columns, 5);
        assert_eq!(spans(&grid)[1], [(0, 1), (1, 1), (2, 2), (4, 1)]);
        assert_eq!(grid.rows[1][0].holds, Holds::Nothing);
        assert_eq!(grid.rows[0][1].rows(), 2);
    }
}
