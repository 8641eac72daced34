//! From bytes to sheets: what kind of file it is, by its content and never by its name.

mod biff;
mod container;
pub(crate) mod json;
pub(crate) mod text;
mod workbook;
mod xls;
mod xlsx;

use crate::Sheet;
use std::sync::Arc;

/// Largest file that is read, in bytes.
pub const LARGEST_FILE: usize = 512 << 20;

/// Why a file could not be read; nothing of it is used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}：{} / {file}: {}", .why.says().zh, .why.says().en)]
pub struct ReadFault {
    /// Name of the file.
    pub file: String,
    /// What is the matter with it.
    pub why: Unreadable,
}

/// What is the matter with a file that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// There is nothing in it.
    Empty,
    /// It is, or unpacks to, more than is read.
    TooLarge,
    /// It has a password.
    Encrypted,
    /// It is a workbook, but broken or cut off; with what the reader stumbled on.
    Damaged(String),
    /// It is something else than a ledger; with what it seems to be.
    OtherType(&'static str),
    /// It is text, but neither in UTF-8 nor in GBK.
    Encoding,
    /// A quotation mark opened in this row is never closed.
    UnclosedQuote(u32),
    /// It is JSON, but not of the shape the export writes; with what is wrong.
    Json(String),
}

impl Unreadable {
    /// What is wrong and what to do.
    pub fn says(&self) -> gongkai_domain::says::Says {
        use gongkai_domain::says::Says;
        match self {
            Self::Empty => {
                Says::new("文件是空的；请确认选对了文件", "the file is empty; make sure it is the right one")
            }
            Self::TooLarge => Says::new(
                "文件过大或解压后过大；请按年度或单位拆开，或另存为 CSV",
                "the file is too large, or unpacks to too much; split it by year or body, or save it as CSV",
            ),
            Self::Encrypted => Says::new(
                "文件有密码；请在表格软件里取消密码后再导入",
                "the file has a password; remove it in the spreadsheet program and import again",
            ),
            Self::Damaged(why) => Says::new(
                format!("文件已损坏或不完整（{why}）；请重新下载，或打开后另存为 xlsx"),
                format!(
                    "the file is damaged or cut off ({why}); fetch it again, or open it and save it as xlsx"
                ),
            ),
            Self::OtherType(kind) => Says::new(
                format!("这不是台账文件（看来是 {kind}）；请另存为 xlsx、xls 或 CSV"),
                format!("this is no ledger file (it seems to be {kind}); save it as xlsx, xls or CSV"),
            ),
            Self::Encoding => Says::new(
                "文字既不是 UTF-8 也不是 GBK 编码；请另存为 UTF-8 编码的 CSV",
                "the text is neither UTF-8 nor GBK; save it as CSV in UTF-8",
            ),
            Self::UnclosedQuote(row) => Says::new(
                format!("第 {row} 行的引号没有成对；请补上引号"),
                format!("a quotation mark in row {row} is never closed; close it"),
            ),
            Self::Json(why) => Says::new(
                format!("JSON 不是导出的样式：{why}；请用本系统导出的 JSON，或改用 xlsx、CSV"),
                format!(
                    "the JSON is not as the export writes it: {why}; use an exported file, or xlsx or CSV"
                ),
            ),
        }
    }
}

/// Reads a ledger file into its sheets.
///
/// CSV (UTF-8 with or without BOM, UTF-16 with BOM, GBK; comma, semicolon or tab), XLSX, XLS, and the JSON our
/// export writes. The name is only for messages.
pub fn read(bytes: Vec<u8>, file_name: &str) -> Result<Vec<Sheet>, ReadFault> {
    let file: Arc<str> = file_name.into();
    sheets(bytes, &file).map_err(|why| ReadFault { file: file_name.to_owned(), why })
}

fn sheets(bytes: Vec<u8>, file: &Arc<str>) -> Result<Vec<Sheet>, Unreadable> {
    if bytes.len() > LARGEST_FILE {
        return Err(Unreadable::TooLarge);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return xlsx::sheets(bytes, file);
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        return xls::sheets(bytes, file);
    }
    if let Some(kind) = other_type(&bytes) {
        return Err(Unreadable::OtherType(kind));
    }
    let text = text::decode(bytes)?;
    let start = text.trim_start();
    if start.is_empty() {
        return Err(Unreadable::Empty);
    }
    if let Some(kind) = markup(start) {
        return Err(Unreadable::OtherType(kind));
    }
    if start.starts_with(['{', '[']) {
        let named_json = file.rsplit('.').next().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
        match json::sheets(&text, file) {
            Err(why) if named_json => return Err(why),
            Err(_) => {}
            Ok(sheets) => return Ok(sheets),
        }
    }
    text::sheet(text, file).map(|sheet| vec![sheet])
}

/// Files that begin unlike any ledger.
fn other_type(bytes: &[u8]) -> Option<&'static str> {
    const BEGINNINGS: [(&[u8], &str); 9] = [
        (b"%PDF", "PDF"),
        (b"\x89PNG", "PNG"),
        (b"\xff\xd8\xff", "JPEG"),
        (b"GIF8", "GIF"),
        (b"Rar!", "RAR"),
        (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
        (b"\x1f\x8b", "gzip"),
        (b"{\\rtf", "RTF"),
        (b"PK\x05\x06", "ZIP"),
    ];
    BEGINNINGS.iter().find(|(beginning, _)| bytes.starts_with(beginning)).map(|(_, kind)| *kind)
}

/// Web pages and XML that spreadsheet programs open under the name `.xls`.
fn markup(text: &str) -> Option<&'static str> {
    if !text.starts_with('<') {
        return None;
    }
    let head: String = text.chars().take(2_000).collect::<String>().to_lowercase();
    let tags = ["<!doctype html", "<html", "<table", "<head", "<meta", "<body"];
    if tags.iter().any(|tag| head.contains(tag)) {
        return Some("HTML");
    }
    (head.starts_with("<?xml") || head.contains("urn:schemas-microsoft-com")).then_some("XML")
}
