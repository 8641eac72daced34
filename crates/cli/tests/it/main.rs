//! The program itself, run as an office runs it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod deadline;
mod demo;
mod importing;
mod keeping;
mod killing;
mod law;
mod program;
mod registers;
mod reporting;
mod restoring;
mod service;
mod side_by_side;
mod upgrading;
mod wrong_files;
