//! A passage as it is shown to people: with what disagrees in it told apart from the rest.

use crate::{Finding, Side};
use gongkai_domain::says::Says;
use rust_decimal::Decimal;
use std::fmt;

/// A piece of a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'q> {
    /// Its text.
    pub text: &'q str,
    /// Whether it is one of the two sides of the disagreement.
    pub matters: bool,
}

impl Finding {
    /// The passage in pieces; joined they are [`Finding::quote`].
    pub fn quoted(&self) -> Vec<Piece<'_>> {
        self.pieces_of(&self.quote)
    }

    /// Any text in pieces: a line the passage runs over, say.
    pub fn pieces_of<'t>(&self, text: &'t str) -> Vec<Piece<'t>> {
        pieces(text, [self.left.as_ref(), self.right.as_ref()].into_iter().flatten())
    }

    /// What stands there and what it does not agree with, each with what to call it; without what the passage shows
    /// already, because nothing stands against it.
    pub fn sides(&self) -> Vec<(Says, &Side)> {
        let is_shown = self.right.is_none() && self.quoted().iter().any(|piece| piece.matters);
        let here = self.left.as_ref().filter(|_| !is_shown).map(|side| (Says::new("这里是", "here"), side));
        let against = self.right.as_ref().map(|side| (Says::new("对照", "against"), side));
        here.into_iter().chain(against).collect()
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.normalize().fmt(f),
            Self::Text(text) => f.write_str(text),
        }
    }
}

fn pieces<'q, 's>(quote: &'q str, sides: impl Iterator<Item = &'s Side>) -> Vec<Piece<'q>> {
    let mut matters: Vec<(usize, usize)> = Vec::new();
    for side in sides {
        match side {
            Side::Number(number) => {
                matters.extend(
                    numbers(quote).filter(|(.., value)| value == number).map(|(from, to, _)| (from, to)),
                );
            }
            Side::Text(text) if !text.is_empty() => {
                matters.extend(
                    quote.match_indices(text.as_str()).map(|(from, found)| (from, from + found.len())),
                );
            }
            Side::Text(_) => {}
        }
    }
    matters.sort_unstable();
    let mut pieces = Vec::new();
    let mut done = 0;
    let mut push = |from: usize, to: usize, matters| {
        if from < to {
            pieces.push(Piece { text: &quote[from..to], matters });
        }
    };
    for (from, to) in matters {
        if from >= done {
            push(done, from, false);
            push(from, to, true);
            done = to;
        }
    }
    push(done, quote.len(), false);
    pieces
}

/// The numbers written in digits: where they begin and end, and their value.
fn numbers(text: &str) -> impl Iterator<Item = (usize, usize, Decimal)> + '_ {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            let (from, first) = rest.next()?;
            let Some(digit) = plain(first).filter(char::is_ascii_digit) else { continue };
            let (mut written, mut to) = (String::from(digit), from + first.len_utf8());
            let mut whole = (written.len(), to);
            while let Some((at, letter)) = rest.peek().and_then(|(at, letter)| Some((*at, plain(*letter)?))) {
                let length = text[at..].chars().next().map_or(1, char::len_utf8);
                rest.next();
                to = at + length;
                if letter != ',' {
                    written.push(letter);
                }
                if letter.is_ascii_digit() {
                    whole = (written.len(), to);
                }
            }
            if let Ok(value) = written[..whole.0].parse() {
                return Some((from, whole.1, value));
            }
        }
    })
}

/// A character of a number in half width.
fn plain(letter: char) -> Option<char> {
    match letter {
        '0'..='9' | '.' | ',' => Some(letter),
        '０'..='９' => char::from_u32(u32::from(letter) - u32::from('０') + u32::from('0')),
        '．' => Some('.'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(quote: &str, sides: &[Side]) -> String {
        let pieces = pieces(quote, sides.iter());
        assert_eq!(pieces.iter().map(|piece| piece.text).collect::<String>(), quote);
        pieces
            .iter()
            .map(|piece| if piece.matters { format!("[{}]", piece.text) } else { piece.text.to_owned() })
            .collect()
    }

    fn number(text: &str) -> Side {
        Side::Number(text.parse().unwrap())
    }

    #[test]
    fn numbers_that_disagree_stand_out_however_they_are_written() {
        assert_eq!(
            shown("共收到93件，其中信函90件。", &[number("93"), number("91")]),
            "共收到[93]件，其中信函90件。"
        );
        assert_eq!(
            shown("共１２，７２８条、12,728条、127281条", &[number("12728")]),
            "共１２，７２８条、[12,728]条、127281条"
        );
        assert_eq!(shown("占5.0％，5.", &[number("5")]), "占[5.0]％，[5].");
        assert_eq!(shown("1.2.3", &[number("1.2")]), "1.2.3");
        assert_eq!(shown("８", &[number("8"), number("8")]), "[８]");
    }

    #[test]
    fn words_stand_out_where_they_are_quoted() {
        let text = Side::Text("同意公开".to_owned());
        assert_eq!(shown("1.同意公开 2.同意公开", &[text]), "1.[同意公开] 2.[同意公开]");
        assert_eq!(shown("", &[Side::Text(String::new())]), "");
    }
}
