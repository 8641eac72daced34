//! Use cases: load, ask the domain, save, record the act — one transaction each.
//!
//! `app` never sees a request, a template or a ledger file: the command line and the sites hand over what they read
//! and show what comes back. The only files it touches are those of backups and the store of attachments.

pub mod adopting;
pub mod attachments;
pub mod backup;
pub mod backups;
mod behind;
pub mod channels;
pub mod doctor;
pub mod drafts;
pub mod durable;
pub mod history;
pub mod import;
pub mod installation;
pub mod item_settings;
pub mod law_book;
pub mod people;
pub mod public;
pub mod registers;
pub mod reports;
pub mod retention;
pub mod rows;
pub mod sealing;
pub mod site;
pub mod trail;
pub mod typesetting;
pub mod upgrade;
pub mod upkeep;
pub mod verify;

pub use installation::{Installation, Opening};
pub use law_book::LawBook;

/// Which rows of a list are wanted, and how the database can fail: what callers above `app` must name.
pub use gongkai_storage::{StorageError, registers::Page, views::SavedView};
