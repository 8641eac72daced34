//! A table of the report on a sheet of its own, laid out as it is printed.

use super::looks::{Looks, as_printed, held};
use super::{FileFault, fitting};
use crate::grid::{Grid, Holds, Slot};
use crate::{Publication, text};
use gongkai_domain::reports::{Report, ReportTable, TableFigure};
use rust_xlsxwriter::{Format, Worksheet, XlsxError};

/// From so many columns on a sheet is printed across.
const WIDE: usize = 10;
/// Width of a column of figures, in characters of half width.
const FIGURES: f64 = 11.0;
/// Narrowest and widest column of row heads.
const HEADS: (f64, f64) = (14.0, 44.0);
/// Height of a line, in points.
const LINE: f64 = 15.5;

/// The sheet of a table.
pub(super) fn sheet(
    publication: &Publication,
    table: &ReportTable,
    name: &str,
    looks: &Looks,
) -> Result<Worksheet, FileFault> {
    let grid = Grid::of(table);
    let mut sheet = Worksheet::new();
    sheet.set_name(name)?;
    let widths = widths(&grid);
    for (column, width) in widths.iter().enumerate() {
        sheet.set_column_width(column as u16, *width)?;
    }
    let first = above(&mut sheet, table, grid.columns, looks)?;
    for (at, row) in grid.rows.iter().enumerate() {
        let line = first + at as u32;
        sheet.set_row_height(line, height(row, &widths))?;
        for slot in row {
            set(&mut sheet, line, slot, &publication.report, looks)?;
        }
    }
    let top = first + grid.top as u32;
    if grid.repeats {
        sheet.set_freeze_panes(top, 0)?.set_repeat_rows(first, top - 1)?;
    }
    if grid.columns >= WIDE {
        sheet.set_landscape();
    }
    sheet.set_print_center_horizontally(true);
    Ok(sheet)
}

/// The title, the unit and the remark; the first row below them.
fn above(
    sheet: &mut Worksheet,
    table: &ReportTable,
    columns: usize,
    looks: &Looks,
) -> Result<u32, XlsxError> {
    let mut line = 0;
    let unit = if table.unit.is_empty() { String::new() } else { format!("单位：{}", table.unit) };
    for (text, look, is_always) in
        [(&table.title, &looks.title, true), (&unit, &looks.unit, false), (&table.note, &looks.note, false)]
    {
        if is_always || !text.is_empty() {
            words(sheet, (line, 0), (1, columns), text, look)?;
            line += 1;
        }
    }
    sheet.set_row_height(0, 28)?;
    Ok(line)
}

/// Writes words over so many rows and columns.
fn words(
    sheet: &mut Worksheet,
    (line, column): (u32, usize),
    (rows, columns): (usize, usize),
    text: &str,
    look: &Format,
) -> Result<(), XlsxError> {
    span(sheet, (line, column), (rows, columns), look)?;
    sheet.write_string_with_format(line, column as u16, fitting(text), look)?;
    Ok(())
}

/// Joins cells where there is more than one.
fn span(
    sheet: &mut Worksheet,
    (line, column): (u32, usize),
    (rows, columns): (usize, usize),
    look: &Format,
) -> Result<(), XlsxError> {
    if rows > 1 || columns > 1 {
        let [down, right] = [line + rows as u32 - 1, (column + columns) as u32 - 1];
        sheet.merge_range(line, column as u16, down, right as u16, "", look)?;
    }
    Ok(())
}

fn set(
    sheet: &mut Worksheet,
    line: u32,
    slot: &Slot<'_>,
    report: &Report,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let size = (slot.rows(), slot.columns);
    match slot.holds {
        Holds::Head { text, over_columns, .. } => {
            let look = if over_columns { &looks.head } else { &looks.label };
            words(sheet, (line, slot.column), size, text, look)
        }
        Holds::Figure(figure) => set_figure(sheet, (line, slot.column), slot.columns, figure, report, looks),
        Holds::Nothing => words(sheet, (line, slot.column), size, "", &looks.label),
        Holds::Continued => Ok(()),
    }
}

/// A figure as the number it is, shown as it is printed; `/`, `—` and names as the words they are.
fn set_figure(
    sheet: &mut Worksheet,
    (line, column): (u32, usize),
    columns: usize,
    figure: &TableFigure,
    report: &Report,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let number = report.cell(&figure.cell).and_then(|cell| cell.value.number()).and_then(held);
    let (Some(number), Some(shown)) = (number, as_printed(&figure.text)) else {
        return words(sheet, (line, column), (1, columns), &figure.text, &looks.figure);
    };
    let look = looks.figure.clone().set_num_format(shown);
    span(sheet, (line, column), (1, columns), &look)?;
    sheet.write_number_with_format(line, column as u16, number, &look)?;
    Ok(())
}

/// Width of every column: row heads as wide as they need, figures all alike.
fn widths(grid: &Grid<'_>) -> Vec<f64> {
    let mut widths = vec![FIGURES; grid.columns];
    for slot in grid.rows.iter().flatten() {
        if let Holds::Head { text, over_columns: false, rows: 1 } = slot.holds {
            let each = text::width(text) as f64 / slot.columns as f64 + 2.0;
            for width in &mut widths[slot.column..slot.end()] {
                *width = width.max(each.clamp(HEADS.0, HEADS.1));
            }
        }
    }
    widths
}

/// Height of a row, because programs do not fit rows to words over several columns.
fn height(row: &[Slot<'_>], widths: &[f64]) -> f64 {
    let lines = row.iter().map(|slot| {
        let words = match slot.holds {
            Holds::Head { text, rows: 1, .. } => text,
            Holds::Head { text, rows, .. } if rows < 4 => &text[..text.ceil_char_boundary(text.len() / rows)],
            Holds::Figure(figure) => &figure.text,
            _ => "",
        };
        let room: f64 = widths[slot.column..slot.end()].iter().sum();
        (text::width(words) as f64 / (room - 1.5)).ceil().clamp(1.0, 25.0)
    });
    lines.fold(1.0, f64::max) * LINE + 4.0
}
