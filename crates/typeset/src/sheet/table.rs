//! Tables in the measures of the page: how wide every column is, how small the type must be.

use gongkai_domain::reports::{ReportRow, ReportTable, TableHead};
use serde::Serialize;

/// A table for the templates.
#[derive(Debug, Serialize)]
pub(super) struct TableSheet {
    title: String,
    unit: String,
    /// Whether the table of contents lists it: not where its section has the same title.
    listed: bool,
    note: String,
    /// Size of type, in points.
    size: f64,
    /// Width of every column, in points.
    columns: Vec<f64>,
    /// How many rows at the top are heads, to be repeated on every page.
    heads: usize,
    rows: Vec<Vec<Cell>>,
    /// Whether there is room for codes beside the figures.
    roomy: bool,
}

/// A cell of a table.
#[derive(Debug, Serialize)]
struct Cell {
    text: String,
    columns: usize,
    rows: usize,
    role: Role,
    /// Whether it is a part (2.…) that hangs below the first (其中：1.…).
    indent: bool,
    /// The cell it prints.
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Role {
    /// Head of columns.
    Column,
    /// Head of a row.
    Row,
    /// Head of a group of rows.
    Group,
    Figure,
}

/// Width of the type area, in points (156 mm).
const WIDTH: f64 = 442.2;
/// White at both sides of a cell, in points.
const PADDING: f64 = 6.0;
/// Sizes of type: 小四, 五号, 小五, 六号, 小六.
const SIZES: [f64; 5] = [12.0, 10.5, 9.0, 7.5, 6.5];
/// From so many columns on a table begins no larger than this place in [`SIZES`].
const FEWEST: [(usize, usize); 2] = [(6, 2), (0, 0)];
/// Columns up to which codes fit beside the figures.
const ROOMY: usize = 4;

impl TableSheet {
    pub(super) fn of(table: &ReportTable, section: &str) -> Self {
        let grid = Grid::of(&table.rows);
        let (size, columns) = grid.measures();
        let is_head = |row: &&ReportRow| matches!(row, ReportRow::Heads(_));
        let heads = table.rows.iter().take_while(is_head).count();
        Self {
            title: table.title.clone(),
            unit: table.unit.clone(),
            listed: !table.title.is_empty() && !section.ends_with(&table.title),
            note: table.note.clone(),
            size,
            roomy: columns.len() <= ROOMY,
            columns,
            // A table of heads alone has nothing to repeat them over.
            heads: if heads == table.rows.len() { 0 } else { heads },
            rows: hung(table.rows.iter().map(cells).collect()),
        }
    }
}

fn cells(row: &ReportRow) -> Vec<Cell> {
    let head = |head: &TableHead, role| Cell {
        text: head.text.clone(),
        columns: head.columns.max(1),
        rows: head.rows.max(1),
        role,
        indent: false,
        cell: None,
    };
    match row {
        ReportRow::Heads(heads) => heads.iter().map(|one| head(one, Role::Column)).collect(),
        ReportRow::Figures { heads, cells } => {
            let role = |one: &TableHead| if one.rows > 1 { Role::Group } else { Role::Row };
            let heads = heads.iter().map(|one| head(one, role(one)));
            let figures = cells.iter().map(|figure| Cell {
                text: figure.text.clone(),
                columns: figure.columns.max(1),
                rows: 1,
                role: Role::Figure,
                indent: false,
                cell: Some(figure.cell.clone()),
            });
            heads.chain(figures).collect()
        }
    }
}

/// Indents the parts of a total that follow the first: 其中：1.…, then 2.…, 3.….
fn hung(mut rows: Vec<Vec<Cell>>) -> Vec<Vec<Cell>> {
    let mut inside = false;
    for label in rows.iter_mut().filter_map(|row| row.iter_mut().rfind(|cell| cell.role == Role::Row)) {
        let first = label.text.starts_with("其中");
        let numbered = label.text.starts_with(|letter: char| letter.is_ascii_digit());
        label.indent = inside && numbered;
        inside = first || label.indent;
    }
    rows
}

/// Which columns hold row heads and which figures, and the longest figure.
#[derive(Debug, PartialEq)]
struct Grid {
    columns: usize,
    /// How many columns at the left hold row heads.
    labels: usize,
    /// Width of the longest figure of one column, in times the size of type.
    figure: f64,
}

impl Grid {
    fn of(rows: &[ReportRow]) -> Self {
        let mut grid = Self { columns: 1, labels: usize::MAX, figure: 0.0 };
        let mut reaching: Vec<(usize, usize)> = Vec::new();
        for row in rows {
            // Heads of rows above that reach down into this one.
            let above: usize = reaching.iter().map(|(columns, _)| columns).sum();
            let (heads, figures): (&[TableHead], _) = match row {
                ReportRow::Heads(heads) => (heads, &[][..]),
                ReportRow::Figures { heads, cells } => (heads, &cells[..]),
            };
            let own: usize = heads.iter().map(|head| head.columns.max(1)).sum();
            let count: usize = figures.iter().map(|figure| figure.columns.max(1)).sum();
            grid.columns = grid.columns.max(above + own + count);
            if !figures.is_empty() {
                grid.labels = grid.labels.min(above + own);
            }
            for figure in figures.iter().filter(|figure| figure.columns <= 1) {
                grid.figure = grid.figure.max(ems(&figure.text));
            }
            reaching.retain_mut(|(_, left)| {
                *left -= 1;
                *left > 0
            });
            let down = heads.iter().filter(|head| head.rows > 1);
            reaching.extend(down.map(|head| (head.columns.max(1), head.rows - 1)));
        }
        grid.labels = grid.labels.min(grid.columns);
        grid
    }

    /// The largest type in which every figure stays on one line, and the widths of the columns.
    fn measures(&self) -> (f64, Vec<f64>) {
        let start = FEWEST.iter().find(|(columns, _)| self.columns >= *columns).map_or(0, |(_, size)| *size);
        let fits = SIZES[start..].iter().find(|size| self.room(**size) >= 0.0);
        let size = fits.copied().unwrap_or(SIZES[SIZES.len() - 1]);
        (size, self.widths(size))
    }

    /// What is left of the width when figures and row heads have the least they need.
    fn room(&self, size: f64) -> f64 {
        let figures = (self.columns - self.labels) as f64 * (self.figure * size + PADDING);
        WIDTH - figures - self.least_labels(size).iter().sum::<f64>()
    }

    /// Least widths of the columns of row heads: narrow ones for groups, room for a phrase in the last.
    fn least_labels(&self, size: f64) -> Vec<f64> {
        let narrow = |at: usize| if at + 1 == self.labels { 8.0 } else { 2.0 + 2.0 * at as f64 };
        (0..self.labels).map(|at| narrow(at) * size + PADDING).collect()
    }

    fn widths(&self, size: f64) -> Vec<f64> {
        let mut widths = self.least_labels(size);
        let figures = self.columns - self.labels;
        if figures == 0 || self.labels == 0 {
            return vec![WIDTH / self.columns as f64; self.columns];
        }
        if self.columns <= ROOMY {
            // Few columns: half the width for the heads, the rest for the figures alike.
            let heads: f64 = widths[..self.labels - 1].iter().sum();
            let share = if figures == 1 { 0.62 } else { 0.34 };
            widths[self.labels - 1] = (WIDTH * share - heads).max(widths[self.labels - 1]);
        } else {
            let most = WIDTH * 0.56 / figures as f64;
            let figure =
                (self.figure * size + PADDING).max(3.4 * size).min(most.max(self.figure * size + PADDING));
            let heads: f64 = widths[..self.labels - 1].iter().sum();
            let last = WIDTH - heads - figure * figures as f64;
            widths[self.labels - 1] = last.max(widths[self.labels - 1]);
        }
        let left = WIDTH - widths.iter().sum::<f64>();
        widths.extend(vec![left.max(figures as f64) / figures as f64; figures]);
        widths
    }
}

/// Width of a text, in times the size of type.
fn ems(text: &str) -> f64 {
    text.chars().map(|letter| if letter.is_ascii() { 0.52 } else { 1.0 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_domain::reports::TableFigure;

    fn head(text: &str, columns: usize, rows: usize) -> TableHead {
        TableHead { text: text.to_owned(), columns, rows }
    }

    fn row(heads: Vec<TableHead>, figures: usize, text: &str) -> ReportRow {
        let figure = TableFigure { cell: "F1".to_owned(), text: text.to_owned(), columns: 1 };
        ReportRow::Figures { heads, cells: vec![figure; figures] }
    }

    #[test]
    fn row_heads_are_told_from_figures_below_heads_that_reach_down() {
        let rows = [
            ReportRow::Heads(vec![head("", 2, 1), head("甲", 1, 1), head("乙", 1, 1)]),
            row(vec![head("一、新收", 2, 1)], 2, "7"),
            row(vec![head("三、结果", 1, 2), head("（一）", 1, 1)], 2, "8"),
            row(vec![head("（二）", 1, 1)], 2, "12"),
        ];
        let grid = Grid::of(&rows);
        assert_eq!((grid.columns, grid.labels), (4, 2));
        let (size, widths) = grid.measures();
        assert!((widths.iter().sum::<f64>() - WIDTH).abs() < 0.01, "{widths:?}");
        assert!((size - 12.0).abs() < 0.01);
    }

    #[test]
    fn long_figures_make_the_type_smaller_and_never_wider_than_the_page() {
        for (figures, text) in [(1, "1"), (15, "3"), (7, "123456789.01"), (15, "1234567890123")] {
            let grid = Grid::of(&[row(vec![head("指标", 1, 1)], figures, text)]);
            let (size, widths) = grid.measures();
            assert!(
                widths.iter().sum::<f64>() <= WIDTH + 0.01 || size <= 6.5,
                "{figures} × {text}: {widths:?}"
            );
        }
        let grid = Grid::of(&[row(Vec::new(), 15, "3")]);
        assert_eq!(grid.measures().1.len(), 15);
        assert_eq!(Grid::of(&[]).measures().1.len(), 1);
    }
}
