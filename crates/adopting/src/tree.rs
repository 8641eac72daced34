//! A page as a tree, however badly its tags are nested: built from a run of tags, never deeper than is safe to walk.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};
use std::collections::BTreeMap;

/// Elements within one another beyond which a further one is put beside its parent.
const DEEPEST: usize = 200;
/// Most elements and texts of a page.
const MOST_NODES: usize = 400_000;

const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];
/// Elements whose content nobody reads.
const SILENT: [&str; 12] = [
    "script", "style", "noscript", "template", "svg", "math", "object", "iframe", "select", "textarea",
    "button", "title",
];

/// Place of a node in its tree.
pub(crate) type At = usize;

/// An element, or a run of text.
#[derive(Debug)]
pub(crate) struct Node {
    /// Name in small letters; empty for text.
    pub name: String,
    /// Attributes; empty for text.
    pub attributes: BTreeMap<String, String>,
    /// The text; empty for elements.
    pub text: String,
    /// Parent, but for the root.
    pub parent: Option<At>,
    /// Children in order.
    pub children: Vec<At>,
}

/// A page.
#[derive(Debug)]
pub(crate) struct Tree {
    /// Nodes in the order they begin; the first is the root.
    pub nodes: Vec<Node>,
    open: Vec<At>,
}

impl Tree {
    /// Reads a page.
    pub(crate) fn of(page: &str) -> Self {
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        let mut tree = Self { nodes: vec![Node::element("#root", None)], open: vec![0] };
        for token in Tokenizer::new_with_emitter(page, emitter) {
            let Ok(token) = token;
            if tree.nodes.len() >= MOST_NODES {
                break;
            }
            match token {
                Token::StartTag(tag) => tree.start(&tag),
                Token::EndTag(tag) => tree.end(&String::from_utf8_lossy(&tag.name)),
                Token::String(text) => tree.text(&String::from_utf8_lossy(&text.value)),
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
        tree
    }

    fn start(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        self.close_implied(&name);
        let parent = self.open.last().copied();
        let mut node = Node::element(&name, parent);
        for (key, value) in &tag.attributes {
            let key = String::from_utf8_lossy(key).to_ascii_lowercase();
            node.attributes.insert(key, String::from_utf8_lossy(&value.value).into_owned());
        }
        let at = self.push(node);
        if !VOID.contains(&name.as_str()) && !tag.self_closing && self.open.len() < DEEPEST {
            self.open.push(at);
        }
    }

    fn text(&mut self, text: &str) {
        let parent = self.open.last().copied();
        let node = Node { text: text.to_owned(), ..Node::element("", parent) };
        self.push(node);
    }

    fn push(&mut self, node: Node) -> At {
        let at = self.nodes.len();
        if let Some(parent) = node.parent {
            self.nodes[parent].children.push(at);
        }
        self.nodes.push(node);
        at
    }

    /// Ends what the beginning of an element ends without saying so.
    fn close_implied(&mut self, name: &str) {
        let ends: &[&str] = match name {
            "li" => &["li"],
            "dt" | "dd" => &["dt", "dd"],
            "td" | "th" => &["td", "th"],
            "tr" => &["tr", "td", "th"],
            "tbody" | "thead" | "tfoot" => &["tbody", "thead", "tfoot", "tr", "td", "th"],
            "option" => &["option"],
            _ if is_block(name) => &["p"],
            _ => return,
        };
        let bounds: &[&str] = match name {
            "li" => &["ul", "ol"],
            "dt" | "dd" => &["dl"],
            "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" => &["table"],
            _ => &["td", "th", "div", "li", "body", "table", "section", "article"],
        };
        for at in (1..self.open.len()).rev() {
            let open = self.nodes[self.open[at]].name.as_str();
            if ends.contains(&open) {
                let all = matches!(name, "tr" | "tbody" | "thead" | "tfoot");
                self.open.truncate(at);
                if !all {
                    return;
                }
            } else if bounds.contains(&open) {
                return;
            }
        }
    }

    fn end(&mut self, name: &str) {
        let crosses_cells =
            matches!(name, "table" | "tr" | "td" | "th" | "tbody" | "thead" | "tfoot" | "body" | "html");
        for at in (1..self.open.len()).rev() {
            let open = self.nodes[self.open[at]].name.as_str();
            if open == name {
                self.open.truncate(at);
                return;
            }
            // A stray </div> in a cell ends nothing outside its table.
            if !crosses_cells && matches!(open, "td" | "th" | "table") {
                return;
            }
        }
    }

    /// A node.
    pub(crate) fn node(&self, at: At) -> &Node {
        &self.nodes[at]
    }

    /// Elements of this name, in order.
    pub(crate) fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = At> + 'a {
        (0..self.nodes.len()).filter(move |at| self.nodes[*at].name == name)
    }

    /// A node and all below it: they come one after another.
    pub(crate) fn below(&self, at: At) -> std::ops::Range<At> {
        let mut last = at;
        while let Some(child) = self.nodes[last].children.last() {
            last = *child;
        }
        at..last + 1
    }

    /// Elements of this name below a node, in order.
    pub(crate) fn named_below(&self, name: &str, at: At) -> impl Iterator<Item = At> {
        self.below(at).skip(1).filter(move |at| self.nodes[*at].name == name)
    }

    /// The text below a node on one line, without what nobody reads.
    pub(crate) fn words(&self, at: At) -> String {
        let mut words = String::new();
        // A node to enter, or nothing where a block ends.
        let mut waiting = vec![Some(at)];
        while let Some(next) = waiting.pop() {
            let Some(at) = next else {
                words.push(' ');
                continue;
            };
            let node = &self.nodes[at];
            if node.is_silent() {
                continue;
            }
            if node.is_text() {
                words.push_str(&node.text);
            } else if !is_inline(&node.name) {
                words.push(' ');
                waiting.push(None);
            }
            waiting.extend(node.children.iter().rev().copied().map(Some));
        }
        on_one_line(&words)
    }
}

impl Node {
    fn element(name: &str, parent: Option<At>) -> Self {
        Self {
            name: name.to_owned(),
            attributes: BTreeMap::new(),
            text: String::new(),
            parent,
            children: Vec::new(),
        }
    }

    /// Whether it is a run of text.
    pub(crate) fn is_text(&self) -> bool {
        self.name.is_empty()
    }

    /// Whether nobody reads what stands in it.
    pub(crate) fn is_silent(&self) -> bool {
        let hidden = |style: &String| style.replace(' ', "").to_ascii_lowercase().contains("display:none");
        SILENT.contains(&self.name.as_str()) || self.attributes.get("style").is_some_and(hidden)
    }

    /// An attribute; empty where there is none.
    pub(crate) fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }
}

/// Text with white space in a row counted once, none at its ends.
pub(crate) fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for letter in text.chars() {
        let invisible = matches!(letter, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}');
        if invisible {
            continue;
        }
        if letter.is_whitespace() && letter != '\u{3000}' || letter.is_control() {
            if !line.is_empty() && !line.ends_with(' ') {
                line.push(' ');
            }
        } else {
            line.push(letter);
        }
    }
    line.trim().to_owned()
}

/// Elements that stand within a line.
pub(crate) fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "del"
            | "em"
            | "font"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "nobr"
            | "o:p"
            | "q"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "st1:chsdate"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "tt"
            | "u"
            | "ucapcontent"
            | "ucaptitle"
            | "publishtime"
            | "var"
            | "wbr"
    )
}

fn is_block(name: &str) -> bool {
    !is_inline(name) && !VOID.contains(&name) && !SILENT.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_left_open_and_stray_ends_make_a_tree_all_the_same() {
        let tree =
            Tree::of("<body><p>甲<p>乙<table><tr><td>一</div><td>二<tr><td>三</table><ul><li>x<li>y</ul>丙");
        assert_eq!(tree.words(0), "甲 乙 一 二 三 x y 丙");
        let cells: Vec<_> = tree.named("td").map(|at| tree.words(at)).collect();
        assert_eq!(cells, ["一", "二", "三"]);
        assert!(tree.named("p").all(|at| tree.words(at).chars().count() == 1));
        assert_eq!(tree.named("tr").count(), 2);
    }

    #[test]
    fn ten_thousand_levels_are_walked_without_a_stack() {
        let deep = format!("{}正文{}尾", "<div>".repeat(10_000), "</div>".repeat(10_000));
        let tree = Tree::of(&deep);
        assert_eq!(tree.words(0).replace(' ', ""), "正文尾");
    }

    #[test]
    fn scripts_and_hidden_parts_are_not_read() {
        let tree = Tree::of("<p>a<script>var p = '<p>b';</script><span style='display: none'>c</span>d</p>");
        assert_eq!(tree.words(0), "ad");
    }
}
