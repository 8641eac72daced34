//! Tables that repeat figures in another shape, and what stands around the tables.

use super::super::{numerals, read};
use super::reader::{all_formats, document};
use super::variants::{all_read, format, made};
use gongkai_documents::{Block, Document};

/// Puts the tables of a text before or behind those of a document.
fn with(mut report: Document, text: &str, before: bool) -> Document {
    let mut blocks = std::mem::take(&mut report.blocks);
    let at = if before { 0 } else { blocks.len() };
    blocks.splice(at..at, document(text).blocks);
    let (mut number, mut line) = (0, 1);
    for block in &mut blocks {
        match block {
            Block::Paragraph(paragraph) => (paragraph.line, line) = (line, line + 1),
            Block::Table(table) => {
                number += 1;
                (table.number, table.line) = (number, line);
                line += table.rows.len();
            }
        }
    }
    report.blocks = blocks;
    report
}

/// Lists every cell of a format with a number that is not the report's.
fn list(id: &str) -> String {
    let rows = format(id)
        .cells
        .iter()
        .map(|cell| format!("| {} | {} | 7777 | {} | |", cell.code, cell.label, cell.unit));
    let rows: Vec<String> = rows.collect();
    format!("| 编号 | 指标 | 数量 | 单位 | 说明 |\n{}", rows.join("\n"))
}

/// A comparison of years whose rows are called like rows of a format.
fn by_year(id: &str) -> String {
    let heads = format(id).tables.iter().flat_map(|table| &table.rows).filter(|row| !row.cells.is_empty());
    let labels = heads.filter_map(|row| row.heads.last()).map(|head| head.text.as_str());
    let rows: Vec<String> = labels
        .chain(["行政复议", "行政诉讼", "总计"])
        // Without their numbers none is a part of another.
        .map(|label| format!("| {} | 8881 | 8882 | 8883 |", numerals::split(label).1))
        .collect();
    format!("| 指标 | 2018年 | 2019年 | 2020年 |\n{}", rows.join("\n"))
}

#[test]
fn tables_of_another_shape_feed_no_cell() {
    for of in all_formats() {
        for text in [list(&of.id), by_year(&of.id)] {
            for before in [false, true] {
                let (numbers, report) = made(&of.id);
                let tabled = read(&with(report, &text, before), all_formats(), None);
                assert_eq!(tabled.reading.format.as_deref(), Some(of.id.as_str()));
                all_read(&numbers, &tabled);
                assert_eq!(tabled.reading.cells.len(), numbers.len());
                assert!(tabled.findings.is_empty(), "{:#?}", tabled.findings);
            }
        }
    }
}

#[test]
fn tables_of_another_shape_are_no_report() {
    for of in all_formats() {
        for text in [list(&of.id), by_year(&of.id)] {
            let tabled = read(&document(&text), all_formats(), None);
            assert!(tabled.reading.cells.is_empty(), "{:#?}", tabled.reading.cells);
        }
    }
}
