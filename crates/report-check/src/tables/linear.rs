//! The format's checks as sums: what digits that ran together must add up to.

use super::value::Value;
use gongkai_domain::reports::{Check, CheckKind, Formula};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// `terms` and `constant` add up to 0, or to no more than 0.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Linear<'f> {
    /// Codes of cells with their factors, each once.
    pub(super) terms: BTreeMap<&'f str, Decimal>,
    /// What is added to them: numbers, and those of last year.
    pub(super) constant: Decimal,
    /// Whether the sum may also be below 0.
    pub(super) at_most: bool,
}

impl<'f> Linear<'f> {
    /// A check as a sum; `None` where it multiplies cells or needs a number of last year that is not known.
    pub(super) fn of(check: &'f Check, previous: &impl Fn(&str) -> Option<Decimal>) -> Option<Self> {
        let at_most = check.kind == CheckKind::AtMost;
        let mut sum = Self { terms: BTreeMap::new(), constant: Decimal::ZERO, at_most };
        sum.add(&check.left, Decimal::ONE, previous)?;
        sum.add(&check.right, Decimal::NEGATIVE_ONE, previous)?;
        Some(sum)
    }

    fn add(
        &mut self,
        formula: &'f Formula,
        factor: Decimal,
        previous: &impl Fn(&str) -> Option<Decimal>,
    ) -> Option<()> {
        match formula {
            Formula::Number(number) => self.constant += number.checked_mul(factor)?,
            Formula::Cell(code) => *self.terms.entry(code).or_default() += factor,
            Formula::Previous(code) => self.constant += previous(code)?.checked_mul(factor)?,
            Formula::Add(left, right) => {
                self.add(left, factor, previous)?;
                self.add(right, factor, previous)?;
            }
            Formula::Subtract(left, right) => {
                self.add(left, factor, previous)?;
                self.add(right, -factor, previous)?;
            }
            Formula::Multiply(..) | Formula::Divide(..) => return None,
        }
        Some(())
    }

    /// Whether it holds; `None` where a cell is not known or blank.
    pub(super) fn holds(&self, value: &impl Fn(&str) -> Option<Value>) -> Option<bool> {
        let mut sum = self.constant;
        for (code, factor) in &self.terms {
            let number = match value(code)? {
                Value::Number(number) => number,
                Value::NotApplicable => Decimal::ZERO,
                Value::Blank => return None,
            };
            sum = sum.checked_add(number.checked_mul(*factor)?)?;
        }
        Some(if self.at_most { sum <= Decimal::ZERO } else { sum.is_zero() })
    }
}
