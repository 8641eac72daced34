//! Pages put together: running heads and page numbers left out, tables that go on overleaf joined.

use super::canvas::Marks;
use super::lines;
use super::ruled::{self, RuledCell, RuledTable};
use super::rulings::{SAME, frames};
use super::striped;
use crate::blocks::Blocks;
use crate::{Block, Cell, DocumentFault};
use std::collections::HashMap;

/// Part of the page, from its edge, in which running heads stand.
const MARGIN: f64 = 0.12;

/// The text and tables of one page, from top to bottom.
#[derive(Debug)]
pub(super) struct PageText {
    parts: Vec<Part>,
}

#[derive(Debug)]
enum Part {
    Line { text: String, in_margin: bool },
    Table(RuledTable),
}

impl PageText {
    /// Puts the marks of a page of this width and height together.
    pub(super) fn of(marks: Marks, (_, height): (f64, f64)) -> Self {
        let mut letters = marks.letters;
        let (framed, loose) = frames(marks.rules);
        let mut tables = ruled::tables(&framed, &mut letters);
        tables.extend(striped::tables(&loose, &mut letters));
        let (top, bottom) = (height * MARGIN, height * (1.0 - MARGIN));
        let mut parts: Vec<(f64, Part)> = lines::of(letters)
            .into_iter()
            .map(|line| {
                let in_margin = line.baseline < top || line.baseline > bottom;
                (line.baseline, Part::Line { text: crate::blocks::on_one_line(&line.text), in_margin })
            })
            .filter(|(_, part)| !matches!(part, Part::Line { text, .. } if text.is_empty()))
            .collect();
        // A line beside the first row stands before the table.
        parts.extend(tables.into_iter().map(|table| (table.top, Part::Table(table))));
        parts.sort_by(|a, b| a.0.total_cmp(&b.0));
        Self { parts: parts.into_iter().map(|(_, part)| part).collect() }
    }
}

/// The blocks of a file, and how many of them stand before each page. A table that goes on overleaf is of the page it
/// begins on.
pub(super) fn joined(mut pages: Vec<PageText>) -> Result<(Vec<Block>, Vec<usize>), DocumentFault> {
    drop_running_heads(&mut pages);
    let mut parts: Vec<Part> = Vec::new();
    let mut before = Vec::with_capacity(pages.len());
    for page in pages {
        before.push(parts.len());
        for (at, part) in page.parts.into_iter().enumerate() {
            match (parts.last_mut(), part) {
                (Some(Part::Table(table)), Part::Table(next)) if at == 0 => {
                    if let Some(next) = table.go_on(next) {
                        parts.push(Part::Table(next));
                    }
                }
                (_, part) => parts.push(part),
            }
        }
    }
    let mut blocks = Blocks::default();
    // Blank parts leave no block.
    let mut blocks_before = Vec::with_capacity(parts.len() + 1);
    for part in parts {
        blocks_before.push(blocks.len());
        match part {
            Part::Line { text, .. } => blocks.paragraph(&text),
            Part::Table(table) => blocks.table(table.cells()),
        }
    }
    blocks_before.push(blocks.len());
    let starts = before.into_iter().map(|at| blocks_before.get(at).copied().unwrap_or_default()).collect();
    Ok((blocks.finish()?, starts))
}

/// Leaves out what stands in the margin of several pages, and page numbers.
fn drop_running_heads(pages: &mut [PageText]) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for page in pages.iter() {
        let mut heads: Vec<String> = page
            .parts
            .iter()
            .filter_map(|part| match part {
                Part::Line { text, in_margin: true } => Some(alike(text)),
                _ => None,
            })
            .collect();
        heads.sort_unstable();
        heads.dedup();
        for head in heads {
            *seen.entry(head).or_default() += 1;
        }
    }
    let many = pages.len().div_ceil(3).max(2);
    for page in pages {
        page.parts.retain(|part| match part {
            Part::Line { text, in_margin: true } => {
                let repeated = seen.get(&alike(text)).is_some_and(|pages| *pages >= many);
                !repeated && !is_page_number(text)
            }
            _ => true,
        });
    }
}

/// A line with every number in it made the same, its pieces in one order: on left pages the number stands outside too.
fn alike(text: &str) -> String {
    let mut pieces: Vec<String> = text.split_whitespace().map(piece_without_digits).collect();
    pieces.sort_unstable();
    pieces.concat()
}

fn piece_without_digits(text: &str) -> String {
    let mut plain = String::new();
    for letter in text.chars() {
        let letter = if letter.is_ascii_digit() { '#' } else { letter };
        if letter != '#' || !plain.ends_with('#') {
            plain.push(letter);
        }
    }
    plain
}

/// `— 3 —`, `第3页 共8页`, `3/8`, `3`.
fn is_page_number(text: &str) -> bool {
    let marks = ['-', '—', '–', '－', '·', '/', '第', '共', '页', '~', '.'];
    let bare: String =
        text.chars().filter(|letter| !letter.is_whitespace() && !marks.contains(letter)).collect();
    (1..=8).contains(&bare.len()) && bare.bytes().all(|byte| byte.is_ascii_digit())
}

impl RuledTable {
    /// Goes on with a table that stands at the top of the next page; given back where it is another.
    fn go_on(&mut self, mut next: Self) -> Option<Self> {
        let Some(union) = union(&self.columns, &next.columns) else { return Some(next) };
        self.spread(&union);
        next.spread(&union);
        let repeated =
            self.rows.iter().zip(&next.rows).take_while(|(one, other)| is_same_head(one, other)).count();
        // A head of several rows may be cut where a merged cell ends only below it.
        let repeated = if repeated < next.rows.len() { repeated } else { 0 };
        next.rows.drain(..repeated);
        self.join_torn_cells(&mut next.rows);
        self.join_torn_row(&mut next.rows);
        self.rows.append(&mut next.rows);
        self.bottom = next.bottom;
        None
    }

    /// Makes one of two cells that a page end tore apart: merged over rows, and empty on one of the pages.
    fn join_torn_cells(&mut self, below: &mut [Vec<RuledCell>]) {
        let height = self.rows.len();
        let Some(first) = below.first_mut() else { return };
        first.retain(|cell| {
            let above = self.rows.iter_mut().enumerate().rev().find_map(|(row, cells)| {
                let mut ending = cells.iter_mut().filter(|above| row + above.rows == height);
                ending.find(|above| above.column == cell.column && above.columns == cell.columns)
            });
            let Some(above) = above else { return true };
            let torn = above.text.is_empty() != cell.text.is_empty() && (above.rows > 1 || cell.rows > 1);
            if torn {
                above.rows += cell.rows;
                if above.text.is_empty() {
                    above.text.clone_from(&cell.text);
                }
            }
            !torn
        });
    }

    /// Makes one of two rows that a page end tore apart: what stands below goes on with a line that was full, and the
    /// cells of one line are empty.
    fn join_torn_row(&mut self, below: &mut Vec<Vec<RuledCell>>) {
        let height = self.rows.len();
        let (Some(last), Some(first)) = (self.rows.last_mut(), below.first()) else { return };
        let above = |cell: &RuledCell| {
            last.iter().position(|above| {
                above.rows == 1 && above.column == cell.column && above.columns == cell.columns
            })
        };
        let places: Option<Vec<usize>> =
            first.iter().map(|cell| above(cell).filter(|_| cell.rows == 1)).collect();
        let Some(places) = places.filter(|places| !places.is_empty()) else { return };
        let goes_on = |(cell, at): (&RuledCell, &usize)| cell.text.is_empty() || last[*at].is_full;
        let ended = |(cell, at): (&RuledCell, &usize)| cell.text.is_empty() && !last[*at].text.is_empty();
        let mut pairs = first.iter().zip(&places);
        if !pairs.clone().all(goes_on) || !pairs.any(ended) {
            return;
        }
        for (cell, at) in below.remove(0).into_iter().zip(places) {
            if !cell.text.is_empty() {
                last[at].text = format!("{}\n{}", last[at].text, cell.text);
            }
        }
        for (row, cells) in self.rows.iter_mut().enumerate() {
            // What was merged over both halves of the row is one row shorter.
            cells.iter_mut().filter(|cell| row + cell.rows > height).for_each(|cell| cell.rows -= 1);
        }
    }

    /// Lays the cells on a finer grid.
    fn spread(&mut self, columns: &[f64]) {
        let place =
            |at: f64| columns.iter().position(|column| (column - at).abs() <= SAME * 2.0).unwrap_or(0);
        let places: Vec<usize> = self.columns.iter().map(|at| place(*at)).collect();
        for cell in self.rows.iter_mut().flatten() {
            let end = places[cell.column + cell.columns];
            cell.column = places[cell.column];
            cell.columns = end.saturating_sub(cell.column).max(1);
        }
        self.columns = columns.to_vec();
    }

    fn cells(self) -> Vec<Vec<Cell>> {
        let rows = self.rows.into_iter().enumerate();
        let cell = |row: usize, cell: RuledCell| Cell {
            text: cell.text,
            row: row + 1,
            column: cell.column + 1,
            rows: cell.rows,
            columns: cell.columns,
        };
        rows.map(|(at, row)| row.into_iter().map(|ruled| cell(at, ruled)).collect()).collect()
    }
}

/// The columns of two tables laid over one another, where all of one are among those of the other.
fn union(one: &[f64], other: &[f64]) -> Option<Vec<f64>> {
    let (more, fewer) = if one.len() >= other.len() { (one, other) } else { (other, one) };
    let found = |at: &f64| more.iter().any(|column| (column - at).abs() <= SAME * 2.0);
    let ends = |columns: &[f64]| Some((*columns.first()?, *columns.last()?));
    let ((left, right), (other_left, other_right)) = (ends(more)?, ends(fewer)?);
    let same_width = (left - other_left).abs() <= SAME * 2.0 && (right - other_right).abs() <= SAME * 2.0;
    (same_width && fewer.iter().all(found)).then(|| more.to_vec())
}

/// Whether a row is a head that is printed again.
fn is_same_head(one: &[RuledCell], other: &[RuledCell]) -> bool {
    let same = |one: &RuledCell, other: &RuledCell| {
        (&one.text, one.column, one.columns, one.rows)
            == (&other.text, other.column, other.columns, other.rows)
    };
    is_head(one) && one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
}

/// Whether a row may be a head: it has words and no figures.
fn is_head(row: &[RuledCell]) -> bool {
    let is_figure =
        |text: &str| text.chars().any(|letter| letter.is_ascii_digit()) && text.trim().parse::<f64>().is_ok();
    row.iter().any(|cell| !cell.text.is_empty()) && !row.iter().any(|cell| is_figure(&cell.text))
}
