//! What a file reads as.
//!
//! `cargo run -p gongkai-documents --example show FILE…`

#![expect(clippy::print_stdout, reason = "an example prints what it reads")]

use gongkai_documents::{Block, read};
use std::time::Instant;

fn main() {
    for path in std::env::args().skip(1) {
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(why) => {
                println!("{path}: {why}");
                continue;
            }
        };
        let start = Instant::now();
        let document = read(&path, &bytes);
        println!("{path}: {:.1?}", start.elapsed());
        match document {
            Err(fault) => println!("{fault}"),
            Ok(document) => {
                println!("{:?} {:?} wrapped {}", document.kind, document.title, document.wrapped);
                document.blocks.iter().for_each(show);
            }
        }
    }
}

fn show(block: &Block) {
    match block {
        Block::Paragraph(paragraph) => println!("{:4} {}", paragraph.line, paragraph.text),
        Block::Table(table) => {
            println!("{:4} table {}", table.line, table.number);
            for row in &table.rows {
                let cell = |cell: &gongkai_documents::Cell| {
                    let span = if cell.rows * cell.columns > 1 {
                        format!("[{}x{}]", cell.rows, cell.columns)
                    } else {
                        String::new()
                    };
                    format!("{}{span}:{}", cell.column, cell.text.replace('\n', "⏎"))
                };
                println!("     | {}", row.iter().map(cell).collect::<Vec<_>>().join(" | "));
            }
        }
    }
}
