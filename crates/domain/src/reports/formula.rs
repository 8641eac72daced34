//! Formulas over cells: `F40 - F39`, `F41 / F40 * 100`, `sum(B.r3:r23.natural_person)`, `previous(B.r25.total)`.
//!
//! Values are exact and unrounded. A cell that is not applicable counts as 0 in a sum or difference, unless every
//! operand is not applicable: then so is the result. A division by zero is undefined.

use rust_decimal::Decimal;

/// A formula over cells.
#[derive(Clone, Debug, PartialEq)]
pub enum Formula {
    /// A number written in the formula.
    Number(Decimal),
    /// The value of a cell.
    Cell(String),
    /// The value of a cell in the report of the year before.
    Previous(String),
    /// Left plus right.
    Add(Box<Formula>, Box<Formula>),
    /// Left minus right.
    Subtract(Box<Formula>, Box<Formula>),
    /// Left times right.
    Multiply(Box<Formula>, Box<Formula>),
    /// Left divided by right.
    Divide(Box<Formula>, Box<Formula>),
}

/// What a formula comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// An exact number.
    Number(Decimal),
    /// Divided by zero, or too large, or not known.
    Undefined,
    /// Every operand is not applicable.
    NotApplicable,
}

impl Formula {
    /// Adds up cells in order.
    pub(super) fn total(codes: impl IntoIterator<Item = String>) -> Option<Self> {
        codes.into_iter().map(Self::Cell).reduce(|total, cell| Self::Add(Box::new(total), Box::new(cell)))
    }

    /// What it comes to, given the value of a cell (and, with `true`, of last year's cell).
    pub fn evaluate(&self, value: &mut impl FnMut(&str, bool) -> Amount) -> Amount {
        match self {
            Self::Number(number) => Amount::Number(*number),
            Self::Cell(code) => value(code, false),
            Self::Previous(code) => value(code, true),
            Self::Add(left, right) => {
                Amount::added(left.evaluate(value), right.evaluate(value), Decimal::checked_add)
            }
            Self::Subtract(left, right) => {
                Amount::added(left.evaluate(value), right.evaluate(value), Decimal::checked_sub)
            }
            Self::Multiply(left, right) => {
                Amount::multiplied(left.evaluate(value), right.evaluate(value), Decimal::checked_mul)
            }
            Self::Divide(left, right) => {
                Amount::multiplied(left.evaluate(value), right.evaluate(value), Decimal::checked_div)
            }
        }
    }

    /// The cells it uses, in order; `true` for last year's.
    pub fn cells(&self) -> Vec<(&str, bool)> {
        match self {
            Self::Number(_) => Vec::new(),
            Self::Cell(code) => vec![(code, false)],
            Self::Previous(code) => vec![(code, true)],
            Self::Add(left, right)
            | Self::Subtract(left, right)
            | Self::Multiply(left, right)
            | Self::Divide(left, right) => {
                let mut cells = left.cells();
                cells.extend(right.cells());
                cells
            }
        }
    }

    /// The same formula with every cell code changed.
    pub(super) fn with_codes(&self, change: &impl Fn(&str) -> String) -> Self {
        let both = |left: &Self, right: &Self| {
            (Box::new(left.with_codes(change)), Box::new(right.with_codes(change)))
        };
        match self {
            Self::Number(number) => Self::Number(*number),
            Self::Cell(code) => Self::Cell(change(code)),
            Self::Previous(code) => Self::Previous(change(code)),
            Self::Add(left, right) => {
                let (left, right) = both(left, right);
                Self::Add(left, right)
            }
            Self::Subtract(left, right) => {
                let (left, right) = both(left, right);
                Self::Subtract(left, right)
            }
            Self::Multiply(left, right) => {
                let (left, right) = both(left, right);
                Self::Multiply(left, right)
            }
            Self::Divide(left, right) => {
                let (left, right) = both(left, right);
                Self::Divide(left, right)
            }
        }
    }

    /// The formula with every cell written by `word` (a code, a label, a value).
    pub(super) fn written(&self, word: &impl Fn(&str, bool) -> String) -> String {
        match self {
            Self::Number(number) => number.normalize().to_string(),
            Self::Cell(code) => word(code, false),
            Self::Previous(code) => word(code, true),
            Self::Add(left, right) => format!("{} + {}", left.written(word), right.written(word)),
            Self::Subtract(left, right) => {
                format!("{} - {}", left.written(word), right.bracketed(word, Self::is_sum))
            }
            Self::Multiply(left, right) => {
                let (left, right) = (left.bracketed(word, Self::is_sum), right.bracketed(word, Self::is_sum));
                format!("{left} × {right}")
            }
            Self::Divide(left, right) => {
                let (left, right) =
                    (left.bracketed(word, Self::is_sum), right.bracketed(word, Self::is_compound));
                format!("{left} ÷ {right}")
            }
        }
    }

    fn bracketed(&self, word: &impl Fn(&str, bool) -> String, needs: impl Fn(&Self) -> bool) -> String {
        let written = self.written(word);
        if needs(self) { format!("({written})") } else { written }
    }

    const fn is_sum(&self) -> bool {
        matches!(self, Self::Add(..) | Self::Subtract(..))
    }

    const fn is_compound(&self) -> bool {
        !matches!(self, Self::Number(_) | Self::Cell(_) | Self::Previous(_))
    }
}

impl Amount {
    /// The number, where there is one.
    pub const fn number(self) -> Option<Decimal> {
        match self {
            Self::Number(number) => Some(number),
            Self::Undefined | Self::NotApplicable => None,
        }
    }

    fn added(left: Self, right: Self, add: impl Fn(Decimal, Decimal) -> Option<Decimal>) -> Self {
        match (left, right) {
            (Self::NotApplicable, Self::NotApplicable) => Self::NotApplicable,
            (Self::Undefined, _) | (_, Self::Undefined) => Self::Undefined,
            (left, right) => {
                let zero = |amount: Self| amount.number().unwrap_or_default();
                add(zero(left), zero(right)).map_or(Self::Undefined, Self::Number)
            }
        }
    }

    fn multiplied(left: Self, right: Self, times: impl Fn(Decimal, Decimal) -> Option<Decimal>) -> Self {
        match (left, right) {
            (Self::NotApplicable, _) | (_, Self::NotApplicable) => Self::NotApplicable,
            (Self::Number(left), Self::Number(right)) => {
                times(left, right).map_or(Self::Undefined, Self::Number)
            }
            _ => Self::Undefined,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::formula_text::parse;

    fn worth(text: &str) -> Amount {
        parse(text).unwrap().evaluate(&mut |code, previous| match (code, previous) {
            ("F39", _) => Amount::Number(Decimal::from(10714)),
            ("F40", false) => Amount::Number(Decimal::from(11273)),
            ("F40", true) => Amount::Number(Decimal::from(7)),
            ("none", _) => Amount::NotApplicable,
            _ => Amount::Number(Decimal::ZERO),
        })
    }

    #[test]
    fn arithmetic_is_exact_and_keeps_what_is_not_applicable_apart_from_zero() {
        let number = |text: &str| Amount::Number(text.parse().unwrap());
        for (text, result) in [
            ("F40 - F39", number("559")),
            ("(F40 - F39) / (F40) * 100 * 0", number("0")),
            ("2 + 3 * 4 - 6 / 2", number("11")),
            ("F40 - F39 - 9", number("550")),
            ("previous(F40) + 1", number("8")),
            ("F39 / zero * 100", Amount::Undefined),
            ("none + none", Amount::NotApplicable),
            ("none + zero", number("0")),
            ("none - F39", number("-10714")),
            ("none / F39", Amount::NotApplicable),
            ("sum(none, F39)", number("10714")),
        ] {
            assert_eq!(worth(text), result, "{text}");
        }
    }

    #[test]
    fn ranges_name_every_cell_between() {
        let codes = |text: &str| {
            parse(text).unwrap().cells().into_iter().map(|(code, _)| code.to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(codes("sum(F14:F17)"), ["F14", "F15", "F16", "F17"]);
        assert_eq!(codes("sum(B.r9:r11.total)"), ["B.r9.total", "B.r10.total", "B.r11.total"]);
        assert_eq!(codes("B.*.total * 2 + B.r1.*"), ["B.*.total", "B.r1.*"]);
    }

    #[test]
    fn faults_name_the_word() {
        for (text, word) in [
            ("F40 -", ""),
            ("F40 F39", "F39"),
            ("sum(F20:F14)", "F20:F14"),
            ("sum(F14:G20)", "F14:G20"),
            ("mean(F14)", "mean"),
            ("(F14", ""),
            ("F14 ^ 2", "^"),
            ("previous(F14, F15)", "previous"),
        ] {
            assert_eq!(parse(text).unwrap_err().word, word, "{text}");
        }
    }
}
