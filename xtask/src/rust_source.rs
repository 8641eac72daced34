//! Rust source text taken apart just far enough: what is code, what is a string, what is a comment.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// One source file.
#[derive(Debug, Default)]
pub struct RustSource {
    /// The code alone: strings and comments are blanks, lines stay where they are.
    pub code: String,
    /// Every string literal.
    pub strings: Vec<Text>,
    /// Every comment, without its slashes.
    pub comments: Vec<Text>,
}

/// A piece of text and the line (from 1) it begins on.
#[derive(Debug, PartialEq, Eq)]
pub struct Text {
    pub line: usize,
    pub text: String,
}

impl RustSource {
    pub fn read(text: &str) -> Self {
        let mut reader = Reader { rest: text, line: 1, source: Self::default(), after_word: false };
        while !reader.rest.is_empty() {
            reader.step();
        }
        reader.source
    }

    /// Whether the code mentions this identifier.
    pub fn mentions(&self, identifier: &str) -> bool {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        self.code.split(|c| !is_word(c)).any(|word| word == identifier)
    }
}

/// Every file with this extension below a directory, in order; none where the directory is not there.
pub fn files(directory: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if directory.is_dir() {
        collect(directory, extension, &mut found)?;
    }
    found.sort();
    Ok(found)
}

fn collect(directory: &Path, extension: &str, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(directory).with_context(|| directory.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, extension, found)?;
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
    Ok(())
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
    source: RustSource,
    /// Whether the last character belonged to a word: the `r` of `for"` begins no raw string.
    after_word: bool,
}

impl Reader<'_> {
    fn step(&mut self) {
        if self.rest.starts_with("//") {
            let length = self.rest.find('\n').unwrap_or(self.rest.len());
            self.comment(length);
        } else if self.rest.starts_with("/*") {
            self.comment(block_comment_length(self.rest));
        } else if let Some((open, hashes)) = raw_string_opening(self.rest).filter(|_| !self.after_word) {
            self.raw_string(open, hashes);
        } else if self.rest.starts_with('"') {
            self.string();
        } else if let Some(length) = character_length(self.rest) {
            self.blank(length);
        } else if let Some(c) = self.rest.chars().next() {
            self.source.code.push(c);
            self.pass(c.len_utf8());
            self.after_word = c.is_alphanumeric() || c == '_';
        }
    }

    fn comment(&mut self, length: usize) {
        let text =
            self.rest[2..length].trim_start_matches(['/', '!', '*']).trim_end_matches("*/").trim().to_owned();
        self.source.comments.push(Text { line: self.line, text });
        self.blank(length);
    }

    fn raw_string(&mut self, open: usize, hashes: usize) {
        let close = format!("\"{}", "#".repeat(hashes));
        let length = self.rest[open..].find(&close).unwrap_or(self.rest.len() - open);
        let text = self.rest[open..open + length].to_owned();
        self.source.strings.push(Text { line: self.line, text });
        self.blank((open + length + close.len()).min(self.rest.len()));
    }

    /// Escapes become one character each and a line break never comes from an escape, so that lines can be counted.
    fn string(&mut self) {
        let mut text = String::new();
        let mut length = self.rest.len();
        let mut characters = self.rest.char_indices().skip(1);
        while let Some((at, c)) = characters.next() {
            match c {
                '"' => {
                    length = at + 1;
                    break;
                }
                '\\' => match characters.next() {
                    Some((_, escaped @ ('\n' | '"' | '\'' | '\\'))) => text.push(escaped),
                    _ => text.push(' '),
                },
                c => text.push(c),
            }
        }
        self.source.strings.push(Text { line: self.line, text });
        self.blank(length);
    }

    fn blank(&mut self, length: usize) {
        self.source.code.extend(self.rest[..length].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        self.pass(length);
        self.after_word = false;
    }

    fn pass(&mut self, length: usize) {
        self.line += self.rest[..length].matches('\n').count();
        self.rest = &self.rest[length..];
    }
}

fn block_comment_length(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < text.len() {
        if text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// The length of `r#"` (or `br"`, `cr##"` …) and its number of hashes.
fn raw_string_opening(text: &str) -> Option<(usize, usize)> {
    let prefix = ["br", "cr", "r"].into_iter().find(|prefix| text.starts_with(prefix))?;
    let after = &text[prefix.len()..];
    let hashes = after.len() - after.trim_start_matches('#').len();
    after[hashes..].starts_with('"').then_some((prefix.len() + hashes + 1, hashes))
}

/// The length of a character literal; a lifetime is none.
fn character_length(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('\'')?;
    let first = inner.chars().next()?;
    if first == '\\' {
        // The escaped character may itself be a quote.
        return inner.get(2..)?.find('\'').map(|close| close + 4);
    }
    let length = first.len_utf8();
    inner[length..].starts_with('\'').then_some(length + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(text: &str) -> Vec<(usize, String)> {
        RustSource::read(text).strings.into_iter().map(|Text { line, text }| (line, text)).collect()
    }

    #[test]
    fn strings_of_every_kind_are_found_with_their_lines() {
        let text = "let a = \"one\";\nlet b = r#\"two \"quoted\"\n2\"#; let c = \"th\\\"ree\";\nf(b\"four\", br\"five\")";
        let expected = [(1, "one"), (2, "two \"quoted\"\n2"), (3, "th\"ree"), (4, "four"), (4, "five")];
        assert_eq!(strings(text), expected.map(|(line, text)| (line, text.to_owned())));
    }

    #[test]
    fn an_escaped_line_break_keeps_the_lines_countable() {
        assert_eq!(strings("\"select a\\n \\\n  from b\""), [(1, "select a  \n  from b".to_owned())]);
    }

    #[test]
    fn comments_and_characters_hide_no_code() {
        let source =
            RustSource::read("let q = '\"'; // \"no\nfn f<'a>() { x('\\'') } /* a /* b */ \"c\" */ use y;");
        assert_eq!(source.strings, []);
        assert_eq!(source.comments[0], Text { line: 1, text: "\"no".to_owned() });
        assert!(source.mentions("x") && source.mentions("y") && source.mentions("f"));
        assert!(!source.mentions("b") && !source.mentions("no"));
    }

    #[test]
    fn a_name_is_mentioned_only_as_a_whole_word_of_code() {
        let source = RustSource::read("use serde_json::Value; let s = \"toml\"; // hex\nr#type::x();");
        assert!(source.mentions("serde_json"));
        for name in ["serde", "toml", "hex"] {
            assert!(!source.mentions(name), "{name}");
        }
    }

    #[test]
    fn text_cut_short_is_read_to_its_end() {
        for text in ["\"open", "r#\"open", "/* open", "'", "'\\", "b"] {
            RustSource::read(text);
        }
    }
}
