//! The program itself, run as an office runs it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "../../../portal/tests/it/browser.rs"]
#[expect(dead_code, reason = "the journeys through the portal use more of it")]
mod browser;
mod deadline;
mod demo;
mod freezing;
mod importing;
mod keeping;
mod killing;
mod law;
mod offline;
mod program;
mod reading_back;
mod registers;
mod report_check;
mod report_files;
mod reporting;
mod restoring;
mod served;
mod service;
mod serving;
mod side_by_side;
mod upgrading;
mod wrong_files;
