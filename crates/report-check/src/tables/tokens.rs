//! Labels, figures and other words of a document, in reading order: what every kind of container is read from.

use super::marks::{BLANK, Gap, Mark, Marks};
use super::numerals;
use super::template::Template;
use super::value;
use rust_decimal::Decimal;
use std::ops::Range;

/// A piece of a document.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    /// Its marks.
    pub(super) marks: Range<usize>,
    /// What it is.
    pub(super) what: What,
}

/// What a piece is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    /// A label the template knows.
    Label(Label),
    /// Other words, up to the end of the clause or cell.
    Words,
    /// A figure, a sign that stands for one, or a blank cell.
    Figure(Figure),
}

/// A label the template knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    /// Which of [`Template::entries`].
    pub(super) entry: usize,
    /// The number before it.
    pub(super) number: Option<String>,
    /// Whether nothing adjoins it before: words that go on into it make it another label.
    pub(super) clean: bool,
}

/// A figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Figure {
    /// Digits, with a sign or a point where there is one.
    Digits(String),
    /// `/` or `-`.
    NotApplicable,
    /// A blank cell.
    Blank,
}

impl Figure {
    /// The number the digits say; `None` for a sign and a blank, and for more digits than a number has.
    pub(super) fn number(&self) -> Option<Decimal> {
        match self {
            Self::Digits(digits) => value::number(digits),
            Self::NotApplicable | Self::Blank => None,
        }
    }
}

/// The pieces of a document.
pub(super) fn tokens(marks: &Marks<'_>, template: &Template<'_>) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut from = 0;
    for (range, label) in labels(&marks.marks, template) {
        between(&marks.marks, from..range.start, &mut tokens);
        from = range.end;
        tokens.push(Token { marks: range, what: What::Label(label) });
    }
    between(&marks.marks, from..marks.marks.len(), &mut tokens);
    tokens
}

/// The pieces from a mark on, to a reader who knows no labels.
pub(super) fn plain(marks: &Marks<'_>, from: usize) -> Vec<Token> {
    let mut tokens = Vec::new();
    between(&marks.marks, from..marks.marks.len(), &mut tokens);
    tokens
}

/// The labels, leftmost and longest first, none over another.
fn labels(marks: &[Mark], template: &Template<'_>) -> Vec<(Range<usize>, Label)> {
    let mut labels: Vec<(Range<usize>, Label)> = Vec::new();
    let mut at = 0;
    while at + 1 < marks.len() {
        let letters = [marks[at].letter, marks[at + 1].letter];
        let found = template.starting(letters).find(|(_, entry)| stands(marks, at, &entry.core));
        let Some((entry, known)) = found else {
            at += 1;
            continue;
        };
        let taken = labels.last().map_or(0, |(range, _)| range.end);
        let (start, number) = numbered(marks, at, taken);
        let adjoins = start > taken
            && number.is_none()
            && marks[start].gap.none()
            && !is_figure(marks[start - 1].letter);
        let end = at + known.core.len();
        labels.push((start..end, Label { entry, number, clean: !adjoins }));
        at = end;
    }
    labels
}

fn stands(marks: &[Mark], at: usize, core: &[char]) -> bool {
    let Some(here) = marks.get(at..at + core.len()) else { return false };
    here.iter().zip(core).all(|(mark, letter)| mark.letter == *letter)
        && !here
            .iter()
            .skip(1)
            .any(|mark| mark.gap.has(Gap::ROW) || mark.gap.has(Gap::STOP) && mark.gap.parts())
}

/// Where a label at `at` begins with the number before it (and 其中), and the number.
fn numbered(marks: &[Mark], at: usize, taken: usize) -> (usize, Option<String>) {
    let mut start = at;
    let gap = marks[at].gap;
    let before = |at: usize| at.checked_sub(1).filter(|before| *before >= taken);
    if let Some(one) = before(at) {
        if gap.has(Gap::POINT) && marks[one].letter.is_ascii_digit() {
            start = one;
        } else if numerals::numbers_item(marks[one].letter) {
            let mut first = one;
            while let Some(more) = before(first) {
                if !marks[first].gap.none() || !numerals::numbers_item(marks[more].letter) {
                    break;
                }
                first = more;
            }
            let opens = first == taken || !marks[first].gap.none() || marks[first - 1].letter != '第';
            if opens && (gap.has(Gap::POINT) || marks[first].gap.parts() && gap.has(Gap::SPACE)) {
                start = first;
            }
        }
    }
    let number = marks[start..at].iter().map(|mark| mark.letter).collect::<String>();
    if start >= taken + 2 && marks[start - 2].letter == '其' && marks[start - 1].letter == '中' {
        start -= 2;
    }
    (start, (!number.is_empty()).then_some(number))
}

fn is_figure(letter: char) -> bool {
    letter.is_ascii_digit() || ['/', '-', '.', BLANK].contains(&letter)
}

/// The figures and words between two labels.
fn between(marks: &[Mark], range: Range<usize>, tokens: &mut Vec<Token>) {
    let mut at = range.start;
    while at < range.end {
        let found = figure(marks, at, range.end);
        let end = found.as_ref().map_or_else(|| words(marks, at, range.end), |(end, _)| *end);
        let what = found.map_or(What::Words, |(_, figure)| What::Figure(figure));
        tokens.push(Token { marks: at..end, what });
        at = end;
    }
}

fn figure(marks: &[Mark], at: usize, end: usize) -> Option<(usize, Figure)> {
    let digit = |at: usize| at < end && marks[at].letter.is_ascii_digit();
    let joined = |at: usize| at < end && marks[at].gap.none();
    match marks[at].letter {
        BLANK => return Some((at + 1, Figure::Blank)),
        '/' => return Some((at + 1, Figure::NotApplicable)),
        '-' if !(digit(at + 1) && joined(at + 1)) => return Some((at + 1, Figure::NotApplicable)),
        '-' => {}
        letter if letter.is_ascii_digit() => {}
        _ => return None,
    }
    let mut stop = at + 1;
    while joined(stop) && (digit(stop) || marks[stop].letter == '.') {
        stop += 1;
    }
    // The last digit belongs to what follows where a point after it makes it the number of an item.
    let item =
        |next: &Mark| next.gap.has(Gap::POINT) && next.letter.is_alphabetic() && !next.gap.has(Gap::OPEN);
    if marks.get(stop).is_some_and(item) && stop < end {
        stop -= 1;
        if stop == at {
            return None;
        }
    }
    let digits: String = marks[at..stop].iter().map(|mark| mark.letter).collect();
    Some((stop, Figure::Digits(digits)))
}

/// Words go on to the end of the clause, the cell or the line, or to the next figure.
fn words(marks: &[Mark], at: usize, end: usize) -> usize {
    let mut stop = at + 1;
    while stop < end {
        let mark = &marks[stop];
        let ends = mark.gap.parts() || mark.gap.has(Gap::STOP);
        if ends || figure(marks, stop, end).is_some() {
            break;
        }
        stop += 1;
    }
    stop
}
