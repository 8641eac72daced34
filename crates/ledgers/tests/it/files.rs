//! Files of every kind, good, wrong and hostile.

use super::{context, plain, reading, register, sheets};
use gongkai_ledgers::{Unreadable, interpret, read};
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const TEXT: &str = "信访编号,受理机构,信访方式,收到日期\nX-1,区政府,网上信访,２０１６年３月１日\n";

#[test]
fn csv_in_every_encoding_and_with_every_delimiter() {
    let gbk = encoding_rs::GBK.encode(TEXT).0.into_owned();
    let with_mark = format!("\u{feff}{TEXT}").into_bytes();
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(TEXT.replace(',', "\t").encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    for bytes in [
        TEXT.as_bytes().to_vec(),
        with_mark,
        gbk,
        utf16,
        TEXT.replace(',', ";").into(),
        TEXT.replace('\n', "\r\n").into(),
    ] {
        let reading = interpret(register("petitions"), &sheets(bytes, "信访.csv"), &context());
        assert_eq!(reading.accepted, 1);
        assert_eq!(plain(&reading, 0, "received_on"), "2016-03-01");
    }
}

#[test]
fn the_content_decides_and_not_the_name() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    workbook.add_worksheet().write_string(0, 0, "信访编号").unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    assert_eq!(sheets(bytes, "信访.csv")[0].name.as_ref(), "Sheet1");
    assert!(sheets(TEXT, "信访.xlsx")[0].name.is_empty());
}

fn refused(bytes: impl Into<Vec<u8>>, name: &str) -> Unreadable {
    read(bytes.into(), name).unwrap_err().why
}

#[test]
fn wrong_files_are_refused_by_what_they_are() {
    assert_eq!(refused("", "a.csv"), Unreadable::Empty);
    assert_eq!(refused("\u{feff} \n", "a.csv"), Unreadable::Empty);
    assert_eq!(refused("<html><table><tr><td>信访编号", "a.xls"), Unreadable::OtherType("HTML"));
    assert_eq!(refused("<?xml version=\"1.0\"?><Workbook/>", "a.xls"), Unreadable::OtherType("XML"));
    assert_eq!(refused("%PDF-1.4", "a.xlsx"), Unreadable::OtherType("PDF"));
    assert_eq!(refused(b"\x89PNG\r\n".to_vec(), "a.xlsx"), Unreadable::OtherType("PNG"));
    assert_eq!(refused(b"a,b\xff\xff\n".to_vec(), "a.csv"), Unreadable::Encoding);
    assert_eq!(refused(archive(&[("word/document.xml", b"<x/>")]), "a.xlsx"), Unreadable::OtherType("Word"));
    assert_eq!(refused(archive(&[("x.txt", b"x")]), "a.xlsx"), Unreadable::OtherType("ZIP"));
    assert!(matches!(refused("{\"rows\":[1]}", "a.json"), Unreadable::Json(_)));
    assert!(matches!(refused("{\"rows\":[", "a.json"), Unreadable::Json(_)));
    assert!(matches!(refused("[".repeat(100_000), "a.json"), Unreadable::Json(_)));
}

#[test]
fn passwords_are_named() {
    let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    bytes.extend([0; 600]);
    bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(refused(bytes, "a.xlsx"), Unreadable::Encrypted);
}

#[test]
fn cut_off_and_scrambled_workbooks_are_refused_without_a_panic() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    workbook.add_worksheet().write_string(0, 0, "信访编号").unwrap();
    let xlsx = workbook.save_to_buffer().unwrap();
    let xls = include_bytes!("../fixtures/petitions-1900.xls").to_vec();
    for whole in [xlsx, xls] {
        for length in [9, 100, 512, 600, whole.len() / 2, whole.len() - 30] {
            assert!(read(whole[..length].to_vec(), "a.xlsx").is_err(), "{length}");
        }
        for at in (0..whole.len()).step_by(37) {
            let mut scrambled = whole.clone();
            scrambled[at] ^= 0x5a;
            // Whatever comes of it, it comes as a value.
            let _ = read(scrambled, "a.xlsx");
        }
    }
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const WORKBOOK: &[u8] =
    br#"<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const ROOT: &[u8] = br#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const RELATIONS: &[u8] = br#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

fn hand_made(sheet: &[u8]) -> Vec<u8> {
    archive(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

#[test]
fn a_few_cells_in_far_corners_cost_little() {
    let sheet = br#"<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row>
        <row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>
        <mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>"#;
    let sheets = sheets(hand_made(sheet), "a.xlsx");
    let mut rows = sheets[0].rows();
    assert_eq!(rows.advance().map(|row| row.number()), Some(1));
    assert_eq!(rows.advance().map(|row| row.number()), Some(1_048_576));
    assert!(rows.advance().is_none());
}

#[test]
fn a_sheet_of_too_many_cells_is_refused() {
    let mut sheet = String::from("<worksheet><sheetData>");
    for row in 1..=2_000 {
        write!(sheet, "<row r=\"{row}\"><c r=\"XFD{row}\"><v>1</v></c></row>").unwrap();
    }
    sheet += "</sheetData></worksheet>";
    assert_eq!(refused(hand_made(sheet.as_bytes()), "a.xlsx"), Unreadable::TooLarge);
}

#[test]
fn a_table_of_texts_that_boasts_is_refused() {
    for count in ["99999999999", "18446744073709551616"] {
        let table = format!("<sst uniqueCount=\"{count}\"><si><t>x</t></si></sst>");
        let bytes = archive(&[
            ("_rels/.rels", ROOT),
            ("xl/workbook.xml", WORKBOOK),
            ("xl/_rels/workbook.xml.rels", RELATIONS),
            ("xl/sharedStrings.xml", table.as_bytes()),
            ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData/></worksheet>"),
        ]);
        assert_eq!(refused(bytes, "a.xlsx"), Unreadable::TooLarge);
    }
}

#[test]
fn a_file_that_unpacks_to_too_much_is_refused() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let chunk = vec![b' '; 1 << 20];
    zip.start_file("xl/workbook.xml", SimpleFileOptions::default()).unwrap();
    for _ in 0..1_025 {
        zip.write_all(&chunk).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert!(bytes.len() < 2 << 20);
    assert_eq!(refused(bytes, "a.xlsx"), Unreadable::TooLarge);
}

#[test]
fn text_in_brackets_is_no_json() {
    let reading = reading("petitions", &format!("[2016] 台账,,,\n{TEXT}"), &context());
    assert_eq!(reading.accepted, 1);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(300))]

    /// Whatever is typed into the cells of a ledger, it is read or refused, and every row is accounted for.
    #[test]
    fn any_cells_are_read_or_refused(
        cells in proptest::collection::vec("[0-9０-９年月日:：T./,，+−\\-万元¥一-二\"'= \t合小计]{0,12}|\\PC{0,8}", 9)
    ) {
        let mut text = String::from("项目编号,采购单位,项目名称,采购方式,预算金额（万元）,合同金额（元）,签订日期,是否集中采购,供应商\n");
        let quoted: Vec<String> = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
        text += &quoted.join(",");
        let reading = reading("procurement-projects", &text, &context());
        let rows = reading.accepted + reading.rejected.len() as u64;
        let blank = cells.iter().all(|cell| cell.trim().is_empty());
        proptest::prop_assert!(rows == 1 || !reading.notes.is_empty() || blank, "{:?}", reading);
        proptest::prop_assert_eq!(reading.errors > 0, !reading.rejected.is_empty());
    }
}
