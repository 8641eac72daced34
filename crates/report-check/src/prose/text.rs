//! A passage as it is read: widths evened out, the spaces of the layout dropped, cut into sentences.

use super::Passage;
use std::ops::Range;

/// How much of a passage is quoted at most, in characters.
const QUOTE: usize = 120;

/// A passage, character by character; a position is an index into its characters.
#[derive(Clone, Debug)]
pub(super) struct Text<'a> {
    /// Where it comes from.
    pub(super) passage: &'a Passage,
    /// Its characters: full-width digits and letters as ASCII, ASCII punctuation beside Chinese as Chinese.
    pub(super) chars: Vec<char>,
    /// The byte of each character in the passage, and that of its end.
    at: Vec<usize>,
    /// Its sentences, in order, without the mark that ends them.
    pub(super) sentences: Vec<Range<usize>>,
}

impl<'a> Text<'a> {
    /// Reads a passage.
    pub(super) fn read(passage: &'a Passage) -> Self {
        let written: Vec<(usize, char)> = passage.text.char_indices().collect();
        let (mut chars, mut at) = (Vec::new(), Vec::new());
        for (index, (byte, mark)) in written.iter().enumerate() {
            let next = written[index + 1..].iter().map(|(_, mark)| *mark).find(|mark| !mark.is_whitespace());
            let read = if mark.is_whitespace() {
                let joins =
                    |mark: Option<char>| mark.is_some_and(|mark| narrow(mark).is_ascii_alphanumeric());
                (joins(chars.last().copied()) && joins(next)).then_some(' ')
            } else {
                Some(evened(*mark, chars.last().copied(), next))
            };
            if let Some(read) = read {
                chars.push(read);
                at.push(*byte);
            }
        }
        at.push(passage.text.len());
        let sentences = sentences(&chars);
        Self { passage, chars, at, sentences }
    }

    /// The line a character stands on.
    pub(super) fn line(&self, position: usize) -> usize {
        let byte = self.at.get(position).copied().unwrap_or_default();
        let lines = &self.passage.lines;
        let after = lines.partition_point(|(start, _)| *start <= byte);
        lines.get(after.saturating_sub(1)).map_or(1, |(_, line)| *line)
    }

    /// A stretch as it is printed, cut in the middle where it is long.
    pub(super) fn quote(&self, range: Range<usize>) -> String {
        let end = range.end.min(self.chars.len());
        let start = range.start.min(end);
        let printed = |range: Range<usize>| {
            let from = self.at[range.start];
            let last = if range.end > range.start { self.at[range.end - 1] } else { from };
            let mark = self.passage.text[last..].chars().next().map_or(0, char::len_utf8);
            let to = if range.end > range.start { last + mark } else { from };
            self.passage.text[from..to].split_whitespace().collect::<Vec<_>>().join(" ")
        };
        if end - start <= QUOTE {
            return printed(start..end);
        }
        format!("{}……{}", printed(start..start + QUOTE * 2 / 3), printed(end - QUOTE / 3..end))
    }

    /// A stretch as it is read.
    pub(super) fn words(&self, range: Range<usize>) -> String {
        let end = range.end.min(self.chars.len());
        self.chars[range.start.min(end)..end].iter().collect()
    }

    /// The sentence a character stands in.
    pub(super) fn sentence_at(&self, position: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.start <= position).saturating_sub(1)
    }

    /// The clause around a stretch: from the mark before it to the mark after it.
    pub(super) fn clause(&self, range: Range<usize>) -> Range<usize> {
        let start =
            self.chars[..range.start].iter().rposition(|mark| ends_clause(*mark)).map_or(0, |at| at + 1);
        let end = self.chars[range.end..].iter().position(|mark| ends_clause(*mark));
        start..end.map_or(self.chars.len(), |end| range.end + end)
    }
}

/// Whether a mark ends a clause.
pub(super) const fn ends_clause(mark: char) -> bool {
    matches!(mark, '，' | '；' | '：' | '（' | '）' | '【' | '】' | '[' | ']') || ends_sentence(mark)
}

/// Whether a mark ends a sentence; what was left out (`[…]`) ends one too.
pub(super) const fn ends_sentence(mark: char) -> bool {
    matches!(mark, '。' | '！' | '？' | '…' | '|' | '\n')
}

/// Whether a character is a Chinese one.
pub(super) const fn is_han(mark: char) -> bool {
    matches!(mark, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '〇')
}

fn narrow(mark: char) -> char {
    match mark {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(mark) - 0xfee0).unwrap_or(mark),
        _ => mark,
    }
}

/// A character as it is read between its neighbours.
fn evened(mark: char, before: Option<char>, after: Option<char>) -> char {
    let digit = |mark: Option<char>| mark.is_some_and(|mark| narrow(mark).is_ascii_digit());
    match mark {
        ',' if digit(before) && digit(after) => ',',
        '，' if digit(before) && matches!(after, Some('０'..='９')) => ',',
        ',' | '，' | '﹐' => '，',
        ';' | '；' => '；',
        ':' | '：' => '：',
        '(' | '（' => '（',
        ')' | '）' => '）',
        '!' | '！' => '！',
        '?' | '？' => '？',
        '|' | '｜' => '|',
        _ => narrow(mark),
    }
}

/// Cuts characters into sentences.
fn sentences(chars: &[char]) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, mark) in chars.iter().enumerate() {
        if ends_sentence(*mark) {
            sentences.push(start..at);
            start = at + 1;
        }
    }
    sentences.push(start..chars.len());
    sentences.retain(|sentence| sentence.len() > 1);
    sentences
}
