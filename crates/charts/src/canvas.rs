//! Where the marks are written down: SVG text, with everything from outside escaped.

use crate::letters::{self, GAP, SIZE};
use std::fmt::Write;

/// Families by name: those of the PDF first, which embeds its own; a page sets its own by the class.
const FAMILY: &str = "FandolHei, 'Noto Sans SC', 'Noto Sans CJK SC', sans-serif";
/// Colour of the marks; 8.4 to 1 on white.
const MARK: &str = "#1b4f86";
/// Colour of words.
const INK: &str = "#1c1e20";
/// Colour of the line the values stand on.
const RULE: &str = "#8a867e";
/// Colour behind words that may cross a line.
const PAPER: &str = "#ffffff";

/// A drawing in the making.
pub(crate) struct Canvas {
    width: f64,
    height: f64,
    svg: String,
}

/// Which side of its place a text stands on.
#[derive(Clone, Copy)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    const fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

impl Canvas {
    pub(crate) const fn new(width: f64, height: f64) -> Self {
        Self { width, height, svg: String::new() }
    }

    /// Writes `marks` as one link, or as they are without an address.
    pub(crate) fn link(&mut self, href: Option<&str>, marks: impl FnOnce(&mut Self)) {
        if let Some(href) = href {
            let _ = write!(self.svg, "<a href=\"{}\" tabindex=\"-1\">", escaped(href));
        }
        marks(self);
        self.svg.push_str(if href.is_some() { "</a>\n" } else { "\n" });
    }

    /// An invisible box that makes a link easy to hit.
    pub(crate) fn hit(&mut self, x: f64, y: f64, width: f64, height: f64) {
        self.rect("hit", "none", x, y, width, height);
    }

    pub(crate) fn bar(&mut self, x: f64, y: f64, width: f64, height: f64) {
        self.rect("bar", MARK, x, y, width, height);
    }

    fn rect(&mut self, class: &str, fill: &str, x: f64, y: f64, width: f64, height: f64) {
        let (x, y, width, height) = (short(x), short(y), short(width), short(height));
        let _ = write!(
            self.svg,
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\"/>"
        );
    }

    /// The line values stand on.
    pub(crate) fn base(&mut self, from: (f64, f64), to: (f64, f64)) {
        self.stroke("base", RULE, "", from, to);
        self.svg.push('\n');
    }

    /// A piece of the line through the years; broken where years between have no report.
    pub(crate) fn line(&mut self, from: (f64, f64), to: (f64, f64), whole: bool) {
        let dashes =
            if whole { " stroke-width=\"2\"" } else { " stroke-width=\"2\" stroke-dasharray=\"3 4\"" };
        self.stroke("line", MARK, dashes, from, to);
        self.svg.push('\n');
    }

    fn stroke(&mut self, class: &str, colour: &str, more: &str, from: (f64, f64), to: (f64, f64)) {
        let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(short);
        let _ = write!(
            self.svg,
            "<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" stroke=\"{colour}\"{more}/>"
        );
    }

    pub(crate) fn dot(&mut self, (x, y): (f64, f64)) {
        let (x, y) = (short(x), short(y));
        let _ = write!(self.svg, "<circle class=\"dot\" cx=\"{x}\" cy=\"{y}\" r=\"3.5\" fill=\"{MARK}\"/>");
    }

    /// A label; `x`, `y` is the place on its base line.
    pub(crate) fn label(&mut self, words: &str, x: f64, y: f64, anchor: Anchor) {
        let words = escaped(words);
        let (x, y, anchor) = (short(x), short(y), anchor.name());
        let _ = write!(
            self.svg,
            "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" fill=\"{INK}\">{words}</text>"
        );
    }

    /// A value with its gaps, readable where it crosses a line.
    pub(crate) fn value(&mut self, printed: &str, x: f64, y: f64, anchor: Anchor) {
        let gap = short(GAP);
        let groups: Vec<String> = letters::groups(printed).into_iter().map(escaped).collect();
        let words = groups.join(&format!("<tspan dx=\"{gap}\">"))
            + &"</tspan>".repeat(groups.len().saturating_sub(1));
        let (x, y, anchor) = (short(x), short(y), anchor.name());
        let _ = write!(
            self.svg,
            "<text class=\"value\" x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" fill=\"{INK}\" stroke=\"{PAPER}\" \
             stroke-width=\"4\" stroke-linejoin=\"round\" paint-order=\"stroke\">{words}</text>"
        );
    }

    /// The whole drawing, named and described.
    pub(crate) fn into_svg(self, name: &str, title: &str, description: &str) -> String {
        let (width, height) = (short(self.width), short(self.height));
        let (title, description, body) = (escaped(title), escaped(description), self.svg);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" viewBox=\"0 0 {width} {height}\" \
             width=\"{width}\" height=\"{height}\" role=\"img\" aria-labelledby=\"{name} {name}-says\" \
             font-family=\"{FAMILY}\" font-size=\"{SIZE}\">\n<title id=\"{name}\">{title}</title>\n\
             <desc id=\"{name}-says\">{description}</desc>\n{body}</svg>"
        )
    }
}

/// A length to one decimal.
fn short(length: f64) -> String {
    let text = format!("{length:.1}");
    match text.strip_suffix(".0") {
        Some("-0") => "0".to_owned(),
        Some(whole) => whole.to_owned(),
        None => text,
    }
}

/// Text as XML; characters XML cannot hold are left out.
fn escaped(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\'' => xml.push_str("&#39;"),
            '\t' | '\n' | '\r' => xml.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            letter if letter.is_control() => {}
            letter => xml.push(letter),
        }
    }
    xml
}
