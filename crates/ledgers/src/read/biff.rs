//! The records of an XLS workbook (MS-XLS), only as far as to know how large its sheets are and which rows they hide.
//!
//! The reader of the cells believes what a file says of its size and asks for that much memory at once; so the file
//! is walked through first.

use super::Unreadable;
use super::container::{long, word};
use super::workbook::MOST_CELLS;

/// Rows and columns a sheet of this format can have.
const ROWS: u32 = 65_536;
const COLUMNS: u32 = 256;

/// Rows each sheet hides, counted from 0, in the order of the workbook's sheets.
pub(crate) fn hidden_rows(stream: &[u8]) -> Result<Vec<Vec<u32>>, Unreadable> {
    let mut sheets = Vec::new();
    let mut cells = 0usize;
    for (kind, data) in (Records { stream, at: 0 }) {
        match kind {
            BOUND_SHEET => {
                let start = long(data, 0).unwrap_or(0) as usize;
                let (hidden, area) = sheet(stream.get(start..).unwrap_or_default())?;
                cells = cells.saturating_add(area);
                if cells > MOST_CELLS {
                    return Err(Unreadable::TooLarge);
                }
                sheets.push(hidden);
            }
            END_OF_FILE => break,
            _ => {}
        }
    }
    Ok(sheets)
}

const BOUND_SHEET: u16 = 0x0085;
const BEGIN_OF_FILE: u16 = 0x0809;
const END_OF_FILE: u16 = 0x000a;
const DIMENSIONS: u16 = 0x0200;
const ROW: u16 = 0x0208;
const MANY_NUMBERS: u16 = 0x00bd;
/// Records that hold one cell: formula, number, label, error, string of the table, rich string, short number.
const CELLS: [u16; 7] = [0x0006, 0x0203, 0x0204, 0x0205, 0x00fd, 0x00d6, 0x027e];

/// The rows a sheet hides, and the area its cells span.
fn sheet(stream: &[u8]) -> Result<(Vec<u32>, usize), Unreadable> {
    let mut hidden = Vec::new();
    let mut span: Option<[u32; 4]> = None;
    let mut depth = 0u32;
    for (kind, data) in (Records { stream, at: 0 }) {
        let number = |at| word(data, at).map_or(0, u32::from);
        match kind {
            BEGIN_OF_FILE => depth += 1,
            END_OF_FILE if depth <= 1 => break,
            END_OF_FILE => depth -= 1,
            // Charts inside a sheet have cells of their own.
            _ if depth > 1 => {}
            DIMENSIONS => believable(data)?,
            ROW if number(12) & 0x20 != 0 => hidden.push(number(0)),
            MANY_NUMBERS => {
                let last = word(data, data.len().saturating_sub(2)).map_or(0, u32::from);
                widen(&mut span, number(0), number(2), last);
            }
            _ if CELLS.contains(&kind) => widen(&mut span, number(0), number(2), number(2)),
            _ => {}
        }
    }
    let area = span
        .map_or(0, |[top, left, bottom, right]| (bottom - top + 1) as usize * (right - left + 1) as usize);
    Ok((hidden, area))
}

/// Refuses a sheet that says it is larger than any sheet can be.
fn believable(dimensions: &[u8]) -> Result<(), Unreadable> {
    // Older workbooks give rows in two bytes, newer in four.
    let (bottom, right) = if dimensions.len() == 10 {
        (word(dimensions, 2).map(u32::from), word(dimensions, 6))
    } else {
        (long(dimensions, 4), word(dimensions, 10))
    };
    let small =
        bottom.is_none_or(|bottom| bottom <= ROWS) && right.is_none_or(|right| u32::from(right) <= COLUMNS);
    if small { Ok(()) } else { Err(Unreadable::Damaged("DIMENSIONS".to_owned())) }
}

fn widen(span: &mut Option<[u32; 4]>, row: u32, left: u32, right: u32) {
    let right = right.max(left);
    let [top, first, bottom, last] = span.unwrap_or([row, left, row, right]);
    *span = Some([top.min(row), first.min(left), bottom.max(row), last.max(right)]);
}

/// The records of a stream: kind and data.
struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = word(self.stream, self.at)?;
        let length = usize::from(word(self.stream, self.at + 2)?);
        let data = self.stream.get(self.at + 4..self.at + 4 + length)?;
        self.at += 4 + length;
        Some((kind, data))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u16]) -> Vec<u8> {
        let words = [kind, data.len() as u16 * 2];
        words.iter().chain(data).flat_map(|word| word.to_le_bytes()).collect()
    }

    /// A workbook of one sheet with these records.
    fn workbook(records: &[Vec<u8>]) -> Vec<u8> {
        let head = record(BEGIN_OF_FILE, &[]).len()
            + record(BOUND_SHEET, &[0, 0]).len()
            + record(END_OF_FILE, &[]).len();
        [
            record(BEGIN_OF_FILE, &[]),
            record(BOUND_SHEET, &[head as u16, 0]),
            record(END_OF_FILE, &[]),
            record(BEGIN_OF_FILE, &[]),
            records.concat(),
            record(END_OF_FILE, &[]),
        ]
        .concat()
    }

    #[test]
    fn hidden_rows_are_found() {
        let row = |number, flags| record(ROW, &[number, 0, 1, 0, 0, 0, flags, 0]);
        assert_eq!(hidden_rows(&workbook(&[row(2, 0), row(3, 0x20)])), Ok(vec![vec![3]]));
    }

    #[test]
    fn sheets_of_impossible_size_are_refused() {
        let dimensions = record(DIMENSIONS, &[0, 0, 0, 0xffff, 0, 256, 0]);
        assert!(matches!(hidden_rows(&workbook(&[dimensions])), Err(Unreadable::Damaged(_))));
        let number = |row, column| record(0x0203, &[row, column, 0, 0, 0, 0, 0]);
        let corners = [number(0, 0), number(u16::MAX, 255)];
        assert_eq!(hidden_rows(&workbook(&corners)), Err(Unreadable::TooLarge));
        assert_eq!(hidden_rows(&workbook(&corners[..1])), Ok(vec![vec![]]));
    }
}
