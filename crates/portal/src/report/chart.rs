//! Bars for a table of parts (其中：), drawn beside it: one colour, the value beside every bar.

use super::ReportPage;
use gongkai_domain::reports::{ReportRow, ReportTable, TableFigure};
use gongkai_web::{Markup, markup};

/// Fewer parts than this need no picture.
const FEWEST: usize = 3;
/// Width of the drawing, in its own units.
const WIDTH: u64 = 380;
/// Height of a bar with its gap.
const STEP: u64 = 28;
/// Room for the value at the right of the longest bar.
const VALUE: u64 = 52;
/// Width of a Chinese character of a label.
const LETTER: u64 = 13;

/// The parts of one total as horizontal bars, in the order of the report.
#[derive(Debug)]
pub(super) struct Chart {
    /// Label of the total.
    pub title: String,
    /// Label and value of the largest part.
    pub largest: (String, String),
    /// The bars.
    pub bars: Vec<Bar>,
    /// Where the bars begin.
    pub left: u64,
    /// Width of the drawing.
    pub width: u64,
    /// Height of the drawing.
    pub height: u64,
}

/// One bar.
#[derive(Debug)]
pub(super) struct Bar {
    /// Address of the figure's page.
    pub href: String,
    /// Label of the part.
    pub label: String,
    /// The value as printed.
    pub printed: Markup,
    /// Top of its row.
    pub top: u64,
    /// Length.
    pub width: u64,
}

impl Chart {
    /// The bars of a table's first total; `None` where a table says it better: fewer than three parts, a value that
    /// is no number, or nothing but zeros.
    pub(super) fn of(page: &ReportPage, table: &ReportTable) -> Option<Self> {
        let (title, parts) = parts_of(table)?;
        let numbers: Option<Vec<u64>> = parts.iter().map(|(_, _, printed)| printed.parse().ok()).collect();
        let numbers = numbers?;
        let most = numbers.iter().copied().max().filter(|most| *most > 0)?;
        let letters = parts.iter().map(|(label, ..)| label.chars().count()).max()? as u64;
        let left = letters * LETTER + 8;
        let room = WIDTH.saturating_sub(left + VALUE).max(80);
        let largest = numbers.iter().position(|number| *number == most)?;
        let bars = parts.iter().zip(&numbers).enumerate().map(|(at, ((label, code, printed), number))| Bar {
            href: page.figure_href(code),
            label: label.clone(),
            printed: markup::printed_in_drawing(printed),
            top: at as u64 * STEP,
            width: (number * room / most).max(1),
        });
        Some(Self {
            title,
            largest: (parts[largest].0.clone(), parts[largest].2.clone()),
            left,
            width: WIDTH,
            height: parts.len() as u64 * STEP,
            bars: bars.collect(),
        })
    }

    /// Where the value of a bar stands.
    pub(super) fn value_at(&self, bar: &Bar) -> u64 {
        self.left + bar.width + 6
    }
}

/// Label, code and print of each part.
type Parts = Vec<(String, String, String)>;

/// The first total of a table with its parts.
fn parts_of(table: &ReportTable) -> Option<(String, Parts)> {
    let rows: Vec<(&str, &TableFigure)> = table
        .rows
        .iter()
        .filter_map(|row| match row {
            ReportRow::Figures { heads, cells } if heads.len() == 1 && cells.len() == 1 => {
                Some((heads[0].text.as_str(), &cells[0]))
            }
            _ => None,
        })
        .collect();
    let first = rows.iter().position(|(label, _)| label.starts_with("其中")).filter(|at| *at > 0)?;
    let parts: Parts = rows[first..]
        .iter()
        .enumerate()
        .take_while(|(at, (label, _))| *at == 0 || label.starts_with(|letter: char| letter.is_ascii_digit()))
        .map(|(_, (label, figure))| (plain_label(label).to_owned(), figure.cell.clone(), figure.text.clone()))
        .collect();
    (parts.len() >= FEWEST).then(|| (rows[first - 1].0.to_owned(), parts))
}

/// A label without 其中：, its number, and what it adds in brackets.
fn plain_label(label: &str) -> &str {
    let label = label.trim_start_matches("其中").trim_start_matches(['：', ':']).trim_start();
    let label = label
        .trim_start_matches(|letter: char| letter.is_ascii_digit())
        .trim_start_matches(['.', '．', '、']);
    label.split(['（', '(']).next().unwrap_or(label).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_freed_of_their_numbering() {
        assert_eq!(plain_label("其中：1. 组织机构"), "组织机构");
        assert_eq!(plain_label("12.其他（含公告）"), "其他");
        assert_eq!(plain_label("网上申请数"), "网上申请数");
    }
}
