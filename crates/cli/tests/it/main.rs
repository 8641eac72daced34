//! The program itself, run as an office runs it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod adopting;
mod deadline;
mod demo;
mod freezing;
mod importing;
mod keeping;
mod killing;
mod law;
mod offline;
mod people;
mod prechecking;
mod program;
mod reading_back;
mod registers;
mod report_check;
mod report_files;
mod reporting;
mod restoring;
mod retention;
mod served;
mod service;
mod serving;
mod side_by_side;
mod upgrading;
mod wrong_files;
