//! The years 2014, 2015 and 2017 to 2020, of the office alone: what the national formats of those years count.
//!
//! 2016 is kept apart: no request, case or fee of these years was received, decided or charged in it, so that its
//! figures stay those of the published report.

mod activities;
mod people;
mod powers;
pub mod requests;

use crate::channels::Messages;
use crate::items::Order;
use crate::ledger::Rows;
use crate::world::{BodyWords, OFFICE, World};
use gongkai_domain::catalogue::ITEMS;
use gongkai_domain::channels::PLACEMENTS;

pub use people::OFFICERS;

/// The years of the statistical table, without 2016.
pub const TABLE_YEARS: [i16; 4] = [2014, 2015, 2017, 2018];
/// All years kept here.
pub const YEARS: [i16; 6] = [2014, 2015, 2017, 2018, 2019, 2020];

impl World {
    /// Items of these years.
    pub fn earlier_items(&self) -> Rows {
        let body = self.body(OFFICE);
        let mut rows = Rows::of(&ITEMS);
        for (at, year) in (0..).zip(YEARS) {
            let shares = [2, 7 + at, 14 + at, 9 + at, 2, 3, 6];
            let order = Order { body, year, shares, public_funds: 12 + at, topics: year >= 2019 };
            rows.rows.extend(self.items(&order).rows);
        }
        rows
    }

    /// Their placements: every item on the website, and messages in the other channels, fewer than there are items.
    pub fn earlier_placements(&self, items: &Rows) -> Rows {
        let mut rows = Rows::of(&PLACEMENTS);
        rows.rows.extend(self.on_website(items).rows);
        let bodies: [&BodyWords; 1] = [self.body(OFFICE)];
        for (at, year) in YEARS.into_iter().enumerate() {
            for (channel, outlets, titles, count) in [
                ("weibo", &["从化发布"], "微博", 14 + at),
                ("wechat", &["从化政务"], "微信", 9 + 3 * at),
                ("gazette", &["从化区人民政府公报"], "公报", 8 + at),
                ("news_media", &["今日从化"], "报纸", 11 + at),
            ] {
                let messages = Messages { channel, outlets, titles, year, count };
                rows.rows.extend(self.messages(&messages, &bodies).rows);
            }
        }
        rows
    }
}
