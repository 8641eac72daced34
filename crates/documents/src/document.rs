//! A document as it is read: paragraphs and tables, each with its place.

/// The kinds of file that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Plain text, also what was copied out of a page or a PDF.
    Text,
    /// A web page.
    Html,
    /// A Word document (OOXML).
    Docx,
    /// A PDF with a text layer.
    Pdf,
    /// A workbook (OOXML).
    Xlsx,
}

/// A document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// What kind of file it was.
    pub kind: FileKind,
    /// The title its properties give, where they do (`<title>`, core properties); often wrong.
    pub title: Option<String>,
    /// Paragraphs and tables in reading order.
    pub blocks: Vec<Block>,
    /// Where the pages of a PDF begin: for each page, how many blocks stand before it. Empty for other kinds of file.
    pub pages: Vec<usize>,
    /// Whether lines were broken by the layout and not by the writer, so that a sentence may go on in the next
    /// paragraph: the text of a PDF, and plain text in which most lines end in the middle of a sentence.
    pub wrapped: bool,
}

/// A paragraph or a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph, a heading, or a line.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
}

/// A paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Its text as written, on one line, without white space at its ends; never empty.
    pub text: String,
    /// Its place: the line of a text file, otherwise which paragraph of the document it is. From 1; the rows of tables
    /// take one each.
    pub line: usize,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Which table of the document it is, from 1.
    pub number: usize,
    /// The line of its first row, in the count of [`Paragraph::line`].
    pub line: usize,
    /// Its rows from top to bottom, and in each the cells that begin there, from left to right.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its text as written, paragraphs within it joined by line feeds; empty where it is blank. In a PDF every line is one,
    /// for nothing tells a paragraph from a line that was full.
    pub text: String,
    /// First row it covers, from 1.
    pub row: usize,
    /// First column it covers, from 1.
    pub column: usize,
    /// How many rows it covers, at least 1.
    pub rows: usize,
    /// How many columns it covers, at least 1.
    pub columns: usize,
}
