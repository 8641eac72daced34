//! The files of the sample say what the report says.

use crate::reading::{part, word};
use crate::sample::publication;
use calamine::{Data, Range, Reader, Xlsx};
use gongkai_domain::reports::{Publication, Standing};
use gongkai_report_files::{Printing, csv, docx, facts, xlsx};
use jiff::civil::date;
use std::io::Cursor;

fn sheet(bytes: &[u8], name: &str) -> Range<Data> {
    Xlsx::new(Cursor::new(bytes.to_vec())).unwrap().worksheet_range(name).unwrap()
}

fn text(data: &Data) -> String {
    data.to_string()
}

#[test]
fn the_document_has_headings_tables_and_properties() {
    let bytes = docx(&publication(), Printing::Official).unwrap();
    let word = word(&bytes);
    let styled = |style: &str| -> Vec<&str> {
        let paragraphs = word.paragraphs.iter().filter(|(found, _)| found == style);
        paragraphs.map(|(_, words)| words.as_str()).collect()
    };
    assert_eq!(styled("Title"), ["2016年从化区人民政府办公室", "政府信息公开年度报告"]);
    assert_eq!(styled("Heading1"), ["一、概 述", "二、附 表"]);
    assert_eq!(styled("Heading2"), ["（一）组织领导"]);
    let paragraphs = ["主要领导负责。", "（二）制度建设。制定办法。", "公开93条，<其中>：", "注"];
    assert_eq!(styled("BodyText"), paragraphs);
    assert_eq!(styled("Caption"), ["附表1：全部/指标"], "a title that is the heading is not said twice");
    for table in &word.tables {
        table.assert_whole();
    }
    let repeats: Vec<usize> =
        word.tables.iter().map(|table| table.rows.iter().filter(|row| row.repeats).count()).collect();
    assert_eq!(repeats, [2, 0], "heads further down are no heads of the whole table");
    assert_eq!(
        word.tables[0].words(),
        [
            "勾稽关系",
            "数",
            "浏览量",
            "节约率",
            "三、结果",
            "（一）",
            "5100多",
            "5",
            "（二）",
            "/",
            "12345678901234567.89"
        ]
    );
    let core = part(&bytes, "docProps/core.xml");
    for said in ["<dc:creator>从化区人民政府办公室<", "<dc:language>zh-CN<", ">2017-03-01T00:00:00Z<", "定稿"]
    {
        assert!(core.contains(said), "{said}");
    }
    let digest = "0123456789abcdef".repeat(4);
    for foot in ["word/footer1.xml", "word/footer2.xml"] {
        assert!(part(&bytes, foot).contains(&digest));
    }
    let document = part(&bytes, "word/document.xml");
    assert!(
        document.contains("单位负责人：张某")
            && !document.contains("（空）")
            && !document.contains("w:hyperlink")
    );
}

#[test]
fn the_checking_copy_says_what_every_number_means() {
    let bytes = docx(&publication(), Printing::Checking).unwrap();
    let word = word(&bytes);
    assert!(word.paragraphs.iter().any(|(_, words)| words == "（空）"));
    let [.., verdicts, figures] = word.tables.as_slice() else { panic!("two lists") };
    assert!(verdicts.words().contains(&"不符"));
    let row = |code: &str| -> Vec<&str> {
        let row = figures.rows.iter().find(|row| row.cells[0].words == code).unwrap();
        row.cells.iter().map(|cell| cell.words.as_str()).collect()
    };
    assert_eq!(row("F42"), ["F42", "节约率", "5", "4.958750997", "%", "93", "记录数，一条记录计1件。"]);
    assert_eq!(row("F60")[6], "记录数，一条记录计1件。\n改写：台账数为6；含电话申请（李某，2017-02-03）");
    let document = part(&bytes, "word/document.xml");
    assert!(document.contains("w:anchor=\"figure0\"") && document.contains("w:name=\"figure0\""));
    assert!(part(&bytes, "word/_rels/document.xml.rels").contains("/2016/gz-2016/F13\""));
}

#[test]
fn the_workbook_holds_numbers_and_no_formulas() {
    let publication = publication();
    let bytes = xlsx(&publication).unwrap();
    let mut workbook = Xlsx::new(Cursor::new(bytes.clone())).unwrap();
    let names = ["说明", "附 表", "附表1：全部／指标", "全部指标", "核对", "报告文字", "逐年比较"];
    assert_eq!(workbook.sheet_names(), names);
    for name in names {
        assert_eq!(workbook.worksheet_formula(name).unwrap().used_cells().count(), 0, "{name}");
    }
    let table = sheet(&bytes, "附 表");
    let found: Vec<String> =
        table.used_cells().map(|(_, _, data)| text(data)).filter(|words| !words.is_empty()).collect();
    assert_eq!(
        found,
        [
            "附 表",
            "单位：件",
            "勾稽关系",
            "数",
            "浏览量",
            "节约率",
            "三、结果",
            "（一）",
            "5187",
            "4.958750997",
            "（二）",
            "/",
            "12345678901234567.89"
        ]
    );
    assert!(sheet(&bytes, "说明").used_cells().any(|(_, _, data)| text(data).contains("定稿第2版")));
    let years: Vec<String> = sheet(&bytes, "逐年比较").used_cells().map(|(_, _, data)| text(data)).collect();
    assert_eq!(
        years,
        ["指标", "单位", "2014年", "2015年", "2016年", "主动公开信息数", "条", "70", "81", "93"]
    );
    let checks: Vec<String> = sheet(&bytes, "核对").rows().nth(1).unwrap().iter().map(text).collect();
    assert_eq!(checks[..4], ["annex-1-total", "不符", "92", "93"]);
}

#[test]
fn the_list_is_the_same_in_the_workbook_and_in_the_csv() {
    let publication = publication();
    let workbook = sheet(&xlsx(&publication).unwrap(), "全部指标");
    let bytes = csv(&publication).unwrap();
    let plain = std::str::from_utf8(&bytes).unwrap().strip_prefix('\u{feff}').unwrap();
    assert!(plain.lines().all(|line| line.ends_with(|_: char| true)) && plain.ends_with("\r\n"));
    let mut lines = csv::ReaderBuilder::new().has_headers(false).from_reader(plain.as_bytes());
    let lines: Vec<Vec<String>> =
        lines.records().map(|line| line.unwrap().iter().map(str::to_owned).collect()).collect();
    assert_eq!(lines.len(), 1 + publication.report.cells.len());
    assert_eq!(lines[0], facts::HEADS);
    for (line, row) in lines.iter().zip(workbook.rows()) {
        let unguarded = line
            .iter()
            .map(|field| field.strip_prefix("'=").map_or(field.clone(), |rest| format!("={rest}")));
        assert_eq!(unguarded.collect::<Vec<_>>(), row.iter().map(text).collect::<Vec<_>>());
    }
    assert_eq!(lines[6][3], "'=HYPERLINK(\"x\")");
    assert_eq!(lines[8][6..11], ["是", "含电话申请", "李某", "2017-02-03", "6"]);
    assert_eq!(workbook.get_value((1, 3)), Some(&Data::Float(93.0)));
}

#[test]
fn the_same_publication_is_the_same_bytes() {
    let publication = publication();
    let draft =
        Publication { standing: Standing::Draft { counted_on: date(2017, 1, 9) }, ..publication.clone() };
    for publication in [publication, draft] {
        assert_eq!(
            docx(&publication, Printing::Checking).unwrap(),
            docx(&publication, Printing::Checking).unwrap()
        );
        assert_eq!(xlsx(&publication).unwrap(), xlsx(&publication).unwrap());
        assert_eq!(csv(&publication).unwrap(), csv(&publication).unwrap());
    }
}
