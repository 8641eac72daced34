//! Files somebody could publish beside a text: small, and with what must not be published in them.

use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A chequered picture by an author.
pub const PNG: &[u8] = include_bytes!("files/picture.png");

/// A Word document of one paragraph, by 李某, with more parts: name and text of each.
#[expect(clippy::unwrap_used, reason = "writing into memory does not fail")]
pub fn docx(text: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let body = format!(
        "<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"
    );
    let core =
        "<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\"><dc:creator>李某</dc:creator></cp:coreProperties>";
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let parts = [
        ("[Content_Types].xml", "<Types xmlns=\"t\"/>"),
        ("word/document.xml", body.as_str()),
        ("docProps/core.xml", core),
    ];
    for (name, text) in parts.iter().chain(more) {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
