//! Rows back into ledger files: CSV, XLSX, JSON, and the rows an import rejected.
//!
//! What is written can be read again and gives the same rows. Personal columns are written as they are handed
//! over: whoever may not see them passes masked values or leaves the columns out.

mod csv;
mod json;
mod rejects;
pub(crate) mod xlsx;

pub use csv::csv;
pub use json::json;
pub use rejects::{rejects, rejects_xlsx};
pub use xlsx::xlsx;

use gongkai_domain::registers::{Column, Kind, Register, Value, Vocabulary};
use std::borrow::Cow;

/// What is exported: a register, and those of its columns that the reader of the file may see.
#[derive(Clone, Debug)]
pub struct Export<'a> {
    /// The register.
    pub register: &'static Register,
    /// Columns in the order they are written.
    pub columns: Vec<&'static Column>,
    /// The words that stand for codes and bodies.
    pub words: Vocabulary<'a>,
}

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteFault {
    /// The place it is written to failed.
    #[error("写入失败：{0} / writing failed: {0}")]
    Output(#[from] std::io::Error),
    /// A text is longer than a cell of a workbook holds (32 767 characters).
    #[error(
        "第 {row} 行“{zh}”超过工作表单元格的 32767 字，请导出为 CSV 或 JSON / row {row}, “{en}” is longer than the \
         32,767 characters a cell holds; export CSV or JSON"
    )]
    CellTooLong {
        /// Row of the export, from 1.
        row: usize,
        /// Chinese name of the column.
        zh: &'static str,
        /// English name of the column.
        en: &'static str,
    },
    /// The workbook could not be made.
    #[error("工作簿无法生成：{0} / the workbook could not be made: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}

impl<'a> Export<'a> {
    /// Every column of the register.
    pub fn all(register: &'static Register, words: Vocabulary<'a>) -> Self {
        Self { register, columns: register.columns.iter().collect(), words }
    }

    /// The columns the public may read.
    pub fn public(register: &'static Register, words: Vocabulary<'a>) -> Self {
        let columns = register.columns.iter().filter(|column| column.is_public()).collect();
        Self { register, columns, words }
    }

    /// Positions of the columns in a row of the register.
    fn positions(&self) -> Vec<usize> {
        self.columns.iter().filter_map(|column| self.register.position(column.code)).collect()
    }

    /// A value as a ledger prints it: words for codes and bodies, yuan for money.
    fn word<'v>(&'v self, column: &Column, value: &'v Value) -> Cow<'v, str> {
        match (column.kind, value) {
            (_, Value::Absent) => Cow::Borrowed(""),
            (Kind::Code(list), Value::Text(code)) => Cow::Borrowed(self.words.code_word(list, code)),
            (Kind::Body, Value::Text(code)) => Cow::Borrowed(self.words.bodies.ledger_word(code)),
            (_, Value::Text(text)) => Cow::Borrowed(text),
            _ => Cow::Owned(value.to_ledger(column.kind)),
        }
    }
}

/// Heading of a column, with the unit of money.
pub(crate) fn heading(column: &Column) -> Cow<'static, str> {
    if column.kind == Kind::Money {
        Cow::Owned(format!("{}（元）", column.zh))
    } else {
        Cow::Borrowed(column.zh)
    }
}
