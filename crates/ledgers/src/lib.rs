//! Ledgers (台账): everything between the bytes of a file and typed rows, and back.
//!
//! [`read()`] makes sheets of cells out of whatever an office has (CSV in its encodings, XLSX, XLS, our own JSON).
//! [`interpret()`] finds the header, reads each row by the register's declaration and says every fault with its
//! place. [`mod@write`] is the way back; [`template()`] makes the workbook to fill in, [`schema()`] the description for
//! machines. Nothing here touches a database: the importer compares a [`Reading`] with what is stored.

mod interpret;
mod read;
mod schema;
mod sheet;
mod template;
pub mod write;

pub use interpret::{Context, Note, Reading, Rejected, Total, interpret, interpret_each};
pub use read::{LARGEST_FILE, ReadFault, Unreadable, read};
pub use schema::schema;
pub use sheet::{Cell, Rows, Sheet, SheetRow};
pub use template::template;
