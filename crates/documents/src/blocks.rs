//! Blocks as they come, each given its place.

use crate::{Block, Cell, DocumentFault, Paragraph, Table};

/// Most cells of all tables of a document, those a merged cell covers included.
pub(crate) const MOST_CELLS: usize = 2_000_000;
/// Most paragraphs and tables of a document.
pub(crate) const MOST_BLOCKS: usize = 500_000;

/// The blocks of a document that has no lines of its own: a paragraph takes one, a table as many as it has rows.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    blocks: Vec<Block>,
    line: usize,
    tables: usize,
}

impl Blocks {
    /// A paragraph; a blank one leaves no trace.
    pub(crate) fn paragraph(&mut self, text: &str) {
        let text = on_one_line(text);
        if text.is_empty() || self.blocks.len() > MOST_BLOCKS {
            return;
        }
        self.line += 1;
        self.blocks.push(Block::Paragraph(Paragraph { text, line: self.line }));
    }

    /// A table; one without a word leaves no trace.
    pub(crate) fn table(&mut self, rows: Vec<Vec<Cell>>) {
        if rows.iter().flatten().all(|cell| cell.text.is_empty()) {
            return;
        }
        self.tables += 1;
        let table = Table { number: self.tables, line: self.line + 1, rows };
        self.line += table.rows.len();
        self.blocks.push(Block::Table(table));
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.blocks.len()
    }

    /// All of them, where there are any.
    pub(crate) fn finish(self) -> Result<Vec<Block>, DocumentFault> {
        if self.blocks.len() > MOST_BLOCKS {
            return Err(DocumentFault::TooMuch);
        }
        if self.blocks.is_empty() { Err(DocumentFault::Empty) } else { Ok(self.blocks) }
    }
}

/// Text without line feeds within it and white space around it.
pub(crate) fn on_one_line(text: &str) -> String {
    let text = text.trim_matches(is_blank);
    if !text.contains(|letter: char| letter.is_control() || is_invisible(letter)) {
        return text.to_owned();
    }
    let visible = text.chars().filter(|letter| !is_invisible(*letter));
    let spaced: String = visible.map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    spaced.trim_matches(is_blank).to_owned()
}

/// White space as readers see it, marks without width among it.
pub(crate) fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control() || is_invisible(letter)
}

/// Marks that stand for nothing: byte order mark, zero-width space and joiners, soft hyphen.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}')
}

/// The lines of a cell, joined by line feeds; blank ones at its ends and white space around each left out.
pub(crate) fn cell_text<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    let lines = lines.into_iter().flat_map(str::lines).map(on_one_line);
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_paragraphs_and_rows() {
        let cell = |row: usize| Cell { text: "1".to_owned(), row, column: 1, rows: 1, columns: 1 };
        let mut blocks = Blocks::default();
        blocks.paragraph("\u{3000}一、总体情况\u{a0}");
        blocks.paragraph(" \u{200b} ");
        blocks.table(vec![vec![cell(1)], vec![cell(2)]]);
        blocks.table(vec![Vec::new()]);
        blocks.paragraph("末\t段");
        let blocks = blocks.finish().unwrap();
        let [Block::Paragraph(first), Block::Table(table), Block::Paragraph(last)] = blocks.as_slice() else {
            panic!("{blocks:?}");
        };
        assert_eq!((first.text.as_str(), first.line), ("一、总体情况", 1));
        assert_eq!((table.number, table.line), (1, 2));
        assert_eq!((last.text.as_str(), last.line), ("末 段", 4));
        assert_eq!(Blocks::default().finish(), Err(DocumentFault::Empty));
    }
}
