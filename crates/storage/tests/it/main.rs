//! Every storage function on both engines.

mod audit;
mod catalogue;
mod registers;
mod requests;
mod schema;
