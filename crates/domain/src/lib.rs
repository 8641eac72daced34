//! The domain of government information disclosure (政府信息公开): types, rules, refusals.
//!
//! Pure: no async, no SQL, no HTTP, no clock, no file system. Dates, calendars and the texts of the files in
//! `law/` are arguments.

pub mod calendar;
pub mod clock;
pub mod law;
pub mod regime;
pub mod says;
