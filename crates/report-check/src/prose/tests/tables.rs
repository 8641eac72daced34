//! Sentences against the cells of a table.

use super::*;
use crate::{CellState, ReadCell};

/// What is said of a text beside these cells, in the report of 2022 of a body.
fn beside(body: &str, format: &str, cells: &[(&str, &str)], text: &str) -> Vec<String> {
    let formats = formats();
    let read = |printed: &str| ReadCell {
        state: printed.parse().map_or(CellState::Blank, CellState::Number),
        printed: printed.to_owned(),
        place: Place::Cell { table: 1, row: 1, column: 1 },
    };
    let reading = Reading {
        format: Some(format.to_owned()),
        body: Some(body.to_owned()),
        year: Some(2022),
        cells: cells.iter().map(|(code, printed)| ((*code).to_owned(), read(printed))).collect(),
        figures: Vec::new(),
    };
    let format = formats.iter().find(|known| known.id == format);
    let passages = passages(&document(text, false), &[]);
    test(&passages, &reading, format).iter().map(short).collect()
}

const REQUESTS: [(&str, &str); 8] = [
    ("B.r1.total", "74"),
    ("B.r2.total", "1"),
    ("B.r3.total", "21"),
    ("B.r4.total", "9"),
    ("B.r24.total", "73"),
    ("B.r25.total", "2"),
    ("C.reconsideration.total", "2"),
    ("A.administrative_charge.amount", "9116.36"),
];

#[test]
fn a_figure_of_the_text_is_that_of_its_cell() {
    let cases: &[(&str, &[&str])] = &[
        ("2022年，收到政府信息公开申请74件。", &[]),
        ("2022年，收到政府信息公开申请75件。", &["Warning TextTable 75 / 74"]),
        ("2022年，收到政府信息公开申请47件。", &["Error TextTable 47 / 74"]),
        ("上年结转申请3件。", &["Error TextTable 3 / 1"]),
        ("办理政府信息公开申请75件。", &[]),
        ("本年度办结政府信息公开申请70件。", &["Warning TextTable 70 / 73"]),
        ("收到申请74件，其中予以公开21件、部分公开8件。", &["Error TextTable 8 / 9"]),
        ("发生行政复议案件３件。", &["Error TextTable 3 / 2"]),
        ("有2件涉及政府信息公开工作的行政复议。", &[]),
        ("未发生行政复议、行政诉讼。", &["Warning TextTable 未发生行政复议、行政诉讼 / 2"]),
        ("行政事业性收费9116.4万元。", &[]),
        ("行政事业性收费9116.9万元。", &["Error TextTable 9116.9 / 9116.36"]),
        ("收到政府信息公开申请74件，均已办结。", &["Error TextTable 均已办结 / 2"]),
        ("2021年收到政府信息公开申请50件。", &[]),
        ("收到政府信息公开申请74件，比上年增加12件。", &[]),
        ("通过网站收到政府信息公开申请60件。", &[]),
        ("各镇街收到政府信息公开申请30件。", &[]),
        ("历年累计收到政府信息公开申请430件。", &[]),
        ("收到涉及征地拆迁方面的申请12件。", &[]),
        ("收到不动产登记申请3000件。", &[]),
        ("力争2023年受理政府信息公开申请零差错，培训12次。", &[]),
        ("指导各单位受理政府信息公开申请120件。", &[]),
        ("全区收到政府信息公开申请90件。", &["Warning TextTable 90 / 74"]),
        ("行政复议纠错1件。", &[]),
        ("收到行政复议申请2件。", &[]),
        ("收到申请约80件。", &[]),
        ("区教育局收到政府信息公开申请9件。", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(beside("青石区人民政府办公室", "national-2021", &REQUESTS, text), *expected, "{text}");
    }
}

#[test]
fn a_figure_of_another_scope_is_no_error() {
    let cells = [("F13", "93"), ("F60", "6"), ("F79", "0")];
    let cases: &[(&str, &[&str])] = &[
        ("全年主动公开政府信息93条。政府网站公开信息12728条，微信公开信息361条。", &[]),
        ("各部门主动公开政府信息3000条。", &[]),
        ("全年主动公开政府信息95条。", &["Error TextTable 95 / 93"]),
        ("全区主动公开政府信息3000条。", &["Warning TextTable 3000 / 93"]),
        ("共受理政府信息依申请公开7件。", &["Error TextTable 7 / 6"]),
    ];
    for (text, expected) in cases {
        assert_eq!(beside("青石区人民政府办公室", "gz-2016", &cells, text), *expected, "{text}");
    }
    assert_eq!(beside("青石区教育局", "gz-2016", &cells, "全区主动公开政府信息3000条。"), [""; 0]);
}

#[test]
fn last_years_items_are_those_of_last_years_column() {
    let cells = [("A.licence.previous", "33"), ("A.penalty.previous", "36")];
    let cells = [cells[0], cells[1], ("A.licence.change", "0"), ("A.penalty.change", "2")];
    let text = "我局2021年主动公开行政许可33项，行政处罚36项。2022年新增公开行政许可0项，行政处罚3项。";
    assert_eq!(beside("青石区教育局", "national-2019", &cells, text), ["Error TextTable 3 / 2"]);
    let text = "我局2021年主动公开行政许可33项，行政处罚37项。2022年新增公开行政许可0项。";
    assert_eq!(beside("青石区教育局", "national-2019", &cells, text), ["Error TextTable 37 / 36"]);
}

#[test]
fn a_blank_total_is_made_of_its_row() {
    let cells = [("B.r25.natural_person", "1"), ("B.r25.total", "")];
    let text = "收到政府信息公开申请12件，所有申请均已办结。";
    assert_eq!(
        beside("青石区教育局", "national-2021", &cells, text),
        ["Error TextTable 所有申请均已办结 / 1"]
    );
}

#[test]
fn every_figure_of_the_vocabulary_has_cells_that_its_formats_have() {
    let words = super::super::vocabulary::Vocabulary::built_in().unwrap();
    let formats = formats();
    for figure in &words.figure {
        assert!(!figure.cells.is_empty(), "{}", figure.id);
        for (format, codes) in &figure.cells {
            let format = formats.iter().find(|known| known.id == *format).unwrap();
            for code in codes {
                assert!(
                    format.cell(code).is_some_and(gongkai_domain::reports::Cell::is_number),
                    "{}: {code}",
                    figure.id
                );
            }
        }
        for near in &figure.near {
            assert!(words.named(near).is_some(), "{}: {near}", figure.id);
        }
        let same = words.figure.iter().filter(|other| other.id == figure.id).count();
        assert_eq!(same, 1, "{}", figure.id);
    }
    assert!(words.named(&words.carried_on.figure).is_some());
}
