//! Documents in files of their own: DOCX, PDF, TXT, as paragraphs, headings and tables.

use crate::body::{Body, escaped};
use crate::facts::{Facts, Origin};
use crate::labels::Labels;
use crate::page::Page;
use crate::wording;
use gongkai_documents::{Block, Document, DocumentFault, Table};
use std::fmt::Write;

/// Reads a document.
pub(crate) fn read(name: &str, bytes: &[u8], labels: &Labels<'_>) -> Result<Page, DocumentFault> {
    let document = gongkai_documents::read(name, bytes)?;
    let mut facts = Facts::default();
    let parts = if document.wrapped { unwrapped(&document) } else { parts(&document) };
    let first: Vec<&str> = parts
        .iter()
        .map_while(|part| if let Part::Line(line) = part { Some(line.as_str()) } else { None })
        .collect();
    let title = wording::title(&first, labels.rules);
    if let Some((title, _)) = &title {
        facts.put("title", title, Origin::Text);
    }
    if let Some(title) = &document.title {
        facts.put("title", title, Origin::Properties);
    }
    let left_out = title.map_or(0..0, |(_, lines)| lines);
    let mut html = String::new();
    for (at, part) in parts.iter().enumerate() {
        match part {
            Part::Line(_) if left_out.contains(&at) => {}
            Part::Line(line) => {
                let tag = match wording::heading_level(line) {
                    Some(2) => "h2",
                    Some(_) => "h3",
                    None => "p",
                };
                let _ = write!(html, "<{tag}>{}</{tag}>", escaped(line));
            }
            Part::Table(table) => write_table(table, &mut html),
        }
    }
    Ok(Page { facts, body: Body::of_html(html), links: Vec::new(), is_list: false })
}

/// A paragraph, or a table.
enum Part<'a> {
    Line(String),
    Table(&'a Table),
}

fn parts(document: &Document) -> Vec<Part<'_>> {
    fn part(block: &Block) -> Part<'_> {
        match block {
            Block::Paragraph(paragraph) => Part::Line(paragraph.text.clone()),
            Block::Table(table) => Part::Table(table),
        }
    }
    document.blocks.iter().map(part).collect()
}

/// Lines that were broken by the layout put together again: a line goes on when it was full and did not end.
fn unwrapped(document: &Document) -> Vec<Part<'_>> {
    let longest = document.blocks.iter().map(|block| match block {
        Block::Paragraph(paragraph) => width(&paragraph.text),
        Block::Table(_) => 0,
    });
    let full = longest.max().unwrap_or_default().min(60) * 4 / 5;
    let mut joined: Vec<Part<'_>> = Vec::new();
    let mut goes_on = false;
    for block in &document.blocks {
        match block {
            Block::Table(table) => {
                joined.push(Part::Table(table));
                goes_on = false;
            }
            Block::Paragraph(paragraph) => {
                let line = paragraph.text.as_str();
                match joined.last_mut() {
                    Some(Part::Line(before)) if goes_on && !begins(line) => before.push_str(line),
                    _ => joined.push(Part::Line(line.to_owned())),
                }
                let ends = line.ends_with(['。', '：', '；', '！', '？', '”', '）', ':']);
                goes_on = !ends && width(line) >= full && wording::heading_level(line).is_none();
            }
        }
    }
    joined
}

/// Letters of a line; two of the small ones count as one.
fn width(line: &str) -> usize {
    let halves: usize = line.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum();
    halves / 2
}

/// Whether a line begins something of its own: an article, an item of a list, a chapter.
fn begins(line: &str) -> bool {
    let mut letters = line.trim_start().chars();
    let first = letters.next().unwrap_or(' ');
    let second = letters.next().unwrap_or(' ');
    match first {
        '第' => "一二三四五六七八九十百".contains(second),
        '（' | '(' => "一二三四五六七八九十1234567890".contains(second),
        '附' => second == '件',
        _ => "一二三四五六七八九十".contains(first) && second == '、',
    }
}

fn write_table(table: &Table, html: &mut String) {
    html.push_str("<table>");
    for row in &table.rows {
        html.push_str("<tr>");
        for cell in row {
            html.push_str("<td");
            for (name, span) in [("colspan", cell.columns), ("rowspan", cell.rows)] {
                if span > 1 {
                    let _ = write!(html, " {name}=\"{span}\"");
                }
            }
            let _ = write!(html, ">{}</td>", escaped(&cell.text).replace('\n', "<br>"));
        }
        html.push_str("</tr>");
    }
    html.push_str("</table>");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labels::tests::rules;

    #[test]
    fn plain_text_becomes_title_headings_and_paragraphs() {
        let (headings, rules) = rules();
        let labels = Labels::of(&headings, &rules);
        let text = "从府办〔2016〕37号\n关于印发从化区养犬管理\n办法的通知\n各镇：\n第一章 总则\n第一条 为了加强管理。\n第二条 本办法适用于本区。\n";
        let page = read("a.txt", text.as_bytes(), &labels).unwrap();
        assert_eq!(page.facts.value("title"), "关于印发从化区养犬管理办法的通知");
        let html = page.body.clean(&|_| None);
        assert_eq!(
            html.as_str(),
            "<p>从府办〔2016〕37号</p><p>各镇：</p><h2>第一章 总则</h2><p>第一条 为了加强管理。</p><p>第二条 本办法适用于本区。</p>"
        );
        assert!(read("a.txt", b"", &labels).is_err());
    }
}
