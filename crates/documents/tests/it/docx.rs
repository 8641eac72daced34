//! Word documents.

use crate::office::{cell, document, docx, package, paragraph, table};
use crate::shown::{assert_grid, shown, tables};
use gongkai_documents::{DocumentFault, FileKind, read};

#[test]
fn merged_cells_and_tables_within_cells() {
    let inner = table(&[vec![cell("", "甲"), cell("", "乙")]]);
    let rows = [
        vec![cell("<w:gridSpan w:val=\"2\"/>", "指标"), cell("", "数量")],
        vec![cell("<w:vMerge w:val=\"restart\"/>", "结果"), cell("", "予以公开"), cell("", "9")],
        vec![cell("<w:vMerge/>", ""), cell("", "部分公开"), format!("<w:tc>{inner}<w:p/></w:tc>")],
    ];
    let document = read("a.docx", &docx(&(paragraph("一、总体情况") + &table(&rows)))).unwrap();
    assert_eq!(document.kind, FileKind::Docx);
    let expected = [
        "1 一、总体情况",
        "2 table 1",
        "1+2:指标 | 3:数量",
        "1v2:结果 | 2:予以公开 | 3:9",
        "2:部分公开 | 3:甲/乙",
    ];
    assert_eq!(shown(&document), expected);
    assert_grid(tables(&document)[0]);
}

#[test]
fn tracked_changes_are_accepted() {
    let body = "<w:p><w:r><w:t>共</w:t></w:r><w:del><w:r><w:delText>94</w:delText><w:t>94</w:t></w:r></w:del>\
                <w:ins><w:r><w:t>93</w:t></w:r></w:ins><w:r><w:t xml:space=\"preserve\"> 条</w:t></w:r></w:p>\
                <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p>\
                <w:p><w:r><w:t>后半</w:t></w:r></w:p>\
                <w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p/></w:tc></w:tr>\
                <w:tr><w:tc><w:p><w:r><w:t>规章</w:t></w:r></w:p></w:tc>\
                <w:tc><w:p><w:r><w:t>0</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let document = read("a.docx", &docx(body)).unwrap();
    assert_eq!(shown(&document), ["1 共93 条", "2 前半后半", "3 table 1", "1:规章 | 2:0"]);
}

#[test]
fn text_boxes_are_read_once_and_breaks_end_lines() {
    let shape = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", paragraph(text));
    let body = format!(
        "<w:p><w:r><w:t>前</w:t><mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback><w:pict>{}</w:pict>\
         </mc:Fallback></mc:AlternateContent><w:t>后&amp;&#20844;</w:t><w:br/><w:t>下</w:t><w:tab/><w:t>行</w:t>\
         </w:r></w:p>",
        shape("框"),
        shape("框"),
    );
    assert_eq!(shown(&read("a.docx", &docx(&body)).unwrap()), ["1 框", "2 前后&公", "3 下 行"]);
}

#[test]
fn numbers_word_counts_are_put_back() {
    let numbering = "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"7\">\
         <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"%1、\"/></w:lvl>\
         <w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%2.\"/></w:lvl>\
         </w:abstractNum><w:num w:numId=\"3\"><w:abstractNumId w:val=\"7\"/></w:num></w:numbering>";
    let styles = "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"a1\"><w:pPr><w:numPr><w:numId w:val=\"3\"/></w:numPr>\
         </w:pPr></w:style><w:style w:styleId=\"a2\"><w:basedOn w:val=\"a1\"/></w:style></w:styles>";
    let listed = |properties: &str, text: &str| {
        format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let own = |level: usize| format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"3\"/></w:numPr>");
    let body = [
        listed("<w:pStyle w:val=\"a2\"/>", "总体情况"),
        listed(&own(1), "主动公开"),
        listed(&own(1), "依申请公开"),
        listed(&own(0), "收到和处理情况"),
        listed(&own(1), "受理"),
        listed("<w:pStyle w:val=\"a2\"/><w:numPr><w:numId w:val=\"0\"/></w:numPr>", "没有编号"),
    ];
    let document = document(&body.concat());
    let parts: [(&str, &[u8]); 3] = [
        ("word/document.xml", document.as_bytes()),
        ("word/numbering.xml", numbering.as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
    ];
    let document = read("a.docx", &package(&parts)).unwrap();
    let expected = [
        "1 一、总体情况",
        "2 1.主动公开",
        "3 2.依申请公开",
        "4 二、收到和处理情况",
        "5 1.受理",
        "6 没有编号",
    ];
    assert_eq!(shown(&document), expected);
}

#[test]
fn a_thousand_tables_within_one_another() {
    let (open, close) = ("<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>");
    let body = open.repeat(1_000) + &paragraph("底") + &close.repeat(1_000);
    assert_eq!(shown(&read("a.docx", &docx(&body)).unwrap()), ["1 底"]);
}

#[test]
fn broken_documents_say_so() {
    let whole = docx(&paragraph("一、总体情况"));
    assert_eq!(read("a.docx", &whole[..whole.len() / 2]), Err(DocumentFault::Broken("ZIP")));
    let cut = document(&paragraph("一")).replace("</w:body></w:document>", "");
    let cut = package(&[("word/document.xml", cut.as_bytes())]);
    assert_eq!(read("a.docx", &cut), Err(DocumentFault::Broken("DOCX")));
    assert_eq!(read("a.docx", &docx("<w:p/>")), Err(DocumentFault::Empty));
    let bomb = package(&[("word/document.xml", &vec![b' '; 256 << 20])]);
    assert!(bomb.len() < 1 << 20);
    assert_eq!(read("a.docx", &bomb), Err(DocumentFault::TooMuch));
}
