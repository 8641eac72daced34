//! A text as it is read: half-width, without invisible marks, each character with its place in the text as given.

use super::{Personal, Spotted};
use std::ops::Range;

/// The characters of a text as they are read.
pub(super) struct Folded {
    letters: Vec<char>,
    /// Where each stands, in bytes of the text as given.
    places: Vec<Range<usize>>,
}

/// What may stand once between the groups of a number.
const GAPS: [char; 5] = [' ', '-', '－', '—', '·'];

impl Folded {
    pub(super) fn of(text: &str) -> Self {
        let mut folded =
            Self { letters: Vec::with_capacity(text.len()), places: Vec::with_capacity(text.len()) };
        for (at, letter) in text.char_indices() {
            if is_invisible(letter) {
                continue;
            }
            folded.letters.push(half_width(letter));
            folded.places.push(at..at + letter.len_utf8());
        }
        folded
    }

    pub(super) fn len(&self) -> usize {
        self.letters.len()
    }

    /// The character at a place; a space past the end.
    pub(super) fn at(&self, at: usize) -> char {
        self.letters.get(at).copied().unwrap_or(' ')
    }

    /// The character before a place; a space at the beginning.
    pub(super) fn before(&self, at: usize) -> char {
        at.checked_sub(1).map_or(' ', |at| self.at(at))
    }

    /// The characters from one place to another.
    pub(super) fn text(&self, from: usize, to: usize) -> String {
        let to = to.min(self.len());
        self.letters[from.min(to)..to].iter().collect()
    }

    /// Up to `most` characters before a place.
    pub(super) fn text_before(&self, at: usize, most: usize) -> String {
        self.text(at.saturating_sub(most), at)
    }

    /// Digits in groups from a place on, with the same gap or none between each two; the digits, and where they end.
    pub(super) fn groups(&self, from: usize, groups: &[usize]) -> Option<(String, usize)> {
        let (mut digits, mut at) = (String::new(), from);
        let mut gap = None;
        for (number, length) in groups.iter().enumerate() {
            if number > 0 {
                let here = Some(self.at(at)).filter(|letter| GAPS.contains(letter));
                if *gap.get_or_insert(here) != here {
                    return None;
                }
                at += usize::from(here.is_some());
            }
            for _ in 0..*length {
                let digit = Some(self.at(at)).filter(char::is_ascii_digit)?;
                digits.push(digit);
                at += 1;
            }
        }
        Some((digits, at))
    }

    /// Something spotted from one place to another.
    pub(super) fn spotted(
        &self,
        kind: Personal,
        places: Range<usize>,
        certain: bool,
        masked: impl Into<String>,
    ) -> Option<Spotted> {
        let range = self.places.get(places.start)?.start..self.places.get(places.end.checked_sub(1)?)?.end;
        Some(Spotted { kind, range, certain, masked: masked.into() })
    }
}

/// A number or address without anything that may stand in it or not, as two of them are compared.
pub(super) fn bare(text: &str) -> String {
    let letters = text.chars().filter(|letter| !is_invisible(*letter)).map(half_width);
    letters
        .filter(|letter| !GAPS.contains(letter) && !"()".contains(*letter))
        .flat_map(char::to_lowercase)
        .collect()
}

fn half_width(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter),
        '\u{3000}' | '\u{a0}' => ' ',
        _ => letter,
    }
}

const fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
}
