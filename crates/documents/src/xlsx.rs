//! XLSX workbooks: each sheet a table, under a paragraph with its name.

use crate::blocks::{Blocks, MOST_CELLS, cell_text};
use crate::package::Package;
use crate::xml::{Node, each};
use crate::{Cell, Document, DocumentFault, FileKind};
use calamine::{DataRef, Dimensions, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use std::collections::{BTreeMap, HashMap};
use std::io::Cursor;
use std::sync::Arc;

/// What broken files of this kind are called.
const KIND: &str = "XLSX";
/// Cells of a sheet by row and column, from 0.
type Filled = BTreeMap<(u32, u32), String>;

/// Reads a workbook; hidden sheets are left out.
pub(crate) fn read(bytes: &Arc<[u8]>, package: &Package) -> Result<Document, DocumentFault> {
    believable(package)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(Arc::clone(bytes))).map_err(refused)?;
    let mut blocks = Blocks::default();
    let mut held = 0usize;
    for sheet in workbook.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet || sheet.visible != SheetVisible::Visible {
            continue;
        }
        let mut filled = Filled::new();
        let mut reader = workbook.worksheet_cells_reader(&sheet.name).map_err(refused)?;
        while let Some(cell) = reader.next_cell().map_err(refused)? {
            let text = shown(cell.get_value());
            if !text.is_empty() {
                held += 1;
                if held > MOST_CELLS {
                    return Err(DocumentFault::TooMuch);
                }
                filled.insert(cell.get_position(), text);
            }
        }
        drop(reader);
        if filled.is_empty() {
            continue;
        }
        let merged = workbook.merge_cells_by_sheet_name(&sheet.name).map_err(refused)?;
        blocks.paragraph(&sheet.name);
        blocks.table(table(filled, &merged)?);
    }
    let blocks = blocks.finish()?;
    Ok(Document { kind: FileKind::Xlsx, title: None, blocks, pages: Vec::new(), wrapped: false })
}

/// Refuses a table of texts that says it holds more than a workbook may: the reader of the cells asks for that much memory
/// at once.
fn believable(package: &Package) -> Result<(), DocumentFault> {
    let Some(part) = package.part("xl/sharedStrings.xml") else { return Ok(()) };
    let mut most = 0usize;
    each(part, KIND, |node| {
        if let Node::Start(element) = node
            && element.name() == b"sst"
            && let Some(count) = element.attribute("uniqueCount")
        {
            most = most.max(count.trim().parse().unwrap_or(usize::MAX));
        }
        Ok(())
    })?;
    if most > MOST_CELLS { Err(DocumentFault::TooMuch) } else { Ok(()) }
}

/// The rectangle that is filled, row by row, with a cell wherever none is covered by a merged one.
fn table(mut filled: Filled, merged: &[Dimensions]) -> Result<Vec<Vec<Cell>>, DocumentFault> {
    let rows = filled.keys().map(|(row, _)| *row);
    let (top, bottom) = (rows.clone().min().unwrap_or(0), rows.max().unwrap_or(0));
    let columns = filled.keys().map(|(_, column)| *column);
    let (left, right) = (columns.clone().min().unwrap_or(0), columns.max().unwrap_or(0));
    let size = (bottom - top + 1) as usize * (right - left + 1) as usize;
    if size > MOST_CELLS {
        return Err(DocumentFault::TooMuch);
    }
    // Where merged cells begin, and what they cover, cut to the rectangle.
    let mut begins = HashMap::new();
    let (mut covered, mut visited) = (vec![false; size], 0usize);
    let at =
        |row: u32, column: u32| (row - top) as usize * (right - left + 1) as usize + (column - left) as usize;
    for area in merged {
        let (first, last) = (
            (area.start.0.max(top), area.start.1.max(left)),
            (area.end.0.min(bottom), area.end.1.min(right)),
        );
        if first.0 > last.0 || first.1 > last.1 {
            continue;
        }
        // A file that merges a cell twice is broken; the first counts.
        let all = || (first.0..=last.0).flat_map(|row| (first.1..=last.1).map(move |column| (row, column)));
        let area_size = (last.0 - first.0 + 1) as usize * (last.1 - first.1 + 1) as usize;
        visited = visited.saturating_add(area_size);
        if visited > 2 * MOST_CELLS {
            return Err(DocumentFault::TooMuch);
        }
        if all().any(|(row, column)| covered[at(row, column)]) {
            continue;
        }
        all().for_each(|(row, column)| covered[at(row, column)] = true);
        begins.insert(first, ((last.0 - first.0 + 1) as usize, (last.1 - first.1 + 1) as usize));
        if first != area.start
            && let Some(text) = filled.remove(&area.start)
        {
            filled.insert(first, text);
        }
    }
    let cell = |row: u32, column: u32| {
        let span = begins.get(&(row, column)).copied();
        let (rows, columns) = match span {
            Some(span) => span,
            None if covered[at(row, column)] => return None,
            None => (1, 1),
        };
        let text = filled.get(&(row, column)).cloned().unwrap_or_default();
        Some(Cell {
            text,
            row: (row - top) as usize + 1,
            column: (column - left) as usize + 1,
            rows,
            columns,
        })
    };
    Ok((top..=bottom).map(|row| (left..=right).filter_map(|column| cell(row, column)).collect()).collect())
}

/// A value as a reader of the sheet sees it, unless its format rounds it.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => shown_number(*number),
        DataRef::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            cell_text([text.as_str()])
        }
        DataRef::SharedString(text) => cell_text([*text]),
        DataRef::Error(error) => error.to_string(),
        DataRef::DateTime(date) => shown_date(*date),
    }
}

/// The fifteen digits a spreadsheet shows, so that sums of formulas lose their binary tails.
fn shown_number(number: f64) -> String {
    if number.fract() == 0.0 || !number.is_finite() {
        return format!("{number:.0}");
    }
    let decimals = (14 - number.abs().log10().floor() as i32).clamp(0, 30) as usize;
    let text = format!("{number:.decimals$}");
    if decimals > 0 { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

fn shown_date(date: ExcelDateTime) -> String {
    if date.is_duration() || date.as_f64() < 1.0 {
        return shown_number(date.as_f64());
    }
    let (year, month, day, ..) = date.to_ymd_hms_milli();
    format!("{year}-{month:02}-{day:02}")
}

fn refused(error: XlsxError) -> DocumentFault {
    match error {
        XlsxError::Password => DocumentFault::Encrypted,
        _ => DocumentFault::Broken(KIND),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_digits_a_spreadsheet_shows() {
        for (number, text) in [
            (93.0, "93"),
            (0.1 + 0.2, "0.3"),
            (9_116.36, "9116.36"),
            (-5.0, "-5"),
            (1e14 + 0.5, "100000000000000"),
        ] {
            assert_eq!(shown_number(number), text);
        }
    }
}
