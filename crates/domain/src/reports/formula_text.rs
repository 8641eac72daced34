//! Reading formulas: `F40 - F39`, `F41 / F40 * 100`, `sum(B.r3:r23.total)`, `previous(B.r25.total)`.

use super::formula::Formula;
use rust_decimal::Decimal;
use std::fmt;

/// Why a formula cannot be read: the word that is wrong, and what is expected.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FormulaFault {
    /// The part of the formula.
    pub word: String,
}

/// Reads a formula.
pub(super) fn parse(text: &str) -> Result<Formula, FormulaFault> {
    let tokens = tokens(text)?;
    let mut parser = Parser { tokens: &tokens, at: 0 };
    let formula = parser.sum()?;
    match parser.peek() {
        None => Ok(formula),
        Some(token) => Err(FormulaFault { word: token.to_string() }),
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Code(String),
    Number(Decimal),
    Mark(char),
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => f.write_str(code),
            Self::Number(number) => write!(f, "{number}"),
            Self::Mark(mark) => write!(f, "{mark}"),
        }
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, FormulaFault> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = if first.is_ascii_alphabetic() {
            // A star is part of a code only inside it (`B.*.total`, `B.r1.*`), elsewhere it multiplies.
            let mut end = 0;
            for (at, mark) in rest.char_indices() {
                let inside = mark.is_ascii_alphanumeric()
                    || matches!(mark, '_' | '.' | ':')
                    || mark == '*' && rest[..at].ends_with('.');
                if !inside {
                    break;
                }
                end = at + mark.len_utf8();
            }
            end
        } else if first.is_ascii_digit() {
            rest.find(|mark: char| !mark.is_ascii_digit() && mark != '.').unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (word, after) = rest.split_at(length);
        tokens.push(match first {
            'a'..='z' | 'A'..='Z' => Token::Code(word.to_owned()),
            '0'..='9' => Token::Number(word.parse().map_err(|_| FormulaFault { word: word.to_owned() })?),
            '+' | '-' | '*' | '/' | '(' | ')' | ',' => Token::Mark(first),
            _ => return Err(FormulaFault { word: word.to_owned() }),
        });
        rest = after.trim_start();
    }
    Ok(tokens)
}

struct Parser<'t> {
    tokens: &'t [Token],
    at: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn take(&mut self, mark: char) -> bool {
        let found = self.peek() == Some(&Token::Mark(mark));
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, mark: char) -> Result<(), FormulaFault> {
        if self.take(mark) { Ok(()) } else { Err(self.fault()) }
    }

    fn fault(&self) -> FormulaFault {
        FormulaFault { word: self.peek().map(ToString::to_string).unwrap_or_default() }
    }

    fn sum(&mut self) -> Result<Formula, FormulaFault> {
        let mut left = self.product()?;
        loop {
            if self.take('+') {
                left = Formula::Add(Box::new(left), Box::new(self.product()?));
            } else if self.take('-') {
                left = Formula::Subtract(Box::new(left), Box::new(self.product()?));
            } else {
                return Ok(left);
            }
        }
    }

    fn product(&mut self) -> Result<Formula, FormulaFault> {
        let mut left = self.operand()?;
        loop {
            if self.take('*') {
                left = Formula::Multiply(Box::new(left), Box::new(self.operand()?));
            } else if self.take('/') {
                left = Formula::Divide(Box::new(left), Box::new(self.operand()?));
            } else {
                return Ok(left);
            }
        }
    }

    fn operand(&mut self) -> Result<Formula, FormulaFault> {
        if self.take('(') {
            let inner = self.sum()?;
            self.expect(')')?;
            return Ok(inner);
        }
        match self.peek().cloned() {
            Some(Token::Number(number)) => {
                self.at += 1;
                Ok(Formula::Number(number))
            }
            Some(Token::Code(word)) => {
                self.at += 1;
                if self.take('(') { self.function(&word) } else { Ok(Formula::Cell(word)) }
            }
            _ => Err(self.fault()),
        }
    }

    fn function(&mut self, name: &str) -> Result<Formula, FormulaFault> {
        let mut codes = Vec::new();
        loop {
            match self.peek().cloned() {
                Some(Token::Code(code)) => codes.extend(spread(&code)?),
                _ => return Err(self.fault()),
            }
            self.at += 1;
            if !self.take(',') {
                break;
            }
        }
        self.expect(')')?;
        let none = || FormulaFault { word: name.to_owned() };
        match (name, codes.as_slice()) {
            ("sum", _) => Formula::total(codes).ok_or_else(none),
            ("previous", [code]) => Ok(Formula::Previous(code.clone())),
            _ => Err(none()),
        }
    }
}

/// `F14:F20` is F14, F15 … F20; `B.r3:r23.total` is B.r3.total … B.r23.total.
fn spread(code: &str) -> Result<Vec<String>, FormulaFault> {
    let fault = || FormulaFault { word: code.to_owned() };
    let Some(colon) = code.find(':') else { return Ok(vec![code.to_owned()]) };
    let start = code[..colon].rfind('.').map_or(0, |dot| dot + 1);
    let end = code[colon..].find('.').map_or(code.len(), |dot| colon + dot);
    let numbered = |segment: &str| {
        let digits = segment.find(|mark: char| mark.is_ascii_digit())?;
        let (prefix, number) = segment.split_at(digits);
        Some((prefix.to_owned(), number.parse::<u16>().ok()?))
    };
    let (first, from) = numbered(&code[start..colon]).ok_or_else(fault)?;
    let (last, to) = numbered(&code[colon + 1..end]).ok_or_else(fault)?;
    if first != last || from > to {
        return Err(fault());
    }
    Ok((from..=to).map(|number| format!("{}{first}{number}{}", &code[..start], &code[end..])).collect())
}
