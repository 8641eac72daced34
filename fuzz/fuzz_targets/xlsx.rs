//! Workbooks: the bytes are the first sheet of a sound workbook.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = gongkai_documents::read("a.xlsx", &gongkai_fuzz::workbook(bytes));
});
