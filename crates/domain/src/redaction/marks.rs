//! Marks of secrecy in a text: what carries one must not be published.

use crate::law::{LawFault, LawText};
use crate::says::Says;
use serde::Deserialize;
use std::ops::Range;

/// The words that mark a document, from `law/reading/secrecy-marks.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecrecyMarks {
    /// Levels of secrecy, which mark a document where a star follows or where they stand in a line of their own.
    levels: Vec<String>,
    /// Signs that follow a level.
    stars: Vec<String>,
    /// Words that mark a document where they stand in a line of their own, and should be looked at elsewhere.
    words: Vec<String>,
}

/// A mark found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecrecyMark {
    /// Where, in bytes.
    pub range: Range<usize>,
    /// The words.
    pub words: String,
    /// Whether it can be nothing else.
    pub certain: bool,
}

impl SecrecyMarks {
    /// Reads the words.
    pub fn read(text: LawText<'_>) -> Result<Self, LawFault> {
        let marks: Self = text.read_toml()?;
        if marks.levels.is_empty() {
            return Err(text.fault("levels", Says::new("不能为空", "must not be empty")));
        }
        Ok(marks)
    }

    /// Every mark in a text, in order.
    pub fn find(&self, text: &str) -> Vec<SecrecyMark> {
        let mut marks = Vec::new();
        let mut start = 0;
        for line in text.split('\n') {
            self.of_line(line, start, &mut marks);
            start += line.len() + 1;
        }
        marks.sort_by_key(|mark| mark.range.start);
        marks
    }

    fn of_line(&self, line: &str, start: usize, marks: &mut Vec<SecrecyMark>) {
        let alone =
            line.trim_matches(|letter: char| letter.is_whitespace() || "【】[]()（）:：".contains(letter));
        for level in &self.levels {
            for (at, found) in line.match_indices(level.as_str()) {
                let after = line[at + found.len()..].trim_start();
                let starred = self.stars.iter().any(|star| after.starts_with(star.as_str()));
                // 机密 holds no 秘密, but 绝密 and 机密 may be named side by side in an ordinary sentence.
                if starred || alone == level {
                    marks.push(mark(start + at, found, true));
                }
            }
        }
        for word in &self.words {
            let found = line.match_indices(word.as_str());
            marks.extend(found.map(|(at, found)| mark(start + at, found, alone == word)));
        }
    }
}

fn mark(at: usize, words: &str, certain: bool) -> SecrecyMark {
    SecrecyMark { range: at..at + words.len(), words: words.to_owned(), certain }
}
