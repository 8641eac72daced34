//! The demo ledgers: that they add up, are lawful where they say so, and are written the same way twice.

mod figures;
mod folder;
mod importing;
mod rows;
