//! Letters put into lines of text, with spaces where there is room for one.

use super::letters::Letter;

/// A line of text on a page.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) text: String,
    /// The line its letters stand on.
    pub(super) baseline: f64,
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

/// The letters of one line from left to right.
fn set(mut letters: Vec<Letter>) -> Line {
    letters.sort_by(|a, b| a.left.total_cmp(&b.left));
    let baseline = letters.iter().map(|letter| letter.baseline).fold(f64::NEG_INFINITY, f64::max);
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
            if letter.text == " " && text.ends_with(' ') {
                continue;
            }
            if gap > size * room && !text.ends_with(' ') && letter.text != " " {
                text.push(' ');
            }
        }
        text.push_str(&letter.text);
        last = Some(letter);
    }
    Line { text, baseline }
}
