//! Every fault is a message with sheet, row, column, value, rule and what to do.

use super::{context, faults, reading, register, sheets};
use gongkai_domain::says::Language;
use gongkai_ledgers::{interpret, read, write};
use rust_xlsxwriter::Workbook;
use std::fmt::Write as _;

const HEAD: &str = "项目编号,采购单位,项目名称,采购方式,采购预算金额（元）,合同金额（元）,合同签订日期\n";

#[test]
fn each_fault_names_place_value_rule_and_remedy() {
    let text = format!(
        "{HEAD}A-1,区政府,甲,随便买,100,50,2016-13-1\nA-1,教育局,乙,询价,-5,1.234,2016-3-1\nA-2,某局,,询价,100,101,2016-3-1\n\
         A-3,区政府,丙,询价,1,1,\nA-3,区政府,丁,询价,1,1,\nA-4,区政府,戊,询价,10,11,2016-3-1\n"
    );
    let reading = reading("procurement-projects", &text, &context());
    let found = faults(&reading);
    for (at, wanted) in [
        "台账.csv，第 2 行，列 D“采购方式”，值“随便买”：代码表“采购方式”里没有这个词；可填：公开招标、",
        "台账.csv，第 2 行，列 G“合同签订日期”，值“2016-13-1”：历法上没有这一天；请核对年、月、日",
        "台账.csv，第 3 行，列 B“采购单位”，值“教育局”：几个机构都用这个名称：conghua-edu、zengcheng-edu；请改填机构代码",
        "台账.csv，第 3 行，列 E“采购预算金额（元）”，值“-5”：金额不能是负数；",
        "台账.csv，第 3 行，列 F“合同金额（元）”，值“1.234”：金额细于一分；以元计的最多两位小数",
        "台账.csv，第 4 行，列 B“采购单位”，值“某局”：机构名录里没有这个机构；",
        "台账.csv，第 4 行，列 C“项目名称”：必填，但没有填；请补填",
        "台账.csv，第 4 行，列 F“合同金额（元）”，值“101.00”：“合同金额”不应高于“采购预算金额”",
        "台账.csv，第 6 行，值“conghua-gov/A-3”：与台账.csv，第 5 行的项目编号重复；",
        "台账.csv，第 7 行，列 F“合同金额（元）”，值“11.00”：“合同金额”不应高于",
    ]
    .iter()
    .enumerate()
    {
        assert!(found.get(at).is_some_and(|found| found.starts_with(wanted)), "{wanted}\n{found:#?}");
    }
    assert_eq!(found.len(), 10);
    assert_eq!((reading.accepted, reading.rejected.len(), reading.errors), (2, 4, 8));
    let english = reading.faults[1].in_language(Language::English);
    assert!(
        english
            .starts_with("台账.csv, row 2, column G“合同签订日期”, value “2016-13-1”: there is no such day")
    );
}

#[test]
fn missing_doubled_and_unknown_units_of_columns() {
    let text = "项目编号,采购编号,采购单位,项目名称,采购预算（美元）\nA-1,A-1,区政府,甲,5\n";
    let reading = reading("procurement-projects", text, &context());
    let found = faults(&reading);
    assert!(
        found.iter().any(|fault| fault.contains("第 1 行：缺少必填的列“采购方式”；请补上这一列")),
        "{found:#?}"
    );
    assert!(
        found.iter().any(|fault| fault.contains("列 B“采购编号”：与 A“项目编号” 是同一列")),
        "{found:#?}"
    );
    assert!(found.iter().any(|fault| fault.contains("金额单位“美元”不能换算")), "{found:#?}");
    assert_eq!(reading.accepted, 0);
}

#[test]
fn no_header_says_what_was_found_and_what_is_missing() {
    let reading = reading("petitions", "甲,乙,丙\n1,2,3\n", &context());
    let found = faults(&reading);
    assert_eq!(found.len(), 1);
    assert!(
        found[0].contains("值“甲｜乙｜丙”")
            && found[0].contains("缺少：受理机构、信访编号、信访方式、收到日期")
    );
}

#[test]
fn personal_values_are_not_shown() {
    let text = format!(
        "信访编号,受理机构,信访方式,收到日期,信访人\nX-1,区政府,网上信访,2016-3-1,{}\n",
        "张".repeat(2_001)
    );
    let reading = reading("petitions", &text, &context());
    assert!(faults(&reading)[0].contains("值“（个人信息）”：超过 2000 字"));
}

#[test]
fn formula_errors_and_lost_digits_are_refused() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (at, heading) in ["信访编号", "受理机构", "信访方式", "收到日期"].iter().enumerate() {
        sheet.write_string(0, at as u16, *heading).unwrap();
    }
    sheet.write_number(1, 0, 440_184_199_001_011_234.0).unwrap();
    sheet.write_string(1, 1, "区政府").unwrap();
    sheet.write_string(1, 2, "网上信访").unwrap();
    sheet.write_formula(1, 3, rust_xlsxwriter::Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    let reading = interpret(register("petitions"), &sheets(bytes, "信访.xlsx"), &context());
    let found = faults(&reading);
    assert!(found[0].contains("末几位已被表格软件改成 0"), "{found:?}");
    assert!(found[1].contains("D“收到日期”"), "{found:?}");
}

#[test]
fn json_of_another_register_is_refused() {
    let text = r#"{"register":"requests","rows":[{"number":"1"}]}"#;
    let reading = interpret(register("petitions"), &sheets(text, "a.json"), &context());
    assert!(faults(&reading)[0].contains("这是另一种台账"));
}

#[test]
fn rejected_rows_can_be_corrected_and_imported() {
    let text = format!("标题,,,,,,\n{HEAD}A-1,区政府,甲,询价,100,50,2016-2-30\nA-2,区政府,=乙,询价,1,1,\n");
    let first = reading("procurement-projects", &text, &context());
    assert_eq!((first.accepted, first.rejected.len()), (1, 1));
    let mut out = Vec::new();
    write::rejects(&first, &mut out).unwrap();
    let rejects = String::from_utf8(out).unwrap();
    assert!(rejects.contains("历法上没有这一天") && rejects.contains("第 3 行"), "{rejects}");
    let second = reading("procurement-projects", &rejects.replace("2016-2-30", "2016-2-29"), &context());
    assert_eq!((second.accepted, second.errors), (1, 0), "{:?}", faults(&second));
}

#[test]
fn too_many_faults_are_counted() {
    let mut text = HEAD.to_owned();
    for row in 0..6_000 {
        writeln!(text, "A-{row},某局,甲,随便买,1,1,").unwrap();
    }
    let reading = reading("procurement-projects", &text, &context());
    assert_eq!((reading.faults.len(), reading.unlisted, reading.errors), (10_000, 2_000, 12_000));
    assert_eq!(reading.rejected.len(), 6_000);
}

#[test]
fn an_unclosed_quotation_mark_is_refused_with_its_row() {
    let fault = read(b"a,b\n1,2\n\"x,3\n".to_vec(), "a.csv").unwrap_err();
    assert_eq!(
        fault.to_string(),
        "a.csv：第 3 行的引号没有成对；请补上引号 / a.csv: a quotation mark in row 3 is never closed; close it"
    );
}
