//! What is prose in a document, and on which line it stands.

use super::*;
use crate::tables::Taken;
use gongkai_documents::{Cell, Table};

fn texts(passages: &[Passage]) -> Vec<&str> {
    passages.iter().map(|passage| passage.text.as_str()).collect()
}

#[test]
fn lines_that_the_layout_broke_are_joined_and_a_finding_names_its_own() {
    let source = "一、总体情况\n全年收到政府信息公开申请 34 件，所有申请均已按要求办结，其中自然人 20 件，企业 10 件，其\n他 5 件。全年开展培训 3 次，发布信息 200 条，开展检查 4 次，整改问题 5\n个。\n（一）主动公开\n第二段。";
    let passages = passages(&document(source, true), &[]);
    assert_eq!(
        texts(&passages),
        [
            "一、总体情况",
            "全年收到政府信息公开申请 34 件，所有申请均已按要求办结，其中自然人 20 件，企业 10 件，其他 5 件。全年开展培训 3 次，发布信息 200 条，开展检查 4 次，整改问题 5个。",
            "（一）主动公开",
            "第二段。"
        ]
    );
    let stated = figures(&passages);
    let lines: Vec<Place> = stated.iter().map(|figure| figure.place).collect();
    assert_eq!(lines[0], Place::Line { line: 2 });
    assert_eq!(lines[3], Place::Line { line: 3 });
    let findings = test(&passages, &Reading::default(), None);
    assert_eq!(findings.iter().map(short).collect::<Vec<_>>(), ["Error TextSum 34 / 35"]);
}

#[test]
fn lines_that_the_writer_broke_stay_apart_but_for_the_items_of_a_list() {
    let source = "公开信息30条，其中：\n1.规划类12条；\n2.预算类20条。\n收到申请3件";
    let passages = passages(&document(source, false), &[]);
    assert_eq!(texts(&passages), ["公开信息30条，其中：1.规划类12条；2.预算类20条。", "收到申请3件"]);
    let findings = test(&passages, &Reading::default(), None);
    assert_eq!(findings.iter().map(short).collect::<Vec<_>>(), ["Error TextSum 30 / 32"]);
}

#[test]
fn what_a_table_took_is_no_prose_and_a_long_cell_is() {
    let text = "一、收到申请3件。二、表规章000规范性文件898989五、问题2个。";
    let mut document = document(text, false);
    let begin = text.find("二、").unwrap();
    let taken = [Taken { block: 0, bytes: begin..text.find("五、").unwrap() }];
    let long = "全年公开信息30条，其中规划类12条，预算类20条，其余的没有单独统计，各科室另有台账备查。";
    let cell = |text: &str, column| Cell { text: text.to_owned(), row: 2, column, rows: 1, columns: 1 };
    let table = Table { number: 1, line: 7, rows: vec![vec![], vec![cell("情况", 1), cell(long, 2)]] };
    document.blocks.push(Block::Table(table));
    let passages = passages(&document, &taken);
    assert_eq!(texts(&passages), ["一、收到申请3件。", "五、问题2个。", long]);
    let findings = test(&passages, &Reading::default(), None);
    assert_eq!(findings.iter().map(|finding| finding.place).collect::<Vec<_>>(), [Place::Line { line: 8 }]);
}

#[test]
fn a_long_report_is_read_in_no_time() {
    let paragraph = "全年公开信息30条，其中规划类12条，预算类8条，其他类10条；收到政府信息公开申请3件，均已办结，占总数的100%。";
    let source = vec![paragraph.repeat(20); 60].join("\n");
    let begun = std::time::Instant::now();
    let passages = passages(&document(&source, false), &[]);
    test(&passages, &Reading { year: Some(2022), ..Reading::default() }, None);
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    println!("{} characters in {:?}", source.chars().count(), begun.elapsed());
}
