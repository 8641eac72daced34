//! Rules that hold across the whole domain.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod registers;
mod reports;
