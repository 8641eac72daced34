//! Tables that stand beside the statutory ones and repeat their figures in another shape: figures year by year, and lists of
//! figures by their codes. Their labels are the format's too, but their columns are not.

use super::marks::fold;
use gongkai_documents::{Block, Document, Table};
use gongkai_domain::reports::Format;
use std::collections::BTreeSet;

/// How many rows begin with a code of the format in a list of its figures.
const CODED: usize = 3;

/// How many rows at the top of a table may hold the years.
const HEADS: usize = 3;

/// The numbers of the tables that are of another shape than any of the format.
pub(super) fn tables(document: &Document, format: &Format) -> BTreeSet<usize> {
    let tables = document.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Paragraph(_) => None,
    });
    tables.filter(|table| is_list(table, format) || is_by_year(table)).map(|table| table.number).collect()
}

/// The blocks of the document that are lists of figures by their codes: what their cells say explains the figures, and
/// is no sentence of the report.
pub(super) fn lists<'d>(document: &'d Document, format: &'d Format) -> impl Iterator<Item = usize> + 'd {
    let blocks = document.blocks.iter().enumerate();
    blocks.filter_map(|(at, block)| match block {
        Block::Table(table) => is_list(table, format).then_some(at),
        Block::Paragraph(_) => None,
    })
}

fn is_list(table: &Table, format: &Format) -> bool {
    let coded = table
        .rows
        .iter()
        .filter(|row| row.first().is_some_and(|cell| format.cell(cell.text.trim()).is_some()));
    coded.take(CODED).count() == CODED
}

/// Whether one row at the top heads columns with different years, and none with a figure. Only the first row
/// heads them with bare numbers: further down these may be figures.
fn is_by_year(table: &Table) -> bool {
    table.rows.iter().take(HEADS).enumerate().any(|(at, row)| {
        let years: BTreeSet<i16> = row.iter().filter_map(|cell| year(&cell.text, at == 0)).collect();
        let others = row.iter().filter(|cell| year(&cell.text, at == 0).is_none());
        years.len() > 1 && !others.map(|cell| fold(&cell.text)).any(|text| is_number(&text))
    })
}

fn is_number(text: &[char]) -> bool {
    !text.is_empty() && text.iter().all(char::is_ascii_digit)
}

/// The year that is all a head says: `2021年`, `2021年度`, and where a bare number can be one, `2021`.
fn year(head: &str, bare: bool) -> Option<i16> {
    let head: String = fold(head).into_iter().collect();
    let named = head.strip_suffix("年度").or_else(|| head.strip_suffix('年'));
    let digits = named.or(bare.then_some(head.as_str()))?;
    let year: i16 = digits.parse().ok()?;
    (digits.len() == 4 && (2000..2100).contains(&year)).then_some(year)
}
