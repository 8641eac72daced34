//! A register as files: what a list shows, and the workbook to fill in.

use super::{asking, named, printing};
use crate::error::failed;
use crate::{Call, Office};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use gongkai_app::registers::{self, Exported, MOST_EXPORTED};
use gongkai_domain::registers::{Column, Register, Value, Vocabulary};
use gongkai_domain::says::Says;
use gongkai_ledgers::write::{self, WriteFault};
use gongkai_web::PageError;

/// Kind of a file of rows.
#[derive(Clone, Copy)]
enum FileKind {
    Csv,
    Xlsx,
}

pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub(super) async fn csv(
    office: State<Office>,
    call: Call,
    code: Path<String>,
) -> Result<Response, PageError> {
    rows(&office, &call, &code, FileKind::Csv, false).await
}

pub(super) async fn xlsx(
    office: State<Office>,
    call: Call,
    code: Path<String>,
) -> Result<Response, PageError> {
    rows(&office, &call, &code, FileKind::Xlsx, false).await
}

pub(super) async fn personal_csv(
    office: State<Office>,
    call: Call,
    code: Path<String>,
) -> Result<Response, PageError> {
    rows(&office, &call, &code, FileKind::Csv, true).await
}

pub(super) async fn personal_xlsx(
    office: State<Office>,
    call: Call,
    code: Path<String>,
) -> Result<Response, PageError> {
    rows(&office, &call, &code, FileKind::Xlsx, true).await
}

/// The rows of a list as a file; personal columns only where they are asked for.
async fn rows(
    office: &Office,
    call: &Call,
    code: &str,
    kind: FileKind,
    personal: bool,
) -> Result<Response, PageError> {
    let register = named(code)?;
    let asked = asking::asked(register, &call.visit.query);
    let exported = registers::export(&office.records, &call.officer, &asked, personal, &call.by()).await;
    let rows = match exported.map_err(|error| failed(&error))?.ok_or_else(PageError::not_found)? {
        Exported::Rows(rows) => rows,
        Exported::TooMany(rows) => return Err(too_many(register, rows)),
    };
    let printing = printing(office, call).await?;
    let words = Vocabulary { codes: &printing.law.codes, bodies: &printing.bodies };
    let mut export = write::Export::all(register, words);
    export.columns.retain(|column: &&Column| personal || !column.personal);
    let values: Vec<&[Value]> = rows.iter().map(|row| row.values.as_slice()).collect();
    match kind {
        FileKind::Csv => {
            let mut bytes = Vec::new();
            write::csv(&export, values, &mut bytes).map_err(|fault| unwritten(&fault))?;
            Ok(file(bytes, "text/csv; charset=utf-8", &format!("{}.csv", register.code)))
        }
        FileKind::Xlsx => {
            let bytes = write::xlsx(&export, values).map_err(|fault| unwritten(&fault))?;
            Ok(file(bytes, XLSX, &format!("{}.xlsx", register.code)))
        }
    }
}

pub(super) async fn template(
    State(office): State<Office>,
    call: Call,
    Path(code): Path<String>,
) -> Result<Response, PageError> {
    let register = named(&code)?;
    let printing = printing(&office, &call).await?;
    let words = Vocabulary { codes: &printing.law.codes, bodies: &printing.bodies };
    let bytes = gongkai_ledgers::template(register, &words).map_err(|fault| unwritten(&fault))?;
    Ok(file(bytes, XLSX, &format!("{}-template.xlsx", register.code)))
}

/// A file to be saved under a name.
pub(super) fn file(bytes: Vec<u8>, kind: &'static str, name: &str) -> Response {
    let mut response = (StatusCode::OK, bytes).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let saved = HeaderValue::try_from(format!("attachment; filename=\"{name}\""));
    response
        .headers_mut()
        .insert(header::CONTENT_DISPOSITION, saved.unwrap_or(HeaderValue::from_static("attachment")));
    response
}

/// The page for a file that could not be written.
pub(super) fn unwritten(fault: &WriteFault) -> PageError {
    let words = fault.to_string();
    let (zh, en) = words.split_once(" / ").unwrap_or((&words, &words));
    PageError::refused(
        StatusCode::UNPROCESSABLE_ENTITY,
        Says::new("文件没有做成", "The file was not made"),
        Says::new(zh, en),
        Says::new("可以换一种文件，或先筛选。", "Choose another kind of file, or filter first."),
    )
}

fn too_many(register: &Register, rows: i64) -> PageError {
    PageError::refused(
        StatusCode::UNPROCESSABLE_ENTITY,
        Says::new("太多了，请先筛选", "Too many rows; filter first"),
        Says::new(
            format!("这里有 {rows} {}，一个文件最多 {MOST_EXPORTED} {}。", register.unit, register.unit),
            format!("These are {rows} rows; a file holds at most {MOST_EXPORTED}."),
        ),
        Says::new(
            "请按年份或机构分开导出；全部导出可由管理员用命令行 gongkai export 完成。",
            "Export by year or body; an administrator can export all with gongkai export.",
        ),
    )
}
