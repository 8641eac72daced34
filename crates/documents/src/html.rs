//! Web pages as they are: tags left open, tables that only lay out, the charset named wrongly or not at all.
//!
//! The page is read as a run of tags, never as a tree, so that no depth of nesting can exhaust the stack. [`Flow`] is where
//! text gathers, [`OpenTable`] is an open table, and this file says which tag does what.

use crate::flow::{self, Flow};
use crate::open_table::OpenTable;
use crate::{Document, DocumentFault, FileKind};
use encoding_rs::Encoding;
use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

/// Tables within one another beyond which a further one is read as plain blocks.
const DEEPEST: usize = 300;
/// Most elements of a page: each may be a paragraph or a cell.
const MOST_TAGS: usize = 1_000_000;
/// Elements around text that do not begin a paragraph of their own.
const INLINE: [&[u8]; 37] = [
    b"a",
    b"abbr",
    b"acronym",
    b"b",
    b"bdi",
    b"bdo",
    b"big",
    b"cite",
    b"code",
    b"data",
    b"del",
    b"dfn",
    b"em",
    b"font",
    b"i",
    b"img",
    b"input",
    b"ins",
    b"kbd",
    b"label",
    b"mark",
    b"nobr",
    b"o:p",
    b"q",
    b"s",
    b"samp",
    b"small",
    b"span",
    b"st1:chsdate",
    b"strike",
    b"strong",
    b"sub",
    b"sup",
    b"tt",
    b"u",
    b"var",
    b"wbr",
];
/// Elements whose content is not part of the page's text; taken back when they end, so that one never closed loses nothing.
const ASIDE: [&[u8]; 9] =
    [b"nav", b"noscript", b"template", b"svg", b"math", b"object", b"select", b"textarea", b"button"];

/// Reads a page.
pub(crate) fn read(page: &str) -> Result<Document, DocumentFault> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut reader = Reader::default();
    let mut tags = 0;
    for token in Tokenizer::new_with_emitter(page, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(_) if tags >= MOST_TAGS => return Err(DocumentFault::TooMuch),
            Token::StartTag(tag) => {
                tags += 1;
                reader.start(&tag);
            }
            Token::EndTag(tag) => reader.end(&tag.name)?,
            Token::String(text) => reader.text(&String::from_utf8_lossy(&text.value)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    reader.finish()
}

/// The encoding a page names in its head.
pub(crate) fn named_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(4_096)].to_ascii_lowercase();
    let mut rest = head.as_slice();
    while let Some(at) = rest.windows(7).position(|window| window == b"charset") {
        rest = &rest[at + 7..];
        let value = rest.trim_ascii_start().strip_prefix(b"=").unwrap_or_default().trim_ascii_start();
        let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
        let end = value.iter().position(|byte| !byte.is_ascii_alphanumeric() && !b"-_".contains(byte));
        if let Some(encoding) = Encoding::for_label(&value[..end.unwrap_or(value.len())]) {
            return Some(encoding);
        }
    }
    None
}

/// A page on its way through.
#[derive(Debug, Default)]
struct Reader {
    /// The text outside tables, then that of the open cell of each open table.
    page: Flow,
    tables: Vec<OpenTable>,
    /// Tables open beyond the deepest that is told apart.
    too_deep: usize,
    asides: Vec<Aside>,
    /// Whether text is the page's title.
    in_title: bool,
    title: String,
}

/// An element that is no text, still open.
#[derive(Debug)]
struct Aside {
    name: Vec<u8>,
    /// The tables open where it began, and which cell of the innermost it is in.
    within: (usize, usize),
    /// What the flow held.
    mark: flow::Mark,
}

impl Reader {
    fn flow(&mut self) -> &mut Flow {
        match self.tables.last_mut() {
            Some(table) => table.flow(),
            None => &mut self.page,
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_title {
            self.title.push_str(text);
        } else {
            self.flow().text(text);
        }
    }

    fn start(&mut self, tag: &StartTag<()>) {
        let name: &[u8] = &tag.name;
        let attribute = |name: &str| {
            let value = tag.attributes.get(name.as_bytes())?;
            Some(String::from_utf8_lossy(&value.value).trim().to_lowercase())
        };
        let number = |name: &str| attribute(name).and_then(|value| value.parse::<usize>().ok());
        match name {
            b"table" => {
                self.flow().end_line();
                if self.tables.len() >= DEEPEST {
                    self.too_deep += 1;
                    return;
                }
                let lays_out = attribute("role").is_some_and(|role| role == "presentation" || role == "none");
                self.tables.push(OpenTable::new(lays_out));
            }
            b"tr" | b"td" | b"th" if self.too_deep > 0 => self.flow().end_line(),
            b"tr" => {
                if let Some(table) = self.tables.last_mut() {
                    table.row();
                }
            }
            b"td" | b"th" => {
                if let Some(table) = self.tables.last_mut() {
                    // No row below the table is named by 0: it means all that follow.
                    let rows = number("rowspan").map_or(1, |rows| if rows == 0 { usize::MAX } else { rows });
                    table.cell(rows, number("colspan").unwrap_or(1));
                }
            }
            b"title" => self.in_title = self.title.is_empty() && self.asides.is_empty(),
            b"script" | b"style" => self.aside(name),
            b"br" | b"hr" => self.flow().end_line(),
            b"pre" => {
                self.flow().end_line();
                self.flow().preformatted = true;
            }
            _ if ASIDE.contains(&name) && !tag.self_closing => self.aside(name),
            _ if INLINE.contains(&name) => {}
            _ => self.flow().end_line(),
        }
    }

    fn aside(&mut self, name: &[u8]) {
        if self.asides.len() < DEEPEST {
            let (within, mark) = (self.within(), self.flow().mark());
            self.asides.push(Aside { name: name.to_vec(), within, mark });
        }
    }

    /// Which flow text goes into.
    fn within(&self) -> (usize, usize) {
        (self.tables.len(), self.tables.last().map_or(0, OpenTable::cells_begun))
    }

    fn end(&mut self, name: &[u8]) -> Result<(), DocumentFault> {
        match name {
            b"table" | b"tr" | b"td" | b"th" if self.too_deep > 0 => {
                self.flow().end_line();
                self.too_deep -= usize::from(name == b"table");
            }
            b"table" => self.end_table()?,
            b"tr" | b"td" | b"th" => {
                if let Some(table) = self.tables.last_mut() {
                    table.end_cell();
                }
            }
            b"title" => self.in_title = false,
            b"pre" => {
                self.flow().end_line();
                self.flow().preformatted = false;
            }
            _ if INLINE.contains(&name) => {}
            _ => match self.asides.iter().rposition(|open| open.name == name) {
                Some(at) => self.take_back(at)?,
                None => self.flow().end_line(),
            },
        }
        Ok(())
    }

    /// Takes back what an element that is no text has put into the flow, unless it reaches over the cell it began in.
    fn take_back(&mut self, at: usize) -> Result<(), DocumentFault> {
        let Some(aside) = self.asides.drain(at..).next() else { return Ok(()) };
        while self.tables.len() > aside.within.0 {
            self.end_table()?;
        }
        if self.within() == aside.within {
            self.flow().back_to(aside.mark);
        }
        Ok(())
    }

    fn end_table(&mut self) -> Result<(), DocumentFault> {
        if let Some(table) = self.tables.pop() {
            let items = table.finish()?;
            self.flow().append(items);
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Document, DocumentFault> {
        // A script nobody closed runs to the end of the page.
        if let Some(at) =
            self.asides.iter().position(|open| matches!(open.name.as_slice(), b"script" | b"style"))
        {
            self.take_back(at)?;
        }
        while !self.tables.is_empty() {
            self.end_table()?;
        }
        let blocks = self.page.into_blocks()?;
        let title = Some(crate::blocks::on_one_line(&self.title)).filter(|title| !title.is_empty());
        Ok(Document { kind: FileKind::Html, title, blocks, pages: Vec::new(), wrapped: false })
    }
}
