//! The published report of the Conghua district office for 2016, from ledgers made by hand.
//!
//! Beside the rows that count stand rows of other years, bodies and classes that must not.

use super::{Ledgers, day, figures, format, row, text};
use gongkai_domain::registers::Value;
use gongkai_domain::reports::{Block, CheckKind, Override, Plan, Report, Span};
use gongkai_domain::{bodies::BODIES, procurement::PROJECTS, requests::REQUESTS};
use ledgers::{bodies, ledgers};
use rust_decimal::Decimal;

mod ledgers;

fn report(ledgers: &Ledgers) -> Report {
    let (format, bodies) = (format("gz-2016"), bodies());
    let plan = Plan::new(&format, &bodies, "office", 2016).unwrap();
    let mut findings = ledgers.findings(&plan);
    for (place, words) in [
        (
            "overview",
            "2016年，全面贯彻落实条例。\n（一）深入学习。（二）强化领导。（三）完善内容。\n（四）落实责任。（五）坚持考评。",
        ),
        ("measures", "(一)加强管理。\n(二)加强渠道建设。\n(三)加强宣传。\n(四)加强培训。\n(五)加强督查。"),
        ("compiled_on", "2017年1月"),
        ("page_date", "2017-02-23"),
    ] {
        findings.texts.insert(place.to_owned(), words.to_owned());
    }
    plan.compute(&findings).unwrap()
}

#[test]
fn a_report_comes_back_whole_from_its_data() {
    let report = report(&ledgers());
    let text = serde_json::to_string(&report).unwrap();
    assert_eq!(serde_json::from_str::<Report>(&text).unwrap(), report);
    assert_eq!(report.charts[0].points.len(), 7, "the seven categories are drawn");
    assert_eq!(report.charts[0].after.as_deref(), Some("annex-1"));
}

#[test]
fn every_figure_is_the_published_one() {
    let figures = figures(&report(&ledgers()));
    for (code, value, print) in [
        ("F01", "2016", "2016"),
        ("F02", "\"2017年1月\"", "2017年1月"),
        ("F05", "\"510900\"", "510900"),
        ("F08", "null", "—"),
        ("F09", "5", "5"),
        ("F10", "3", "3"),
        ("F11", "3", "3"),
        ("F12", "5", "5"),
        ("F13", "93", "93"),
        ("F14", "3", "3"),
        ("F15", "14", "14"),
        ("F16", "19", "19"),
        ("F17", "32", "32"),
        ("F18", "3", "3"),
        ("F19", "6", "6"),
        ("F20", "16", "16"),
        ("F21", "12728", "12728"),
        ("F22", "361", "361"),
        ("F23", "5", "5"),
        ("F24", "28320", "28320"),
        ("F25", "62", "62"),
        ("F26", "2", "2"),
        ("F27", "3", "3"),
        ("F28", "6", "6"),
        ("F29", "3", "3"),
        ("F30", "5", "5"),
        ("F31", "12", "12"),
        ("F32", "4", "4"),
        ("F33", "10", "10"),
        ("F34", "5187", "5100多"),
        ("F35", "93", "90多"),
        ("F36", "61", "61"),
        ("F37", "4", "4"),
        ("F38", "1533", "1533"),
        ("F39", "10714", "10714"),
        ("F40", "11273", "11273"),
        ("F41", "559", "559"),
        ("F43", "35", "35"),
        ("F44", "17", "17"),
        ("F46", "27", "27"),
        ("F47", "560", "560"),
        ("F48", "32", "32"),
        ("F49", "8", "8"),
        ("F50", "2", "2"),
        ("F51", "1", "1"),
        ("F52", "16", "16"),
        ("F53", "331", "331"),
        ("F54", "2016-01-18,2016-04-18", "2016年1月18日和4月18日"),
        ("F55", "2", "2"),
        ("F56", "3", "3"),
        ("F57", "产权交易,人事、劳动就业、社保,婚姻登记", "产权交易、人事、劳动就业、社保、婚姻登记"),
        ("F58", "穗办电〔2015〕21号", "穗办电〔2015〕21号"),
        ("F59", "3", "3"),
        ("F60", "6", "6"),
        ("F61", "0", "0"),
        ("F62", "6", "6"),
        ("F63", "0", "0"),
        ("F64", "0", "0"),
        ("F65", "0", "0"),
        ("F66", "6", "全部"),
        ("F67", "6", "6"),
        ("F68", "6", "6"),
        ("F68.share", "100", "100"),
        ("F69", "1", "1"),
        ("F70", "0", "0"),
        ("F71", "0", "0"),
        ("F72", "0", "0"),
        ("F73", "0", "0"),
        ("F74", "6", "6"),
        ("F75", "0", "0"),
        ("F76", "0", "0"),
        ("F77", "0", "0"),
        ("F78", "0", "0"),
        ("F79", "0", "0"),
        ("F80", "0", "0"),
        ("F81", "3", "3"),
        ("F82", "5", "5"),
        ("F83", "3", "3"),
    ] {
        assert_eq!(figures[code], (value.to_owned(), print.to_owned()), "{code}");
    }
    assert!(figures["F42"].0.starts_with("4.958750997959"), "{}", figures["F42"].0);
    assert_eq!(figures["F42"].1, "5");
    assert_eq!(figures["F45"].0.split(',').count(), 12);
}

#[test]
fn every_number_has_its_rows() {
    let report = report(&ledgers());
    for (code, rows) in [
        ("F13", 93),
        ("F34", 2),
        ("F39", 1533),
        ("F41", 1533),
        ("F42", 1533),
        ("F46", 27),
        ("F54", 2),
        ("F04", 1),
        ("F68.share", 6),
    ] {
        assert_eq!(report.cell(code).unwrap().rows, rows, "{code}");
    }
}

#[test]
fn text_and_tables_say_the_same() {
    let report = report(&ledgers());
    let paragraphs: Vec<String> = report
        .sections
        .iter()
        .flat_map(|section| &section.blocks)
        .filter_map(|block| match block {
            Block::Paragraph(spans) => Some(spans.iter().map(words).collect()),
            Block::Table(_) => None,
        })
        .collect();
    let text = paragraphs.join("\n");
    for words in [
        "主动公开政府信息93条，其中：1.组织机构类信息3条",
        "题目是《从化区财政投资信息化项目管理办法（征求意见稿）》、《公开征集2017年从化区十件民生实事建议的公告\"意见征集》、",
        "2017年民生实事10件",
        "浏览量为5100多人次，受理网上信访事项90多宗",
        "采购金额10714万元，比采购预算金额11273万元，实际节约资金559万元，节约率为5%",
        "将17个职能部门集中办公，公开办事范围、办事依据",
        "16个部门的331项业务，于2016年1月18日和4月18日分批实现综合受理",
        "市民卡、供电局等2个单位实行专窗办理，地税局、市场和质量监管局和市标院从化办事处等3个单位",
        "“一平台”、“一网”、“一窗”共3个系统已经开发部署完成",
        "其中网上申请0件，信函申请6件",
        "全部属征地拆迁补偿类信息",
        "在已答复的6件申请中，“非本机关政府信息”的6件，占总数的100%",
        "费用（检索费、复制费等）为0元",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    assert_eq!(report.title, "2016年从化区人民政府办公室政府信息公开年度报告");
    assert_eq!(report.sections.len(), 8);
}

fn words(span: &Span) -> String {
    match span {
        Span::Text(text) | Span::Figure { text, .. } => text.clone(),
        Span::OwnWords { text, .. } => text.clone().unwrap_or_default(),
    }
}

#[test]
fn every_check_holds_and_shows_its_sides() {
    let report = report(&ledgers());
    assert_eq!(report.checks.len(), 8);
    for check in &report.checks {
        assert!(check.holds, "{}: {}", check.id, check.says.zh);
    }
    let annex = &report.checks[0];
    assert_eq!((annex.id.as_str(), annex.kind), ("annex-1-total", CheckKind::Sum));
    assert_eq!(annex.says.zh, "七类之和等于主动公开信息数：3 + 14 + 19 + 32 + 3 + 6 + 16 = 93");
}

#[test]
fn a_year_without_requests_prints_dashes_not_divisions() {
    let mut ledgers = ledgers();
    ledgers.rows.remove(REQUESTS.code);
    let figures = figures(&report(&ledgers));
    assert_eq!(figures["F68.share"], ("null".to_owned(), "—".to_owned()));
    assert_eq!(figures["F66"], ("0".to_owned(), "0".to_owned()));
}

#[test]
fn rounded_prints_that_do_not_add_up_are_noted_not_refused() {
    let mut ledgers = Ledgers::default();
    let columns = [
        ("body", text("office")),
        ("method", text("open_tender")),
        ("budget", Value::Integer(100_700_000)),
        ("price", Value::Integer(60_400_000)),
        ("signed_on", day("2016-02-02")),
    ];
    ledgers.add(&PROJECTS, 1, &columns);
    let report = report(&ledgers);
    let savings = report.checks.iter().find(|check| check.id == "savings").unwrap();
    assert!(savings.holds);
    // 60.4 + 40.3 = 100.7, printed 60, 40 and 101.
    assert!(savings.says.zh.contains("四舍五入"), "{}", savings.says.zh);
}

#[test]
fn an_override_stands_in_the_report_and_in_what_is_worked_out_from_it() {
    let (format, bodies) = (format("gz-2016"), bodies());
    let plan = Plan::new(&format, &bodies, "office", 2016).unwrap();
    let mut findings = ledgers().findings(&plan);
    let set = Override {
        value: Decimal::from(11000),
        reason: "补报".to_owned(),
        by: "办公室主任".to_owned(),
        on: "2017-01-20".parse().unwrap(),
    };
    findings.overrides.insert("F40".to_owned(), set);
    findings.overrides.insert(
        "F13".to_owned(),
        Override {
            value: Decimal::from(94),
            reason: "漏记".to_owned(),
            by: "办公室主任".to_owned(),
            on: "2017-01-20".parse().unwrap(),
        },
    );
    let report = plan.compute(&findings).unwrap();
    let cell = report.cell("F40").unwrap();
    assert_eq!((cell.value.number(), cell.counted.number()), (Some(11000.into()), Some(11273.into())));
    assert_eq!(report.cell("F41").unwrap().value.number(), Some(286.into()));
    assert_eq!(report.to_json()["cells"][39]["overridden"], true);
    assert!(!report.checks[0].holds, "93 items are not 94");
}

#[test]
fn what_was_not_fetched_does_not_read_as_nothing() {
    let (format, bodies) = (format("gz-2016"), bodies());
    let plan = Plan::new(&format, &bodies, "office", 2016).unwrap();
    let mut findings = Ledgers::default().findings(&plan);
    findings.tallies.retain(|tally| tally.register.code != "items");
    assert!(plan.compute(&findings).unwrap_err().to_string().contains("items"));
    let mut findings = Ledgers::default().findings(&plan);
    findings.lists.remove("F54");
    assert!(plan.compute(&findings).unwrap_err().to_string().contains("F54"));
}

#[test]
fn the_report_as_data_has_exactly_the_agreed_keys_in_order() {
    let json = report(&ledgers()).to_json();
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&json), ["format", "body", "year", "cells", "checks"]);
    assert_eq!(keys(&json["cells"][0]), ["code", "label", "unit", "value", "printed", "rows", "overridden"]);
    assert_eq!(keys(&json["checks"][0]), ["id", "kind", "holds", "left", "right", "says"]);
    assert_eq!(keys(&json["checks"][0]["says"]), ["zh", "en"]);
    assert_eq!(json["cells"][12]["value"].to_string(), "93");
    assert_eq!((json["body"].as_str(), json["year"].as_i64()), (Some("office"), Some(2016)));
    assert_eq!(row(&BODIES, &[("code", text("office"))]).key, "office");
}
