//! The portal through its real router, over a real SQLite file.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod documents;
mod errors;
mod office;
mod reports;
mod shell;
