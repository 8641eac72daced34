//! XLSX: the tables as they are laid out, and every figure, verdict and paragraph as rows to work on.

mod checking;
mod lists;
mod looks;
mod names;
mod tables;

use crate::{FileFault, Publication, standing, text::printable};
pub use checking::checked_xlsx;
use gongkai_domain::reports::{Block, ReportTable};
use looks::Looks;
use names::Names;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};
use std::borrow::Cow;

/// Characters a cell holds.
const LONGEST: usize = 32_767;
/// What stands at the end of a text that is longer.
const CUT: &str = "……（超出单元格长度，全文见 CSV 或网页）";
/// A4 in the list of paper sizes of the format.
const A4: u8 = 9;
/// Margins of a printed sheet: 18 mm, in inches.
const MARGIN: f64 = 0.71;

/// A report as a workbook: a first sheet that says what it is, one sheet a table, then every figure (全部指标), the
/// verdicts (核对), the text (报告文字) and the years side by side (逐年比较, where there are any).
///
/// Numbers are numbers; one of more than fifteen digits, which a spreadsheet would cut, is text. No text is ever a
/// formula.
pub fn xlsx(publication: &Publication) -> Result<Vec<u8>, FileFault> {
    let looks = Looks::new();
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(publication)?);
    let mut names = Names::new();
    let tables: Vec<&ReportTable> = tables_of(publication).collect();
    let named: Vec<String> = tables.iter().map(|table| names.take(&table.title)).collect();
    let mut sheets = vec![lists::about(publication, &named, &looks)?];
    for (table, name) in tables.iter().zip(&named) {
        sheets.push(tables::sheet(publication, table, name, &looks)?);
    }
    sheets.push(lists::figures(publication, &looks)?);
    sheets.push(lists::verdicts(publication, &looks)?);
    sheets.push(lists::paragraphs(publication, &looks)?);
    if !publication.years.is_empty() {
        sheets.push(lists::years(publication, &looks)?);
    }
    for mut sheet in sheets {
        set_page(&mut sheet, publication);
        workbook.push_worksheet(sheet);
    }
    Ok(workbook.save_to_buffer()?)
}

/// The tables of a report, in order.
fn tables_of(publication: &Publication) -> impl Iterator<Item = &ReportTable> {
    publication.report.sections.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Paragraph(_) => None,
    })
}

fn properties(publication: &Publication) -> Result<DocProperties, XlsxError> {
    let date = standing::date(publication);
    let made = ExcelDateTime::from_ymd(date.year() as u16, date.month() as u8, date.day() as u8)?;
    Ok(DocProperties::new()
        .set_title(printable(&publication.report.title))
        .set_author(printable(&publication.body))
        .set_company(printable(&publication.body))
        .set_subject(printable(&publication.format.zh))
        .set_status(standing::word(&publication.standing))
        .set_comment(printable(&standing::line(&publication.standing)))
        .set_creation_datetime(&made))
}

/// A4, as wide as the page, with the standing and the number of the page at its foot.
fn set_page(sheet: &mut Worksheet, publication: &Publication) {
    let standing = standing::line(&publication.standing);
    let words = printable(&standing).replace('&', "&&");
    sheet
        .set_paper_size(A4)
        .set_print_fit_to_pages(1, 0)
        .set_margins(MARGIN, MARGIN, MARGIN, MARGIN, 0.3, 0.3)
        .set_footer(format!("&L&7{words}&R&9&P／&N"));
}

/// A text as a cell can hold it: what is longer is cut, and says so.
fn fitting(text: &str) -> Cow<'_, str> {
    let text = printable(text);
    if text.len() <= LONGEST || text.encode_utf16().count() <= LONGEST {
        return text;
    }
    let room = LONGEST - CUT.chars().count();
    let mut units = 0;
    let kept = text.chars().take_while(|letter| {
        units += letter.len_utf16();
        units <= room
    });
    Cow::Owned(kept.chain(CUT.chars()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_too_long_for_a_cell_is_cut_and_says_so() {
        let long = "😀".repeat(20_000);
        let cut = fitting(&long);
        assert!(cut.encode_utf16().count() <= LONGEST && cut.ends_with(CUT) && cut.starts_with("😀😀"));
        assert_eq!(fitting("短"), "短");
    }
}
