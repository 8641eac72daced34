//! From a cell to a value of its column.

use super::header::Field;
use super::shown;
use crate::sheet::{Cell, SheetRow};
use gongkai_domain::registers::{Fault, Kind, Place, Severity, Value, ValueFault, Vocabulary, serial_date};
use gongkai_domain::says::Says;
use std::borrow::Cow;

/// The value of a cell, by its column.
///
/// `serial_offset` is added to bare serial numbers of dates, as the date system of the workbook wants it.
pub(super) fn parse(
    cell: Cell<'_>,
    field: &Field,
    words: &Vocabulary<'_>,
    serial_offset: i32,
) -> Result<Value, ValueFault> {
    let parse = |text: &str| Value::parse(text, field.column, field.unit, words);
    match (cell, field.column.kind) {
        (Cell::Empty, _) => Ok(Value::Absent),
        (Cell::Date(date), Kind::Date) => Ok(Value::Date(date)),
        (Cell::Boolean(yes), Kind::Boolean) => Ok(Value::Boolean(yes)),
        (Cell::Number(number), Kind::Date) => parse(&serial(number, serial_offset)),
        (Cell::Text(text) | Cell::Number(text), _) => parse(text),
        (Cell::Date(date), _) => parse(&date.to_string()),
        (Cell::Boolean(yes), _) => parse(if yes { "TRUE" } else { "FALSE" }),
        (Cell::Lossy(_), _) => Err(ValueFault {
            rule: Says::new(
                "数字超过 15 位，末几位已被表格软件改成 0",
                "a number of more than 15 digits, whose last digits the spreadsheet has lost",
            ),
            remedy: Says::new(
                "请把单元格设为文本格式后重新填写",
                "format the cell as text and enter it again",
            ),
        }),
        (Cell::Error(_), _) => Err(ValueFault {
            rule: Says::new("单元格没有值（公式出错）", "the cell has no value (a formula failed)"),
            remedy: Says::new("请改正公式或直接填值", "correct the formula or enter the value"),
        }),
    }
}

/// A number in a date column: a bare serial number loses its time of day and, in workbooks of the 1904 system,
/// is moved to the 1900 system.
fn serial(number: &str, offset: i32) -> Cow<'_, str> {
    let days = number.split('.').next().unwrap_or(number);
    match days.parse::<i32>() {
        Ok(day) if days.len() <= 5 && offset > 0 => {
            serial_date(day + offset).map_or(Cow::Borrowed(number), |date| Cow::Owned(date.to_string()))
        }
        Ok(_) if days.len() == 5 => Cow::Borrowed(days),
        _ => Cow::Borrowed(number),
    }
}

/// A value that cannot be read, as a fault with its place.
pub(super) fn value_fault(place: &Place, field: &Field, row: &SheetRow<'_>, fault: ValueFault) -> Fault {
    Fault {
        place: place.at(std::sync::Arc::clone(&field.label)),
        value: shown(&row.cell(field.at).to_text(), field.column.personal),
        says: fault.rule,
        remedy: fault.remedy,
        severity: Severity::Error,
    }
}
