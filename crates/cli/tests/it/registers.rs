//! What registers there are, how they are described, and blank ledgers.

use crate::program::Program;
use gongkai_domain::law::{BUILT_IN, Codes, Headings};
use gongkai_domain::registers::{ALL, BodyNames};
use gongkai_ledgers::{Context, interpret, read};
use std::fs;

#[test]
fn the_list_names_every_register() {
    let program = Program::new();
    let ran = program.run(&["registers"]).done();
    assert_eq!(ran.out.lines().count(), ALL.len());
    for register in ALL {
        assert!(ran.out.contains(register.code) && ran.out.contains(register.zh), "{}", register.code);
    }
    let json = program.run(&["registers", "--json"]).done().json();
    assert_eq!(json.as_array().unwrap().len(), ALL.len());
    assert!(!program.data().exists(), "looking makes no installation");
}

#[test]
fn a_register_is_described_in_words_and_as_data() {
    let program = Program::new();
    program.run(&["registers", "procurement-projects"]).done().says(&["采购方式", "公开招标", "必填"]);
    program.run(&["registers", "政府采购项目台账"]).done().says(&["procurement-projects"]);
    let json = program.run(&["registers", "requests", "--json"]).done().json();
    assert_eq!(json["register"], "requests");
    let name = json["columns"].as_array().unwrap().iter().find(|column| column["column"] == "requester_name");
    assert_eq!(name.unwrap()["flags"], serde_json::json!(["personal"]));
    program.run(&["registers", "procurement"]).bad_use().says(&["procurement-projects"]);
    program.run(&["registers", "没有这种台账"]).bad_use().says(&["没有这种台账"]);
}

#[test]
fn a_blank_ledger_opens_offers_the_bodies_and_imports_as_nothing() {
    let program = Program::with_office();
    let file = program.path("blank.xlsx");
    let name = file.to_str().unwrap();
    for register in ALL {
        program.run(&["registers", register.code, "--template", name]).done();
        let sheets = read(fs::read(&file).unwrap(), "blank.xlsx").unwrap();
        let (codes, headings) = (Codes::read(BUILT_IN).unwrap(), Headings::read(BUILT_IN).unwrap());
        let bodies = BodyNames::new();
        let context =
            Context { codes: &codes, headings: &headings, bodies: &bodies, default_body: None, year: None };
        let reading = interpret(register, &sheets, &context);
        assert_eq!((reading.errors, reading.accepted), (0, 0), "{}", register.code);
    }
    let before = program.verified();
    // What lies there now is the blank ledger of the last register.
    program.run(&["import", ALL[ALL.len() - 1].code, name]).done();
    assert_eq!(program.verified(), before);
}
