//! What XLSX and XLS have in common: cells of numbers and dates, merged areas.

use super::Unreadable;
use crate::sheet::{Filled, GridRow, Stored};
use calamine::{Data, DataRef, Dimensions, ExcelDateTime};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Most cells that are held of one file, those filled from merged areas included.
pub(crate) const MOST_CELLS: usize = 16_000_000;

/// The rows of one sheet while they are collected, by their number from 0.
#[derive(Debug, Default)]
pub(crate) struct Grid {
    rows: BTreeMap<u32, GridRow>,
    cells: usize,
}

impl Grid {
    /// Puts a cell in its place.
    pub fn put(&mut self, row: u32, column: u32, cell: Stored) -> Result<(), Unreadable> {
        if cell == Stored::Empty {
            return Ok(());
        }
        let column = column as usize;
        let held = self.rows.entry(row).or_insert_with(|| GridRow { number: row + 1, ..GridRow::default() });
        if held.cells.len() <= column {
            self.cells += column + 1 - held.cells.len();
            if self.cells > MOST_CELLS {
                return Err(Unreadable::TooLarge);
            }
            held.cells.resize(column + 1, Stored::Empty);
        }
        held.cells[column] = cell;
        Ok(())
    }

    /// Marks a row as hidden.
    pub fn hide(&mut self, row: u32) {
        if let Some(row) = self.rows.get_mut(&row) {
            row.hidden = true;
        }
    }

    /// Fills merged areas: every row in them that holds anything repeats the value of their first cell.
    pub fn fill(&mut self, areas: &[Dimensions]) -> Result<(), Unreadable> {
        let widest = self.rows.values().map(|row| row.cells.len()).max().unwrap_or(0);
        for area in areas {
            let (top, left) = area.start;
            let (bottom, right) = (area.end.0, (area.end.1 as usize).min(widest.saturating_sub(1)));
            let first = self.rows.get(&top).and_then(|row| row.cells.get(left as usize)).cloned();
            let Some(first) = first.filter(|first| *first != Stored::Empty && top <= bottom) else {
                continue;
            };
            for (at, row) in self.rows.range_mut(top..=bottom) {
                for column in left as usize..=right {
                    if (*at, column) == (top, left as usize) {
                        continue;
                    }
                    self.cells += 1;
                    if self.cells > MOST_CELLS {
                        return Err(Unreadable::TooLarge);
                    }
                    if row.cells.len() <= column {
                        row.cells.resize(column + 1, Stored::Empty);
                    }
                    row.cells[column] = first.clone();
                    row.filled.push(Filled { column, from_above: *at > top });
                }
            }
        }
        Ok(())
    }

    /// How many cells are held.
    pub fn cells(&self) -> usize {
        self.cells
    }

    /// The rows in order.
    pub fn into_rows(self) -> Vec<GridRow> {
        self.rows.into_values().collect()
    }
}

/// A cell of an XLSX sheet.
pub(crate) fn stored_ref(data: &DataRef<'_>) -> Stored {
    match data {
        DataRef::SharedString(text) => stored_text(text),
        DataRef::Int(number) => stored_number(*number as f64),
        DataRef::Float(number) => stored_number(*number),
        DataRef::Bool(yes) => Stored::Boolean(*yes),
        DataRef::DateTime(date) => stored_date(*date),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => stored_text(text),
        DataRef::Error(error) => Stored::Error(error.to_string().into()),
        DataRef::Empty => Stored::Empty,
    }
}

/// A cell of an XLS sheet.
pub(crate) fn stored(data: &Data) -> Stored {
    match data {
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => stored_text(text),
        Data::Int(number) => stored_number(*number as f64),
        Data::Float(number) => stored_number(*number),
        Data::Bool(yes) => Stored::Boolean(*yes),
        Data::DateTime(date) => stored_date(*date),
        Data::Error(error) => Stored::Error(error.to_string().into()),
        Data::Empty => Stored::Empty,
    }
}

fn stored_text(text: &str) -> Stored {
    if text.is_empty() { Stored::Empty } else { Stored::Text(text.into()) }
}

/// A number by the fifteen digits a spreadsheet shows, so that sums of formulas lose their binary tails. Whole
/// numbers of more digits than that have lost their last ones, as identity numbers do.
fn stored_number(number: f64) -> Stored {
    if !number.is_finite() {
        return Stored::Error(number.to_string().into());
    }
    if number.abs() >= 1e15 {
        return Stored::Lossy(format!("{number:.0}").into());
    }
    if number.fract() == 0.0 {
        return Stored::Number((number as i64).to_string().into());
    }
    let decimals = (14 - number.abs().log10().floor() as i32).clamp(0, 30) as usize;
    let text = format!("{number:.decimals$}");
    let text = if decimals > 0 { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    Stored::Number(text.into())
}

fn stored_date(date: ExcelDateTime) -> Stored {
    let number = || stored_number(date.as_f64());
    if date.is_duration() || date.as_f64() < 1.0 {
        return number();
    }
    let (year, month, day, ..) = date.to_ymd_hms_milli();
    let year = i16::try_from(year).ok();
    let small = |number: u8| i8::try_from(number).ok();
    let civil = || Date::new(year?, small(month)?, small(day)?).ok();
    civil().map_or_else(number, Stored::Date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_digits_a_spreadsheet_shows() {
        for (number, text) in [
            (0.1 + 0.2, "0.3"),
            (1234.5, "1234.5"),
            (12345.67, "12345.67"),
            (-5.0, "-5"),
            (1e14 + 0.5, "100000000000000"),
            (0.000_001, "0.000001"),
            (99_999_999.99, "99999999.99"),
        ] {
            assert_eq!(stored_number(number), Stored::Number(text.into()));
        }
        assert!(matches!(stored_number(440_184_199_001_011_234.0), Stored::Lossy(_)));
    }
}
