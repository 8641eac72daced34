//! Web pages: the bytes stand in a page, so that none is taken for another kind.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let page = [b"<html><table><tr><td>".as_slice(), bytes].concat();
    let _ = gongkai_documents::read("a.html", &page);
});
