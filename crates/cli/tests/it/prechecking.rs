//! Files are looked at before they are published.

use crate::program::Program;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn docx(text: &str) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let body = format!(
        "<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"
    );
    let core = "<c xmlns:dc=\"d\"><dc:creator>李某</dc:creator></c>";
    for (name, part) in [("word/document.xml", body.as_str()), ("docProps/core.xml", core)] {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(part.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn what_must_be_masked_is_told_and_a_copy_names_nobody() {
    let program = Program::new();
    let personal = program.file("公告.docx", docx("联系人张某，身份证440117199001010012，电话020-87927132"));
    let ran = program.run(&["precheck", &personal]).problems();
    ran.says(&["✗ 第 1 行：身份证号，可以写成 440117********0012", "! 第 1 行：固定电话", "creator"]);
    assert!(
        !program.run(&["precheck", &personal]).out.contains("440117199001010012"),
        "nothing is repeated in full"
    );
    let quiet = program.file("通知.docx", docx("关于印发办法的通知，咨询电话 020-87927132"));
    let copies = program.path("copies");
    let copied = ["precheck", &quiet, "--known", "(020)87927132", "--copies", copies.to_str().unwrap()];
    program.run(&copied).done().says(&["! 文档属性：“creator”，副本里会去掉"]);
    let copy = copies.join("通知.docx");
    program
        .run(&["precheck", copy.to_str().unwrap(), "--known", "020-87927132"])
        .done()
        .says(&["没有发现要处理的"]);
}

#[test]
fn files_that_are_not_published_are_told_why() {
    let program = Program::new();
    let page = program.file("a.html", "<script>alert(1)</script>");
    let told = program.run(&["precheck", &page, "--json"]).problems().json();
    assert!(told["files"][0]["findings"][0]["says"]["zh"].as_str().unwrap().contains("不能公开"), "{told}");
    program.run(&["precheck", "nowhere.pdf"]).bad_use().says(&["读不出文件“nowhere.pdf”"]);
}
