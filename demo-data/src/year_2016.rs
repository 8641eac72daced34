//! The year 2016: every count and sum is that of the published report.

mod engagement;
pub mod procurement;
mod requests;
mod services;
mod supervision;

pub use engagement::CONSULTED;
pub use requests::blank;

use crate::chance::apportion;
use crate::dates::day;
use crate::items::{Order, usual_shares};
use crate::ledger::{Rows, cells};
use crate::world::{BodyWords, OFFICE, World};
use gongkai_domain::catalogue::ITEMS;

/// Items on the district's website.
pub const WEBSITE_ITEMS: i64 = 12_728;
/// The office's own items by category, in the order of the first annex.
pub const OFFICE_ITEMS: [i64; 7] = [3, 14, 19, 32, 3, 6, 16];
/// Those of the office's items that are about public funds.
pub const OFFICE_PUBLIC_FUNDS: i64 = 61;

impl World {
    /// Items of the office: those published, the one it lists as available on request, and one it withholds.
    pub fn office_items(&self) -> Rows {
        let body = self.body(OFFICE);
        let mut rows = self.items(&Order {
            body,
            year: 2016,
            shares: OFFICE_ITEMS,
            public_funds: OFFICE_PUBLIC_FUNDS,
            topics: false,
        });
        let mut listed = Rows::of(&ITEMS);
        listed.add(cells! {
            body: OFFICE,
            index_number: format!("{}/2016-{:05}", self.credit_code(body), 94),
            title: "区政府常务会议议题征集和审核情况登记表（2016年度）",
            category: "other",
            class: "on_request",
            public_funds: false,
            issued_on: day(2016, 12, 26),
            published_on: day(2016, 12, 30),
            source: body.short.as_str(),
            summary: "本表列入依申请公开信息目录，可向本机关提出申请。",
        });
        listed.add(cells! {
            body: OFFICE,
            index_number: format!("{}/2016-{:05}", self.credit_code(body), 95),
            title: "区政府办公室机要文件收发登记簿（2016年度）",
            category: "other",
            class: "withheld",
            public_funds: false,
            issued_on: day(2016, 12, 26),
            published_on: day(2016, 12, 30),
            source: body.short.as_str(),
        });
        rows.rows.append(&mut listed.rows);
        rows
    }

    /// Items of all other bodies whose website the report counts.
    pub fn region_items(&self) -> Vec<(&BodyWords, Rows)> {
        let own: i64 = OFFICE_ITEMS.iter().sum();
        let bodies: Vec<&BodyWords> = self.bodies.iter().filter(|body| body.items > 0).collect();
        let weights: Vec<i64> = bodies.iter().map(|body| body.items).collect();
        let counts = apportion(WEBSITE_ITEMS - own, &weights);
        bodies
            .into_iter()
            .zip(counts)
            .map(|(body, count)| (body, self.usual_items(body, 2016, count)))
            .collect()
    }

    /// Items of the authorised organisations, which the report leaves out.
    pub fn authorized_items(&self) -> Vec<(&BodyWords, Rows)> {
        self.of_kind("authorized_organization")
            .zip([17, 12])
            .map(|(body, count)| (body, self.usual_items(body, 2016, count)))
            .collect()
    }

    /// `count` items of a body, over the categories as usual.
    pub fn usual_items(&self, body: &BodyWords, year: i16, count: i64) -> Rows {
        let shares = usual_shares(count);
        let public_funds = shares[4] + count * 6 / 100;
        self.items(&Order { body, year, shares, public_funds, topics: year >= 2019 })
    }
}
