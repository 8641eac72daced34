//! Reports set as PDF, and read back by another program.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod certificate;
mod characters;
mod file;
mod issue;
mod layout;
mod pdf;
mod sample;
mod words;
