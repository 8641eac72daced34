//! The sheets that are lists: what the file is, every figure, the verdicts, the text, the years.

use super::looks::{Looks, held};
use super::{FileFault, fitting, names};
use crate::facts::{Field, HEADS, facts, outcome};
use crate::{Publication, standing, text};
use gongkai_domain::reports::{Block, Chart, Span};
use rust_decimal::Decimal;
use rust_xlsxwriter::{IgnoreError, Url, Worksheet, XlsxError};

/// Widths of the columns of 全部指标, in characters of half width.
const WIDTHS: [f64; HEADS.len()] = [20.0, 30.0, 6.0, 16.0, 11.0, 7.0, 6.0, 14.0, 9.0, 11.0, 11.0, 60.0, 16.0];
/// Height of a line, in points.
const LINE: f64 = 15.0;
/// Most lines a row is high; it may be 409 points.
const LINES: f64 = 27.0;
/// Longest address a spreadsheet opens, in characters.
const LONGEST_ADDRESS: usize = 2_000;

/// A sheet with a row of heads that stays when it is scrolled and comes again on every page.
pub(super) struct List<'l> {
    sheet: Worksheet,
    widths: Vec<f64>,
    looks: &'l Looks,
    line: u32,
}

impl<'l> List<'l> {
    pub(super) fn begin(
        name: &str,
        heads: &[&str],
        widths: &[f64],
        looks: &'l Looks,
    ) -> Result<Self, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?;
        for (at, (head, width)) in heads.iter().zip(widths).enumerate() {
            sheet.write_string_with_format(0, at as u16, fitting(head), &looks.head)?;
            sheet.set_column_width(at as u16, *width)?;
        }
        sheet.set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?.set_landscape();
        Ok(Self { sheet, widths: widths.to_vec(), looks, line: 0 })
    }

    /// Adds a row, as high as its words need: not every program fits rows to words when it opens a file.
    pub(super) fn row(&mut self, fields: &[Field]) -> Result<(), XlsxError> {
        self.line += 1;
        let mut lines = 1.0_f64;
        for (column, (field, width)) in fields.iter().zip(self.widths.clone()).enumerate() {
            let words = self.write(column as u16, field)?;
            let needed =
                words.split('\n').map(|line| (text::width(line) as f64 / (width - 1.0)).ceil().max(1.0));
            lines = lines.max(needed.sum());
        }
        self.sheet.set_row_height(self.line, lines.min(LINES) * LINE)?;
        Ok(())
    }

    /// Words below the list, outside of what is filtered.
    pub(super) fn note(&mut self, words: &str) -> Result<(), XlsxError> {
        self.sheet.write_string(self.line + 2, 0, fitting(words))?;
        Ok(())
    }

    /// The sheet, with arrows to filter its columns by.
    pub(super) fn filtered(mut self) -> Result<Worksheet, XlsxError> {
        let last = self.widths.len() as u16 - 1;
        self.sheet.autofilter(0, 0, self.line, last)?;
        self.sheet.ignore_error_range(0, 0, self.line, last, IgnoreError::NumberStoredAsText)?;
        Ok(self.sheet)
    }

    /// Writes a field; the words it shows.
    fn write(&mut self, column: u16, field: &Field) -> Result<String, XlsxError> {
        let (sheet, looks, line) = (&mut self.sheet, self.looks, self.line);
        let (words, look) = match field {
            Field::Text(words) => (fitting(words).into_owned(), &looks.words),
            Field::Number(number) => (number.to_string(), &looks.number),
        };
        match field {
            Field::Number(number) if let Some(number) = held(*number) => {
                sheet.write_number_with_format(line, column, number, look)?;
            }
            _ => {
                sheet.write_string_with_format(line, column, &words, look)?;
            }
        }
        Ok(words)
    }
}

/// A4, as wide as the page, with the number of the page at its foot.
pub(super) fn plain_page(sheet: &mut Worksheet) {
    sheet
        .set_paper_size(super::A4)
        .set_print_fit_to_pages(1, 0)
        .set_margins(super::MARGIN, super::MARGIN, super::MARGIN, super::MARGIN, 0.3, 0.3)
        .set_footer("&R&9&P／&N");
}

/// 说明: what the file is, how far the report has come, and what stands on the other sheets.
pub(super) fn about(
    publication: &Publication,
    tables: &[String],
    looks: &Looks,
) -> Result<Worksheet, FileFault> {
    let mut sheet = Worksheet::new();
    sheet.set_name(names::ABOUT)?;
    sheet.set_column_width(0, 18)?.set_column_width(1, 90)?;
    sheet.merge_range(0, 0, 0, 1, "", &looks.title)?;
    sheet.write_string_with_format(0, 0, fitting(&publication.report.title), &looks.title)?;
    sheet.set_row_height(0, 30)?;
    let report = &publication.report;
    let failed = report.checks.iter().filter(|verdict| !verdict.holds).count();
    let mut lines = vec![
        ("机关", publication.body.clone()),
        ("年度", report.year.to_string()),
        ("格式", format!("{}（{}）", publication.format.zh, report.format)),
        ("状态", standing::line(&publication.standing)),
        ("核对", format!("{}项，{failed}项不符", report.checks.len())),
        ("网址", publication.address.clone().unwrap_or_default()),
        ("报告的表", tables.join("、")),
        (
            names::FIGURES,
            "每个数一行：准确的数、打印的样子、背后有几行、口径。多于15位的数写成文字，一位不少".to_owned(),
        ),
        (names::VERDICTS, "每条勾稽关系一行".to_owned()),
        (names::PARAGRAPHS, "报告正文，一段一行".to_owned()),
    ];
    if !publication.years.is_empty() {
        lines.push((names::YEARS, "几个主要的数，各年并列".to_owned()));
    }
    for (at, (name, words)) in lines.iter().filter(|(_, words)| !words.is_empty()).enumerate() {
        let line = at as u32 + 1;
        sheet.write_string_with_format(line, 0, *name, &looks.label)?;
        sheet.write_string_with_format(line, 1, fitting(words), &looks.words)?;
    }
    Ok(sheet)
}

/// 全部指标: one row a figure.
pub(super) fn figures(publication: &Publication, looks: &Looks) -> Result<Worksheet, FileFault> {
    let mut list = List::begin(names::FIGURES, &HEADS, &WIDTHS, looks)?;
    let last = HEADS.len() as u16 - 1;
    for fact in facts(publication) {
        list.row(&fact.fields())?;
        if let Some(address) = fact.address.as_ref().filter(|address| can_open(address)) {
            list.sheet.write_url_with_format(list.line, last, Url::new(address), &looks.link)?;
        }
    }
    Ok(list.filtered()?)
}

fn can_open(address: &str) -> bool {
    address.len() <= LONGEST_ADDRESS
        && (address.starts_with("https://") || address.starts_with("http://"))
        && address.bytes().all(|byte| byte.is_ascii_graphic())
}

/// 核对: one row a verdict.
pub(super) fn verdicts(publication: &Publication, looks: &Looks) -> Result<Worksheet, FileFault> {
    let heads = ["编号", "结果", "左边", "右边", "规则和两边的数"];
    let mut list = List::begin(names::VERDICTS, &heads, &[32.0, 10.0, 16.0, 16.0, 90.0], looks)?;
    let side = |side: Option<Decimal>| {
        side.map_or(Field::Text(String::new()), |number| Field::Number(number.normalize()))
    };
    for verdict in &publication.report.checks {
        list.row(&[
            Field::Text(verdict.id.clone()),
            Field::Text(outcome(verdict).to_owned()),
            side(verdict.left),
            side(verdict.right),
            Field::Text(verdict.says.zh.clone()),
        ])?;
    }
    Ok(list.sheet)
}

/// 报告文字: one row a paragraph, with the heading it stands under.
pub(super) fn paragraphs(publication: &Publication, looks: &Looks) -> Result<Worksheet, FileFault> {
    let mut list = List::begin(names::PARAGRAPHS, &["部分", "段落"], &[34.0, 100.0], looks)?;
    for section in &publication.report.sections {
        for block in &section.blocks {
            let words = match block {
                Block::Paragraph(spans) => paragraph(spans),
                Block::Table(table) => format!("（表：{}）", table.title),
            };
            for part in words.split('\n').filter(|part| !part.trim().is_empty()) {
                list.row(&[Field::Text(section.title.clone()), Field::Text(part.to_owned())])?;
            }
        }
    }
    Ok(list.sheet)
}

fn paragraph(spans: &[Span]) -> String {
    let words = spans.iter().map(|span| match span {
        Span::Text(text) | Span::Figure { text, .. } => text.as_str(),
        Span::OwnWords { text, .. } => text.as_deref().unwrap_or("（空）"),
    });
    text::printable(&words.collect::<String>()).into_owned()
}

/// 逐年比较: one row a figure, one column a year.
pub(super) fn years(publication: &Publication, looks: &Looks) -> Result<Worksheet, FileFault> {
    let mut columns: Vec<(i16, &str)> = publication
        .years
        .iter()
        .flat_map(|chart| &chart.points)
        .map(|point| (point.year, point.label.zh.as_str()))
        .collect();
    columns.sort_unstable();
    columns.dedup();
    let heads: Vec<&str> =
        ["指标", "单位"].into_iter().chain(columns.iter().map(|(_, label)| *label)).collect();
    let widths: Vec<f64> = (0..heads.len()).map(|at| if at == 0 { 40.0 } else { 12.0 }).collect();
    let mut list = List::begin(names::YEARS, &heads, &widths, looks)?;
    for chart in &publication.years {
        list.row(&year_fields(chart, &columns))?;
    }
    Ok(list.sheet)
}

fn year_fields(chart: &Chart, columns: &[(i16, &str)]) -> Vec<Field> {
    let value = |(year, label): &(i16, &str)| {
        let point = chart.points.iter().find(|point| point.year == *year && point.label.zh == *label);
        point.map_or(Field::Text(String::new()), |point| Field::Number(point.value.normalize()))
    };
    let named = [Field::Text(chart.title.zh.clone()), Field::Text(chart.unit.clone())];
    named.into_iter().chain(columns.iter().map(value)).collect()
}
