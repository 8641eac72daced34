//! An old site as a whole: what is understood of it and what not.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod regulations;
mod sites;
mod told;
