//! A checked report with a finding of each severity, in a line and in a cell.

use super::layout;
use crate::entries;
use crate::report_check::{CheckPage, ResultPage};
use gongkai_app::LawBook;
use gongkai_documents::{Block, Cell, Document, FileKind, Paragraph, Table};
use gongkai_domain::says::Says;
use gongkai_report_check::{
    Checked, CheckedFile, Finding, FindingKind, Place, Reading, Severity, Side, TextFigure,
};
use gongkai_web::Layout;

const LINES: [&str; 6] = [
    "某县财政局2021年政府信息公开工作年度报告",
    "一、总体情况",
    "本年度主动公开政府信息1240条，其中政府网站公开1180条，占95.2%。全年收到政府信息公开申请12件，已全部办结。",
    "本局认真落实条例要求，<b>不断</b>规范公开内容、优化公开流程，没有发生泄密事件。",
    "二、收到和处理政府信息公开申请情况",
    "三、存在的主要问题及改进情况",
];
const ROWS: [&[&str]; 4] = [
    &["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "申请人情况", "", ""],
    &["", "自然人", "法人或其他组织", "总计"],
    &["一、本年新收政府信息公开申请数量", "9", "2", "12"],
    &["二、上年结转政府信息公开申请数量", "1", "0", "1"],
];

fn document() -> Document {
    let paragraph = |at: usize, line| Block::Paragraph(Paragraph { text: LINES[at].to_owned(), line });
    let cell = |row: usize, (column, text): (usize, &&str)| Cell {
        text: (*text).to_owned(),
        row: row + 1,
        column: column + 1,
        rows: if (row, column) == (0, 0) { 2 } else { 1 },
        columns: if (row, column) == (0, 1) { 3 } else { 1 },
    };
    let begins = |row: usize, column: usize| !(row == 1 && column == 0 || row == 0 && column > 1);
    let rows = ROWS.iter().enumerate().map(|(row, texts)| {
        let cells = texts.iter().enumerate().filter(|(column, _)| begins(row, *column));
        cells.map(|found| cell(row, found)).collect()
    });
    let table = Block::Table(Table { number: 1, line: 6, rows: rows.collect() });
    let mut blocks: Vec<Block> = (0..5).map(|at| paragraph(at, at + 1)).collect();
    blocks.extend([table, paragraph(5, 10)]);
    Document { kind: FileKind::Docx, title: None, blocks, pages: Vec::new(), wrapped: false }
}

fn finding(severity: Severity, kind: FindingKind, place: Place, quote: &str, says: (&str, &str)) -> Finding {
    Finding {
        severity,
        kind,
        place,
        left: None,
        right: None,
        quote: quote.to_owned(),
        cells: Vec::new(),
        says: Says::new(says.0, says.1),
    }
}

fn findings() -> Vec<Finding> {
    let number = |text: &str| Some(Side::Number(text.parse().unwrap()));
    let total = Place::Cell { table: 1, row: 3, column: 4 };
    vec![
        Finding {
            left: number("12"),
            right: number("11"),
            cells: vec!["B.r1.total".to_owned()],
            ..finding(
                Severity::Error,
                FindingKind::RowSum,
                total,
                "一、本年新收政府信息公开申请数量 9 2 12",
                (
                    "“一、本年新收政府信息公开申请数量”的总计是12，各类申请人相加是11。",
                    "The row of new requests says 12 in all; its kinds of requester make 11.",
                ),
            )
        },
        Finding {
            left: Some(Side::Text("全部".to_owned())),
            right: number("1"),
            ..finding(
                Severity::Warning,
                FindingKind::TextTable,
                Place::Line { line: 3 },
                "全年收到政府信息公开申请12件，已全部办结。",
                (
                    "文字说申请已全部办结，表里还有上年结转1件，请看是不是都算在内。",
                    "The text says that all requests were decided; the table carries one over.",
                ),
            )
        },
        finding(
            Severity::Note,
            FindingKind::Template,
            Place::Line { line: 6 },
            "",
            (
                "2021年起的格式有六个部分，这里没有找到第四、五部分。",
                "The format from 2021 has six parts; the fourth and fifth were not found.",
            ),
        ),
    ]
}

/// The file with what was found.
pub(crate) fn checked_file() -> CheckedFile {
    let figure = TextFigure {
        label: "主动公开政府信息".to_owned(),
        value: "1240".parse().unwrap(),
        unit: "条".to_owned(),
        quote: "主动公开政府信息1240条".to_owned(),
        place: Place::Line { line: 3 },
    };
    let reading = Reading {
        format: Some("national-2021".to_owned()),
        body: Some("某县财政局".to_owned()),
        year: Some(2021),
        figures: vec![figure; 4],
        ..Reading::default()
    };
    CheckedFile {
        file: "某县财政局<2021>年报.docx".to_owned(),
        outcome: Ok(Checked { reading, findings: findings() }),
    }
}

fn checking_layout(front: &str) -> Layout {
    let layout = layout(&format!("{front}{}", entries::REPORT_CHECK), entries::REPORTS);
    let (reports, name) =
        (layout.say("政府信息公开年报", "Annual reports"), layout.say("年度报告核对", "Check a report"));
    let href = layout.href(entries::REPORTS);
    layout.titled(name).crumb(reports, href).crumb(name, "")
}

pub(crate) fn check_form(front: &str, refused: bool) -> CheckPage {
    let says = || Says::new("扫描.pdf：没有文字", "scan.pdf: there is no text");
    CheckPage { layout: checking_layout(front), refusal: refused.then(says) }
}

pub(crate) fn check_result(front: &str) -> ResultPage {
    let law = LawBook::built_in().unwrap();
    ResultPage::of(&checked_file(), &document(), None, checking_layout(front), &law)
}

/// A report with nothing to say about it.
pub(crate) fn check_result_sound(front: &str) -> ResultPage {
    let law = LawBook::built_in().unwrap();
    let file = CheckedFile {
        outcome: Ok(Checked { findings: Vec::new(), ..checked_file().outcome.unwrap() }),
        ..checked_file()
    };
    let note = Says::new("上一年的报告没有用来比较。", "Last year's report was not used.");
    ResultPage::of(&file, &document(), Some(note), checking_layout(front), &law)
}
