//! The tables of a format as a reader looks for them: their rows in order, and every label they print.

use super::marks::fold;
use super::numerals;
use super::rows::UNITS;
use gongkai_domain::reports::{Format, Part, Table};
use gongkai_domain::says::Says;
use std::collections::{BTreeMap, BTreeSet};

/// A format to read by.
pub(super) struct Template<'f> {
    /// The format.
    pub(super) format: &'f Format,
    /// The rows that hold figures, of all tables in order.
    pub(super) rows: Vec<TemplateRow<'f>>,
    /// The labels.
    pub(super) entries: Vec<Entry>,
    by_start: BTreeMap<[char; 2], Vec<usize>>,
}

/// A row with figures.
pub(super) struct TemplateRow<'f> {
    /// Which table of the format.
    pub(super) table: usize,
    /// Its label as printed, with its number; empty where the row has none.
    pub(super) label: String,
    /// The number before the label.
    pub(super) number: Option<String>,
    /// The label without its number, folded; then other words for it. Of a row without label: the last head above it.
    pub(super) cores: Vec<Vec<char>>,
    /// Codes of its cells.
    pub(super) cells: Vec<&'f str>,
    /// For each cell the heads above it, the nearest first.
    pub(super) columns: Vec<Vec<&'f str>>,
    /// Whether each cell holds money, so that it may have decimals.
    pub(super) money: Vec<bool>,
}

/// A label.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    /// The label without its number, folded.
    pub(super) core: Vec<char>,
    /// The rows of the template it is the label of.
    pub(super) rows: Vec<usize>,
    /// Whether a head of a table or its title is called so.
    pub(super) head: bool,
    /// Whether a section is called so.
    pub(super) section: bool,
}

impl<'f> Template<'f> {
    /// The template of a format.
    pub(super) fn of(format: &'f Format) -> Self {
        let mut template = Self { format, rows: Vec::new(), entries: Vec::new(), by_start: BTreeMap::new() };
        let mut entries: BTreeMap<Vec<char>, Entry> = BTreeMap::new();
        for (at, table) in format.tables.iter().enumerate() {
            template.rows.extend(rows_of(format, at, table));
            let heads = table.rows.iter().flat_map(|row| &row.heads).map(|head| head.text.as_str());
            let heads = heads.filter(|head| !UNITS.contains(head));
            for label in heads.chain([table.title.as_str()]) {
                for core in cores(format, label) {
                    entries.entry(core).or_default().head = true;
                }
            }
        }
        for section in &format.sections {
            entries.entry(fold(section_title(&section.title).1)).or_default().section = true;
        }
        for (at, row) in template.rows.iter().enumerate() {
            for core in &row.cores {
                entries.entry(core.clone()).or_default().rows.push(at);
            }
        }
        let named = |(core, entry): (Vec<char>, Entry)| Entry { core, ..entry };
        template.entries = entries.into_iter().map(named).filter(|entry| entry.core.len() > 1).collect();
        for (at, entry) in template.entries.iter().enumerate() {
            if let [one, two, ..] = entry.core[..] {
                template.by_start.entry([one, two]).or_default().push(at);
            }
        }
        for starting in template.by_start.values_mut() {
            starting.sort_by_key(|at| std::cmp::Reverse(template.entries[*at].core.len()));
        }
        template
    }

    /// The entries that begin with two letters, the longest first.
    pub(super) fn starting(&self, letters: [char; 2]) -> impl Iterator<Item = (usize, &Entry)> {
        let at = self.by_start.get(&letters).into_iter().flatten();
        at.map(|at| (*at, &self.entries[*at]))
    }

    /// The table of a row.
    pub(super) fn table(&self, row: &TemplateRow<'_>) -> &'f Table {
        &self.format.tables[row.table]
    }

    /// Where a cell stands: its row, and which of the row's cells it is.
    pub(super) fn find(&self, code: &str) -> Option<(usize, usize)> {
        let mut rows = self.rows.iter().enumerate();
        rows.find_map(|(at, row)| Some((at, row.cells.iter().position(|cell| *cell == code)?)))
    }

    /// A cell in words: the labels of its row and column as printed, each within quotation marks.
    pub(super) fn name(&self, code: &str) -> Says {
        let Some((row, at)) = self.find(code) else {
            return quoted(self.format.cell(code).map_or(code, |cell| &cell.label));
        };
        let row = &self.rows[row];
        match (row.label.is_empty(), row.cells.len()) {
            (true, _) => path(&row.columns[at]),
            (false, 1) => quoted(&row.label),
            (false, _) => {
                let (label, column) = (&row.label, row.column(at));
                Says::new(format!("“{label}”一行的“{column}”"), format!("“{column}” of the row “{label}”"))
            }
        }
    }
}

/// A label within quotation marks.
pub(super) fn quoted(label: &str) -> Says {
    Says::new(format!("“{label}”"), format!("“{label}”"))
}

/// Heads that stand over one another, given from below.
pub(super) fn path(heads: &[&str]) -> Says {
    let heads: Vec<String> = heads.iter().rev().map(|head| format!("“{head}”")).collect();
    Says::new(heads.join("的"), heads.join(", "))
}

impl TemplateRow<'_> {
    /// The head of a cell's column.
    pub(super) fn column(&self, at: usize) -> &str {
        self.columns[at].first().copied().unwrap_or_default()
    }
}

/// The heading of a section: its number, and its words.
pub(super) fn section_title(title: &[Part]) -> (Option<String>, &str) {
    match title.first() {
        Some(Part::Text(words)) => numerals::split(words),
        _ => (None, ""),
    }
}

/// A label without its number, folded, with and without the remark in brackets at its end; then other words for it.
fn cores(format: &Format, label: &str) -> Vec<Vec<char>> {
    const SHORTEST: usize = 4;
    let others = format.aliases.get(label).into_iter().flatten().map(String::as_str);
    let mut cores = Vec::new();
    for words in std::iter::once(label).chain(others) {
        let (_, words) = numerals::split(words);
        cores.push(fold(words));
        if let Some((bare, _)) = words.split_once('（').filter(|_| words.ends_with('）')) {
            let bare = fold(bare);
            if bare.len() >= SHORTEST {
                cores.push(bare);
            }
        }
    }
    let mut known = BTreeSet::new();
    cores.retain(|core| known.insert(core.clone()));
    cores
}

/// What stands in one square of a table.
#[derive(Clone, Copy)]
enum Square<'f> {
    Head(&'f str, usize),
    Figure,
}

fn rows_of<'f>(format: &'f Format, at: usize, table: &'f Table) -> Vec<TemplateRow<'f>> {
    let grid = squares(table);
    let mut rows = Vec::new();
    for (number, row) in table.rows.iter().enumerate().filter(|(_, row)| !row.cells.is_empty()) {
        let width = grid[number].len();
        let spans: usize = row.cells.iter().map(|(_, columns)| columns).sum();
        let mut column = width - spans;
        let mut columns = Vec::new();
        for (_, span) in &row.cells {
            columns.push(heads_above(&grid, table, number, column));
            column += span;
        }
        let heads = row.heads.iter().map(|head| head.text.as_str());
        let label = heads.rev().find(|head| !UNITS.contains(head)).unwrap_or_default();
        let head = columns.last().and_then(|heads: &Vec<&str>| heads.first()).copied().unwrap_or_default();
        let cells: Vec<&str> = row.cells.iter().map(|(code, _)| code.as_str()).collect();
        let unit = |code: &&str| format.cell(code).is_some_and(|cell| cell.unit.ends_with('元'));
        rows.push(TemplateRow {
            table: at,
            label: label.to_owned(),
            number: numerals::split(label).0,
            cores: cores(format, if label.is_empty() { head } else { label }),
            money: cells.iter().map(unit).collect(),
            cells,
            columns,
        });
    }
    rows
}

fn squares(table: &Table) -> Vec<Vec<Square<'_>>> {
    let mut grid: Vec<Vec<Option<Square<'_>>>> = vec![Vec::new(); table.rows.len()];
    for (at, row) in table.rows.iter().enumerate() {
        for head in &row.heads {
            put(&mut grid[at..], head.columns, head.rows, Square::Head(&head.text, head.columns));
        }
        for (_, columns) in &row.cells {
            put(&mut grid[at..], *columns, 1, Square::Figure);
        }
    }
    grid.into_iter().map(|line| line.into_iter().flatten().collect()).collect()
}

/// Puts something into the first free squares of the first line, and those below.
fn put<'f>(lines: &mut [Vec<Option<Square<'f>>>], columns: usize, rows: usize, what: Square<'f>) {
    let from = lines.first().map_or(0, |line| line.iter().position(Option::is_none).unwrap_or(line.len()));
    for line in lines.iter_mut().take(rows) {
        line.resize(line.len().max(from + columns), None);
        line[from..from + columns].fill(Some(what));
    }
}

/// The heads over a column, the nearest first; one that reaches over the whole table heads no column.
fn heads_above<'f>(grid: &[Vec<Square<'f>>], table: &Table, row: usize, column: usize) -> Vec<&'f str> {
    let mut heads: Vec<&str> = Vec::new();
    for (line, of) in grid[..row].iter().zip(&table.rows).rev() {
        match line.get(column) {
            Some(Square::Head(text, columns)) if *columns < line.len() && of.cells.is_empty() => {
                if heads.last() != Some(text) {
                    heads.push(text);
                }
            }
            _ if heads.is_empty() => {}
            _ => break,
        }
    }
    heads
}
