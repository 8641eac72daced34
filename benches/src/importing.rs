//! Imports: from the bytes of a ledger to durable rows, and row by row of what a year is made of.

use crate::by;
use crate::rows::{BODIES, Numbers, body, day, row, text};
use anyhow::{Result, ensure};
use gongkai_app::Installation;
use gongkai_app::import::{Ledger, apply, compare};
use gongkai_domain::bodies;
use gongkai_domain::catalogue::ITEMS;
use gongkai_domain::channels::PLACEMENTS;
use gongkai_domain::credit::LICENCES;
use gongkai_domain::procurement::PROJECTS;
use gongkai_domain::registers::{BodyNames, Keys, Place, Register, Row, Value};
use gongkai_domain::requests::REQUESTS;
use gongkai_ledgers::{Context, interpret, read};
use std::fmt::Write as _;
use std::time::Instant;

/// Imports `rows` rows in all.
pub async fn run(office: &Installation, rows: usize) -> Result<()> {
    bodies(office).await?;
    from_bytes(office, rows * 3 / 10).await?;
    import(office, &PLACEMENTS, placements(rows * 3 / 10), true).await?;
    import(office, &REQUESTS, requests(rows * 2 / 10), true).await?;
    import(office, &ITEMS, items(0, rows / 10), true).await?;
    import(office, &LICENCES, licences(rows / 10), true).await
}

/// The bodies alone.
pub async fn bodies(office: &Installation) -> Result<()> {
    import(office, &bodies::BODIES, the_bodies(), false).await
}

/// Items from a number on.
pub async fn items_from(office: &Installation, first: usize, rows: usize) -> Result<()> {
    import(office, &ITEMS, items(first, rows), false).await
}

/// Licences.
pub async fn licences_of(office: &Installation, rows: usize) -> Result<()> {
    import(office, &LICENCES, licences(rows), false).await
}

/// From the bytes of a CSV to durable rows.
async fn from_bytes(office: &Installation, rows: usize) -> Result<()> {
    let bytes = projects_csv(rows).into_bytes();
    let mut names = BodyNames::new();
    for number in 0..BODIES {
        names.add(&body(number), "", "");
    }
    let start = Instant::now();
    let sheets = read(bytes, "采购.csv")?;
    let context = Context {
        codes: &office.law.codes,
        headings: &office.law.headings,
        bodies: &names,
        default_body: None,
        year: None,
    };
    let mut reading = interpret(&PROJECTS, &sheets, &context);
    ensure!(reading.is_sound(), "the bench's own ledger has faults: {:?}", reading.faults.first());
    let (places, rows) = std::mem::take(&mut reading.rows).into_iter().unzip();
    drop(sheets);
    let read_in = start.elapsed().as_secs_f64();
    let ledger =
        Ledger { register: &PROJECTS, rows, places, files: Vec::new(), lacking: Vec::new(), replace: None };
    let comparison = compare(office, &ledger).await?;
    apply(office, &ledger, &comparison.digest, &by(), &|_| {}).await?;
    told("procurement-projects, CSV to durable", ledger.rows.len(), start);
    println!("    of which reading and checking      {read_in:>8.2} s");
    Ok(())
}

async fn import(
    office: &Installation,
    register: &'static Register,
    rows: Vec<Vec<Value>>,
    tell: bool,
) -> Result<()> {
    let mut keys = Keys::new(register);
    let place = Place::default();
    let mut keyed = Vec::with_capacity(rows.len());
    for values in rows {
        let key = keys.assign(&place, &values).map_err(|fault| anyhow::anyhow!("{fault}"))?;
        keyed.push(Row { key, values });
    }
    let places = vec![place; keyed.len()];
    let ledger =
        Ledger { register, rows: keyed, places, files: Vec::new(), lacking: Vec::new(), replace: None };
    let start = Instant::now();
    let comparison = compare(office, &ledger).await?;
    apply(office, &ledger, &comparison.digest, &by(), &|_| {}).await?;
    if tell {
        told(&format!("{}, rows to durable", register.code), ledger.rows.len(), start);
    }
    Ok(())
}

fn told(what: &str, rows: usize, start: Instant) {
    let seconds = start.elapsed().as_secs_f64();
    println!("{what:<38} {seconds:>8.2} s  {:>9.0} rows/s", rows as f64 / seconds);
}

fn the_bodies() -> Vec<Vec<Value>> {
    (0..BODIES)
        .map(|number| {
            row(&bodies::BODIES, |column| match column.code {
                "code" => Some(text(body(number))),
                "level" => Some(text("district")),
                "kind" => Some(text(
                    ["government", "government_office"].get(number).copied().unwrap_or("department"),
                )),
                "parent" if number > 0 => Some(text(body(0))),
                "position" => Some(Value::Integer(number as i64)),
                _ => None,
            })
        })
        .collect()
}

fn projects_csv(rows: usize) -> String {
    let mut numbers = Numbers::of(1);
    let mut csv =
        String::from("采购单位,项目编号,项目名称,采购方式,采购预算金额（元）,合同金额（元）,合同签订日期\n");
    for number in 0..rows {
        let budget = 5_000 + numbers.below(900_000);
        let price = budget - numbers.below(budget / 10);
        let method = ["询价", "网上询价", "公开招标", "定点采购"][numbers.below(4) as usize];
        let signed = day(&mut numbers, 2016);
        let purchaser = body(numbers.below(BODIES as u64) as usize);
        let _ = writeln!(
            csv,
            "{purchaser},CG-{number:07},办公设备采购项目,{method},{budget}.00,{price}.00,{signed}"
        );
    }
    csv
}

fn placements(rows: usize) -> Vec<Vec<Value>> {
    let mut numbers = Numbers::of(2);
    let channels = ["website", "news_media", "weibo", "wechat", "gazette", "press_conference"];
    (0..rows)
        .map(|number| {
            let owner = body(numbers.below(BODIES as u64) as usize);
            let channel = channels[numbers.below(6) as usize];
            let on = day(&mut numbers, 2016);
            row(&PLACEMENTS, |column| match column.code {
                "body" => Some(text(owner.clone())),
                "channel" => Some(text(channel)),
                "title" => Some(text(format!("从化要闻第{number}则"))),
                "published_on" => Some(Value::Date(on)),
                _ => None,
            })
        })
        .collect()
}

fn requests(rows: usize) -> Vec<Vec<Value>> {
    let mut numbers = Numbers::of(3);
    let outcomes = [
        "granted",
        "granted_in_part",
        "not_held_by_this_body",
        "does_not_exist",
        "repeated",
        "refused:personal_privacy",
    ];
    let kinds = [
        "natural_person",
        "natural_person",
        "natural_person",
        "commercial_enterprise",
        "research_institution",
        "other_organization",
    ];
    let channels = ["online", "letter", "in_person"];
    (0..rows)
        .map(|number| {
            let owner = body(numbers.below(BODIES as u64) as usize);
            let received = day(&mut numbers, 2022);
            let answered = received.saturating_add(jiff::Span::new().days(numbers.below(28) as i64));
            let (outcome, kind) = (outcomes[numbers.below(6) as usize], kinds[numbers.below(6) as usize]);
            let channel = channels[numbers.below(3) as usize];
            let open = numbers.below(50) == 0;
            row(&REQUESTS, |column| match column.code {
                "body" => Some(text(owner.clone())),
                "number" => Some(text(format!("{number:07}"))),
                "received_on" => Some(Value::Date(received)),
                "channel" => Some(text(channel)),
                "requester_kind" => Some(text(kind)),
                "requester_name" => Some(text("某人")),
                "requester_phone" => Some(text("19900000000")),
                "decided_on" if !open => Some(Value::Date(answered)),
                "outcome" if !open => Some(text(outcome)),
                _ => None,
            })
        })
        .collect()
}

fn items(first: usize, rows: usize) -> Vec<Vec<Value>> {
    let mut numbers = Numbers::of(4 + first as u64);
    let categories = [
        "organization",
        "departmental_document",
        "news",
        "administrative_power",
        "budget_and_final_accounts",
        "proposal_outcome",
        "other",
    ];
    let words = "区政府办公室就有关事项公布如下内容，请各单位遵照执行。".repeat(15);
    (first..first + rows)
        .map(|number| {
            let owner = body(numbers.below(BODIES as u64) as usize);
            let category = categories[numbers.below(7) as usize];
            let on = day(&mut numbers, 2016);
            row(&ITEMS, |column| match column.code {
                "body" => Some(text(owner.clone())),
                "index_number" => Some(text(format!("006939748/{number:07}"))),
                "title" => Some(text(format!("关于第{number}号事项的公告"))),
                "category" => Some(text(category)),
                "class" => Some(text("proactive")),
                "published_on" => Some(Value::Date(on)),
                "text" => Some(text(words.clone())),
                _ => None,
            })
        })
        .collect()
}

fn licences(rows: usize) -> Vec<Vec<Value>> {
    let mut numbers = Numbers::of(5);
    (0..rows)
        .map(|number| {
            let owner = body(numbers.below(BODIES as u64) as usize);
            let on = day(&mut numbers, 2022);
            row(&LICENCES, |column| match column.code {
                "body" => Some(text(owner.clone())),
                "number" => Some(text(format!("XK-{number:07}"))),
                "category" => Some(text("general")),
                "decided_on" => Some(Value::Date(on)),
                _ => None,
            })
        })
        .collect()
}
