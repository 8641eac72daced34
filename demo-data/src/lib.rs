//! The demo: ledgers as an office would hand them in, of a Conghua (从化区) that is invented but counts as the
//! published report of 2016 does, and of the years around it: 2014 to 2024.
//!
//! Everything is drawn from word lists (`words/`) by a seeded stream of numbers, so that two runs give the same rows.
//! [`figures`] says what the rows must add up to.

pub mod amounts;
pub mod bodies;
pub mod cases;
pub mod cells;
pub mod chance;
pub mod channels;
pub mod dates;
pub mod figures;
pub mod files;
pub mod folder;
pub mod genres;
pub mod identifiers;
pub mod items;
pub mod later_years;
pub mod ledger;
pub mod look;
pub mod people;
pub mod texts;
pub mod wording;
pub mod world;
pub mod writing;
pub mod year_2016;
pub mod years_2014_2020;

use ledger::Rows;
use world::World;

/// The items the website published in 2016: those of the office and of every body the report counts.
pub fn published_items(world: &World) -> Rows {
    let mut rows = world.office_items();
    let class = rows.register.position("class");
    rows.rows.retain(|row| class.is_some_and(|at| row[at].as_text() == Some("proactive")));
    for (_, own) in world.region_items() {
        rows.rows.extend(own.rows);
    }
    rows
}
