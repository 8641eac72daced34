//! XML parts of Office files: elements by their local names, attributes, text with its entities resolved.

use crate::DocumentFault;
use quick_xml::Reader;
use quick_xml::XmlVersion::Implicit1_0;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;

/// What stands next in a part.
#[derive(Debug)]
pub(crate) enum Node<'a> {
    /// An element begins.
    Start(Element<'a>),
    /// An element ends; also after one that is empty.
    End(Vec<u8>),
    /// Text.
    Text(Cow<'a, str>),
}

/// The beginning of an element.
#[derive(Debug)]
pub(crate) struct Element<'a> {
    tag: BytesStart<'a>,
    /// Whether it is empty, so that its end stands in the same tag.
    pub(crate) empty: bool,
}

impl Element<'_> {
    /// Its name without the prefix of its namespace.
    pub(crate) fn name(&self) -> &[u8] {
        self.tag.local_name().into_inner()
    }

    /// An attribute by its local name.
    pub(crate) fn attribute(&self, wanted: &str) -> Option<String> {
        let mut attributes = self.tag.attributes().flatten();
        let found = attributes.find(|found| found.key.local_name().as_ref() == wanted.as_bytes())?;
        found.normalized_value(Implicit1_0).ok().map(Cow::into_owned)
    }

    /// The attribute `val`, a number.
    pub(crate) fn number(&self) -> Option<usize> {
        self.attribute("val")?.trim().parse().ok()
    }
}

/// Shows a part node by node; `broken` names the kind of file.
pub(crate) fn each<'a>(
    part: &'a [u8],
    broken: &'static str,
    mut show: impl FnMut(Node<'a>) -> Result<(), DocumentFault>,
) -> Result<(), DocumentFault> {
    let fault = || DocumentFault::Broken(broken);
    let mut reader = Reader::from_reader(part);
    let mut open = 0usize;
    loop {
        match reader.read_event().map_err(|_| fault())? {
            Event::Start(tag) => {
                open += 1;
                show(Node::Start(Element { tag, empty: false }))?;
            }
            Event::Empty(tag) => {
                let name = tag.local_name().as_ref().to_vec();
                show(Node::Start(Element { tag, empty: true }))?;
                show(Node::End(name))?;
            }
            Event::End(tag) => {
                open = open.saturating_sub(1);
                show(Node::End(tag.local_name().as_ref().to_vec()))?;
            }
            Event::Text(text) => show(Node::Text(text.decode().map_err(|_| fault())?))?,
            Event::CData(text) => show(Node::Text(text.decode().map_err(|_| fault())?))?,
            Event::GeneralRef(entity) => {
                let letter = entity.resolve_char_ref().ok().flatten().or_else(|| named(&entity));
                show(Node::Text(Cow::Owned(letter.map(String::from).unwrap_or_default())))?;
            }
            // A part that ends in the middle was cut off.
            Event::Eof => return if open == 0 { Ok(()) } else { Err(fault()) },
            _ => {}
        }
    }
}

/// The five entities XML has names for.
fn named(entity: &[u8]) -> Option<char> {
    Some(match entity {
        b"lt" => '<',
        b"gt" => '>',
        b"amp" => '&',
        b"quot" => '"',
        b"apos" => '\'',
        _ => return None,
    })
}
