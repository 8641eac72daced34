//! The program itself, run as an office runs it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod deadline;
mod demo;
mod freezing;
mod importing;
mod killing;
mod law;
mod program;
mod registers;
mod report_files;
mod reporting;
mod restoring;
mod side_by_side;
mod wrong_files;
