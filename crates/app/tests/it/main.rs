//! The use cases, on a real SQLite file and a real PostgreSQL server.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod adopting;
mod attachments;
mod backups;
mod channels;
mod doctor;
mod drafts;
mod freezing;
mod importing;
mod items;
mod keeping;
mod office;
mod people;
mod personal;
mod public;
mod recounting;
mod references;
mod reports;
mod requests;
mod retention;
mod sample;
mod studio;
mod typesetting;
mod upgrading;
mod upkeep;
mod verifying;
