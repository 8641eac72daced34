//! Whose report it is, wherever its title stands, and which lines head its sections.

use super::super::read;
use super::reader::{all_formats, document};
use super::variants::made;
use crate::Finding;
use gongkai_documents::{Block, Document, FileKind};

/// The body and year of a text.
fn itself(text: &str) -> (Option<String>, Option<i16>) {
    let reading = read(&document(text), all_formats(), None).reading;
    (reading.body, reading.year)
}

#[test]
fn the_body_may_stand_above_the_title() {
    let title = "2023年政府信息公开工作年度报告";
    for body in ["安平县水务局", "安平县人民政府办公室", "河口镇人民政府", "安平县（试点）大数据中心"]
    {
        let told = (Some(body.to_owned()), Some(2023));
        assert_eq!(itself(&format!("{body}\n{title}\n一、总体情况")), told);
        // A title that names the body counts for more.
        assert_eq!(itself(&format!("丰乐市林业局\n{body}{title}")), told);
    }
    for above in
        ["政府信息公开专区", "当前位置：首页", "发布时间", "信息来源：安平县水务局", "新闻中心", "安平县"]
    {
        assert_eq!(itself(&format!("{above}\n{title}\n一、总体情况")), (None, Some(2023)), "{above}");
    }
}

#[test]
fn the_title_may_stand_in_the_first_row_of_a_table() {
    let told = (Some("安平县水务局".to_owned()), Some(2023));
    let sheet = "Sheet1\n| 安平县水务局2023年政府信息公开工作年度报告 | |\n| 单位：件 | |\n| 规章 | 0 |";
    assert_eq!(itself(sheet), told);
    let two_rows = "| 安平县水务局 |\n| 2023年度政府信息公开工作年度报告 |\n| 规章 | 0 |";
    assert_eq!(itself(two_rows), told);
    let below = "| 序号 | 名称 |\n| 安平县水务局2023年政府信息公开工作年度报告 | |";
    assert_eq!(itself(below), (None, None));
}

/// What is said of the sections of a report of 2023.
fn of_sections(document: &Document) -> Vec<Finding> {
    read(document, all_formats(), None).findings
}

#[test]
fn a_table_of_contents_is_no_second_row_of_headings() {
    for page in ["", " 3", "········ 3", "· · · · · 3", "……3"] {
        let (_, mut document) = made("national-2021");
        let is_heading = |block: &&Block| match block {
            Block::Paragraph(paragraph) => {
                paragraph.text.contains('、') && paragraph.text.chars().count() < 30
            }
            Block::Table(_) => false,
        };
        let mut contents: Vec<Block> = document.blocks.iter().filter(is_heading).cloned().collect();
        assert!(contents.len() >= 5);
        for block in &mut contents {
            if let Block::Paragraph(paragraph) = block {
                paragraph.text.push_str(page);
            }
        }
        let mut word = contents[0].clone();
        if let Block::Paragraph(paragraph) = &mut word {
            "目　录".clone_into(&mut paragraph.text);
        }
        contents.insert(0, word);
        document.blocks.splice(1..1, contents);
        assert_eq!(of_sections(&document), [], "{page}");
    }
}

#[test]
fn a_workbook_has_no_sections() {
    let (_, mut document) = made("national-2021");
    document.blocks.retain(|block| match block {
        Block::Paragraph(paragraph) => {
            !["总体情况", "问题", "其他"].iter().any(|word| paragraph.text.contains(word))
        }
        Block::Table(_) => true,
    });
    assert!(!of_sections(&document).is_empty());
    document.kind = FileKind::Xlsx;
    assert_eq!(of_sections(&document), []);
}
