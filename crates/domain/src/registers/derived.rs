//! What a list works out from two columns of a row, declared beside the registers that deserve it.

use super::{Register, Row};

/// How two numbers make a third.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Working {
    /// The first less the second.
    Difference,
    /// The first less the second, as a share of the first; printed in per cent with two decimals.
    Share,
}

/// A figure of a list that is in no ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Derived {
    /// Heading in Chinese.
    pub zh: &'static str,
    /// Heading in English.
    pub en: &'static str,
    /// Column of the first number.
    pub whole: &'static str,
    /// Column of the second.
    pub less: &'static str,
    /// How it is worked out.
    pub working: Working,
}

const OF_PURCHASES: &[Derived] = &[
    Derived { zh: "节约", en: "Saved", whole: "budget", less: "price", working: Working::Difference },
    Derived { zh: "节约率", en: "Share saved", whole: "budget", less: "price", working: Working::Share },
];

const OF_SERVICES: &[Derived] = &[Derived {
    zh: "时限压缩",
    en: "Limit shortened by",
    whole: "statutory_days",
    less: "promised_days",
    working: Working::Share,
}];

/// What the lists of a register work out.
pub fn derived(register: &Register) -> &'static [Derived] {
    match register.code {
        "procurement-projects" => OF_PURCHASES,
        "service-items" => OF_SERVICES,
        _ => &[],
    }
}

impl Derived {
    /// The figure of a row; `None` where either number is not filled in, or a share would be one of nothing.
    pub fn of(&self, register: &Register, row: &Row) -> Option<i64> {
        let number = |code| row.value(register, code).as_integer();
        self.worked_out(number(self.whole)?, number(self.less)?)
    }

    /// The figure of two numbers: their difference in the same unit, or hundredths of a per cent, rounded half away
    /// from zero; `None` for a share of nothing.
    pub fn worked_out(&self, whole: i64, less: i64) -> Option<i64> {
        let difference = whole.checked_sub(less)?;
        match self.working {
            Working::Difference => Some(difference),
            Working::Share if whole <= 0 => None,
            Working::Share => {
                let (difference, whole) = (i128::from(difference) * 10_000, i128::from(whole));
                let (hundredths, rest) = (difference / whole, difference % whole);
                let away = if rest.abs() * 2 >= whole { difference.signum() } else { 0 };
                i64::try_from(hundredths + away).ok()
            }
        }
    }
}

/// Hundredths of a per cent in words, such as `5.67%`.
pub fn per_cent(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}%", hundredths.abs() / 100, hundredths.abs() % 100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registers::ALL;

    #[test]
    fn what_is_saved_is_told_with_its_share() {
        let [saved, share] = OF_PURCHASES else { panic!("purchases have two") };
        assert_eq!(saved.worked_out(12_000_000, 11_320_000), Some(680_000));
        assert_eq!(share.worked_out(12_000_000, 11_320_000).map(per_cent).as_deref(), Some("5.67%"));
        assert_eq!(share.worked_out(100, 101).map(per_cent).as_deref(), Some("-1.00%"));
        assert_eq!(share.worked_out(0, 0), None);
        assert_eq!(share.worked_out(3, 2).map(per_cent).as_deref(), Some("33.33%"));
    }

    #[test]
    fn what_is_derived_names_columns_of_numbers() {
        for register in ALL {
            for derived in derived(register) {
                for code in [derived.whole, derived.less] {
                    assert!(register.column(code).is_some(), "{} {code}", register.code);
                }
            }
        }
    }
}
