//! Every storage function on both engines.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod audit;
mod catalogue;
mod old_addresses;
mod registers;
mod report_work;
mod requests;
mod retention;
mod schema;
mod waiting;
mod walking;
