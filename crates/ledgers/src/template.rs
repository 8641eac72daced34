//! The workbook to fill in: headings, drop-down lists, checks of dates and numbers, and notes.

use crate::sheet::column_letters;
use crate::write::xlsx::{Formats, column_width};
use crate::write::{WriteFault, heading};
use gongkai_domain::registers::{Column, Kind, Register, Vocabulary};
use rust_xlsxwriter::{
    DataValidation, DataValidationRule, ExcelDateTime, Format, Formula, Workbook, Worksheet,
};

/// Last row, from 0, that has drop-down lists and checks.
const LAST_ROW: u32 = 10_000;
/// Name of the hidden sheet that holds the lists.
const LISTS: &str = "代码表";

/// Makes the fill-in workbook (填报模板) of a register; bodies are offered by name where there are any.
pub fn template(register: &Register, words: &Vocabulary<'_>) -> Result<Vec<u8>, WriteFault> {
    let columns: Vec<&Column> = register.columns.iter().filter(|column| !column.computed).collect();
    let formats = Formats::new();
    let mut sheet = Worksheet::new();
    sheet.set_name(register.zh)?;
    let mut lists = Lists::new()?;
    for (at, column) in columns.iter().enumerate() {
        let at = at as u16;
        let mark = if column.required { "*" } else { "" };
        sheet.write_string_with_format(0, at, format!("{mark}{}", heading(column)), &formats.heading)?;
        let format = match column.kind {
            Kind::Date => Some(&formats.date),
            Kind::Money => Some(&formats.money),
            Kind::Text | Kind::LongText => Some(&formats.text),
            _ => None,
        };
        match format {
            Some(format) => sheet.set_column_format(at, format)?,
            None => &mut sheet,
        };
        sheet.set_column_width(at, column_width(column))?;
        if let Some(validation) = validation(column, words, &mut lists)? {
            sheet.add_data_validation(1, at, LAST_ROW, at, &validation)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    let mut workbook = Workbook::new();
    workbook.push_worksheet(sheet);
    workbook.push_worksheet(notes(register, &columns, words)?);
    workbook.push_worksheet(lists.sheet);
    Ok(workbook.save_to_buffer()?)
}

/// What a column's cells may hold; free text is not restricted.
fn validation(
    column: &Column,
    words: &Vocabulary<'_>,
    lists: &mut Lists,
) -> Result<Option<DataValidation>, WriteFault> {
    let any = DataValidation::new;
    let (validation, message) = match column.kind {
        Kind::Text | Kind::LongText => return Ok(None),
        Kind::Code(_) | Kind::Body | Kind::Boolean => {
            let offered = offered(column, words);
            if offered.is_empty() {
                return Ok(None);
            }
            (any().allow_list_formula(lists.add(&offered)?), "请从下拉列表中选择")
        }
        Kind::Date => {
            let range = DataValidationRule::Between(
                ExcelDateTime::from_ymd(1901, 1, 1)?,
                ExcelDateTime::from_ymd(2100, 12, 31)?,
            );
            (any().allow_date(range), "请填日期，如 2016-3-1")
        }
        Kind::Year => {
            (any().allow_whole_number(DataValidationRule::Between(1900, 2100)), "请填年份，如 2016")
        }
        Kind::Integer => {
            (any().allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0)), "请填不小于 0 的整数")
        }
        Kind::Money => (
            any().allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0)),
            "请填金额，以元计，最多两位小数",
        ),
    };
    Ok(Some(validation.set_error_title("填写有误")?.set_error_message(message)?))
}

/// The words a column offers.
fn offered(column: &Column, words: &Vocabulary<'_>) -> Vec<String> {
    match column.kind {
        Kind::Code(list) => words.codes.list(list).map_or_else(Vec::new, |codes| {
            codes.codes.iter().map(|entry| words.code_word(list, &entry.code).to_owned()).collect()
        }),
        Kind::Body => {
            words.bodies.iter().map(|(code, _)| words.bodies.ledger_word(code).to_owned()).collect()
        }
        Kind::Boolean => vec!["是".to_owned(), "否".to_owned()],
        _ => Vec::new(),
    }
}

/// The hidden sheet of lists: a drop-down list written into its cell may hold 255 characters only.
struct Lists {
    sheet: Worksheet,
    columns: u16,
}

impl Lists {
    fn new() -> Result<Self, WriteFault> {
        let mut sheet = Worksheet::new();
        sheet.set_name(LISTS)?;
        sheet.set_hidden(true);
        Ok(Self { sheet, columns: 0 })
    }

    /// Adds a list and gives the reference to its cells.
    fn add(&mut self, words: &[String]) -> Result<Formula, WriteFault> {
        for (at, word) in words.iter().enumerate() {
            self.sheet.write_string(at as u32, self.columns, word)?;
        }
        let letters = column_letters(self.columns.into());
        self.columns += 1;
        Ok(Formula::new(format!("={LISTS}!${letters}$1:${letters}${}", words.len())))
    }
}

/// The notes (填写说明): what each column is, what it may hold, where its codes come from, and the rules of a row.
fn notes(register: &Register, columns: &[&Column], words: &Vocabulary<'_>) -> Result<Worksheet, WriteFault> {
    let mut sheet = Worksheet::new();
    sheet.set_name("填写说明")?;
    let bold = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap();
    for (at, (heading, width)) in
        [("栏目", 26.0), ("必填", 6.0), ("填写内容", 40.0), ("可填的词", 60.0), ("出处", 40.0)]
            .iter()
            .enumerate()
    {
        sheet.write_string_with_format(0, at as u16, *heading, &bold)?;
        sheet.set_column_width(at as u16, *width)?;
    }
    let mut row = 1;
    for column in columns {
        let source = match column.kind {
            Kind::Code(list) => words.codes.list(list).map_or("", |codes| codes.source.as_str()),
            _ => "",
        };
        let offered = if column.kind == Kind::Body { Vec::new() } else { offered(column, words) };
        let texts = [
            heading(column).into_owned(),
            if column.required { "是" } else { "" }.to_owned(),
            how(column),
            offered.join("、"),
            source.to_owned(),
        ];
        for (at, text) in texts.iter().enumerate() {
            sheet.write_string_with_format(row, at as u16, text, &wrapped)?;
        }
        row += 1;
    }
    for check in register.checks {
        row += 1;
        sheet.write_string(row, 0, check.says(register).zh)?;
    }
    Ok(sheet)
}

/// How a column is filled in.
fn how(column: &Column) -> String {
    let kind = match column.kind {
        Kind::Text => "文字，不换行，不超过 2000 字",
        Kind::LongText => "文字，可换行",
        Kind::Code(_) => "从列表中选择",
        Kind::Body => "机构的代码、名称或简称",
        Kind::Date => "日期，如 2016-3-1 或 2016年3月1日",
        Kind::Year => "年份，如 2016",
        Kind::Integer => "不小于 0 的整数",
        Kind::Money => "金额，以元计，最多两位小数；表头写（万元）的以万元计",
        Kind::Boolean => "是 或 否",
    };
    let personal = if column.personal { "；个人信息，加密保存，不公开" } else { "" };
    let hint = if column.hint.is_empty() { String::new() } else { format!("；{}", column.hint) };
    format!("{kind}{hint}{personal}")
}
