//! The files of a report, opened by other programs than those that wrote them.

#![expect(clippy::unwrap_used, reason = "a broken premise of a test is a failed test")]

mod checking;
mod opened;
mod random;
mod reading;
mod sample;
