//! What both sites share: who is visiting and how, the layout around a page, error pages that help, assets,
//! response headers, and the small typographic parts (numbers, dates, official text, paging).
//!
//! A request arrives as a [`Visit`]: the language and the body come from the front of the address (`/en`,
//! `/{body}`), the size of type from a cookie or `?size=large`. Pages are structs with a template beside them; each
//! holds a [`Layout`]. A handler that cannot answer returns a [`PageError`], which [`shell`] turns into a page.

pub mod arrival;
pub mod assets;
pub mod dates;
pub mod difference;
mod error;
pub mod files;
mod layout;
pub mod markup;
pub mod official;
pub mod paging;
mod query;
pub mod scan;
pub mod shell;
mod visit;

pub use arrival::Arrival;
pub use error::{ErrorPage, PageError, Step};
pub use layout::{Crumb, Entry, Layout, Look, Owner, page};
pub use markup::Markup;
pub use query::Query;
pub use visit::{Size, Visit};
