//! A table of findings as a file: CSV, XLSX or a web page, by the ending of its name.

use crate::body::escaped;
use gongkai_domain::registers::reads_as_formula;
use rust_xlsxwriter::{Format, Workbook, XlsxError};

/// Characters a cell of a workbook holds.
const LONGEST_CELL: usize = 32_000;

/// A table of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextTable {
    /// What it is called.
    pub title: String,
    /// Its headings.
    pub headings: Vec<String>,
    /// Its rows, each with a cell a heading.
    pub rows: Vec<Vec<String>>,
}

impl TextTable {
    /// As CSV in UTF-8 with a byte order mark.
    pub fn csv(&self) -> String {
        let mut text = String::from("\u{feff}");
        for row in std::iter::once(&self.headings).chain(&self.rows) {
            let cells: Vec<String> = row.iter().map(|cell| csv_cell(cell)).collect();
            text.push_str(&cells.join(","));
            text.push_str("\r\n");
        }
        text
    }

    /// As a workbook, every cell text, its first row kept in view.
    ///
    /// # Errors
    /// More rows than a sheet holds.
    pub fn xlsx(&self) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        let bold = Format::new().set_bold();
        for (column, heading) in self.headings.iter().enumerate() {
            sheet.write_string_with_format(0, column as u16, heading, &bold)?;
        }
        for (at, row) in self.rows.iter().enumerate() {
            for (column, cell) in row.iter().enumerate() {
                let cut: String = cell.chars().take(LONGEST_CELL).collect();
                sheet.write_string(at as u32 + 1, column as u16, cut)?;
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        sheet.autofilter(0, 0, self.rows.len() as u32, self.headings.len().saturating_sub(1) as u16)?;
        workbook.save_to_buffer()
    }

    /// As a web page of its own.
    pub fn html(&self) -> String {
        let row = |tag: &str, cells: &[String]| {
            let cells: Vec<String> = cells
                .iter()
                .map(|cell| format!("<{tag}>{}</{tag}>", escaped(cell).replace('\n', "<br>")))
                .collect();
            format!("<tr>{}</tr>\n", cells.concat())
        };
        let rows: Vec<String> = self.rows.iter().map(|cells| row("td", cells)).collect();
        format!(
            "<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>{title}</title><style>\
             body{{font:14px/1.6 sans-serif;margin:1.5rem}}table{{border-collapse:collapse}}\
             th,td{{border:1px solid #bbb;padding:.3rem .5rem;text-align:left;vertical-align:top;max-width:28rem}}\
             th{{background:#eef}}</style></head>\n<body><h1>{title}</h1>\n<table><thead>{head}</thead>\n<tbody>{rows}</tbody></table></body></html>\n",
            title = escaped(&self.title),
            head = row("th", &self.headings),
            rows = rows.concat(),
        )
    }
}

/// A cell, quoted where it must be; a text a spreadsheet would take for a formula gets an apostrophe in front.
fn csv_cell(cell: &str) -> String {
    let guard = if reads_as_formula(cell) { "'" } else { "" };
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{guard}{}\"", cell.replace('"', "\"\""))
    } else {
        format!("{guard}{cell}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_guarded_and_escaped() {
        let table = TextTable {
            title: "结果".to_owned(),
            headings: vec!["甲".to_owned(), "乙".to_owned()],
            rows: vec![vec!["=1+1".to_owned(), "a,\"b\"\n<c>".to_owned()]],
        };
        assert_eq!(table.csv(), "\u{feff}甲,乙\r\n'=1+1,\"a,\"\"b\"\"\n<c>\"\r\n");
        assert!(table.html().contains("<td>a,\"b\"<br>&lt;c&gt;</td>"));
        assert!(table.xlsx().unwrap().starts_with(b"PK"));
    }
}
