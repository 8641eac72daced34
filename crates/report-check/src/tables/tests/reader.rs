//! Text as a document: lines are paragraphs, lines of `| a | b |` a table.

use gongkai_documents::{Block, Cell, Document, FileKind, Paragraph, Table};
use gongkai_domain::law::{BUILT_IN, Codes};
use gongkai_domain::reports::{Format, formats};
use std::sync::LazyLock;

/// The formats of the product.
pub(super) fn all_formats() -> &'static [Format] {
    static FORMATS: LazyLock<Vec<Format>> =
        LazyLock::new(|| formats(BUILT_IN, &Codes::read(BUILT_IN).unwrap()).unwrap());
    &FORMATS
}

/// A document of a text.
pub(super) fn document(text: &str) -> Document {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for (at, line) in text.lines().map(str::trim).enumerate() {
        let inner = line.strip_prefix('|').and_then(|line| line.strip_suffix('|'));
        let Some(inner) = inner else {
            open = false;
            if !line.is_empty() {
                blocks.push(Block::Paragraph(Paragraph { text: line.to_owned(), line: at + 1 }));
            }
            continue;
        };
        if inner.chars().all(|letter| " -|:".contains(letter)) && inner.contains("--") {
            continue;
        }
        if !open {
            let number = 1 + blocks.iter().filter(|block| matches!(block, Block::Table(_))).count();
            blocks.push(Block::Table(Table { number, line: at + 1, rows: Vec::new() }));
            open = true;
        }
        if let Some(Block::Table(table)) = blocks.last_mut() {
            let row = table.rows.len() + 1;
            let cell = |(column, text): (usize, &str)| Cell {
                text: text.trim().to_owned(),
                row,
                column: column + 1,
                rows: 1,
                columns: 1,
            };
            table.rows.push(inner.split('|').enumerate().map(cell).collect());
        }
    }
    Document { kind: FileKind::Text, title: None, blocks, pages: Vec::new(), wrapped: false }
}
