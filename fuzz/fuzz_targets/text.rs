//! Plain text and markdown tables: nothing that begins like another kind.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let _ = gongkai_documents::read("a.txt", format!("正文{text}").as_bytes());
});
