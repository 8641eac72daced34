//! Plain text, also what was copied out of a page or a PDF: each line a paragraph, markdown tables as tables.

use crate::blocks::{MOST_BLOCKS, MOST_CELLS, is_blank, on_one_line};
use crate::{Block, Cell, Document, DocumentFault, FileKind, Paragraph, Table};
use std::borrow::Cow;

/// Most cells of a row; a line of more bars is no table.
const MOST_COLUMNS: usize = 1_000;

/// Reads a text.
pub(crate) fn read(text: &str) -> Result<Document, DocumentFault> {
    let mut blocks = Vec::new();
    let mut tables = 0;
    let text = if text.contains('\n') { Cow::Borrowed(text) } else { Cow::Owned(text.replace('\r', "\n")) };
    let mut lines = lines(&text).peekable();
    let mut cells = 0;
    while let Some((line, written)) = lines.next() {
        if blocks.len() >= MOST_BLOCKS || cells > MOST_CELLS {
            return Err(DocumentFault::TooMuch);
        }
        let Some(first) = row_of(written) else {
            if !written.is_empty() {
                blocks.push(Block::Paragraph(Paragraph { text: written.to_owned(), line }));
            }
            continue;
        };
        cells += first.len();
        let mut rows = vec![first];
        while let Some(row) = lines.peek().filter(|_| cells <= MOST_CELLS).and_then(|(_, next)| row_of(next))
        {
            cells += row.len();
            rows.push(row);
            lines.next();
        }
        rows.retain(|row| !is_rule(row));
        if !rows.is_empty() {
            tables += 1;
            blocks.push(Block::Table(Table { number: tables, line, rows: numbered(rows) }));
        }
    }
    if cells > MOST_CELLS {
        return Err(DocumentFault::TooMuch);
    }
    if blocks.is_empty() {
        return Err(DocumentFault::Empty);
    }
    let wrapped = is_wrapped(&blocks);
    Ok(Document { kind: FileKind::Text, title: None, blocks, pages: Vec::new(), wrapped })
}

/// The lines with their numbers, less the white space around them. Form feeds end pages and so lines.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.split('\n').enumerate();
    let lines = lines.flat_map(|(at, line)| line.split(['\r', '\u{c}']).map(move |part| (at + 1, part)));
    lines.map(|(line, part)| (line, part.trim_matches(is_blank)))
}

/// The cells of a line that is one row of a markdown table: bars at both ends.
fn row_of(line: &str) -> Option<Vec<String>> {
    let inner = line.strip_prefix('|')?.strip_suffix('|')?;
    let mut cells = vec![String::new()];
    let mut letters = inner.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, letters.peek()) {
            ('\\', Some('|')) => cells.last_mut()?.extend(letters.next()),
            ('|', _) if cells.len() >= MOST_COLUMNS => return None,
            ('|', _) => cells.push(String::new()),
            _ => cells.last_mut()?.push(letter),
        }
    }
    Some(cells.iter().map(|cell| lines_of(cell)).collect())
}

/// A cell's text; `<br>` is how markdown breaks a line within one.
fn lines_of(cell: &str) -> String {
    let broken = cell.replace("<br>", "\n").replace("<br/>", "\n").replace("<br />", "\n");
    crate::blocks::cell_text([broken.as_str()])
}

/// Whether a row is the rule between head and body.
fn is_rule(row: &[String]) -> bool {
    row.iter().all(|cell| {
        cell.contains('-') && cell.chars().all(|letter| matches!(letter, '-' | ':' | ' ')) && cell.len() > 1
    })
}

fn numbered(rows: Vec<Vec<String>>) -> Vec<Vec<Cell>> {
    let cell = |row: usize, column: usize, text: String| Cell { text, row, column, rows: 1, columns: 1 };
    let row = |(at, row): (usize, Vec<String>)| {
        row.into_iter().enumerate().map(|(column, text)| cell(at + 1, column + 1, text)).collect()
    };
    rows.into_iter().enumerate().map(row).collect()
}

/// Whether lines were broken by the layout: most lines of prose are about as long as the longest and stop in the middle of
/// a sentence.
fn is_wrapped(blocks: &[Block]) -> bool {
    const SHORTEST: usize = 16;
    let mut lengths: Vec<usize> = Vec::new();
    let mut open = 0;
    for block in blocks {
        let Block::Paragraph(paragraph) = block else { continue };
        let length = paragraph.text.chars().count();
        if length >= SHORTEST {
            lengths.push(length);
            open += usize::from(!ends_sentence(&paragraph.text));
        }
    }
    lengths.sort_unstable();
    let at = |share: usize| lengths.get(lengths.len() * share / 100).copied().unwrap_or(0);
    lengths.len() >= 5 && open * 10 > lengths.len() * 6 && at(50) * 10 >= at(90) * 7 && at(90) <= 120
}

fn ends_sentence(line: &str) -> bool {
    let line = on_one_line(line);
    line.ends_with(['。', '！', '？', '；', '：', '.', '!', '?', ';', ':', '”', '）', ')'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_between_paragraphs() {
        let text = "标题\r\n\n| 信息内容 | 件数 |\n|---|:-:|\n| 规<br>章 | 0 |\n| a\\|b | - |\n0 |\n|";
        let document = read(text).unwrap();
        let [Block::Paragraph(title), Block::Table(table), Block::Paragraph(cell), Block::Paragraph(bar)] =
            document.blocks.as_slice()
        else {
            panic!("{document:?}");
        };
        assert_eq!((title.text.as_str(), title.line), ("标题", 1));
        assert_eq!((table.number, table.line), (1, 3));
        let words: Vec<Vec<&str>> =
            table.rows.iter().map(|row| row.iter().map(|cell| cell.text.as_str()).collect()).collect();
        assert_eq!(words, [["信息内容", "件数"], ["规\n章", "0"], ["a|b", "-"]]);
        assert_eq!((table.rows[2][1].row, table.rows[2][1].column), (3, 2));
        assert_eq!((cell.text.as_str(), cell.line), ("0 |", 7));
        assert_eq!((bar.text.as_str(), bar.line), ("|", 8));
    }

    #[test]
    fn wrapped_lines_are_told_from_paragraphs() {
        let sentence = "本机关全年主动公开政府信息九十三条，其中组织机构类信息三条，部门文件类信息十四条。";
        let written = format!("{sentence}\n").repeat(8);
        assert!(!read(&written).unwrap().wrapped);
        let letters: Vec<char> = sentence.repeat(8).chars().collect();
        let broken: String = letters.chunks(25).map(|line| line.iter().collect::<String>() + "\n").collect();
        assert!(read(&broken).unwrap().wrapped);
        let labels = "第一项信息内容本年新制作数量及其他\n".to_owned() + &"规章\n0\n".repeat(30);
        assert!(!read(&labels).unwrap().wrapped);
        assert_eq!(read(" \n\u{3000}\n"), Err(DocumentFault::Empty));
    }
}
