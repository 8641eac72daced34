//! The fill-in workbook and the schema.

use super::{BODIES, CODES, context, faults, notes, register, sheets};
use gongkai_domain::registers::{ALL, Kind, Vocabulary};
use gongkai_ledgers::{interpret, schema, template};
use std::io::{Cursor, Read};

fn words() -> Vocabulary<'static> {
    Vocabulary { codes: &CODES, bodies: &BODIES }
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn every_template_is_a_ledger_of_its_register_with_no_rows() {
    for register in ALL {
        let bytes = template(register, &words()).unwrap();
        let reading = interpret(register, &sheets(bytes, "模板.xlsx"), &context());
        assert_eq!(faults(&reading), Vec::<String>::new(), "{}", register.code);
        assert_eq!(reading.accepted, 0);
        assert!(notes(&reading).contains("填写说明"), "{}", notes(&reading));
    }
}

#[test]
fn lists_dates_and_numbers_are_checked_while_filling_in() {
    let bytes = template(register("procurement-projects"), &words()).unwrap();
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<dataValidations") && sheet.contains("代码表!$A$1"), "{sheet}");
    for kind in ["type=\"list\"", "type=\"date\"", "type=\"decimal\""] {
        assert!(sheet.contains(kind), "{kind}");
    }
    assert!(sheet.contains("state=\"frozen\""));
    let workbook = part(&bytes, "xl/workbook.xml");
    assert!(workbook.contains("name=\"代码表\"") && workbook.contains("state=\"hidden\""), "{workbook}");
    let strings = part(&bytes, "xl/sharedStrings.xml");
    for word in [
        "*采购方式",
        "采购预算金额（元）",
        "网上询价",
        "广州市从化区教育局",
        "填写内容",
        "《政府采购法》第二十六条",
    ] {
        assert!(strings.contains(word), "{word}");
    }
}

#[test]
fn the_schema_names_every_column_in_order() {
    for register in ALL {
        let schema = schema(register, &CODES);
        let columns = schema["columns"].as_array().unwrap();
        assert_eq!(columns.len(), register.columns.len());
        for (column, described) in register.columns.iter().zip(columns) {
            assert_eq!(described["column"], column.code);
            assert_eq!(matches!(column.kind, Kind::Code(_)), described.get("codes").is_some());
        }
    }
    let schema = schema(register("procurement-projects"), &CODES).to_string();
    assert!(
        schema.starts_with(
            r#"{"register":"procurement-projects","zh":"政府采购项目台账","en":"Procurement projects","unit":"宗","holding":"rows","key":{"columns":["number"]},"year":"signed_on","visibility":"public","columns":[{"column":"body","zh":"采购单位","en":"Purchaser","kind":"body","flags":["required"]}"#
        ),
        "{schema}"
    );
}
