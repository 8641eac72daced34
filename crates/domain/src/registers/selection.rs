//! Which rows of a register are meant: the one description that counts a figure and lists its rows.
//!
//! A [`Selection`] is tested against the groups of a [`Tally`](super::Tally) to count, and turned into SQL by the
//! storage crate to list; a property test holds the two together.

use super::{Column, Register, Value};
use std::collections::BTreeSet;

/// Rows of one register: those of these bodies that meet every condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Selection {
    /// The register.
    pub register: &'static Register,
    /// Codes of the bodies whose rows count; `None` for every body.
    pub bodies: Option<Vec<String>>,
    /// Conditions on dimensions, all of which must hold.
    pub conditions: Vec<Condition>,
}

/// A condition on one dimension.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The dimension: a column marked `tally`, or the body.
    pub column: &'static Column,
    /// What must hold of it.
    pub test: Test,
}

/// What must hold of a dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// The value is one of these.
    OneOf(Vec<Value>),
    /// The value is none of these; a row without the value passes.
    NoneOf(Vec<Value>),
    /// The year (of a date, or itself) lies between the bounds, both included.
    Year {
        /// First year, if bounded.
        from: Option<i16>,
        /// Last year, if bounded.
        to: Option<i16>,
        /// Whether a row without the date passes.
        or_absent: bool,
    },
    /// Something is filled in.
    Present,
    /// Nothing is filled in.
    Absent,
}

impl Selection {
    /// Whether it takes in the rows whose dimensions have these values (in the order of [`Register::dimensions`], a
    /// date by its year).
    ///
    /// Conditions on columns that are no dimensions never hold (formats are refused for them when they are read).
    pub fn taker(&self) -> impl Fn(&[Value]) -> bool + use<'_> {
        let dimensions: Vec<&str> = self.register.dimensions().map(|column| column.code).collect();
        let at = |column: &Column| dimensions.iter().position(|code| *code == column.code);
        let tests: Vec<_> =
            self.conditions.iter().map(|condition| (at(condition.column), &condition.test)).collect();
        // A region has hundreds of bodies and a tally many thousands of groups.
        let bodies: Option<BTreeSet<&str>> =
            self.bodies.as_ref().map(|bodies| bodies.iter().map(String::as_str).collect());
        move |values| {
            let body = values[0].as_text().unwrap_or_default();
            bodies.as_ref().is_none_or(|bodies| bodies.contains(body))
                && tests.iter().all(|(at, test)| at.is_some_and(|at| test.passes(&values[at])))
        }
    }
}

impl Test {
    /// Whether a dimension's value (for dates: its year) passes.
    pub fn passes(&self, value: &Value) -> bool {
        match self {
            Self::OneOf(values) => values.contains(value),
            Self::NoneOf(values) => !values.contains(value),
            Self::Year { from, to, or_absent } => match value.year() {
                None => *or_absent,
                Some(year) => from.is_none_or(|from| from <= year) && to.is_none_or(|to| year <= to),
            },
            Self::Present => !value.is_absent(),
            Self::Absent => value.is_absent(),
        }
    }
}
