//! Reads a drawing back: elements with their attributes, texts with the boxes they take up.

use quick_xml::{Reader, events::Event};
use std::collections::BTreeMap;

/// Size of type of every drawing.
const SIZE: f64 = 13.0;

/// An element of a drawing.
#[derive(Debug, Default)]
pub struct Element {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    /// All text inside.
    pub text: String,
    /// Gaps drawn inside the text.
    pub gaps: f64,
}

/// A box of a text or mark: left, top, right, bottom.
#[derive(Clone, Copy, Debug)]
pub struct Box {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Element {
    pub fn number(&self, name: &str) -> f64 {
        self.attributes[name].parse().expect("a number")
    }

    pub fn is(&self, class: &str) -> bool {
        self.attributes.get("class").is_some_and(|known| known == class)
    }

    /// The box of a text: 1em a Chinese character, .55em an ASCII letter.
    pub fn text_box(&self) -> Box {
        let ems: f64 = self.text.chars().map(|letter| if letter.is_ascii() { 0.55 } else { 1.0 }).sum();
        let (x, y, width) = (self.number("x"), self.number("y"), ems * SIZE + self.gaps);
        let left = match self.attributes["text-anchor"].as_str() {
            "start" => x,
            "middle" => x - width / 2.0,
            _ => x - width,
        };
        Box { left, top: y - 0.88 * SIZE, right: left + width, bottom: y + 0.2 * SIZE }
    }

    pub fn rect_box(&self) -> Box {
        let (left, top) = (self.number("x"), self.number("y"));
        Box { left, top, right: left + self.number("width"), bottom: top + self.number("height") }
    }
}

impl Box {
    pub fn overlaps(&self, other: &Self) -> bool {
        let slack = 0.11; // lengths are written to one decimal
        self.left + slack < other.right
            && other.left + slack < self.right
            && self.top + slack < other.bottom
            && other.top + slack < self.bottom
    }

    pub fn inside(&self, width: f64, height: f64) -> bool {
        self.left >= 0.0 && self.top >= 0.0 && self.right <= width && self.bottom <= height
    }
}

/// Every element, in order, the root first; panics where the drawing is not well-formed XML.
pub fn elements(svg: &str) -> Vec<Element> {
    let mut reader = Reader::from_str(svg);
    let mut all: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(tag) => {
                open.push(all.len());
                all.push(element(&tag));
                add_gap(&mut all, &open);
            }
            Event::Empty(tag) => all.push(element(&tag)),
            Event::End(_) => {
                open.pop().expect("an open element");
            }
            Event::Text(text) => add(&mut all, &open, &text.decode().expect("UTF-8")),
            Event::GeneralRef(name) => {
                let name = name.decode().expect("UTF-8").into_owned();
                let letter = match name.as_str() {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    "#39" => "'",
                    other => panic!("unknown entity {other}"),
                };
                add(&mut all, &open, letter);
            }
            Event::Eof => break,
            other => panic!("a drawing needs no {other:?}"),
        }
    }
    assert!(open.is_empty(), "everything is closed");
    all
}

fn element(tag: &quick_xml::events::BytesStart<'_>) -> Element {
    let attribute = |attribute: Result<quick_xml::events::attributes::Attribute<'_>, _>| {
        let attribute = attribute.expect("an attribute");
        let value =
            attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).expect("escaped").into_owned();
        (String::from_utf8(attribute.key.as_ref().to_vec()).expect("UTF-8"), value)
    };
    Element {
        name: String::from_utf8(tag.name().as_ref().to_vec()).expect("UTF-8"),
        attributes: tag.attributes().map(attribute).collect(),
        ..Element::default()
    }
}

fn add(all: &mut [Element], open: &[usize], words: &str) {
    for at in open {
        all[*at].text.push_str(words);
    }
}

fn add_gap(all: &mut [Element], open: &[usize]) {
    let last = open.last().copied().unwrap_or_default();
    if let Some(gap) = all[last].attributes.get("dx").and_then(|gap| gap.parse::<f64>().ok()) {
        for at in open {
            all[*at].gaps += gap;
        }
    }
}
