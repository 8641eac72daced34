//! XLSX workbooks (XML parts in a ZIP container).

use super::Unreadable;
use super::workbook::{Grid, MOST_CELLS, stored_ref};
use crate::sheet::{Content, Sheet};
use calamine::{Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use quick_xml::events::Event;
use std::collections::HashMap;
use std::io::{Cursor, Read};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use zip::ZipArchive;

/// Most bytes all parts of a workbook may unpack to.
const MOST_UNPACKED: u64 = 1 << 30;

/// The bytes of a file, shared between the two readers of it.
type Bytes = Arc<[u8]>;

/// The sheets of an XLSX file.
pub(crate) fn sheets(bytes: Vec<u8>, file: &Arc<str>) -> Result<Vec<Sheet>, Unreadable> {
    let bytes: Bytes = bytes.into();
    let mut archive = ZipArchive::new(Cursor::new(Arc::clone(&bytes))).map_err(damaged)?;
    if let Some(kind) = other_type(&archive) {
        return Err(Unreadable::OtherType(kind));
    }
    bounded(&mut archive)?;
    believable(&mut archive)?;
    // The reader trusts numbers inside the file and may panic on a damaged one; a panic is a damaged file.
    catch_unwind(AssertUnwindSafe(|| workbook(bytes, &mut archive, file)))
        .unwrap_or_else(|_| Err(Unreadable::Damaged("xlsx".to_owned())))
}

/// What a ZIP file that is no XLSX workbook seems to be.
fn other_type(archive: &ZipArchive<Cursor<Bytes>>) -> Option<&'static str> {
    let has = |name: &str| archive.file_names().flatten().any(|found| found.eq_ignore_ascii_case(name));
    if has("xl/workbook.xml") {
        None
    } else if has("xl/workbook.bin") {
        Some("XLSB")
    } else if has("word/document.xml") {
        Some("Word")
    } else if has("content.xml") {
        Some("OpenDocument")
    } else if has("[Content_Types].xml") {
        Some("Office Open XML")
    } else {
        Some("ZIP")
    }
}

/// Unpacks every part once, so that what a part says of its size need not be believed.
fn bounded(archive: &mut ZipArchive<Cursor<Bytes>>) -> Result<(), Unreadable> {
    let mut left = MOST_UNPACKED;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(damaged)?;
        let unpacked = std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(damaged)?;
        left = left.checked_sub(unpacked).ok_or(Unreadable::TooLarge)?;
    }
    Ok(())
}

/// Refuses a table of texts that says it holds more than a workbook may: the reader of the cells asks for that much
/// memory at once.
fn believable(archive: &mut ZipArchive<Cursor<Bytes>>) -> Result<(), Unreadable> {
    let is_table = |name: &str| name.to_lowercase().ends_with("sharedstrings.xml");
    let tables: Vec<String> = archive
        .file_names()
        .flatten()
        .filter(|name| is_table(name))
        .map(std::borrow::Cow::into_owned)
        .collect();
    for table in tables {
        let mut most = 0usize;
        elements(archive, &table, |name, attribute| {
            if name == b"sst" {
                let count = attribute("uniqueCount").unwrap_or_default();
                most =
                    most.max(count.trim().parse().unwrap_or(if count.is_empty() { 0 } else { usize::MAX }));
            }
            // Nothing but the first element speaks of the whole table.
            ControlFlow::Break(())
        })?;
        if most > MOST_CELLS {
            return Err(Unreadable::TooLarge);
        }
    }
    Ok(())
}

fn workbook(
    bytes: Bytes,
    archive: &mut ZipArchive<Cursor<Bytes>>,
    file: &Arc<str>,
) -> Result<Vec<Sheet>, Unreadable> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(refused)?;
    let serial_offset = if workbook.has_1904_epoch() { 1462 } else { 0 };
    let parts = sheet_parts(archive)?;
    let mut sheets = Vec::new();
    let mut cells = 0;
    for sheet in workbook.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let mut grid = Grid::default();
        let mut reader = workbook.worksheet_cells_reader(&sheet.name).map_err(refused)?;
        while let Some(cell) = reader.next_cell().map_err(refused)? {
            let (row, column) = cell.get_position();
            grid.put(row, column, stored_ref(cell.get_value()))?;
        }
        drop(reader);
        if let Some(part) = parts.get(&sheet.name) {
            hidden_rows(archive, part, &mut grid)?;
        }
        grid.fill(&workbook.merge_cells_by_sheet_name(&sheet.name).map_err(refused)?)?;
        cells += grid.cells();
        if cells > MOST_CELLS {
            return Err(Unreadable::TooLarge);
        }
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

/// Path of the part of each sheet, by the sheet's name.
fn sheet_parts(archive: &mut ZipArchive<Cursor<Bytes>>) -> Result<HashMap<String, String>, Unreadable> {
    let mut targets = HashMap::new();
    elements(archive, "xl/_rels/workbook.xml.rels", |name, attribute| {
        if let (b"Relationship", Some(id), Some(target)) = (name, attribute("Id"), attribute("Target")) {
            let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
            targets.insert(id, path);
        }
        ControlFlow::Continue(())
    })?;
    let mut parts = HashMap::new();
    elements(archive, "xl/workbook.xml", |name, attribute| {
        if let (b"sheet", Some(title), Some(id)) = (name, attribute("name"), attribute("id"))
            && let Some(path) = targets.get(&id)
        {
            parts.insert(title, path.clone());
        }
        ControlFlow::Continue(())
    })?;
    Ok(parts)
}

/// Marks the rows a sheet hides, by hand or by a filter.
fn hidden_rows(
    archive: &mut ZipArchive<Cursor<Bytes>>,
    part: &str,
    grid: &mut Grid,
) -> Result<(), Unreadable> {
    let mut next = 0u32;
    elements(archive, part, |name, attribute| {
        if name != b"row" {
            return ControlFlow::Continue(());
        }
        let row =
            attribute("r").and_then(|row| row.parse::<u32>().ok()).map_or(next, |row| row.saturating_sub(1));
        next = row.saturating_add(1);
        if matches!(attribute("hidden").as_deref(), Some("1" | "true")) {
            grid.hide(row);
        }
        ControlFlow::Continue(())
    })
}

/// Shows the elements of a part until told to stop: local name, and attributes by their local names.
fn elements(
    archive: &mut ZipArchive<Cursor<Bytes>>,
    part: &str,
    mut each: impl FnMut(&[u8], &dyn Fn(&str) -> Option<String>) -> ControlFlow<()>,
) -> Result<(), Unreadable> {
    let Ok(file) = archive.by_name(part) else { return Ok(()) };
    let mut reader = quick_xml::Reader::from_reader(std::io::BufReader::new(file));
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Start(element) | Event::Empty(element) => {
                let attribute = |wanted: &str| {
                    let mut found = element.attributes().flatten();
                    let found = found.find(|found| found.key.local_name().as_ref() == wanted.as_bytes())?;
                    let value = found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?;
                    Some(value.into_owned())
                };
                if each(element.local_name().as_ref(), &attribute).is_break() {
                    return Ok(());
                }
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
        buffer.clear();
    }
}

fn damaged(error: impl std::fmt::Display) -> Unreadable {
    Unreadable::Damaged(error.to_string())
}

fn refused(error: XlsxError) -> Unreadable {
    match error {
        XlsxError::Password => Unreadable::Encrypted,
        other => damaged(other),
    }
}
