//! Sentences and what is to be said of them.

mod copies;
mod layout;
mod partitions;
mod rendered;
mod samples;
mod sentences;
mod tables;

use super::*;
use gongkai_documents::{Block, Document, FileKind, Paragraph};
use gongkai_domain::law::{BUILT_IN, Codes};

/// A text as a document: a line, a paragraph.
fn document(source: &str, wrapped: bool) -> Document {
    let lines = source.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let blocks = lines
        .map(|(at, line)| Block::Paragraph(Paragraph { text: line.trim().to_owned(), line: at + 1 }))
        .collect();
    Document { kind: FileKind::Text, title: None, blocks, pages: Vec::new(), wrapped }
}

/// The formats the program was built with.
fn formats() -> Vec<Format> {
    let codes = Codes::read(BUILT_IN).unwrap();
    gongkai_domain::reports::formats(BUILT_IN, &codes).unwrap()
}

/// What a finding says, in short.
fn short(finding: &Finding) -> String {
    let side = |side: &Option<Side>| match side {
        Some(Side::Number(number)) => number.normalize().to_string(),
        Some(Side::Text(text)) => text.clone(),
        None => String::new(),
    };
    format!("{:?} {:?} {} / {}", finding.severity, finding.kind, side(&finding.left), side(&finding.right))
}

/// What is said of a text alone, without tables, in a report of 2022.
fn said(source: &str) -> Vec<String> {
    let reading =
        Reading {
            year: Some(2022), body: Some("青石区人民政府办公室".to_owned()), ..Reading::default()
        };
    let passages = passages(&document(source, false), &[]);
    test(&passages, &reading, None).iter().map(short).collect()
}
