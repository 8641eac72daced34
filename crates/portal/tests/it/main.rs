//! The portal through its real router, over a real SQLite file.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod aloud;
mod attachments;
mod documents;
mod dress;
mod errors;
mod journeys;
mod office;
mod report_check;
mod reports;
mod served;
mod shell;
mod well_formed;
