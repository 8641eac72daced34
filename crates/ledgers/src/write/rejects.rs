//! The rows an import rejected, as a ledger to correct and import again.

use super::WriteFault;
use super::csv::{end, field};
use crate::Reading;
use rust_xlsxwriter::Workbook;
use std::io::Write;

/// What is added to the columns of a rejected row.
const ADDED: [&str; 2] = ["导入问题", "原文件位置"];
/// Characters a cell of a workbook holds.
const LONGEST_CELL: usize = 32_767;

/// The same as a workbook; every cell is text, cut where a cell holds no more. Each sheet of the ledger has its own.
pub fn rejects_xlsx(reading: &Reading) -> Result<Vec<u8>, WriteFault> {
    let mut workbook = Workbook::new();
    let mut last = None;
    let mut line = 0;
    let mut sheets = 0;
    for rejected in &reading.rejected {
        let of = (&rejected.place.file, &rejected.place.sheet, &rejected.headings);
        if last != Some(of) {
            sheets += 1;
            let sheet = workbook.add_worksheet().set_name(format!("有错的行{sheets}"))?;
            let headings = rejected.headings.iter().map(String::as_str).chain(ADDED);
            for (at, heading) in headings.enumerate() {
                sheet.write_string(0, at as u16, heading)?;
            }
            line = 0;
            last = Some(of);
        }
        line += 1;
        let place = rejected.place.in_language(gongkai_domain::says::Language::Chinese);
        let cell = |at: usize| rejected.cells.get(at).map_or("", String::as_str);
        let reasons = rejected.reasons.join("；");
        let cells = (0..rejected.headings.len()).map(cell).chain([reasons.as_str(), place.as_str()]);
        let sheet = workbook.worksheet_from_index(sheets - 1)?;
        for (at, text) in cells.enumerate() {
            let cut: String = text.chars().take(LONGEST_CELL / 2).collect();
            sheet.write_string(line, at as u16, cut)?;
        }
    }
    if sheets == 0 {
        workbook.add_worksheet();
    }
    Ok(workbook.save_to_buffer()?)
}

/// Writes the rejected rows as CSV, each as it stands in its file, with its place and the reasons behind it.
///
/// The rows of each sheet come below its own headings; the added columns are passed over when the corrected file
/// is imported.
pub fn rejects(reading: &Reading, out: &mut impl Write) -> Result<(), WriteFault> {
    let mut line = String::from("\u{feff}");
    let mut last = None;
    for rejected in &reading.rejected {
        let sheet = (&rejected.place.file, &rejected.place.sheet);
        let width = rejected.headings.len();
        if last != Some(sheet) {
            let headings = rejected.headings.iter().map(String::as_str);
            for (at, heading) in headings.chain(ADDED).enumerate() {
                field(&mut line, at, heading, true);
            }
            end(&mut line, out)?;
            last = Some(sheet);
        }
        let cell = |at: usize| rejected.cells.get(at).map_or("", String::as_str);
        for at in 0..width {
            field(&mut line, at, cell(at), true);
        }
        field(&mut line, width, &rejected.reasons.join("；"), true);
        field(
            &mut line,
            width + 1,
            &rejected.place.in_language(gongkai_domain::says::Language::Chinese),
            true,
        );
        end(&mut line, out)?;
    }
    Ok(())
}
