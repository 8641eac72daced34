//! Tables, with the cells their heads reach over joined, and their column heads repeated on every page.

use super::body::{Document, Piece, Set, open_paragraph, run};
use super::page::Page;
use super::widths::widths;
use super::xml::Xml;
use crate::grid::{Grid, Holds, Slot};
use gongkai_domain::reports::ReportTable;

/// From so many columns on a table is set in small type.
const SMALL: usize = 5;
/// From so many columns on a table stands on a page of its own, turned.
const TURNED: usize = 17;
/// Lowest row, in twentieths of a point: 9 mm, and 6 mm in small type.
const ROW: (&str, &str) = ("510", "340");
/// Margin at the sides of a cell in small type, in twentieths of a point.
const MARGIN: usize = 40;
/// A table of so many rows stays on one page where it can.
const WHOLE: usize = 30;

/// Writes a table with its title, unless the heading of its section says the same.
pub(super) fn write<'p>(document: &mut Document<'p>, table: &'p ReportTable, heading: &str) {
    let grid = Grid::of(table);
    let is_wide = grid.columns >= TURNED;
    if is_wide {
        document.turn(Page::Turned);
    }
    if !heading.ends_with(&table.title) {
        document.line(Set::style("Caption"), &table.title);
    }
    if !table.note.is_empty() {
        document.line(Set { keeps: true, ..Set::style("BodyText") }, &table.note);
    }
    if !table.unit.is_empty() {
        document.line(Set::style("TableUnit"), &format!("单位：{}", table.unit));
    }
    if !grid.rows.is_empty() {
        rows(document, table, &grid);
    }
    document.line(Set::style("TableGap"), "");
    if is_wide {
        document.turn(Page::Upright);
    }
}

fn rows<'p>(document: &mut Document<'p>, table: &'p ReportTable, grid: &Grid<'p>) {
    let is_small = grid.columns >= SMALL;
    let widths = widths(grid, document.room(), is_small);
    let mut rows = Vec::new();
    for (at, row) in grid.rows.iter().enumerate() {
        let cells: Vec<(Cell, &Slot<'p>)> =
            row.iter().map(|slot| (cell(grid, at, slot, &widths), slot)).collect();
        rows.push((grid.repeats && at < grid.top, cells));
    }
    let style = if is_small { "TableSmall" } else { "TableText" };
    let count = rows.len();
    let height = if is_small { ROW.1 } else { ROW.0 };
    let mut inner = std::mem::take(&mut document.xml);
    inner.within("w:tbl", &[], |xml| {
        properties(xml, &widths, &table.title, is_small);
        for (at, (is_head, cells)) in rows.iter().enumerate() {
            let look = Set { keeps: count <= WHOLE && at + 1 < count, ..Set::style(style) };
            xml.within("w:tr", &[], |xml| {
                xml.within("w:trPr", &[], |xml| {
                    xml.empty("w:cantSplit", &[]);
                    xml.empty("w:trHeight", &[("w:val", height), ("w:hRule", "atLeast")]);
                    if *is_head {
                        xml.empty("w:tblHeader", &[]);
                    }
                });
                for (cell, slot) in cells {
                    set(document, xml, cell, slot, look);
                }
            });
        }
    });
    document.xml = inner;
}

/// What a cell is told beside its words.
struct Cell {
    width: usize,
    columns: usize,
    /// Indent at both sides, that breaks a head evenly.
    squeeze: usize,
    /// `restart` where a head begins to reach down, `continue` below.
    merge: Option<&'static str>,
    align: &'static str,
}

fn cell(grid: &Grid<'_>, at: usize, slot: &Slot<'_>, widths: &[usize]) -> Cell {
    let merge = match slot.holds {
        Holds::Continued => Some("continue"),
        _ if slot.rows() > 1 => Some("restart"),
        _ => None,
    };
    let align = match slot.holds {
        Holds::Head { over_columns: false, rows: 1, .. } if at >= grid.top => "left",
        _ => "center",
    };
    let width = widths[slot.column..slot.end()].iter().sum();
    let squeeze = match slot.holds {
        Holds::Head { text, over_columns: true, .. } if slot.columns == 1 && grid.columns >= SMALL => {
            evenly(text, width)
        }
        _ => 0,
    };
    Cell { width, columns: slot.columns, merge, align, squeeze }
}

/// The indent at both sides with which a head in small type breaks into lines of one length: 结果 above 维持, not
/// 结果维 above 持.
fn evenly(head: &str, width: usize) -> usize {
    const CHARACTER: usize = 180;
    let room = width.saturating_sub(2 * MARGIN);
    let (letters, fit) = (head.chars().count(), room / CHARACTER);
    if fit == 0 || letters <= fit || head.contains(|letter: char| letter.is_ascii() || letter.is_control()) {
        return 0;
    }
    let each = letters.div_ceil(letters.div_ceil(fit));
    if each == fit { 0 } else { (room - each * CHARACTER - 20) / 2 }
}

/// The properties of a table; its title is what screen readers call it.
fn properties(xml: &mut Xml, widths: &[usize], title: &str, is_small: bool) {
    xml.within("w:tblPr", &[], |xml| {
        xml.value("w:tblStyle", "TableGrid");
        let room = widths.iter().sum::<usize>().to_string();
        xml.empty("w:tblW", &[("w:w", &room), ("w:type", "dxa")]);
        xml.value("w:jc", "center");
        xml.empty("w:tblLayout", &[("w:type", "fixed")]);
        xml.within("w:tblCellMar", &[], |xml| {
            let margin = if is_small { MARGIN.to_string() } else { "100".to_owned() };
            xml.empty("w:left", &[("w:w", &margin), ("w:type", "dxa")]);
            xml.empty("w:right", &[("w:w", &margin), ("w:type", "dxa")]);
        });
        let look = [("w:val", "0020"), ("w:firstRow", "1"), ("w:lastRow", "0"), ("w:firstColumn", "0")];
        let rest = [("w:lastColumn", "0"), ("w:noHBand", "1"), ("w:noVBand", "1")];
        xml.empty("w:tblLook", &[look.as_slice(), rest.as_slice()].concat());
        xml.value("w:tblCaption", title);
    });
    xml.within("w:tblGrid", &[], |xml| {
        for width in widths {
            xml.empty("w:gridCol", &[("w:w", &width.to_string())]);
        }
    });
}

fn set<'p>(document: &Document<'p>, xml: &mut Xml, cell: &Cell, slot: &Slot<'p>, look: Set<'_>) {
    xml.within("w:tc", &[], |xml| {
        xml.within("w:tcPr", &[], |xml| {
            xml.empty("w:tcW", &[("w:w", &cell.width.to_string()), ("w:type", "dxa")]);
            if cell.columns > 1 {
                xml.value("w:gridSpan", &cell.columns.to_string());
            }
            if let Some(merge) = cell.merge {
                xml.value("w:vMerge", merge);
            }
            xml.value("w:vAlign", "center");
        });
        let look = Set { align: Some(cell.align), squeeze: cell.squeeze, ..look };
        match slot.holds {
            Holds::Head { text, .. } => open_paragraph(xml, look, |xml| run(xml, text, None)),
            Holds::Figure(figure) => {
                let piece = Piece { words: &figure.text, cell: Some(&figure.cell) };
                document.pieces_into(xml, look, &[piece], 0);
            }
            Holds::Continued | Holds::Nothing => open_paragraph(xml, look, |_| {}),
        }
    });
}

#[cfg(test)]
mod tests {
    use super::evenly;

    #[test]
    fn a_head_breaks_into_lines_of_one_length() {
        let three_fit = 3 * 180 + 2 * 40 + 10;
        assert!(evenly("结果维持", three_fit) > 80);
        assert_eq!(evenly("总计", three_fit), 0);
        assert_eq!(evenly("社会公益组织", three_fit), 0, "two lines of three");
        assert_eq!(evenly("结果维持", 20), 0);
    }
}
