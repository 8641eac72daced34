//! Rows of the template that a document prints otherwise: as several rows, as columns, or as a table of their own.
//!
//! A figure is known by the heads to its left and above it, whichever way round they stand.

use super::marks::fold;
use super::numerals;
use super::template::{Template, TemplateRow};
use gongkai_documents::{Block, Cell, Document, Table};
use std::collections::BTreeSet;

/// The most cells of a table that are looked at.
const CELLS: usize = 3000;

/// A figure of a table, with the heads it stands under.
struct Headed<'d> {
    table: usize,
    cell: &'d Cell,
    heads: BTreeSet<Vec<char>>,
}

/// The cells for a row of the template, each by its heads; `None` unless all are there, and each once; tables `aside` are not looked at.
pub(super) fn cells<'d>(
    template: &Template<'_>,
    document: &'d Document,
    aside: &BTreeSet<usize>,
    row: &TemplateRow<'_>,
) -> Option<Vec<(usize, &'d Cell)>> {
    let tables = document.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table).filter(|table| !aside.contains(&table.number)),
        Block::Paragraph(_) => None,
    });
    let headed: Vec<Headed<'d>> = tables.flat_map(headed).collect();
    let mut found: Vec<(usize, &'d Cell)> = Vec::new();
    for at in 0..row.cells.len() {
        let wanted = wanted(template, row, at);
        let all = |headed: &&Headed<'_>| {
            wanted.iter().all(|others| others.iter().any(|head| headed.heads.contains(head)))
        };
        let mut fitting = headed.iter().filter(all);
        let one = fitting.next().filter(|_| !wanted.is_empty())?;
        if fitting.next().is_some() || found.iter().any(|(_, cell)| std::ptr::eq(*cell, one.cell)) {
            return None;
        }
        found.push((one.table, one.cell));
    }
    Some(found)
}

/// The heads that tell a cell of the row from the others, each with its other words; those over the whole row tell nothing.
fn wanted(template: &Template<'_>, row: &TemplateRow<'_>, at: usize) -> Vec<Vec<Vec<char>>> {
    let common = |head: &str| row.cells.len() > 1 && row.columns.iter().all(|heads| heads.contains(&head));
    let heads = row.columns[at].iter().copied().filter(|head| !common(head));
    let label = (!row.label.is_empty()).then_some(row.label.as_str());
    label
        .into_iter()
        .chain(heads)
        .map(|head| {
            let others = template.format.aliases.get(head).into_iter().flatten().map(String::as_str);
            std::iter::once(head).chain(others).map(core).collect()
        })
        .collect()
}

fn core(head: &str) -> Vec<char> {
    let (_, words) = numerals::split(head);
    fold(words.split(['（', '(']).next().unwrap_or(words))
}

/// The cells of a table that hold a figure or nothing, with the words left of them and above them.
fn headed(table: &Table) -> Vec<Headed<'_>> {
    let cells: Vec<&Cell> = table.rows.iter().flatten().take(CELLS).collect();
    let is_head = |cell: &&&Cell| cell.text.chars().any(char::is_alphabetic);
    let heads: Vec<&&Cell> = cells.iter().filter(is_head).collect();
    let mut headed = Vec::new();
    for cell in cells.iter().filter(|cell| !is_head(cell) && cell.row > 1) {
        let left = |head: &Cell| {
            head.row <= cell.row && cell.row < head.row + head.rows && head.column < cell.column
        };
        let above = |head: &Cell| {
            head.column <= cell.column && cell.column < head.column + head.columns && head.row < cell.row
        };
        let heads = heads.iter().filter(|head| left(head) || above(head)).map(|head| core(&head.text));
        headed.push(Headed { table: table.number, cell, heads: heads.collect() });
    }
    headed
}
