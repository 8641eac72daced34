//! What a PDF keeps behind its pages, and a copy without its properties.

use crate::{AttachmentFault, Hidden, HiddenKind};
use lopdf::{Dictionary, Document, Object};
use std::panic::catch_unwind;

pub(crate) fn look(bytes: &[u8], hidden: &mut Vec<Hidden>) -> Result<(), AttachmentFault> {
    let document = open(bytes)?;
    if let Some(program) = program(&document) {
        return Err(AttachmentFault::Program(program.to_owned()));
    }
    if is_signed(&document) {
        hidden.push(Hidden::new(HiddenKind::Signature, "", ""));
    }
    for (name, text) in properties(&document) {
        hidden.push(Hidden::new(HiddenKind::Property, name, text));
    }
    for object in document.objects.values() {
        let Some(dictionary) = dictionary(object) else { continue };
        let is =
            |kind: &[u8]| dictionary.get(b"Type").and_then(Object::as_name).is_ok_and(|name| name == kind);
        if is(b"Filespec") {
            let name = dictionary.get(b"UF").or_else(|_| dictionary.get(b"F")).map(text).unwrap_or_default();
            hidden.push(Hidden::new(HiddenKind::Embedded, name, ""));
        }
        let subtype = dictionary.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
        if [&b"Text"[..], b"FreeText", b"Highlight", b"StrikeOut", b"Caret", b"Popup"].contains(&subtype)
            && let Ok(contents) = dictionary.get(b"Contents")
        {
            let author = dictionary.get(b"T").map(text).unwrap_or_default();
            hidden.push(Hidden::new(HiddenKind::Comment, author, text(contents)));
        }
    }
    hidden.retain(|one| one.kind != HiddenKind::Comment || !one.text.trim().is_empty());
    Ok(())
}

/// A copy without properties; a signed file stays as it is.
pub(crate) fn stripped(bytes: &[u8]) -> Result<Vec<u8>, AttachmentFault> {
    let mut document = open(bytes)?;
    if is_signed(&document) {
        return Ok(bytes.to_vec());
    }
    document.trailer.remove(b"Info");
    for object in document.objects.values_mut() {
        let dictionary = match object {
            Object::Dictionary(dictionary) => dictionary,
            Object::Stream(stream) => &mut stream.dict,
            _ => continue,
        };
        dictionary.remove(b"Metadata");
        dictionary.remove(b"PieceInfo");
    }
    document.prune_objects();
    let mut copy = Vec::new();
    document.save_to(&mut copy).map_err(|_| AttachmentFault::Broken)?;
    // A copy that does not open again is none.
    open(&copy).map(|_| copy)
}

fn open(bytes: &[u8]) -> Result<Document, AttachmentFault> {
    let bytes = bytes.to_vec();
    let opened = catch_unwind(move || Document::load_mem(&bytes)).map_err(|_| AttachmentFault::Broken)?;
    match opened {
        Ok(document) if document.is_encrypted() || document.trailer.has(b"Encrypt") => {
            Err(AttachmentFault::Encrypted)
        }
        Ok(document) if document.get_pages().is_empty() => Err(AttachmentFault::Broken),
        Ok(document) => Ok(document),
        Err(_) => Err(AttachmentFault::Broken),
    }
}

/// What the document would run when it is opened or used.
fn program(document: &Document) -> Option<&'static str> {
    let all = document.objects.values().filter_map(dictionary);
    let mut kinds = all.filter_map(|dictionary| dictionary.get(b"S").and_then(Object::as_name).ok());
    kinds.find_map(|kind| match kind {
        b"JavaScript" => Some("JavaScript"),
        b"Launch" => Some("Launch"),
        _ => None,
    })
}

fn is_signed(document: &Document) -> bool {
    let all = document.objects.values().filter_map(dictionary);
    let mut kinds = all.filter_map(|dictionary| dictionary.get(b"Type").and_then(Object::as_name).ok());
    kinds.any(|kind| kind == b"Sig")
}

/// Properties of the document that name a person, a firm or a program.
fn properties(document: &Document) -> Vec<(String, String)> {
    let info = document.trailer.get(b"Info").ok().and_then(|info| match info {
        Object::Reference(id) => document.get_dictionary(*id).ok(),
        Object::Dictionary(dictionary) => Some(dictionary),
        _ => None,
    });
    let told = info.into_iter().flat_map(Dictionary::iter);
    let told = told.map(|(name, value)| (String::from_utf8_lossy(name).into_owned(), text(value)));
    let mut properties: Vec<(String, String)> = told
        .filter(|(name, text)| !name.ends_with("Date") && name != "Trapped" && !text.trim().is_empty())
        .collect();
    let has_metadata = document.objects.values().filter_map(dictionary).any(|dictionary| {
        dictionary.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"XML")
    });
    if has_metadata {
        properties.push(("XMP".to_owned(), String::new()));
    }
    properties
}

fn dictionary(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

/// A text of a PDF: in UTF-16 with a mark, in UTF-8 with a mark, otherwise as bytes.
fn text(object: &Object) -> String {
    let Ok(bytes) = object.as_str() else { return String::new() };
    match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let wide: Vec<u16> =
                rest.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&wide)
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        bytes => String::from_utf8_lossy(bytes).into_owned(),
    }
}
