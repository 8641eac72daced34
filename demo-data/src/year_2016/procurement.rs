//! Government procurement of 2016 (政府采购): 1 533 projects whose budgets and prices are exactly those reported.

use crate::amounts::{budget, scale_to};
use crate::chance::Chance;
use crate::dates::{day, shift};
use crate::ledger::{Rows, cells};
use crate::world::{BodyWords, World};
use gongkai_domain::procurement::{GUIDES, PROJECTS};
use jiff::civil::Date;

/// Projects with a contract signed in 2016.
pub const SIGNED: usize = 1_533;
/// What they cost, in fen: 10 714 万元.
pub const PRICE: i64 = 10_714 * 1_000_000;
/// What they were to cost, in fen: 11 273 万元.
pub const BUDGET: i64 = 11_273 * 1_000_000;

/// How many of them in the first half of the year, whose ledger is kept in whole hundreds of yuan.
const HALF: usize = 700;

const GOODS: [&str; 14] = [
    "台式计算机",
    "激光打印机",
    "办公家具",
    "空调设备",
    "复印纸",
    "会议音响设备",
    "投影设备",
    "碎纸机",
    "文件柜",
    "教学仪器",
    "医疗耗材",
    "消防器材",
    "绿化苗木",
    "执法记录设备",
];
const SERVICES: [&str; 10] = [
    "物业管理服务",
    "印刷服务",
    "车辆维修服务",
    "网络维护服务",
    "绿化养护服务",
    "审计服务",
    "培训服务",
    "信息系统运维服务",
    "宣传片制作服务",
    "档案整理服务",
];
const WORKS: [&str; 6] =
    ["办公楼维修工程", "道路修缮工程", "排水改造工程", "外墙翻新工程", "围墙加固工程", "路灯安装工程"];
const FIRM: [&str; 16] = [
    "禾岭澄",
    "溪木源",
    "岭云拓",
    "榕桥信",
    "南麓启",
    "荔湾澜",
    "青塘博",
    "松岗益",
    "流禾达",
    "旭塘诚",
    "云溪朗",
    "坪川瑞",
    "东岭翔",
    "石井泰",
    "玉塘宏",
    "竹溪安",
];

/// A purchase before its number is given.
struct Purchase<'a> {
    body: &'a BodyWords,
    signed: Option<Date>,
    budget: i64,
    price: Option<i64>,
}

impl World {
    /// Every project in the ledgers handed in: those signed in 2016, some not yet signed, some signed in 2017, and
    /// some of authorised organisations, which the report leaves out.
    pub fn purchases(&self) -> Rows {
        let mut chance = Chance::named("procurement 2016");
        let mut purchases = self.signed(&mut chance);
        purchases.extend(self.unsigned(&mut chance));
        let order = |purchase: &Purchase<'_>| {
            let body = self.bodies.iter().position(|body| body.code == purchase.body.code);
            (
                purchase.signed.is_none(),
                purchase.signed.map(|date| (date.month() > 6, date.year())),
                body,
                purchase.signed,
            )
        };
        purchases.sort_by_key(order);
        let mut rows = Rows::of(&PROJECTS);
        for (at, purchase) in purchases.into_iter().enumerate() {
            write(at, &purchase, &mut rows, &mut chance);
        }
        rows
    }

    fn signed(&self, chance: &mut Chance) -> Vec<Purchase<'_>> {
        let buyers: Vec<&BodyWords> = self
            .bodies
            .iter()
            .filter(|body| !body.is("authorized_organization") && !body.is("government"))
            .collect();
        let weights: Vec<i64> = buyers.iter().map(|body| body.items + 8).collect();
        let days = self.days.of_year(2016);
        let mut budgets: Vec<i64> = (0..SIGNED).map(|_| budget(chance)).collect();
        scale_to(&mut budgets, BUDGET, 10_000);
        let mut savings: Vec<i64> =
            budgets.iter().map(|budget| budget / 1000 * chance.between(5, 95)).collect();
        scale_to(&mut savings, BUDGET - PRICE, 10_000);
        move_cents(&mut savings, chance);
        budgets
            .into_iter()
            .zip(savings)
            .enumerate()
            .map(|(at, (budget, saving))| Purchase {
                body: buyers[chance.weighted(&weights)],
                signed: Some(*chance.pick(if at < HALF {
                    &days[..days.len() / 2 - 4]
                } else {
                    &days[days.len() / 2 + 4..]
                })),
                budget,
                price: Some(budget - saving),
            })
            .collect()
    }

    /// Projects that do not count: without contract, signed in 2017, or of authorised organisations.
    fn unsigned(&self, chance: &mut Chance) -> Vec<Purchase<'_>> {
        let buyers: Vec<&BodyWords> = self.of_kind("department").collect();
        let authorized: Vec<&BodyWords> = self.of_kind("authorized_organization").collect();
        let mut purchases = Vec::new();
        for at in 0..72_usize {
            let budget = budget(chance) / 10_000 * 10_000;
            let next_year = self.days.on_or_after(shift(day(2017, 1, 4), chance.between(0, 50)));
            let this_year = self.days.on_or_after(shift(day(2016, 3, 1), chance.between(0, 200)));
            let (body, signed) = match at {
                0..40 => (*chance.pick(&buyers), None),
                40..61 => (*chance.pick(&buyers), Some(next_year)),
                _ => (*chance.pick(&authorized), Some(this_year)),
            };
            let price = signed.map(|_| budget / 1000 * chance.between(910, 990) / 10_000 * 10_000);
            purchases.push(Purchase { body, signed, budget, price });
        }
        purchases
    }

    /// The four guides to procurement.
    pub fn guides(&self) -> Rows {
        let mut rows = Rows::of(&GUIDES);
        let titles = ["政府采购工作流程", "网上询价业务流程", "汽车采购流程", "政府采购业务知识简介"];
        for (title, date) in
            titles.into_iter().zip([day(2016, 3, 14), day(2016, 3, 28), day(2016, 5, 9), day(2016, 8, 22)])
        {
            rows.add(cells! { body: "conghua-finance", title: title, published_on: date });
        }
        rows
    }
}

/// Writes the purchase at its place in the register.
fn write(at: usize, purchase: &Purchase<'_>, rows: &mut Rows, chance: &mut Chance) {
    let (object, thing) = match chance.between(0, 99) {
        0..62 => ("goods", *chance.pick(&GOODS)),
        62..90 => ("services", *chance.pick(&SERVICES)),
        _ => ("works", *chance.pick(&WORKS)),
    };
    let method = method(purchase.budget, chance);
    let firm = *chance.pick(&FIRM);
    let trade = *chance.pick(&["办公设备", "科技", "贸易", "工程", "服务"]);
    rows.add(cells! {
        body: purchase.body.code.as_str(),
        number: format!("CHCG2016-{:04}", at + 1),
        title: format!("{}{thing}采购项目（{}）", purchase.body.short, at + 1),
        method: method,
        object: object,
        central: !matches!(method, "online_inquiry" | "fixed_point"),
        budget: purchase.budget,
        price: purchase.price,
        supplier: purchase.price.map(|_| format!("广州{firm}{trade}有限公司（样例）")),
        signed_on: purchase.signed,
    });
}

/// Moves odd amounts between neighbours of the second half, so that prices end in jiao and fen.
fn move_cents(savings: &mut [i64], chance: &mut Chance) {
    for pair in savings[HALF..].chunks_exact_mut(2) {
        let cents = chance.between(1, 9_999).min(pair[0]);
        pair[0] -= cents;
        pair[1] += cents;
    }
}

/// Small purchases by online inquiry or from fixed suppliers, large ones by tender.
fn method(budget: i64, chance: &mut Chance) -> &'static str {
    match budget / 100 {
        ..100_000 if chance.percent(70) => "online_inquiry",
        ..100_000 => "fixed_point",
        100_000..500_000 if chance.percent(40) => "inquiry",
        100_000..500_000 if chance.percent(55) => "competitive_negotiation",
        100_000..500_000 => "single_source",
        _ if chance.percent(85) => "open_tender",
        _ => "competitive_consultation",
    }
}
