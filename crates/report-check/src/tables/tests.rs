//! What is read from reports, real and made, and what is found in them.

mod aside;
mod figures;
mod made;
mod reader;
mod recognise;
mod round;
mod samples;
mod sums;
mod variants;
