//! Word documents (OOXML): the text as it stands when all tracked changes are accepted.
//!
//! Headers, footers, notes and comments are left out. Numbers that Word counts itself are put before their paragraphs
//! ([`numbering`]), because sections are found by them.

mod numbering;

use crate::flow::Flow;
use crate::open_table::OpenTable;
use crate::package::Package;
use crate::xml::{Element, Node, each};
use crate::{Document, DocumentFault, FileKind};
use numbering::{Levels, Numbering};

/// What broken files of this kind are called.
const KIND: &str = "DOCX";
/// Most paragraphs, breaks and cells of a document.
const MOST_PARTS: usize = 2_000_000;
/// Tables within one another that are still told apart.
const DEEPEST: usize = 300;

/// Reads a document.
pub(crate) fn read(package: &Package) -> Result<Document, DocumentFault> {
    let main = main_part(package)?;
    let part = package.part(&main).ok_or(DocumentFault::Broken(KIND))?;
    let mut reader = Reader { numbering: Numbering::of(package, &main)?, ..Reader::default() };
    each(part, KIND, |node| reader.node(node))?;
    while !reader.tables.is_empty() {
        reader.end_table()?;
    }
    let blocks = reader.page.into_blocks()?;
    Ok(Document { kind: FileKind::Docx, title: title(package), blocks, pages: Vec::new(), wrapped: false })
}

/// The part the text is in.
fn main_part(package: &Package) -> Result<String, DocumentFault> {
    let mut main = None;
    if let Some(relations) = package.part("_rels/.rels") {
        each(relations, KIND, |node| {
            if let Node::Start(element) = node
                && element.attribute("Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
            {
                main = element.attribute("Target");
            }
            Ok(())
        })?;
    }
    let main = main.map(|main| main.trim_start_matches('/').to_owned());
    Ok(main.filter(|main| package.has(main)).unwrap_or_else(|| "word/document.xml".to_owned()))
}

/// The title in the properties.
fn title(package: &Package) -> Option<String> {
    let (mut inside, mut title) = (false, String::new());
    let told = each(package.part("docProps/core.xml")?, KIND, |node| {
        match node {
            Node::Start(element) => inside = element.name() == b"title",
            Node::End(_) => inside = false,
            Node::Text(text) if inside => title.push_str(&text),
            Node::Text(_) => {}
        }
        Ok(())
    });
    let title = crate::blocks::on_one_line(&title);
    (told.is_ok() && !title.is_empty()).then_some(title)
}

/// A document on its way through.
#[derive(Debug, Default)]
struct Reader {
    page: Flow,
    tables: Vec<OpenTable>,
    /// Tables open beyond the deepest that is told apart.
    too_deep: usize,
    numbering: Numbering,
    /// How many paragraphs, breaks and cells there have been.
    parts: usize,
    /// Paragraphs that a text box within them interrupts.
    interrupted: Vec<(usize, String)>,
    /// How deep within something that is not read: deletions, and what is given a second time for old programs.
    skipped: usize,
    /// Whether text is read: within `t`.
    in_text: bool,
    /// The properties of the paragraph, while they are being read, and after.
    properties: Properties,
}

/// What a paragraph says of itself before its text.
#[derive(Debug, Default)]
struct Properties {
    open: bool,
    style: Option<String>,
    levels: Levels,
    /// Whether the end of the paragraph is deleted, so that the next one goes on with it.
    joined: bool,
}

impl Reader {
    fn flow(&mut self) -> &mut Flow {
        match self.tables.last_mut() {
            Some(table) => table.flow(),
            None => &mut self.page,
        }
    }

    fn node(&mut self, node: Node<'_>) -> Result<(), DocumentFault> {
        if self.skipped > 0 {
            match node {
                Node::Start(_) => self.skipped += 1,
                Node::End(_) => self.skipped -= 1,
                Node::Text(_) => {}
            }
            return Ok(());
        }
        match node {
            Node::Start(element) => {
                self.parts +=
                    usize::from(matches!(element.name(), b"p" | b"br" | b"cr" | b"tc" | b"tr" | b"tbl"));
                if self.parts > MOST_PARTS {
                    return Err(DocumentFault::TooMuch);
                }
                self.start(&element);
            }
            Node::End(name) => self.end(&name)?,
            Node::Text(text) if self.in_text => self.flow().as_is(&text),
            Node::Text(_) => {}
        }
        Ok(())
    }

    fn start(&mut self, element: &Element<'_>) {
        match element.name() {
            b"t" => self.in_text = true,
            b"tab" if !self.properties.open => self.flow().as_is("\t"),
            b"br" | b"cr" => self.flow().end_line(),
            b"noBreakHyphen" => self.flow().as_is("-"),
            b"pPr" => self.properties = Properties { open: true, ..Properties::default() },
            b"pStyle" => self.properties.style = element.attribute("val"),
            b"numId" if self.properties.open => self.properties.levels.list = element.attribute("val"),
            b"ilvl" if self.properties.open => self.properties.levels.level = element.number(),
            b"p" => self.properties = Properties::default(),
            b"r" => self.number(),
            b"tbl" if self.tables.len() >= DEEPEST => self.too_deep += 1,
            b"tbl" => {
                self.flow().end_line();
                self.tables.push(OpenTable::default());
            }
            b"txbxContent" => {
                let depth = self.tables.len();
                let line = self.flow().suspend();
                self.interrupted.push((depth, line));
            }
            // Empty within properties it says that the end of the paragraph, or the row, is deleted.
            b"del" | b"moveFrom" if element.empty => self.deleted(),
            b"del" | b"moveFrom" | b"Fallback" | b"pPrChange" | b"rPrChange" | b"tcPrChange"
            | b"trPrChange" | b"tblPrChange" | b"tblGrid" | b"sectPr" => self.skipped = 1,
            name => self.table_element(name, element),
        }
    }

    fn table_element(&mut self, name: &[u8], element: &Element<'_>) {
        let Some(table) = self.tables.last_mut().filter(|_| self.too_deep == 0) else { return };
        match name {
            b"tr" => table.row(),
            b"tc" => table.cell(1, 1),
            b"gridBefore" => table.leave_free(element.number().unwrap_or(0)),
            b"gridSpan" => {
                if let Some(span) = table.span() {
                    span.columns = element.number().unwrap_or(1);
                }
            }
            b"vMerge" => {
                if let Some(span) = table.span() {
                    span.continues = element.attribute("val").as_deref() != Some("restart");
                }
            }
            _ => {}
        }
    }

    /// Something in the properties is deleted: the end of the paragraph, or else the row.
    fn deleted(&mut self) {
        if self.properties.open {
            self.properties.joined = true;
        } else if let Some(table) = self.tables.last_mut() {
            table.delete_row();
        }
    }

    /// Puts the number Word counts before the first text of its paragraph.
    fn number(&mut self) {
        let properties = std::mem::take(&mut self.properties);
        let number = self.numbering.next(properties.style.as_deref(), &properties.levels);
        self.properties.joined = properties.joined;
        if let Some(number) = number {
            self.flow().as_is(&number);
        }
    }

    fn end(&mut self, name: &[u8]) -> Result<(), DocumentFault> {
        match name {
            b"t" => self.in_text = false,
            b"pPr" => self.properties.open = false,
            b"p" => {
                if !self.properties.joined {
                    self.flow().end_line();
                }
                self.properties = Properties::default();
            }
            b"tbl" | b"tc" | b"tr" if self.too_deep > 0 => self.too_deep -= usize::from(name == b"tbl"),
            b"tbl" => self.end_table()?,
            b"tc" | b"tr" => {
                if let Some(table) = self.tables.last_mut() {
                    table.end_cell();
                }
            }
            b"txbxContent" => {
                if let Some((depth, line)) = self.interrupted.pop()
                    && depth == self.tables.len()
                {
                    self.flow().resume(line);
                }
            }
            _ => {}
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
}
