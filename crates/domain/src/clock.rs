//! The clock of a request (答复期限): what happens to a request that its reply period depends on.

mod event;

pub use event::{ClockEvent, EventFault, EventKind, Wait};
