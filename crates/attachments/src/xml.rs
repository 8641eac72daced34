//! The text and the attributes of an XML part.

use crate::AttachmentFault;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::borrow::Cow;

/// What stands in a part, in order: the start of an element with its attributes, its end, text.
pub(crate) enum Piece<'p> {
    /// Local name, attributes by local name.
    Start(&'p str, Vec<(String, String)>),
    /// Local name.
    End(&'p str),
    /// Text.
    Text(&'p str),
}

/// Walks a part.
pub(crate) fn walk(part: &[u8], mut take: impl FnMut(Piece<'_>)) -> Result<(), AttachmentFault> {
    let text = String::from_utf8_lossy(part);
    let mut reader = Reader::from_str(&text);
    loop {
        match reader.read_event().map_err(|_| AttachmentFault::Broken)? {
            Event::Start(element) => {
                let name = local(element.name().as_ref());
                take(Piece::Start(&name, attributes(&element)));
            }
            Event::Empty(element) => {
                let name = local(element.name().as_ref());
                take(Piece::Start(&name, attributes(&element)));
                take(Piece::End(&name));
            }
            Event::End(element) => take(Piece::End(&local(element.name().as_ref()))),
            Event::Text(text) => take(Piece::Text(&text.decode().unwrap_or_default())),
            Event::CData(text) => take(Piece::Text(&String::from_utf8_lossy(&text))),
            Event::GeneralRef(name) => {
                let name = String::from_utf8_lossy(&name).into_owned();
                let resolved = quick_xml::escape::unescape(&format!("&{name};")).map(Cow::into_owned);
                take(Piece::Text(resolved.as_deref().unwrap_or_default()));
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The text of every element of this local name, joined by `between`.
pub(crate) fn text_of(part: &[u8], element: &str, between: &str) -> Result<String, AttachmentFault> {
    let (mut texts, mut depth) = (Vec::<String>::new(), 0);
    walk(part, |piece| match piece {
        Piece::Start(name, _) if name == element => {
            depth += 1;
            texts.push(String::new());
        }
        Piece::End(name) if name == element => depth -= 1,
        Piece::Text(text) if depth > 0 => {
            if let Some(last) = texts.last_mut() {
                last.push_str(text);
            }
        }
        _ => {}
    })?;
    Ok(texts.join(between))
}

fn local(name: &[u8]) -> String {
    let name = String::from_utf8_lossy(name);
    name.rsplit(':').next().unwrap_or_default().to_owned()
}

fn attributes(element: &quick_xml::events::BytesStart<'_>) -> Vec<(String, String)> {
    let mut all = element.attributes();
    let own = all.with_checks(false).flatten();
    own.map(|attribute| {
        (local(attribute.key.as_ref()), String::from_utf8_lossy(&attribute.value).into_owned())
    })
    .collect()
}
