//! Containers around the bytes a fuzzer makes up, so that it spends its time behind the unpacking.

use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A container of one part.
pub fn package(name: &str, part: &[u8]) -> Vec<u8> {
    packed(&[(name, part)])
}

/// A workbook of one sheet.
pub fn workbook(sheet: &[u8]) -> Vec<u8> {
    packed(&[
        ("xl/workbook.xml", b"<workbook xmlns:r=\"r\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"),
        (
            "xl/_rels/workbook.xml.rels",
            b"<Relationships><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
        ),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in parts {
        let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        if writer.start_file(*name, options).is_ok() {
            let _ = writer.write_all(part);
        }
    }
    writer.finish().map(Cursor::into_inner).unwrap_or_default()
}
