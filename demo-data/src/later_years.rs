//! The years 2021 to 2024: requests carried over from year to year, powers used, items published.

pub mod powers;
pub mod requests;

use crate::channels::Messages;
use crate::items::Order;
use crate::ledger::Rows;
use crate::world::{BodyWords, OFFICE, World};
use gongkai_domain::catalogue::ITEMS;
use gongkai_domain::channels::PLACEMENTS;

impl World {
    /// Items of one of the later years, of the office and a few departments.
    pub fn later_items(&self, year: i16) -> Rows {
        let mut rows = Rows::of(&ITEMS);
        let office = self.body(OFFICE);
        let shares = [2, 16, 38, 30, 4, 8, 20];
        let own = self.items(&Order { body: office, year, shares, public_funds: 40, topics: true });
        rows.rows.extend(own.rows);
        for (code, count) in [
            ("conghua-education", 52),
            ("conghua-finance", 38),
            ("conghua-water", 44),
            ("conghua-transport", 41),
        ] {
            rows.rows.extend(self.usual_items(self.body(code), year, count).rows);
        }
        rows
    }

    /// Placements of one of the later years: the items on the website, and some messages on WeChat and Weibo.
    pub fn later_placements(&self, year: i16, items: &Rows) -> Rows {
        let mut rows = Rows::of(&PLACEMENTS);
        rows.rows.extend(self.on_website(items).rows);
        let bodies: Vec<&BodyWords> = vec![self.body(OFFICE)];
        for (channel, outlets, titles, count) in
            [("wechat", &["从化发布"], "微信", 64), ("weibo", &["从化发布"], "微博", 38)]
        {
            rows.rows
                .extend(self.messages(&Messages { channel, outlets, titles, year, count }, &bodies).rows);
        }
        rows
    }
}
