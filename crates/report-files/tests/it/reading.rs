//! A reader of word-processor documents that knows nothing of the writer: zip, XML, and what the format says of tables.

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// What a document says.
#[derive(Debug, Default)]
pub struct Word {
    /// Paragraphs outside tables, in order: style and words.
    pub paragraphs: Vec<(String, String)>,
    /// Tables, in order.
    pub tables: Vec<WordTable>,
}

/// A table.
#[derive(Debug, Default)]
pub struct WordTable {
    /// Widths of its columns.
    pub grid: Vec<usize>,
    /// Its rows.
    pub rows: Vec<WordRow>,
}

/// A row.
#[derive(Debug, Default)]
pub struct WordRow {
    /// Whether it comes again on every page.
    pub repeats: bool,
    /// Its cells.
    pub cells: Vec<WordCell>,
}

/// A cell.
#[derive(Debug)]
pub struct WordCell {
    /// Columns covered.
    pub span: usize,
    /// `restart`, `continue`, or nothing.
    pub merge: Option<String>,
    /// Its words.
    pub words: String,
}

/// One part of a package.
pub fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// Reads a document; every part must be well-formed XML.
pub fn word(bytes: &[u8]) -> Word {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    for name in names {
        let mut text = String::new();
        archive.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
        each(&text, |_, _| ());
    }
    let mut found = Word::default();
    let mut in_table = false;
    each(&part(bytes, "word/document.xml"), |event, words| match event {
        Tag::Open(tag) => {
            let row = found.tables.last_mut().and_then(|table| table.rows.last_mut());
            match (tag.name().as_ref(), row) {
                (b"w:tbl", _) => {
                    in_table = true;
                    found.tables.push(WordTable::default());
                }
                (b"w:gridCol", _) => {
                    let width = attribute(tag, "w:w").unwrap().parse().unwrap();
                    found.tables.last_mut().unwrap().grid.push(width);
                }
                (b"w:tr", _) => found.tables.last_mut().unwrap().rows.push(WordRow::default()),
                (b"w:tblHeader", Some(row)) => row.repeats = true,
                (b"w:tc", Some(row)) => {
                    row.cells.push(WordCell { span: 1, merge: None, words: String::new() });
                }
                (b"w:gridSpan", Some(row)) => {
                    row.cells.last_mut().unwrap().span = attribute(tag, "w:val").unwrap().parse().unwrap();
                }
                (b"w:vMerge", Some(row)) => {
                    row.cells.last_mut().unwrap().merge = attribute(tag, "w:val");
                }
                (b"w:p", _) if !in_table => found.paragraphs.push(Default::default()),
                (b"w:pStyle", _) if !in_table => {
                    found.paragraphs.last_mut().unwrap().0 = attribute(tag, "w:val").unwrap();
                }
                _ => {}
            }
        }
        Tag::Close(b"w:tbl") => in_table = false,
        Tag::Close(_) => {}
        Tag::Words if in_table => {
            let row = found.tables.last_mut().unwrap().rows.last_mut().unwrap();
            row.cells.last_mut().unwrap().words.push_str(words);
        }
        Tag::Words => found.paragraphs.last_mut().unwrap().1.push_str(words),
    });
    found
}

enum Tag<'t> {
    Open(&'t BytesStart<'t>),
    Close(&'t [u8]),
    Words,
}

/// Walks a part: elements that open and close, and the words of runs; breaks and tabs are `\n` and `\t`.
fn each(text: &str, mut seen: impl FnMut(Tag<'_>, &str)) {
    let mut reader = Reader::from_str(text);
    let mut in_words = false;
    let mut depth = 0usize;
    loop {
        match reader.read_event().expect("the part is well-formed") {
            Event::Eof => break,
            Event::Start(tag) => {
                depth += 1;
                in_words = tag.name().as_ref() == b"w:t";
                seen(Tag::Open(&tag), "");
            }
            Event::Empty(tag) => match tag.name().as_ref() {
                b"w:br" => seen(Tag::Words, "\n"),
                b"w:tab" => seen(Tag::Words, "\t"),
                _ => seen(Tag::Open(&tag), ""),
            },
            Event::End(tag) => {
                depth -= 1;
                in_words = false;
                seen(Tag::Close(tag.name().as_ref()), "");
            }
            Event::Text(words) if in_words => seen(Tag::Words, &words.decode().unwrap()),
            Event::GeneralRef(name) if in_words => seen(
                Tag::Words,
                match name.decode().unwrap().as_ref() {
                    "lt" => "<",
                    "gt" => ">",
                    "amp" => "&",
                    "quot" => "\"",
                    other => panic!("an unknown entity: {other}"),
                },
            ),
            _ => {}
        }
    }
    assert_eq!(depth, 0, "an element is left open");
    let is_held = |letter: char| letter >= ' ' || "\n\t".contains(letter);
    assert!(text.chars().all(|letter| is_held(letter) && !"\u{fffe}\u{ffff}".contains(letter)));
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.try_get_attribute(name).unwrap()?;
    Some(String::from_utf8(found.value.to_vec()).unwrap())
}

impl WordTable {
    /// Every row covers the grid, and every cell that goes on stands below one just as wide.
    pub fn assert_whole(&self) {
        let mut above: Vec<(usize, usize)> = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            let mut column = 0;
            let mut reaching = Vec::new();
            for cell in &row.cells {
                let place = (column, cell.span);
                match cell.merge.as_deref() {
                    Some("continue") => {
                        assert!(above.contains(&place), "row {at}: nothing reaches down to {place:?}");
                        reaching.push(place);
                    }
                    Some(_) => reaching.push(place),
                    None => {}
                }
                column += cell.span;
            }
            assert_eq!(column, self.grid.len(), "row {at} does not cover the grid");
            above = reaching;
        }
    }

    /// The words of every cell that does not go on from above, blank ones left out, row by row.
    pub fn words(&self) -> Vec<&str> {
        let cells = self.rows.iter().flat_map(|row| &row.cells);
        let begun = cells.filter(|cell| cell.merge.as_deref() != Some("continue"));
        begun.map(|cell| cell.words.as_str()).filter(|words| !words.is_empty()).collect()
    }
}
