//! A look at the raw file before it is interpreted: how much its streams unpack to.
//!
//! The interpreter unpacks a stream in one go and believes no length, so the only bound is to unpack every stream here
//! first, into nothing, and stop when it is too much. What passes by is looked through for [`hazards`].

mod hazards;

use crate::DocumentFault;
use flate2::read::{DeflateDecoder, ZlibDecoder};
use hazards::Hazards;
use std::io::Read;

/// Most bytes all streams may unpack to.
const MOST_UNPACKED: u64 = 384 << 20;
/// Longest stream of a packing that is not followed here, in bytes; such streams grow by a factor of some thousands at most.
const LONGEST_OTHER: usize = 64 << 10;
/// Largest part of an encrypted file that may be packed objects: what they unpack to can only be seen with the key.
const MOST_SEALED_OBJECTS: usize = 256 << 10;
/// How often one packing may be within another.
const DEEPEST: usize = 3;

/// Refuses a file that unpacks to too much, or to what the interpreter would not come to an end with.
pub(super) fn check(bytes: &[u8]) -> Result<(), DocumentFault> {
    check_within(MOST_UNPACKED, bytes)
}

fn check_within(most: u64, bytes: &[u8]) -> Result<(), DocumentFault> {
    let mut left = most;
    let mut sealed_objects = 0;
    let is_sealed = find(bytes, b"/Encrypt").is_some();
    let mut at = 0;
    let mut outside = Hazards::default();
    while let Some(found) = find(&bytes[at..], b"stream") {
        let keyword = at + found;
        outside.look(&bytes[at..keyword])?;
        at = keyword + b"stream".len();
        if keyword >= 3 && &bytes[keyword - 3..keyword] == b"end" {
            continue;
        }
        let Some(data) = after_line_end(&bytes[at..]) else { continue };
        let dictionary = &bytes[bounded_start(bytes, keyword)..keyword];
        let length = find(data, b"endstream").unwrap_or(data.len());
        let other =
            [b"LZW".as_slice(), b"RunLength", b"/RL"].iter().any(|name| find(dictionary, name).is_some());
        if other && length > LONGEST_OTHER {
            return Err(DocumentFault::TooMuch);
        }
        if is_sealed && find(dictionary, b"ObjStm").is_some() {
            sealed_objects += length;
        }
        // Streams are looked at as they are too: they need not be packed.
        Hazards::default().look(&data[..length])?;
        unpack(data, &mut left, DEEPEST)?;
        at = bytes.len() - data.len() + length;
    }
    outside.look(&bytes[at..])?;
    if sealed_objects > MOST_SEALED_OBJECTS { Err(DocumentFault::Encrypted) } else { Ok(()) }
}

/// Unpacks a stream into nothing, and what comes out of it where that is packed again.
fn unpack(data: &[u8], left: &mut u64, depth: usize) -> Result<(), DocumentFault> {
    let head = drain(&mut ZlibDecoder::new(data), left)?;
    // Without the heading of a packing the interpreter tries the packing alone.
    let head = if head.is_empty() { drain(&mut DeflateDecoder::new(data), left)? } else { head };
    let again = |head: &[u8]| {
        head.len() >= 2 && head[0] & 0x0f == 8 && (u16::from(head[0]) << 8 | u16::from(head[1])) % 31 == 0
    };
    if depth > 0 && again(&head) {
        let mut whole = Vec::new();
        // Counted already when it was drained.
        let _ = ZlibDecoder::new(data).take(MOST_UNPACKED).read_to_end(&mut whole);
        unpack(&whole, left, depth - 1)?;
    }
    Ok(())
}

/// Reads to the end or to the first fault, and gives the first bytes.
fn drain(reader: &mut impl Read, left: &mut u64) -> Result<Vec<u8>, DocumentFault> {
    let mut head = Vec::new();
    let mut buffer = vec![0; 64 << 10];
    let mut hazards = Hazards::default();
    while let Ok(read) = reader.read(&mut buffer) {
        if read == 0 {
            break;
        }
        if head.is_empty() {
            head.extend_from_slice(&buffer[..read.min(16)]);
        }
        hazards.look(&buffer[..read])?;
        *left = left.checked_sub(read as u64).ok_or(DocumentFault::TooMuch)?;
    }
    Ok(head)
}

/// Where the dictionary of a stream can have begun at the earliest.
fn bounded_start(bytes: &[u8], keyword: usize) -> usize {
    let from = keyword.saturating_sub(1_024);
    let before = &bytes[from..keyword];
    let begun = before.windows(4).rposition(|window| window == b" obj").map_or(0, |at| at + 4);
    from + begun
}

fn after_line_end(bytes: &[u8]) -> Option<&[u8]> {
    bytes.strip_prefix(b"\r\n").or_else(|| bytes.strip_prefix(b"\n")).or_else(|| bytes.strip_prefix(b"\r"))
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(first) = bytes.get(at..)?.iter().position(|byte| *byte == wanted[0]) {
        if bytes[at + first..].starts_with(wanted) {
            return Some(at + first);
        }
        at += first + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::ZlibEncoder};
    use std::io::Write;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn file(stream: &[u8], dictionary: &str) -> Vec<u8> {
        [format!("%PDF-1.7\n1 0 obj\n{dictionary}\nstream\n").as_bytes(), stream, b"\nendstream\nendobj\n"]
            .concat()
    }

    #[test]
    fn bombs_are_seen_through_two_packings() {
        let most = 2 << 20;
        let zeros = vec![0; 1 << 20];
        let once = packed(&zeros);
        assert_eq!(check_within(most, &file(&once, "<</Filter/FlateDecode>>")), Ok(()));
        let many: Vec<u8> = (0..3).flat_map(|_| file(&once, "<</Filter/FlateDecode>>")).collect();
        assert_eq!(check_within(most, &many), Err(DocumentFault::TooMuch));
        let inner = packed(&zeros.repeat(3));
        let twice = packed(&inner);
        assert!(twice.len() < 500);
        let bomb = file(&twice, "<</Filter[/FlateDecode/FlateDecode]>>");
        assert_eq!(check_within(most, &bomb), Err(DocumentFault::TooMuch));
    }

    #[test]
    fn packings_that_are_not_followed_stay_small() {
        let lzw = file(&vec![1; 100_000], "<</Filter/LZWDecode/Length 100000>>");
        assert_eq!(check(&lzw), Err(DocumentFault::TooMuch));
        assert_eq!(check(&file(&[1; 1_000], "<</Filter/LZWDecode>>")), Ok(()));
    }
}
