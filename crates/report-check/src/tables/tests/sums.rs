//! What the sums show, and how it is told.

use super::super::{read, test};
use super::made::{Dice, Printed, numbers, report};
use super::reader::all_formats;
use super::variants::{format, made, row_of};
use crate::{CellState, FindingKind, Reading, Severity, Side};
use gongkai_documents::Block;
use rust_decimal::Decimal;

#[test]
fn last_years_report_of_another_format_is_compared() {
    let (before, last) = made("national-2019");
    let last = read(&last, all_formats(), None).reading;
    let (_, document) = made("national-2021");
    let mut reading = read(&document, all_formats(), Some(&last)).reading;
    reading.year = Some(2021);
    assert_eq!(last.year, Some(2020));
    let tested = |reading: &Reading, last: &Reading| {
        let findings = test(reading, Some(format("national-2021")), Some(last));
        findings.into_iter().filter(|finding| finding.kind != FindingKind::Balance).collect::<Vec<_>>()
    };
    let set = |reading: &mut Reading, code: &str, number: Decimal| {
        reading.cells.get_mut(code).unwrap().state = CellState::Number(number);
    };
    for column in [
        "natural_person",
        "commercial_enterprise",
        "research_institution",
        "public_welfare_organization",
        "legal_service_institution",
        "other_organization",
        "total",
    ] {
        set(&mut reading, &format!("B.r2.{column}"), before[&format!("B.r25.{column}")]);
    }
    for row in ["regulation", "normative_document"] {
        set(&mut reading, &format!("A.{row}.issued"), Decimal::ONE);
        set(&mut reading, &format!("A.{row}.repealed"), Decimal::ZERO);
        set(&mut reading, &format!("A.{row}.valid"), before[&format!("A.{row}.total")] + Decimal::ONE);
    }
    assert_eq!(tested(&reading, &last), []);
    set(&mut reading, "A.normative_document.valid", before["A.normative_document.total"] + Decimal::TWO);
    let [stock] = &tested(&reading, &last)[..] else { panic!() };
    assert_eq!((stock.kind, stock.severity), (FindingKind::Stock, Severity::Error));
    assert_eq!(stock.right, Some(Side::Number(before["A.normative_document.total"] + Decimal::ONE)));
    assert!(
        stock.says.zh.contains("“行政规范性文件”一行") && stock.says.zh.contains("上年报告"),
        "{}",
        stock.says.zh
    );
    let older = Reading { year: Some(2018), ..last };
    assert_eq!(tested(&reading, &older), [], "a report of two years before says nothing about this one");
}

#[test]
fn one_wrong_cell_is_one_finding() {
    let (numbers, mut document) = made("national-2021");
    let right = numbers["B.r3.natural_person"];
    row_of(&mut document, "（一）予以公开")[0].text = (right + Decimal::from(3)).to_string();
    let tabled = read(&document, all_formats(), None);
    let findings = test(&tabled.reading, Some(format("national-2021")), None);
    let [finding] = &findings[..] else { panic!("{findings:#?}") };
    assert_eq!(finding.cells, ["B.r3.natural_person"]);
    assert_eq!(finding.left, Some(Side::Number(right + Decimal::from(3))));
    assert_eq!(finding.right, Some(Side::Number(right)));
    assert_eq!(finding.place, tabled.reading.cells["B.r3.natural_person"].place);
    assert!(finding.says.zh.contains("“（一）予以公开”一行的“自然人”写的是"), "{}", finding.says.zh);
}

#[test]
fn a_wrong_total_of_the_remedies_is_a_row_sum() {
    let (numbers, mut document) = made("national-2021");
    let total = numbers["C.reconsideration.total"];
    let Some(Block::Table(table)) =
        document.blocks.iter_mut().rev().find(|block| matches!(block, Block::Table(_)))
    else {
        panic!()
    };
    table.rows[3][4].text = (total + Decimal::ONE).to_string();
    let tabled = read(&document, all_formats(), None);
    let findings = test(&tabled.reading, Some(format("national-2021")), None);
    let [finding] = &findings[..] else { panic!("{findings:#?}") };
    assert_eq!((finding.kind, finding.severity), (FindingKind::RowSum, Severity::Error));
    assert_eq!(finding.left, Some(Side::Number(total + Decimal::ONE)));
    assert_eq!(finding.right, Some(Side::Number(total)));
    println!("{}", finding.says.zh);
    assert!(finding.says.zh.contains("“行政复议”之下："), "{}", finding.says.zh);
}

#[test]
fn sentences_name_rows_and_columns_and_give_both_numbers() {
    let says = |id: &str, change: &[(&str, i64)]| {
        let mut numbers = numbers(format(id), &mut Dice(3));
        for (code, by) in change {
            *numbers.get_mut(*code).unwrap() += Decimal::from(*by);
        }
        let tabled = read(&report(format(id), &numbers, Printed::Grid), all_formats(), None);
        test(&tabled.reading, Some(format(id)), None)
    };
    for (id, change, words) in [
        ("national-2021", vec![("B.r24.total", 1)], "“（七）总计”一行的“总计”写的是"),
        (
            "national-2021",
            vec![("B.r1.natural_person", 5), ("B.r1.total", 5)],
            "“自然人”一列：“一、本年新收政府信息公开申请数量” ",
        ),
        (
            "national-2021",
            vec![("C.litigation_direct.upheld", 1)],
            "“行政诉讼”的“未经复议直接起诉”之下：“结果维持” ",
        ),
        ("gz-2016", vec![("F13", 2)], "“其中：1.组织机构”至“7.其他信息” 7 项相加是"),
        ("national-2014", vec![("S.8.3", 2)], "“1.专职人员数（不包括政府公报及政府网站工作人员数）” "),
        ("national-2014", vec![("S.1.1.1", 2000)], "前者不应大于后者"),
    ] {
        let findings = says(id, &change);
        for finding in &findings {
            println!("{:?} {}\n{}", finding.kind, finding.says.zh, finding.says.en);
            assert_eq!(finding.says.zh.matches('。').count(), 1);
        }
        assert!(findings.iter().any(|finding| finding.says.zh.contains(words)), "{words}");
    }
}
