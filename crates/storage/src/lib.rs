//! Storage: the only crate with SQL, one text for SQLite and PostgreSQL.
//!
//! [`Db`] is one of the two engines, [`Tx`] a transaction on it. Functions take `&mut Tx` and are called directly;
//! use cases in `app` decide what belongs in one transaction. `README.md` lists the portable subset.

mod db;
mod error;
mod migrate;
mod sql;
mod types;
mod walking;

pub mod attachments;
pub mod audit;
pub mod catalogue;
pub mod channels;
pub mod delegations;
pub mod drafts;
pub mod dump;
pub mod frozen;
pub mod health;
pub mod issues;
pub mod jobs;
pub mod old_addresses;
pub mod people;
pub mod registers;
pub mod report_work;
pub mod requests;
pub mod retention;
pub mod sessions;
pub mod settings;
pub mod tables;
pub mod views;
pub mod waiting;

pub use db::{Connections, Db, Engine, Tx, make_postgres_database};
pub use error::StorageError;
