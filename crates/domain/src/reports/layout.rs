//! The words of a format: sections of paragraphs and tables, and the places for the office's own words.
//!
//! In text, `{F13}` prints a figure, `{F13:unit}` the figure with its unit, `{F55:names}` the names of the rows
//! behind it, `{own:PLACE}` the office's own words, `{body}`, `{year}`, `{previous_year}` and `{next_year}` what they
//! say. Each line is a paragraph; `{table:ID}` alone on a line sets a table.

use super::file::{Keys, Node};
use super::report::TableHead;
use crate::law::LawFault;
use crate::says::Says;

/// A place for the office's own words (a row of the register of report texts).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Permanent name.
    pub id: String,
    /// What it is called in the form.
    pub label: String,
    /// What the office should write there.
    pub hint: String,
}

/// A section of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Id.
    pub id: String,
    /// Heading.
    pub title: Vec<Part>,
    /// Paragraphs and tables.
    pub entries: Vec<Entry>,
}

/// A paragraph, or the id of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A paragraph.
    Paragraph(Vec<Part>),
    /// The table with this id.
    Table(String),
}

/// A stretch of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Words.
    Text(String),
    /// A cell as it is printed.
    Figure(String),
    /// A cell with its unit.
    FigureWithUnit(String),
    /// The names of the rows behind a cell.
    Names(String),
    /// The office's own words at a place.
    Own(String),
    /// Full name of the reporting body.
    Body,
    /// The year reported on, shifted by so many years.
    Year(i16),
}

/// A table of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Unit of all its cells, if they share one.
    pub unit: String,
    /// Remark below the title.
    pub note: String,
    /// The rows. One without cells is a row of column heads.
    pub rows: Vec<TableRow>,
}

/// A row of a table: its heads, then its cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableRow {
    /// The heads.
    pub heads: Vec<TableHead>,
    /// Code of each cell, and how many columns it covers.
    pub cells: Vec<(String, usize)>,
}

/// Reads the places.
pub(super) fn read_places(file: &Keys<'_>) -> Result<Vec<Place>, LawFault> {
    let tables = file.tables("place", &["id", "label", "hint"])?;
    tables
        .iter()
        .map(|keys| {
            Ok(Place {
                id: keys.need("id")?.text()?.to_owned(),
                label: keys.need("label")?.text()?.to_owned(),
                hint: keys.need("hint")?.text()?.to_owned(),
            })
        })
        .collect()
}

/// Reads a section.
pub(super) fn read_section(keys: &Keys<'_>) -> Result<Section, LawFault> {
    let text = keys.need("text")?;
    let mut entries = Vec::new();
    for line in text.text()?.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let table = line.strip_prefix("{table:").and_then(|rest| rest.strip_suffix('}'));
        entries.push(match table {
            Some(id) => Entry::Table(id.to_owned()),
            None => Entry::Paragraph(read_parts(line, &text)?),
        });
    }
    let title = keys.need("title")?;
    Ok(Section {
        id: keys.need("id")?.text()?.to_owned(),
        title: read_parts(title.text()?, &title)?,
        entries,
    })
}

/// Reads the placeholders of a line.
pub(super) fn read_parts(line: &str, node: &Node<'_>) -> Result<Vec<Part>, LawFault> {
    let mut parts = Vec::new();
    let mut rest = line;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}').map(|at| open + at) else {
            return Err(node.fault_in(&rest[open..], Says::new("花括号没有合上", "the brace is not closed")));
        };
        if open > 0 {
            parts.push(Part::Text(rest[..open].to_owned()));
        }
        let word = &rest[open + 1..close];
        parts.push(match (word, word.split_once(':')) {
            ("body", _) => Part::Body,
            ("year", _) => Part::Year(0),
            ("previous_year", _) => Part::Year(-1),
            ("next_year", _) => Part::Year(1),
            (_, None) => Part::Figure(word.to_owned()),
            (_, Some(("own", place))) => Part::Own(place.to_owned()),
            (_, Some((cell, "unit"))) => Part::FigureWithUnit(cell.to_owned()),
            (_, Some((cell, "names"))) => Part::Names(cell.to_owned()),
            _ => {
                return Err(node.fault_in(
                    &rest[open..=close],
                    Says::new(
                        "占位只能是 {代码}、{代码:unit}、{代码:names}、{own:位置}、{body}、{year}、{previous_year}、{next_year}，或独占一行的 {table:表}",
                        "a placeholder is {CODE}, {CODE:unit}, {CODE:names}, {own:PLACE}, {body}, {year}, {previous_year}, {next_year}, or {table:ID} alone on a line",
                    ),
                ));
            }
        });
        rest = &rest[close + 1..];
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest.to_owned()));
    }
    Ok(parts)
}

/// Reads a table; `expand` gives the cells a code or pattern (`B.r1.*`) names.
pub(super) fn read_table(keys: &Keys<'_>, expand: &impl Fn(&str) -> Vec<String>) -> Result<Table, LawFault> {
    let rows_node = keys.need("rows")?;
    let mut rows = Vec::new();
    let mut shape = Shape::default();
    for node in rows_node.items()? {
        let row = read_row(&node, expand)?;
        shape.add(&row, &node)?;
        rows.push(row);
    }
    shape.finish(&rows_node)?;
    Ok(Table {
        id: keys.need("id")?.text()?.to_owned(),
        title: keys.need("title")?.text()?.to_owned(),
        unit: keys.text_or_empty("unit")?,
        note: keys.text_or_empty("note")?,
        rows,
    })
}

fn read_row(node: &Node<'_>, expand: &impl Fn(&str) -> Vec<String>) -> Result<TableRow, LawFault> {
    let mut row = TableRow::default();
    for item in node.items()? {
        if let Some((code, at, columns)) = read_figure(&item)? {
            let found = expand(code);
            if found.is_empty() {
                return Err(at.fault_in(code, no_such_cell()));
            }
            row.cells.extend(found.into_iter().map(|code| (code, columns)));
        } else if row.cells.is_empty() {
            row.heads.push(read_head(&item)?);
        } else {
            return Err(item.fault(Says::new(
                "行首的文字要写在数字之前",
                "the heads of a row stand before its figures",
            )));
        }
    }
    Ok(row)
}

/// A figure of a row: `"{F13}"`, or `{ cell = "F13", columns = 3 }`.
fn read_figure<'a>(node: &Node<'a>) -> Result<Option<(&'a str, Node<'a>, usize)>, LawFault> {
    if let Some(text) = node.as_text() {
        let code = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        return Ok(code.map(|code| (code, *node, 1)));
    }
    match node.any_keys()?.get("cell") {
        None => Ok(None),
        Some(cell) => {
            let keys = node.keys(&["cell", "columns"])?;
            let columns = keys.get("columns").map_or(Ok(1), |node| node.number())?;
            Ok(Some((cell.text()?, cell, columns as usize)))
        }
    }
}

fn read_head(node: &Node<'_>) -> Result<TableHead, LawFault> {
    if let Some(text) = node.as_text() {
        return Ok(TableHead { text: text.to_owned(), columns: 1, rows: 1 });
    }
    let keys = node.keys(&["head", "columns", "rows"])?;
    let span = |key: &str| keys.get(key).map_or(Ok(1), |node| node.number());
    Ok(TableHead {
        text: keys.need("head")?.text()?.to_owned(),
        columns: span("columns")? as usize,
        rows: span("rows")? as usize,
    })
}

/// What is said of a cell code that no cell has.
pub(super) fn no_such_cell() -> Says {
    Says::new("没有这个代码的单元格", "there is no cell with this code")
}

/// Keeps count of columns, so that heads that reach over rows and columns leave no hole in a table.
#[derive(Default)]
struct Shape {
    width: Option<usize>,
    /// For every column taken by a head from above: how many more rows it reaches down.
    reaching: Vec<usize>,
}

impl Shape {
    fn add(&mut self, row: &TableRow, node: &Node<'_>) -> Result<(), LawFault> {
        let from_above = self.reaching.len();
        let heads = row.heads.iter().map(|head| head.columns).sum::<usize>();
        let width = from_above + heads + row.cells.iter().map(|(_, columns)| columns).sum::<usize>();
        let expected = *self.width.get_or_insert(width);
        if width != expected {
            return Err(node.fault(Says::new(
                format!("这一行有 {width} 列，表头有 {expected} 列"),
                format!("this row has {width} columns, the first {expected}"),
            )));
        }
        for rows in &mut self.reaching {
            *rows -= 1;
        }
        for head in row.heads.iter().filter(|head| head.rows > 1) {
            self.reaching.extend(std::iter::repeat_n(head.rows - 1, head.columns));
        }
        self.reaching.retain(|rows| *rows > 0);
        Ok(())
    }

    fn finish(&self, node: &Node<'_>) -> Result<(), LawFault> {
        if self.reaching.is_empty() {
            return Ok(());
        }
        Err(node.fault(Says::new("表头跨的行数超过了表的行数", "a head reaches below the last row")))
    }
}
