//! `gongkai report check`, in an empty folder, without an installation.

use crate::program::Program;
use serde_json::json;
use std::fs;

#[test]
fn it_needs_no_installation_and_makes_none() {
    let program = Program::new();
    let file = program.file("空白.txt", "");
    program.run(&["report", "check", &file]).bad_use().says(&["空白.txt", "一份也没有读出来"]);
    assert!(!program.data().exists(), "checking writes no data");
    program
        .run(&["report", "check", &file, "--lang", "en"])
        .bad_use()
        .says(&["空白.txt", "nothing could be read"]);
}

#[test]
fn a_file_that_cannot_be_read_is_told_as_data() {
    let program = Program::new();
    let file = program.file("空白.txt", "");
    let told = program.run(&["report", "check", &file, "--json"]).bad_use().json();
    let files = told["files"].as_array().unwrap();
    assert_eq!((files.len(), &files[0]["file"]), (1, &json!(file)));
    let [zh, en] = ["zh", "en"].map(|language| files[0]["fault"][language].as_str().unwrap());
    assert!(!zh.is_empty() && !en.is_empty() && zh != en, "{zh} {en}");
    for list in ["cells", "narrative", "findings"] {
        assert_eq!(files[0][list], json!([]));
    }
}

#[test]
fn a_folder_gives_a_summary_of_every_file_in_it() {
    let program = Program::new();
    let folder = program.path("年报");
    fs::create_dir_all(folder.join("乡镇")).unwrap();
    for name in ["乡镇/甲.txt", "乙.docx", "丙.csv"] {
        fs::write(folder.join(name), "").unwrap();
    }
    let [page, book] = ["汇总.html", "汇总.xlsx"].map(|name| folder.join(name).to_str().unwrap().to_owned());
    let ask = ["report", "check", folder.to_str().unwrap(), "--html", &page, "--xlsx", &book];
    // The second time the summaries of the first are in the folder.
    for _ in 0..2 {
        let said = program.run(&ask).bad_use().says(&["甲.txt", "乙.docx", "0 份", "2 份没能读出"]).said();
        assert!(!said.contains("丙.csv") && !said.contains("✗ 汇总"), "{said}");
    }
    let page = fs::read_to_string(page).unwrap();
    assert!(page.contains("乙.docx") && page.contains("没能读出") && !page.contains("<script"));
    assert!(fs::read(book).unwrap().starts_with(b"PK"));
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let program = Program::new();
    fs::create_dir_all(program.path("空")).unwrap();
    let empty = program.path("空");
    program.run(&["report", "check"]).bad_use();
    program.run(&["report", "check", "没有的.txt"]).bad_use().says(&["没有的.txt"]);
    program.run(&["report", "check", empty.to_str().unwrap()]).bad_use().says(&[".docx"]);
    program
        .run(&["report", "check", "x.txt", "--only", "grave"])
        .bad_use()
        .says(&["error", "warning", "note"]);
}

#[test]
fn the_law_of_the_data_directory_is_honoured_where_there_is_one() {
    let program = Program::new();
    let file = program.file("空白.txt", "");
    fs::create_dir_all(program.data().join("law/reports")).unwrap();
    fs::write(program.data().join("law/reports/own.toml"), "id = ").unwrap();
    program.run(&["report", "check", &file]).problems().says(&["own.toml"]);
}
