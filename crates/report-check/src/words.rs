//! What severities, kinds, places and states are called: in data by a code, to people in both languages.

use crate::{CellState, FindingKind, Place, Reading, Severity};
use gongkai_domain::reports::Format;
use gongkai_domain::says::Says;

/// Title of every summary this program writes, in its properties or its text, by which one that was left among the
/// reports is known.
pub const SUMMARY_TITLE: &str = "年度报告核对汇总 (gongkai report check)";

impl Reading {
    /// What its format is called; of one without statutory tables that it is in words only.
    pub fn format_name(&self, formats: &[Format]) -> Says {
        match &self.format {
            None => Says::new("只有文字，没有法定表格", "words only, no statutory table"),
            Some(id) => formats
                .iter()
                .find(|format| format.id == *id)
                .map_or_else(|| Says::new(id, id), |format| format.name.clone()),
        }
    }
}

impl Severity {
    /// All, gravest first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Note];

    /// What data calls it; as it is serialised.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }

    /// What people call it.
    pub fn says(self) -> Says {
        match self {
            Self::Error => Says::new("错误", "error"),
            Self::Warning => Says::new("警告", "warning"),
            Self::Note => Says::new("提示", "note"),
        }
    }
}

impl FindingKind {
    /// What data calls it; as it is serialised.
    pub const fn code(self) -> &'static str {
        match self {
            Self::RowSum => "row-sum",
            Self::ColumnSum => "column-sum",
            Self::Balance => "balance",
            Self::CarryOver => "carry-over",
            Self::Stock => "stock",
            Self::TextSum => "text-sum",
            Self::TextTable => "text-table",
            Self::TextText => "text-text",
            Self::Percent => "percent",
            Self::RepeatedRow => "repeated-row",
            Self::MissingRow => "missing-row",
            Self::Label => "label",
            Self::Section => "section",
            Self::Template => "template",
            Self::Blank => "blank",
            Self::Date => "date",
            Self::Copy => "copy",
            Self::Typo => "typo",
            Self::Ambiguous => "ambiguous",
        }
    }

    /// What people call it.
    pub fn says(self) -> Says {
        let (zh, en) = match self {
            Self::RowSum => ("横向合计", "row sum"),
            Self::ColumnSum => ("纵向合计", "column sum"),
            Self::Balance => ("收办平衡", "balance"),
            Self::CarryOver => ("上年结转", "carry-over"),
            Self::Stock => ("存量累计", "stock"),
            Self::TextSum => ("文中合计", "sum in the text"),
            Self::TextTable => ("文表不符", "text against table"),
            Self::TextText => ("前后不符", "text against text"),
            Self::Percent => ("百分比", "percentage"),
            Self::RepeatedRow => ("重复行", "repeated row"),
            Self::MissingRow => ("缺行", "missing row"),
            Self::Label => ("名称", "label"),
            Self::Section => ("章节", "section"),
            Self::Template => ("格式", "template"),
            Self::Blank => ("空白", "blank"),
            Self::Date => ("年份日期", "date"),
            Self::Copy => ("雷同", "copied text"),
            Self::Typo => ("文字", "slip of the pen"),
            Self::Ambiguous => ("多种读法", "ambiguous"),
        };
        Says::new(zh, en)
    }
}

impl Place {
    /// The place in words (`第2表第5行第3列`, `第17行`).
    pub fn says(self) -> Says {
        match self {
            Self::Cell { table, row, column } => Says::new(
                format!("第{table}表第{row}行第{column}列"),
                format!("table {table}, row {row}, column {column}"),
            ),
            Self::Line { line } => Says::new(format!("第{line}行"), format!("line {line}")),
        }
    }
}

impl CellState {
    /// What data calls it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Number(_) => "number",
            Self::NotApplicable => "not-applicable",
            Self::Blank => "blank",
            Self::Ambiguous(_) => "ambiguous",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_what_is_serialised() {
        for severity in Severity::ALL {
            assert_eq!(serde_json::to_value(severity).unwrap(), severity.code());
        }
        for kind in [FindingKind::RowSum, FindingKind::RepeatedRow, FindingKind::Typo, FindingKind::CarryOver]
        {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
        }
    }

    #[test]
    fn places_are_said_as_a_reader_counts() {
        assert_eq!(Place::Cell { table: 2, row: 5, column: 3 }.says().zh, "第2表第5行第3列");
        assert_eq!(Place::Line { line: 17 }.says().zh, "第17行");
    }
}
