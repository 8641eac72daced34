//! The domain of government information disclosure (政府信息公开): types, rules, refusals.
//!
//! Pure: no async, no SQL, no HTTP, no clock, no file system.
