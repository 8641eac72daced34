//! Delimited text: its encoding, its delimiter, its rows.

use super::Unreadable;
use crate::sheet::{Content, Sheet};
use encoding_rs::{Encoding, GB18030};
use gongkai_domain::registers::reads_as_formula;
use std::borrow::Cow;
use std::sync::Arc;

/// The text of a file: a byte order mark decides, then valid UTF-8, then GBK (as its superset GB 18030).
pub(crate) fn decode(bytes: Vec<u8>) -> Result<String, Unreadable> {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        return encoding
            .decode_without_bom_handling_and_without_replacement(&bytes[mark..])
            .map(Cow::into_owned)
            .ok_or(Unreadable::Encoding);
    }
    if bytes.contains(&0) {
        return Err(Unreadable::OtherType("binary"));
    }
    String::from_utf8(bytes).or_else(|fault| {
        GB18030
            .decode_without_bom_handling_and_without_replacement(fault.as_bytes())
            .map(Cow::into_owned)
            .ok_or(Unreadable::Encoding)
    })
}

/// The sheet a text is; every quotation mark is checked once, so that rows can be split without failing later.
pub(crate) fn sheet(text: String, file: &Arc<str>) -> Result<Sheet, Unreadable> {
    let delimiter = delimiter(&text);
    if text.contains('"') {
        let mut splitter = Splitter::new(&text, delimiter);
        let mut record = Record::default();
        while splitter.advance(&mut record)? {}
    }
    Ok(Sheet {
        file: Arc::clone(file),
        name: "".into(),
        hidden: false,
        register: None,
        serial_offset: 0,
        content: Content::Text { text, delimiter },
    })
}

/// The delimiter by which most of the first rows have the same number of fields, more than one.
fn delimiter(text: &str) -> u8 {
    let score = |delimiter: u8| {
        let mut splitter = Splitter::new(text, delimiter);
        let mut record = Record::default();
        let mut widths: Vec<usize> = Vec::new();
        while widths.len() < 50 && splitter.advance(&mut record).unwrap_or(false) {
            if record.width() > 1 {
                widths.push(record.width());
            }
        }
        widths.iter().map(|width| (widths.iter().filter(|other| *other == width).count(), *width)).max()
    };
    // The last of equals wins, so the comma stands last.
    [b'\t', b';', b','].into_iter().max_by_key(|delimiter| score(*delimiter)).unwrap_or(b',')
}

/// Splits delimited text into records, borrowing every field that needs no unquoting.
///
/// Blank lines are records too, so that rows are counted as a spreadsheet counts them.
#[derive(Clone, Debug)]
pub(crate) struct Splitter<'a> {
    text: &'a str,
    at: usize,
    number: u32,
    delimiter: u8,
}

/// One row of delimited text; its space is used again for the next.
#[derive(Clone, Debug, Default)]
pub(crate) struct Record<'a> {
    number: u32,
    fields: Vec<Cow<'a, str>>,
}

impl Record<'_> {
    pub fn number(&self) -> u32 {
        self.number
    }

    pub fn width(&self) -> usize {
        self.fields.len()
    }

    /// A field, less the apostrophe that keeps a spreadsheet from taking it for a formula.
    pub fn field(&self, at: usize) -> Option<&str> {
        self.fields.get(at).map(|field| without_guard(field))
    }
}

fn without_guard(field: &str) -> &str {
    match field.strip_prefix('\'') {
        Some(bare) if reads_as_formula(bare) => bare,
        _ => field,
    }
}

impl<'a> Splitter<'a> {
    pub fn new(text: &'a str, delimiter: u8) -> Self {
        Self { text, at: 0, number: 0, delimiter }
    }

    /// Reads the next record; `false` at the end of the text.
    pub fn advance(&mut self, record: &mut Record<'a>) -> Result<bool, Unreadable> {
        record.fields.clear();
        if self.at >= self.text.len() {
            return Ok(false);
        }
        self.number += 1;
        record.number = self.number;
        loop {
            let field = if self.peek() == Some(b'"') { self.quoted()? } else { self.plain() };
            record.fields.push(field);
            match self.peek() {
                Some(byte) if byte == self.delimiter => self.at += 1,
                end => {
                    self.at += usize::from(end.is_some());
                    if end == Some(b'\r') && self.peek() == Some(b'\n') {
                        self.at += 1;
                    }
                    return Ok(true);
                }
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Everything up to the next delimiter or line end.
    fn plain(&mut self) -> Cow<'a, str> {
        let start = self.at;
        let rest = &self.text.as_bytes()[start..];
        let delimiter = self.delimiter;
        let length = rest.iter().position(|byte| *byte == delimiter || matches!(byte, b'\n' | b'\r'));
        self.at = start + length.unwrap_or(rest.len());
        Cow::Borrowed(&self.text[start..self.at])
    }

    /// A quoted field; what stands behind the closing quotation mark is kept.
    fn quoted(&mut self) -> Result<Cow<'a, str>, Unreadable> {
        self.at += 1;
        let start = self.at;
        let mut doubled = false;
        loop {
            let Some(length) = self.text.as_bytes()[self.at..].iter().position(|byte| *byte == b'"') else {
                return Err(Unreadable::UnclosedQuote(self.number));
            };
            self.at += length + 1;
            if self.peek() != Some(b'"') {
                break;
            }
            doubled = true;
            self.at += 1;
        }
        let inner = &self.text[start..self.at - 1];
        let inner = if doubled { Cow::Owned(inner.replace("\"\"", "\"")) } else { Cow::Borrowed(inner) };
        let behind = self.plain();
        Ok(if behind.is_empty() { inner } else { Cow::Owned(inner.into_owned() + &behind) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        let mut splitter = Splitter::new(text, delimiter(text));
        let mut record = Record::default();
        let mut rows = Vec::new();
        while splitter.advance(&mut record).unwrap() {
            rows.push((0..record.width()).map(|at| record.field(at).unwrap().to_owned()).collect());
        }
        rows
    }

    #[test]
    fn fields_quotes_and_line_ends() {
        assert_eq!(
            rows("a,b\r\n\"x,\"\"y\"\"\nz\",2\n\n3,\"\""),
            [vec!["a", "b"], vec!["x,\"y\"\nz", "2"], vec![""], vec!["3", ""]]
        );
        assert_eq!(rows("a;b,c\n1;2\n"), [["a", "b,c"], ["1", "2"]]);
        assert_eq!(rows("a\tb\r1\t2"), [["a", "b"], ["1", "2"]]);
    }

    #[test]
    fn the_guard_against_formulas_goes() {
        assert_eq!(rows("'=1,'a,''=1,'\n"), [["=1", "'a", "'=1", "'"]]);
    }

    #[test]
    fn an_unclosed_quotation_mark_is_named() {
        let mut splitter = Splitter::new("a,b\n\"x,2\n3,4", b',');
        let mut record = Record::default();
        assert_eq!(splitter.advance(&mut record), Ok(true));
        assert_eq!(splitter.advance(&mut record), Err(Unreadable::UnclosedQuote(2)));
    }

    #[test]
    fn encodings() {
        let gbk = GB18030.encode("机构,标题").0.into_owned();
        assert_eq!(decode(gbk).unwrap(), "机构,标题");
        assert_eq!(decode("\u{feff}机构".as_bytes().to_vec()).unwrap(), "机构");
        assert_eq!(decode(vec![0xff, 0xfe, b'a', 0]).unwrap(), "a");
        assert_eq!(decode(vec![b'a', 0xff, 0xff, b'\n']), Err(Unreadable::Encoding));
        assert_eq!(decode(vec![b'a', 0]), Err(Unreadable::OtherType("binary")));
    }
}
