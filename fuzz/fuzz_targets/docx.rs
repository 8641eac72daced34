//! Word files: the bytes are the main part of a sound container.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = gongkai_documents::read("a.docx", &gongkai_fuzz::package("word/document.xml", bytes));
});
