//! Text that flows: paragraphs and tables in the order they come, with the paragraph that is being written.

use crate::blocks::Blocks;
use crate::{Block, Cell, DocumentFault};

/// A paragraph or a table.
#[derive(Debug)]
pub(crate) enum Item {
    /// A paragraph; may be blank.
    Paragraph(String),
    /// A table whose cells are placed.
    Table(Vec<Vec<Cell>>),
}

/// The flow of a document or of one cell.
#[derive(Debug, Default)]
pub(crate) struct Flow {
    items: Vec<Item>,
    line: String,
    /// Whether line ends of the source are line ends of the text.
    pub(crate) preformatted: bool,
}

/// How far a flow had come.
#[derive(Debug)]
pub(crate) struct Mark {
    items: usize,
    line: String,
}

impl Flow {
    /// More text: white space in a row counts once.
    pub(crate) fn text(&mut self, text: &str) {
        if self.preformatted {
            for (at, line) in text.split('\n').enumerate() {
                if at > 0 {
                    self.end_line();
                }
                self.line.push_str(line);
            }
            return;
        }
        for letter in text.chars() {
            if !letter.is_ascii_whitespace() {
                self.line.push(letter);
            } else if !self.line.is_empty() && !self.line.ends_with(' ') {
                self.line.push(' ');
            }
        }
    }

    /// More text, every letter of it.
    pub(crate) fn as_is(&mut self, text: &str) {
        self.line.push_str(text);
    }

    /// Puts the paragraph being written aside, and [`Self::resume`] goes on with it.
    pub(crate) fn suspend(&mut self) -> String {
        std::mem::take(&mut self.line)
    }

    /// Goes on with a paragraph that was put aside.
    pub(crate) fn resume(&mut self, line: String) {
        self.end_line();
        self.line = line;
    }

    /// Ends the paragraph being written.
    pub(crate) fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        if !line.is_empty() && line != " " {
            self.items.push(Item::Paragraph(line));
        }
    }

    /// What another flow held, after what this one holds.
    pub(crate) fn append(&mut self, mut items: Vec<Item>) {
        self.end_line();
        if self.items.is_empty() {
            self.items = items;
        } else {
            self.items.append(&mut items);
        }
    }

    /// Where it stands now.
    pub(crate) fn mark(&self) -> Mark {
        Mark { items: self.items.len(), line: self.line.clone() }
    }

    /// Everything written since is forgotten.
    pub(crate) fn back_to(&mut self, mark: Mark) {
        self.items.truncate(mark.items);
        self.line = mark.line;
    }

    /// All of it, each with its place.
    pub(crate) fn into_blocks(self) -> Result<Vec<Block>, DocumentFault> {
        let mut blocks = Blocks::default();
        for item in self.finish() {
            match item {
                Item::Paragraph(text) => blocks.paragraph(&text),
                Item::Table(rows) => blocks.table(rows),
            }
        }
        blocks.finish()
    }

    /// All of it.
    pub(crate) fn finish(mut self) -> Vec<Item> {
        self.end_line();
        self.items
    }
}
