//! The workbook of checked reports, opened again.

use calamine::{Data, Reader, Xlsx};
use gongkai_domain::says::{Language, Says};
use gongkai_report_check::{
    Checked, CheckedFile, Finding, FindingKind, Place, Reading, SUMMARY_TITLE, Severity, Side,
};
use gongkai_report_files::checked_xlsx;
use std::io::Cursor;

fn finding() -> Finding {
    Finding {
        severity: Severity::Error,
        kind: FindingKind::RowSum,
        place: Place::Cell { table: 2, row: 5, column: 8 },
        left: Some(Side::Number("93".parse().unwrap())),
        right: Some(Side::Text("=全部".to_owned())),
        quote: "共93件\u{0}".to_owned(),
        cells: vec!["B.r1.total".to_owned()],
        says: Says::new("第1行总计是93，七类相加是91", "row 1 gives 93 in all, its seven kinds make 91"),
    }
}

fn files() -> Vec<CheckedFile> {
    let reading =
        Reading { body: Some("某县财政局".to_owned()), year: Some(2021), ..Reading::default() };
    vec![
        CheckedFile {
            file: "县财政局.pdf".to_owned(),
            outcome: Ok(Checked { reading, findings: vec![finding()] }),
        },
        CheckedFile {
            file: "扫描.pdf".to_owned(), outcome: Err(Says::new("没有文字", "there is no text"))
        },
    ]
}

fn rows(workbook: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str) -> Vec<Vec<Data>> {
    workbook.worksheet_range(sheet).unwrap().rows().map(<[Data]>::to_vec).collect()
}

#[test]
fn every_report_and_every_finding_is_a_line() {
    let mut workbook =
        Xlsx::new(Cursor::new(checked_xlsx(&files(), &[], Language::Chinese).unwrap())).unwrap();
    let summary = rows(&mut workbook, "汇总");
    assert_eq!(summary.len(), 5);
    assert_eq!(summary[4][0].to_string(), SUMMARY_TITLE);
    assert_eq!(summary[1][0].to_string(), "某县财政局");
    assert_eq!(
        (&summary[1][1], &summary[1][3], &summary[1][4]),
        (&Data::Float(2021.0), &Data::Float(1.0), &Data::Float(0.0))
    );
    assert_eq!(
        (summary[2][8].to_string(), summary[2][9].to_string()),
        ("扫描.pdf".to_owned(), "没有文字".to_owned())
    );
    let findings = rows(&mut workbook, "全部发现");
    let found: Vec<String> = findings[1].iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "某县财政局",
            "2021",
            "错误",
            "横向合计",
            "第2表第5行第8列",
            "第1行总计是93，七类相加是91",
            "93",
            "=全部",
            "共93件\u{fffd}",
            "B.r1.total",
            "县财政局.pdf",
        ]
    );
}

#[test]
fn in_english_the_words_are_english() {
    let mut workbook =
        Xlsx::new(Cursor::new(checked_xlsx(&files(), &[], Language::English).unwrap())).unwrap();
    assert_eq!(rows(&mut workbook, "Reports")[0][0].to_string(), "Body");
    assert_eq!(rows(&mut workbook, "Findings")[1][4].to_string(), "table 2, row 5, column 8");
}
