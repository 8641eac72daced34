//! Workbooks.

use crate::office::package;
use crate::shown::{assert_grid, shown, tables};
use gongkai_documents::{DocumentFault, FileKind, read};
use rust_xlsxwriter::{Format, Workbook};

pub fn workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let plain = Format::new();
    let sheet = workbook.add_worksheet().set_name("附表2").unwrap();
    sheet.merge_range(2, 1, 2, 3, "申请人情况", &plain).unwrap();
    sheet.merge_range(3, 1, 4, 1, "结果", &plain).unwrap();
    sheet.write(3, 2, "予以公开").unwrap();
    sheet.write(3, 3, 9).unwrap();
    sheet.write(4, 2, "收费（万元）").unwrap();
    sheet.write(4, 3, 9116.36).unwrap();
    workbook.add_worksheet().set_name("空").unwrap();
    let hidden = workbook.add_worksheet().set_name("隐藏").unwrap();
    hidden.write(0, 0, "不读").unwrap();
    hidden.set_hidden(true);
    workbook.save_to_buffer().unwrap()
}

#[test]
fn sheets_are_tables_under_their_names() {
    let document = read("a.xlsx", &workbook()).unwrap();
    assert_eq!(document.kind, FileKind::Xlsx);
    let expected = [
        "1 附表2",
        "2 table 1",
        "1+3:申请人情况",
        "1v2:结果 | 2:予以公开 | 3:9",
        "2:收费（万元） | 3:9116.36",
    ];
    assert_eq!(shown(&document), expected);
    tables(&document).into_iter().for_each(assert_grid);
}

#[test]
fn broken_workbooks_say_so() {
    let whole = workbook();
    assert_eq!(read("a.xlsx", &whole[..whole.len() - 30]), Err(DocumentFault::Broken("ZIP")));
    let parts: [(&str, &[u8]); 1] = [("xl/workbook.xml", b"<workbook>")];
    assert_eq!(read("a.xlsx", &package(&parts)), Err(DocumentFault::Broken("XLSX")));
    let strings = b"<sst uniqueCount=\"4000000000\"/>";
    let parts: [(&str, &[u8]); 2] = [("xl/workbook.xml", b"<workbook/>"), ("xl/sharedStrings.xml", strings)];
    assert_eq!(read("a.xlsx", &package(&parts)), Err(DocumentFault::TooMuch));
}
