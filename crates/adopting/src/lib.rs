//! An old site read as documents (老网站): pages and files of a folder, a ZIP or a crawl → what each of them is, from where
//! every fact was taken and how sure it is, and what was not understood.
//!
//! [`understand`] walks a [`Source`] and gives what it [`Understood`]. Nothing is decided here and nothing kept: whoever
//! brings the site along looks at the findings first.

mod archive;
mod body;
mod document;
mod facts;
mod files;
mod http;
mod kind;
mod labels;
mod markdown;
mod metadata;
mod names;
mod page;
mod reading;
mod sitemap;
mod source;
mod table;
mod together;
mod tree;
mod warc;
mod wording;

pub use archive::Archive;
pub use body::{Body, Linked};
pub use facts::{COLUMN, Fact, Facts, Origin, Sureness};
pub use files::files;
pub use kind::METADATA;
pub use metadata::{ColumnMap, Metadata, MetadataRow};
pub use reading::{Document, Told};
pub use source::{Head, LARGEST, Met, Source, is_safe_path};
pub use table::TextTable;
pub use together::{ColumnUse, Passed, PassedKind, Understood, understand};
pub use url::Url;
pub use warc::{Warc, is_warc};
