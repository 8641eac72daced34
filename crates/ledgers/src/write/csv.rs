//! CSV in UTF-8 with a byte order mark, as spreadsheet programs want it.

use super::{Export, WriteFault, heading};
use gongkai_domain::registers::{Kind, Value, reads_as_formula};
use std::io::Write;

/// Writes rows as CSV; each row holds one value for every column of the register.
///
/// A text a spreadsheet would take for a formula gets an apostrophe in front, which reading takes away again.
pub fn csv<'r>(
    export: &Export<'_>,
    rows: impl IntoIterator<Item = &'r [Value]>,
    out: &mut impl Write,
) -> Result<(), WriteFault> {
    let mut line = String::from("\u{feff}");
    for (at, column) in export.columns.iter().enumerate() {
        field(&mut line, at, &heading(column), false);
    }
    end(&mut line, out)?;
    let positions = export.positions();
    for row in rows {
        for (at, (column, position)) in export.columns.iter().zip(&positions).enumerate() {
            let value = row.get(*position).unwrap_or(&Value::Absent);
            let is_text = matches!(column.kind, Kind::Text | Kind::LongText | Kind::Code(_) | Kind::Body);
            field(&mut line, at, &export.word(column, value), is_text);
        }
        end(&mut line, out)?;
    }
    Ok(())
}

/// Adds a field to a line, quoted where it must be.
pub(super) fn field(line: &mut String, at: usize, text: &str, guarded: bool) {
    if at > 0 {
        line.push(',');
    }
    let guard = if guarded && reads_as_formula(text) { "'" } else { "" };
    if text.contains([',', '"', '\n', '\r']) {
        line.push('"');
        line.push_str(guard);
        line.push_str(&text.replace('"', "\"\""));
        line.push('"');
    } else {
        line.push_str(guard);
        line.push_str(text);
    }
}

/// Ends a line and writes it.
pub(super) fn end(line: &mut String, out: &mut impl Write) -> Result<(), WriteFault> {
    line.push_str("\r\n");
    out.write_all(line.as_bytes())?;
    line.clear();
    Ok(())
}
