//! Rules that hold across the whole domain.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod registers;
mod reports;
