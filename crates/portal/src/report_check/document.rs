//! The text of a checked document, line by line and table by table, with what was found marked where it stands.

use super::findings::tag;
use gongkai_documents::{Block, Cell, Document, Paragraph, Table};
use gongkai_report_check::{Finding, Place};
use gongkai_web::Markup;
use std::collections::{BTreeMap, BTreeSet};

/// Characters shown of a document; a report has a tenth of it.
const LONGEST: usize = 300_000;
/// Rows and lines shown.
const MOST_LINES: usize = 6_000;
/// Columns or rows a cell may be told to cover (HTML standard, 4.9.11).
const WIDEST: usize = 1_000;

/// A document as the page shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShownDocument {
    /// Its lines and tables.
    pub blocks: Vec<ShownBlock>,
    /// Whether it was too long to be shown whole.
    pub cut: bool,
    /// The ids that lead to a place.
    anchors: BTreeSet<String>,
}

/// A line or a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShownBlock {
    /// A paragraph.
    Line {
        /// Its line.
        line: usize,
        /// Its id.
        id: String,
        /// Its text.
        text: Markup,
        /// What was found in it.
        flags: Vec<Flag>,
    },
    /// A table: which it is, and its rows.
    Table(usize, Vec<ShownRow>),
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownRow {
    /// Its id.
    pub id: String,
    /// What was found of the row as a whole.
    pub flags: Vec<Flag>,
    /// The cells that begin in it.
    pub cells: Vec<ShownCell>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownCell {
    /// Its id; empty where nothing leads to it.
    pub id: String,
    /// Columns it covers.
    pub columns: usize,
    /// Rows it covers.
    pub rows: usize,
    /// Its text.
    pub text: Markup,
    /// What was found in it.
    pub flags: Vec<Flag>,
}

/// A link to a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    /// Number of the finding, from 1.
    pub number: usize,
    /// The look of its severity.
    pub tag: &'static str,
}

/// The findings with their numbers, by place.
type ByPlace<'f> = BTreeMap<Place, Vec<(usize, &'f Finding)>>;

impl ShownDocument {
    /// A document with what was found in it.
    pub(super) fn of(document: &Document, findings: &[Finding]) -> Self {
        let mut by_place = ByPlace::new();
        for (at, finding) in findings.iter().enumerate() {
            by_place.entry(finding.place).or_default().push((at + 1, finding));
        }
        let mut shown = Self::default();
        let (mut characters, mut lines) = (0, 0);
        for block in &document.blocks {
            let (letters, rows) = extent(block);
            characters += letters;
            lines += rows;
            if characters > LONGEST || lines > MOST_LINES {
                shown.cut = true;
                break;
            }
            let block = match block {
                Block::Paragraph(paragraph) => shown.line(paragraph, &by_place),
                Block::Table(table) => shown.table(table, &by_place),
            };
            shown.blocks.push(block);
        }
        shown
    }

    /// The address of a place on the page; empty where it is not shown.
    pub(super) fn href(&self, place: Place) -> String {
        let id = id_of(place);
        if self.anchors.contains(&id) { format!("#{id}") } else { String::new() }
    }

    /// An id that nothing else has; empty for one that is taken.
    fn anchor(&mut self, place: Place) -> String {
        let id = id_of(place);
        if self.anchors.insert(id.clone()) { id } else { String::new() }
    }

    fn line(&mut self, paragraph: &Paragraph, by_place: &ByPlace<'_>) -> ShownBlock {
        let place = Place::Line { line: paragraph.line };
        let found = by_place.get(&place).map(Vec::as_slice).unwrap_or_default();
        ShownBlock::Line {
            line: paragraph.line,
            id: self.anchor(place),
            text: marked(&paragraph.text, found),
            flags: flags(found),
        }
    }

    fn table(&mut self, table: &Table, by_place: &ByPlace<'_>) -> ShownBlock {
        let mut rows = Vec::new();
        for (at, cells) in table.rows.iter().enumerate() {
            let place = Place::Line { line: table.line + at };
            let found = by_place.get(&place).map(Vec::as_slice).unwrap_or_default();
            let id = self.anchor(place);
            let cells = cells.iter().map(|cell| self.cell(table.number, cell, by_place)).collect();
            rows.push(ShownRow { id, flags: flags(found), cells });
        }
        ShownBlock::Table(table.number, rows)
    }

    fn cell(&mut self, table: usize, cell: &Cell, by_place: &ByPlace<'_>) -> ShownCell {
        let place = Place::Cell { table, row: cell.row, column: cell.column };
        let found = by_place.get(&place).map(Vec::as_slice).unwrap_or_default();
        ShownCell {
            id: if found.is_empty() { String::new() } else { self.anchor(place) },
            columns: cell.columns.clamp(1, WIDEST),
            rows: cell.rows.clamp(1, WIDEST),
            text: marked(&cell.text, found),
            flags: flags(found),
        }
    }
}

fn extent(block: &Block) -> (usize, usize) {
    match block {
        Block::Paragraph(paragraph) => (paragraph.text.chars().count(), 1),
        Block::Table(table) => {
            let cells = table.rows.iter().flatten();
            (cells.map(|cell| cell.text.chars().count() + 1).sum(), table.rows.len())
        }
    }
}

fn id_of(place: Place) -> String {
    match place {
        Place::Line { line } => format!("l{line}"),
        Place::Cell { table, row, column } => format!("t{table}r{row}c{column}"),
    }
}

fn flags(found: &[(usize, &Finding)]) -> Vec<Flag> {
    found.iter().map(|(number, finding)| Flag { number: *number, tag: tag(finding.severity) }).collect()
}

/// A text with what was found in it marked: the words or numbers that disagree, otherwise the passage, otherwise the
/// whole.
fn marked(text: &str, found: &[(usize, &Finding)]) -> Markup {
    let mut stretches: Vec<(usize, usize)> =
        found.iter().flat_map(|(_, finding)| stretches(text, finding)).collect();
    stretches.sort_unstable();
    let (mut html, mut done) = (Markup::default(), 0);
    for (from, to) in stretches {
        let from = from.max(done);
        if from >= to {
            continue;
        }
        html.push(&lines(&text[done..from]));
        html.tag("<mark>");
        html.push(&lines(&text[from..to]));
        html.tag("</mark>");
        done = to;
    }
    html.push(&lines(&text[done..]));
    html
}

/// What to mark of a text for a finding, as bytes from and to.
fn stretches(text: &str, finding: &Finding) -> Vec<(usize, usize)> {
    let start =
        Some(finding.quote.as_str()).filter(|quote| !quote.is_empty()).and_then(|quote| text.find(quote));
    let (mut at, pieces) =
        start.map_or_else(|| (0, finding.pieces_of(text)), |start| (start, finding.quoted()));
    let mut found = Vec::new();
    for piece in pieces {
        if piece.matters {
            found.push((at, at + piece.text.len()));
        }
        at += piece.text.len();
    }
    match (found.is_empty(), start) {
        (false, _) => found,
        (true, Some(start)) => vec![(start, start + finding.quote.len())],
        (true, None) => vec![(0, text.len())],
    }
}

/// Text whose line feeds are line breaks.
fn lines(text: &str) -> Markup {
    let mut html = Markup::default();
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            html.tag("<br>");
        }
        html.push(&Markup::text(line));
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_documents::FileKind;
    use gongkai_domain::says::Says;
    use gongkai_report_check::{FindingKind, Severity, Side};

    fn finding(place: Place, quote: &str, number: &str) -> Finding {
        Finding {
            severity: Severity::Error,
            kind: FindingKind::TextSum,
            place,
            left: Some(Side::Number(number.parse().unwrap())),
            right: None,
            quote: quote.to_owned(),
            cells: Vec::new(),
            says: Says::default(),
        }
    }

    fn document(texts: &[&str]) -> Document {
        let paragraph = |(at, text): (usize, &&str)| {
            Block::Paragraph(Paragraph { text: (*text).to_owned(), line: at + 1 })
        };
        let blocks = texts.iter().enumerate().map(paragraph).collect();
        Document { kind: FileKind::Text, title: None, blocks, pages: Vec::new(), wrapped: false }
    }

    fn texts(shown: &ShownDocument) -> Vec<&str> {
        let text = |block: &'_ ShownBlock| match block {
            ShownBlock::Line { text, .. } => text.as_str().len(),
            ShownBlock::Table(..) => 0,
        };
        assert!(shown.blocks.iter().all(|block| text(block) > 0));
        shown
            .blocks
            .iter()
            .filter_map(|block| match block {
                ShownBlock::Line { text, .. } => Some(text.as_str()),
                ShownBlock::Table(..) => None,
            })
            .collect()
    }

    #[test]
    fn what_disagrees_is_marked_where_it_stands() {
        let document = document(&["共9件，其中信函9件<b>", "一", "二"]);
        let findings = [
            finding(Place::Line { line: 1 }, "其中信函9件", "9"),
            finding(Place::Line { line: 1 }, "其中信函9件", "9"),
            finding(Place::Line { line: 3 }, "跨过一行", "1"),
            finding(Place::Cell { table: 7, row: 1, column: 1 }, "", "1"),
        ];
        let shown = ShownDocument::of(&document, &findings);
        assert_eq!(texts(&shown), ["共9件，其中信函<mark>9</mark>件&lt;b&gt;", "一", "<mark>二</mark>"]);
        assert_eq!(shown.href(findings[0].place), "#l1");
        assert_eq!(shown.href(findings[3].place), "", "a place the document does not have leads nowhere");
    }

    #[test]
    fn a_novel_is_not_shown_whole() {
        let line = "某".repeat(1_000);
        let shown = ShownDocument::of(&document(&vec![line.as_str(); 500]), &[]);
        assert!(shown.cut);
        assert_eq!(shown.blocks.len(), LONGEST / 1_000);
    }
}
