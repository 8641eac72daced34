//! HTML that is safe to show (安全的正文): whatever was typed, pasted or sent, cleaned down to an allow-list.
//!
//! [`SafeHtml`] has one way in, which cleans; so whoever holds one may show it. What Word pastes is put in order first
//! ([`word`]): its lists become lists, its footnotes footnotes, everything else it adds goes.

mod plain;
mod word;

pub(crate) use word::tokens;

use ammonia::Builder;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::LazyLock;

/// Where our own pictures and attachments have their addresses: this, and 64 hexadecimal digits.
pub const ATTACHMENTS: &str = "/attachments/";

/// Longest text taken, in bytes of HTML.
pub const LONGEST: usize = 2 << 20;

/// HTML of the allow-list and nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SafeHtml(String);

impl SafeHtml {
    /// Cleans HTML from anywhere; what is already clean stays as it is.
    pub fn of(html: &str) -> Self {
        if html.trim().is_empty() {
            return Self::default();
        }
        let ordered = word::in_order(html);
        let clean = CLEANER.clean(&ordered).to_string();
        Self(without_blanks(&clean))
    }

    /// Plain text as paragraphs, one a line.
    pub fn of_plain(text: &str) -> Self {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        Self(lines.map(|line| format!("<p>{}</p>", escaped(line))).collect::<Vec<_>>().join("\n"))
    }

    /// The HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The words alone, one paragraph, list item or row of a table a line.
    pub fn plain(&self) -> String {
        plain::of(&self.0)
    }

    /// Addresses it links to.
    pub fn links(&self) -> Vec<String> {
        word::links(&self.0)
    }

    /// Digests of our own files that it shows or links to, each once.
    pub fn files(&self) -> Vec<String> {
        let mut files: Vec<String> = Vec::new();
        for address in word::addresses(&self.0) {
            if let Some(digest) = digest_in(&address)
                && !files.contains(&digest)
            {
                files.push(digest);
            }
        }
        files
    }

    /// The same with our own files at addresses that begin so, before their digests: a draft shows them at the office,
    /// the public elsewhere.
    #[must_use]
    pub fn with_files_at(&self, beginning: &str) -> Self {
        let mut html = String::with_capacity(self.0.len());
        let mut rest = self.0.as_str();
        while let Some(at) = rest.find('<') {
            html.push_str(&rest[..at]);
            let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
            for (place, part) in rest[at..end].split('"').enumerate() {
                if place > 0 {
                    html.push('"');
                }
                // What stands between quotation marks of a tag is the value of an attribute.
                match digest_in(part).filter(|_| place % 2 == 1) {
                    Some(digest) => html.extend([beginning, &digest]),
                    None => html.push_str(part),
                }
            }
            rest = &rest[end..];
        }
        html.push_str(rest);
        Self::of(&html)
    }

    /// How many pictures have no description.
    pub fn pictures_without_words(&self) -> usize {
        word::pictures_without_words(&self.0)
    }

    /// With some words put in place of others, wherever they stand in the text and not in its markup.
    #[must_use]
    pub fn replacing(&self, from: &str, to: &str) -> Self {
        let (from, to) = (escaped(from), escaped(to));
        let mut html = String::with_capacity(self.0.len());
        let mut rest = self.0.as_str();
        while let Some(at) = rest.find('<') {
            html.push_str(&rest[..at].replace(&from, &to));
            let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
            html.push_str(&rest[at..end]);
            rest = &rest[end..];
        }
        html.push_str(&rest.replace(&from, &to));
        Self::of(&html)
    }
}

impl fmt::Display for SafeHtml {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Text with what HTML keeps for itself escaped, as the cleaner writes it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Paragraphs that hold nothing, which Word makes by the dozen, go.
fn without_blanks(html: &str) -> String {
    const BLANK: [&str; 6] =
        ["<p></p>", "<p>&nbsp;</p>", "<p><br></p>", "<p> </p>", "<strong></strong>", "<em></em>"];
    let mut html = html.trim().to_owned();
    loop {
        let before = html.len();
        for blank in BLANK {
            html = html.replace(blank, "");
        }
        if html.len() == before {
            return html.trim().to_owned();
        }
    }
}

const TAGS: [&str; 29] = [
    "h2",
    "h3",
    "h4",
    "p",
    "br",
    "hr",
    "strong",
    "em",
    "u",
    "s",
    "sub",
    "sup",
    "a",
    "ul",
    "ol",
    "li",
    "table",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "img",
    "blockquote",
    "figure",
    "figcaption",
    "section",
];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(TAGS))
        .clean_content_tags(HashSet::from([
            "script", "style", "title", "head", "xml", "svg", "math", "iframe", "object", "embed",
            "template", "noscript", "textarea", "select", "form",
        ]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href", "id"])),
            ("ol", HashSet::from(["start", "class"])),
            ("li", HashSet::from(["id"])),
            ("th", HashSet::from(["colspan", "rowspan", "scope"])),
            ("td", HashSet::from(["colspan", "rowspan"])),
            ("img", HashSet::from(["src", "alt", "width", "height"])),
            ("section", HashSet::from(["class"])),
        ]))
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .link_rel(Some("noopener"))
        .strip_comments(true)
        .attribute_filter(allowed);
    builder
});

/// What an attribute may say.
fn allowed<'v>(element: &str, attribute: &str, value: &'v str) -> Option<Cow<'v, str>> {
    let number = |most: u32| value.trim().parse::<u32>().is_ok_and(|number| (1..=most).contains(&number));
    let keep = match (element, attribute) {
        (_, "id") => is_footnote(value),
        (_, "class") => value == "footnotes",
        ("a", "href") => is_address(value),
        ("img", "src") => is_own_file(value),
        (_, "colspan" | "rowspan") => number(60),
        (_, "start" | "width" | "height") => number(9_999),
        (_, "scope") => matches!(value, "row" | "col" | "rowgroup" | "colgroup"),
        _ => true,
    };
    keep.then_some(Cow::Borrowed(value))
}

/// `fn3` and `fnref3`: the only ids there are.
fn is_footnote(id: &str) -> bool {
    let number = id.strip_prefix("fnref").or_else(|| id.strip_prefix("fn"));
    number.is_some_and(|number| {
        !number.is_empty() && number.len() < 5 && number.bytes().all(|b| b.is_ascii_digit())
    })
}

/// A link: elsewhere on the web, by mail, to a page of our own, or to a footnote.
fn is_address(href: &str) -> bool {
    let lower = href.trim().to_ascii_lowercase();
    match lower.strip_prefix('#') {
        Some(id) => is_footnote(id),
        None => {
            ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme))
                || (lower.starts_with('/') && !lower.starts_with("//") && !lower.contains('\\'))
        }
    }
}

/// A file of our own: its address is made of its digest.
fn is_own_file(src: &str) -> bool {
    digest_in(src).is_some()
}

/// The digest in the address of a file of our own; `None` for any other address.
pub fn digest_in(address: &str) -> Option<String> {
    let (_, rest) = address.split_once(ATTACHMENTS).filter(|(base, _)| {
        base.is_empty()
            || (base.starts_with('/')
                && !base.starts_with("//")
                && !base.contains("..")
                && !base.contains(':'))
    })?;
    let digest = rest.split_once(['.', '/']).map_or(rest, |(digest, _)| digest);
    let is_digest = digest.len() == 64 && digest.bytes().all(|letter| letter.is_ascii_hexdigit());
    (is_digest && !rest.contains("..")).then(|| digest.to_ascii_lowercase())
}

#[cfg(test)]
mod tests;
