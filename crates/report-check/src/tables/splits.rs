//! The ways in which figures that ran together can be parted into the cells of a row.

use super::tokens::Figure;
use super::value::Value;
use rust_decimal::Decimal;

/// The most readings of a row that are kept, and the most steps spent on finding them.
const MOST: usize = 3000;
const STEPS: usize = 300_000;

/// The most digits of one figure.
const LONGEST: usize = 15;

/// A part of a row as printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// The figure.
    pub(super) figure: Figure,
    /// Whether it is one figure for certain.
    pub(super) whole: bool,
}

/// The readings of a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Readings {
    /// One value for each cell.
    pub(super) all: Vec<Vec<Value>>,
    /// Whether there are more than these.
    pub(super) more: bool,
}

/// Every way to part `pieces` into as many cells as `money` has members (`true`: the cell may have decimals) that
/// `fits`; it is asked with the values of the first cells as they are found.
pub(super) fn readings(pieces: &[Piece], money: &[bool], fits: &impl Fn(&[Value]) -> bool) -> Readings {
    let mut search = Search { pieces, money, fits, steps: 0, row: Vec::new(), found: Readings::default() };
    search.from(0, 0);
    search.found
}

struct Search<'a, F> {
    pieces: &'a [Piece],
    money: &'a [bool],
    fits: &'a F,
    steps: usize,
    row: Vec<Value>,
    found: Readings,
}

impl<F: Fn(&[Value]) -> bool> Search<'_, F> {
    /// Goes on from a letter of a piece.
    fn from(&mut self, piece: usize, letter: usize) {
        self.steps += 1;
        if self.steps > STEPS || self.found.all.len() >= MOST {
            self.found.more = true;
            return;
        }
        let cells = self.money.len() - self.row.len();
        let Some(here) = self.pieces.get(piece) else {
            if cells == 0 {
                self.found.all.push(self.row.clone());
            }
            return;
        };
        if cells < self.pieces.len() - piece || cells > self.most(piece, letter) {
            return;
        }
        match &here.figure {
            Figure::Digits(digits) if !here.whole => {
                let money = self.money[self.row.len()];
                for end in letter + 1..=digits.len().min(letter + LONGEST) {
                    if let Some(number) = number(&digits[letter..end], money) {
                        let next = if end == digits.len() { (piece + 1, 0) } else { (piece, end) };
                        self.put(Value::Number(number), next);
                    }
                }
            }
            figure => {
                if let Some(value) = Value::of(figure) {
                    self.put(value, (piece + 1, 0));
                }
            }
        }
    }

    fn put(&mut self, value: Value, next: (usize, usize)) {
        self.row.push(value);
        if (self.fits)(&self.row) {
            self.from(next.0, next.1);
        }
        self.row.pop();
    }

    /// The most cells the rest can fill.
    fn most(&self, piece: usize, letter: usize) -> usize {
        let most = |piece: &Piece| match &piece.figure {
            Figure::Digits(digits) if !piece.whole => digits.len(),
            _ => 1,
        };
        self.pieces[piece..].iter().map(most).sum::<usize>() - letter
    }
}

/// Digits as one number, written as a number is: no zero before others, decimals only of money.
fn number(digits: &str, money: bool) -> Option<Decimal> {
    let bare = digits.strip_prefix('-').unwrap_or(digits);
    let (whole, decimals) =
        bare.split_once('.').map_or((bare, None), |(whole, decimals)| (whole, Some(decimals)));
    let plain = |digits: &str| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    let padded = whole.len() > 1 && whole.starts_with('0');
    let fraction = decimals.is_none_or(|decimals| money && plain(decimals));
    if !plain(whole) || padded || !fraction || digits.len() > LONGEST || digits == "-0" {
        return None;
    }
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ways(digits: &str, money: &[bool]) -> Vec<String> {
        let piece = Piece { figure: Figure::Digits(digits.to_owned()), whole: false };
        let words = |row: &Vec<Value>| {
            let number = |value: &Value| match value {
                Value::Number(number) => number.to_string(),
                other => format!("{other:?}"),
            };
            row.iter().map(number).collect::<Vec<_>>().join("|")
        };
        readings(&[piece], money, &|_| true).all.iter().map(words).collect()
    }

    #[test]
    fn no_number_begins_with_a_zero_and_only_money_has_decimals() {
        assert_eq!(ways("000", &[false; 3]), ["0|0|0"]);
        assert_eq!(ways("105", &[false; 2]), ["10|5"]);
        assert_eq!(ways("350", &[false; 2]), ["3|50", "35|0"]);
        assert_eq!(ways("12.50", &[false, true]), ["1|2.50"]);
        assert_eq!(ways("-30", &[false; 2]), ["-3|0"]);
        assert!(ways("12", &[false; 3]).is_empty());
        assert_eq!(ways("3960181", &[false; 3]).len(), 11);
    }

    #[test]
    fn the_sum_of_the_row_tells_the_only_reading() {
        let piece = Piece { figure: Figure::Digits("640020470".to_owned()), whole: false };
        let fits = |row: &[Value]| {
            let number = |value: &Value| match value {
                Value::Number(number) => *number,
                Value::NotApplicable | Value::Blank => Decimal::ZERO,
            };
            let numbers: Vec<Decimal> = row.iter().map(number).collect();
            numbers.len() < 7 || numbers[..6].iter().sum::<Decimal>() == numbers[6]
        };
        let found = readings(&[piece], &[false; 7], &fits);
        let expected = [64, 0, 0, 2, 0, 4, 70].map(|number| Value::Number(Decimal::from(number)));
        assert_eq!(found.all, [expected.to_vec()]);
        assert!(!found.more);
    }
}
