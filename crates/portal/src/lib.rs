//! The public portal (政府信息公开平台): what the law says the public may see, laid out to be read.
//!
//! One file a page, with its template beside it: a page is a struct that holds exactly what it shows. Everything
//! works without a script, in Chinese and under `/en` in English, for the first body and under `/{body}` for the
//! others.

pub mod document;
pub mod entries;
pub mod figure;
pub mod guide;
pub mod home;
pub mod items;
pub mod report;
pub mod reports;
pub mod requests;
pub mod rules;

#[cfg(test)]
mod rendering;
#[cfg(test)]
mod samples;
