//! Bytes to text: a byte order mark decides, then what the file says of itself, then what the bytes can be.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// Of a thousand letters as many may be damaged in a text that is still read.
const MOST_DAMAGED: usize = 10;

/// The text of a file; `named` is the encoding a web page names. `None` where it is no text.
pub(crate) fn decode(bytes: &[u8], named: Option<&'static Encoding>) -> Option<String> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return readable(encoding, &bytes[mark..]);
    }
    if bytes.contains(&0) {
        return [UTF_16LE, UTF_16BE]
            .into_iter()
            .find_map(|encoding| readable(encoding, bytes).filter(|text| is_prose(text)));
    }
    // Pages that were saved again often name the encoding they had before: what is valid UTF-8 is nothing else.
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(text.to_owned());
    }
    let named = named.filter(|named| *named != UTF_8 && *named != UTF_16LE && *named != UTF_16BE);
    let strictly = named.into_iter().chain([GB18030]).find_map(|encoding| {
        encoding.decode_without_bom_handling_and_without_replacement(bytes).map(Cow::into_owned)
    });
    strictly.or_else(|| readable(UTF_8, bytes)).or_else(|| readable(named.unwrap_or(GB18030), bytes))
}

/// Text in an encoding, unless more of it is damaged than a slip explains.
fn readable(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    if damaged {
        let (mut letters, mut lost) = (0usize, 0usize);
        for letter in text.chars() {
            letters += 1;
            lost += usize::from(letter == char::REPLACEMENT_CHARACTER);
        }
        if lost * 1_000 > letters * MOST_DAMAGED {
            return None;
        }
    }
    Some(text.into_owned())
}

/// Whether nearly all of a text is Chinese or Latin: two bytes of anything are some letter of UTF-16.
fn is_prose(text: &str) -> bool {
    let known = |letter: char| {
        matches!(letter, '\t' | '\n' | '\r' | ' '..='~' | '\u{2010}'..='\u{203b}' | '\u{3000}'..='\u{303f}'
            | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
    };
    let (mut letters, mut strange) = (0usize, 0usize);
    for letter in text.chars() {
        letters += 1;
        strange += usize::from(!known(letter));
    }
    letters > 0 && strange * 20 < letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_an_office_uses() {
        let text = "一、总体情况\n2021年主动公开93条。";
        let gbk = GB18030.encode(text).0.into_owned();
        assert_eq!(decode(&gbk, None).as_deref(), Some(text));
        assert_eq!(decode(text.as_bytes(), Some(GB18030)).as_deref(), Some(text));
        assert_eq!(decode(&[b"\xef\xbb\xbf", text.as_bytes()].concat(), None).as_deref(), Some(text));
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&wide, None).as_deref(), Some(text));
        assert_eq!(decode(&[b"\xff\xfe", wide.as_slice()].concat(), None).as_deref(), Some(text));
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&wide, None).as_deref(), Some(text));
    }

    #[test]
    fn one_slip_is_forgiven_and_a_picture_is_not() {
        let mut gbk = GB18030.encode(&"政府信息公开".repeat(100)).0.into_owned();
        gbk.push(0xff);
        assert!(decode(&gbk, None).unwrap().starts_with("政府信息公开"));
        let noise: Vec<u8> = (0..2_000u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert_eq!(decode(&noise, None), None);
    }
}
