//! Putting in order what word processors paste: lists written as paragraphs, footnotes, tags of other meaning.
//!
//! This only rewrites; what is allowed is decided afterwards, on what came out.

use html5gum::{DefaultEmitter, Token, Tokenizer};
use std::fmt::Write;

type StartTag = html5gum::StartTag<()>;

/// A list being rebuilt from paragraphs.
#[derive(Clone, Copy, PartialEq, Eq)]
struct List {
    ordered: bool,
}

#[derive(Default)]
struct Rewriting {
    html: String,
    lists: Vec<List>,
    /// In a paragraph that is an item of a list; its marker may still come.
    in_item: bool,
    /// Depth of elements inside the marker of an item, which is left out.
    marker: usize,
    marker_words: String,
    /// Level of the item whose kind is not known before its marker was read, and where its opening tags belong.
    waiting: Option<(usize, usize)>,
}

/// The tags and words of HTML; what stands in scripts and styles is no tag.
pub(crate) fn tokens(html: &str) -> impl Iterator<Item = Token> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(html, emitter).map(|Ok(token)| token)
}

/// HTML with lists, footnotes and headings as such.
pub(super) fn in_order(html: &str) -> String {
    let mut rewriting = Rewriting::default();
    for token in tokens(html) {
        rewriting.take(token);
    }
    rewriting.end_item();
    rewriting.close_lists(0);
    rewriting.html
}

impl Rewriting {
    fn take(&mut self, token: Token) {
        match token {
            Token::StartTag(tag) => self.start(&tag),
            Token::EndTag(tag) => self.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(words) => {
                let words = String::from_utf8_lossy(&words.value);
                if self.marker > 0 {
                    self.marker_words.push_str(&words);
                } else {
                    if !words.trim().is_empty() && !self.in_item {
                        self.close_lists(0);
                    }
                    self.html.push_str(&escaped(&words));
                }
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: &StartTag) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let style = attribute(tag, "style").unwrap_or_default().to_ascii_lowercase();
        if self.marker > 0 {
            if !is_void(&name) && !tag.self_closing {
                self.marker += 1;
            }
            return;
        }
        if self.in_item && name == "span" && style.contains("mso-list") && style.contains("ignore") {
            self.marker = 1;
            return;
        }
        let class = attribute(tag, "class").unwrap_or_default();
        let is_item = name == "p"
            && (style.contains("mso-list") && !style.contains("mso-list:none")
                || class.contains("MsoListParagraph"));
        if is_item {
            self.end_item();
            let level = style
                .split("level")
                .nth(1)
                .and_then(|rest| rest.chars().next()?.to_digit(10))
                .map_or(1, |level| level.clamp(1, 6) as usize);
            self.waiting = Some((level, self.html.len()));
            self.marker_words.clear();
            self.in_item = true;
            return;
        }
        if is_block(&name) {
            self.end_item();
            self.close_lists(0);
        }
        self.write(&name, tag);
    }

    /// A tag under the name it has with us, with the attributes that may matter.
    fn write(&mut self, name: &str, tag: &StartTag) {
        let source = attribute(tag, "src").unwrap_or_default();
        if name == "img" && !super::is_own_file(&source) {
            return;
        }
        self.html.push('<');
        self.html.push_str(renamed(name));
        for (key, value) in &tag.attributes {
            let (key, value) = (String::from_utf8_lossy(key), String::from_utf8_lossy(&value.value));
            let (key, value) = footnote(name, &key, &value);
            if matches!(key.as_str(), "style" | "lang")
                || key.contains(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
            {
                continue;
            }
            let _ = write!(self.html, " {key}=\"{}\"", escaped(&value).replace('"', "&quot;"));
        }
        self.html.push('>');
    }

    fn end(&mut self, name: &str) {
        if self.marker > 0 {
            self.marker -= 1;
            return;
        }
        if name == "p" && self.in_item {
            self.end_item();
            return;
        }
        let _ = write!(self.html, "</{}>", renamed(name));
    }

    /// Finishes an item: now that its marker is known, the list it belongs to is opened before it.
    fn end_item(&mut self) {
        self.in_item = false;
        self.marker = 0;
        let Some((level, at)) = self.waiting.take() else { return };
        let words = self.html.split_off(at);
        let first = self.marker_words.trim().chars().next();
        let ordered = first.is_some_and(|first| {
            first.is_ascii_digit()
                || "一二三四五六七八九十（(①②③④⑤".contains(first)
                || (first.is_ascii_alphabetic() && first != 'o')
        });
        self.close_lists(level);
        if self.lists.len() == level && self.lists.last() != Some(&List { ordered }) {
            self.close_lists(level - 1);
        }
        if self.lists.len() == level {
            self.html.push_str("</li>");
        }
        while self.lists.len() < level {
            self.html.push_str(if ordered { "<ol>" } else { "<ul>" });
            self.lists.push(List { ordered });
            if self.lists.len() < level {
                self.html.push_str("<li>");
            }
        }
        self.html.push_str("<li>");
        self.html.push_str(words.trim());
    }

    /// Closes the lists deeper than a level.
    fn close_lists(&mut self, level: usize) {
        while self.lists.len() > level {
            let Some(list) = self.lists.pop() else { return };
            self.html.push_str(if list.ordered { "</li></ol>" } else { "</li></ul>" });
        }
    }
}

/// What a tag is called with us.
fn renamed(name: &str) -> &str {
    match name {
        "h1" => "h2",
        "h5" | "h6" => "h4",
        "b" => "strong",
        "i" => "em",
        "strike" | "del" => "s",
        "ins" => "u",
        "div" | "center" => "p",
        _ => name,
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "table"
            | "ul"
            | "ol"
            | "blockquote"
            | "hr"
            | "div"
            | "section"
            | "figure"
    )
}

fn is_void(name: &str) -> bool {
    matches!(name, "br" | "img" | "hr" | "input" | "meta" | "link" | "col" | "wbr")
}

/// The footnotes of Word (`_ftn1`, `_ftnref1`) under the ids of ours.
fn footnote(element: &str, key: &str, value: &str) -> (String, String) {
    let ours = |value: &str| {
        let rest = value.strip_prefix("_ftn").or_else(|| value.strip_prefix("ftn"))?;
        let (kind, number) = rest.strip_prefix("ref").map_or(("fn", rest), |number| ("fnref", number));
        (!number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit()))
            .then(|| format!("{kind}{number}"))
    };
    match (element, key) {
        ("a", "href") => match value.split_once('#').and_then(|(_, id)| ours(id)) {
            Some(id) => (key.to_owned(), format!("#{id}")),
            None => (key.to_owned(), value.to_owned()),
        },
        (_, "name" | "id") => match ours(value) {
            Some(id) => ("id".to_owned(), id),
            None => (key.to_owned(), value.to_owned()),
        },
        _ => (key.to_owned(), value.to_owned()),
    }
}

fn attribute(tag: &StartTag, name: &str) -> Option<String> {
    tag.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(&value.value).into_owned())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Addresses linked to.
pub(super) fn links(html: &str) -> Vec<String> {
    let of = |token: Token| match token {
        Token::StartTag(tag) if tag.name.as_slice() == b"a" => attribute(&tag, "href"),
        _ => None,
    };
    tokens(html).filter_map(of).collect()
}

/// Addresses linked to and shown.
pub(super) fn addresses(html: &str) -> Vec<String> {
    let of = |token: Token| match token {
        Token::StartTag(tag) if tag.name.as_slice() == b"a" => attribute(&tag, "href"),
        Token::StartTag(tag) if tag.name.as_slice() == b"img" => attribute(&tag, "src"),
        _ => None,
    };
    tokens(html).filter_map(of).collect()
}

/// Pictures whose description is empty.
pub(super) fn pictures_without_words(html: &str) -> usize {
    let is_bare = |token: &Token| match token {
        Token::StartTag(tag) if tag.name.as_slice() == b"img" => {
            attribute(tag, "alt").is_none_or(|words| words.trim().is_empty())
        }
        _ => false,
    };
    tokens(html).filter(|token| is_bare(token)).count()
}
