//! Letters put into lines of text, with spaces where there is room for one.

use super::letters::Letter;
use crate::blocks::cell_text;

/// A line of text on a page.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) text: String,
    /// The line its letters stand on.
    pub(super) baseline: f64,
    /// Where it ends.
    pub(super) right: f64,
    /// The size of its type.
    pub(super) size: f64,
}

/// The lines of some letters, from top to bottom.
pub(super) fn of(mut letters: Vec<Letter>) -> Vec<Line> {
    letters.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
    let mut lines: Vec<Vec<Letter>> = Vec::new();
    for letter in letters {
        // Small raised or lowered letters belong to the line of the large ones beside them.
        let stands_on = |line: &Vec<Letter>| {
            line.iter().rev().take(40).any(|other| {
                (letter.baseline - other.baseline).abs() <= letter.size.max(other.size) * 0.4
                    && (letter.baseline - line[0].baseline).abs() <= letter.size.max(other.size) * 0.6
            })
        };
        match lines.iter_mut().rev().take(3).find(|line| stands_on(line)) {
            Some(line) => line.push(letter),
            None => lines.push(vec![letter]),
        }
    }
    lines.into_iter().map(set).collect()
}

/// The text of a cell, its lines joined by line feeds, and whether the last one goes up to the right side of the cell, as
/// one does that goes on.
pub(super) fn joined(letters: Vec<Letter>, right: f64) -> (String, bool) {
    let lines = of(letters);
    let is_full = lines.last().is_some_and(|line| right - line.right < line.size * 2.0);
    (cell_text(lines.iter().map(|line| line.text.as_str())), is_full)
}

/// The letters of one line from left to right.
fn set(mut letters: Vec<Letter>) -> Line {
    letters.sort_by(|a, b| a.left.total_cmp(&b.left));
    let mut text = String::new();
    let mut last: Option<&Letter> = None;
    for letter in &letters {
        if let Some(last) = last {
            // Drawn twice to look bold.
            if last.text == letter.text && (letter.left - last.left).abs() < letter.size * 0.2 {
                continue;
            }
            let gap = letter.left - last.right;
            let size = letter.size.min(last.size);
            let room = if last.is_wide() || letter.is_wide() { 0.7 } else { 0.2 };
            if letter.is_space() && text.ends_with(char::is_whitespace) {
                continue;
            }
            if gap > size * room && !text.ends_with(char::is_whitespace) && !letter.is_space() {
                text.push(' ');
            }
        }
        text.push_str(&letter.text);
        last = Some(letter);
    }
    let most = |of: fn(&Letter) -> f64| letters.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
    Line {
        text,
        baseline: most(|letter| letter.baseline),
        right: most(|letter| letter.right),
        size: most(|letter| letter.size),
    }
}
