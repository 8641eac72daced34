//! A document as one row of marks: its letters and digits without the white space and punctuation between them, each with
//! its place and with what stood before it.
//!
//! Layout breaks labels anywhere and runs cells into one another; in this form a label broken over lines and the same
//! label in a cell read alike, and the punctuation is still known where it tells sentences from tables.

use super::numerals;
use crate::Place;
use gongkai_documents::{Block, Cell, Document};
use std::ops::Range;

/// What stood between two marks; several may hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Gap(u8);

impl Gap {
    /// White space.
    pub(super) const SPACE: Self = Self(1);
    /// The end of a paragraph.
    pub(super) const LINE: Self = Self(2);
    /// The end of a cell.
    pub(super) const CELL: Self = Self(4);
    /// The beginning or end of a row of a table.
    pub(super) const ROW: Self = Self(8);
    /// What follows the number of an item: a point, a closing bracket, an enumeration comma.
    pub(super) const POINT: Self = Self(16);
    /// An opening bracket or quotation mark.
    pub(super) const OPEN: Self = Self(32);
    /// What ends a clause.
    pub(super) const STOP: Self = Self(64);
    /// An enumeration comma.
    pub(super) const LIST: Self = Self(128);

    /// Whether any of `other` holds.
    pub(super) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both.
    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether nothing stood between.
    pub(super) const fn none(self) -> bool {
        self.0 == 0
    }

    /// Whether the layout parts the two: a paragraph, a cell or a row ends.
    pub(super) const fn parts(self) -> bool {
        self.has(Self::LINE) || self.has(Self::CELL) || self.has(Self::ROW)
    }

    const fn of(letter: char) -> Self {
        match letter {
            '.' | ')' | ']' | '”' | '’' | '》' | ':' | '"' => Self::POINT,
            '、' => Self(Self::POINT.0 | Self::LIST.0),
            '(' | '[' | '“' | '‘' | '《' => Self::OPEN,
            '。' | ';' | ',' | '!' | '?' => Self::STOP,
            '|' => Self::CELL,
            _ => Self::SPACE,
        }
    }
}

/// A blank cell, which no text has.
pub(super) const BLANK: char = '\u{0}';

/// A letter, a digit, or what a figure may hold: `.` between digits, `-`, `/`, or [`BLANK`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// In half width.
    pub(super) letter: char,
    /// What stood before it.
    pub(super) gap: Gap,
    /// Which of the [`Marks::sources`] it comes from.
    pub(super) source: usize,
    /// Its bytes in the text of the source.
    pub(super) bytes: Range<usize>,
}

/// A paragraph or a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Source<'d> {
    /// Which block of the document.
    pub(super) block: usize,
    /// Where it stands.
    pub(super) place: Place,
    /// Its text.
    pub(super) text: &'d str,
    /// The cell, in a table.
    pub(super) cell: Option<&'d Cell>,
}

/// The most marks that are looked at; no report is as long.
const MOST: usize = 1_000_000;

/// A document as marks.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks<'d> {
    /// The marks, in reading order.
    pub(super) marks: Vec<Mark>,
    /// Where they come from.
    pub(super) sources: Vec<Source<'d>>,
}

impl<'d> Marks<'d> {
    /// The marks of a document.
    pub(super) fn of(document: &'d Document) -> Self {
        let mut all = Self::default();
        for (block, content) in document.blocks.iter().enumerate() {
            if all.marks.len() > MOST {
                break;
            }
            match content {
                Block::Paragraph(paragraph) => {
                    let place = Place::Line { line: paragraph.line };
                    all.add(Source { block, place, text: &paragraph.text, cell: None }, Gap::LINE);
                }
                Block::Table(table) => {
                    for cells in table.rows.iter().take(MOST / 10) {
                        let mut gap = Gap::ROW;
                        for cell in cells {
                            let (row, column) = (cell.row, cell.column);
                            let place = Place::Cell { table: table.number, row, column };
                            let source = Source { block, place, text: &cell.text, cell: Some(cell) };
                            all.add(source, gap);
                            gap = Gap::CELL;
                        }
                    }
                }
            }
        }
        all
    }

    fn add(&mut self, source: Source<'d>, gap: Gap) {
        let (text, is_cell) = (source.text, source.cell.is_some());
        let at = self.sources.len();
        self.sources.push(source);
        let whole = 0..text.len();
        let bare = text.trim_matches(|letter: char| letter.is_whitespace() || letter == '|');
        if bare.is_empty() && (is_cell || text.contains('|')) {
            self.marks.push(Mark { letter: BLANK, gap, source: at, bytes: whole });
        } else if let Some(figure) = numerals::in_words(bare) {
            let mut gap = gap;
            for letter in figure.chars() {
                self.marks.push(Mark { letter, gap, source: at, bytes: whole.clone() });
                gap = Gap::default();
            }
        } else {
            self.add_letters(text, at, gap);
        }
    }

    fn add_letters(&mut self, text: &str, source: usize, mut gap: Gap) {
        let letters: Vec<(usize, char)> =
            text.char_indices().map(|(at, letter)| (at, half(letter))).collect();
        let digit = |at: usize| letters.get(at).is_some_and(|(_, letter)| letter.is_ascii_digit());
        let word = |at: Option<usize>| {
            at.and_then(|at| letters.get(at)).is_some_and(|(_, letter)| letter.is_alphabetic())
        };
        let mut at = 0;
        while let Some(&(start, letter)) = letters.get(at).filter(|_| self.marks.len() <= MOST) {
            let mut end = at + 1;
            let keep = match letter {
                '.' => at > 0 && digit(at - 1) && digit(at + 1),
                '-' => {
                    while letters.get(end).is_some_and(|(_, letter)| *letter == '-') {
                        end += 1;
                    }
                    !(word(at.checked_sub(1)) && word(Some(end)))
                }
                '/' => true,
                _ => letter.is_alphanumeric(),
            };
            let stop = letters.get(end).map_or(text.len(), |(at, _)| *at);
            if keep {
                self.marks.push(Mark { letter, gap, source, bytes: start..stop });
                gap = Gap::default();
            } else if !(letter == ',' && parts_thousands(&letters, at)) {
                gap = gap.and(Gap::of(letter));
            }
            at = end;
        }
    }

    /// What stands between two marks (the end not included), as printed.
    pub(super) fn printed(&self, range: Range<usize>) -> String {
        let Some(marks) = self.marks.get(range) else { return String::new() };
        let mut text = String::new();
        for of_source in marks.chunk_by(|one, next| one.source == next.source) {
            if let (Some(first), Some(last)) = (of_source.first(), of_source.last()) {
                let source = self.sources.get(first.source).map_or("", |source| source.text);
                text.push_str(source.get(first.bytes.start..last.bytes.end).unwrap_or_default());
            }
        }
        text.trim().to_owned()
    }

    /// The source of a mark.
    pub(super) fn source(&self, at: usize) -> Option<&Source<'d>> {
        self.sources.get(self.marks.get(at)?.source)
    }
}

/// Whether the comma at `at` parts thousands: three digits after it and no fourth, one to three before it.
fn parts_thousands(letters: &[(usize, char)], at: usize) -> bool {
    let digits = |range: &mut dyn Iterator<Item = usize>| {
        range.take_while(|at| letters.get(*at).is_some_and(|(_, letter)| letter.is_ascii_digit())).count()
    };
    digits(&mut (at + 1..at + 5)) == 3 && (1..=3).contains(&digits(&mut (0..at).rev().take(4)))
}

/// A letter in half width; every dash a hyphen.
pub(super) fn half(letter: char) -> char {
    match letter {
        '—' | '–' | '―' | '−' | '─' | '－' | '‐' | '‑' => '-',
        '．' | '﹒' => '.',
        '｜' => '|',
        '〔' | '【' => '(',
        '〕' | '】' => ')',
        '！'..='～' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        _ => letter,
    }
}

/// Words as they are compared: letters, digits and `/`, in half width.
pub(super) fn fold(words: &str) -> Vec<char> {
    words.chars().map(half).filter(|letter| letter.is_alphanumeric() || *letter == '/').collect()
}
