//! How fast a CSV ledger is read into typed rows with keys.
//!
//! `cargo run --release -p gongkai-ledgers --example read_speed [ROWS] [REGISTER]`

#![expect(clippy::print_stdout, reason = "an example prints what it measures")]
#![expect(clippy::unwrap_used, reason = "an example may stop at what should not happen")]

use gongkai_domain::law::{BUILT_IN, Codes, Headings};
use gongkai_domain::registers::{BodyNames, find};
use gongkai_ledgers::{Context, interpret_each, read};
use std::fmt::Write as _;
use std::time::Instant;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let rows: usize = arguments.next().and_then(|rows| rows.parse().ok()).unwrap_or(1_000_000);
    let code = arguments.next().unwrap_or_else(|| "procurement-projects".to_owned());
    let register = find(&code).unwrap();
    let text = if code == "placements" { placements(rows) } else { purchases(rows) };
    let megabytes = text.len() as f64 / 1e6;
    let (codes, headings) = (Codes::read(BUILT_IN).unwrap(), Headings::read(BUILT_IN).unwrap());
    let mut bodies = BodyNames::new();
    bodies.add("conghua-gov", "广州市从化区人民政府", "区政府");
    let context =
        Context { codes: &codes, headings: &headings, bodies: &bodies, default_body: None, year: None };
    let start = Instant::now();
    let sheets = read(text.into_bytes(), "speed.csv").unwrap();
    let opened = start.elapsed();
    let mut bytes = 0;
    let reading = interpret_each(register, &sheets, &context, &mut |_, row| bytes += row.key.len());
    let seconds = start.elapsed().as_secs_f64();
    assert_eq!(reading.accepted, rows as u64, "{:?}", reading.faults.first());
    println!(
        "{rows} rows of {code}, {megabytes:.0} MB: {seconds:.2} s, {:.0} rows/s (opening {:.2} s, keys {bytes} bytes)",
        rows as f64 / seconds,
        opened.as_secs_f64(),
    );
}

fn purchases(rows: usize) -> String {
    let mut text =
        String::from("项目编号,采购单位,项目名称,采购方式,预算金额（元）,合同金额（元）,供应商,签订日期\n");
    for row in 0..rows {
        writeln!(
            text,
            "CH-{row},区政府,办公设备第{row}号采购,网上询价,\"12,345.67\",{}.50,广州某某科技有限公司,2016/{}/{}",
            row % 10_000,
            row % 12 + 1,
            row % 28 + 1
        )
        .unwrap();
    }
    text
}

fn placements(rows: usize) -> String {
    let mut text = String::from("发布机构,公开渠道,索引号,标题,媒体或账号,发布日期,链接或版面\n");
    for row in 0..rows {
        writeln!(
            text,
            "conghua-gov,website,,关于第{}号事项的通知,从化发布,2016-{:02}-{:02},http://example.gov.cn/{row}",
            row % 5_000,
            row % 12 + 1,
            row % 28 + 1
        )
        .unwrap();
    }
    text
}
