//! The text of a report: paragraphs with their figures, headings read from their numbering, tables between them.

use super::page::{self, Page};
use super::xml::Xml;
use super::{package, tables};
use crate::{Printing, Publication, outline};
use gongkai_domain::reports::{Block, ReportSection, Span};
use std::collections::BTreeMap;

/// A document being written.
pub(super) struct Document<'p> {
    /// What it is made from.
    pub publication: &'p Publication,
    /// What has been written of the body.
    pub xml: Xml,
    /// How the pages being written are turned.
    page: Page,
    /// Whether the next section starts with page 1.
    restarts: bool,
    /// Place in the list of figures by code, in a checking copy.
    anchors: BTreeMap<&'p str, usize>,
    /// Addresses outside the file.
    links: Vec<String>,
    printing: Printing,
}

/// A stretch of a line: words, and the cell they print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece<'p> {
    /// The words.
    pub words: &'p str,
    /// Code of the cell, if they are a figure.
    pub cell: Option<&'p str>,
}

/// How a paragraph differs from its style.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Set<'a> {
    /// Id of its style.
    pub style: &'a str,
    /// Alignment.
    pub align: Option<&'a str>,
    /// Indent at the right, in hundredths of a character.
    pub right: Option<usize>,
    /// Indent at both sides, in twentieths of a point, that breaks words into lines of one length.
    pub squeeze: usize,
    /// Whether it stays on the page of the next.
    pub keeps: bool,
}

impl<'a> Set<'a> {
    /// As its style says.
    pub(super) fn style(style: &'a str) -> Self {
        Self { style, ..Self::default() }
    }

    /// The same, flush left.
    pub(super) fn left(self) -> Self {
        Self { align: Some("left"), ..self }
    }
}

impl<'p> Document<'p> {
    pub(super) fn new(publication: &'p Publication, printing: Printing) -> Self {
        let cells = publication.report.cells.iter().enumerate();
        let anchors = match printing {
            Printing::Official => BTreeMap::new(),
            Printing::Checking => cells.map(|(at, cell)| (cell.code.as_str(), at)).collect(),
        };
        let page = Page::Cover;
        Self { publication, xml: Xml::default(), page, restarts: false, anchors, links: Vec::new(), printing }
    }

    /// The sections of the report.
    pub(super) fn sections(&mut self) {
        for (at, section) in self.publication.report.sections.iter().enumerate() {
            self.section(section, at == 0);
        }
    }

    fn section(&mut self, section: &'p ReportSection, is_first: bool) {
        let align = (!outline::is_numbered(&section.title)).then_some("center");
        self.line(Set { align, ..Set::style("Heading1") }, &section.title);
        let mut may_be_subtitle = is_first;
        for block in &section.blocks {
            match block {
                Block::Paragraph(spans) => {
                    for line in lines(spans, self.printing) {
                        self.paragraph(&line, may_be_subtitle);
                        may_be_subtitle = false;
                    }
                }
                Block::Table(table) => tables::write(self, table, &section.title),
            }
        }
    }

    /// A paragraph of the text; its heading, if it begins with one, in the face of headings.
    fn paragraph(&mut self, line: &[Piece<'p>], may_be_subtitle: bool) {
        let plain: String = line.iter().map(|piece| piece.words).collect();
        if may_be_subtitle && outline::is_subtitle(&plain) {
            return self.pieces(Set::style("Subtitle"), line, 0);
        }
        match outline::heading_end(&plain) {
            Some(end) if end == plain.len() => self.pieces(Set::style("Heading2"), line, 0),
            end => self.pieces(Set::style("BodyText"), line, end.unwrap_or(0)),
        }
    }

    /// A paragraph of one stretch of words.
    pub(super) fn line(&mut self, set: Set<'_>, words: &str) {
        open_paragraph(&mut self.xml, set, |xml| run(xml, words, None));
    }

    /// A paragraph; its first `heading` bytes are a heading.
    fn pieces(&mut self, set: Set<'_>, line: &[Piece<'p>], heading: usize) {
        let mut xml = std::mem::take(&mut self.xml);
        self.pieces_into(&mut xml, set, line, heading);
        self.xml = xml;
    }

    /// The same, written where a table is.
    pub(super) fn pieces_into(&self, xml: &mut Xml, set: Set<'_>, line: &[Piece<'p>], heading: usize) {
        let anchors = &self.anchors;
        open_paragraph(xml, set, |xml| {
            let mut at = 0;
            for piece in line {
                let inside = heading.saturating_sub(at).min(piece.words.len());
                at += piece.words.len();
                let (head, rest) = piece.words.split_at(inside);
                for (words, style) in [(head, Some("RunInHeading")), (rest, None)] {
                    match piece.cell.and_then(|code| anchors.get(code)) {
                        _ if words.is_empty() => {}
                        Some(place) => xml.within(
                            "w:hyperlink",
                            &[("w:anchor", &anchor(*place)), ("w:history", "1")],
                            |xml| run(xml, words, Some("Hyperlink")),
                        ),
                        None => run(xml, words, style),
                    }
                }
            }
        });
    }

    /// Goes on with pages turned like this.
    pub(super) fn turn(&mut self, page: Page) {
        if page == self.page {
            return;
        }
        let (before, restarts) = (self.page, self.restarts);
        self.xml.within("w:p", &[], |xml| {
            xml.within("w:pPr", &[], |xml| {
                xml.value("w:pStyle", "TableGap");
                page::section(xml, before, restarts);
            });
        });
        self.restarts = before == Page::Cover;
        self.page = page;
    }

    /// Room between the margins of the page being written, in twentieths of a point.
    pub(super) const fn room(&self) -> usize {
        self.page.room()
    }

    /// The id of a link to an address outside the file.
    pub(super) fn link(&mut self, address: String) -> String {
        self.links.push(address);
        format!("link{}", self.links.len() - 1)
    }

    /// The part with the text, and the addresses it links to.
    pub(super) fn finish(self) -> (String, Vec<String>) {
        let mut xml = Xml::new();
        let body = self.xml.finish();
        xml.within("w:document", package::SPACES, |xml| {
            xml.within("w:body", &[], |xml| {
                xml.written(&body);
                page::section(xml, self.page, self.restarts);
            });
        });
        (xml.finish(), self.links)
    }
}

/// The name of a figure's place in the list at the end.
pub(super) fn anchor(place: usize) -> String {
    format!("figure{place}")
}

/// A paragraph with its properties.
pub(super) fn open_paragraph(xml: &mut Xml, set: Set<'_>, content: impl FnOnce(&mut Xml)) {
    xml.within("w:p", &[], |xml| {
        xml.within("w:pPr", &[], |xml| {
            xml.value("w:pStyle", set.style);
            if set.keeps {
                xml.empty("w:keepNext", &[]);
            }
            if set.squeeze > 0 {
                let sides = set.squeeze.to_string();
                xml.empty("w:ind", &[("w:left", &sides), ("w:right", &sides)]);
            }
            match (set.right, set.align) {
                (Some(right), _) => {
                    let twips = (right * 32 / 10).to_string();
                    let indent = [
                        ("w:rightChars", right.to_string()),
                        ("w:right", twips),
                        ("w:firstLine", "0".to_owned()),
                    ];
                    let indent = indent.each_ref().map(|(name, value)| (*name, value.as_str()));
                    xml.empty("w:ind", &indent);
                }
                (None, Some("center")) if set.squeeze == 0 => {
                    xml.empty("w:ind", &[("w:firstLineChars", "0"), ("w:firstLine", "0")]);
                }
                _ => {}
            }
            if let Some(align) = set.align {
                xml.value("w:jc", align);
            }
        });
        content(xml);
    });
}

/// A run of words; line breaks and tabs as the word processor has them.
pub(super) fn run(xml: &mut Xml, words: &str, style: Option<&str>) {
    let words = crate::text::printable(words);
    xml.within("w:r", &[], |xml| {
        xml.within("w:rPr", &[], |xml| {
            if let Some(style) = style {
                xml.value("w:rStyle", style);
            }
            xml.empty("w:rFonts", &[("w:hint", "eastAsia")]);
        });
        let mut rest = words.as_ref();
        while let Some(at) = rest.find(['\n', '\t']) {
            text(xml, &rest[..at]);
            xml.empty(if rest[at..].starts_with('\n') { "w:br" } else { "w:tab" }, &[]);
            rest = &rest[at + 1..];
        }
        text(xml, rest);
    });
}

fn text(xml: &mut Xml, words: &str) {
    if !words.is_empty() {
        xml.words("w:t", &[("xml:space", "preserve")], words);
    }
}

/// The lines of a paragraph: the office's own words may break it. Blank lines go; missing words are marked in a
/// checking copy.
fn lines(spans: &[Span], printing: Printing) -> Vec<Vec<Piece<'_>>> {
    let mut lines = vec![Vec::new()];
    for span in spans {
        let (words, cell) = match span {
            Span::Text(text) | Span::OwnWords { text: Some(text), .. } => (text.as_str(), None),
            Span::Figure { cell, text } => (text.as_str(), Some(cell.as_str())),
            Span::OwnWords { text: None, .. } if printing == Printing::Checking => ("（空）", None),
            Span::OwnWords { text: None, .. } => continue,
        };
        for (at, part) in words.split(['\n', '\r']).enumerate() {
            if at > 0 {
                lines.push(Vec::new());
            }
            let words = if matches!(span, Span::OwnWords { .. }) { part.trim() } else { part };
            if let Some(line) = lines.last_mut() {
                line.push(Piece { words, cell });
            }
        }
    }
    lines.retain(|line| line.iter().any(|piece| !piece.words.trim().is_empty()));
    lines
}
