//! The words of clean HTML, one block a line, as search, reading aloud and comparison take them.

use super::word::tokens;
use html5gum::Token;

/// Elements that begin and end a line.
const BLOCKS: [&[u8]; 15] = [
    b"p",
    b"h2",
    b"h3",
    b"h4",
    b"li",
    b"tr",
    b"table",
    b"caption",
    b"blockquote",
    b"hr",
    b"br",
    b"ul",
    b"ol",
    b"figcaption",
    b"section",
];

pub(super) fn of(html: &str) -> String {
    let mut text = String::new();
    let mut line = String::new();
    let mut end = |line: &mut String| {
        let words = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if !words.is_empty() {
            text.push_str(&words);
            text.push('\n');
        }
        line.clear();
    };
    for token in tokens(html) {
        match token {
            Token::StartTag(tag) if BLOCKS.contains(&tag.name.as_slice()) => end(&mut line),
            Token::EndTag(tag) if BLOCKS.contains(&tag.name.as_slice()) => end(&mut line),
            Token::EndTag(tag) if matches!(tag.name.as_slice(), b"td" | b"th") => line.push('\u{3000}'),
            Token::String(words) => line.push_str(&String::from_utf8_lossy(&words.value)),
            _ => {}
        }
    }
    end(&mut line);
    text.trim_end().to_owned()
}
