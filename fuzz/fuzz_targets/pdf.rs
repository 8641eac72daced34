//! PDF files, whole; begin with the fixtures of the tests.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = gongkai_documents::read("a.pdf", bytes);
});
