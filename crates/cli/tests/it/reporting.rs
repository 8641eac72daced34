//! Reports as files.

use crate::program::Program;
use std::fs;

#[test]
fn a_report_is_written_as_a_page_and_as_data_only() {
    let program = Program::with_office();
    let page = program.path("r.html");
    program.run(&["report", "2016", "--output", page.to_str().unwrap()]).done();
    assert!(fs::read_to_string(page).unwrap().contains("某区人民政府办公室"));
    let other = program.path("r.docx");
    program.run(&["report", "2016", "--output", other.to_str().unwrap()]).bad_use().says(&[".html"]);
    assert!(!other.exists());
    program.run(&["report", "2016", "--format", "gz-1999"]).problems().says(&["gz-1999", "gz-2016"]);
    program.run(&["report", "explain", "2016", "F999"]).problems().says(&["F999"]);
    program.run(&["report", "2016", "--body", "nobody"]).problems().says(&["nobody"]);
}
