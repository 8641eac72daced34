//! Grids: tables of many cells declared by their rows and columns, one condition each (`[[grid]]`).
//!
//! Each row and column is either counted, by adding its `where` to the grid's, or a `total` of others.

use super::cell::{Cell, Holds};
use super::cell_file::{read_code, read_print, read_says};
use super::file::{Keys, Node};
use super::formula::Formula;
use super::rows::{Rows, read_clauses, read_register};
use crate::bodies::BODIES;
use crate::law::{Codes, LawFault};
use crate::says::Says;

/// The keys a `[[grid]]` may have.
pub(super) const GRID_KEYS: &[&str] =
    &["code", "unit", "count", "scope", "where", "digits", "applies_to", "rows", "columns"];

/// A row or column of a grid.
struct Line<'a> {
    id: &'a str,
    label: &'a str,
    keys: Keys<'a>,
    total: Vec<&'a str>,
}

/// One cell of a grid, with the place it is declared at and the words of its row and column.
pub(super) struct GridCell<'a> {
    /// The cell.
    pub cell: Cell,
    /// Where it is declared.
    pub node: Node<'a>,
    /// Id and label of its row and of its column.
    pub lines: [(&'a str, &'a str); 2],
}

/// The cells of a grid, row by row.
pub(super) fn read_grid<'a>(keys: &Keys<'a>, codes: &Codes) -> Result<Vec<GridCell<'a>>, LawFault> {
    let code = keys.need("code")?;
    let pattern = code.text()?;
    for part in ["{row}", "{column}"] {
        if !pattern.contains(part) {
            return Err(code.fault(Says::new(
                format!("代码里要有 {part}，例如 B.{{row}}.{{column}}"),
                format!("the code must hold {part}, as in B.{{row}}.{{column}}"),
            )));
        }
    }
    let rows = read_lines(&keys.need("rows")?, true)?;
    let columns = read_lines(&keys.need("columns")?, false)?;
    let mut cells = Vec::new();
    for row in &rows {
        for column in &columns {
            let named = |row: &str, column: &str| pattern.replace("{row}", row).replace("{column}", column);
            let cell = Cell {
                code: named(row.id, column.id),
                label: format!("{}·{}", row.label, column.label),
                unit: keys.text_or_empty("unit")?,
                holds: read_holds(keys, row, column, named, codes)?,
                print: read_print(keys)?,
                names: None,
                definition: None,
                remark: match read_says(&row.keys, "remark", "remark_en")? {
                    Some(remark) => Some(remark),
                    None => read_says(&column.keys, "remark", "remark_en")?,
                },
                applies_to: read_applies(&[*keys, row.keys], codes)?,
            };
            let node = row.keys.need("id")?;
            cells.push(GridCell { cell, node, lines: [(row.id, row.label), (column.id, column.label)] });
        }
    }
    Ok(cells)
}

fn read_lines<'a>(node: &Node<'a>, is_row: bool) -> Result<Vec<Line<'a>>, LawFault> {
    let known: &[&str] = if is_row {
        &["id", "label", "where", "total", "count", "applies_to", "remark", "remark_en"]
    } else {
        &["id", "label", "where", "total", "remark", "remark_en"]
    };
    let mut lines = Vec::new();
    for item in node.items()? {
        let keys = item.keys(known)?;
        let total = keys.get("total").map_or(Ok(Vec::new()), |node| node.texts())?;
        lines.push(Line {
            id: read_code(&keys.need("id")?)?,
            label: keys.need("label")?.text()?,
            keys,
            total: total.into_iter().map(|(_, id)| id).collect(),
        });
    }
    let ids: Vec<&str> = lines.iter().map(|line| line.id).collect();
    for line in &lines {
        if let Some(unknown) = line.total.iter().find(|id| !ids.contains(id)) {
            return Err(line.keys.need("total")?.fault_in(
                unknown,
                Says::new("合计里的这一项不在本表内", "this part of the total is not in the grid"),
            ));
        }
    }
    Ok(lines)
}

fn read_holds(
    keys: &Keys<'_>,
    row: &Line<'_>,
    column: &Line<'_>,
    named: impl Fn(&str, &str) -> String,
    codes: &Codes,
) -> Result<Holds, LawFault> {
    let across = column.total.iter().map(|id| named(row.id, id));
    let down = row.total.iter().map(|id| named(id, column.id));
    if let Some(total) = Formula::total(across).or_else(|| Formula::total(down)) {
        return Ok(Holds::Formula(total));
    }
    let register = read_register(&row.keys.get("count").map_or_else(|| keys.need("count"), Ok)?)?;
    let mut rows = Rows::read(register, keys, codes)?;
    rows.also(&row.keys, codes)?;
    rows.also(&column.keys, codes)?;
    Ok(Holds::Count(rows))
}

fn read_applies(tables: &[Keys<'_>], codes: &Codes) -> Result<Vec<super::rows::Clause>, LawFault> {
    let mut clauses = Vec::new();
    for keys in tables {
        if let Some(node) = keys.get("applies_to") {
            clauses.extend(read_clauses(&BODIES, &node.any_keys()?, codes)?);
        }
    }
    Ok(clauses)
}
