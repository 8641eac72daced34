//! Rows made for measuring: the registers an office's year is counted from, in plausible proportions.

use gongkai_domain::registers::{Column, Kind, Register, Value};
use jiff::civil::Date;

/// A stream of numbers that is the same every time (splitmix64).
pub struct Numbers(u64);

impl Numbers {
    /// The stream of a seed.
    pub const fn of(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}

/// Bodies of the bench: an office, its government, departments.
pub const BODIES: usize = 40;

/// Code of a body.
pub fn body(number: usize) -> String {
    match number {
        0 => "bench-gov".to_owned(),
        1 => "bench-office".to_owned(),
        number => format!("bench-{number:02}"),
    }
}

/// A day; two thirds of them in `year`, the others around it.
pub fn day(numbers: &mut Numbers, year: i16) -> Date {
    let year = match numbers.below(6) {
        0 => year - 1,
        1 => year + 1,
        _ => year,
    };
    let day = 1 + numbers.below(28) as i8;
    Date::new(year, 1 + numbers.below(12) as i8, day).unwrap_or_default()
}

/// A row with the values `set` gives, and whatever a required column needs besides.
pub fn row(register: &Register, set: impl Fn(&Column) -> Option<Value>) -> Vec<Value> {
    let filled = |column: &Column| match column.kind {
        _ if !column.required => Value::Absent,
        Kind::Text | Kind::LongText | Kind::Code(_) | Kind::Body => Value::Text("x".to_owned()),
        Kind::Integer | Kind::Money | Kind::Year => Value::Integer(1),
        Kind::Boolean => Value::Boolean(false),
        Kind::Date => Value::Date(Date::default()),
    };
    register.columns.iter().map(|column| set(column).unwrap_or_else(|| filled(column))).collect()
}

/// Text of a value.
pub fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}
