//! Tables as offices print them: other columns, other labels, other figures.

use super::super::{Tabled, read, test};
use super::made::{Dice, Numbers, Printed, numbers, report};
use super::reader::{all_formats, document};
use crate::{CellState, Finding, FindingKind, Severity, Side};
use gongkai_documents::{Block, Cell, Document};
use gongkai_domain::reports::Format;
use rust_decimal::Decimal;

pub(super) fn format(id: &str) -> &'static Format {
    all_formats().iter().find(|format| format.id == id).unwrap()
}

pub(super) fn made(id: &str) -> (Numbers, Document) {
    let numbers = numbers(format(id), &mut Dice(11));
    let document = report(format(id), &numbers, Printed::Grid);
    (numbers, document)
}

/// Every cell of the document's tables whose text is `text`.
fn cells<'d>(document: &'d mut Document, text: &str) -> Vec<&'d mut Cell> {
    let tables = document.blocks.iter_mut().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Paragraph(_) => None,
    });
    tables.flat_map(|table| table.rows.iter_mut().flatten()).filter(|cell| cell.text == text).collect()
}

/// The figures right of the cell that reads `label`.
pub(super) fn row_of<'d>(document: &'d mut Document, label: &str) -> Vec<&'d mut Cell> {
    for block in &mut document.blocks {
        let Block::Table(table) = block else { continue };
        if let Some(row) = table.rows.iter_mut().find(|row| row.iter().any(|cell| cell.text == label)) {
            let at = row.iter().position(|cell| cell.text == label).unwrap();
            return row.iter_mut().skip(at + 1).collect();
        }
    }
    panic!("no row {label}");
}

pub(super) fn all_read(numbers: &Numbers, tabled: &Tabled) {
    for (code, number) in numbers {
        let state = tabled.reading.cells.get(code).map(|cell| cell.state);
        assert_eq!(state, Some(CellState::Number(*number)), "{code}");
    }
}

fn state(tabled: &Tabled, code: &str) -> Option<CellState> {
    tabled.reading.cells.get(code).map(|cell| cell.state)
}

fn kinds(findings: &[Finding]) -> Vec<FindingKind> {
    findings.iter().map(|finding| finding.kind).collect()
}

#[test]
fn figures_in_full_width_with_commas_and_units_are_the_same_figures() {
    let (mut numbers, mut document) = made("national-2021");
    numbers.insert("A.licence.decisions".to_owned(), Decimal::from(12_345));
    numbers.insert("A.penalty.decisions".to_owned(), Decimal::from(21));
    numbers.insert("A.coercive_measure.decisions".to_owned(), Decimal::from(12));
    row_of(&mut document, "行政许可")[0].text = "１２，３４５".to_owned();
    row_of(&mut document, "行政处罚")[0].text = " 21 件".to_owned();
    row_of(&mut document, "行政强制")[0].text = "十二".to_owned();
    let amount = numbers["A.administrative_charge.amount"];
    row_of(&mut document, "行政事业性收费")[0].text =
        format!("{}元", (amount * Decimal::from(10_000)).normalize());
    let tabled = read(&document, all_formats(), None);
    all_read(&numbers, &tabled);
    assert!(tabled.findings.is_empty(), "{:#?}", tabled.findings);
}

#[test]
fn what_does_not_apply_is_not_blank() {
    let (_, mut document) = made("national-2021");
    for (cell, text) in row_of(&mut document, "规章").into_iter().zip(["/", "—", "——"]) {
        cell.text = text.to_owned();
    }
    row_of(&mut document, "行政许可")[0].text.clear();
    row_of(&mut document, "行政强制")[0].text = "不涉及".to_owned();
    let tabled = read(&document, all_formats(), None);
    for code in
        ["A.regulation.issued", "A.regulation.repealed", "A.regulation.valid", "A.coercive_measure.decisions"]
    {
        assert_eq!(state(&tabled, code), Some(CellState::NotApplicable), "{code}");
    }
    assert_eq!(state(&tabled, "A.licence.decisions"), Some(CellState::Blank));
    let [blank] = &tabled.findings[..] else { panic!("{:#?}", tabled.findings) };
    assert_eq!((blank.kind, blank.severity), (FindingKind::Blank, Severity::Warning));
    assert_eq!(blank.cells, ["A.licence.decisions"]);
}

#[test]
fn a_table_without_a_figure_is_an_error() {
    let (numbers, mut document) = made("national-2021");
    for block in &mut document.blocks {
        let Block::Table(table) = block else { continue };
        for cell in table.rows.iter_mut().flatten() {
            if cell.text.parse::<Decimal>().is_ok() {
                cell.text.clear();
            }
        }
    }
    assert!(!numbers.is_empty());
    let tabled = read(&document, all_formats(), None);
    assert_eq!(tabled.reading.format.as_deref(), Some("national-2021"));
    let errors: Vec<_> =
        tabled.findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    assert_eq!(errors.len(), 3, "{:#?}", tabled.findings);
    assert!(errors.iter().all(|finding| finding.kind == FindingKind::Blank));
}

#[test]
fn columns_may_stand_in_another_order_and_more_of_them() {
    let (numbers, mut document) = made("national-2021");
    let Some(Block::Table(table)) =
        document.blocks.iter_mut().filter(|block| matches!(block, Block::Table(_))).nth(1)
    else {
        panic!()
    };
    // 总计 moves before 自然人, and a column of serial numbers before everything.
    for row in &mut table.rows {
        for cell in row.iter_mut() {
            cell.column = match cell.column {
                10 => 4,
                column @ 4..10 if cell.columns == 1 || cell.text == "法人或其他组织" => column + 1,
                column => column,
            };
            cell.column += 1;
        }
        row.sort_by_key(|cell| cell.column);
    }
    for (at, row) in table.rows.iter_mut().enumerate() {
        let serial = Cell { text: (at + 1).to_string(), row: at + 1, column: 1, rows: 1, columns: 1 };
        row.insert(0, serial);
    }
    let tabled = read(&document, all_formats(), None);
    all_read(&numbers, &tabled);
    assert!(tabled.findings.is_empty(), "{:#?}", tabled.findings);
}

#[test]
fn labels_broken_over_lines_and_cells_are_the_same_labels() {
    let (numbers, mut document) = made("national-2021");
    cells(&mut document, "5.要求行政机关确认或重新出具已获取信息")[0].text =
        "5.要求行政机关确认\n或重新出具已获\n取信息".to_owned();
    cells(&mut document, "二、上年结转政府信息公开申请数量")[0].text =
        "二、上年结转政府信息公开申请数 量 ".to_owned();
    cells(&mut document, "行政规范性文件")[0].text = "规范性文件".to_owned();
    cells(&mut document, "3.危及“三安全一稳定”")[0].text = "3. 危及\"三安全一稳定\"".to_owned();
    let tabled = read(&document, all_formats(), None);
    all_read(&numbers, &tabled);
    assert!(tabled.findings.is_empty(), "{:#?}", tabled.findings);
}

#[test]
fn a_label_close_to_the_official_one_is_named() {
    let (numbers, mut document) = made("national-2021");
    cells(&mut document, "2.重复申请")[0].text = "2.重复申清".to_owned();
    let tabled = read(&document, all_formats(), None);
    all_read(&numbers, &tabled);
    let [label] = &tabled.findings[..] else { panic!("{:#?}", tabled.findings) };
    assert_eq!(label.kind, FindingKind::Label);
    assert_eq!(label.left, Some(Side::Text("2.重复申清".to_owned())));
    assert_eq!(label.right, Some(Side::Text("2.重复申请".to_owned())));
}

#[test]
fn rows_missing_and_rows_printed_twice_are_named() {
    let (_, mut document) = made("national-2021");
    let Some(Block::Table(table)) =
        document.blocks.iter_mut().filter(|block| matches!(block, Block::Table(_))).nth(1)
    else {
        panic!()
    };
    let at =
        table.rows.iter().position(|row| row.iter().any(|cell| cell.text == "7.属于行政执法案卷")).unwrap();
    table.rows.remove(at);
    let tabled = read(&document, all_formats(), None);
    let [missing] = &tabled.findings[..] else { panic!("{:#?}", tabled.findings) };
    assert_eq!((missing.kind, missing.cells[0].as_str()), (FindingKind::MissingRow, "B.r11.natural_person"));

    let (_, mut document) = made("gz-2016");
    let Some(Block::Table(table)) = document.blocks.iter_mut().find(|block| matches!(block, Block::Table(_)))
    else {
        panic!()
    };
    let twice = table.rows[3].clone();
    table.rows.insert(4, twice);
    let tabled = read(&document, all_formats(), None);
    assert_eq!(kinds(&tabled.findings), [FindingKind::RepeatedRow], "{:#?}", tabled.findings);
}

#[test]
fn remedies_in_three_rows_are_the_same_cells() {
    let (numbers, mut document) = made("national-2021");
    let at = document.blocks.iter().rposition(|block| matches!(block, Block::Table(_))).unwrap();
    let heads = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
    let rows = [
        ("行政复议", "", "reconsideration"),
        ("行政诉讼", "未经复议直接起诉", "litigation_direct"),
        ("行政诉讼", "复议后起诉", "litigation_after_reconsideration"),
    ];
    let mut text = format!("|  |  | {} |\n", heads.join(" | "));
    for (one, other, code) in rows {
        let columns = ["upheld", "corrected", "other", "pending", "total"];
        let figures = columns.map(|column| numbers[&format!("C.{code}.{column}")].to_string());
        text = format!("{text}| {one} | {other} | {} |\n", figures.join(" | "));
    }
    let Block::Table(mut table) = super::reader::document(&text).blocks.remove(0) else { panic!() };
    table.number = 3;
    document.blocks[at] = Block::Table(table);
    let tabled = read(&document, all_formats(), None);
    all_read(&numbers, &tabled);
    assert!(tabled.findings.is_empty(), "{:#?}", tabled.findings);
}

#[test]
fn the_template_must_be_the_years() {
    for (id, year, found) in
        [("national-2019", 2021, true), ("national-2021", 2019, true), ("national-2021", 2023, false)]
    {
        let (_, mut document) = made(id);
        let Block::Paragraph(title) = &mut document.blocks[0] else { panic!() };
        title.text = format!("安平县水务局{year}年政府信息公开工作年度报告");
        let tabled = read(&document, all_formats(), None);
        assert_eq!(tabled.reading.body.as_deref(), Some("安平县水务局"));
        assert_eq!(kinds(&tabled.findings).contains(&FindingKind::Template), found, "{id} {year}");
    }
}

#[test]
fn sections_out_of_line_are_named() {
    let (_, mut document) = made("national-2021");
    for block in &mut document.blocks {
        let Block::Paragraph(paragraph) = block else { continue };
        paragraph.text =
            paragraph.text.replace("五、存在的主要问题及改进情况", "六、存在的主要间题及改进情况");
    }
    let tabled = read(&document, all_formats(), None);
    let mut kinds = kinds(&tabled.findings);
    kinds.sort_by_key(|kind| format!("{kind:?}"));
    assert_eq!(
        kinds,
        [FindingKind::Label, FindingKind::Section, FindingKind::Section],
        "{:#?}",
        tabled.findings
    );
}

#[test]
fn a_document_of_something_else_has_no_format() {
    let text = "会议纪要\n会议研究了行政许可33项、行政处罚36项、行政强制1项和规章0件。\n| 姓名 | 年龄 |\n| 甲 | 41 |\n| 乙 | 39 |";
    let tabled = read(&document(text), all_formats(), None);
    assert_eq!(tabled.reading.format, None);
    assert!(tabled.findings.is_empty() && tabled.taken.is_empty());
    let labels: Vec<&str> = tabled.reading.figures.iter().map(|figure| figure.label.as_str()).collect();
    assert_eq!(labels, ["甲", "乙"]);
}

#[test]
fn long_documents_of_anything_are_read_within_seconds() {
    let prose = "他说，一、二、三，共33项行政许可、16件其他。于是，2020年1月1日，规章 0 件。".repeat(8_000);
    let labels =
        "规章\n0\n行政规范性文件\n12345678901234567890\n2.重复申清\n0000000\n其他\n总计\n".repeat(5_000);
    let rows = "| 规章 | 0 | 0 | 0 |\n| 甲 | 1 | 2 | |\n".repeat(5_000);
    let digits = format!(
        "行政许可{}行政处罚{}规章{}行政强制1",
        "1".repeat(50_000),
        "0".repeat(50_000),
        "7".repeat(40)
    );
    for text in [prose, labels, rows, digits] {
        let start = std::time::Instant::now();
        let tabled = read(&document(&text), all_formats(), None);
        let _ = test(&tabled.reading, Some(format("national-2021")), None);
        let seconds = start.elapsed().as_secs_f32();
        println!("{} bytes in {seconds} s", text.len());
        assert!(seconds < 60.0, "an unoptimised build takes {seconds} s");
    }
}
