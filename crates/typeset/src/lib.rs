//! Reports as PDF, set with Typst: the only crate that knows it.
//!
//! [`Typesetter::with_fonts`] reads the fonts once; [`Typesetter::report`] then turns a
//! [`Publication`](gongkai_domain::reports::Publication) into PDF/A-2a. The templates of `templates/` see nothing but
//! `/data.json` and the drawings beside it: no disk, no network, no clock. The same publication gives the same bytes.

mod fonts;
mod issue;
mod legible;
mod outline;
mod qr;
mod sheet;
mod typesetter;
mod world;

pub use fonts::FontFault;
pub use typesetter::{Typeset, TypesetError, Typesetter};
