//! The office's powers and how it used them, as the trial format of 2019 and 2020 counts them.

use crate::amounts::budget;
use crate::chance::Chance;
use crate::dates::{day, shift};
use crate::ledger::{Rows, cells};
use crate::world::{OFFICE, World};
use gongkai_domain::credit::CHARGES;
use gongkai_domain::powers::POWER_ITEMS;
use gongkai_domain::procurement::PROJECTS;
use gongkai_domain::rules::RULES;
use gongkai_domain::services::DECISIONS;

/// Powers of each kind: the mark of their codes, the matter, how many stood on the list of 2015.
const POWERS: [(&str, &str, &str, i64); 9] = [
    ("licence", "XK", "防空地下室建设项目审批", 6),
    ("penalty", "CF", "人民防空违法行为处罚", 24),
    ("coercion", "QZ", "人民防空违法行为强制措施", 4),
    ("levy", "ZS", "防空地下室易地建设费征收", 2),
    ("payment", "GF", "人民防空工程使用补助", 1),
    ("inspection", "JC", "人民防空工程监督检查", 5),
    ("confirmation", "QR", "人民防空工程质量确认", 3),
    ("reward", "JL", "人民防空工作先进奖励", 2),
    ("other", "QT", "人民防空工程竣工验收备案", 4),
];

/// Powers listed later: kind, year, how many.
const LISTED: [(&str, i16, i64); 6] = [
    ("penalty", 2018, 2),
    ("licence", 2019, 1),
    ("coercion", 2019, 1),
    ("other", 2019, 3),
    ("penalty", 2020, 4),
    ("inspection", 2020, 1),
];

/// The first so many powers of a kind were cancelled in a year.
const CANCELLED: [(&str, i16, i64); 6] = [
    ("licence", 2017, 1),
    ("penalty", 2019, 3),
    ("reward", 2019, 1),
    ("licence", 2020, 2),
    ("coercion", 2020, 1),
    ("other", 2020, 1),
];

impl World {
    /// Powers and duties of the office: those of its first list, what was added and what was cancelled since.
    pub fn power_items(&self) -> Rows {
        let mut rows = Rows::of(&POWER_ITEMS);
        for (kind, mark, matter, first) in POWERS {
            let added = LISTED.iter().filter(|(listed, ..)| *listed == kind);
            let years = std::iter::repeat_n(2015, first as usize)
                .chain(added.flat_map(|(_, year, count)| std::iter::repeat_n(*year, *count as usize)));
            let mut cancelled = CANCELLED
                .iter()
                .filter(|(gone, ..)| *gone == kind)
                .flat_map(|(_, year, count)| std::iter::repeat_n(*year, *count as usize));
            for (at, year) in years.enumerate() {
                let listed = self.days.on_or_after(day(year, if year == 2015 { 12 } else { 4 }, 10));
                let gone = cancelled.next().map(|year| self.days.on_or_after(day(year, 7, 1)));
                rows.add(cells! {
                    body: OFFICE, number: format!("4401170{mark}{:03}", at + 1), title: format!("{matter}（{}）", at + 1), kind: kind,
                    basis: "《中华人民共和国人民防空法》", listed_on: listed, cancelled_on: gone,
                });
            }
        }
        rows
    }

    /// Decisions of other external services in 2019 and 2020.
    pub fn service_decisions(&self) -> Rows {
        let mut chance = Chance::named("service decisions");
        let mut rows = Rows::of(&DECISIONS);
        for (year, count) in [(2019, 17), (2020, 23)] {
            let working = self.days.of_year(year);
            for number in 1..=count {
                let on = working[(number * working.len()) / (count + 1)];
                let title = *chance.pick(&[
                    "人民防空工程竣工验收备案",
                    "人民防空工程质量确认",
                    "人民防空工程使用登记",
                ]);
                rows.add(cells! { body: OFFICE, number: format!("从府办备〔{year}〕{number}号"), title: title, decided_on: on });
            }
        }
        rows
    }

    /// Charges of the office from 2018: one of two was abolished in 2019.
    pub fn earlier_charges(&self) -> Rows {
        let mut rows = Rows::of(&CHARGES);
        for (charge, year, amount) in [
            ("防空地下室易地建设费", 2018, 236_480_000),
            ("人民防空工程拆除补偿费", 2018, 8_120_000),
            ("防空地下室易地建设费", 2019, 198_760_000),
            ("防空地下室易地建设费", 2020, 174_330_000),
        ] {
            rows.add(cells! { body: OFFICE, charge: charge, charge_year: year, basis: "国家和省人民防空收费规定", amount: amount });
        }
        rows
    }

    /// Purchases of the office in 2019 and 2020, most of them centralised.
    pub fn earlier_purchases(&self) -> Rows {
        let mut rows = Rows::of(&PROJECTS);
        for (year, count) in [(2019, 21), (2020, 26)] {
            let mut chance = Chance::named(&format!("procurement {year}"));
            let working = self.days.of_year(year);
            for number in 1..=count {
                let planned = budget(&mut chance) / 10_000 * 10_000;
                let (object, thing) = *chance.pick(&[
                    ("goods", "办公设备"),
                    ("goods", "信息安全设备"),
                    ("services", "印刷服务"),
                    ("services", "物业管理服务"),
                    ("works", "会议室维修工程"),
                ]);
                let is_central = number % 4 != 0;
                rows.add(cells! {
                    body: OFFICE, number: format!("CHCG{year}-{number:04}"), title: format!("{year}年{thing}采购项目（{number}）"),
                    method: if is_central { "open_tender" } else { "online_inquiry" }, object: object, central: is_central,
                    budget: planned, price: planned / 1_000 * chance.between(915, 990),
                    supplier: format!("广州样例第{}科技有限公司", chance.between(1, 90)), signed_on: working[(number * working.len()) / (count + 1)],
                });
            }
        }
        rows
    }

    /// Normative documents of 2014, none of which is in force any more when the format of 2021 begins.
    pub fn rules_of_2014(&self) -> Rows {
        let mut chance = Chance::named("rules 2014");
        let mut rows = Rows::of(&RULES);
        let working = self.days.of_year(2014);
        for number in 1..=5_usize {
            let issued = working[number * 38];
            let title = self
                .scope(self.body(OFFICE), 2014)
                .say("从化区{事项}{管理办法|实施细则|暂行规定|若干措施}", &mut chance);
            rows.add(cells! {
                body: OFFICE, number: format!("从府办规〔2014〕{number}号"), kind: "normative_document", title: title,
                issued_on: issued, opened_on: self.days.add(issued, 8),
                repealed_on: self.days.on_or_after(shift(day(2018, 2, 1), number as i64 * 150)),
            });
        }
        rows
    }
}
