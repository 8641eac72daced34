//! What one cell says.

use super::marks::half;
use super::rows::UNITS;
use super::tokens::Figure;
use rust_decimal::Decimal;

/// What one cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Value {
    /// A number.
    Number(Decimal),
    /// A sign for what does not apply.
    NotApplicable,
    /// Nothing.
    Blank,
}

impl Value {
    /// What a figure that stands alone says.
    pub(super) fn of(figure: &Figure) -> Option<Self> {
        match figure {
            Figure::Digits(_) => figure.number().map(Self::Number),
            Figure::NotApplicable => Some(Self::NotApplicable),
            Figure::Blank => Some(Self::Blank),
        }
    }

    /// What a cell says that holds nothing but a figure, with the unit after it.
    pub(super) fn of_cell(text: &str) -> Option<(Self, Option<String>)> {
        let plain: String =
            text.chars().map(half).filter(|letter| !letter.is_whitespace() && *letter != ',').collect();
        if plain.is_empty() {
            return Some((Self::Blank, None));
        }
        if plain.chars().all(|letter| letter == '-' || letter == '/') {
            return Some((Self::NotApplicable, None));
        }
        let unit = UNITS.iter().filter(|unit| plain.ends_with(**unit)).max_by_key(|unit| unit.len());
        let digits = &plain[..plain.len() - unit.map_or(0, |unit| unit.len())];
        let number = number(digits)?;
        Some((Self::Number(number), unit.map(|unit| (*unit).to_owned())))
    }

    /// The same in the cell's unit: 元 in a cell of 万元 and the other way round.
    pub(super) fn in_unit(self, printed: Option<&str>, wanted: &str) -> Self {
        let yuan = |unit: &str| match unit {
            "元" => Some(1),
            "万元" => Some(10_000),
            "亿元" => Some(100_000_000),
            _ => None,
        };
        let (Self::Number(number), Some(printed), Some(wanted)) =
            (self, printed.and_then(yuan), yuan(wanted))
        else {
            return self;
        };
        let converted =
            number.checked_mul(Decimal::from(printed)).and_then(|yuan| yuan.checked_div(wanted.into()));
        converted.map_or(self, |number| Self::Number(number.normalize()))
    }
}

/// The number that digits say; `None` for more digits than any figure of a report has.
pub(super) fn number(digits: &str) -> Option<Decimal> {
    const LONGEST: usize = 24;
    if digits.len() > LONGEST { None } else { Decimal::from_str_exact(digits).ok() }
}
