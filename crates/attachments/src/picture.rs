//! Pictures: where and with what they were taken, and a copy without that.

use crate::{AttachmentFault, Hidden, HiddenKind, Kind};
use img_parts::jpeg::{Jpeg, markers};
use img_parts::png::Png;

/// Chunks of a PNG that hold no picture: texts, times, what a camera wrote.
const CHUNKS: [[u8; 4]; 5] = [*b"tEXt", *b"zTXt", *b"iTXt", *b"eXIf", *b"tIME"];

pub(crate) fn look(kind: Kind, bytes: &[u8], hidden: &mut Vec<Hidden>) -> Result<(), AttachmentFault> {
    let texts: Vec<(String, Vec<u8>)> = if kind == Kind::Png {
        let picture = png(bytes)?;
        let said = picture.chunks().iter().filter(|chunk| CHUNKS.contains(&chunk.kind()));
        said.map(|chunk| (String::from_utf8_lossy(&chunk.kind()).into_owned(), chunk.contents().to_vec()))
            .collect()
    } else {
        let picture = jpeg(bytes)?;
        let said = picture.segments().iter().filter(|segment| tells(segment.marker()));
        said.map(|segment| (segment_name(segment.marker()).to_owned(), segment.contents().to_vec())).collect()
    };
    for (name, text) in texts {
        let words: String = String::from_utf8_lossy(&text)
            .chars()
            .map(|letter| if letter.is_control() || letter == '\u{fffd}' { ' ' } else { letter })
            .collect();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        hidden.push(Hidden::new(HiddenKind::Photograph, name, words));
    }
    Ok(())
}

pub(crate) fn stripped(kind: Kind, bytes: &[u8]) -> Result<Vec<u8>, AttachmentFault> {
    if kind == Kind::Png {
        let mut picture = png(bytes)?;
        picture.chunks_mut().retain(|chunk| !CHUNKS.contains(&chunk.kind()));
        return Ok(picture.encoder().bytes().to_vec());
    }
    let mut picture = jpeg(bytes)?;
    picture.segments_mut().retain(|segment| !tells(segment.marker()));
    Ok(picture.encoder().bytes().to_vec())
}

/// Whether a segment tells of the photograph: what a camera or program wrote, comments. The profile of its colours
/// (APP2) and what its decoding needs (APP0, APP14) stay.
fn tells(marker: u8) -> bool {
    let is_application = (markers::APP1..=markers::APP15).contains(&marker);
    marker == markers::COM || is_application && marker != markers::APP2 && marker != markers::APP14
}

const fn segment_name(marker: u8) -> &'static str {
    match marker {
        markers::APP1 => "EXIF/XMP",
        markers::APP13 => "IPTC",
        markers::COM => "comment",
        _ => "application data",
    }
}

fn png(bytes: &[u8]) -> Result<Png, AttachmentFault> {
    Png::from_bytes(bytes.to_vec().into()).map_err(|_| AttachmentFault::Broken)
}

fn jpeg(bytes: &[u8]) -> Result<Jpeg, AttachmentFault> {
    Jpeg::from_bytes(bytes.to_vec().into()).map_err(|_| AttachmentFault::Broken)
}
