//! Reports as files.

use crate::program::Program;
use std::fs;

#[test]
fn a_report_is_written_in_every_kind_and_no_other() {
    let program = Program::with_office();
    let page = program.path("r.html");
    program.run(&["report", "2016", "--output", page.to_str().unwrap()]).done();
    assert!(fs::read_to_string(page).unwrap().contains("某区人民政府办公室"));
    for kind in ["docx", "xlsx", "csv"] {
        let file = program.path(&format!("r.{kind}"));
        program.run(&["report", "2016", "--output", file.to_str().unwrap()]).done();
        assert!(fs::metadata(file).unwrap().len() > 1_000, "{kind}");
    }
    let copy = program.path("copy.docx");
    let data = program.path("checked.json");
    program
        .run(&["report", "2016", "--checking", "--output", data.to_str().unwrap()])
        .bad_use()
        .says(&[".pdf"]);
    assert!(!data.exists());
    program.run(&["report", "2016", "--checking", "--output", copy.to_str().unwrap()]).done();
    let copy = program.path("copy.xlsx");
    program
        .run(&["report", "2016", "--checking", "--output", copy.to_str().unwrap()])
        .bad_use()
        .says(&[".docx"]);
    let other = program.path("r.doc");
    program.run(&["report", "2016", "--output", other.to_str().unwrap()]).bad_use().says(&[".html"]);
    assert!(!other.exists());
    program.run(&["report", "2016", "--format", "gz-1999"]).problems().says(&["gz-1999", "gz-2016"]);
    program.run(&["report", "explain", "2016", "F999"]).problems().says(&["F999"]);
    program.run(&["report", "2016", "--body", "nobody"]).problems().says(&["nobody"]);
}

#[test]
fn a_report_is_typeset_with_the_fonts_there_are() {
    let program = Program::with_office();
    let file = program.path("r.pdf");
    let file = file.to_str().unwrap();
    program.run(&["report", "2016", "--output", file]).done();
    assert!(fs::read(file).unwrap().starts_with(b"%PDF-"));
    let nowhere = program.path("nowhere");
    let ran = program.run(&["report", "2016", "--output", file, "--fonts", nowhere.to_str().unwrap()]);
    ran.problems().says(&["没有找到中文字体", "no Chinese fonts", "nowhere"]);
    let served = program.served(
        &["serve", "--fonts", nowhere.to_str().unwrap()],
        &["/zfxxgk/zfxxgknb/2016/gz-2016/report.pdf", "/zfxxgk/"],
    );
    assert!(served[1].starts_with(b"HTTP/1.1 200"), "the rest of the portal needs no fonts");
}
