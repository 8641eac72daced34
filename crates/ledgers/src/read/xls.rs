//! XLS workbooks (BIFF in an OLE container).

use super::Unreadable;
use super::biff::hidden_rows;
use super::container::Container;
use super::workbook::{Grid, stored};
use crate::sheet::{Content, Sheet};
use calamine::{Reader, SheetType, SheetVisible, Xls, XlsError};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Bytes of a sector of the container.
const SECTOR: usize = 512;

/// The sheets of an XLS file.
pub(crate) fn sheets(bytes: Vec<u8>, file: &Arc<str>) -> Result<Vec<Sheet>, Unreadable> {
    let holds = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|window| window == name)
    };
    if holds("EncryptedPackage") {
        return Err(Unreadable::Encrypted);
    }
    if holds("WordDocument") {
        return Err(Unreadable::OtherType("Word"));
    }
    // The container is made of whole sectors; what is not has lost its end, and with it perhaps rows.
    if !bytes.len().is_multiple_of(SECTOR) {
        return Err(Unreadable::Damaged("xls".to_owned()));
    }
    let stream = Container::open(&bytes)
        .and_then(|container| container.stream(&["Workbook", "Book"]))
        .ok_or_else(|| Unreadable::Damaged("xls: Workbook".to_owned()))?;
    let hidden = hidden_rows(&stream)?;
    // The reader trusts lengths inside the file and may panic on a damaged one; a panic is a damaged file.
    catch_unwind(AssertUnwindSafe(|| workbook(bytes, &hidden, file)))
        .unwrap_or_else(|_| Err(Unreadable::Damaged("xls".to_owned())))
}

fn workbook(bytes: Vec<u8>, hidden: &[Vec<u32>], file: &Arc<str>) -> Result<Vec<Sheet>, Unreadable> {
    let mut workbook: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(refused)?;
    let serial_offset = if workbook.has_1904_epoch() { 1462 } else { 0 };
    let mut sheets = Vec::new();
    for (at, sheet) in workbook.sheets_metadata().to_vec().into_iter().enumerate() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let range = workbook.worksheet_range(&sheet.name).map_err(refused)?;
        let (top, left) = range.start().unwrap_or_default();
        let mut grid = Grid::default();
        for (row, column, data) in range.used_cells() {
            grid.put(top + row as u32, left + column as u32, stored(data))?;
        }
        for row in hidden.get(at).into_iter().flatten() {
            grid.hide(*row);
        }
        grid.fill(&workbook.merge_cells_by_sheet_name(&sheet.name).map_err(refused)?)?;
        sheets.push(Sheet {
            file: Arc::clone(file),
            name: sheet.name.as_str().into(),
            hidden: sheet.visible != SheetVisible::Visible,
            register: None,
            serial_offset,
            content: Content::Grid(grid.into_rows()),
        });
    }
    if sheets.is_empty() { Err(Unreadable::Empty) } else { Ok(sheets) }
}

fn refused(error: XlsError) -> Unreadable {
    match error {
        XlsError::Password => Unreadable::Encrypted,
        other => Unreadable::Damaged(other.to_string()),
    }
}
