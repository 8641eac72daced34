//! What differs between two texts, as a person reads it: paragraph by paragraph, and within one word by word.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// What became of a piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It stands in both.
    Kept,
    /// It stands only in the text before.
    Removed,
    /// It stands only in the text after.
    Added,
}

/// One paragraph of a difference: its pieces in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// The pieces; never two of the same fate one after the other.
    pub pieces: Vec<(Fate, String)>,
}

/// A difference and how much it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// The paragraphs of both texts in order.
    pub paragraphs: Vec<Paragraph>,
}

impl Paragraph {
    fn whole(fate: Fate, text: &str) -> Self {
        Self { pieces: vec![(fate, text.to_owned())] }
    }

    /// Whether anything in it differs.
    pub fn differs(&self) -> bool {
        self.pieces.iter().any(|(fate, _)| *fate != Fate::Kept)
    }

    /// Its fate when it is of one piece.
    pub fn fate(&self) -> Option<Fate> {
        match self.pieces.as_slice() {
            [(fate, _)] => Some(*fate),
            _ => None,
        }
    }
}

impl Difference {
    /// Compares two texts of one paragraph a line; blank lines say nothing.
    pub fn of(before: &str, after: &str) -> Self {
        let (before, after) = (paragraphs(before), paragraphs(after));
        let mut found = Self::default();
        for op in capture_diff_slices(Algorithm::Patience, &before, &after) {
            match op {
                DiffOp::Equal { old_index, len, .. } => {
                    found.all(Fate::Kept, &before[old_index..old_index + len]);
                }
                DiffOp::Delete { old_index, old_len, .. } => {
                    found.all(Fate::Removed, &before[old_index..old_index + old_len]);
                }
                DiffOp::Insert { new_index, new_len, .. } => {
                    found.all(Fate::Added, &after[new_index..new_index + new_len]);
                }
                DiffOp::Replace { old_index, old_len, new_index, new_len } => found.replaced(
                    &before[old_index..old_index + old_len],
                    &after[new_index..new_index + new_len],
                ),
            }
        }
        found
    }

    /// Whether the texts are the same.
    pub fn is_empty(&self) -> bool {
        !self.paragraphs.iter().any(Paragraph::differs)
    }

    /// Paragraphs changed, added and removed (段).
    pub fn counts(&self) -> [usize; 3] {
        let count = |wanted: Option<Fate>| {
            self.paragraphs.iter().filter(|one| one.differs() && one.fate() == wanted).count()
        };
        [count(None), count(Some(Fate::Added)), count(Some(Fate::Removed))]
    }

    fn all(&mut self, fate: Fate, lines: &[&str]) {
        self.paragraphs.extend(lines.iter().map(|line| Paragraph::whole(fate, line)));
    }

    /// Paragraphs in place of others: those that are alike are shown as one that was changed.
    fn replaced(&mut self, before: &[&str], after: &[&str]) {
        let mut rest = before;
        for new in after {
            let alike = rest.iter().position(|old| likeness(old, new) >= 40);
            match alike {
                Some(at) => {
                    self.all(Fate::Removed, &rest[..at]);
                    self.paragraphs.push(within(rest[at], new));
                    rest = &rest[at + 1..];
                }
                None => self.all(Fate::Added, &[new]),
            }
        }
        self.all(Fate::Removed, rest);
    }
}

fn paragraphs(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

/// How much of two paragraphs is the same, in percent of the longer.
fn likeness(one: &str, other: &str) -> usize {
    let (one, other) = (words(one), words(other));
    let same: usize = capture_diff_slices(Algorithm::Myers, &one, &other)
        .iter()
        .map(|op| if let DiffOp::Equal { len, .. } = op { *len } else { 0 })
        .sum();
    (same * 100).checked_div(one.len().max(other.len())).unwrap_or_default()
}

/// What differs within a paragraph.
fn within(before: &str, after: &str) -> Paragraph {
    let (before, after) = (words(before), words(after));
    let mut pieces: Vec<(Fate, String)> = Vec::new();
    let mut push = |fate: Fate, words: &[&str]| {
        let text: String = words.concat();
        match pieces.last_mut() {
            Some((last, piece)) if *last == fate => piece.push_str(&text),
            _ if text.is_empty() => {}
            _ => pieces.push((fate, text)),
        }
    };
    for op in joined(&capture_diff_slices(Algorithm::Myers, &before, &after)) {
        let (old, new) = (op.old_range(), op.new_range());
        if matches!(op, DiffOp::Equal { .. }) {
            push(Fate::Kept, &after[new]);
        } else {
            push(Fate::Removed, &before[old]);
            push(Fate::Added, &after[new]);
        }
    }
    Paragraph { pieces }
}

/// Changes with only one equal word between them are one change: a reader sees words, not letters.
fn joined(ops: &[DiffOp]) -> Vec<DiffOp> {
    let mut joined: Vec<DiffOp> = Vec::new();
    for (at, op) in ops.iter().enumerate() {
        let is_island = matches!(op, DiffOp::Equal { len: 1, .. }) && at > 0 && at + 1 < ops.len();
        let follows_change = joined.last().is_some_and(|last| !matches!(last, DiffOp::Equal { .. }));
        let is_change = !matches!(op, DiffOp::Equal { .. });
        match joined.last_mut() {
            Some(last) if follows_change && (is_island || is_change) => {
                let (old, new) = (last.old_range(), last.new_range());
                *last = DiffOp::Replace {
                    old_index: old.start,
                    old_len: op.old_range().end - old.start,
                    new_index: new.start,
                    new_len: op.new_range().end - new.start,
                };
            }
            _ => joined.push(*op),
        }
    }
    joined
}

/// A text in the pieces people compare: a run of letters or digits, or one Chinese character.
fn words(text: &str) -> Vec<&str> {
    let is_run = |letter: char| letter.is_ascii_alphanumeric();
    let mut words = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, letter) in text.char_indices() {
        if at > 0 && !(is_run(letter) && before.is_some_and(is_run)) {
            words.push(&text[start..at]);
            start = at;
        }
        before = Some(letter);
    }
    if start < text.len() {
        words.push(&text[start..]);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(before: &str, after: &str) -> Vec<String> {
        let mark = |(fate, text): &(Fate, String)| match fate {
            Fate::Kept => text.clone(),
            Fate::Removed => format!("[-{text}-]"),
            Fate::Added => format!("[+{text}+]"),
        };
        Difference::of(before, after)
            .paragraphs
            .iter()
            .map(|one| one.pieces.iter().map(mark).collect::<String>())
            .collect()
    }

    #[test]
    fn words_that_changed_are_marked_within_their_paragraph() {
        assert_eq!(
            told(
                "一、应当在变更之日起15日内予以公开。\n二、不变。",
                "一、应当在变更之日起20个工作日内予以公开。\n二、不变。\n三、新增一条，写明办法。"
            ),
            [
                "一、应当在变更之日起[-15-][+20个工作+]日内予以公开。",
                "二、不变。",
                "[+三、新增一条，写明办法。+]"
            ]
        );
    }

    #[test]
    fn a_paragraph_that_is_another_altogether_is_removed_and_added() {
        assert_eq!(told("甲乙丙丁", "子丑寅卯"), ["[+子丑寅卯+]", "[-甲乙丙丁-]"]);
        assert_eq!(Difference::of("甲\n\n乙", "甲\n乙").counts(), [0, 0, 0]);
        assert_eq!(Difference::of("一，二三四五六七\n丙", "一，二三四五六八\n丙\n丁").counts(), [1, 1, 0]);
        assert!(Difference::of("", "").is_empty());
    }

    #[test]
    fn both_texts_can_be_read_from_the_difference() {
        let before = "标题\n第一条 abc 123 的\n第二条 删去\n末";
        let after = "标题\n第一条 abd 124 的事\n末\n再加";
        let pieces = |dropped: Fate| -> Vec<String> {
            let of = |one: &Paragraph| -> String {
                one.pieces
                    .iter()
                    .filter(|(fate, _)| *fate != dropped)
                    .map(|(_, text)| text.as_str())
                    .collect()
            };
            Difference::of(before, after).paragraphs.iter().map(of).filter(|text| !text.is_empty()).collect()
        };
        assert_eq!(pieces(Fate::Added).join("\n"), before);
        assert_eq!(pieces(Fate::Removed).join("\n"), after);
    }
}
