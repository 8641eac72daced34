//! Plain text: the report to be pasted into a letter, a message or another program.
//!
//! A table is a line a row, its heads and figures between `|`; what reaches down from above is not repeated.

use crate::{Publication, standing};
use gongkai_domain::reports::{Block, ReportRow, ReportTable, Span};
use std::iter::once;

/// The report as UTF-8 text with a line for each paragraph and each row of a table.
pub fn txt(publication: &Publication) -> String {
    let report = &publication.report;
    let mut text = format!("{}\n{}\n", report.title, standing::line(&publication.standing));
    for section in &report.sections {
        for piece in ["\n", &section.title, "\n"] {
            text.push_str(piece);
        }
        for block in &section.blocks {
            match block {
                Block::Paragraph(spans) => spans.iter().for_each(|span| text.push_str(words(span))),
                Block::Table(table) => text.push_str(&lines(table)),
            }
            if !text.ends_with('\n') {
                text.push('\n');
            }
        }
    }
    text
}

fn words(span: &Span) -> &str {
    match span {
        Span::Text(text) | Span::Figure { text, .. } => text,
        Span::OwnWords { text, .. } => text.as_deref().unwrap_or_default(),
    }
}

fn lines(table: &ReportTable) -> String {
    let unit = if table.unit.is_empty() { String::new() } else { format!("（单位：{}）", table.unit) };
    let head = format!("{}{unit}", table.title);
    let note = (!table.note.is_empty()).then(|| table.note.clone());
    let rows = table.rows.iter().map(|row| {
        let cells: Vec<&str> = match row {
            ReportRow::Heads(heads) => heads.iter().map(|head| head.text.as_str()).collect(),
            ReportRow::Figures { heads, cells } => {
                let heads = heads.iter().map(|head| head.text.as_str());
                heads.chain(cells.iter().map(|cell| cell.text.as_str())).collect()
            }
        };
        format!("| {} |", cells.iter().map(|cell| within(cell)).collect::<Vec<_>>().join(" | "))
    });
    once(head).chain(note).chain(rows).map(|line| line + "\n").collect()
}

/// A text that neither ends its cell nor its line.
fn within(cell: &str) -> String {
    cell.replace('|', "｜").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_domain::reports::{TableFigure, TableHead};

    #[test]
    fn a_row_is_a_line_whatever_its_cells_hold() {
        let head = |text: &str| TableHead { text: text.to_owned(), columns: 1, rows: 1 };
        let figure = TableFigure { cell: "F1".to_owned(), text: "3".to_owned(), columns: 1 };
        let table = ReportTable {
            id: "a".to_owned(),
            title: "附表".to_owned(),
            unit: "件".to_owned(),
            note: String::new(),
            rows: vec![
                ReportRow::Heads(vec![head("指标"), head("数\n量")]),
                ReportRow::Figures { heads: vec![head("甲|乙")], cells: vec![figure] },
            ],
        };
        assert_eq!(lines(&table), "附表（单位：件）\n| 指标 | 数 量 |\n| 甲｜乙 | 3 |\n");
    }
}
