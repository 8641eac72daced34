//! Faults of a ledger: where, what stands there, which rule it breaks, what to do.

use crate::says::{Language, Says};
use std::fmt;
use std::sync::Arc;

/// A place in a ledger file, as the person who opens it sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Name of the file.
    pub file: Arc<str>,
    /// Name of the sheet; empty where a file has none (CSV).
    pub sheet: Arc<str>,
    /// Row as the spreadsheet counts it, from 1; 0 for the sheet as a whole.
    pub row: u32,
    /// Column letter and heading, such as `D“收到日期”`; absent for the row as a whole.
    pub column: Option<Arc<str>>,
}

impl Place {
    /// A row of a sheet of a file.
    pub fn row(file: &Arc<str>, sheet: &Arc<str>, row: u32) -> Self {
        Self { file: Arc::clone(file), sheet: Arc::clone(sheet), row, column: None }
    }

    /// The same row, at one column.
    #[must_use]
    pub fn at(&self, column: impl Into<Arc<str>>) -> Self {
        Self { column: Some(column.into()), ..self.clone() }
    }

    /// The place in one of the two languages.
    pub fn in_language(&self, language: Language) -> String {
        let Self { file, sheet, row, column } = self;
        let mut parts = vec![file.to_string()];
        let chinese = language == Language::Chinese;
        if !sheet.is_empty() {
            parts.push(if chinese {
                format!("工作表“{sheet}”")
            } else {
                format!("sheet “{sheet}”")
            });
        }
        if *row > 0 {
            parts.push(if chinese { format!("第 {row} 行") } else { format!("row {row}") });
        }
        if let Some(column) = column {
            parts.push(if chinese { format!("列 {column}") } else { format!("column {column}") });
        }
        parts.join(if chinese { "，" } else { ", " })
    }
}

/// Whether a fault keeps its row out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The row cannot be taken in.
    Error,
    /// The row can be taken in; somebody should look at it.
    Warning,
}

/// One fault of a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub place: Place,
    /// What stands there, shortened; never the value of a personal column.
    pub value: String,
    /// Which rule it breaks.
    pub says: Says,
    /// What to do.
    pub remedy: Says,
    /// Whether it keeps the row out.
    pub severity: Severity,
}

impl Fault {
    /// The fault in one language, on one line.
    pub fn in_language(&self, language: Language) -> String {
        let place = self.place.in_language(language);
        let (says, remedy) = (self.says.in_language(language), self.remedy.in_language(language));
        match (language, self.value.is_empty()) {
            (Language::Chinese, true) => format!("{place}：{says}；{remedy}"),
            (Language::Chinese, false) => format!("{place}，值“{}”：{says}；{remedy}", self.value),
            (Language::English, true) => format!("{place}: {says}; {remedy}"),
            (Language::English, false) => format!("{place}, value “{}”: {says}; {remedy}", self.value),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (zh, en) = match self.severity {
            Severity::Error => ("错误", "error"),
            Severity::Warning => ("提醒", "warning"),
        };
        let chinese = self.in_language(Language::Chinese);
        let english = self.in_language(Language::English);
        write!(f, "{zh}：{chinese} / {en}: {english}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_one_line_in_both_languages() {
        let place = Place::row(&"申请.xlsx".into(), &"2016".into(), 5).at("D“收到日期”");
        let fault = Fault {
            place,
            value: "2016-13-1".to_owned(),
            says: Says::new("没有这一天", "there is no such day"),
            remedy: Says::new("请核对日期", "check the date"),
            severity: Severity::Error,
        };
        assert_eq!(
            fault.to_string(),
            "错误：申请.xlsx，工作表“2016”，第 5 行，列 D“收到日期”，值“2016-13-1”：没有这一天；请核对日期 / \
             error: 申请.xlsx, sheet “2016”, row 5, column D“收到日期”, value “2016-13-1”: there is no such day; check the date"
        );
    }
}
