//! Rules that hold across the whole domain.

mod registers;
mod reports;
