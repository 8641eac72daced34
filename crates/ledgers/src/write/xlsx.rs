//! XLSX: typed cells, so that dates sort, money adds up, and no text is taken for a formula.

use super::{Export, WriteFault, heading};
use gongkai_domain::registers::{Column, Kind, Value};
use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet};

/// Rows of data a sheet holds below its header.
const ROWS_A_SHEET: usize = 1_048_575;
/// Characters a cell holds.
const LONGEST_CELL: usize = 32_767;
/// Numbers from here on lose digits in a spreadsheet and are written as text.
const EXACT: i64 = 1_000_000_000_000_000;

/// Writes rows as an XLSX workbook; each row holds one value for every column of the register. Registers longer
/// than a sheet go on in the next.
pub fn xlsx<'r>(
    export: &Export<'_>,
    rows: impl IntoIterator<Item = &'r [Value]>,
) -> Result<Vec<u8>, WriteFault> {
    let formats = Formats::new();
    let positions = export.positions();
    let mut workbook = Workbook::new();
    let mut sheet = begin(export, &formats, 1)?;
    let mut sheets = 1;
    let mut on_sheet = 0usize;
    for (number, row) in rows.into_iter().enumerate() {
        if on_sheet == ROWS_A_SHEET {
            sheets += 1;
            on_sheet = 0;
            workbook.push_worksheet(std::mem::replace(&mut sheet, begin(export, &formats, sheets)?));
        }
        on_sheet += 1;
        for (at, (column, position)) in export.columns.iter().zip(&positions).enumerate() {
            let value = row.get(*position).unwrap_or(&Value::Absent);
            let word = export.word(column, value);
            if word.len() > LONGEST_CELL && word.encode_utf16().count() > LONGEST_CELL {
                return Err(WriteFault::CellTooLong { row: number + 1, zh: column.zh, en: column.en });
            }
            cell(&mut sheet, (on_sheet as u32, at as u16), column, value, &word, &formats)?;
        }
    }
    workbook.push_worksheet(sheet);
    Ok(workbook.save_to_buffer()?)
}

fn begin(export: &Export<'_>, formats: &Formats, number: usize) -> Result<Worksheet, WriteFault> {
    let mut sheet = Worksheet::new();
    let name: String = export.register.zh.chars().take(25).collect();
    sheet.set_name(if number == 1 { name } else { format!("{name}（{number}）") })?;
    for (at, column) in export.columns.iter().enumerate() {
        let at = at as u16;
        sheet.write_string_with_format(0, at, heading(column), &formats.heading)?;
        sheet.set_column_width(at, column_width(column))?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(sheet)
}

fn cell(
    sheet: &mut Worksheet,
    (row, at): (u32, u16),
    column: &Column,
    value: &Value,
    word: &str,
    formats: &Formats,
) -> Result<(), WriteFault> {
    match value {
        Value::Absent => {}
        Value::Date(date) if date.year() >= 1901 => {
            let date = rust_xlsxwriter::ExcelDateTime::from_ymd(
                date.year() as u16,
                date.month() as u8,
                date.day() as u8,
            )?;
            sheet.write_datetime_with_format(row, at, date, &formats.date)?;
        }
        Value::Integer(fen) if column.kind == Kind::Money && *fen < EXACT => {
            sheet.write_number_with_format(row, at, *fen as f64 / 100.0, &formats.money)?;
        }
        Value::Integer(number) if column.kind != Kind::Money && *number < EXACT => {
            sheet.write_number(row, at, *number as f64)?;
        }
        _ => {
            sheet.write_string(row, at, word)?;
        }
    }
    Ok(())
}

/// Cell formats of every workbook written here.
pub(crate) struct Formats {
    pub heading: Format,
    pub date: Format,
    pub money: Format,
    pub text: Format,
}

impl Formats {
    pub fn new() -> Self {
        Self {
            heading: Format::new().set_bold().set_text_wrap().set_align(FormatAlign::VerticalCenter),
            date: Format::new().set_num_format("yyyy-mm-dd"),
            money: Format::new().set_num_format("#,##0.00"),
            text: Format::new().set_num_format("@"),
        }
    }
}

/// Width of a column in characters: that of its heading, and what its kind takes.
pub(crate) fn column_width(column: &Column) -> f64 {
    let heading = heading(column).chars().count() as f64 * 2.2 + 3.0;
    let content: f64 = match column.kind {
        Kind::LongText => 60.0,
        Kind::Text | Kind::Body => 24.0,
        Kind::Code(_) => 18.0,
        Kind::Date | Kind::Money => 14.0,
        Kind::Year | Kind::Integer | Kind::Boolean => 8.0,
    };
    heading.max(content).min(60.0)
}
