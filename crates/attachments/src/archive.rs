//! An archive: only of files that may be published themselves, looked at one by one.

use crate::package::Package;
use crate::{
    AttachmentFault, Examined, Hidden, Kind, Part, PartName, examine, kind, stripped as stripped_file,
};

/// The texts of its files, each under its name; what they hide is added.
pub(crate) fn look(
    bytes: &[u8],
    hidden: &mut Vec<Hidden>,
    parts: &mut Vec<Part>,
) -> Result<String, AttachmentFault> {
    let mut text = String::new();
    let mut lines = 1;
    Package::open(bytes)?.each(|name, part| {
        let Examined { text: own, hidden: within, .. } = of(name, &part)?;
        parts.push(Part { line: lines, name: PartName::File(name.to_owned()) });
        lines += own.matches('\n').count() + 2;
        text.extend([name, "\n", &own, "\n"]);
        hidden.extend(within.into_iter().map(|one| Hidden { name: format!("{name} {}", one.name), ..one }));
        Ok(())
    })?;
    if text.is_empty() {
        return Err(AttachmentFault::Empty);
    }
    Ok(text)
}

/// A copy of the archive with each of its files stripped.
pub(crate) fn stripped(bytes: &[u8]) -> Result<Vec<u8>, AttachmentFault> {
    Package::open(bytes)?.rewritten(|name, part| {
        if name.ends_with('/') || part.is_empty() || is_text(name, part) {
            return Ok(None);
        }
        stripped_file(kind::of(part)?, part).map(Some)
    })
}

/// A file of an archive; an archive within an archive is refused, so that nobody is led down without end.
fn of(name: &str, part: &[u8]) -> Result<Examined, AttachmentFault> {
    if is_text(name, part) {
        let text = String::from_utf8_lossy(part).into_owned();
        let hidden = Vec::new();
        return Ok(Examined { name: name.to_owned(), kind: Kind::Zip, text, parts: Vec::new(), hidden });
    }
    match kind::of(part)? {
        Kind::Zip => Err(AttachmentFault::OtherKind),
        _ => examine(name, part),
    }
}

/// Plain text and tables of data may be in an archive.
fn is_text(name: &str, part: &[u8]) -> bool {
    let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
    ["txt", "csv", "json"].contains(&ending.as_str()) && std::str::from_utf8(part).is_ok()
}
