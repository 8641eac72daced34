//! Sending items to stand-ins of the services, over real connections and on both databases.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod office;
mod queue;
mod reach;
mod services;
mod stand_in;
