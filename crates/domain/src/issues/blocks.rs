//! The text of an item as blocks to be printed: paragraphs, headings, lists, tables, pictures, notes.

use crate::safe_html::{SafeHtml, tokens};
use html5gum::Token;
use serde::{Deserialize, Serialize};

/// One block of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum IssueBlock {
    /// A heading: 1 to 3.
    Heading {
        /// Its level, 1 the highest.
        level: u8,
        /// Its words.
        runs: Vec<IssueRun>,
    },
    /// A paragraph.
    Paragraph {
        /// What stands before it: the number or bullet of a list item; empty for none.
        mark: String,
        /// How deep it stands in lists; 0 outside.
        depth: u8,
        /// Its words.
        runs: Vec<IssueRun>,
    },
    /// A table.
    Table {
        /// Words above it; may be empty.
        caption: String,
        /// How many columns.
        columns: usize,
        /// How many of the first rows are its head.
        heads: usize,
        /// Its rows.
        rows: Vec<Vec<IssueCell>>,
    },
    /// A picture.
    Picture {
        /// Its address.
        src: String,
        /// Its words.
        alt: String,
    },
}

/// Words of one look.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueRun {
    /// The words; `\n` for a line that ends.
    pub text: String,
    /// Bold.
    #[serde(default)]
    pub strong: bool,
    /// `sup`, `sub` or empty.
    #[serde(default)]
    pub shift: String,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueCell {
    /// Columns it spans.
    pub columns: usize,
    /// Rows it spans.
    pub rows: usize,
    /// Whether it is a head.
    pub head: bool,
    /// Its words.
    pub text: String,
}

/// Most columns a table keeps; wider ones cannot be printed.
const MOST_COLUMNS: usize = 16;

/// The blocks of a text.
pub fn blocks_of(html: &SafeHtml) -> Vec<IssueBlock> {
    let mut reading = Reading::default();
    for token in tokens(html.as_str()) {
        reading.take(token);
    }
    reading.end_paragraph();
    reading.blocks
}

#[derive(Default)]
struct Reading {
    blocks: Vec<IssueBlock>,
    runs: Vec<IssueRun>,
    /// Level of the heading the words belong to.
    heading: Option<u8>,
    /// Lists that are open: the next number, or none for bullets.
    lists: Vec<Option<usize>>,
    mark: String,
    strong: usize,
    shift: String,
    table: Option<Table>,
}

#[derive(Default)]
struct Table {
    caption: String,
    in_caption: bool,
    in_head: bool,
    heads: usize,
    rows: Vec<Vec<IssueCell>>,
    cell: Option<IssueCell>,
}

type StartTag = html5gum::StartTag<()>;

impl Reading {
    fn take(&mut self, token: Token) {
        match token {
            Token::StartTag(tag) => self.start(&tag),
            Token::EndTag(tag) => self.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(words) => self.words(&String::from_utf8_lossy(&words.value)),
            _ => {}
        }
    }

    fn start(&mut self, tag: &StartTag) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let attribute = |name: &str| {
            tag.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(value).into_owned())
        };
        match name.as_str() {
            "h2" | "h3" | "h4" => {
                self.end_paragraph();
                self.heading = Some(name.as_bytes()[1] - b'1');
            }
            "p" | "blockquote" | "section" | "figure" | "figcaption" | "hr" => self.end_paragraph(),
            "ul" | "ol" => {
                self.end_paragraph();
                let first = attribute("start").and_then(|start| start.parse().ok()).unwrap_or(1);
                self.lists.push((name == "ol").then_some(first));
            }
            "li" => {
                self.end_paragraph();
                self.mark = self.next_mark();
            }
            "strong" => self.strong += 1,
            "sup" | "sub" => self.shift.clone_from(&name),
            "br" => self.words("\n"),
            "img" => self.picture(attribute("src").unwrap_or_default(), attribute("alt").unwrap_or_default()),
            _ => self.start_of_table(&name, &attribute),
        }
    }

    fn start_of_table(&mut self, name: &str, attribute: &dyn Fn(&str) -> Option<String>) {
        if name == "table" {
            self.end_paragraph();
            // A table within a cell of another is read into the cell: its words stay.
            self.table.get_or_insert_default();
            return;
        }
        let Some(table) = &mut self.table else { return };
        let span = |name: &str| attribute(name).and_then(|span| span.parse().ok()).unwrap_or(1).clamp(1, 60);
        match name {
            "caption" => table.in_caption = true,
            "thead" => table.in_head = true,
            "tr" => table.rows.push(Vec::new()),
            "td" | "th" => {
                table.cell = Some(IssueCell {
                    columns: span("colspan"),
                    rows: span("rowspan"),
                    head: name == "th",
                    text: String::new(),
                });
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "h2" | "h3" | "h4" | "p" | "li" | "blockquote" | "figcaption" => self.end_paragraph(),
            "ul" | "ol" => {
                self.end_paragraph();
                self.lists.pop();
            }
            "strong" => self.strong = self.strong.saturating_sub(1),
            "sup" | "sub" => self.shift.clear(),
            "table" => {
                if let Some(table) = self.table.take() {
                    self.blocks.extend(table.block());
                }
            }
            _ => self.end_in_table(name),
        }
    }

    fn end_in_table(&mut self, name: &str) {
        let Some(table) = &mut self.table else { return };
        match name {
            "caption" => table.in_caption = false,
            "thead" => {
                table.in_head = false;
                table.heads = table.rows.len();
            }
            "td" | "th" => {
                if let (Some(cell), Some(row)) = (table.cell.take(), table.rows.last_mut()) {
                    let text = cell.text.split_whitespace().collect::<Vec<_>>().join(" ");
                    row.push(IssueCell { text, ..cell });
                }
            }
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        if let Some(table) = &mut self.table {
            match &mut table.cell {
                _ if table.in_caption => table.caption.push_str(words),
                Some(cell) => cell.text.push_str(words),
                None => {}
            }
            return;
        }
        let words = if words == "\n" { words.to_owned() } else { words.replace(['\n', '\r', '\t'], " ") };
        let (strong, shift) = (self.strong > 0, self.shift.clone());
        match self.runs.last_mut() {
            Some(last) if last.strong == strong && last.shift == shift => last.text.push_str(&words),
            _ => self.runs.push(IssueRun { text: words, strong, shift }),
        }
    }

    fn picture(&mut self, src: String, alt: String) {
        if self.table.is_some() {
            self.words(&format!("（图：{alt}）"));
            return;
        }
        self.end_paragraph();
        self.blocks.push(IssueBlock::Picture { src, alt });
    }

    fn end_paragraph(&mut self) {
        if self.table.is_some() {
            if let Some(cell) = self.table.as_mut().and_then(|table| table.cell.as_mut()) {
                cell.text.push(' ');
            }
            return;
        }
        let mut runs = std::mem::take(&mut self.runs);
        let heading = self.heading.take();
        if runs.iter().all(|run| run.text.trim().is_empty()) {
            return;
        }
        if let Some(first) = runs.first_mut() {
            first.text = first.text.trim_start().to_owned();
        }
        if let Some(last) = runs.last_mut() {
            last.text = last.text.trim_end().to_owned();
        }
        self.blocks.push(match heading {
            Some(level) => IssueBlock::Heading { level, runs },
            None => IssueBlock::Paragraph {
                mark: std::mem::take(&mut self.mark),
                depth: u8::try_from(self.lists.len()).unwrap_or(u8::MAX),
                runs,
            },
        });
    }

    fn next_mark(&mut self) -> String {
        match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{}.", *number - 1)
            }
            _ => "·".to_owned(),
        }
    }
}

impl Table {
    /// The table with rows that all fit: spans that reach past the edge are cut, rows that are short are filled.
    fn block(self) -> Option<IssueBlock> {
        let columns = self.columns().min(MOST_COLUMNS);
        let count = self.rows.len();
        let mut open = vec![0_usize; columns];
        let mut rows = Vec::with_capacity(count);
        for (at, row) in self.rows.into_iter().enumerate() {
            rows.push(fitted(row, &mut open, count - at));
        }
        let caption = self.caption.split_whitespace().collect::<Vec<_>>().join(" ");
        let all_heads = |row: &Vec<IssueCell>| !row.is_empty() && row.iter().all(|cell| cell.head);
        let heads =
            if self.heads > 0 { self.heads } else { rows.iter().take_while(|row| all_heads(row)).count() };
        // A table of nothing but heads has no body to repeat them over.
        let heads = if heads >= count { 0 } else { heads };
        (columns > 0).then_some(IssueBlock::Table { caption, columns, heads, rows })
    }

    /// How many columns its widest row takes, with what reaches down into it.
    fn columns(&self) -> usize {
        let mut open: Vec<(usize, usize)> = Vec::new();
        let mut widest = 0;
        for row in &self.rows {
            let above: usize = open.iter().map(|(_, columns)| columns).sum();
            let own: usize = row.iter().map(|cell| cell.columns).sum();
            widest = widest.max(above + own);
            let new = row.iter().filter(|cell| cell.rows > 1).map(|cell| (cell.rows, cell.columns));
            open.extend(new.collect::<Vec<_>>());
            open = open
                .into_iter()
                .filter(|(rows, _)| *rows > 1)
                .map(|(rows, columns)| (rows - 1, columns))
                .collect();
        }
        widest
    }
}

/// A row that fits between what reaches down from above: `open` says for how many more rows each column is taken, `left`
/// how many rows there are from here on.
fn fitted(row: Vec<IssueCell>, open: &mut [usize], left: usize) -> Vec<IssueCell> {
    let mut fitted = Vec::new();
    let mut cells = row.into_iter();
    let mut at = 0;
    while at < open.len() {
        if open[at] > 0 {
            open[at] -= 1;
            at += 1;
            continue;
        }
        let room = open[at..].iter().take_while(|taken| **taken == 0).count();
        let cell = cells.next();
        let mut cell = cell.unwrap_or(IssueCell { columns: 1, rows: 1, head: false, text: String::new() });
        cell.columns = cell.columns.min(room);
        cell.rows = cell.rows.min(left);
        for taken in &mut open[at..at + cell.columns] {
            *taken = cell.rows - 1;
        }
        at += cell.columns;
        fitted.push(cell);
    }
    fitted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(html: &str) -> Vec<IssueBlock> {
        blocks_of(&SafeHtml::of(html))
    }

    fn told(blocks: &[IssueBlock]) -> Vec<String> {
        let words = |runs: &[IssueRun]| {
            let run = |run: &IssueRun| {
                let shift = if run.shift.is_empty() { String::new() } else { format!("^{}", run.shift) };
                if run.strong { format!("*{}*{shift}", run.text) } else { format!("{}{shift}", run.text) }
            };
            runs.iter().map(run).collect::<String>()
        };
        let one = |block: &IssueBlock| match block {
            IssueBlock::Heading { level, runs } => format!("h{level} {}", words(runs)),
            IssueBlock::Paragraph { mark, depth, runs } => format!("p{depth} {mark}{}", words(runs)),
            IssueBlock::Table { caption, columns, heads, rows } => {
                let row = |row: &Vec<IssueCell>| {
                    let cell = |cell: &IssueCell| format!("{}/{}x{}", cell.text, cell.columns, cell.rows);
                    row.iter().map(cell).collect::<Vec<_>>().join(" ")
                };
                format!(
                    "t {caption} {columns} {heads}: {}",
                    rows.iter().map(row).collect::<Vec<_>>().join(" | ")
                )
            }
            IssueBlock::Picture { src, alt } => format!("i {alt} {}", src.len()),
        };
        blocks.iter().map(one).collect()
    }

    #[test]
    fn headings_paragraphs_and_lists_keep_their_order() {
        let html = "<h2>一、总则</h2><p>各镇<strong>必须</strong>：x<sup>2</sup></p><ol start=\"3\"><li>甲<ul><li>乙</li></ul></li><li>丙</li></ol><p>完<br>毕</p>";
        let expected = ["h1 一、总则", "p0 各镇*必须*：x2^sup", "p1 3.甲", "p2 ·乙", "p1 4.丙", "p0 完\n毕"];
        assert_eq!(told(&of(html)), expected);
    }

    #[test]
    fn tables_always_fit_their_columns() {
        let html = "<table><caption>表1</caption><thead><tr><th>名</th><th colspan=\"2\">数</th></tr></thead>\
                    <tbody><tr><td rowspan=\"9\">甲</td><td>1</td><td><p>2</p><p>3</p></td></tr><tr><td>4</td></tr></tbody></table>";
        assert_eq!(told(&of(html)), ["t 表1 3 1: 名/1x1 数/2x1 | 甲/1x2 1/1x1 2 3/1x1 | 4/1x1 /1x1"]);
        assert_eq!(told(&of("<table><tr><th>只有表头</th></tr></table>")), ["t  1 0: 只有表头/1x1"]);
        assert_eq!(told(&of("<table></table><p>后</p>")), ["p0 后"]);
    }

    #[test]
    fn pictures_stand_between_paragraphs() {
        let src = format!("/attachments/{}.png", "a".repeat(64));
        let html = format!("<p>前<img src=\"{src}\" alt=\"图示\">后</p>");
        assert_eq!(told(&of(&html)), ["p0 前", &format!("i 图示 {}", src.len()), "p0 后"]);
    }

    #[test]
    fn nothing_gives_nothing() {
        assert_eq!(of(""), []);
        assert_eq!(of("<p>  </p><ul><li></li></ul>"), []);
    }
}
