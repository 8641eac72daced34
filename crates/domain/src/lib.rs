//! The domain of government information disclosure (政府信息公开): types, rules, refusals.
//!
//! Pure: no async, no SQL, no HTTP, no clock, no file system. Dates, calendars and the texts of the files in
//! `law/` are arguments.

pub mod audit;
pub mod bodies;
pub mod bulletins;
pub mod calendar;
pub mod catalogue;
pub mod channels;
pub mod clock;
pub mod credit;
pub mod difference;
pub mod digest;
pub mod engagement;
pub mod fees;
pub mod identifiers;
pub mod inquiries;
pub mod issues;
pub mod law;
pub mod modules;
pub mod people;
pub mod petitions;
pub mod powers;
pub mod procurement;
pub mod redaction;
pub mod regime;
pub mod registers;
pub mod remedies;
pub mod reports;
pub mod requests;
pub mod resources;
pub mod retention;
pub mod rules;
pub mod safe_html;
pub mod says;
pub mod services;
pub mod site;
pub mod supervision;
pub mod texts;
