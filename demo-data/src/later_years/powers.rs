//! Powers used in 2019 to 2024: licences, penalties, coercive measures, charges, normative documents.

use crate::chance::Chance;
use crate::dates::{day, shift};
use crate::identifiers::firm_code;
use crate::ledger::{Rows, cells};
use crate::people;
use crate::world::{OFFICE, World};
use gongkai_domain::credit::{CHARGES, COERCIVE_MEASURES, LICENCES, PENALTIES};
use gongkai_domain::rules::RULES;
use jiff::civil::Date;

/// A body that decides, and how often in a year at least and at most.
type Deciders = [(&'static str, i64, i64)];

const LICENSING: &Deciders = &[
    (OFFICE, 150, 240),
    ("conghua-transport", 80, 130),
    ("conghua-water", 40, 70),
    ("conghua-education", 20, 40),
];
const PUNISHING: &Deciders = &[(OFFICE, 14, 30), ("conghua-transport", 120, 190), ("conghua-water", 20, 45)];
const COERCING: &Deciders = &[(OFFICE, 2, 7), ("conghua-transport", 20, 40)];

/// Years whose ledgers are kept together.
pub struct Span {
    /// First and last year.
    pub years: (i16, i16),
    /// What tells its streams of chance from those of other years; empty for the years that were first.
    pub label: &'static str,
    /// Whether the ledgers are those of the office alone.
    pub office_only: bool,
}

/// The years of the trial format.
pub const TRIAL: Span = Span { years: (2019, 2020), label: " 2019-2020", office_only: true };
/// The years of the format of 2021.
pub const LATER: Span = Span { years: (2021, 2024), label: "", office_only: false };

impl Span {
    fn chance(&self, what: &str) -> Chance {
        Chance::named(&format!("{what}{}", self.label))
    }
}

impl World {
    /// Days of decisions of each body in each year, in order.
    fn decisions(&self, label: &str, deciders: &Deciders, span: &Span) -> Vec<(&'static str, Date, usize)> {
        let mut decisions = Vec::new();
        for year in span.years.0..=span.years.1 {
            let working = self.days.of_year(year);
            for (body, least, most) in
                deciders.iter().filter(|(body, ..)| !span.office_only || *body == OFFICE)
            {
                let mut chance = Chance::named(&format!("{label} {body} {year}"));
                let count = chance.between(*least, *most);
                let mut dates: Vec<Date> = (0..count).map(|_| *chance.pick(&working)).collect();
                dates.sort_unstable();
                decisions.extend(dates.into_iter().enumerate().map(|(at, date)| (*body, date, at + 1)));
            }
        }
        decisions
    }

    /// Licence decisions.
    pub fn licences(&self, span: &Span) -> Rows {
        let mut chance = span.chance("licences");
        let mut rows = Rows::of(&LICENCES);
        for (body, date, number) in self.decisions("licences", LICENSING, span) {
            let mark = &self.body(body).mark;
            let (matter, content) = match body {
                OFFICE => ("应建防空地下室的民用建筑项目报建审批", "同意防空地下室建设方案"),
                "conghua-transport" => ("道路货物运输经营许可", "准予从事普通货运"),
                "conghua-water" => ("取水许可", "准予取水"),
                _ => ("民办学校设立许可", "准予设立"),
            };
            let natural = body != OFFICE && chance.percent(12);
            let firm = chance.between(1, 900);
            rows.add(cells! {
                body: body, number: format!("{mark}许〔{}〕{number}号", date.year()), title: format!("{matter}决定书"),
                category: *chance.pick(&["general", "general", "general", "recognition", "approval", "registration"]),
                party: (!natural).then(|| format!("广州样例第{firm}建设有限公司")),
                party_code: (!natural).then(|| firm_code(firm)),
                person: natural.then(|| people::name(&mut chance)),
                person_paper: natural.then(|| people::paper(&mut chance)),
                content: content, decided_on: date, valid_until: shift(date, 365 * chance.between(1, 5)),
                published_on: self.days.add(date, chance.between(1, 7)),
            });
        }
        rows
    }

    /// Penalty decisions.
    pub fn penalties(&self, span: &Span) -> Rows {
        let mut chance = span.chance("penalties");
        let mut rows = Rows::of(&PENALTIES);
        for (body, date, number) in self.decisions("penalties", PUNISHING, span) {
            let mark = &self.body(body).mark;
            let (act, basis) = match body {
                OFFICE => ("未按规定修建防空地下室", "《中华人民共和国人民防空法》"),
                "conghua-transport" => {
                    ("未取得道路运输经营许可擅自从事经营", "《中华人民共和国道路运输条例》")
                }
                _ => ("未经批准擅自取水", "《中华人民共和国水法》"),
            };
            let category = *chance.pick(&["fine", "fine", "fine", "warning", "confiscation", "suspension"]);
            let natural = body == "conghua-transport" && chance.percent(45);
            let firm = chance.between(1, 900);
            rows.add(cells! {
                body: body, number: format!("{mark}罚〔{}〕{number}号", date.year()), act: act, basis: basis, category: category,
                party: (!natural).then(|| format!("广州样例第{firm}运输有限公司")),
                party_code: (!natural).then(|| firm_code(firm)),
                person: natural.then(|| people::name(&mut chance)),
                person_paper: natural.then(|| people::paper(&mut chance)),
                fine: (category == "fine").then(|| chance.between(2, 300) * 10_000),
                decided_on: date, published_on: self.days.add(date, chance.between(1, 7)),
            });
        }
        rows
    }

    /// Coercive measures.
    pub fn coercive_measures(&self, span: &Span) -> Rows {
        let mut chance = span.chance("coercion");
        let mut rows = Rows::of(&COERCIVE_MEASURES);
        for (body, date, number) in self.decisions("coercion", COERCING, span) {
            rows.add(cells! {
                body: body, number: format!("{}强〔{}〕{number}号", self.body(body).mark, date.year()),
                kind: *chance.pick(&["sealing", "seizure", "seizure", "execution", "other"]),
                party: format!("广州样例第{}运输有限公司", chance.between(1, 900)), decided_on: date,
            });
        }
        rows
    }

    /// Administrative charges of each year.
    pub fn charges(&self) -> Rows {
        let mut chance = Chance::named("charges");
        let mut rows = Rows::of(&CHARGES);
        for year in 2021..=2024_i64 {
            for (body, charge, basis, least, most) in [
                (OFFICE, "防空地下室易地建设费", "国家和省人民防空收费规定", 120_000_000, 480_000_000),
                ("conghua-water", "水土保持补偿费", "国家和省水土保持收费规定", 20_000_000, 60_000_000),
                ("conghua-transport", "城市道路占用挖掘修复费", "省城市道路收费规定", 5_000_000, 30_000_000),
            ] {
                rows.add(cells! { body: body, charge: charge, charge_year: year, basis: basis, amount: chance.between(least / 10_000, most / 10_000) * 10_000 });
            }
        }
        rows
    }

    /// Normative documents: issued since 2015, some repealed since.
    pub fn rules(&self) -> Rows {
        let mut chance = Chance::named("rules");
        let mut rows = Rows::of(&RULES);
        for (year, count) in [
            (2015, 6),
            (2016, 8),
            (2017, 7),
            (2018, 6),
            (2019, 5),
            (2020, 5),
            (2021, 4),
            (2022, 3),
            (2023, 5),
            (2024, 3),
        ] {
            let working = self.days.of_year(year);
            for number in 1..=count {
                let issued = working[(number * working.len()) / (count + 2)];
                let repealed = (year < 2021 && chance.percent(38)).then(|| {
                    self.days.on_or_after(shift(
                        day(2019 + chance.between(0, 5) as i16, 3, 1),
                        chance.between(0, 280),
                    ))
                });
                let title = self
                    .scope(self.body(OFFICE), year)
                    .say("从化区{事项}{管理办法|实施细则|暂行规定|若干措施}", &mut chance);
                rows.add(cells! {
                    body: OFFICE, number: format!("从府办规〔{year}〕{number}号"), kind: "normative_document", title: title,
                    issued_on: issued, opened_on: self.days.add(issued, 8), repealed_on: repealed.filter(|date| *date > issued),
                });
            }
        }
        rows
    }
}
