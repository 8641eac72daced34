//! Prose: what is left of a document when its tables are taken out, lines joined that the layout broke apart.

use super::Passage;
use super::text::is_han;
use crate::tables::Taken;
use gongkai_documents::{Block, Document, Table};

/// From how many characters on a cell of a table holds sentences.
const SENTENCE: usize = 40;

/// What is left of the document when its tables are taken out.
pub(crate) fn passages(document: &Document, taken: &[Taken]) -> Vec<Passage> {
    let width = width(document);
    let mut passages: Vec<Passage> = Vec::new();
    let mut last: Option<(usize, usize)> = None;
    for (index, block) in document.blocks.iter().enumerate() {
        let paragraph = match block {
            Block::Paragraph(paragraph) => paragraph,
            Block::Table(table) => {
                if taken.iter().all(|taken| taken.block != index) {
                    passages.extend(sentences_of(table));
                }
                last = None;
                continue;
            }
        };
        let pieces = pieces(&paragraph.text, index, taken);
        for (start, end) in &pieces {
            let piece = paragraph.text[*start..*end].trim();
            if piece.is_empty() {
                continue;
            }
            let open =
                last.filter(|_| *start == 0).and_then(|(at, line)| Some((passages.get_mut(at)?, line)));
            let joined = open.is_some_and(|(passage, line)| {
                let goes_on =
                    document.wrapped && line + 1 == paragraph.line && breaks_off(&passage.text, width);
                let joins = (goes_on && !opens(piece)) || is_list(&passage.text, piece);
                if joins {
                    join(passage, piece, paragraph.line);
                }
                joins
            });
            if !joined {
                passages.push(Passage { text: piece.to_owned(), lines: vec![(0, paragraph.line)] });
            }
            let whole = *end == paragraph.text.len();
            last = whole.then(|| (passages.len() - 1, paragraph.line));
        }
        if pieces.is_empty() {
            last = None;
        }
    }
    passages
}

/// How wide the lines of a wrapped document are, in characters: nine in ten are not wider.
fn width(document: &Document) -> usize {
    let mut widths: Vec<usize> = document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some(paragraph.text.chars().count()),
            Block::Table(_) => None,
        })
        .collect();
    widths.sort_unstable();
    widths.get(widths.len() * 9 / 10).copied().unwrap_or_default()
}

/// What of a paragraph is no table.
fn pieces(text: &str, block: usize, taken: &[Taken]) -> Vec<(usize, usize)> {
    let mut cuts: Vec<_> =
        taken.iter().filter(|taken| taken.block == block).map(|taken| &taken.bytes).collect();
    cuts.sort_by_key(|bytes| bytes.start);
    let mut pieces = Vec::new();
    let mut start = 0;
    for cut in cuts {
        if cut.start > start && text.is_char_boundary(cut.start) {
            pieces.push((start, cut.start));
        }
        start = start.max(cut.end);
    }
    if start < text.len() && text.is_char_boundary(start) {
        pieces.push((start, text.len()));
    }
    pieces
}

/// Cells that hold sentences.
fn sentences_of(table: &Table) -> Vec<Passage> {
    let cells = table.rows.iter().flatten();
    let long =
        cells.filter(|cell| cell.text.chars().count() >= SENTENCE && cell.text.contains(['。', '，', ',']));
    long.map(|cell| Passage {
        text: cell.text.replace('\n', " "),
        lines: vec![(0, table.line + cell.row.saturating_sub(1))],
    })
    .collect()
}

/// Whether a line ends in the middle of a sentence: it is about as wide as the page, and no mark ends it.
fn breaks_off(text: &str, width: usize) -> bool {
    let line = text.chars().rev().take_while(|mark| *mark != '\n').count();
    let ended = text.ends_with(['。', '！', '？', '!', '?', '|', '…', ']', '】']);
    !ended && line * 10 >= width.min(60) * 6
}

/// Whether a line begins something of its own: a heading, an item of a list, a row.
fn opens(line: &str) -> bool {
    let chars: Vec<char> = line.chars().take(4).collect();
    let numeral = |mark: &char| "一二三四五六七八九十".contains(*mark);
    match chars.as_slice() {
        ['|' | '#' | '[' | '•' | '·' | '●' | '①'..='⑳', ..] => true,
        [first, '、', ..] if numeral(first) => true,
        ['十', second, '、', ..] if numeral(second) => true,
        ['（' | '(', first, '）' | ')', ..] if numeral(first) || first.is_ascii_digit() => true,
        ['第', first, '条' | '章' | '节' | '部', ..] if numeral(first) => true,
        [first, '.' | '．' | '、', third, ..] if first.is_ascii_digit() && !third.is_ascii_digit() => true,
        _ => false,
    }
}

/// Whether an item of a list follows what announces it, or the item before it.
fn is_list(before: &str, line: &str) -> bool {
    let announced = before.ends_with(['：', ':', '；', ';', '，', ',']);
    let chars: Vec<char> = line.chars().take(3).collect();
    let numbered = match chars.as_slice() {
        [first, '.' | '．' | '、', ..] | ['（' | '(', first, '）' | ')'] => first.is_ascii_digit(),
        ['①'..='⑳', ..] => true,
        _ => false,
    };
    announced && numbered && before.len() < 20_000
}

fn join(passage: &mut Passage, piece: &str, line: usize) {
    let last = passage.text.chars().next_back();
    let first = piece.chars().next();
    let apart = |mark: Option<char>| mark.is_some_and(|mark| mark.is_ascii() && !is_han(mark));
    if apart(last) && apart(first) {
        passage.text.push(' ');
    }
    passage.lines.push((passage.text.len(), line));
    passage.text.push_str(piece);
}
