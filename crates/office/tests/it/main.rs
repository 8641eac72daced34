//! The office through its real router, over a real SQLite file.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod account;
mod attachments;
mod auditing;
mod channels;
mod channels_looks;
mod entering;
mod house;
mod importing;
mod item_settings;
mod items;
mod journey;
mod keys;
mod pages;
mod people;
mod permissions;
mod registers;
mod retention;
mod second_factor;
mod sending_again;
mod settings;
mod studio;
mod writing;
