//! The program itself, run as an office runs it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "../../../portal/tests/it/browser.rs"]
#[expect(dead_code, reason = "the journeys through the portal use more of it")]
mod browser;
mod deadline;
mod demo;
mod freezing;
mod importing;
mod killing;
mod law;
mod offline;
mod program;
mod registers;
mod reporting;
mod restoring;
mod served;
mod serving;
mod side_by_side;
mod wrong_files;
