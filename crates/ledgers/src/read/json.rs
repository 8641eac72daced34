//! JSON as the export writes it: the register, and one object a row with the columns' codes as names.

use super::Unreadable;
use crate::sheet::{Content, GridRow, Sheet, Stored};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::sync::Arc;

/// The one sheet of a JSON file: a header of codes as row 0, then each object as a row, counted from 1.
pub(crate) fn sheets(text: &str, file: &Arc<str>) -> Result<Vec<Sheet>, Unreadable> {
    let value: Value = serde_json::from_str(text).map_err(|fault| Unreadable::Json(fault.to_string()))?;
    let (register, rows) = match value {
        Value::Array(rows) => (None, rows),
        Value::Object(mut object) => {
            let register = object.get("register").and_then(Value::as_str).map(str::to_owned);
            match object.remove("rows") {
                Some(Value::Array(rows)) => (register, rows),
                _ => return Err(Unreadable::Json("没有 rows / there are no “rows”".to_owned())),
            }
        }
        _ => return Err(Unreadable::Json("应为对象 / it must be an object".to_owned())),
    };
    if rows.is_empty() {
        return Err(Unreadable::Empty);
    }
    let content = Content::Grid(grid(rows)?);
    Ok(vec![Sheet {
        file: Arc::clone(file),
        name: "".into(),
        hidden: false,
        register,
        serial_offset: 0,
        content,
    }])
}

fn grid(rows: Vec<Value>) -> Result<Vec<GridRow>, Unreadable> {
    let mut header: Vec<Stored> = Vec::new();
    let mut columns: HashMap<String, usize> = HashMap::new();
    let mut grid = vec![GridRow::default()];
    for (at, row) in rows.into_iter().enumerate() {
        let Value::Object(object) = row else {
            let number = at + 1;
            return Err(Unreadable::Json(format!("第 {number} 行不是对象 / row {number} is no object")));
        };
        let cells = cells(object, &mut header, &mut columns);
        grid.push(GridRow { number: at as u32 + 1, cells, ..GridRow::default() });
    }
    grid[0].cells = header;
    Ok(grid)
}

fn cells(
    object: Map<String, Value>,
    header: &mut Vec<Stored>,
    columns: &mut HashMap<String, usize>,
) -> Vec<Stored> {
    let mut cells = vec![Stored::Empty; header.len()];
    for (name, value) in object {
        let at = *columns.entry(name).or_insert_with_key(|name| {
            header.push(Stored::Text(name.as_str().into()));
            header.len() - 1
        });
        if cells.len() <= at {
            cells.resize(at + 1, Stored::Empty);
        }
        cells[at] = match value {
            Value::Null => Stored::Empty,
            Value::Bool(yes) => Stored::Boolean(yes),
            Value::Number(number) => Stored::Number(number.to_string().into()),
            Value::String(text) => Stored::Text(text.into()),
            nested @ (Value::Array(_) | Value::Object(_)) => Stored::Error(nested.to_string().into()),
        };
    }
    cells
}
