//! The office through its real router, over a real SQLite file.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod entering;
mod house;
mod items;
mod permissions;
mod writing;
