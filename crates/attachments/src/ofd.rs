//! OFD (GB/T 33190): its text, who made it, and a copy without that.

use crate::package::Package;
use crate::xml::text_of;
use crate::{AttachmentFault, Hidden, HiddenKind};

/// Elements of `DocInfo` that name a person or a firm.
const PROPERTIES: [&str; 4] = ["Author", "Creator", "Subject", "Abstract"];

/// The text of its pages; what is hidden is added.
pub(crate) fn look(bytes: &[u8], hidden: &mut Vec<Hidden>) -> Result<String, AttachmentFault> {
    let mut package = Package::open(bytes)?;
    let root = package.part("ofd.xml")?.unwrap_or_default();
    for name in PROPERTIES {
        let text = text_of(&root, name, "；")?;
        if !text.trim().is_empty() {
            hidden.push(Hidden::new(HiddenKind::Property, name, text));
        }
    }
    if is_signed(&package) {
        hidden.push(Hidden::new(HiddenKind::Signature, "", ""));
    }
    let described = package.parts(|name| name.contains("/attachs/"));
    let attached = package.names().filter(|name| name.contains("/attachs/") && !name.ends_with('/'));
    let attached = attached.filter(|name| !described.iter().any(|known| known == name));
    hidden.extend(attached.map(|name| Hidden::new(HiddenKind::Embedded, name, "")));
    let mut text = String::new();
    for name in package.parts(|name| name.ends_with("content") || name.contains("annot")) {
        let part = package.part(&name)?.unwrap_or_default();
        text.extend([&*text_of(&part, "TextCode", "\n")?, "\n"]);
    }
    Ok(text)
}

/// A copy without who made it; a signed file stays as it is.
pub(crate) fn stripped(bytes: &[u8]) -> Result<Vec<u8>, AttachmentFault> {
    let mut package = Package::open(bytes)?;
    if is_signed(&package) {
        return Ok(bytes.to_vec());
    }
    package.rewritten(|name, part| {
        (name == "ofd.xml")
            .then(|| crate::office::emptied(part, |element| PROPERTIES.contains(&element)))
            .transpose()
    })
}

fn is_signed(package: &Package<'_>) -> bool {
    !package.parts(|name| name.ends_with("signatures")).is_empty()
}
