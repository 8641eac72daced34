//! Writing ledgers to files: the same rows give the same bytes.

use crate::cells::{Vocabulary, Written, money_written};
use crate::ledger::{LedgerFile, Row, Rows};
use crate::look::{Form, Look, Sheets, Writing};
use anyhow::{Context, Result};
use gongkai_domain::registers::{Kind, Value};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet};

mod table;
use table::{Line, Table};

/// The bytes of a ledger file.
pub fn bytes(file: &LedgerFile, vocabulary: &Vocabulary) -> Result<Vec<u8>> {
    let written = match file.look.form {
        Form::Xlsx => workbook(file, vocabulary),
        Form::GbkCsv | Form::Utf8Csv => comma_separated(file, vocabulary),
    };
    written.with_context(|| format!("cannot write {}", file.path))
}

fn comma_separated(file: &LedgerFile, vocabulary: &Vocabulary) -> Result<Vec<u8>> {
    let rows: Vec<&Row> = file.rows.rows.iter().collect();
    let table = Table::of(&file.rows, &rows, &file.look, vocabulary);
    let mut writer =
        csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for line in &file.look.above {
        writer.write_record([line])?;
    }
    writer.write_record(&table.headings)?;
    for line in &table.lines {
        writer.write_record(line.cells.iter().map(Written::to_text))?;
    }
    for line in &file.look.below {
        writer.write_record([line])?;
    }
    let text = String::from_utf8(writer.into_inner()?)?;
    if file.look.form == Form::Utf8Csv {
        return Ok([b"\xef\xbb\xbf", text.as_bytes()].concat());
    }
    let (bytes, _, unmappable) = encoding_rs::GBK.encode(&text);
    anyhow::ensure!(!unmappable, "a character has no place in GBK");
    Ok(bytes.into_owned())
}

fn workbook(file: &LedgerFile, vocabulary: &Vocabulary) -> Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_ymd(2017, 1, 20)?;
    workbook.set_properties(&DocProperties::new().set_author("公开示例").set_creation_datetime(&made));
    if file.look.remarks {
        let sheet = workbook.add_worksheet();
        sheet.set_name("填报说明")?;
        sheet.write_string(0, 0, "填报说明")?;
        sheet.write_string(2, 0, "请各单位如实填写，合并单元格和合计行请勿删除。")?;
    }
    for (name, rows) in sheets(&file.rows, &file.look, vocabulary) {
        let table = Table::of(&file.rows, &rows, &file.look, vocabulary);
        let sheet = workbook.add_worksheet();
        sheet.set_name(name)?;
        fill(sheet, &table, &file.look)?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// The sheets of a workbook with their rows.
fn sheets<'a>(rows: &'a Rows, look: &Look, vocabulary: &Vocabulary) -> Vec<(String, Vec<&'a Row>)> {
    let name = |row: &Row| match look.sheets {
        Sheets::One(name) => name.to_owned(),
        Sheets::Month(column) => match rows.value(row, column) {
            Value::Date(date) => format!("{}月", date.month()),
            _ => "其他".to_owned(),
        },
        Sheets::Body => {
            let code = rows.value(row, "body").to_plain();
            vocabulary.bodies.get(&code).map_or(code, |(_, short)| short.clone())
        }
    };
    let mut sheets: Vec<(String, Vec<&Row>)> = Vec::new();
    for row in &rows.rows {
        let name = name(row);
        match sheets.iter_mut().find(|(known, _)| *known == name) {
            Some((_, rows)) => rows.push(row),
            None => sheets.push((name, vec![row])),
        }
    }
    sheets
}

fn fill(sheet: &mut Worksheet, table: &Table, look: &Look) -> Result<()> {
    let width = table.headings.len() as u16;
    let title = Format::new().set_bold().set_align(FormatAlign::Center).set_font_size(16);
    let heading = Format::new().set_bold().set_border(FormatBorder::Thin).set_align(FormatAlign::Center);
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let mut at = 0;
    for (number, line) in look.above.iter().enumerate() {
        let format = if number == 0 { title.clone() } else { Format::new() };
        sheet.merge_range(at, 0, at, width.max(2) - 1, line, &format)?;
        at += 1;
    }
    for (column, text) in table.headings.iter().enumerate() {
        sheet.write_string_with_format(at, column as u16, text, &heading)?;
    }
    sheet.set_freeze_panes(at + 1, 0)?;
    at += 1;
    let first = at;
    for line in &table.lines {
        for (column, cell) in line.cells.iter().enumerate() {
            write_cell(sheet, at, column as u16, cell, &date)?;
        }
        if line.hidden {
            sheet.set_row_hidden(at)?;
        }
        at += 1;
    }
    for line in &look.below {
        sheet.write_string(at, 0, line)?;
        at += 1;
    }
    for (from, to, column, text) in &table.merges {
        sheet.merge_range(first + from, *column, first + to, *column, text, &Format::new())?;
    }
    Ok(())
}

fn write_cell(sheet: &mut Worksheet, row: u32, column: u16, cell: &Written, date: &Format) -> Result<()> {
    match cell {
        Written::Empty => {}
        Written::Text(text) => {
            sheet.write_string(row, column, text)?;
        }
        Written::Number(number, _) => {
            sheet.write_number(row, column, *number)?;
        }
        Written::Date(day) => {
            let excel = ExcelDateTime::from_ymd(day.year() as u16, day.month() as u8, day.day() as u8)?;
            sheet.write_datetime_with_format(row, column, &excel, date)?;
        }
    }
    Ok(())
}

/// A row that adds up: `label` in the first cell, the sum under its column.
fn sum_line(label: &str, sum: i64, at: usize, width: usize, writing: Writing, kind: Kind) -> Line {
    let mut cells = vec![Written::Empty; width];
    cells[at] = if kind == Kind::Money {
        money_written(sum, writing)
    } else {
        Written::Number(sum as f64, sum.to_string())
    };
    cells[0] = Written::Text(label.to_owned());
    Line { cells, hidden: false }
}
