//! Where sections may begin.

use super::super::marks::fold;
use super::super::numerals;
use super::{Heading, LONGEST};
use crate::Place;
use gongkai_documents::{Block, Document};
use std::collections::BTreeSet;

/// The most places at which a section may begin.
const MOST: usize = 3000;

/// A place where a section may begin: a short paragraph, or the words after a Chinese number within a long one.
pub(super) struct Start<'d> {
    /// Its text from there on, without its number.
    pub(super) text: &'d str,
    /// Its words, folded.
    pub(super) words: Vec<char>,
    /// Where.
    pub(super) place: Place,
    /// Whether it has a number.
    pub(super) numbered: bool,
}

impl Start<'_> {
    /// The beginning as printed, up to the given number of letters that count.
    pub(super) fn raw(&self, letters: usize) -> String {
        let mut left = letters;
        let taken = self.text.char_indices().find(|(_, letter)| {
            let counts = !fold(&letter.to_string()).is_empty();
            if counts && left == 0 {
                return true;
            }
            left -= usize::from(counts);
            false
        });
        let end = taken.map_or(self.text.len(), |(at, _)| at);
        self.text[..end].trim_end_matches(['（', '(', '、', '，', ' ']).to_owned()
    }
}

/// The places where sections may begin, in reading order; `contents` are the blocks of its table of contents.
pub(super) fn starts<'d>(
    document: &'d Document,
    headings: &[Heading<'d>],
    contents: &BTreeSet<usize>,
) -> Vec<Start<'d>> {
    let mut starts: Vec<Start<'d>> = Vec::new();
    let of_heading = headings.iter().filter(|heading| heading.number.is_some());
    for heading in of_heading {
        let text = numerals::split(heading.text).1;
        starts.push(Start { text, words: heading.words.clone(), place: heading.place, numbered: true });
    }
    for (at, block) in document.blocks.iter().enumerate() {
        let Block::Paragraph(paragraph) = block else { continue };
        if contents.contains(&at) {
            continue;
        }
        if starts.len() > MOST {
            break;
        }
        let place = Place::Line { line: paragraph.line };
        if paragraph.text.chars().nth(LONGEST).is_none() {
            let (number, text) = numerals::split(&paragraph.text);
            if number.is_none() {
                starts.push(Start { text, words: fold(text), place, numbered: false });
            }
            continue;
        }
        for (at, mark) in paragraph.text.match_indices('、').take(MOST) {
            let numbered = paragraph.text[..at].chars().next_back().is_some_and(numerals::numbers_item);
            if numbered {
                let text = &paragraph.text[at + mark.len()..];
                let words = fold(&text.chars().take(LONGEST).collect::<String>());
                starts.push(Start { text, words, place, numbered: true });
            }
        }
    }
    starts.sort_by_key(|start| start.place);
    starts
}
