//! What Word, Excel and PowerPoint keep behind a document, and a copy without its properties.

use crate::package::Package;
use crate::xml::{Piece, text_of, walk};
use crate::{AttachmentFault, Hidden, HiddenKind, Kind, Part, PartName};

/// Properties that name a person or a firm, by the part they stand in.
const PROPERTIES: [(&str, &[&str]); 2] = [
    ("docprops/core.xml", &["creator", "lastModifiedBy", "description", "keywords", "category", "subject"]),
    ("docprops/app.xml", &["Company", "Manager", "HyperlinkBase"]),
];
/// Properties somebody added.
const CUSTOM: &str = "docprops/custom.xml";

pub(crate) fn look(kind: Kind, bytes: &[u8], hidden: &mut Vec<Hidden>) -> Result<(), AttachmentFault> {
    let mut package = Package::open(bytes)?;
    for (part, names) in PROPERTIES {
        let Some(part) = package.part(part)? else { continue };
        for name in names {
            let text = text_of(&part, name, "；")?;
            if !text.trim().is_empty() {
                hidden.push(Hidden::new(HiddenKind::Property, *name, text));
            }
        }
    }
    if let Some(part) = package.part(CUSTOM)? {
        hidden.extend(custom(&part)?);
    }
    match kind {
        Kind::Docx => word(&mut package, hidden)?,
        Kind::Xlsx => workbook(&mut package, hidden)?,
        _ => {}
    }
    for name in of_kind(&package, &["comments", "threadedcomments"]) {
        let part = package.part(&name)?.unwrap_or_default();
        let text = text_of(&part, "t", "")? + &text_of(&part, "text", "")?;
        if !text.trim().is_empty() {
            hidden.push(Hidden::new(HiddenKind::Comment, last(&name), text));
        }
    }
    for name in of_kind(&package, &["notesslide"]) {
        let text = text_of(&package.part(&name)?.unwrap_or_default(), "t", "")?;
        if !text.trim().is_empty() {
            hidden.push(Hidden::new(HiddenKind::Notes, last(&name), text));
        }
    }
    let embedded = package.names().filter(|name| name.contains("/embeddings/") && !name.ends_with('/'));
    hidden.extend(embedded.map(|name| Hidden::new(HiddenKind::Embedded, last(name), "")));
    Ok(())
}

/// The text of slides, in the order of their numbers.
pub(crate) fn slides(bytes: &[u8], parts: &mut Vec<Part>) -> Result<String, AttachmentFault> {
    let mut package = Package::open(bytes)?;
    let number =
        |name: &str| name.trim_end_matches(".xml").trim_start_matches("ppt/slides/slide").parse::<u32>().ok();
    let mut slides: Vec<(u32, String)> =
        package.names().filter_map(|name| Some((number(name)?, name.to_owned()))).collect();
    slides.sort();
    let mut text = String::new();
    for (number, name) in slides {
        let line = text.matches('\n').count() + 1;
        parts.push(Part { line, name: PartName::Slide(number as usize) });
        text += &text_of(&package.part(&name)?.unwrap_or_default(), "t", "\n")?;
        text.push('\n');
    }
    Ok(text)
}

/// A copy without properties that name a person or a firm.
pub(crate) fn stripped(bytes: &[u8]) -> Result<Vec<u8>, AttachmentFault> {
    Package::open(bytes)?.rewritten(|name, part| {
        if name == CUSTOM {
            return Ok(Some(emptied(part, |_| true)?));
        }
        let names = PROPERTIES.iter().find(|(known, _)| *known == name).map(|(_, names)| *names);
        names.map(|names| emptied(part, |element| names.contains(&element))).transpose()
    })
}

/// A part with the text within some elements left out; everything else stays as it was written.
pub(crate) fn emptied(part: &[u8], is_emptied: impl Fn(&str) -> bool) -> Result<Vec<u8>, AttachmentFault> {
    use quick_xml::events::Event;
    let text = String::from_utf8_lossy(part);
    let mut reader = quick_xml::Reader::from_str(&text);
    let mut writer = quick_xml::Writer::new(Vec::new());
    let mut within: Vec<bool> = Vec::new();
    loop {
        let event = reader.read_event().map_err(|_| AttachmentFault::Broken)?;
        match &event {
            Event::Eof => return Ok(writer.into_inner()),
            Event::Start(element) => {
                let name = String::from_utf8_lossy(element.name().as_ref()).into_owned();
                let local = name.rsplit(':').next().unwrap_or_default();
                within.push(within.last() == Some(&true) || is_emptied(local));
            }
            Event::End(_) => {
                within.pop();
            }
            Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) if within.last() == Some(&true) => {
                continue;
            }
            _ => {}
        }
        writer.write_event(event).map_err(|_| AttachmentFault::Broken)?;
    }
}

fn custom(part: &[u8]) -> Result<Vec<Hidden>, AttachmentFault> {
    let mut properties: Vec<Hidden> = Vec::new();
    walk(part, |piece| match piece {
        Piece::Start("property", attributes) => {
            let name = attributes.into_iter().find(|(name, _)| name == "name").map(|(_, value)| value);
            properties.push(Hidden::new(HiddenKind::Property, name.unwrap_or_default(), ""));
        }
        Piece::Text(text) => {
            if let Some(property) = properties.last_mut() {
                property.text.push_str(text.trim());
            }
        }
        _ => {}
    })?;
    properties.retain(|property| !property.text.is_empty());
    Ok(properties)
}

/// Text of Word that is not shown, and changes nobody has accepted.
fn word(package: &mut Package<'_>, hidden: &mut Vec<Hidden>) -> Result<(), AttachmentFault> {
    let Some(part) = package.part("word/document.xml")? else { return Ok(()) };
    let (mut vanished, mut changed) = (String::new(), String::new());
    let (mut is_vanished, mut changes) = (false, 0_usize);
    walk(&part, |piece| match piece {
        Piece::Start("vanish", attributes) => {
            is_vanished =
                !attributes.iter().any(|(name, value)| name == "val" && (value == "0" || value == "false"));
        }
        Piece::End("r") => is_vanished = false,
        Piece::Start("ins" | "del" | "moveFrom" | "moveTo", _) => changes += 1,
        Piece::End("ins" | "del" | "moveFrom" | "moveTo") => changes = changes.saturating_sub(1),
        Piece::Text(text) => {
            if is_vanished {
                vanished.push_str(text);
            }
            if changes > 0 {
                changed.push_str(text);
            }
        }
        _ => {}
    })?;
    for (kind, text) in [(HiddenKind::HiddenText, vanished), (HiddenKind::TrackedChange, changed)] {
        if !text.trim().is_empty() {
            hidden.push(Hidden::new(kind, "", text));
        }
    }
    Ok(())
}

/// Sheets of Excel that are not shown, with the words in them.
fn workbook(package: &mut Package<'_>, hidden: &mut Vec<Hidden>) -> Result<(), AttachmentFault> {
    let Some(part) = package.part("xl/workbook.xml")? else { return Ok(()) };
    let mut sheets = Vec::new();
    walk(&part, |piece| {
        if let Piece::Start("sheet", attributes) = piece {
            let of = |wanted: &str| {
                attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone())
            };
            if of("state").is_some_and(|state| state != "visible") {
                sheets.push((of("name").unwrap_or_default(), of("id").unwrap_or_default()));
            }
        }
    })?;
    let shared = package.part("xl/sharedstrings.xml")?.unwrap_or_default();
    let shared: Vec<String> = text_of(&shared, "si", "\u{1}")?.split('\u{1}').map(str::to_owned).collect();
    let targets = targets(&package.part("xl/_rels/workbook.xml.rels")?.unwrap_or_default())?;
    for (name, id) in sheets {
        let target = targets.iter().find(|(known, _)| *known == id).map(|(_, target)| target.to_lowercase());
        let place = target.map(|target| match target.strip_prefix('/') {
            Some(whole) => whole.to_owned(),
            None => format!("xl/{target}"),
        });
        let sheet = place.map(|place| package.part(&place)).transpose()?.flatten().unwrap_or_default();
        hidden.push(Hidden::new(HiddenKind::HiddenSheet, name, words_of(&sheet, &shared)?));
    }
    Ok(())
}

fn targets(relations: &[u8]) -> Result<Vec<(String, String)>, AttachmentFault> {
    let mut targets = Vec::new();
    walk(relations, |piece| {
        if let Piece::Start("Relationship", attributes) = piece {
            let of = |wanted: &str| {
                attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone())
            };
            targets.extend(of("Id").zip(of("Target")));
        }
    })?;
    Ok(targets)
}

/// The values of a sheet, one a line.
fn words_of(sheet: &[u8], shared: &[String]) -> Result<String, AttachmentFault> {
    let (mut words, mut is_shared, mut is_value) = (String::new(), false, false);
    walk(sheet, |piece| match piece {
        Piece::Start("c", attributes) => {
            is_shared = attributes.iter().any(|(name, value)| name == "t" && value == "s");
        }
        Piece::Start("v" | "t", _) => is_value = true,
        Piece::End("v" | "t") => {
            is_value = false;
            words.push('\n');
        }
        Piece::Text(text) if is_value => {
            let known = text.trim().parse::<usize>().ok().filter(|_| is_shared).and_then(|at| shared.get(at));
            words.push_str(known.map_or(text, String::as_str));
        }
        _ => {}
    })?;
    Ok(words)
}

fn of_kind(package: &Package<'_>, words: &[&str]) -> Vec<String> {
    package.parts(|name| words.iter().any(|word| last(name).starts_with(word)))
}

fn last(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}
