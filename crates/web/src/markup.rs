//! Pieces of HTML that are already escaped, and numbers set as the house sets them.

use askama::filters::HtmlSafe;
use gongkai_domain::safe_html::SafeHtml;
use std::fmt;

/// HTML that may stand in a page as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markup(String);

impl Markup {
    /// Text with the characters HTML keeps for itself escaped.
    pub fn text(text: &str) -> Self {
        let mut html = String::with_capacity(text.len());
        for letter in text.chars() {
            match letter {
                '&' => html.push_str("&amp;"),
                '<' => html.push_str("&lt;"),
                '>' => html.push_str("&gt;"),
                '"' => html.push_str("&quot;"),
                '\'' => html.push_str("&#39;"),
                _ => html.push(letter),
            }
        }
        Self(html)
    }

    /// HTML that was cleaned down to what may be shown.
    pub fn clean(html: &SafeHtml) -> Self {
        Self(html.as_str().to_owned())
    }

    /// HTML of this program's own files.
    pub(crate) fn trusted(html: String) -> Self {
        Self(html)
    }

    /// A drawing (SVG) of this program, in which everything from outside is escaped.
    pub const fn drawing(svg: String) -> Self {
        Self(svg)
    }

    /// Appends a piece.
    pub fn push(&mut self, piece: &Self) {
        self.0.push_str(&piece.0);
    }

    /// Appends a tag written in this program; never text from outside.
    pub fn tag(&mut self, tag: &'static str) {
        self.0.push_str(tag);
    }

    /// Appends an opening tag with attributes, whose values are escaped here.
    pub fn open(&mut self, name: &'static str, attributes: &[(&'static str, &str)]) {
        self.0.push('<');
        self.0.push_str(name);
        for (attribute, value) in attributes {
            self.0.push(' ');
            self.0.push_str(attribute);
            self.0.push_str("=\"");
            self.0.push_str(&Self::text(value).0);
            self.0.push('"');
        }
        self.0.push('>');
    }

    /// The HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Markup {}

/// A whole number with a drawn gap before each three digits, from five digits on (`12<span class="g">728</span>`).
///
/// The gap is drawn, not typed, so that a copied number stays a number.
pub fn grouped(number: i64) -> Markup {
    printed(&number.to_string())
}

/// A printed value: numbers get gaps and a full-width minus, everything else (`5%`, `/`, `90多`) is only escaped.
pub fn printed(value: &str) -> Markup {
    let (minus, rest) = match value.strip_prefix('-') {
        Some(rest) => ("－", rest),
        None => ("", value),
    };
    let (whole, fraction) = rest.split_once('.').unwrap_or((rest, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) {
        return Markup::text(value);
    }
    let mut html = format!("{minus}{}", with_gaps(whole));
    if !fraction.is_empty() {
        html.push('.');
        html.push_str(fraction);
    }
    Markup(html)
}

fn with_gaps(digits: &str) -> String {
    if digits.len() < 5 {
        return digits.to_owned();
    }
    let head = match digits.len() % 3 {
        0 => 3,
        rest => rest,
    };
    let mut html = digits[..head].to_owned();
    for start in (head..digits.len()).step_by(3) {
        html.push_str("<span class=\"g\">");
        html.push_str(&digits[start..start + 3]);
        html.push_str("</span>");
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_begin_at_five_digits() {
        for (number, html) in [
            ("0", "0"),
            ("1533", "1533"),
            ("12728", "12<span class=\"g\">728</span>"),
            ("123456.70", "123<span class=\"g\">456</span>.70"),
            ("-4800012", "－4<span class=\"g\">800</span><span class=\"g\">012</span>"),
            ("5%", "5%"),
            ("/", "/"),
            ("5100多", "5100多"),
            ("2016-11-18", "2016-11-18"),
            ("<b>", "&lt;b&gt;"),
        ] {
            assert_eq!(printed(number).as_str(), html);
        }
        assert_eq!(grouped(93).as_str(), "93");
    }

    #[test]
    fn attributes_are_escaped() {
        let mut html = Markup::default();
        html.open("a", &[("href", "/?a=1&b=\"2\"")]);
        html.push(&Markup::text("<x>"));
        html.tag("</a>");
        assert_eq!(html.as_str(), "<a href=\"/?a=1&amp;b=&quot;2&quot;\">&lt;x&gt;</a>");
    }
}
