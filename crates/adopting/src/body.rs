//! The text of a document on its way to clean HTML: files it links to are told apart, so that they can be put in place once
//! they are kept.

use crate::tree::{At, Tree, is_inline, on_one_line};
use gongkai_domain::catalogue::OldAddress;
use gongkai_domain::safe_html::SafeHtml;
use std::collections::HashSet;
use std::fmt::Write;
use url::Url;

/// The text of a document: HTML that is not clean yet, with gaps for the addresses of files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Html(String),
    /// Address of a file on the old site, where the address it will have belongs.
    File(String),
}

/// Something a text links to or shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// Where it is, with its host.
    pub address: Url,
    /// Words of the link, or the description of the picture.
    pub words: String,
    /// Whether it is a picture shown in the text.
    pub shown: bool,
}

/// Endings of files that are no pages.
const FILES: [&str; 27] = [
    "pdf", "doc", "docx", "wps", "xls", "xlsx", "et", "ppt", "pptx", "ofd", "zip", "rar", "7z", "txt", "csv",
    "jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "mp3", "mp4", "exe", "rtf", "ceb",
];

/// Whether an address is that of a file and not of a page.
pub(crate) fn is_file(address: &Url) -> bool {
    ending(address.path()).is_some_and(|ending| FILES.contains(&ending.as_str()))
}

/// What a path ends in, in small letters.
pub(crate) fn ending(path: &str) -> Option<String> {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase())
}

impl Body {
    /// Of HTML without files.
    pub fn of_html(html: String) -> Self {
        Self(vec![Piece::Html(html)])
    }

    /// The clean text; `file` answers the new address of a file by its address on the old site. Where there is none the
    /// words of the link stay, and a picture goes.
    pub fn clean(&self, file: &dyn Fn(&str) -> Option<String>) -> SafeHtml {
        let mut html = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Html(text) => html.push_str(text),
                Piece::File(old) => html.push_str(&quoted(&file(old).unwrap_or_default())),
            }
        }
        SafeHtml::of(&html)
    }

    fn push(&mut self, text: &str) {
        match self.0.last_mut() {
            Some(Piece::Html(html)) => html.push_str(text),
            _ => self.0.push(Piece::Html(text.to_owned())),
        }
    }
}

/// Text with what HTML keeps for itself escaped.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn quoted(text: &str) -> String {
    escaped(text).replace('"', "&quot;")
}

/// Writes a part of a page as a [`Body`].
#[derive(Debug)]
pub(crate) struct Writing<'a> {
    pub tree: &'a Tree,
    /// Nodes that are left out.
    pub left_out: &'a HashSet<At>,
    /// Address of the page, against which its links are read.
    pub address: Option<&'a Url>,
    pub body: Body,
    pub links: Vec<Linked>,
}

impl Writing<'_> {
    /// Writes a node with all below it. Trees are never deeper than is safe.
    pub(crate) fn node(&mut self, at: At) {
        let node = self.tree.node(at);
        if self.left_out.contains(&at) || node.is_silent() {
            return;
        }
        if node.is_text() {
            self.body.push(&escaped(&node.text));
            return;
        }
        match node.name.as_str() {
            "a" => self.link(at),
            "img" => self.picture(at),
            "br" | "hr" => self.body.push(&format!("<{}>", node.name)),
            "table" | "thead" | "tbody" | "tfoot" | "tr" | "caption" | "ul" | "ol" | "li" | "blockquote"
            | "strong" | "b" | "em" | "i" | "u" | "sub" | "sup" | "p" | "h1" | "h2" | "h3" | "h4" | "h5"
            | "h6" => {
                self.tagged(at, &node.name, "");
            }
            "td" | "th" => {
                let mut spans = String::new();
                for span in ["colspan", "rowspan"] {
                    if let Ok(count) = node.attribute(span).trim().parse::<u32>() {
                        let _ = write!(spans, " {span}=\"{count}\"");
                    }
                }
                self.tagged(at, &node.name, &spans);
            }
            name if is_inline(name) => self.children(at),
            _ if self.holds_blocks(at) => self.children(at),
            _ => self.tagged(at, "p", ""),
        }
    }

    fn tagged(&mut self, at: At, name: &str, attributes: &str) {
        self.body.push(&format!("<{name}{attributes}>"));
        self.children(at);
        self.body.push(&format!("</{name}>"));
    }

    fn children(&mut self, at: At) {
        for child in &self.tree.node(at).children {
            self.node(*child);
        }
    }

    /// Whether a part holds parts and not only a line.
    fn holds_blocks(&self, at: At) -> bool {
        self.tree.node(at).children.iter().any(|child| {
            let node = self.tree.node(*child);
            !node.is_text() && !is_inline(&node.name) && node.name != "br"
        })
    }

    fn link(&mut self, at: At) {
        let node = self.tree.node(at);
        let href = node.attribute("href");
        if href.starts_with('#') {
            let id = node.attributes.get("name").or_else(|| node.attributes.get("id"));
            let id = id.map(|id| format!(" id=\"{}\"", quoted(id))).unwrap_or_default();
            self.tagged(at, "a", &format!(" href=\"{}\"{id}", quoted(href)));
            return;
        }
        match self.resolved(href) {
            None => self.children(at),
            Some((address, old)) => {
                self.body.push("<a href=\"");
                if let Some(old) = old.filter(|_| is_file(&address)) {
                    self.body.0.push(Piece::File(old));
                    let words = self.tree.words(at);
                    let title = node.attribute("title");
                    let words = if words.is_empty() { on_one_line(title) } else { words };
                    self.links.push(Linked { address, words, shown: false });
                } else {
                    let to = self.is_own(&address).then(|| OldAddress::of(address.as_str()).ok()).flatten();
                    let to = to.map_or_else(|| address.to_string(), |to| to.as_str().to_owned());
                    self.body.push(&quoted(&to));
                }
                self.body.push("\">");
                self.children(at);
                self.body.push("</a>");
            }
        }
    }

    fn picture(&mut self, at: At) {
        let node = self.tree.node(at);
        // Pages that load pictures late keep the address elsewhere.
        let source = ["data-original", "data-src", "src"].into_iter().map(|name| node.attribute(name));
        let Some((address, Some(old))) =
            source.filter(|source| !source.is_empty()).find_map(|source| self.resolved(source))
        else {
            return;
        };
        let words = on_one_line(node.attribute("alt"));
        self.body.push(&format!("<img alt=\"{}\" src=\"", quoted(&words)));
        self.body.0.push(Piece::File(old));
        self.body.push("\">");
        self.links.push(Linked { address, words, shown: true });
    }

    /// A link's whole address, and its address on this site where it stays on it.
    fn resolved(&self, href: &str) -> Option<(Url, Option<String>)> {
        let href = href.trim();
        if href.is_empty() {
            return None;
        }
        let mut address = match self.address {
            Some(page) => page.join(href).ok()?,
            None => Url::parse(href).ok()?,
        };
        if !matches!(address.scheme(), "http" | "https" | "mailto") {
            return None;
        }
        address.set_fragment(None);
        let old = self.is_own(&address).then(|| OldAddress::of(address.as_str()).ok()).flatten();
        Some((address, old.map(|old| old.as_str().to_owned())))
    }

    fn is_own(&self, address: &Url) -> bool {
        let page = self.address;
        page.is_some_and(|page| {
            page.host_str() == address.host_str() && matches!(address.scheme(), "http" | "https")
        })
    }
}
