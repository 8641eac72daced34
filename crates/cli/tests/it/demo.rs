//! The sample years, loaded once on each engine, give the published figures.

use crate::program::Program;
use crate::reading_back;
use crate::report_files;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;

/// Every figure of the 2016 report that is counted from the ledgers.
const FIGURES: &str = "
    F13 93      F14 3       F15 14      F16 19      F17 32      F18 3       F19 6       F20 16
    F21 12728   F22 361     F23 5       F24 28320   F25 62      F26 2       F27 3       F28 6
    F29 3       F30 5       F31 12      F32 4       F33 10      F36 61      F37 4       F38 1533
    F39 10714   F40 11273   F41 559     F43 35      F44 17      F46 27      F47 560     F48 32
    F49 8       F50 2       F51 1       F52 16      F53 331     F55 2       F56 3       F59 3
    F60 6       F61 0       F62 6       F63 0       F64 0       F65 0       F66 6       F67 6
    F68 6       F68.share 100           F69 1       F70 0       F71 0       F72 0       F73 0
    F74 6       F75 0       F76 0       F77 0       F78 0       F79 0       F80 0";

/// One test, because loading takes long: everything that needs the sample stands in it.
#[test]
fn the_sample_years_on_both_engines() {
    let programs = Program::on_each_engine();
    thread::scope(|scope| {
        for program in &programs {
            scope.spawn(|| program.run(&["demo", "--no-serve"]).done());
        }
    });
    let reports: Vec<_> = programs.iter().map(reports).collect();
    for other in &reports[1..] {
        for (name, bytes) in other {
            assert!(*bytes == reports[0][name], "{name:?} differs between the engines");
        }
    }
    let computed: BTreeMap<_, Value> =
        reports[0].iter().map(|(name, bytes)| (*name, serde_json::from_slice(bytes).unwrap())).collect();
    the_published_figures(&computed[&("2016", "gz-2016")]);
    the_national_years(&computed);
    every_row_counts_in_some_year(&computed);
    for program in &programs {
        in_order(program);
        a_second_time_adds_nothing(program);
    }
    a_figure_opens_to_its_rows(&programs[0]);
    report_files::open_again(&programs[0]);
    its_pages_say_what_it_is(&programs[0]);
    its_reports_are_files_to_hand_in(&programs[0]);
    reading_back::the_same_cells(&programs[0]);
}

/// What the report of 2016 says, in order: text, tables, checks.
const TOLD: [&str; 9] = [
    "2016年全年主动公开政府信息93条",
    "政府网站公开信息12728条",
    "5100多人次",
    "办理政府采购项目1533宗，采购金额10714万元，比采购预算金额11273万元，实际节约资金559万元，节约率为5%",
    "共受理政府信息公开申请6件",
    "附表1主动公开情况统计",
    "4.行政职权类信息32",
    "附表2依申请公开情况统计",
    "5.非本机关或信息不存在6",
];

fn its_reports_are_files_to_hand_in(program: &Program) {
    let pdf = |year: &str, more: &[&str]| {
        let file = program.path(&format!("{year}{}.pdf", more.concat()));
        let ran = program.run(&[&["report", year, "--output", file.to_str().unwrap()], more].concat()).done();
        assert!(!ran.err.contains('〓'), "{}", ran.err);
        (text_of(&file), fs::read(&file).unwrap())
    };
    let (text, bytes) = pdf("2016", &[]);
    let mut rest = text.as_str();
    for told in TOLD {
        rest = &rest[rest.find(told).unwrap_or_else(|| panic!("“{told}” does not come next: {rest}"))..];
    }
    assert!(!text.contains("F13") && !text.contains("口径"), "{text}");
    let (text, checking) = pdf("2016", &["--checking"]);
    assert!(text.contains("口径") && text.contains("项核对全部通过"), "{text}");
    for code in FIGURES.split_whitespace().filter(|word| word.starts_with('F')) {
        assert!(text.contains(code), "{code} has no definition");
    }
    let (text, _) = pdf("2022", &[]);
    assert!(text.contains("政府信息公开行政复议、行政诉讼情况") && text.contains("（七）总计"), "{text}");
    let page = "/zfxxgk/zfxxgknb/2016/gz-2016";
    let paths = ["report.pdf", "report-checking.pdf", "report.pdf"].map(|name| format!("{page}/{name}"));
    let served = program.served(&["serve"], &paths.each_ref().map(String::as_str));
    for (served, written) in served.iter().zip([&bytes, &checking, &bytes]) {
        assert!(served.starts_with(b"HTTP/1.1 200") && served.ends_with(written), "served as written");
    }
}

/// The text of a PDF as poppler reads it, without white space.
fn text_of(file: &Path) -> String {
    let read = Command::new("pdftotext").args(["-enc", "UTF-8"]).arg(file).arg("-").output();
    let read = read.unwrap_or_else(|error| panic!("pdftotext (poppler-utils): {error}"));
    String::from_utf8(read.stdout).unwrap().split_whitespace().collect()
}

/// The national format of each year of the sample.
const NATIONAL: [(&str, &str); 11] = [
    ("2014", "national-2014"),
    ("2015", "national-2014"),
    ("2016", "national-2014"),
    ("2017", "national-2014"),
    ("2018", "national-2014"),
    ("2019", "national-2019"),
    ("2020", "national-2019"),
    ("2021", "national-2021"),
    ("2022", "national-2021"),
    ("2023", "national-2021"),
    ("2024", "national-2021"),
];

/// The reports of the sample, by year and format: the published one, and the national one of every year.
fn reports(program: &Program) -> BTreeMap<(&'static str, &'static str), Vec<u8>> {
    let mut reports = BTreeMap::from([(("2016", "gz-2016"), program.report("2016", "gz-2016"))]);
    for (year, format) in NATIONAL {
        reports.insert((year, format), program.report(year, format));
    }
    reports
}

fn cell<'a>(report: &'a Value, code: &str) -> &'a Value {
    let cells = report["cells"].as_array().unwrap();
    cells.iter().find(|cell| cell["code"] == code).unwrap_or_else(|| panic!("no cell {code}"))
}

fn the_published_figures(report: &Value) {
    let words: Vec<&str> = FIGURES.split_whitespace().collect();
    assert_eq!(words.len(), 2 * 62);
    for pair in words.chunks(2) {
        assert_eq!(cell(report, pair[0])["value"].to_string(), pair[1], "{}", pair[0]);
    }
    for (code, list) in [
        (
            "F45",
            json!([
                "办事范围",
                "办事依据",
                "办事职责",
                "办事条件",
                "办事程序",
                "承诺服务事项",
                "办事结果",
                "办事纪律",
                "投诉处理途径",
                "领导干部廉洁自律情况",
                "热点问题",
                "重点工作事项"
            ]),
        ),
        ("F54", json!(["2016-01-18", "2016-04-18"])),
        ("F57", json!(["产权交易", "人事、劳动就业、社保", "婚姻登记", "街道政务服务中心的居民个人业务"])),
        ("F58", json!(["穗办电〔2015〕21号"])),
    ] {
        assert_eq!(cell(report, code)["value"], list, "{code}");
    }
    for (code, printed) in [
        ("F34", "5100多"),
        ("F35", "90多"),
        ("F42", "5"),
        ("F54", "2016年1月18日和4月18日"),
        ("F66", "全部"),
        ("F68.share", "100"),
    ] {
        assert_eq!(cell(report, code)["printed"], printed, "{code}");
    }
    let rate = cell(report, "F42")["value"].to_string();
    assert!(rate.starts_with("4.958750997"), "{rate}");
    all_checks_hold(report);
}

fn all_checks_hold(report: &Value) {
    let checks = report["checks"].as_array().unwrap();
    assert!(!checks.is_empty());
    for check in checks {
        assert_eq!(check["holds"], true, "{}: {}", report["year"], check["says"]["zh"]);
    }
}

fn the_national_years(computed: &BTreeMap<(&str, &str), Value>) {
    for name in NATIONAL {
        all_checks_hold(&computed[&name]);
    }
    let with_table_b = NATIONAL.iter().filter(|(year, _)| *year >= "2019");
    for name in with_table_b.clone() {
        let of_row = |row: &str| cell(&computed[name], &format!("B.{row}.total"))["value"].as_i64().unwrap();
        assert!(of_row("r1") > 10, "{name:?}: few requests");
        let kinds = (3..=20).filter(|row| of_row(&format!("r{row}")) > 0).count();
        assert!(kinds >= 5, "{name:?}: {kinds} kinds of result");
    }
    // Also from the trial format to that of 2021: 2020 ends with what 2021 begins with.
    for (before, after) in with_table_b.clone().zip(with_table_b.skip(1)) {
        let mut carried = 0;
        let cells = computed[after]["cells"].as_array().unwrap();
        for cell_of_r2 in cells.iter().filter(|cell| cell["code"].as_str().unwrap().starts_with("B.r2.")) {
            let code = cell_of_r2["code"].as_str().unwrap();
            let left = cell(&computed[before], &code.replace(".r2.", ".r25."));
            assert_eq!(cell_of_r2["value"], left["value"], "{code} of {after:?}");
            carried += cell_of_r2["value"].as_i64().unwrap();
        }
        assert!(carried > 0, "nothing was carried over into {after:?}");
    }
}

/// Every row of the two older national formats counts something in one of their years, but for what a district
/// office cannot have: rules (规章).
fn every_row_counts_in_some_year(computed: &BTreeMap<(&str, &str), Value>) {
    for (format, rows) in [("national-2014", "S."), ("national-2019", "")] {
        let reports: Vec<&Value> =
            computed.iter().filter(|((_, known), _)| *known == format).map(|(_, report)| report).collect();
        for first in reports[0]["cells"].as_array().unwrap() {
            let code = first["code"].as_str().unwrap();
            // Of tables B and C the totals: not every kind of requester got every kind of reply.
            let is_total = !code.starts_with(['B', 'C']) || code.rsplit('.').next() == Some("total");
            let is_row = code.starts_with(rows) && is_total;
            let exotic = code.starts_with("A.regulation.");
            let counts = reports.iter().any(|report| cell(report, code)["value"].as_f64() != Some(0.0));
            assert!(!is_row || exotic || counts, "{code} of {format} counts nothing in any year");
        }
    }
}

fn in_order(program: &Program) {
    let [entries, changes, rows] = program.verified();
    assert_eq!(
        entries,
        98 + 9 * 2,
        "one entry a ledger; nine people, each invited and taking up their account"
    );
    assert!(changes == rows && rows > 60_000, "{changes} changes, {rows} rows");
    program.in_order();
}

fn a_second_time_adds_nothing(program: &Program) {
    let before = program.verified();
    program.run(&["demo", "--no-serve"]).done().says(&["已经载入过", "security", "口令都是"]);
    // Nor does importing one of its files by hand.
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../demo/2016/政府采购/下半年.csv");
    let told = program.run(&["import", "procurement-projects", file, "--json"]).done();
    assert_eq!(told.json()["audit_entry"], Value::Null);
    assert!(told.json()["unchanged"].as_i64().unwrap() > 700);
    assert_eq!(program.verified(), before);
}

fn its_pages_say_what_it_is(program: &Program) {
    let home = program.home(&["demo"]);
    assert!(home.contains("演示站点，数据为合成") && home.contains("其他机关"), "{home}");
    assert!(home.contains("行政许可决定"), "the numbers the format declares stand on it: {home}");
}

fn a_figure_opens_to_its_rows(program: &Program) {
    let mut keys = Vec::new();
    let (mut signed, mut page) = (0, 1);
    while page == 1 || keys.len() % 50 == 0 {
        let told = program
            .run(&["report", "explain", "2016", "F38", "--page", &page.to_string(), "--json"])
            .done()
            .json();
        assert_eq!((&told["value"], &told["behind"]["total"]), (&json!(1533), &json!(1533)));
        for row in told["behind"]["rows"].as_array().unwrap() {
            keys.push(row["key"].as_str().unwrap().to_owned());
            signed += i32::from(row["signed_on"].as_str().unwrap().starts_with("2016-"));
        }
        page += 1;
    }
    assert_eq!((keys.len(), signed), (1533, 1533));
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), 1533, "no row twice");
}
