//! Documents written down so that a test can be read.

use gongkai_documents::{Block, Cell, Document, Table};

/// Every block on a line: paragraphs with their lines, tables row by row.
pub fn shown(document: &Document) -> Vec<String> {
    document.blocks.iter().flat_map(of_block).collect()
}

fn of_block(block: &Block) -> Vec<String> {
    match block {
        Block::Paragraph(paragraph) => vec![format!("{} {}", paragraph.line, paragraph.text)],
        Block::Table(table) => {
            let head = format!("{} table {}", table.line, table.number);
            std::iter::once(head).chain(table.rows.iter().map(|row| of_row(row))).collect()
        }
    }
}

/// `1:text` for a cell that begins in the first column, `1+3v2:text` where it covers three columns and two rows.
fn of_row(row: &[Cell]) -> String {
    let cell = |cell: &Cell| {
        let across = if cell.columns > 1 { format!("+{}", cell.columns) } else { String::new() };
        let down = if cell.rows > 1 { format!("v{}", cell.rows) } else { String::new() };
        format!("{}{across}{down}:{}", cell.column, cell.text.replace('\n', "/"))
    };
    row.iter().map(cell).collect::<Vec<_>>().join(" | ")
}

/// The tables of a document.
pub fn tables(document: &Document) -> Vec<&Table> {
    let blocks = document.blocks.iter();
    blocks
        .filter_map(|block| match block {
            Block::Table(table) => Some(table),
            Block::Paragraph(_) => None,
        })
        .collect()
}

/// The cells of a table without the line ends within them, which depend on the width of a column.
pub fn without_line_ends(table: &Table) -> Vec<Vec<Cell>> {
    let cell = |cell: &Cell| Cell { text: cell.text.replace('\n', ""), ..cell.clone() };
    table.rows.iter().map(|row| row.iter().map(cell).collect()).collect()
}

/// That every table is a grid: no two cells on one place, none outside.
pub fn assert_grid(table: &Table) {
    let mut taken = std::collections::HashSet::new();
    for (at, row) in table.rows.iter().enumerate() {
        for cell in row {
            assert_eq!(cell.row, at + 1);
            assert!(cell.rows > 0 && cell.columns > 0 && cell.column > 0);
            assert!(cell.row + cell.rows <= table.rows.len() + 1, "{cell:?} reaches below the table");
            for place in (cell.row..cell.row + cell.rows)
                .flat_map(|row| (cell.column..cell.column + cell.columns).map(move |column| (row, column)))
            {
                assert!(taken.insert(place), "{cell:?} lies over another");
            }
        }
    }
}
