//! The office through its real router, over a real SQLite file.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod account;
mod entering;
mod house;
mod journey;
mod people;
mod permissions;
mod second_factor;
mod sending_again;
